import { describe, expect, it } from "vitest";
import { columnsOf, valueText } from "../../src/features/studio/numbers";
import { linesOf } from "../../src/features/studio/picture";
import {
  aggregatesOf,
  EMPTY,
  freeShelf,
  shelvesOf,
  without,
  wordsBefore,
} from "../../src/features/studio/spec";

const field = (kind: "number" | "category") => ({ name: "f", type: "", kind });

describe("a chart as it is made", () => {
  it("puts pressed fields on the shelves that are free", () => {
    expect(freeShelf(EMPTY, field("category"))).toBe("x");
    const one = { ...EMPTY, x: { field: "a" } };
    expect(freeShelf(one, field("number"))).toBe("y");
    expect(freeShelf(one, field("category"))).toBe("color");
    const three = { ...one, y: { field: "b" }, color: { field: "c" } };
    expect(freeShelf(three, field("number"))).toBe("column");
    expect(without(three, "color")).toEqual({ ...one, y: { field: "b" } });
  });

  it("has sizes and shapes for points only", () => {
    expect(shelvesOf("scatter")).toContain("size");
    expect(shelvesOf("bar")).not.toContain("shape");
  });

  it("reads as words", () => {
    expect(wordsBefore({ field: "mass", aggregate: "mean" })).toBe("mean");
    expect(wordsBefore({ aggregate: "count" })).toBe("count of rows");
    expect(wordsBefore({ aggregate: "count", over: "share" })).toBe("share count of rows");
    expect(wordsBefore({ field: "day", unit: "month" })).toBe("month");
    expect(wordsBefore({ field: "p", aggregate: "quantile", quantile: 0.9 })).toBe("90%");
    expect(aggregatesOf("flag")[0]?.id).toBe("rate");
  });

  it("has its numbers as text", () => {
    expect(columnsOf({ x: ["a"], y: [2], rows: [2] })).toEqual(["x", "y"]);
    expect(columnsOf({ x: ["a"], y: [2.5], rows: [2] })).toEqual(["x", "y", "rows"]);
    expect(valueText(-1234.5)).toBe("\u22121,234.5");
    expect(valueText("2024-01-09T00:00:00")).toBe("2024-01-09");
    expect(valueText("2024-01-09T10:30:00")).toBe("2024-01-09 10:30:00");
    expect(valueText(null)).toBe("");
    expect(valueText("<b>")).toBe("<b>");
  });

  it("tells a mark's numbers line by line", () => {
    expect(linesOf("species: Adelie; Count of rows: 152")).toEqual([
      ["species", "Adelie"],
      ["Count of rows", "152"],
    ]);
  });
});
