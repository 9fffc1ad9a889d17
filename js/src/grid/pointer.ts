// What the pointer does: one listener for the whole grid finds the cell it is over.

import { fitColumn, follow, pressName, resize } from "./arranging";
import { toggleAll, toggleRow } from "./choosing";
import { HEADER, NUMBERS, type Spot, type View } from "./view";

interface Found extends Spot {
  cell: HTMLElement;
  target: HTMLElement;
}

function cellOf(event: Event): Found | null {
  const target = event.target as HTMLElement;
  const cell = target.closest<HTMLElement>("[aria-colindex]");
  const row = cell?.closest("[aria-rowindex]")?.getAttribute("aria-rowindex");
  if (!cell || !row) return null;
  return { row: Number(row) - 2, col: Number(cell.ariaColIndex) - 2, cell, target };
}

const isControl = (found: Found): boolean => {
  const control = found.target.closest("a,button,input,select,textarea,[role=combobox]");
  return control !== null && found.cell.contains(control);
};

function pressHeader(view: View, event: PointerEvent, found: Found): void {
  const { target, col } = found;
  if (target.closest(".dv-resize")) {
    event.preventDefault();
    resize(view, col, event);
    return;
  }
  const isCorner = col === NUMBERS;
  // The picture under the name is the owner's.
  if (!isCorner && !target.closest(".dv-th")) return;
  event.preventDefault();
  view.moveTo(HEADER, col);
  if (isCorner) toggleAll(view);
  else pressName(view, col, event);
}

function pressRow(view: View, event: PointerEvent, { row, col }: Found): void {
  event.preventDefault();
  if (col === NUMBERS) {
    view.moveTo(row, col);
    toggleRow(view, row, event.shiftKey);
    return;
  }
  view.moveTo(row, col, event.shiftKey);
  follow(
    event,
    (now) => {
      const over = cellOf(now);
      const { active } = view;
      if (!over || over.row < 0 || over.col < 0 || !view.root?.contains(over.cell)) return;
      if (over.row !== active.row || over.col !== active.col) view.moveTo(over.row, over.col, true);
    },
    () => {},
  );
}

export function pressed(view: View, event: PointerEvent): void {
  const found = cellOf(event);
  if (event.button !== 0 || !found || isControl(found)) return;
  // A finger scrolls; where it only taps, a click follows.
  if (event.pointerType === "touch" && found.row !== HEADER) return;
  if (found.row === HEADER) pressHeader(view, event, found);
  else pressRow(view, event, found);
}

/** A tap of a finger. */
export function tapped(view: View, event: MouseEvent): void {
  const found = cellOf(event);
  if ((event as PointerEvent).pointerType !== "touch" || !found || isControl(found)) return;
  if (found.row === HEADER) return;
  view.moveTo(found.row, found.col);
  if (found.col === NUMBERS) toggleRow(view, found.row, false);
}

/** The browser would give the focus to what has it; the grid gives it to the cell itself. */
export function kept(event: MouseEvent): void {
  const found = cellOf(event);
  if (!found || isControl(found)) return;
  if (found.row !== HEADER || found.target.closest(".dv-th,.dv-resize,.dv-rown")) {
    event.preventDefault();
  }
}

export function doublePressed(view: View, event: MouseEvent): void {
  const found = cellOf(event);
  if (!found || isControl(found)) return;
  const name = view.props.columns[found.col]?.name;
  if (found.row !== HEADER) {
    if (name !== undefined) view.props.onOpen?.(found.row);
  } else if (name !== undefined && found.target.closest(".dv-resize")) fitColumn(view, name);
}

export function menuAsked(view: View, event: MouseEvent): void {
  const found = cellOf(event);
  if (!found) return;
  const name = view.props.columns[found.col]?.name;
  if (found.row !== HEADER || name === undefined || isControl(found)) return;
  if (!view.props.onColumnMenu) return;
  event.preventDefault();
  event.stopPropagation();
  view.active = { row: HEADER, col: found.col };
  view.redraw();
  view.props.onColumnMenu(name, found.cell);
}
