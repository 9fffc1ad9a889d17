import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BuilderSession } from "../../../src/features/pipelines/builder/session";
import type { BuilderState } from "../../../src/protocol/operations";
import { fakePort, type Handler } from "../../../src/transport/fake";
import { localModel } from "../../../src/transport/model";
import { Refusal } from "../../../src/transport/port";
import { state } from "./table";

const FINE = { problems: [], draft: null, text: "name: Tone\n", changes: null };
const wrong = (setting: string, more = {}) => ({
  text: "No.",
  step: "",
  field: "",
  setting,
  where: "",
  line: 0,
  ...more,
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", new EventTarget());
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function opened(more: Record<string, Handler> = {}, first: BuilderState = state()) {
  const port = fakePort({
    "pipelines.draft": () => first,
    "pipelines.check": () => FINE,
    "pipelines.keep": () => ({ state: state({ mark: "m2" }), problems: [] }),
    ...more,
  });
  const model = localModel({ pipeline_id: first.pipeline_id, is_changed: false });
  const session = new BuilderSession(port, model, first);
  session.listen(() => undefined);
  const rename = (name: string) => {
    const { sheet } = session.now;
    if (sheet) session.write({ ...sheet, name }, "//name");
  };
  const sent = (op: string) => port.asked.filter((each) => each.op === op).map((each) => each.args);
  return { session, port, model, rename, sent };
}

describe("what is written", () => {
  it("is checked a moment after the last key, once", async () => {
    const { rename, sent, session } = opened();
    await vi.advanceTimersByTimeAsync(1000);
    rename("a");
    await vi.advanceTimersByTimeAsync(100);
    rename("ab");
    expect(session.now).toMatchObject({ isChanged: true, isChecking: true });
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent("pipelines.check")).toHaveLength(2);
    expect(sent("pipelines.check")[1]).toMatchObject({ written: { draft: { name: "ab" } } });
    expect(session.now.isChecking).toBe(false);
  });
  it("that is as it was before is no change", async () => {
    const { rename, session, model } = opened();
    rename("a");
    expect(model.get("is_changed")).toBe(true);
    rename("Tone");
    expect(model.get("is_changed")).toBe(false);
    // The YAML is as it was written, comments and all.
    await vi.advanceTimersByTimeAsync(1000);
    expect(session.now.text).toContain("# as written");
  });
  it("is told to be wrong where somebody has written, or once it was to be kept", async () => {
    const name = wrong("name");
    const problems = [name, wrong("max", { step: "s", field: "f" })];
    const { session, rename } = opened({
      "pipelines.check": () => ({ ...FINE, problems }),
      "pipelines.keep": () => ({ state: null, problems }),
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(session.now.problems.map((each) => session.isShown(each))).toEqual([false, false]);
    rename("");
    expect(session.now.problems.map((each) => session.isShown(each))).toEqual([true, false]);
    expect(await session.keep()).toBe(false);
    expect(session.now.problems.map((each) => session.isShown(each))).toEqual([true, true]);
  });
});

describe("keeping", () => {
  it("goes on from the state that was changed, and knows the next", async () => {
    const { session, rename, sent } = opened();
    rename("Tone");
    expect(await session.keep()).toBe(true);
    expect(sent("pipelines.keep")).toMatchObject([{ mark: "m1", pipeline_id: "pip_1" }]);
    expect(session.now).toMatchObject({ isChanged: false, state: { mark: "m2" } });
  });
  it("that finds it changed by others leaves what was written", async () => {
    const stale = () => {
      throw new Refusal("definition_changed", "It was changed.");
    };
    const { session, rename } = opened({ "pipelines.keep": stale });
    rename("Mine");
    expect(await session.keep()).toBe(false);
    expect(session.now).toMatchObject({ isStale: true, isChanged: true, sheet: { name: "Mine" } });
  });
  it("comes before publishing, where there is something to keep", async () => {
    const done = state({ mark: "m3", form_number: 1, status: "active" });
    const { session, rename, sent } = opened({ "pipelines.publish": () => done });
    rename("Mine");
    expect(await session.publish(true)).toBe(true);
    expect(sent("pipelines.publish")).toEqual([
      { pipeline_id: "pip_1", mark: "m2", is_activated: true },
    ]);
    await session.publish(false);
    expect(sent("pipelines.keep")).toHaveLength(1);
  });
});

describe("YAML", () => {
  const drawn = { ...state().draft, name: "Other" };
  it("that can be drawn is the form, too, and stays what is kept", async () => {
    const { session, sent } = opened({
      "pipelines.check": () => ({ ...FINE, draft: drawn, text: "" }),
    });
    session.writeText("name: Other\n");
    await vi.advanceTimersByTimeAsync(1000);
    expect(session.now.sheet?.name).toBe("Other");
    await session.keep();
    expect(sent("pipelines.keep")).toMatchObject([
      { written: { draft: null, text: "name: Other\n" } },
    ]);
  });
  it("that can't be drawn has no form", async () => {
    const { session } = opened({}, state({ draft: null }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(session.now).toMatchObject({ view: "yaml", source: "yaml", sheet: undefined });
    expect(session.now.text).toContain("# as written");
  });
});

describe("another pipeline", () => {
  it("that is asked for waits while there are changes", async () => {
    const { session, rename, model, sent } = opened();
    rename("Mine");
    model.set("pipeline_id", "pip_2");
    expect(session.now.wanted).toBe("pip_2");
    session.stay();
    expect(model.get("pipeline_id")).toBe("pip_1");
    model.set("pipeline_id", "pip_2");
    session.leave();
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent("pipelines.draft")).toMatchObject([{ pipeline_id: "pip_2" }]);
    expect(session.now.isChanged).toBe(false);
  });
  it("and what is closed are asked about, only with changes", () => {
    const { rename } = opened();
    const leaving = () => {
      const event = new Event("beforeunload", { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(leaving()).toBe(false);
    rename("Mine");
    expect(leaving()).toBe(true);
  });
});
