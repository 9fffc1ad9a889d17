// Which question the tab asks, and how the numbers of a block are written.

import { describe, expect, it } from "vitest";
import { asked, mentions } from "../../src/features/analytics/evaluation";
import { countsOf } from "../../src/features/analytics/filterbar";
import { mappingWords } from "../../src/features/analytics/mapping";
import { brief, briefText, caption } from "../../src/features/analytics/numbers";
import type { Block, Evaluation, Filter } from "../../src/protocol/operations";

const block = (more: Partial<Block>): Block => ({
  field: "score",
  title: "score",
  kind: "rating",
  unit: "",
  count: 9,
  missing_count: 0,
  mean: null,
  median: null,
  sd: null,
  low: null,
  high: null,
  quantiles: [],
  interval_low: null,
  interval_high: null,
  interval_method: "",
  rate: null,
  categories: [],
  rest_count: 0,
  bins: [],
  options: [],
  position: null,
  is_scale: false,
  reason: "",
  notes: [],
  statements: [],
  ...more,
});

describe("the question", () => {
  const german: Filter = { op: "eq", column: "language", values: ["de"] };
  const finished: Filter = { op: "eq", column: "status", values: ["finished"] };
  const own = { isPipeline: true, isFinished: true };

  it("begins with finished tasks, and keeps what the grid filters by", () => {
    expect(asked(null, "", own)).toEqual({ filter: finished, search: "" });
    expect(asked(german, "x", own)).toEqual({
      filter: { op: "and", parts: [finished, german] },
      search: "x",
    });
  });

  it("leaves the status to whoever filters by it", () => {
    const filter: Filter = { op: "or", parts: [german, { op: "is_null", column: "status" }] };
    expect(mentions(filter, "status")).toBe(true);
    expect(asked(filter, "", own).filter).toBe(filter);
  });

  it("asks of imported data what the grid asks", () => {
    expect(asked(german, "", { isPipeline: false, isFinished: true }).filter).toBe(german);
    expect(asked(german, "", { isPipeline: true, isFinished: false }).filter).toBe(german);
  });
});

describe("numbers", () => {
  it.each([
    [3.888, "3.89"],
    [4, "4"],
    [-0.5, "−0.5"],
    [0.01234, "0.0123"],
    [1204, "1,204"],
    [123.456, "123"],
    [0.0000012, "1.20e−6"],
    [null, "–"],
  ])("%s is written %s", (value, words) => expect(brief(value)).toBe(words));

  it("leaves texts that are no numbers as they are", () => {
    expect(briefText("2.5")).toBe("2.50");
    expect(briefText("2026-01-01")).toBe("2026-01-01");
    expect(briefText("")).toBe("");
    expect(briefText(null)).toBe("–");
  });
});

describe("captions", () => {
  it("say what is undefined", () => {
    expect(caption(block({ mean: 2, median: 2 }), 0.95)).toBe(
      "median 2, sd undefined for one value, none missing",
    );
  });

  it("say the interval of a rate at its level", () => {
    const rate = block({ rate: 0.8, interval_low: 0.7, interval_high: 0.9, missing_count: 2 });
    expect(caption(rate, 0.9)).toBe("90% interval 70.0% to 90.0%, 2 missing");
  });

  it("say which place wins, and when that is chance", () => {
    const position = {
      first_count: 2,
      second_count: 8,
      share: 0.2,
      low: 0,
      high: 1,
      p_value: 0.01,
    };
    const won = block({ kind: "pairwise", position });
    expect(caption(won, 0.95)).toBe("position: second wins 80% of decided pairs");
    const even = block({ kind: "pairwise", position: { ...position, p_value: 0.5 } });
    expect(caption(even, 0.95)).toContain("within chance");
  });
});

describe("what there is", () => {
  const found = { answer_count: 1236, item_count: 412, rater_count: 6, noun: "task" };

  it("is counted in words", () => {
    expect(countsOf(found as Evaluation)).toBe("1,236 answers to 412 tasks by 6 people");
    const rows = { ...found, noun: "row", item_count: null, rater_count: null };
    expect(countsOf(rows as Evaluation)).toBe("1,236 rows");
    expect(countsOf({ ...found, rater_count: 1, item_count: 1 } as Evaluation)).toBe(
      "1,236 answers to 1 task by 1 person",
    );
  });

  it("is mapped in one line", () => {
    expect(mappingWords({ item: "id", raters: ["a", "b", "c", "d", "e"] })).toBe(
      "item is id, 5 raters are a, b, c and 2 more",
    );
    expect(mappingWords({ values: ["x"] })).toBe("values are x");
  });
});
