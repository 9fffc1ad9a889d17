// The places of charts on a dashboard.

import type { BoardTile } from "../../../protocol/operations";

export type Width = BoardTile["width"];
export type Height = BoardTile["height"];

export const WIDTHS: readonly Width[] = ["third", "half", "full"];
export const HEIGHTS: readonly Height[] = ["low", "middle", "tall"];
export const WIDTH_WORDS: Record<Width, string> = {
  third: "A third",
  half: "Half",
  full: "Full width",
};
export const HEIGHT_WORDS: Record<Height, string> = { low: "Low", middle: "Middle", tall: "Tall" };

/** The same with a chart at another place; one beyond the ends is the end. */
export function moved<T extends { chart_id: string }>(tiles: readonly T[], id: string, to: number) {
  const tile = tiles.find((each) => each.chart_id === id);
  if (!tile) return [...tiles];
  const others = tiles.filter((each) => each !== tile);
  const at = Math.min(Math.max(to, 0), others.length);
  return [...others.slice(0, at), tile, ...others.slice(at)];
}

/** The next size in a direction; the last one stays. */
export function stepped<T>(sizes: readonly T[], now: T, by: number): T {
  const at = Math.min(Math.max(sizes.indexOf(now) + by, 0), sizes.length - 1);
  return sizes[at] ?? now;
}
