// Tooltips: after half a second under the pointer, at once under the focus.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useEvent } from "./hooks";
import { Layer } from "./layer";

const WAIT = 500;

/** The handlers that show a tooltip on an element, and the tooltip to draw inside it. */
export function useTip(text: string | undefined, keys?: string) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const timer = useRef(0);
  const soon = (wait: number, element: HTMLElement | null) => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setAnchor(element), wait);
  };
  const hide = useEvent(() => {
    clearTimeout(timer.current);
    setAnchor(null);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const on = {
    onPointerEnter: (event: PointerEvent) => {
      if (event.pointerType !== "touch") soon(WAIT, event.currentTarget as HTMLElement);
    },
    // The pointer may go over to the tooltip to read it.
    onPointerLeave: () => soon(100, null),
    onPointerDown: hide,
    onFocusIn: (event: FocusEvent) => {
      const isByKey = (event.target as HTMLElement).matches(":focus-visible");
      if (isByKey) setAnchor(event.currentTarget as HTMLElement);
    },
    onFocusOut: hide,
  };
  const tip = anchor && text && (
    <Layer
      isTip
      class="dv-tip"
      aria-hidden="true"
      anchor={anchor}
      onClose={hide}
      onPointerEnter={() => clearTimeout(timer.current)}
    >
      {text}
      {keys && <span>{keys}</span>}
    </Layer>
  );
  return { on, tip };
}

/** Anything with a tooltip. It must not hold the only copy of a fact: touch never sees it. */
export function WithTip(props: { text?: string; children: ComponentChildren; class?: string }) {
  const { on, tip } = useTip(props.text);
  return (
    <span class={`dv-tipped ${props.class ?? ""}`} {...on}>
      {props.children}
      {tip}
    </span>
  );
}
