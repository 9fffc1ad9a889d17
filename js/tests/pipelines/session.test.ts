import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WorkSession } from "../../src/features/pipelines/session";
import { fakePort, type Handler } from "../../src/transport/fake";
import { localModel } from "../../src/transport/model";
import { Refusal } from "../../src/transport/port";
import { item, place } from "./work";

const DONE = { is_done: true, problems: {} };
const lost = () => {
  throw new Refusal("claim_lost", "The claim has ended.");
};

function opened(more: Record<string, Handler> = {}) {
  const tasks = [item(), item({ work_id: "ans_2", task_id: "tsk_2" })];
  const port = fakePort({
    "pipelines.work": () => place(),
    "pipelines.claim": () => ({ place: place(), item: tasks.shift() ?? null }),
    "pipelines.save": () => DONE,
    "pipelines.submit": () => DONE,
    "pipelines.release": () => null,
    ...more,
  });
  const model = localModel({ pipeline_id: "pip_1", node: "", contributor: "", task_id: "" });
  const session = new WorkSession(port, model);
  const leave = session.listen(() => undefined);
  const sent = (op: string) => port.asked.filter((each) => each.op === op).map((each) => each.args);
  return { session, port, model, leave, sent };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a draft", () => {
  it("is kept a moment after the last key, once", async () => {
    const { session, sent } = opened();
    await session.claim();
    session.set("why", "a");
    await vi.advanceTimersByTimeAsync(500);
    session.set("why", "ab");
    await vi.advanceTimersByTimeAsync(500);
    expect(sent("pipelines.save")).toEqual([]);
    expect(session.state.keeping).toBe("waiting");
    await vi.advanceTimersByTimeAsync(500);
    expect(sent("pipelines.save")).toMatchObject([{ work_id: "ans_1", content: { why: "ab" } }]);
    expect(session.state.keeping).toBe("saved");
  });
  it("is kept when the last view goes", async () => {
    const { session, sent, leave } = opened();
    await session.claim();
    session.set("why", "a");
    leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent("pipelines.save")).toHaveLength(1);
  });
  it("goes with its own task when another pipeline is asked for", async () => {
    const { session, sent, model } = opened();
    await session.claim();
    session.set("why", "a");
    model.set("pipeline_id", "pip_2");
    await vi.advanceTimersByTimeAsync(0);
    expect(sent("pipelines.save")).toMatchObject([{ pipeline_id: "pip_1", content: { why: "a" } }]);
    expect(session.state.item).toBeUndefined();
    expect(model.get("task_id")).toBe("");
  });
  it("never comes after its answer", async () => {
    let free: () => void = () => undefined;
    const waits = () => new Promise((resolve) => (free = () => resolve(DONE)));
    const { session, sent } = opened({ "pipelines.save": waits });
    await session.claim();
    session.set("score", 4);
    await vi.advanceTimersByTimeAsync(1000);
    const handing = session.submit();
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent("pipelines.submit")).toEqual([]);
    free();
    expect(await handing).toBe(true);
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent("pipelines.save")).toHaveLength(1);
    expect(session.state.item?.task_id).toBe("tsk_2");
  });
  it("that finds its claim gone leaves what was typed", async () => {
    const { session } = opened({ "pipelines.save": lost });
    await session.claim();
    session.set("why", "a");
    await vi.advanceTimersByTimeAsync(1000);
    expect(session.state).toMatchObject({ phase: "lost", values: { why: "a" } });
  });
});

describe("an answer", () => {
  it("that lacks something is not sent", async () => {
    const { session, sent } = opened();
    await session.claim();
    expect(await session.submit()).toBe(false);
    expect(Object.keys(session.state.problems)).toEqual(["score"]);
    expect(sent("pipelines.submit")).toEqual([]);
  });
  it("is sent once, however often Enter is pressed", async () => {
    const { session, sent } = opened();
    await session.claim();
    session.set("score", 4);
    await Promise.all([session.submit(), session.submit(), session.submit()]);
    expect(sent("pipelines.submit")).toHaveLength(1);
    expect(session.state.doneCount).toBe(1);
  });
  it("that was mended while it was being refused is handed in when that was asked meanwhile", async () => {
    let free: (outcome: unknown) => void = () => undefined;
    const first = new Promise((resolve) => {
      free = resolve;
    });
    const outcomes = [first, DONE];
    const { session, sent } = opened({ "pipelines.submit": () => outcomes.shift() });
    await session.claim();
    session.set("score", 9);
    const handing = session.submit();
    await vi.advanceTimersByTimeAsync(0);
    session.set("score", 4);
    expect(await session.submit()).toBe(false);
    free({ ...DONE, is_done: false, problems: { score: "At most 5." } });
    expect(await handing).toBe(true);
    const told = sent("pipelines.submit") as { content: { score: number } }[];
    expect(told.map(({ content }) => content.score)).toEqual([9, 4]);
  });
  it("that was mended while it was being refused shows no problem it has no more", async () => {
    const { session } = opened({
      "pipelines.submit": () => ({ ...DONE, is_done: false, problems: { score: "At most 5." } }),
    });
    await session.claim();
    session.set("score", 9);
    const handing = session.submit();
    session.set("score", 4);
    expect(await handing).toBe(false);
    expect(session.state).toMatchObject({ phase: "working", problems: {} });
  });
  it("of a claim that is gone stays, and comes back with the same task", async () => {
    const again = [item(), item({ work_id: "ans_9", draft: { why: "old" } })];
    const { session } = opened({
      "pipelines.submit": lost,
      "pipelines.claim": () => ({ place: place(), item: again.shift() ?? null }),
    });
    await session.claim();
    session.set("score", 4);
    expect(await session.submit()).toBe(false);
    expect(session.state.phase).toBe("lost");
    await session.claim();
    expect(session.state).toMatchObject({ phase: "working", values: { score: 4, why: "old" } });
  });
  it("is not put into another task", async () => {
    const { session } = opened({ "pipelines.submit": lost });
    await session.claim();
    session.set("score", 4);
    await session.submit();
    await session.claim();
    expect(session.state).toMatchObject({ item: { task_id: "tsk_2" }, values: {} });
  });
});

describe("the place", () => {
  it("follows news, and what couldn't be kept is kept once it is active again", async () => {
    let status = "active";
    const { session, port, sent } = opened({ "pipelines.work": () => place({ status }) });
    await session.claim();
    status = "paused";
    port.tell("datasets.changed");
    await vi.advanceTimersByTimeAsync(1000);
    session.set("why", "a");
    await vi.advanceTimersByTimeAsync(1000);
    expect(session.state.keeping).toBe("unsaved");
    expect(sent("pipelines.save")).toEqual([]);
    status = "active";
    port.tell("datasets.changed");
    await vi.advanceTimersByTimeAsync(2000);
    expect(session.state.keeping).toBe("saved");
  });
  it("is looked at once a second, however many news there are", async () => {
    const { port, sent, leave } = opened();
    await vi.advanceTimersByTimeAsync(1500);
    for (let i = 0; i < 40; i += 1) {
      port.tell("datasets.changed");
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(sent("pipelines.work").length).toBeLessThanOrEqual(4);
    leave();
    const before = sent("pipelines.work").length;
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent("pipelines.work")).toHaveLength(before);
  });
  it("that is gone ends the work", async () => {
    let isThere = true;
    const work = () => {
      if (isThere) return place();
      throw new Refusal("pipeline_not_found", "This pipeline was deleted.");
    };
    const { session, port } = opened({ "pipelines.work": work });
    await session.claim();
    session.set("why", "a");
    isThere = false;
    port.tell("datasets.changed");
    await vi.advanceTimersByTimeAsync(1000);
    expect(session.state).toMatchObject({ phase: "lost", isGone: true, values: { why: "a" } });
  });
});

describe("skipping", () => {
  it("asks for another one, until the skipped are asked for", async () => {
    const { session, sent } = opened();
    await session.claim();
    await session.skip();
    expect(sent("pipelines.claim")[1]).toMatchObject({ skipped: ["tsk_1"] });
    await session.again();
    expect(sent("pipelines.claim")[2]).toMatchObject({ skipped: [] });
    expect(session.state.phase).toBe("none");
  });
});
