import { describe, expect, it } from "vitest";
import * as format from "../../src/ui/format";

describe("numbers", () => {
  it("never rounds a count and writes a true minus", () => {
    expect(format.count(336776)).toBe("336,776");
    expect(format.count(-7)).toBe("−7");
    expect(format.count("12345678901234567890")).toBe("12,345,678,901,234,567,890");
  });

  it("keeps as many decimals as asked", () => {
    expect(format.decimal(1204.5, 6, 2)).toBe("1,204.50");
    expect(format.decimal(0.1234567)).toBe("0.123457");
    expect(format.decimal(-0.5)).toBe("−0.5");
  });

  it("counts in words", () => {
    expect(format.counted(1, "row")).toBe("1 row");
    expect(format.counted(18202, "row")).toBe("18,202 rows");
    expect(format.counted(2, "entry", "entries")).toBe("2 entries");
  });

  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1000, "1 KB"],
    [276_000, "276 KB"],
    [999_499, "999 KB"],
    [999_600, "1 MB"],
    [4_120_000, "4.1 MB"],
    [9_960_000, "10 MB"],
    [1_200_000_000, "1.2 GB"],
  ])("writes %i bytes as %s", (n, text) => expect(format.bytes(n)).toBe(text));

  it.each([
    [412, 600, "69%"],
    [0, 600, "0%"],
    [600, 600, "100%"],
    [599, 600, "99.8%"],
    [99_999, 100_000, "99.9%"],
    [4, 1000, "0.4%"],
    [2, 10_000, "0.02%"],
    [1, 10_000_000, "<0.01%"],
    [3, 0, "0%"],
  ])("writes %i of %i as %s", (part, whole, text) => {
    expect(format.percent(part, whole)).toBe(text);
  });

  it("writes ranges with an en dash", () => {
    expect(format.range(1, 25, 336776)).toBe("1–25 of 336,776");
  });
});

describe("times", () => {
  const now = new Date(2026, 10, 22, 14, 17, 5);
  const past = (ms: number) => new Date(now.getTime() - ms);
  const MIN = 60_000;
  const HOUR = 60 * MIN;

  it.each([
    [past(20_000), "now"],
    [past(-5000), "now"],
    [past(MIN), "1 minute ago"],
    [past(3 * MIN), "3 minutes ago"],
    [past(2 * HOUR), "2 hours ago"],
    [new Date(2026, 10, 22, 0, 1), "14 hours ago"],
    [new Date(2026, 10, 21, 23, 59), "Yesterday"],
    [new Date(2026, 10, 14, 9, 0), "8 days ago"],
    [new Date(2026, 10, 8, 9, 0), "2 weeks ago"],
    [new Date(2026, 6, 20), "4 months ago"],
    [new Date(2023, 10, 20), "3 years ago"],
  ])("%s is %s", (when, text) => expect(format.ago(when, now)).toBe(text));

  it("says hours, not yesterday, soon after midnight", () => {
    const early = new Date(2026, 10, 22, 1, 0);
    expect(format.ago(new Date(2026, 10, 21, 23, 0), early)).toBe("2 hours ago");
  });

  it("writes local days and clocks", () => {
    expect(format.dateTime(now)).toBe("22 Nov 2026, 14:17");
  });

  it("gives the local time and UTC for the tooltip", () => {
    const text = format.exact(now);
    expect(text).toContain("22 Nov 2026, 14:17:05 local, ");
    expect(text.endsWith(`${now.toISOString().slice(11, 19)} UTC`)).toBe(true);
  });

  it.each([
    [41, "41 ms"],
    [4000, "4 s"],
    [59_700, "1:00"],
    [83_000, "1:23"],
    [27 * MIN, "27 min"],
    [125 * MIN, "2 h 5 min"],
    [120 * MIN, "2 h"],
  ])("%i ms is %s", (ms, text) => expect(format.duration(ms)).toBe(text));
});
