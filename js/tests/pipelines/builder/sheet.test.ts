import { describe, expect, it } from "vitest";
import {
  type Field,
  fieldAgain,
  formField,
  kindOf,
  newField,
  newStep,
  retyped,
  said,
  sample,
  settingsOf,
  sheetOf,
  stepAgain,
} from "../../../src/features/pipelines/builder/sheet";
import { state, TABLE } from "./table";

const field = (more: Partial<Field>): Field => ({ ...newField(), name: "x", ...more });
const sheet = () => sheetOf(state().draft ?? {});

describe("a sheet", () => {
  it("has every part, each known by a key of its own", () => {
    const { steps, start, end } = sheet();
    expect([start, end]).toEqual(["Start", "End"]);
    expect(steps[0]?.fields[0]).toMatchObject({ name: "warm", source: "answer", settings: {} });
    expect(said(sheet())).toBe(said(sheet()));
    expect(sheet().steps[0]?.key).not.toBe(sheet().steps[0]?.key);
  });
  it("gives what is doubled names and keys of its own", () => {
    const [step] = sheet().steps;
    if (!step?.fields[0]) throw new Error("no step");
    expect(fieldAgain(step.fields[0], sheet()).name).toBe("warm 2");
    const twice = { ...step, fields: [...step.fields, ...step.fields] };
    const again = stepAgain(twice, sheet());
    expect(again.name).toBe("rate 2");
    expect(again.fields.map(({ name }) => name)).toEqual(["warm 2", "warm 3"]);
    expect(newStep(sheet(), "review").name).toBe("Review");
  });
});

describe("a field", () => {
  it("of another type keeps what both can be told in the same form", () => {
    const rated = field({ type: "rating", settings: { min: "0", labels: { "1": "a" } } });
    expect(retyped(TABLE, rated, "criteria").settings).toEqual({});
    const many = field({ type: "select", settings: { options: ["a"] }, least: "1", most: "2" });
    expect(retyped(TABLE, many, "criteria")).toMatchObject({
      settings: { options: ["a"] },
      least: "",
      most: "",
    });
  });
  it("has those settings that count for what it gives", () => {
    const kind = kindOf(TABLE, "criteria");
    const names = (settings: Field["settings"]) =>
      kind && settingsOf(kind, field({ type: "criteria", settings })).map(({ name }) => name);
    expect(names({})).toEqual(["output", "min"]);
    expect(names({ output: "select" })).toEqual(["output", "options"]);
  });
  it("is shown as the work form would, while it is typed", () => {
    const typed = field({ type: "rating", settings: { max: "−3", min: "-5" }, title: "How warm?" });
    expect(formField(TABLE, typed)).toMatchObject({
      name: typed.key,
      label: "How warm?",
      most: 0,
      settings: { min: -5, max: -3, labels: {} },
    });
    // What is no number yet is as by default.
    expect(formField(TABLE, field({ type: "rating", settings: { max: "1x" } })).settings.max).toBe(
      5,
    );
    expect(formField(TABLE, field({ least: "0", most: "" }))).toMatchObject({ least: 0, most: 1 });
    expect(formField(TABLE, field({ name: "" })).label).toBe("Unnamed field");
  });
  it("comes with a value in the preview", () => {
    expect(sample(formField(TABLE, field({ title: "Reply" })))).toBe("Reply of a task");
    const two = formField(TABLE, field({ type: "rating", least: "2", most: "3" }));
    expect(sample(two)).toEqual([5, 5]);
  });
});
