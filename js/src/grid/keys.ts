// What keys do in the grid. A key that is taken goes no further: not to the page, not to the notebook.

import { moveColumn } from "./arranging";
import { copyRange, toggleAll, toggleRow } from "./choosing";
import { HEADER, NUMBERS, type View } from "./view";

const RESIZE_STEP = 16;

function step(view: View, event: KeyboardEvent): boolean {
  const { row, col } = view.active;
  const { shiftKey } = event;
  const isFar = event.ctrlKey || event.metaKey;
  const page = Math.max(1, Math.floor(view.axis.view / view.axis.rowHeight) - 1);
  const lastRow = view.total - 1;
  const lastCol = view.props.columns.length - 1;
  const to: Record<string, [number, number]> = {
    ArrowUp: [isFar ? 0 : row - 1, col],
    ArrowDown: [isFar ? lastRow : row + 1, col],
    ArrowLeft: [row, isFar ? 0 : col - 1],
    ArrowRight: [row, isFar ? lastCol : col + 1],
    Home: [isFar ? 0 : row, 0],
    End: [isFar ? lastRow : row, lastCol],
    PageUp: [row === HEADER ? row : Math.max(0, row - page), col],
    PageDown: [row + page, col],
  };
  const found = to[event.key];
  if (!found || event.altKey) return false;
  view.moveTo(found[0], found[1], shiftKey && row !== HEADER);
  return true;
}

function onColumn(view: View, event: KeyboardEvent): boolean {
  const place = view.columns.placed[view.active.col];
  if (!place) return false;
  const { name } = place.column;
  const isLeft = event.key === "ArrowLeft";
  if (!isLeft && event.key !== "ArrowRight") return false;
  if (event.altKey && !event.ctrlKey) {
    view.said = `${name}, ${place.width + (isLeft ? -RESIZE_STEP : RESIZE_STEP)} pixels wide`;
    view.setWidth(name, place.width + (isLeft ? -RESIZE_STEP : RESIZE_STEP), true);
    return true;
  }
  if (!event.shiftKey || !(event.ctrlKey || event.metaKey)) return false;
  return moveColumn(view, place.at, place.at + (isLeft ? -1 : 1));
}

function inHeader(view: View, event: KeyboardEvent): boolean {
  const { col } = view.active;
  const cell = view.activeCell();
  const name = view.props.columns[col]?.name;
  if (col === NUMBERS || name === undefined || !cell) {
    if (event.key !== " " && event.key !== "Enter") return false;
    toggleAll(view);
    return true;
  }
  switch (event.key) {
    case "Enter":
    case " ":
    case "s":
    case "S":
      view.props.onSort?.(name, event.shiftKey);
      return true;
    case "f":
    case "ContextMenu":
      view.props.onColumnMenu?.(name, cell);
      return true;
    case "ArrowDown":
      if (!event.altKey) return false;
      view.props.onColumnMenu?.(name, cell);
      return true;
    case "F10":
      if (event.shiftKey) view.props.onColumnMenu?.(name, cell);
      return event.shiftKey;
    case "F2":
      cell.querySelector<HTMLElement>("input,button,select,[tabindex]")?.focus();
      return true;
    default:
      return false;
  }
}

function openCell(view: View, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey) view.activeCell()?.querySelector("a")?.click();
  else view.props.onOpen?.(view.active.row);
}

function inRows(view: View, event: KeyboardEvent): boolean {
  const { row, col } = view.active;
  const name = view.props.columns[col]?.name;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  switch (event.key) {
    case "Enter":
      openCell(view, event);
      return true;
    case " ":
      toggleRow(view, row, event.shiftKey);
      return true;
    case "f":
    case "F":
      if (isPlain && name !== undefined) view.props.onFilterBy?.(row, name);
      return isPlain;
    case "s":
    case "S":
      if (isPlain && name !== undefined) view.props.onSort?.(name, event.shiftKey);
      return isPlain;
    case "c":
      if (event.ctrlKey || event.metaKey) copyRange(view);
      return event.ctrlKey || event.metaKey;
    default:
      return false;
  }
}

/** Esc gives up the range first, and then leads out to the grid's own place. */
function leave(view: View): boolean {
  if (view.anchor) {
    view.anchor = null;
    view.redraw();
  } else {
    view.hasFocus = false;
    view.root?.focus({ preventScroll: true });
  }
  return true;
}

function isTaken(view: View, event: KeyboardEvent): boolean {
  // A row that is open beside the grid is closed first, by its owner.
  if (event.key === "Escape") return view.props.openRow == null && leave(view);
  if (onColumn(view, event)) return true;
  const isHeader = view.active.row === HEADER;
  if (isHeader ? inHeader(view, event) : inRows(view, event)) return true;
  return step(view, event);
}

export function keyed(view: View, event: KeyboardEvent): void {
  const cell = view.activeCell();
  const target = event.target as HTMLElement;
  if (!cell || event.isComposing) return;
  if (target !== cell) {
    // Keys inside a header's own controls are theirs; Esc leads back to the cell.
    if (event.key !== "Escape" || event.defaultPrevented || !cell.contains(target)) return;
    cell.focus();
  } else if (!isTaken(view, event)) return;
  event.preventDefault();
  event.stopPropagation();
}
