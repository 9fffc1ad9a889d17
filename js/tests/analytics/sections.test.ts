// What the sections of the analytics tab decide without a browser.

import { describe, expect, it } from "vitest";
import { scaleOf } from "../../src/features/analytics/comparison_strength";
import { contributorCsv } from "../../src/features/analytics/contributors_csv";
import { sorted } from "../../src/features/analytics/contributors_table";
import { asCsv, chance, share, span, two } from "../../src/features/analytics/section";
import type { ContributorRow, ContributorTable } from "../../src/protocol/operations";

const row = (name: string, more: Partial<ContributorRow> = {}): ContributorRow => ({
  key: name,
  name,
  kind: "person",
  answer_count: 1,
  item_count: 1,
  day_count: 1,
  per_day: 1,
  per_hour: null,
  median_seconds: null,
  active_at: null,
  means: [],
  counts: [],
  trend: [],
  answered: [],
  kappa: null,
  agree: null,
  shared: 0,
  as_resolved: null,
  resolved_count: 0,
  passed: null,
  reviewed_count: 0,
  ...more,
});

describe("csv", () => {
  it("keeps digits, leaves out what is undefined, and lets no cell be run", () => {
    const text = asCsv(
      ["a", "b"],
      [
        [0.1 + 0.2, null],
        ['=1+"1"', "-2"],
        [-2, "x,y"],
      ],
    );
    expect(text).toBe('"a","b"\r\n0.30000000000000004,\r\n"\'=1+""1""","\'-2"\r\n-2,"x,y"\r\n');
  });

  it("has all numbers of contributors", () => {
    const data = {
      columns: [{ field: "stars", title: "Stars", unit: "mean", mean: 3, low: 2, high: 4 }],
      rows: [row("ana", { means: [4], kappa: 0.5 }), row("bo", { means: [null] })],
    } as unknown as ContributorTable;
    const [head, ana, bo] = contributorCsv(data).split("\r\n");
    expect(head).toContain('"mean_stars","mean_stars_difference"');
    expect(ana).toBe('"ana","person",1,1,1,1,,,4,1,0.5,,0,,,0,');
    expect(bo).toBe('"bo","person",1,1,1,1,,,,,,,0,,,0,');
  });
});

describe("sorted", () => {
  const rows = [row("bo", { kappa: 0.2 }), row("ana"), row("cy", { kappa: 0.7 })];
  const names = (made: ContributorRow[]) => made.map(({ name }) => name);

  it("puts what has no value last, up and down", () => {
    expect(names(sorted(rows, (each) => each.kappa, true))).toEqual(["cy", "bo", "ana"]);
    expect(names(sorted(rows, (each) => each.kappa, false))).toEqual(["bo", "cy", "ana"]);
  });

  it("sorts names as people do", () => {
    expect(names(sorted(rows, (each) => each.name, false))).toEqual(["ana", "bo", "cy"]);
  });
});

describe("scaleOf", () => {
  it("has the middle, and room at both sides", () => {
    const { first, last, steps } = scaleOf([-2.1, 1.9]);
    expect(steps).toEqual([-2, -1, 0, 1, 2]);
    expect(first).toBeLessThan(-2.1);
    expect(last).toBeGreaterThan(1.9);
  });

  it("takes even steps, however wide", () => {
    expect(scaleOf([0.2]).steps).toEqual([0]);
    expect(scaleOf([-30, 30]).steps).toEqual([-20, 0, 20]);
    expect(scaleOf([950, 1080], 1000).steps).toEqual([950, 1000, 1050]);
    expect(scaleOf([]).steps).toEqual([0]);
  });
});

describe("numbers", () => {
  it("are a dash where there is none", () => {
    expect([two(null), share(null), span(null, 1), chance(null)]).toEqual(["–", "–", "–", "–"]);
  });

  it("have a true minus, and one precision", () => {
    expect([two(-0.5), two(2)]).toEqual(["−0.50", "2.00"]);
    expect(span(-0.1, 0.25)).toBe("−0.10 to 0.25");
    expect([share(0.4725), share(0.4725, 0)]).toEqual(["47.3%", "47%"]);
    expect([chance(0.0004), chance(0.03247)]).toEqual(["<0.001", "0.032"]);
  });
});
