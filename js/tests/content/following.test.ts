import { int64, tableFromArrays, tableToIPC, utf8 } from "@uwdata/flechette";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Marks } from "../../src/features/content/following";
import { decode, Pages } from "../../src/features/content/pages";
import { ContentSource } from "../../src/features/content/source";
import type { ContentQuery, PageArgs } from "../../src/protocol/operations";
import { fakePort } from "../../src/transport/fake";
import { Refusal } from "../../src/transport/port";

function frame(ids: readonly number[], values: readonly string[]): Uint8Array {
  const made = { id: BigInt64Array.from(ids, BigInt), c0: [...values] };
  return tableToIPC(tableFromArrays(made as never, { types: { id: int64(), c0: utf8() } }), {
    format: "stream",
  }) as Uint8Array;
}

const pagesOf = (ids: readonly number[], values: readonly string[]): Pages => {
  const pages = new Pages();
  pages.put(0, decode(frame(ids, values), ["a"]));
  return pages;
};

/** A kernel whose rows change: what it holds, and a source that looks at it. */
function world(query: ContentQuery = {}, values = ["x0", "x1", "x2"]) {
  const held = { values };
  const port = fakePort({
    "content.page": ({ offset = 0, query: asked }: PageArgs) => {
      const ids = held.values.map((_, at) => at);
      if (asked?.sorts?.length) ids.reverse();
      const here = offset ? [] : ids;
      const data = {
        offset,
        row_count: here.length,
        matching_count: null,
        fingerprint: held.values.join(),
      };
      const values = here.map((id) => held.values[id] as string);
      return { data, frames: { rows: frame(here, values) } };
    },
    "content.count": () => ({ matching_count: held.values.length, row_count: held.values.length }),
  });
  const source = new ContentSource(port, "dst_1", query, query.filter ? null : 3);
  source.arrange(["a"], [{ name: "a", encoding: "text" }]);
  source.want(0, 20, ["a"]);
  const column = () => Array.from({ length: source.count ?? 0 }, (_, row) => source.cell(row, "a"));
  return { held, port, source, column };
}

const settle = () => vi.advanceTimersByTimeAsync(100);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("rows that are followed", () => {
  test("are replaced all at once, with what is on screen kept until then", async () => {
    const { held, source, column } = world();
    await settle();
    const told: string[][] = [];
    source.onFollowed = (before, after, window) =>
      told.push(new Marks().compare(before, after, window));
    held.values = ["x0", "y1", "x2", "x3"];
    source.follow(4);
    expect(column()).toEqual(["x0", "x1", "x2"]);
    expect(source.isStale).toBe(false);
    await settle();
    expect(column()).toEqual(["x0", "y1", "x2", "x3"]);
    expect(told).toEqual([["1\na"]]);
  });

  test("a filtered view that had no row gets its first", async () => {
    const filter = { op: "eq" as const, column: "a", values: ["x"] };
    const { held, source, column } = world({ filter }, []);
    await settle();
    expect(source.count).toBe(0);
    held.values = ["x9"];
    source.follow(4);
    expect(source.count).toBe(0);
    await settle();
    expect(column()).toEqual(["x9"]);
  });

  test("another question that is asked meanwhile wins, and is followed afterwards", async () => {
    const { held, source, column, port } = world();
    await settle();
    held.values = ["y0", "x1", "x2"];
    source.follow(3);
    source.show({ sorts: [{ column: "a", is_descending: true }] }, 3);
    source.follow(3);
    const before = port.asked.length;
    await settle();
    expect(column()).toEqual(["x2", "x1", "y0"]);
    expect(source.query.sorts).toHaveLength(1);
    expect(port.asked.length).toBeGreaterThan(before);
    await expect(source.whenStill()).resolves.toBeUndefined();
  });

  test("what fails leaves the rows as they were, and the next change tries again", async () => {
    const { held, source, column, port } = world();
    await settle();
    const ask = port.ask;
    port.ask = () => Promise.reject(new Refusal("vault_busy", "Busy."));
    source.follow(3);
    await settle();
    expect(source.trouble?.message).toBe("Busy.");
    expect(column()).toEqual(["x0", "x1", "x2"]);
    port.ask = ask;
    held.values = ["y0", "x1", "x2"];
    source.follow(3);
    await settle();
    expect([source.trouble, column()[0]]).toEqual([null, "y0"]);
  });
});

describe("marks", () => {
  const window = { first: 0, last: 5, columns: ["a"], step: 1 as const };

  test("are on values that differ, by row and not by place", () => {
    const marks = new Marks();
    const before = pagesOf([1, 2, 3], ["a", "b", "c"]);
    const after = pagesOf([9, 1, 2, 3], ["new", "a", "B", "c"]);
    expect(marks.compare(before, after, window)).toEqual(["2\na"]);
    expect([marks.of("2", "a"), marks.of("9", "a"), marks.of(undefined, "a")]).toEqual([
      marks.last,
      "",
      "",
    ]);
  });

  test("that are made anew are not taken away with the old ones", () => {
    const marks = new Marks();
    const [one, two, three] = ["a", "b", "c"].map((value) => pagesOf([1], [value]));
    const first = marks.compare(one as Pages, two as Pages, window);
    const name = marks.last;
    marks.compare(two as Pages, three as Pages, window);
    expect(marks.last).not.toBe(name);
    marks.drop(first, name);
    expect(marks.of("1", "a")).toBe(marks.last);
  });
});
