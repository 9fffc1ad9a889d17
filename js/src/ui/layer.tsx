// A layer over the view: placed beside its anchor, inside the view's root, above everything.

import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useLatest } from "./hooks";

export type Anchor = HTMLElement | { x: number; y: number };
export type Side = "below" | "right" | "above";
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const EDGE = 8;
const clamp = (n: number, low: number, high: number) => Math.max(low, Math.min(n, high));

/** Where a layer of this size goes: on its side of the anchor, on the other where room is wanting. */
export function spot(at: Box, width: number, height: number, bounds: Box, side: Side) {
  const over = at.top - bounds.top;
  const under = bounds.bottom - at.bottom;
  if (side === "right") {
    const isRight = at.right + width <= bounds.right || at.left - width < bounds.left;
    const left = isRight ? at.right : at.left - width;
    return {
      left: clamp(left, bounds.left, bounds.right - width),
      top: clamp(at.top - 5, bounds.top, bounds.bottom - height),
      room: bounds.bottom - bounds.top,
    };
  }
  const need = height + 4;
  const isAbove = side === "above" ? need <= over || over > under : need > under && over > under;
  return {
    left: clamp(at.left, bounds.left, bounds.right - width),
    top: isAbove ? Math.max(bounds.top, at.top - need) : at.bottom + 4,
    room: (isAbove ? over : under) - 4,
  };
}

const boxOf = (anchor: Anchor): Box =>
  anchor instanceof Element
    ? anchor.getBoundingClientRect()
    : { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };

/** The window, and across it the view where the layer fits in there. */
function boundsFor(layer: HTMLElement, width: number): Box {
  const whole = document.documentElement;
  const root = layer.closest(".dv")?.getBoundingClientRect();
  const isNarrow = !root || root.width < width + 2 * EDGE;
  return {
    left: Math.max(EDGE, isNarrow ? 0 : root.left + EDGE),
    right: Math.min(whole.clientWidth - EDGE, isNarrow ? Infinity : root.right - EDGE),
    top: EDGE,
    bottom: whole.clientHeight - EDGE,
  };
}

function place(layer: HTMLElement, anchor: Anchor, side: Side) {
  const style = layer.style;
  style.maxHeight = "";
  // Without the top layer a transformed or contained ancestor may be what "fixed" counts from.
  let from = { left: 0, top: 0 };
  if (!hasTop) {
    style.animation = "none";
    style.left = style.top = "0";
    from = layer.getBoundingClientRect();
  }
  const { offsetWidth, offsetHeight } = layer;
  const at = spot(boxOf(anchor), offsetWidth, offsetHeight, boundsFor(layer, offsetWidth), side);
  style.left = `${at.left - from.left}px`;
  style.top = `${at.top - from.top}px`;
  if (offsetHeight > at.room) style.maxHeight = `${Math.max(at.room, 80)}px`;
}

const hasTop = typeof HTMLElement === "function" && "showPopover" in HTMLElement.prototype;

/** The element with focus, in the page or in the shadow tree the view stands in. */
export const focused = (near: Element): HTMLElement | null =>
  (near.getRootNode() as Document | ShadowRoot).activeElement as HTMLElement | null;

export const FOCUSABLE =
  'a[href], button:not([tabindex="-1"]), input:not([disabled]), select, textarea, [tabindex="0"]';

interface LayerProps {
  anchor: Anchor;
  onClose: () => void;
  children: ComponentChildren;
  class: string;
  side?: Side;
  /** A tooltip: it takes no focus and keeps no key from the view. */
  isTip?: boolean;
  /** In pixels; or at least as wide as the anchor. */
  width?: number;
  isAsWide?: boolean;
  elementRef?: RefObject<HTMLDivElement | null>;
  onKeyDown?: (event: KeyboardEvent) => void;
  [attribute: `aria-${string}`]: string | undefined;
  role?: "dialog" | "tooltip";
  onPointerEnter?: () => void;
  onPointerLeave?: () => void;
}

/** Close on Escape and on a press elsewhere, follow the anchor, give the focus back at the end. */
function useLayer(own: RefObject<HTMLDivElement | null>, props: LayerProps) {
  const now = useLatest(props);
  useLayoutEffect(() => {
    const layer = own.current as HTMLDivElement;
    const back = focused(layer);
    const isInside = (event: Event) => event.composedPath().includes(layer);
    let seen = "";
    const follow = (event?: Event) => {
      if (event && isInside(event)) return;
      const { anchor, side = "below", onClose } = now.current;
      if (anchor instanceof Element && !anchor.isConnected) onClose();
      else place(layer, anchor, side);
      seen = JSON.stringify(boxOf(anchor));
    };
    // Scrolling was heard of before the frame: what else moved the anchor came in above it.
    let frame = 0;
    const watch = () => {
      frame = requestAnimationFrame(watch);
      const { anchor, isTip } = now.current;
      if (JSON.stringify(boxOf(anchor)) === seen) return;
      if (!isTip && anchor instanceof Element) anchor.scrollIntoView({ block: "nearest" });
      follow();
    };
    const press = (event: Event) => {
      const { anchor, onClose } = now.current;
      const isAnchor = anchor instanceof Element && event.composedPath().includes(anchor);
      if (!isInside(event) && !isAnchor) onClose();
    };
    const leave = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || isInside(event)) return;
      if (!now.current.isTip) event.stopPropagation();
      now.current.onClose();
    };
    if (hasTop) layer.showPopover();
    follow();
    watch();
    const listening = new AbortController();
    const options = { capture: true, signal: listening.signal };
    window.addEventListener("scroll", follow, { ...options, passive: true });
    window.addEventListener("resize", follow, options);
    document.addEventListener("pointerdown", press, options);
    document.addEventListener("keydown", leave, options);
    if (!now.current.isTip) layer.querySelector<HTMLElement>("[data-focus]")?.focus();
    return () => {
      cancelAnimationFrame(frame);
      listening.abort();
      if (layer.contains(focused(layer))) back?.focus({ preventScroll: true });
    };
  }, [own, now]);
  useLayoutEffect(() => {
    if (own.current) size(own.current, props);
    if (own.current) place(own.current, props.anchor, props.side ?? "below");
  });
}

function size({ style }: HTMLElement, { width, isAsWide, anchor }: LayerProps) {
  if (width) style.width = `${width}px`;
  if (isAsWide) style.minWidth = `${(anchor as HTMLElement).offsetWidth}px`;
}

const stay = (event: Event) => event.stopPropagation();

/**
 * The base of menus, popovers, lists and tooltips. It stands where it is written, so theme and
 * context reach it, and lies in the browser's top layer, so no frame clips it. What happens in
 * it does not reach the row or cell it was opened from.
 */
export function Layer(props: LayerProps) {
  const mine = useRef<HTMLDivElement>(null);
  const own = props.elementRef ?? mine;
  const { anchor, onClose, side, isTip, elementRef, onKeyDown, class: name, ...others } = props;
  const { width, isAsWide, ...rest } = others;
  useLayer(own, props);
  const keys = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      onClose();
    } else onKeyDown?.(event);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the handlers only keep events inside
    <div
      {...rest}
      ref={own}
      popover={hasTop ? "manual" : undefined}
      class={`dv-layer ${name}`}
      tabIndex={isTip ? undefined : -1}
      onKeyDown={keys}
      onClick={stay}
      onDblClick={stay}
      onPointerDown={stay}
      onMouseDown={stay}
      onContextMenu={stay}
    />
  );
}
