// Moving, pulling and fitting columns.

import { fittedWidth } from "./columns";
import type { View } from "./view";

/** Pixels a cell needs beside its contents: padding, border. */
const AROUND = 18;
/** A pointer that moved less than this has clicked. */
const CLICK = 4;
/** Near an edge a dragged column scrolls the others by. */
const EDGE = 40;

/** Put a column in another place; the owner reorders, the current cell goes along. */
export function moveColumn(view: View, from: number, to: number): boolean {
  const { columns, onReorder } = view.props;
  if (!onReorder || to < 0 || to >= columns.length || to === from) return onReorder !== undefined;
  const names = columns.map((column) => column.name);
  const [name] = names.splice(from, 1);
  if (name === undefined) return false;
  names.splice(to, 0, name);
  view.said = `${name} is column ${to + 1} of ${names.length}`;
  onReorder(names);
  view.reveal({ row: -1, col: to });
  view.redraw();
  return true;
}

/** Make a column as wide as its name and what is on screen of it. */
export function fitColumn(view: View, name: string): void {
  const place = view.columns.placed.find((each) => each.column.name === name);
  if (!place || !view.scroller) return;
  const range = document.createRange();
  let widest = 0;
  for (const cell of view.scroller.querySelectorAll(`[aria-colindex="${place.at + 2}"]`)) {
    const head = cell.querySelector("b");
    range.selectNodeContents(head ?? cell);
    const mark = cell.querySelector(".dv-sort")?.getBoundingClientRect().width ?? 0;
    const width = range.getBoundingClientRect().width + (head ? 22 + mark : 0);
    widest = Math.max(widest, width);
  }
  view.setWidth(name, fittedWidth(Math.ceil(widest) + AROUND), true);
}

/** Follow the pointer until it is let go. */
export function follow(
  event: PointerEvent,
  moved: (event: PointerEvent) => void,
  done: (event: PointerEvent, isKept: boolean) => void,
): void {
  const page = (event.target as HTMLElement).ownerDocument;
  const stop = (last: PointerEvent | KeyboardEvent) => {
    if (last instanceof KeyboardEvent && last.key !== "Escape") return;
    page.removeEventListener("pointermove", moved);
    page.removeEventListener("pointerup", stop);
    page.removeEventListener("pointercancel", stop);
    page.removeEventListener("keydown", stop, true);
    done(last instanceof PointerEvent ? last : event, last.type === "pointerup");
  };
  page.addEventListener("pointermove", moved);
  page.addEventListener("pointerup", stop);
  page.addEventListener("pointercancel", stop);
  page.addEventListener("keydown", stop, true);
}

/** Pull a column's border. */
export function resize(view: View, at: number, event: PointerEvent): void {
  const place = view.columns.placed[at];
  if (!place) return;
  const { name } = place.column;
  let width = place.width;
  follow(
    event,
    (now) => {
      width = place.width + now.clientX - event.clientX;
      view.setWidth(name, width, false);
    },
    (_last, isKept) => {
      if (width !== place.width) view.setWidth(name, isKept ? width : place.width, true);
    },
  );
}

/** The column under the pointer. */
function columnAt(view: View, x: number): number {
  const { scroller, columns } = view;
  const inside = x - (scroller?.getBoundingClientRect().left ?? 0);
  return columns.after(inside < columns.stays ? inside : inside + view.left);
}

/** Press on a name: it sorts when let go, or moves the column when dragged. */
export function pressName(view: View, at: number, event: PointerEvent): void {
  const name = view.props.columns[at]?.name;
  if (name === undefined) return;
  follow(
    event,
    (now) => {
      if (!view.props.onReorder) return;
      if (!view.drag && Math.abs(now.clientX - event.clientX) < CLICK) return;
      scrollNear(view, now.clientX);
      view.drag = { from: at, to: columnAt(view, now.clientX) };
      view.redraw();
    },
    (_last, isKept) => {
      const { drag } = view;
      view.drag = null;
      if (drag) {
        if (isKept) moveColumn(view, at, drag.to);
        view.redraw();
      } else if (isKept) view.props.onSort?.(name, event.shiftKey);
    },
  );
}

function scrollNear(view: View, x: number): void {
  const { scroller } = view;
  if (!scroller) return;
  const box = scroller.getBoundingClientRect();
  if (x > box.right - EDGE) scroller.scrollLeft += 16;
  else if (x < box.left + view.columns.stays + EDGE) scroller.scrollLeft -= 16;
}
