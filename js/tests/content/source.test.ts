import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { decode, PAGE_ROWS, Pages } from "../../src/features/content/pages";
import { ContentSource } from "../../src/features/content/source";
import { Summaries } from "../../src/features/content/summaries";
import type { PageArgs, SummaryArgs } from "../../src/protocol/operations";
import { type FakePort, fakePort } from "../../src/transport/fake";
import { Refusal } from "../../src/transport/port";

const TOTAL = 1000;

function frame(offset: number, count: number, columns: readonly string[], mark = ""): Uint8Array {
  const rows = Array.from({ length: count }, (_, i) => offset + i);
  const made: Record<string, unknown> = { id: BigInt64Array.from(rows, BigInt) };
  columns.forEach((name, at) => {
    made[`c${at}`] = rows.map((row) => `${name}${row}${mark}`);
  });
  return tableToIPC(tableFromArrays(made as never), { format: "stream" }) as Uint8Array;
}

function answer(args: PageArgs, count = TOTAL, known: number | null = null) {
  const { offset = 0, limit = 100, columns } = args;
  const n = Math.max(0, Math.min(limit, count - offset));
  const data = { offset, row_count: n, matching_count: known, fingerprint: "f" };
  return { data, frames: { rows: frame(offset, n, columns) } };
}

const settle = () => vi.advanceTimersByTimeAsync(100);
const pagesOf = (port: FakePort) =>
  port.asked
    .filter(({ op }) => op === "content.page")
    .map(({ args }) => args as PageArgs)
    .map(({ offset = 0, columns }) => `${offset}:${columns.join("")}`);

function made(port: FakePort, query = {}, total: number | null = TOTAL) {
  const source = new ContentSource(port, "dst_1", query, total);
  source.arrange(
    ["a", "b", "c", "d", "e", "f", "g", "h"],
    ["a", "b"].map((name) => ({ name, encoding: "text" })),
  );
  return source;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("pages", () => {
  test("are completed column by column, and other rows replace them", () => {
    const pages = new Pages();
    pages.put(0, decode(frame(0, 3, ["a"]), ["a"]));
    expect(pages.lacking(0, ["a", "b"])).toEqual(["b"]);
    pages.put(0, decode(frame(0, 3, ["b"]), ["b"]));
    expect([pages.cell(2, "a"), pages.cell(2, "b"), pages.rowId(2)]).toEqual(["a2", "b2", "2"]);
    pages.put(0, decode(frame(7, 3, ["b"]), ["b"]));
    expect([pages.cell(0, "a"), pages.cell(0, "b")]).toEqual([undefined, "b7"]);
  });

  test("the longest unused one is let go", () => {
    const pages = new Pages();
    for (let page = 0; page < 41; page += 1) {
      pages.put(page, decode(frame(page * PAGE_ROWS, 1, ["a"]), ["a"]));
      pages.lacking(0, ["a"]);
    }
    expect(pages.size).toBe(40);
    expect(pages.cell(0, "a")).toBe("a0");
    expect(pages.cell(PAGE_ROWS, "a")).toBeUndefined();
  });
});

describe("the source of rows", () => {
  test("asks for the page in sight, then for its neighbour, and only for near columns", async () => {
    const port = fakePort({ "content.page": (args: PageArgs) => answer(args) });
    const source = made(port);
    source.want(0, 20, ["a", "b"]);
    await settle();
    expect(pagesOf(port)).toEqual(["0:abcde", "200:abcde"]);
    expect(source.cell(3, "b")).toBe("b3");
    expect(source.cell(3, "h")).toBeUndefined();
    source.want(0, 20, ["g", "h"]);
    await settle();
    expect(pagesOf(port).slice(2)).toEqual(["0:ghf", "200:ghf"]);
  });

  test("withdraws what was asked for a window that is gone", async () => {
    const signals: AbortSignal[] = [];
    const port = fakePort({
      "content.page": (args: PageArgs, { signal }) => {
        signals.push(signal as AbortSignal);
        return args.offset === 0 ? new Promise(() => undefined) : answer(args);
      },
    });
    const source = made(port);
    source.want(0, 20, ["a"]);
    await settle();
    source.want(800, 820, ["a"]);
    await settle();
    expect(signals[0]?.aborted).toBe(true);
    expect(source.cell(810, "a")).toBe("a810");
  });

  test("a flight over pages asks once it rests", async () => {
    const port = fakePort({ "content.page": () => new Promise(() => undefined) });
    const source = made(port);
    for (let row = 0; row <= 800; row += 200) source.want(row, row + 20, ["a"]);
    expect(pagesOf(port)).toHaveLength(1);
    await settle();
    expect(pagesOf(port).map((each) => each.split(":")[0])).toEqual(["0", "800"]);
  });

  test("keeps the old rows until the new ones are here, and counts apart", async () => {
    let release = () => {};
    const port = fakePort({
      "content.page": (args: PageArgs) =>
        args.query?.search
          ? new Promise((done) => {
              release = () => done(answer(args, 250));
            })
          : answer(args),
      "content.count": () => ({ matching_count: 250, row_count: TOTAL }),
    });
    const source = made(port);
    source.want(0, 20, ["a"]);
    await settle();
    source.show({ search: "x" }, TOTAL);
    await settle();
    expect([source.isStale, source.cell(0, "a"), source.count]).toEqual([true, "a0", TOTAL]);
    release();
    await settle();
    expect([source.isStale, source.count]).toEqual([false, 250]);
    expect(port.asked.some(({ op }) => op === "content.count")).toBe(true);
  });

  test("an incomplete page is the last: nothing is counted", async () => {
    const port = fakePort({ "content.page": (args: PageArgs) => answer(args, 7) });
    const source = made(port, { search: "x" });
    source.want(0, 20, ["a"]);
    await settle();
    expect(source.count).toBe(7);
  });

  test("another order keeps the count", async () => {
    const port = fakePort({ "content.page": (args: PageArgs) => answer(args) });
    const source = made(port);
    source.want(0, 20, ["a"]);
    await settle();
    source.show({ sorts: [{ column: "a" }] }, TOTAL);
    expect(source.count).toBe(TOTAL);
  });

  test("a refusal stops the questions until they are asked for again", async () => {
    let isRefusing = true;
    const port = fakePort({
      "content.page": (args: PageArgs) => {
        if (isRefusing) throw new Refusal("busy", "The file is gone.");
        return answer(args);
      },
    });
    const source = made(port);
    source.want(0, 20, ["a"]);
    await settle();
    source.want(0, 30, ["a"]);
    await settle();
    expect(source.trouble?.message).toBe("The file is gone.");
    expect(pagesOf(port)).toHaveLength(1);
    isRefusing = false;
    source.again(TOTAL);
    await settle();
    expect([source.trouble, source.cell(0, "a")]).toEqual([null, "a0"]);
  });

  test("a long text is cut where the engine cut it", async () => {
    const long = "x".repeat(301);
    const texts = { c0: [long], c1: ["b"], c2: ["c"], c3: ["d"] };
    const table = tableFromArrays({ id: BigInt64Array.of(0n), ...texts } as never);
    const rows = tableToIPC(table, { format: "stream" }) as Uint8Array;
    const data = { offset: 0, row_count: 1, matching_count: 1, fingerprint: "f" };
    const port = fakePort({ "content.page": () => ({ data, frames: { rows } }) });
    const source = made(port, {}, 1);
    source.want(0, 0, ["a"]);
    await settle();
    expect(source.isCut(0, "a")).toBe(true);
    expect(source.cell(0, "a")).toHaveLength(300);
  });
});

describe("summaries of headers", () => {
  const page = Object.assign(new EventTarget(), { hidden: false });
  beforeEach(() => void vi.stubGlobal("document", page));
  afterEach(() => void vi.unstubAllGlobals());

  const summarize = ({ columns }: SummaryArgs) => ({
    summaries: columns.map((column) => ({ column })),
  });

  test("are asked for the columns in sight, a few at a time", async () => {
    const port = fakePort({ "content.summary": summarize });
    const summaries = new Summaries(port, "dst_1");
    summaries.see([..."abcdefghij"], {}, "f");
    expect(port.asked).toHaveLength(2);
    await settle();
    expect(port.asked.flatMap(({ args }) => (args as SummaryArgs).columns).join("")).toBe(
      "abcdefghij",
    );
    expect(summaries.of("j")).toMatchObject({ isStale: false });
  });

  test("are withdrawn when their columns are gone, and old ones stay for a while", async () => {
    const signals: AbortSignal[] = [];
    let isSlow = false;
    const port = fakePort({
      "content.summary": (args: SummaryArgs, { signal }) => {
        signals.push(signal as AbortSignal);
        return isSlow ? new Promise(() => undefined) : summarize(args);
      },
    });
    const summaries = new Summaries(port, "dst_1");
    summaries.see(["a"], {}, "f");
    await settle();
    isSlow = true;
    summaries.see(["a"], { search: "x" }, "f");
    expect(summaries.of("a")).toMatchObject({ isStale: true, summary: { column: "a" } });
    summaries.see(["z"], { search: "x" }, "f");
    expect(signals[1]?.aborted).toBe(true);
  });

  test("wait until the page is in sight", async () => {
    const port = fakePort({ "content.summary": summarize });
    const summaries = new Summaries(port, "dst_1");
    summaries.see([..."abcdefghij"], {}, "f");
    page.hidden = true;
    await settle();
    expect(port.asked).toHaveLength(2);
    page.hidden = false;
    page.dispatchEvent(new Event("visibilitychange"));
    await settle();
    expect(summaries.of("j")).toMatchObject({ isStale: false });
  });

  test("a refusal is kept with its sentence", async () => {
    const port = fakePort({
      "content.summary": () => {
        throw new Refusal("no", "This column can't be counted.");
      },
    });
    const summaries = new Summaries(port, "dst_1");
    summaries.see(["a"], {}, "f");
    await settle();
    expect(summaries.of("a")?.refused).toBe("This column can't be counted.");
  });
});
