// What marks have picked: pure values, and what they come to for each chart of a dashboard.

import type { BoardDrawing, Brush, Filter, MarkPick } from "../../../protocol/operations";

export interface Picked extends MarkPick {
  /** Where on the axis a range lies; missing for marks. */
  span?: readonly [number, number];
}

/** What is picked in each chart, by its id, in the order it came. */
export type Picks = Readonly<Record<string, readonly Picked[]>>;

export const NOTHING: Picks = {};

const keyOf = ({ filter }: MarkPick): string => JSON.stringify(filter);

/** What a mark selects; undefined for one that selects nothing. */
export function selects(
  drawing: Pick<BoardDrawing, "picks">,
  mark: Element | number,
): MarkPick | undefined {
  const at = typeof mark === "number" ? mark : Number(mark.getAttribute("data-index") ?? -1);
  return drawing.picks[at];
}

/** Pick or unpick; without `isMore` what was picked in the chart before goes. */
export function toggled(picks: Picks, chart: string, pick: Picked, isMore: boolean): Picks {
  const own = picks[chart] ?? [];
  const isOn = own.some((each) => keyOf(each) === keyOf(pick));
  const others = own.filter((each) => keyOf(each) !== keyOf(pick));
  if (isMore) return put(picks, chart, isOn ? others : [...others, pick]);
  return put(picks, chart, isOn && others.length === 0 ? [] : [pick]);
}

/** The same with something else picked in a chart. */
export function put(picks: Picks, chart: string, own: readonly Picked[]): Picks {
  const { [chart]: _, ...rest } = picks;
  return own.length > 0 ? { ...rest, [chart]: own } : rest;
}

/** What marks of one chart come to: any of them. */
const anyOf = (own: readonly Picked[]): Filter =>
  own.length === 1 && own[0] ? own[0].filter : { op: "or", parts: own.map(({ filter }) => filter) };

/** What a chart is to show: what all others have picked. */
export function crossOf(picks: Picks, chart: string): Filter | null {
  const parts = Object.keys(picks)
    .filter((other) => other !== chart)
    .map((other) => anyOf(picks[other] ?? []));
  if (parts.length < 2) return parts[0] ?? null;
  return { op: "and", parts };
}

/** For a page: what each chart has picked, in words and as a filter. */
export const pickedOf = (picks: Picks) =>
  Object.entries(picks).map(([chart_id, own]) => ({
    chart_id,
    words: own.map(({ words }) => words).join(" or "),
    filter: anyOf(own),
  }));

/** Whether a mark is among what is picked, or a part of it: a segment of a picked bar. */
export function isLit(pick: MarkPick, own: readonly Picked[]): boolean {
  const parts = pick.filter.op === "and" ? (pick.filter.parts ?? []) : [];
  const keys = new Set([keyOf(pick), ...parts.map((each) => JSON.stringify(each))]);
  return own.some((each) => keys.has(keyOf(each)));
}

const placeAt = ({ low, high, is_log: isLog }: Brush, share: number): number =>
  isLog ? low * (high / low) ** share : low + (high - low) * share;

/** Where a place lies between the ends of an axis, from 0 to 1. */
export function shareOf({ low, high, is_log: isLog }: Brush, place: number): number {
  const share = isLog ? Math.log(place / low) / Math.log(high / low) : (place - low) / (high - low);
  return Math.min(1, Math.max(0, share));
}

/** The range between two places of an axis that shows bins: whole bins. */
function ofEdges({ column, edges = [] }: Brush, from: number, to: number): Picked | undefined {
  const first = edges.filter(({ place }) => place <= from).at(-1) ?? edges[0];
  const last = edges.find(({ place }) => place >= to) ?? edges.at(-1);
  if (!first || !last || first.place >= last.place) return undefined;
  const filter: Filter = {
    op: "and",
    parts: [
      { op: "ge", column, values: [first.value] },
      { op: "lt", column, values: [last.value] },
    ],
  };
  const words = `${column} is ${first.words} up to ${last.words}`;
  return { words, filter, span: [first.place, last.place] };
}

/** A place on an axis as a filter takes it and as people read it, as fine as a pixel is. */
function valueAt(brush: Brush, place: number): [value: string, words: string, place: number] {
  if (brush.form === "number") {
    const digits = Math.max(0, Math.ceil(-Math.log10((brush.high - brush.low) / 500)));
    const value = place.toFixed(Math.min(digits, 20));
    const words = Number(value).toLocaleString("en", { maximumFractionDigits: digits });
    return [value, words.replace("-", "−"), Number(value)];
  }
  const text = new Date(place).toISOString();
  if (brush.form === "date") return [text.slice(0, 10), text.slice(0, 10), place];
  const value = text.slice(0, 19).replace("T", " ");
  return [brush.form === "zoned" ? `${value}+00:00` : value, value.slice(0, 16), place];
}

/** The range between two places of an axis. */
export function between(brush: Brush, from: number, to: number): Picked | undefined {
  if ((brush.edges ?? []).length > 0) return ofEdges(brush, from, to);
  const [low, lowWords, first] = valueAt(brush, from);
  const [high, highWords, last] = valueAt(brush, to);
  if (first > last) return undefined;
  const { column } = brush;
  const filter: Filter = {
    op: "and",
    parts: [
      { op: "ge", column, values: [low] },
      { op: "le", column, values: [high] },
    ],
  };
  return { words: `${column} is ${lowWords} to ${highWords}`, filter, span: [first, last] };
}

/** What a range drawn on an axis selects, by shares of its length. */
export const brushed = (brush: Brush, one: number, other: number): Picked | undefined =>
  between(brush, placeAt(brush, Math.min(one, other)), placeAt(brush, Math.max(one, other)));
