import { describe, expect, it } from "vitest";
import { accentShare, contrast, onAccent, type Rgb, themeOf } from "../../src/theme/theme";
import { widthOf } from "../../src/ui/hooks";
import { ICONS } from "../../src/ui/icons";
import { spot } from "../../src/ui/layer";
import { nextItem } from "../../src/ui/menu";
import { matching, typedAt } from "../../src/ui/select";

const BOUNDS = { left: 8, top: 8, right: 1000, bottom: 600 };
const box = (left: number, top: number, width = 80, height = 28) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

describe("where a layer goes", () => {
  it("stands under its anchor's left edge", () => {
    expect(spot(box(100, 100), 200, 300, BOUNDS, "below")).toMatchObject({ left: 100, top: 132 });
  });

  it("flips up where there is more room", () => {
    expect(spot(box(100, 500), 200, 300, BOUNDS, "below").top).toBe(196);
  });

  it("stays below and tells its room where neither side is enough", () => {
    const at = spot(box(100, 200), 200, 900, BOUNDS, "below");
    expect(at).toMatchObject({ top: 232, room: 368 });
  });

  it("is held inside on the right", () => {
    expect(spot(box(950, 100), 200, 100, BOUNDS, "below").left).toBe(800);
  });

  it("opens a submenu to the left where the right is full", () => {
    expect(spot(box(300, 100), 200, 100, BOUNDS, "right").left).toBe(380);
    expect(spot(box(850, 100), 200, 100, BOUNDS, "right").left).toBe(650);
    expect(spot(box(300, 580), 200, 100, BOUNDS, "right").top).toBe(500);
  });
});

describe("keys in lists", () => {
  const labels = ["Open", "Rename", "Export", "Edit tags"];

  it("moves round with arrows and to the ends", () => {
    expect(nextItem(labels, 3, "ArrowDown")).toBe(0);
    expect(nextItem(labels, 0, "ArrowUp")).toBe(3);
    expect(nextItem(labels, 2, "Home")).toBe(0);
    expect(nextItem(labels, 0, "End")).toBe(3);
  });

  it("goes from one first letter to the next of it", () => {
    expect(nextItem(labels, 0, "e")).toBe(2);
    expect(nextItem(labels, 2, "e")).toBe(3);
    expect(nextItem(labels, 3, "e")).toBe(2);
    expect(nextItem(labels, 0, "z")).toBe(-1);
    expect(nextItem([], -1, "z")).toBe(-1);
  });

  it("reads typed letters as a word, one repeated letter as steps", () => {
    expect(typedAt(labels, 0, "ed")).toBe(3);
    expect(typedAt(labels, 3, "ed")).toBe(3);
    expect(typedAt(labels, 2, "ee")).toBe(3);
    expect(typedAt(labels, 0, "x")).toBe(-1);
  });

  it("searches every word anywhere in the label", () => {
    const options = labels.map((label) => ({ value: label, label }));
    expect(matching(options, "TAGS edit").map((o) => o.label)).toEqual(["Edit tags"]);
    expect(matching(options, " ")).toHaveLength(4);
  });
});

describe("the theme", () => {
  const white: Rgb = [255, 255, 255];
  const black: Rgb = [0, 0, 0];

  it("counts contrast as WCAG does", () => {
    expect(contrast(white, black)).toBe(21);
    expect(contrast(white, [118, 118, 118])).toBeCloseTo(4.54, 2);
  });

  it("tells light from dark by the background", () => {
    expect(themeOf(white)).toBe("light");
    expect(themeOf([17, 17, 17])).toBe("dark");
    expect(themeOf([253, 246, 227])).toBe("light");
    expect(themeOf([0, 43, 54])).toBe("dark");
  });

  it("writes on the accent in what reads better", () => {
    expect(onAccent([25, 118, 210])).toBe("#ffffff");
    expect(onAccent([100, 181, 246])).toBe("#08131f");
  });

  it("keeps an accent that reads and mixes in ink where it doesn't", () => {
    expect(accentShare([25, 118, 210], black, white)).toBe(100);
    const share = accentShare([255, 235, 59], black, white);
    expect(share).toBeLessThan(100);
    const mixed = [255, 235, 59].map((part) => (part * share) / 100) as unknown as Rgb;
    expect(contrast(mixed, white)).toBeGreaterThanOrEqual(3);
  });
});

it("has four sizes of a view", () => {
  const at = [1040, 960, 959, 640, 639, 400, 399].map(widthOf);
  expect(at).toEqual(["wide", "wide", "middle", "middle", "narrow", "narrow", "side"]);
});

it.each(Object.entries(ICONS))("draws the icon %s on the grid", (_, path) => {
  for (const part of path.split("|").filter(Boolean)) {
    expect(part).toMatch(/^[Mm][-\d.a-zA-Z ]+$/);
  }
});
