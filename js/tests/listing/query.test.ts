import { describe, expect, it } from "vitest";
import { settingsOf, shown, toggled } from "../../src/features/datasets/listing/columns";
import {
  boxOf,
  filtersOf,
  isAnswerTo,
  named,
  pressed,
  type Query,
  refreshed,
  sortedBy,
} from "../../src/features/datasets/listing/query";
import { rowAt } from "../../src/features/datasets/listing/table";
import type { DatasetList, ListedDataset } from "../../src/protocol/operations";

const query: Query = {
  ...filtersOf({}),
  search: "",
  sort: "updated",
  is_descending: true,
  offset: 50,
  limit: 25,
};
const row = (id: string, more: Partial<ListedDataset> = {}): ListedDataset => ({
  id,
  name: id,
  path: id,
  description: "",
  state: "complete",
  status: "Complete",
  source: "file",
  kind: "master",
  project: null,
  pipeline: null,
  owner: "",
  row_count: 1,
  byte_count: 1,
  column_count: 1,
  is_archived: false,
  is_read_only: false,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  refused: {},
  ...more,
});
const list = (rows: ListedDataset[]): DatasetList => ({
  rows,
  offset: 0,
  total_count: rows.length,
  active_count: 0,
  hidden_count: 0,
  archived_count: 0,
  revision: 1,
  read_at: "2026-02-01T00:00:00Z",
  asked: {},
  import_refused: "",
});

describe("a question", () => {
  it("starts on the first page when it is sorted anew", () => {
    expect(sortedBy(query, "name")).toMatchObject({
      sort: "name",
      is_descending: false,
      offset: 0,
    });
    expect(sortedBy(query, "rows").is_descending).toBe(true);
    expect(sortedBy(query, "updated").is_descending).toBe(false);
  });
  it("is answered by what was asked in the same words, whatever was left out", () => {
    expect(isAnswerTo({ offset: 50 }, query)).toBe(true);
    expect(isAnswerTo({ offset: 50, search: " " }, query)).toBe(true);
    expect(isAnswerTo({ offset: 50, kinds: [] }, query)).toBe(true);
    expect(isAnswerTo({ offset: 50, kinds: ["clone"] }, query)).toBe(false);
    expect(isAnswerTo({}, query)).toBe(false);
    expect(isAnswerTo({ offset: 50, statuses: ["draft"] }, query)).toBe(false);
  });
});

describe("a quiet refresh", () => {
  it("moves nothing, marks what changed, drops what is gone, and counts what waits", () => {
    const old = list([row("a"), row("b"), row("c")]);
    const fresh = row("n", { created_at: "2026-02-02T00:00:00Z" });
    const now = { ...list([fresh, row("c", { row_count: 9 }), row("a")]), total_count: 3 };
    const made = refreshed(old, now, [row("a"), row("c", { row_count: 9 })]);
    expect(made.list.rows.map((each) => each.id)).toEqual(["a", "c"]);
    expect([...made.changed]).toEqual(["c"]);
    expect(made.arrived).toBe(1);
    expect(made.list.total_count).toBe(3);
  });
});

describe("selection", () => {
  it("turns one on and off, or a run with Shift", () => {
    expect(pressed(["a"], ["a", "b", "c"], "b", null)).toEqual(["a", "b"]);
    expect(pressed(["a", "b"], ["a", "b", "c"], "b", null)).toEqual(["a"]);
    expect(pressed(["a"], ["a", "b", "c"], "c", "a")).toEqual(["a", "b", "c"]);
  });
  it("shows in the header's box, with what is chosen on other pages", () => {
    expect(boxOf([], ["a"])).toBe(false);
    expect(boxOf(["a"], ["a"])).toBe(true);
    expect(boxOf(["z"], ["a"])).toBe("mixed");
    expect(boxOf([], [])).toBe(false);
  });
  it("walks with keys and stays on the page", () => {
    expect(rowAt("ArrowDown", 0, 3)).toBe(1);
    expect(rowAt("PageDown", 1, 5)).toBe(4);
    expect(rowAt("End", 0, 5)).toBe(4);
    expect(rowAt("ArrowUp", 0, 5)).toBe(0);
    expect(rowAt("x", 0, 5)).toBeNull();
  });
});

describe("settings", () => {
  it("survive whatever was stored", () => {
    for (const stored of [null, undefined, 5, "x", [], { columns: "x", page_size: 7 }])
      expect(settingsOf(stored)).toMatchObject({ page_size: 25, widths: {} });
    const found = settingsOf({ columns: ["size", "nope"], widths: { rows: 1, size: 9999, x: 1 } });
    expect(found.columns).toEqual(["name", "size"]);
    expect(found.widths).toEqual({ rows: 56, size: 800 });
  });
  it("show and hide columns in the list's own order; the project folds away", () => {
    const more = toggled(settingsOf(null), "owner");
    expect(
      shown(more, "wide")
        .map((each) => each.id)
        .at(-1),
    ).toBe("owner");
    expect(toggled(more, "owner")).toEqual(settingsOf(null));
    expect(shown(more, "middle").some((each) => each.id === "project")).toBe(false);
  });
});

it("names two values and counts the rest", () => {
  expect(named(["Draft"])).toBe("Draft");
  expect(named(["a", "b"])).toBe("a, b");
  expect(named(["a", "b", "c", "d"])).toBe("a, b and 2 more");
});
