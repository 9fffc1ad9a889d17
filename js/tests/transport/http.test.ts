/// <reference types="node" />
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { framed, unframed } from "../../src/transport/framing";
import { HttpPort } from "../../src/transport/http";
import { isWithdrawn, Refusal } from "../../src/transport/port";

interface Case {
  name: string;
  op: string;
  args: unknown;
  question: Record<string, unknown>;
  answer: Record<string, unknown> & { ok: boolean; data?: unknown; frames?: string[] };
  buffers: string[];
}

const path = new URL("../../../tests/contract/messages.json", import.meta.url);
const golden: Case[] = JSON.parse(readFileSync(path, "utf8"));
const TYPE = "application/vnd.datavault.message";
const unpack = (text: string) => Uint8Array.from(Buffer.from(text, "base64")).buffer;
const refusal = (code: string, retryable = true) => ({
  v: 1,
  ok: false,
  error: { code, message: "No.", hint: "", field: "", retryable },
});

type Asked = { url: string; init: RequestInit; question: Record<string, unknown> };

/** Replies to each question in turn; the last one again and again. */
function serve(...replies: (() => Response | Promise<Response>)[]) {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    const body = init.body as Uint8Array<ArrayBuffer>;
    const read = unframed<Record<string, unknown>>(body.slice().buffer);
    asked.push({ url: url.href, init, question: read?.[0] ?? {} });
    const reply = replies[Math.min(asked.length, replies.length) - 1] as () => Response;
    return reply();
  });
  return asked;
}

const reply =
  (message: object, buffers: ArrayBuffer[] = [], status = 200) =>
  () =>
    new Response(framed(message, buffers), { status, headers: { "Content-Type": TYPE } });

const open = () => new HttpPort({ base: "http://127.0.0.1:8888/a%40b/", vault: "team" });
const refused = (asked: Promise<unknown>): Promise<Refusal> =>
  asked.then(
    () => Promise.reject(new Error("no refusal")),
    (error) => error,
  );

afterEach(() => void vi.unstubAllGlobals());

describe("golden messages over HTTP", () => {
  for (const each of golden)
    it(each.name, async () => {
      const asked = serve(reply(each.answer, each.buffers.map(unpack)));
      const answered = open().ask(each.op, each.args);
      if (each.answer.ok) {
        const { data, frames } = await answered;
        expect(data).toEqual(each.answer.data);
        const packed = Object.entries(frames).map(([name, bytes]) => [
          name,
          Buffer.from(bytes).toString("base64"),
        ]);
        expect(packed).toEqual(each.answer.frames?.map((name, i) => [name, each.buffers[i]]));
      } else {
        const { code, message, hint, field, retryable } = await refused(answered);
        expect({ code, message, hint, field, retryable }).toEqual(each.answer.error);
      }
      expect(asked[0]?.url).toBe("http://127.0.0.1:8888/a%40b/datavault/api/ask");
      const { vault, channel, ask, ...question } = asked[0]?.question ?? {};
      expect([vault, typeof channel]).toEqual(["team", "string"]);
      expect({ ...question, ask: "k-1" }).toEqual(each.question);
    });
});

describe("a port over HTTP", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("says that a server answers, which takes no SQL", () => {
    expect(open().isServed).toBe(true);
  });

  it("asks again when the server had too much to do, and only then", async () => {
    const busy = reply(refusal("server_busy"), [], 503);
    const asked = serve(busy, busy, reply({ v: 1, ok: true, data: 7 }));
    const answered = open().ask("toy.add", {});
    await vi.advanceTimersByTimeAsync(250 + 500);
    expect((await answered).data).toBe(7);
    expect(asked).toHaveLength(3);
    const others = serve(reply(refusal("vault_busy"), [], 503));
    expect((await refused(open().ask("toy.add", {}))).code).toBe("vault_busy");
    expect(others).toHaveLength(1);
  });

  it("says busy while an answer is more than a second late", async () => {
    const waiting: ((response: Response) => void)[] = [];
    serve(() => new Promise<Response>((resolve) => void waiting.push(resolve)));
    const port = open();
    const told: boolean[] = [];
    port.onBusy((isBusy) => told.push(isBusy));
    const answered = port.ask("toy.add", {});
    await vi.advanceTimersByTimeAsync(1000);
    expect(told).toEqual([true]);
    waiting[0]?.(reply({ v: 1, ok: true, data: null })());
    await answered;
    expect(told).toEqual([true, false]);
  });

  it("ends the request of a withdrawn question", async () => {
    const asked = serve(() => new Promise<Response>(() => undefined));
    vi.stubGlobal("fetch", (url: URL, init: RequestInit) => {
      asked.push({ url: url.href, init, question: {} });
      return new Promise((_, reject) =>
        init.signal?.addEventListener("abort", () => reject(new Error("aborted"))),
      );
    });
    const stop = new AbortController();
    const answered = refused(open().ask("toy.add", {}, { signal: stop.signal }));
    stop.abort();
    expect(isWithdrawn(await answered)).toBe(true);
  });

  it("says in a sentence what came from Jupyter itself, or didn't come", async () => {
    const page = (status: number) => () => new Response("<html>", { status });
    const codes = async () => (await refused(open().ask("toy.add", {}))).code;
    serve(page(403));
    expect(await codes()).toBe("signed_out");
    serve(page(404));
    expect(await codes()).toBe("no_server");
    serve(page(502));
    expect(await codes()).toBe("unexpected");
    serve(() => Promise.reject(new TypeError("Failed to fetch")));
    const error = await refused(open().ask("toy.add", {}));
    expect([error.code, error.retryable]).toEqual(["unreachable", true]);
    expect(error).toBeInstanceOf(Refusal);
  });
});

class Socket {
  static readonly all: Socket[] = [];
  onopen: () => void = () => undefined;
  onmessage: (event: { data: string }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;
  isClosed = false;
  constructor(readonly url: string) {
    Socket.all.push(this);
  }
  close() {
    this.isClosed = true;
  }
  tell(seq: number) {
    this.onmessage({ data: JSON.stringify({ v: 1, news: "a.b", data: {}, seq }) });
  }
}

describe("news over a websocket", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", Socket);
    Socket.all.length = 0;
  });
  afterEach(() => void vi.useRealTimers());

  const last = () => Socket.all.at(-1) as Socket;

  it("is open while somebody listens, and notices gaps", () => {
    const port = open();
    expect(Socket.all).toHaveLength(0);
    const heard: string[] = [];
    const stop = port.onNews(({ news }) => heard.push(news));
    expect(last().url).toMatch(/^ws:.*\/a%40b\/datavault\/api\/news\?vault=team&channel=/);
    last().tell(1);
    last().tell(3);
    expect(heard).toEqual(["a.b", "a.b", "datasets.changed"]);
    stop();
    expect(last().isClosed).toBe(true);
  });

  it("has everybody look again whenever it opens, also after the line broke", () => {
    const port = open();
    const heard: string[] = [];
    port.onNews(({ news }) => heard.push(news));
    last().onopen();
    // What happened between the view's question and this moment was told to nobody.
    expect(heard).toEqual(["datasets.changed"]);
    last().onclose({ code: 1006 });
    vi.advanceTimersByTime(1000);
    expect(Socket.all).toHaveLength(2);
    last().onopen();
    expect(heard).toEqual(["datasets.changed", "datasets.changed"]);
    last().onclose({ code: 4403 });
    vi.advanceTimersByTime(60_000);
    expect(Socket.all).toHaveLength(2);
  });
});
