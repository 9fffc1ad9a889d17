// A popover: a small place to work in, beside what opened it.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type Anchor, FOCUSABLE, focused, Layer } from "./layer";

/** Not modal. The focus goes to `autoFocus` or the first control; Escape gives it back. */
export function Popover(props: {
  anchor: Anchor;
  label: string;
  onClose: () => void;
  children: ComponentChildren;
  width?: number;
  class?: string;
}) {
  const { width } = props;
  const layer = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const own = layer.current;
    if (!own || own.contains(focused(own))) return;
    (own.querySelector<HTMLElement>(FOCUSABLE) ?? own).focus({ preventScroll: true });
  }, []);
  return (
    <Layer
      elementRef={layer}
      class={`dv-pop ${props.class ?? ""}`}
      role="dialog"
      aria-label={props.label}
      anchor={props.anchor}
      onClose={props.onClose}
      width={width}
    >
      {props.children}
    </Layer>
  );
}
