import { describe, expect, it } from "vitest";
import { keyed, toggled } from "../../src/features/pipelines/keys";
import { blocksOf } from "../../src/features/pipelines/markdown";
import {
  changesOf,
  contentOf,
  localTime,
  missing,
  stepped,
  utcTime,
} from "../../src/features/pipelines/values";
import { field, item } from "./work";

describe("what is sent", () => {
  const fields = [
    field("text", "short_text"),
    field("tags", "select", { is_multiple: true, options: ["a"] }),
    field("judged", "criteria", { output: "number" }),
    field("lines", "short_text", {}, { least: 1, most: 3 }),
    field("none", "short_text", {}, { least: 0, most: 3 }),
    field("ok", "boolean"),
  ];
  it("leaves out what is empty, and empty lines of lists", () => {
    const values = {
      text: "  ",
      tags: [],
      judged: { value: "", reasoning: "why" },
      lines: ["a", "", undefined],
      ok: false,
    };
    expect(contentOf(fields, values)).toEqual({ lines: ["a"], none: [], ok: false });
    const lacking = missing(item({ fields }), values).map((each) => each.name);
    expect(lacking).toEqual(["text", "tags", "judged"]);
  });
  it("of a review is what differs from what stands", () => {
    const reviewed = item({
      fields,
      is_review: true,
      seen: [
        { field: fields[0] as never, value: "as it was" },
        { field: fields[5] as never, value: true },
      ],
    });
    const values = { text: "as it was", ok: false };
    expect(changesOf(reviewed, values)).toMatchObject({ ok: false });
    expect(changesOf(reviewed, values)).not.toHaveProperty("text");
    expect(missing(reviewed, {})).toEqual([]);
  });
});

describe("a step", () => {
  it.each([
    ["", 1, { min: 2 }, "2"],
    ["9223372036854775806", 1, {}, "9223372036854775807"],
    ["0.2", 1, { step: 0.1 }, "0.3"],
    ["1", 1, { step: 0.25 }, "1.25"],
    ["100", 1, { max: 100 }, "100"],
    ["0.05", -1, { min: 0, step: 0.1 }, "0.00"],
    ["−3", -1, {}, "-4"],
    ["abc", 1, {}, "0"],
  ] as const)("from %j by %i of %j is %s", (text, by, settings, made) => {
    const whole = { min: null, max: null, step: null, ...settings };
    expect(stepped(text, by, whole)).toBe(made);
  });
});

describe("a time", () => {
  it.each(["2026-11-28T14:30:00Z", "2026-03-29T01:30:05Z"])("%s comes back as it was", (utc) => {
    expect(utcTime(localTime(utc))).toBe(utc);
  });
  it.each(["", undefined, "soon"])("%j is none", (text) => {
    expect(localTime(text)).toBe("");
    expect(utcTime(String(text ?? ""))).toBe("");
  });
});

describe("a key", () => {
  const scale = field("x", "rating", { min: 0, max: 10 });
  const three = field("x", "select", { options: ["a", "b", "c"], is_multiple: false });
  const many = field("x", "select", { options: [..."abcdefghij"], is_multiple: false });
  const several = field("x", "select", { options: ["a", "b", "c"], is_multiple: true });
  const two = field("x", "pairwise", { first: "m1", second: "m2", has_tie: false });
  it.each([
    ["a scale", scale, undefined, "4", 4],
    ["a scale that has zero", scale, 3, "0", 0],
    ["a scale that has none", field("x", "rating", { min: 1, max: 10 }), 3, "0", 10],
    ["what is beyond a scale", field("x", "rating", { min: 1, max: 5 }), 3, "7", undefined],
    ["the next point", scale, 4, "ArrowRight", 5],
    ["the end of a scale", scale, 10, "ArrowRight", 10],
    ["an option", three, "a", "3", "c"],
    ["a list that opens", many, "a", "3", undefined],
    ["one of several", several, ["c"], "1", ["a", "c"]],
    ["one that was chosen", several, ["a", "c"], "1", ["c"]],
    ["the first of two", two, undefined, "a", "m1"],
    ["the second of two", two, undefined, "B", "m2"],
    ["a tie there can't be", two, undefined, "t", undefined],
    ["yes", field("x", "boolean"), undefined, "Y", true],
    ["a text", field("x", "short_text"), "", "1", undefined],
  ] as const)("on %s", (_, on, value, key, made) => {
    expect(keyed(on, value, key)).toEqual(made);
  });
  it("on a criterion changes its value and keeps why", () => {
    const criterion = field("x", "criteria", { output: "rating", min: 1, max: 5 });
    expect(keyed(criterion, { value: 2, reasoning: "r" }, "4")).toEqual({
      value: 4,
      reasoning: "r",
    });
  });
  it("keeps what isn't among the options", () => {
    expect(toggled(several, ["odd"], "b")).toEqual(["b", "odd"]);
  });
});

describe("a text in Markdown", () => {
  it("falls into blocks; fenced code is one, also where it never ends", () => {
    expect(blocksOf("a\nb\n\n- c\n```\n\n<b>\n```\nd\r\n```py\ne")).toEqual([
      { lines: ["a", "b"], isCode: false },
      { lines: ["- c"], isCode: false },
      { lines: ["", "<b>"], isCode: true },
      { lines: ["d"], isCode: false },
      { lines: ["e"], isCode: true },
    ]);
  });
});
