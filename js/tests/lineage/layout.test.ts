import { describe, expect, it } from "vitest";
import {
  around,
  type Layout,
  type Link,
  laidOut,
  MANY,
  towards,
} from "../../src/features/lineage/layout";
import type { VersionItem } from "../../src/protocol/operations";

/** Versions by name, oldest first, each with its parents; they come newest first. */
function history(...told: [string, ...string[]][]): VersionItem[] {
  const made = told.map(([version_id, ...parents]) => ({
    version_id,
    number: version_id,
    parents: parents.map((id) => ({ version_id: id, label: id, is_here: true })),
  }));
  return made.reverse() as unknown as VersionItem[];
}

const placesOf = ({ spots }: Layout) =>
  Object.fromEntries(spots.map(({ item, column, lane }) => [item.number, [column, lane]]));
const turnsOf = ({ links }: Layout) =>
  Object.fromEntries(
    links.map(({ from, to, turn }) => [`${from.item.number} ${to.item.number}`, turn]),
  );

/** A history in which each version has one to three of those before it as parents. */
function grown(count: number, seed: number): VersionItem[] {
  let state = seed;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  const told = Array.from({ length: count }, (_, i): [string, ...string[]] => {
    const parents = new Set<string>();
    if (i > 0) parents.add(`v${random(3) === 0 ? random(i) : i - 1}`);
    while (i > 2 && random(4) === 0 && parents.size < 3) parents.add(`v${random(i)}`);
    return [`v${i}`, ...parents];
  });
  return history(...told);
}

/** The cells that a line goes along between its ends; over a lane it goes along none. */
function cellsOf({ from, to, turn }: Link): string[] {
  if (turn === "over") return [];
  const lane = turn === "early" ? to.lane : from.lane;
  const columns = Array.from(
    { length: to.column - from.column - 1 },
    (_, i) => from.column + 1 + i,
  );
  return columns.map((column) => `${lane} ${column}`);
}

describe("the lineage on a plane", () => {
  it("is a line where nothing branches", () => {
    const layout = laidOut(history(["a"], ["b", "a"], ["c", "b"]), "c");
    expect(placesOf(layout)).toEqual({ a: [0, 0], b: [1, 0], c: [2, 0] });
    expect([layout.columns, layout.lanes]).toEqual([3, 1]);
  });

  it("keeps the line to the present state on top, and branches below", () => {
    const versions = history(["a"], ["b", "a"], ["side", "a"], ["c", "b"]);
    expect(placesOf(laidOut(versions, "c"))).toMatchObject({ c: [2, 0], side: [1, 1] });
    // The present state may be on what was a branch.
    expect(placesOf(laidOut(versions, "side"))).toMatchObject({
      side: [1, 0],
      b: [1, 1],
      c: [2, 1],
    });
  });

  it("puts a version after all its parents, whichever order they came in", () => {
    const diamond = history(["a"], ["b", "a"], ["c", "a"], ["d", "b", "c"]);
    expect(placesOf(laidOut(diamond, "d"))).toEqual({
      a: [0, 0],
      b: [1, 0],
      c: [1, 1],
      d: [2, 0],
    });
    const late = history(["child", "parent"], ["parent"]);
    expect(placesOf(laidOut(late, "child"))).toEqual({ parent: [0, 0], child: [1, 0] });
  });

  it("leads a line past the versions between its ends", () => {
    const merged = history(["a"], ["side", "a"], ["b", "a"], ["c", "b"], ["d", "c", "side"]);
    const layout = laidOut(merged, "d");
    expect(placesOf(layout)).toMatchObject({ side: [1, 1], d: [3, 0] });
    expect(turnsOf(layout)).toMatchObject({ "a side": "early", "side d": "late", "c d": "early" });
    const skipped = history(["a"], ["b", "a"], ["c", "b", "a"]);
    expect(turnsOf(laidOut(skipped, "c"))["a c"]).toBe("over");
  });

  it("leaves parents out that aren't among the versions, and knows several beginnings", () => {
    const layout = laidOut(history(["a", "elsewhere"], ["b"], ["c", "a", "b"]), "c");
    expect(placesOf(layout)).toEqual({ a: [0, 0], b: [0, 1], c: [1, 0] });
    expect(layout.links.length).toBe(2);
    expect(laidOut([], null)).toEqual({ spots: [], links: [], columns: 0, lanes: 1 });
  });

  it("survives a circle, which the vault refuses to make", () => {
    const layout = laidOut(history(["a", "b"], ["b", "a"], ["c", "c"]), null);
    expect(layout.spots.length).toBe(3);
    expect(layout.links.length).toBe(2);
  });

  it.each([1, 2, 3, 4, 5])("holds 200 versions with several parents (%i)", (seed) => {
    const layout = laidOut(grown(200, seed), "v199");
    const cells = layout.spots.map(({ lane, column }) => `${lane} ${column}`);
    expect(new Set(cells).size).toBe(200);
    const taken = new Set(cells);
    for (const link of layout.links) {
      expect(link.from.column).toBeLessThan(link.to.column);
      expect(cellsOf(link).filter((cell) => taken.has(cell))).toEqual([]);
    }
  });

  it("is ready in the blink of an eye", () => {
    const versions = grown(1000, 7);
    const start = performance.now();
    laidOut(versions, "v999");
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe("the part of a long history", () => {
  it("is what lies nearest to a version", () => {
    const told = Array.from({ length: 200 }, (_, i): [string, ...string[]] =>
      i === 0 ? ["v0"] : [`v${i}`, `v${i - 1}`],
    );
    const near = around(history(...told), "v100", MANY).map(({ number }) => number);
    expect(near.length).toBe(MANY);
    expect(near).toContain("v81");
    expect(near).toContain("v119");
    expect(around(history(["a"], ["b", "a"]), "b", MANY).length).toBe(2);
    expect(around([], "b", MANY)).toEqual([]);
  });
});

describe("the arrow keys", () => {
  const versions = history(["a"], ["b", "a"], ["side", "a"], ["c", "b"], ["d", "c", "side"]);
  const layout = laidOut(versions, "d");
  const from = (id: string, key: string) => towards(layout, id, key)?.item.number;

  it("go along the lines and from lane to lane", () => {
    expect(from("d", "ArrowLeft")).toBe("c");
    expect(from("a", "ArrowRight")).toBe("b");
    expect(from("side", "ArrowRight")).toBe("d");
    expect(from("b", "ArrowDown")).toBe("side");
    expect(from("side", "ArrowUp")).toBe("b");
    expect([from("c", "Home"), from("a", "End")]).toEqual(["a", "d"]);
  });

  it("stay where nothing lies in that direction, and leave other keys alone", () => {
    expect(from("a", "ArrowLeft")).toBeUndefined();
    expect(from("a", "ArrowUp")).toBeUndefined();
    expect(from("a", "x")).toBeUndefined();
    expect(from("gone", "ArrowLeft")).toBe("d");
  });
});
