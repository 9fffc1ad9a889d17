import { describe, expect, it } from "vitest";
import { Columns, fittedWidth, NARROWEST, numbersWidth, startWidth } from "../../src/grid/columns";
import type { GridColumn } from "../../src/grid/types";

const many = (n: number): GridColumn[] =>
  Array.from({ length: n }, (_, at) => ({ name: `c${at}`, kind: "text", type: "VARCHAR" }));

const fixed = (n: number, width: number) =>
  Object.fromEntries(many(n).map((column) => [column.name, width]));

describe("columns in sight", () => {
  const columns = new Columns(many(1000), fixed(1000, 100), 60, 2, 1000);

  it("are those between what stays and the right edge", () => {
    expect(columns.total).toBe(60 + 100_000);
    expect(columns.stays).toBe(260);
    expect(columns.window(0, 1000, 0)).toEqual({ first: 2, end: 10 });
    expect(columns.window(5_000, 1000, 0)).toEqual({ first: 52, end: 60 });
    expect(columns.window(columns.total - 1000, 1000, 0)).toEqual({ first: 992, end: 1000 });
    expect(columns.window(5_000, 1000, 2)).toEqual({ first: 50, end: 62 });
  });

  it("come into sight with as little movement as possible", () => {
    expect(columns.scrollShowing(0, 5_000, 1000)).toBe(5_000);
    expect(columns.scrollShowing(55, 5_000, 1000)).toBe(5_000);
    expect(columns.scrollShowing(30, 5_000, 1000)).toBe(60 + 3_000 - 260);
    expect(columns.scrollShowing(70, 5_000, 1000)).toBe(60 + 7_100 - 1000);
  });
});

describe("widths", () => {
  it("fill the view to the pixel while nobody has set all of them", () => {
    const columns = new Columns(many(3), { c0: 80 }, 52, 0, 1041);
    expect(columns.isStretched).toBe(true);
    expect(columns.total).toBe(1041);
    expect(columns.placed[0]?.width).toBe(80);
    expect(new Columns(many(3), fixed(3, 90), 52, 0, 1040).total).toBe(52 + 270);
  });

  it("leave at least half of the view to what scrolls", () => {
    expect(new Columns(many(5), fixed(5, 200), 52, 3, 320).pinned).toBe(0);
    expect(new Columns(many(5), fixed(5, 100), 52, 3, 520).pinned).toBe(2);
  });

  it("have room for names and numbers, within measure", () => {
    const named = (name: string): GridColumn => ({ name, kind: "boolean", type: "BOOLEAN" });
    expect(startWidth(named("a"))).toBe(88);
    expect(startWidth(named("is_long_enough"))).toBeGreaterThan(130);
    expect(startWidth(named("x".repeat(300)))).toBe(200);
    expect(fittedWidth(3)).toBe(NARROWEST);
    expect(fittedWidth(3_000)).toBe(480);
    expect(numbersWidth(10)).toBe(52);
    expect(numbersWidth(10_000_000)).toBeGreaterThan(80);
  });

  it("stand for nothing when there are no columns", () => {
    const none = new Columns([], {}, 52, 1, 500);
    expect(none.window(0, 500, 1)).toEqual({ first: 0, end: 0 });
    expect(none.scrollShowing(0, 0, 500)).toBe(0);
  });
});
