// The whole of a text that its cell cuts, once the keyboard rests on it.

import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { View } from "./view";

/** Passing by with the arrows shows nothing. */
const REST = 400;
/** Below a cell there has to be room for so much, else it goes above. */
const ROOM = 96;

interface Peeked {
  text: string;
  style: string;
}

function peekAt(view: View): Peeked | null {
  const cell = view.activeCell();
  const box = view.root?.getBoundingClientRect();
  if (!cell?.matches(":focus-visible") || !box || view.active.row < 0) return null;
  // Small letters on the line make it a pixel higher: nothing is cut by that.
  const isLow = cell.scrollHeight <= cell.clientHeight + 2;
  if (isLow && cell.scrollWidth <= cell.clientWidth) return null;
  const at = cell.getBoundingClientRect();
  const left = Math.max(0, Math.min(at.left - box.left, box.width - 288));
  const y =
    box.bottom - at.bottom > ROOM
      ? `top:${at.bottom - box.top + 2}px`
      : `bottom:${box.bottom - at.top + 2}px`;
  return { text: cell.textContent ?? "", style: `left:${left}px;${y}` };
}

export function Peek(props: {
  view: View;
  row: number;
  col: number;
  top: number;
  left: number;
  /** What is in the cell: it may change under the eyes. */
  value: unknown;
}): VNode | null {
  const { view, row, col, top, left, value } = props;
  const [shown, show] = useState<Peeked | null>(null);
  useEffect(() => {
    const hide = () => show(null);
    const timer = setTimeout(() => show(peekAt(view)), REST);
    const { root } = view;
    root?.addEventListener("focusout", hide);
    return () => {
      clearTimeout(timer);
      root?.removeEventListener("focusout", hide);
      hide();
    };
  }, [view, row, col, top, left, value]);
  return (
    shown && (
      <span class="dv-peek" style={shown.style} aria-hidden="true">
        {shown.text}
      </span>
    )
  );
}
