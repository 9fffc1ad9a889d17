// Every row can be reached, and the wheel passes them one by one, however many there are.

import { describe, expect, it } from "vitest";
import { RowAxis, TALLEST } from "../../src/grid/axis";

function axis(count: number, view = 420): RowAxis {
  const made = new RowAxis();
  made.count = count;
  made.view = view;
  return made;
}

describe.each([0, 3, 600, 285_714, 285_715, 300_000, 10_000_000, 2_000_000_000])("%i rows", (n) => {
  it("shows each end and the middle where the scrollbar says so", () => {
    const rows = axis(n);
    expect(rows.height).toBeLessThanOrEqual(TALLEST);
    rows.moved(rows.lastScroll, false);
    expect(rows.window(0).last).toBe(n - 1);
    rows.moved(Math.floor(rows.lastScroll / 2), false);
    const middle = rows.top + rows.view / 2;
    expect(Math.abs(middle - rows.full / 2)).toBeLessThanOrEqual(Math.max(420, rows.full * 0.05));
    rows.moved(0, false);
    expect(rows.window(0).first).toBe(0);
  });

  it("puts the scrollbar back where a row was", () => {
    const rows = axis(n);
    for (let at = 0; at <= 100; at += 1) {
      rows.goTo((rows.full * at) / 100);
      const { top, scroll } = rows;
      expect(scroll).toBeGreaterThanOrEqual(0);
      expect(scroll).toBeLessThanOrEqual(rows.lastScroll);
      const pixel = Math.max(1, rows.full / Math.max(1, rows.height));
      expect(Math.abs(rows.topFor(scroll) - top)).toBeLessThanOrEqual(pixel);
    }
  });

  it("reaches any row", () => {
    const rows = axis(n);
    for (const row of [0, 1, Math.floor(n / 3), n - 2, n - 1].filter(
      (each) => each >= 0 && each < n,
    )) {
      rows.goTo(rows.topShowing(row));
      const { first, last } = rows.window(0);
      expect(row).toBeGreaterThanOrEqual(first);
      expect(row).toBeLessThanOrEqual(last);
      expect(rows.place(row)).toBeGreaterThanOrEqual(rows.scroll);
      expect(rows.place(row) + 28).toBeLessThanOrEqual(rows.scroll + Math.max(28, rows.view));
    }
  });
});

describe("the wheel", () => {
  it("moves rows by its own pixels in the middle of many", () => {
    const rows = axis(10_000_000);
    rows.goTo(140_000_000);
    const before = rows.place(5_000_000);
    for (let turn = 0; turn < 50; turn += 1) rows.moved(rows.scroll + 28, true);
    expect(rows.top).toBe(140_000_000 + 50 * 28);
    // What is drawn stays where it is: the browser has scrolled it already.
    expect(rows.place(5_000_000)).toBe(before);
    expect(rows.settle()).toBe(true);
    expect(rows.top).toBe(140_000_000 + 50 * 28);
    expect(rows.settle()).toBe(false);
  });

  it("gets to both ends from anywhere, without leaving out a row", () => {
    for (const sign of [1, -1]) {
      const rows = axis(400_000);
      rows.goTo(sign > 0 ? 11_000_000 : 200_000);
      let turns = 0;
      const end = sign > 0 ? rows.full - rows.view : 0;
      while (rows.top !== end && turns < 10_000) {
        const before = rows.top;
        const scroll = Math.max(0, Math.min(rows.scroll + sign * 400, rows.lastScroll));
        if (rows.moved(scroll, true)) rows.settle();
        expect(Math.abs(rows.top - before)).toBeLessThanOrEqual(400);
        expect(rows.top).not.toBe(before);
        turns += 1;
      }
      expect(rows.top).toBe(end);
      expect(rows.scroll).toBe(sign > 0 ? rows.lastScroll : 0);
    }
  });

  it("is not taken for the thumb, nor the thumb for it", () => {
    const rows = axis(10_000_000);
    rows.goTo(140_000_000);
    const { scroll } = rows;
    rows.moved(scroll + 5_000, true);
    expect(rows.top).toBe(140_005_000);
    rows.goTo(140_000_000);
    rows.moved(scroll + 5_000, false);
    expect(rows.top).toBeGreaterThan(140_100_000);
  });
});
