// How wide columns are, where they stand, and which of them are in sight.

import type { GridColumn, Kind } from "./types";

export const NARROWEST = 48;
export const WIDEST = 1200;
/** The widest a column starts with, and the widest it is made by fitting. */
const WIDEST_FIT = 480;

const START: Record<Kind, number> = {
  integer: 104,
  number: 104,
  decimal: 112,
  text: 152,
  boolean: 88,
  date: 108,
  time: 108,
  timestamp: 148,
  interval: 128,
  json: 168,
  binary: 152,
  id: 104,
  other: 128,
};

export interface Placed {
  column: GridColumn;
  /** Its number among all columns, from 0. */
  at: number;
  left: number;
  width: number;
  isPinned: boolean;
  /** The inline style of its cells. */
  style: string;
}

/** The width of a column nobody has set: its name has to fit, up to a measure. */
export function startWidth(column: GridColumn): number {
  const named = (column.label ?? column.name).length * 7 + 52;
  return Math.max(START[column.kind], Math.min(named, 200));
}

export const widthWithin = (width: number, most = WIDEST): number =>
  Math.round(Math.max(NARROWEST, Math.min(width, most)));

export const fittedWidth = (width: number): number => widthWithin(width, WIDEST_FIT);

/** The width of the column of row numbers. */
export function numbersWidth(rows: number): number {
  return Math.max(52, String(rows).length * 7 + Math.floor((String(rows).length - 1) / 3) * 4 + 20);
}

export class Columns {
  readonly placed: Placed[] = [];
  readonly pinned: number;
  /** Pixels taken by what stays at the left. */
  readonly stays: number;
  readonly total: number;
  /** Whether widths nobody has set were stretched to fill the view. */
  readonly isStretched: boolean;

  constructor(
    readonly all: GridColumn[],
    widths: Record<string, number>,
    readonly numbers: number,
    pinned: number,
    view: number,
  ) {
    const each = all.map((column) => widths[column.name] ?? startWidth(column));
    const grown = stretched(all, each, widths, view - numbers);
    this.isStretched = grown !== each;
    let left = numbers;
    let stays = numbers;
    let kept = 0;
    for (const [at, column] of all.entries()) {
      const width = grown[at] as number;
      // What stays leaves at least half of the view to what scrolls.
      const isPinned = at < pinned && at === kept && left + width <= view / 2;
      if (isPinned) {
        kept += 1;
        stays = left + width;
      }
      const style = isPinned ? `width:${width}px;left:${left}px` : `width:${width}px`;
      this.placed.push({ column, at, left, width, isPinned, style });
      left += width;
    }
    this.pinned = kept;
    this.stays = stays;
    this.total = left;
  }

  /** The columns that scroll and are in sight: from `first` to before `end`. */
  window(scroll: number, view: number, more: number): { first: number; end: number } {
    const first = Math.max(this.pinned, this.after(scroll + this.stays) - more);
    const end = Math.min(this.placed.length, this.after(scroll + view - 1) + 1 + more);
    return { first, end: Math.max(first, end) };
  }

  /** The last column that starts at or before `x`. */
  after(x: number): number {
    let low = 0;
    let high = this.placed.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.placed[middle] as Placed).left <= x) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  /** Where to stand so that a column is in sight, moving as little as possible. */
  scrollShowing(at: number, scroll: number, view: number): number {
    const place = this.placed[at];
    if (!place || place.isPinned) return scroll;
    if (place.left < scroll + this.stays) return place.left - this.stays;
    const over = place.left + place.width - view;
    return Math.max(scroll, Math.min(over, place.left - this.stays));
  }
}

function stretched(
  all: GridColumn[],
  each: number[],
  widths: Record<string, number>,
  view: number,
): number[] {
  const free = all.map((column, at) => (column.name in widths ? 0 : (each[at] as number)));
  const sum = free.reduce((a, b) => a + b, 0);
  const spare = view - each.reduce((a, b) => a + b, 0);
  if (spare <= 0 || sum === 0) return each;
  let given = 0;
  let past = 0;
  return each.map((width, at) => {
    past += free[at] as number;
    const share = Math.floor((spare * past) / sum) - given;
    given += share;
    return width + share;
  });
}
