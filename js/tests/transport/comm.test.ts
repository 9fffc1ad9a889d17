import type { AnyModel } from "@anywidget/types";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CommPort } from "../../src/transport/comm";
import { isWithdrawn } from "../../src/transport/port";
import { isSavedPage, staticPort } from "../../src/transport/static";
import { StubModel } from "./stub_model";

const open = () => {
  const model = new StubModel();
  const port = new CommPort(model as unknown as AnyModel);
  const sent = (i: number) => model.sent[i]?.content as { ask: string; op: string } | undefined;
  const ask = (i: number) => sent(i)?.ask;
  const answer = (i: number, data: unknown) =>
    model.fire("msg:custom", { v: 1, ask: ask(i), ok: true, data, frames: [] }, []);
  return { model, port, answer, ask, sent };
};

describe("a port over a comm", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("tells the kernel of a withdrawn question, and drops its late answer", async () => {
    const { model, port, answer, ask } = open();
    const stop = new AbortController();
    const asked = port.ask("toy.add", {}, { signal: stop.signal });
    stop.abort();
    const error = await asked.catch((refused: unknown) => refused);
    expect(isWithdrawn(error)).toBe(true);
    expect(model.sent[1]?.content).toEqual({ v: 1, ask: ask(0), cancel: true });
    answer(0, 1);
  });

  it("asks nothing when the question is withdrawn before", async () => {
    const { model, port } = open();
    const error = await port
      .ask("toy.add", {}, { signal: AbortSignal.abort() })
      .catch((refused: unknown) => refused);
    expect(isWithdrawn(error)).toBe(true);
    expect(model.sent).toEqual([]);
  });

  it("does not take another browser's answer for its own", async () => {
    const { model, port, answer } = open();
    const asked = port.ask("toy.add", {});
    model.fire("msg:custom", { v: 1, ask: "other-1", ok: true, data: "theirs", frames: [] }, []);
    answer(0, "ours");
    expect((await asked).data).toBe("ours");
  });

  it("says busy only when the kernel doesn't even answer a ping", () => {
    const { port, answer, sent } = open();
    const told: boolean[] = [];
    port.onBusy((isBusy) => told.push(isBusy));
    void port.ask("toy.add", {});
    vi.advanceTimersByTime(1000);
    expect(sent(1)?.op).toBe("ping");
    answer(1, null);
    vi.advanceTimersByTime(5000);
    expect(told).toEqual([]);
    void port.ask("toy.add", {});
    vi.advanceTimersByTime(1000 + 700);
    expect(told).toEqual([true]);
    answer(0, null);
    expect(told).toEqual([true, false]);
  });

  it("notices lost news and has everybody look again", () => {
    const { model, port } = open();
    const heard: string[] = [];
    const stop = port.onNews(({ news }) => heard.push(news));
    const tell = (seq: number) =>
      model.fire("msg:custom", { v: 1, news: "a.b", data: {}, seq }, []);
    tell(1);
    tell(2);
    tell(5);
    expect(heard).toEqual(["a.b", "a.b", "a.b", "datasets.changed"]);
    stop();
    tell(6);
    expect(heard).toHaveLength(4);
  });

  it("gives up what is open when it is closed", async () => {
    const { model, port } = open();
    const asked = port.ask("toy.add", {}).catch((refused: unknown) => refused);
    port.close();
    expect(isWithdrawn(await asked)).toBe(true);
    model.fire("msg:custom", { news: "a.b", data: {}, seq: 1 }, []);
  });
});

describe("a saved page", () => {
  it("is one whose manager knows no comm", async () => {
    expect(await isSavedPage({ _get_comm_info: async () => ({}) })).toBe(true);
    expect(await isSavedPage({ _get_comm_info: () => Promise.reject(new Error("none")) })).toBe(
      true,
    );
  });
  it("is none with a kernel, with a comm, or with a manager of another kind", async () => {
    expect(await isSavedPage({ kernel: {}, _get_comm_info: async () => ({}) })).toBe(false);
    expect(await isSavedPage({ _get_comm_info: async () => ({ a: {} }) })).toBe(false);
    expect(await isSavedPage(undefined)).toBe(false);
  });
  it("refuses every question with a way out", async () => {
    const refused = await staticPort.ask("vault.ping" as never, {} as never).catch((e) => e);
    expect(refused.code).toBe("saved_copy");
    expect(refused.hint).toMatch(/run the cell/);
  });
});
