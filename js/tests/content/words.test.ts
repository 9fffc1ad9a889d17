import { describe, expect, test } from "vitest";
import { storedValue } from "../../src/features/content/drawer";
import { parsed } from "../../src/features/content/json";
import { caption, isCategory, shortly, shortValue } from "../../src/features/content/summaries";
import type { Condition } from "../../src/features/content/tree";
import {
  conditionWords,
  filterWords,
  sentence,
  sortWords,
  timeWords,
} from "../../src/features/content/words";
import type { Kind } from "../../src/grid";
import type { Op, Summary } from "../../src/protocol/operations";

const of = (op: Op, values: (string | null)[], more: Partial<Condition> = {}): Condition => ({
  column: "c",
  op,
  values,
  ...more,
});
const words = (condition: Condition, kind: Kind) => {
  const { op, value } = conditionWords(condition, kind);
  return `${op} ${value}`.trim();
};

describe("the words of a condition", () => {
  test.each<[Condition, Kind, string]>([
    [of("ge", ["4"]), "number", "is at least 4"],
    [of("le", ["-4"]), "number", "is at most −4"],
    [of("between", ["4", "5"]), "decimal", "is between 4 and 5"],
    [of("eq", ["4"], { orMissing: true }), "integer", "is 4, or no value"],
    [of("in", ["Finished"]), "text", "is Finished"],
    [of("in", ["a", "b"]), "text", "is one of a, b"],
    [of("in", ["a", "b", "c", "d"]), "text", "is one of a, b and 2 more"],
    [of("in", ["", null]), "text", "is one of empty text, no value"],
    [of("not_in", ["a"]), "text", "is not a"],
    [of("not_contains", ["a"]), "text", "doesn't contain a"],
    [of("is_null", []), "json", "has no value"],
    [of("in", ["true"]), "boolean", "is yes"],
    [of("ge", ["2026-11-16"]), "date", "is since 16 Nov 2026"],
    [of("le", ["2026-11-16 23:59:59.999999"]), "timestamp", "is until 16 Nov 2026"],
    [of("lt", ["2026-11-16 13:54:00"]), "timestamp", "is before 16 Nov 2026, 13:54"],
    [of("is_nan", []), "number", "is not a number"],
  ])("%o of %s", (condition, kind, expected) => {
    expect(words(condition, kind)).toBe(expected);
  });

  test("a time of day keeps its seconds, what can't be read stays", () => {
    expect(timeWords("2026-11-16T13:54:07")).toBe("16 Nov 2026, 13:54:07");
    expect(timeWords("infinity")).toBe("infinity");
  });

  test("a deep tree reads as one clause", () => {
    const tree = {
      op: "not" as Op,
      parts: [{ op: "or" as Op, parts: [of("eq", ["1"]), of("is_null", [])] }],
    };
    expect(filterWords(tree, () => "number")).toBe("not (c is 1 or c has no value)");
  });
});

describe("the sentence", () => {
  const kindOf = (name: string): Kind => (name === "created" ? "timestamp" : "text");

  test("is short when nothing is asked", () => {
    expect(sentence([], "and", [], "", kindOf)).toBe("All rows");
  });

  test("says search, conditions and order", () => {
    const sorts = [{ column: "created", is_descending: true }, { column: "name" }];
    const parts = [of("in", ["x"]), of("starts", ["y"])];
    expect(sentence(parts, "or", sorts, "foo", kindOf)).toBe(
      "Rows that contain foo where c is x or c starts with y, " +
        "sorted by created newest first, then name A to Z",
    );
  });

  test.each<[Kind, string, string]>([
    ["integer", "highest first", "lowest first"],
    ["date", "newest first", "oldest first"],
    ["text", "Z to A", "A to Z"],
    ["boolean", "yes first", "no first"],
    ["interval", "largest first", "smallest first"],
  ])("%s sorts by its own words", (kind, down, up) => {
    expect([sortWords(kind, true), sortWords(kind, false)]).toEqual([down, up]);
  });
});

const summary = (more: Partial<Summary>): Summary => ({
  column: "c",
  kind: "text",
  row_count: 600,
  matching_count: 600,
  null_count: 0,
  matching_null_count: 0,
  nan_count: 0,
  low: null,
  high: null,
  distinct_count: null,
  is_approximate: false,
  mean_length: null,
  bins: [],
  top: [],
  ...more,
});
const value = (text: string, count: number) => ({
  value: text,
  count,
  matching_count: count,
  is_cut: false,
});

describe("captions of headers", () => {
  test("a range, and the share without a value", () => {
    const made = summary({ kind: "number", low: "1.3", high: "5.0", null_count: 144 });
    expect(caption(made, "number")).toEqual(["1.3 to 5", "", "24% null"]);
  });

  test("few short values are values, others distinct ones", () => {
    const few = summary({ distinct_count: 5, mean_length: 8, top: [value("a", 412)] });
    expect(isCategory(few)).toBe(true);
    expect(caption(few, "text")[0]).toBe("5 values");
    const ids = summary({ distinct_count: 600, mean_length: 8, top: [value("tsk_1", 1)] });
    expect(isCategory(ids)).toBe(false);
    expect(caption(ids, "text")).toEqual(["600 distinct", "", ""]);
    const prompts = summary({ distinct_count: 16, mean_length: 52, top: [value("p", 40)] });
    expect(caption(prompts, "text")).toEqual(["16 distinct", ", mean length 52", ""]);
    const many = summary({ distinct_count: 16_302, is_approximate: true });
    expect(caption(many, "text")[0]).toBe("about 16,302 distinct");
  });

  test("years have no separators, other numbers of four digits have", () => {
    const years = summary({ kind: "integer", low: "2007", high: "2009" });
    expect(caption(years, "integer")[0]).toBe("2007 to 2009");
    const masses = summary({ kind: "integer", low: "1700", high: "6300" });
    expect(caption(masses, "integer")[0]).toBe("1,700 to 6,300");
    expect(shortly("integer", "1999", "2026")("2011")).toBe("2011");
    expect(shortly("integer", "0", "2026")("2011")).toBe("2,011");
  });

  test("yes and no, nothing at all, and days", () => {
    const made = summary({ kind: "boolean", null_count: 100, top: [value("true", 450)] });
    expect(caption(made, "boolean")).toEqual(["90% yes", "", "17% null"]);
    expect(caption(summary({ null_count: 600 }), "text")[0]).toBe("no values");
    expect(shortValue("1999-10-26 00:00:00", "timestamp")).toBe("26 Oct 1999");
  });
});

describe("values in the drawer", () => {
  const column = (kind: Kind) => ({ name: "c", kind, type: "" });

  test("integers stay exact, numbers have their special values", () => {
    expect(storedValue("1152921504606846977", column("integer"))).toBe(1152921504606846977n);
    expect(storedValue("nan", column("number"))).toBeNaN();
    expect(storedValue("-inf", column("number"))).toBe(-Infinity);
    expect(storedValue("true", column("boolean"))).toBe(true);
    expect(storedValue(null, column("text"))).toBeNull();
    expect(storedValue("1.10", column("decimal"))).toBe("1.10");
  });

  test("a text that is no JSON is said so", () => {
    expect(parsed("{oops")).toBeUndefined();
    expect(parsed('{"a": [1, null]}')).toEqual({ a: [1, null] });
  });
});
