import { describe, expect, it } from "vitest";
import {
  extended,
  familyOf,
  fileName,
  formatOf,
  hasGuard,
  isFiltering,
  isOfNow,
  isOther,
  renamed,
  scoped,
  wanted,
} from "../../src/features/exports/choice";
import { aboutOf, outcomeOf } from "../../src/features/exports/history";
import { troubleOf } from "../../src/features/exports/job";
import type { ExportFormat } from "../../src/protocol/operations";
import { initials } from "../../src/ui/format";

const FORMATS: ExportFormat[] = ["csv", "json", "ndjson", "parquet", "arrow", "zip", "zip-json"];

describe("the format of an export", () => {
  it("is a family and whether it is the other one of it", () => {
    for (const format of FORMATS) expect(formatOf(familyOf(format), isOther(format))).toBe(format);
  });

  it("guards formulas where there is CSV", () => {
    expect(FORMATS.filter(hasGuard)).toEqual(["csv", "zip"]);
  });

  it("gives the path its extension, and leaves one alone that isn't ours", () => {
    expect(renamed("~/x", "csv")).toBe("~/x.csv");
    expect(renamed("~/x.csv", "ndjson")).toBe("~/x.ndjson");
    expect(renamed("~/x.ZIP", "zip-json")).toBe("~/x.zip");
    expect(renamed("~/my.data/x", "json")).toBe("~/my.data/x.json");
    expect(renamed("~/x.2026", "csv")).toBe("~/x.2026");
    expect(renamed("~/folder/", "csv")).toBe("~/folder/");
    expect(renamed("", "csv")).toBe("");
    expect(extended("~/v1.2", "zip-json")).toBe("~/v1.2.zip");
    expect(extended("", "csv")).toBe("");
  });
});

describe("the rows of an export", () => {
  const sorts = [{ column: "a", is_descending: true }];
  const filter = { op: "is_null" as const, column: "a" };

  it("are those of the view, or all in its order", () => {
    const view = { filter, search: "", sorts };
    expect(wanted(view, true)).toBe(view);
    expect(wanted(view, false)).toEqual({ sorts });
    expect(wanted({ filter }, false)).toBeNull();
    expect(wanted(null, true)).toBeNull();
  });

  it("are filtered by a search too, and not by an order", () => {
    expect(isFiltering({ search: "x" })).toBe(true);
    expect(isFiltering({ sorts })).toBe(false);
  });
});

it("says once that nothing was written", () => {
  const full = troubleOf({ message: "The disk is full; nothing was kept.", hint: "Free some." });
  expect(full).toBe("The export stopped. The disk is full; nothing was kept. Free some.");
  const other = troubleOf({ message: "It is gone.", hint: "" });
  expect(other).toBe("The export stopped. It is gone. Nothing was written.");
});

it("shortens people to two letters", () => {
  expect(["Ana Ruiz", "root", "ana.ruiz@lab", "x", "Ada B. Lovelace"].map(initials)).toEqual([
    "AR",
    "RO",
    "AL",
    "X",
    "AL",
  ]);
});

describe("what of a dataset is exported", () => {
  const chosen = { version: "1.1.0", since: "1.0.0", key: "id" };

  it("is asked for as little as it takes", () => {
    expect(scoped("all", chosen)).toEqual({});
    expect(scoped("version", chosen)).toEqual({ version: "1.1.0" });
    expect(scoped("answers", chosen)).toEqual({ subject: "answers" });
    expect(scoped("changes", chosen)).toEqual({ subject: "changes", since: "1.0.0", key: ["id"] });
    expect(scoped("changes", { ...chosen, key: null }).key).toEqual([]);
    expect([isOfNow("filter"), isOfNow("version")]).toEqual([true, false]);
  });

  it("is told in short afterwards", () => {
    const about = {
      ...{ subject: "changes" as const, version: null, since: "1.0.0" },
      ...{ is_filtered: true, column_count: 1, is_guarded: false },
    };
    expect(aboutOf({ about })).toBe("changes since 1.0.0, filtered, 1 column");
    expect(fileName("C:\\data\\x.csv")).toBe("x.csv");
  });

  it("says what became of it", () => {
    const job = { state: "done", row_count: 1, byte_count: 12, file_count: 0, is_there: true };
    expect(outcomeOf(job as never)).toBe("1 row, 12 bytes");
    expect(outcomeOf({ ...job, state: "cancelled" } as never)).toMatch("Nothing was written");
  });
});
