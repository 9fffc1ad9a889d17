// A kernel that is busy with a cell, and the server that answers in its place.

import type { AnyModel } from "@anywidget/types";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { beside } from "../../src/transport/beside";
import { CommPort } from "../../src/transport/comm";
import { Refusal } from "../../src/transport/port";
import { StubModel } from "./stub_model";

vi.mock("../../src/transport/beside", () => ({ beside: vi.fn() }));

const LATE = 1000 + 250;
const answers = vi.fn();

const open = () => {
  const model = new StubModel();
  const port = new CommPort(model as unknown as AnyModel);
  const told: boolean[] = [];
  port.onBusy((isBusy) => told.push(isBusy));
  const sent = (i: number) => model.sent[i]?.content as { ask: string; cancel?: boolean };
  const answer = (i: number, data: unknown) =>
    model.fire("msg:custom", { v: 1, ask: sent(i).ask, ok: true, data, frames: [] }, []);
  return { model, port, told, sent, answer };
};

describe("a busy kernel", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.mocked(beside).mockReset().mockResolvedValue(answers);
    answers.mockReset().mockResolvedValue({ data: "from the server", frames: {} });
  });
  afterEach(() => void vi.useRealTimers());

  it("is not asked twice: the server answers, and nobody hears of busy", async () => {
    const { model, port, told, sent, answer } = open();
    const asked = port.ask("toy.add", { numbers: [1] });
    await vi.advanceTimersByTimeAsync(LATE);
    expect(await asked).toEqual({ data: "from the server", frames: {} });
    expect(beside).toHaveBeenCalledWith("vlt_1");
    expect(answers.mock.calls[0]?.slice(0, 2)).toEqual(["toy.add", { numbers: [1] }]);
    expect(sent(2)).toEqual({ v: 1, ask: sent(0).ask, cancel: true });
    await vi.advanceTimersByTimeAsync(5000);
    expect(told).toEqual([]);
    // From now on the server is asked at once, until the kernel is heard again.
    expect((await port.ask("toy.add", {})).data).toBe("from the server");
    answer(1, null);
    const later = port.ask("toy.add", {});
    answer(model.sent.length - 1, 1);
    expect((await later).data).toBe(1);
    expect(answers).toHaveBeenCalledTimes(2);
  });

  it("is waited for where the server can't answer", async () => {
    answers.mockRejectedValue(new Refusal("kernel_only", "No."));
    const { port, told, answer } = open();
    const asked = port.ask("toy.add", {});
    await vi.advanceTimersByTimeAsync(5000);
    expect(told).toEqual([true]);
    answer(0, "from the kernel");
    expect((await asked).data).toBe("from the kernel");
    expect(told).toEqual([true, false]);
  });

  it("is waited for where there is no server part, and for what brings bytes along", async () => {
    vi.mocked(beside).mockRejectedValue(new Error("none"));
    const { port, answer } = open();
    const asked = port.ask("toy.add", {});
    const bytes = port.ask("toy.bytes", {}, { buffers: [new ArrayBuffer(1)] });
    await vi.advanceTimersByTimeAsync(5000);
    answer(0, 1);
    answer(1, 2);
    expect([(await asked).data, (await bytes).data]).toEqual([1, 2]);
    expect(answers).not.toHaveBeenCalled();
  });

  it("that works long is left at it", async () => {
    const { port, told, answer, sent } = open();
    const asked = port.ask("toy.add", {});
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent(1)).toMatchObject({ op: "ping" });
    answer(1, null);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(beside).not.toHaveBeenCalled();
    answer(0, "at last");
    expect((await asked).data).toBe("at last");
    expect(told).toEqual([]);
  });
});
