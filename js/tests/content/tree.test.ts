import { describe, expect, test } from "vitest";
import { bound, stretch } from "../../src/features/content/filters/bars";
import {
  added,
  bounds,
  type Condition,
  mentioned,
  ranged,
  read,
  replaced,
  write,
} from "../../src/features/content/tree";
import type { Filter } from "../../src/protocol/operations";

const status: Condition = { column: "status", op: "in", values: ["Finished"] };
const high: Condition = { column: "helpfulness", op: "ge", values: ["4"] };

describe("a filter as the parts of a sentence", () => {
  test("nothing is no part, and no part is nothing", () => {
    expect(read(null)).toEqual({ join: "and", parts: [] });
    expect(write({ join: "or", parts: [] })).toBeNull();
  });

  test("one condition needs no group", () => {
    const filter = write({ join: "and", parts: [status] });
    expect(filter).toEqual(status);
    expect(read(filter).parts).toEqual([status]);
  });

  test("several conditions keep their word", () => {
    const filter = write({ join: "or", parts: [status, high] });
    expect(filter?.op).toBe("or");
    expect(read(filter)).toEqual({ join: "or", parts: [status, high] });
  });

  test("a condition that takes missing values is one part, in either kind of group", () => {
    const open = { ...high, orMissing: true };
    for (const join of ["and", "or"] as const) {
      const all = { join, parts: [status, open] };
      expect(read(write(all))).toEqual(all);
    }
    expect(read(write({ join: "and", parts: [open] })).parts).toEqual([open]);
  });

  test("an or over two columns is not taken for missing values", () => {
    const filter: Filter = {
      op: "or",
      parts: [status, { op: "is_null", column: "helpfulness", values: [] }],
    };
    expect(read(filter)).toMatchObject({ join: "or", parts: [status, { op: "is_null" }] });
  });

  test("what is deeper stays whole and is written back as it was", () => {
    const deep: Filter = { op: "not", parts: [{ op: "and", parts: [status, high] }] };
    const filter: Filter = { op: "and", parts: [high, deep] };
    const parts = read(filter);
    expect(parts.parts[1]).toEqual({ fixed: deep });
    expect(write(parts)).toEqual(filter);
    expect(read(deep)).toEqual({ join: "and", parts: [{ fixed: deep }] });
  });

  test("the same column's condition is replaced where all must hold, else one more is added", () => {
    const low: Condition = { column: "helpfulness", op: "le", values: ["2"] };
    const both = { join: "and" as const, parts: [status, high] };
    expect(added(both, low).parts).toEqual([status, low]);
    expect(added({ ...both, join: "or" }, low).parts).toEqual([status, high, low]);
    expect(replaced(both, 0, null).parts).toEqual([high]);
  });

  test("columns are found at any depth", () => {
    const filter: Filter = { op: "and", parts: [status, { op: "not", parts: [high] }] };
    expect([...mentioned(filter)]).toEqual(["status", "helpfulness"]);
  });
});

describe("bounds", () => {
  test.each([
    ["4", "", "ge"],
    ["", "5", "le"],
    ["4", "5", "between"],
    ["4", "4", "eq"],
  ])("from %j to %j is %s, and read back", (from, to, op) => {
    const made = ranged("n", from, to, false);
    expect(made?.op).toBe(op);
    expect(bounds(made)).toEqual([from, to]);
  });

  test("without bounds only missing values are left, or nothing", () => {
    expect(ranged("n", "", "", true)).toEqual({ column: "n", op: "is_null", values: [] });
    expect(ranged("n", "", "", false)).toBeNull();
  });
});

const bin = (low: string, high: string) => ({ low, high, count: 1, matching_count: 1 });

describe("bars and bounds", () => {
  const numbers = [bin("0", "10"), bin("10", "20"), bin("20", "30")];

  test("a stretch that reaches an end is open there", () => {
    expect(bound(numbers, 0, 2, "number")).toEqual({ from: "", to: "" });
    expect(bound(numbers, 1, 2, "number")).toEqual({ from: "10", to: "" });
  });

  test("the end of a bar of whole numbers is the number before the next bar", () => {
    expect(bound(numbers, 1, 1, "integer")).toEqual({ from: "10", to: "19" });
    expect(bound(numbers, 1, 1, "number")).toEqual({ from: "10", to: "20" });
    const ones = [bin("1", "1"), bin("2", "2"), bin("3", "3")];
    expect(bound(ones, 1, 1, "integer")).toEqual({ from: "2", to: "2" });
  });

  test("whole numbers beyond 2^53 lose no digit", () => {
    const big = [bin("0", "9007199254740993"), bin("9007199254740993", "9107199254740993")];
    expect(bound(big, 0, 0, "integer").to).toBe("9007199254740992");
  });

  test("what a brush makes marks the same bars again", () => {
    for (const [first, last] of [
      [0, 0],
      [1, 1],
      [1, 2],
      [0, 2],
    ] as const) {
      const { from, to } = bound(numbers, first, last, "integer");
      expect(stretch(numbers, from, to, "integer")).toEqual({ first, last });
    }
  });

  test("times are compared as times", () => {
    const days = [
      bin("2026-10-26 00:00:00", "2026-11-02 00:00:00"),
      bin("2026-11-02 00:00:00", "2026-11-09 00:00:00"),
    ];
    expect(stretch(days, "2026-11-03", "", "timestamp")).toEqual({ first: 1, last: 1 });
    expect(stretch(days, "", "2026-10-27 12:00:00", "timestamp")).toEqual({ first: 0, last: 0 });
  });
});
