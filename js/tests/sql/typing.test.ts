import { describe, expect, it } from "vitest";
import { remembered } from "../../src/features/sql/history";
import { still } from "../../src/features/sql/offers";
import { type Edit, indented, isOffering, taken } from "../../src/features/sql/typing";

const applied = (value: string, { from, to, text, start, end }: Edit): [string, string] => {
  const made = value.slice(0, from) + text + value.slice(to);
  return [made, made.slice(start, end)];
};

describe("the text of a query", () => {
  it("takes an offer in the place of what is typed of it", () => {
    const edit = taken(9, 2, "species");
    expect(applied("SELECT sp FROM this", edit)[0]).toBe("SELECT species FROM this");
    expect(edit.start).toBe(14);
  });

  it("moves the cursor, or all lines of a selection, to the right and back", () => {
    expect(applied("ab", indented("ab", 1, 1, false))[0]).toBe("a  b");
    const value = "SELECT 1,\n2,\n3";
    const right = applied(value, indented(value, 11, 14, false));
    expect(right).toEqual(["SELECT 1,\n  2,\n  3", ",\n  3"]);
    const wide = "  a\n b\nc";
    expect(applied(wide, indented(wide, 0, wide.length, true))[0]).toBe("a\nb\nc");
  });

  it("offers within words, after dots and within quotation marks", () => {
    expect(["SELECT a", "r.", 'FROM "my '].map(isOffering)).toEqual([true, true, true]);
    expect(["", "SELECT ", "a, ", "(", 'FROM "my data" '].map(isOffering)).not.toContain(true);
  });
});

describe("offers that are on screen while one types on", () => {
  const offered = {
    offers: [
      { text: "species", kind: "column" },
      { text: "sex", kind: "column" },
    ],
    length: 1,
    at: 8,
    chosen: 1,
  };

  it("are those that still begin so, for the cursor where it is now", () => {
    const left = still(offered, "SELECT sp", 9);
    expect(left).toEqual({ offers: [offered.offers[0]], length: 2, at: 9, chosen: 0 });
  });

  it("are none once another word begins, the cursor goes back, or none is left", () => {
    expect(still(offered, "SELECT s,", 9)).toBeNull();
    expect(still(offered, "SELECT ", 7)).toBeNull();
    expect(still(offered, "SELECT sx", 9)).toBeNull();
    expect(still(offered, "SELECT sex", 10)).toBeNull();
  });
});

describe("the history", () => {
  it("has each statement once, the newest first", () => {
    expect(remembered(["a", "b"], "b")).toEqual(["b", "a"]);
  });

  it("fits into a setting, and forgets the oldest for it", () => {
    const long = "x".repeat(6_000);
    const made = remembered([`${long}1`, `${long}2`, `${long}3`], "new");
    expect(made).toEqual(["new", `${long}1`, `${long}2`]);
    expect(remembered(["old"], "x".repeat(20_000))).toEqual(["old"]);
    const many = Array.from({ length: 60 }, (_, n) => `SELECT ${n}`);
    expect(many.reduce<string[]>(remembered, [])).toHaveLength(50);
  });
});
