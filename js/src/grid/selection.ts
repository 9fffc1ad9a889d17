// Chosen rows, by id: a few of them, or all but a few.

import type { GridSelection, RowSource } from "./types";

export const NOTHING: GridSelection = { ids: new Set(), isAllBut: false };

/** Rows looked at when a choice is extended; further ones are not here anyway. */
const FARTHEST = 100_000;

export const isChosen = (selection: GridSelection, id: string | undefined): boolean =>
  id !== undefined && selection.ids.has(id) !== selection.isAllBut;

/** What the box in the header shows. */
export function chosenState(selection: GridSelection, count: number | null): boolean | "mixed" {
  const { ids, isAllBut } = selection;
  if (ids.size === 0) return isAllBut;
  if (ids.size === count) return !isAllBut;
  return "mixed";
}

export function withChosen(
  selection: GridSelection,
  ids: Iterable<string>,
  isOn: boolean,
): GridSelection {
  const changed = new Set(selection.ids);
  for (const id of ids) {
    if (isOn !== selection.isAllBut) changed.add(id);
    else changed.delete(id);
  }
  return { ids: changed, isAllBut: selection.isAllBut };
}

/** The ids from one row to another, in either order, as far as they are here. */
export function idsBetween(source: RowSource, one: number, other: number): string[] {
  const first = Math.min(one, other);
  const last = Math.min(Math.max(one, other), first + FARTHEST);
  const found: string[] = [];
  for (let row = first; row <= last; row += 1) {
    const id = source.rowId(row);
    if (id !== undefined) found.push(id);
  }
  return found;
}
