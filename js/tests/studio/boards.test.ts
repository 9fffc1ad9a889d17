// What is picked on a dashboard, and what it comes to.

import { expect, test } from "vitest";
import { moved, stepped, WIDTHS } from "../../src/features/studio/boards/layout";
import {
  brushed,
  crossOf,
  isLit,
  NOTHING,
  pickedOf,
  selects,
  shareOf,
  toggled,
} from "../../src/features/studio/boards/selection";
import type { Brush, Filter, MarkPick } from "../../src/protocol/operations";

const is = (column: string, value: string): Filter => ({ op: "eq", column, values: [value] });
const pick = (column: string, value: string): MarkPick => ({
  words: `${column} is ${value}`,
  filter: is(column, value),
});
const [ash, beech, yes] = [pick("kind", "ash"), pick("kind", "beech"), pick("passed", "yes")];

test("a press picks, a second one unpicks, with Shift more come", () => {
  const one = toggled(NOTHING, "a", ash, false);
  expect(one).toEqual({ a: [ash] });
  expect(toggled(one, "a", ash, false)).toEqual({});
  expect(toggled(one, "a", beech, false)).toEqual({ a: [beech] });
  const both = toggled(one, "a", beech, true);
  expect(both).toEqual({ a: [ash, beech] });
  expect(toggled(both, "a", ash, true)).toEqual({ a: [beech] });
  expect(toggled(both, "a", ash, false)).toEqual({ a: [ash] });
});

test("others are filtered by any of a chart's marks and by all charts", () => {
  const picks = { a: [ash, beech], b: [yes] };
  const either = { op: "or", parts: [ash.filter, beech.filter] };
  expect(crossOf(picks, "a")).toEqual(yes.filter);
  expect(crossOf(picks, "b")).toEqual(either);
  expect(crossOf(picks, "c")).toEqual({ op: "and", parts: [either, yes.filter] });
  expect(crossOf(NOTHING, "a")).toBeNull();
  expect(pickedOf(picks)[0]).toEqual({
    chart_id: "a",
    words: "kind is ash or kind is beech",
    filter: either,
  });
});

test("a segment of what is picked is lit", () => {
  const segment = { words: "", filter: { op: "and" as const, parts: [ash.filter, yes.filter] } };
  expect(isLit(segment, [ash])).toBe(true);
  expect(isLit(segment, [beech])).toBe(false);
  expect(isLit(ash, [segment])).toBe(false);
});

test("a mark says what it selects by its place", () => {
  const mark = (at: string | null) => ({ getAttribute: () => at }) as unknown as Element;
  expect(selects({ picks: [ash, beech] }, mark("1"))).toBe(beech);
  expect(selects({ picks: [ash, beech] }, 0)).toBe(ash);
  expect(selects({ picks: [] }, mark(null))).toBeUndefined();
});

const axis = (more: Partial<Brush>): Brush => ({
  column: "mass",
  form: "number",
  is_log: false,
  low: 0,
  high: 100,
  edges: [],
  ...more,
});

test("a range takes whole bins", () => {
  const edges = [10, 20, 30, 40].map((place) => ({
    place,
    value: `${place}.0`,
    words: `${place}`,
  }));
  const made = brushed(axis({ edges }), 0.35, 0.22);
  expect(made?.words).toBe("mass is 20 up to 40");
  expect(made?.span).toEqual([20, 40]);
  expect(made?.filter.parts).toEqual([
    { op: "ge", column: "mass", values: ["20.0"] },
    { op: "lt", column: "mass", values: ["40.0"] },
  ]);
  expect(brushed(axis({ edges }), 0, 1)?.words).toBe("mass is 10 up to 40");
});

test("a range without bins is as fine as a pixel, with both ends in it", () => {
  const made = brushed(axis({}), 0.251234, 0.5);
  expect(made?.filter.parts).toEqual([
    { op: "ge", column: "mass", values: ["25.1"] },
    { op: "le", column: "mass", values: ["50.0"] },
  ]);
  const log = axis({ is_log: true, low: 1, high: 10_000 });
  expect(brushed(log, 0.25, 0.75)?.words).toBe("mass is 10 to 1,000");
  expect(shareOf(log, 100)).toBeCloseTo(0.5);
  const days = axis({ form: "date", low: Date.UTC(2024, 0, 1), high: Date.UTC(2024, 0, 11) });
  expect(brushed(days, 0.1, 0.2)?.words).toBe("mass is 2024-01-02 to 2024-01-03");
  const zoned = { ...days, form: "zoned" };
  expect(brushed(zoned, 0, 1)?.filter.parts?.[0]?.values).toEqual(["2024-01-01 00:00:00+00:00"]);
});

test("charts move within the ends, and sizes step", () => {
  const tiles = ["a", "b", "c"].map((chart_id) => ({ chart_id }));
  const names = (to: number, id = "b") => moved(tiles, id, to).map(({ chart_id }) => chart_id);
  expect(names(0)).toEqual(["b", "a", "c"]);
  expect(names(9)).toEqual(["a", "c", "b"]);
  expect(names(-1)).toEqual(["b", "a", "c"]);
  expect(names(1, "x")).toEqual(["a", "b", "c"]);
  expect(stepped(WIDTHS, "half", 1)).toBe("full");
  expect(stepped(WIDTHS, "full", 1)).toBe("full");
});
