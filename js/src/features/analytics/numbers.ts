// How the numbers of a block are written.

import type { Block } from "../../protocol/operations";
import { count, decimal, type IconName } from "../../ui";
import { share } from "./section";

const ICONS: Record<string, IconName> = {
  numeric: "number",
  rating: "number",
  boolean: "boolean",
  select: "category",
  multi_select: "category",
  pairwise: "sort",
  ranking: "sort",
  text: "text",
  time: "clock",
  list: "category",
};

export const iconOf = (kind: string): IconName => ICONS[kind] ?? "number";

/** Three digits that matter, and whole numbers whole: "3.89", "0.0123", "1,204". */
export function brief(value: number | null): string {
  if (value === null) return "–";
  if (Number.isInteger(value)) return count(value);
  const size = Math.abs(value);
  if (size >= 1e7 || size < 1e-4) return value.toExponential(2).replace("-", "−");
  const digits = Math.max(0, 2 - Math.floor(Math.log10(size)));
  return decimal(value, digits, size < 1 ? 0 : Math.min(digits, 2));
}

/** A text of a number as `brief` writes it; other texts as they are. */
export const briefText = (text: string | null): string => {
  const value = text === null || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? brief(value) : (text ?? "–");
};

const MISSING = (missing: number): string =>
  missing ? `${count(missing)} missing` : "none missing";

/** The line beneath the picture. */
export function caption(block: Block, confidence: number): string {
  const said: string[] = [];
  const { low, high, interval_low, interval_high } = ends(block);
  if (block.mean !== null) {
    said.push(`median ${brief(block.median)}`);
    said.push(block.sd === null ? "sd undefined for one value" : `sd ${brief(block.sd)}`);
  }
  if (block.rate !== null && interval_low !== null && interval_high !== null) {
    said.push(`${level(confidence)} interval ${share(interval_low)} to ${share(interval_high)}`);
  }
  if (block.kind === "time") said.push(`${low} to ${high}`);
  if (block.position) said.push(place(block));
  if (block.missing_count || block.mean !== null) said.push(MISSING(block.missing_count));
  if (block.rest_count) said.push(`${count(block.rest_count)} more values`);
  return [...said, ...block.notes.map((note) => note.replace(/\.$/, ""))].join(", ");
}

const ends = (block: Block) => ({
  low: block.low?.slice(0, 16) ?? "–",
  high: block.high?.slice(0, 16) ?? "–",
  interval_low: block.interval_low,
  interval_high: block.interval_high,
});

export const level = (confidence: number): string => `${decimal(confidence * 100, 1)}%`;

/** Which side of the screen wins, and whether that is more than chance. */
function place(block: Block): string {
  const { position, categories } = block;
  if (!position) return "";
  const isFirst = position.share >= 0.5;
  const name = categories.find(({ value }) => value === (isFirst ? "first" : "second"))?.label;
  const part = isFirst ? position.share : 1 - position.share;
  const isChance = position.p_value >= 0.05;
  const told = `position: ${name ?? (isFirst ? "first" : "second")} wins ${share(part, 0)} of decided pairs`;
  return isChance ? `${told}, within chance` : told;
}

/** What a reader of the picture hears. */
export const spoken = (parts: readonly { label: string; count: number }[]): string =>
  parts.map(({ label, count: n }) => `${label}: ${count(n)}`).join(", ");
