import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Pace } from "../../src/ui/pace";

/** As much of a page as the pace looks at. */
const page = Object.assign(new EventTarget(), { hidden: false });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", page);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the pace", () => {
  test("is twice a second at most, one at a time, and the last news is never lost", async () => {
    const begun: number[] = [];
    let under = 0;
    const pace = new Pace(async () => {
      begun.push(performance.now());
      under += 1;
      expect(under).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 80));
      under -= 1;
    }, 500);
    for (let at = 0; at < 20; at += 1) {
      pace.due();
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(begun).toHaveLength(5);
    const gaps = begun.slice(1).map((at, i) => at - (begun[i] as number));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(499);
  });

  test("slow work is waited for, and nothing is done out of sight", async () => {
    page.hidden = true;
    const work = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 2000)));
    const pace = new Pace(work, 500);
    pace.due();
    await vi.advanceTimersByTimeAsync(3000);
    expect(work).not.toHaveBeenCalled();
    page.hidden = false;
    page.dispatchEvent(new Event("visibilitychange"));
    pace.due();
    await vi.advanceTimersByTimeAsync(1900);
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(work).toHaveBeenCalledTimes(2);
    pace.close();
  });
});
