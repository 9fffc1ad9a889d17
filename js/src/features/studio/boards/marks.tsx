// A chart of a dashboard: marks that are pressed, and an axis that a range is drawn on.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { BoardDrawing, Brush } from "../../../protocol/operations";
import { useEvent } from "../../../ui";
import { elementOf, linesOf } from "../picture";
import { brushed, isLit, type Picked, selects, shareOf } from "./selection";

const MARK = "[data-index]";
const SVG = "http://www.w3.org/2000/svg";
/** Beyond that many, arrows would walk for ever: a list of values stands for them. */
const MOST_STOPS = 200;
/** So many pixels a pointer moves before it draws a range. */
const SLACK = 4;

export interface MarksProps {
  drawing: BoardDrawing;
  /** What is picked here. */
  own: readonly Picked[];
  isStale: boolean;
  isFrozen: boolean;
  onPick: (pick: Picked, isMore: boolean) => void;
}

/** One mark for each value, in their order. */
function stopsOf(svg: Element): Element[] {
  const seen = new Set<string>();
  return [...svg.querySelectorAll(MARK)].filter((mark) => {
    const at = mark.getAttribute("data-index") ?? "";
    return !seen.has(at) && seen.add(at);
  });
}

/** Let the picture be read as a picture, or as a group of marks that can be pressed. */
function prepare(svg: SVGElement, drawing: BoardDrawing, isFrozen: boolean): Element[] {
  const stops = stopsOf(svg);
  const isWalked = !isFrozen && stops.length > 0 && stops.length <= MOST_STOPS;
  svg.setAttribute("role", isWalked ? "group" : "img");
  svg.setAttribute("aria-label", drawing.summary);
  svg.setAttribute("style", `width:${svg.getAttribute("width")}px`);
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  for (const each of svg.querySelectorAll("[aria-label]")) {
    each.setAttribute("data-words", each.getAttribute("aria-label") ?? "");
  }
  if (!isWalked) return [];
  for (const each of svg.querySelectorAll("[role]")) {
    for (const name of ["role", "aria-roledescription", "aria-label"]) each.removeAttribute(name);
  }
  for (const [at, mark] of stops.entries()) {
    mark.setAttribute("role", "button");
    mark.setAttribute("tabindex", at === 0 ? "0" : "-1");
    const words = mark.getAttribute("data-words") ?? mark.getAttribute("data-legend") ?? "";
    mark.setAttribute("aria-label", words);
  }
  return stops;
}

const activeIn = (place: Element) => {
  const active = (place.getRootNode() as Document | ShadowRoot).activeElement;
  return active && place.contains(active) ? active : null;
};

/** The plots of a picture: one, or one for each facet. */
const framesIn = (svg: Element | null | undefined) => [
  ...(svg?.querySelectorAll<SVGGraphicsElement>("[data-frame]") ?? []),
];

/** The rectangle of a range, in each plot, since their axes are the same. */
function showSpan(svg: Element, brush: Brush | null | undefined, own: readonly Picked[]) {
  for (const each of svg.querySelectorAll("[data-span]")) each.remove();
  const span = own.find((each) => each.span)?.span;
  if (!span || !brush) return;
  const [from, to] = span.map((place) => shareOf(brush, place)) as [number, number];
  for (const frame of framesIn(svg)) drawSpan(frame, from, to);
}

function drawSpan(frame: SVGGraphicsElement, from: number, to: number) {
  const { x, y, width, height } = frame.getBBox();
  const parent = frame.parentElement;
  const known = parent?.querySelector("[data-span]");
  const rect = known ?? document.createElementNS(SVG, "rect");
  const facts = { x: x + width * from, y, width: width * (to - from), height };
  for (const [name, value] of Object.entries(facts)) rect.setAttribute(name, `${value}`);
  rect.setAttribute("data-span", "");
  if (!known) frame.after(rect);
}

/** The picture in its place; the focus stays with its value when it is drawn anew. */
function usePicture(props: MarksProps, place: { current: HTMLDivElement | null }) {
  const { drawing, own, isFrozen } = props;
  const { svg } = drawing;
  const last = useRef<BoardDrawing | null>(null);
  useLayoutEffect(() => {
    const box = place.current;
    const made = elementOf(svg);
    if (!box || !made) return;
    const active = activeIn(box);
    const was = active && last.current && selects(last.current, active)?.words;
    const stops = prepare(made, drawing, isFrozen);
    box.replaceChildren(made);
    last.current = drawing;
    if (!active) return;
    const same = stops.find((stop) => selects(drawing, stop)?.words === was) ?? stops[0];
    if (same) goTo(stops, same);
    else (box.closest("[data-tile]")?.querySelector("button") as HTMLElement | null)?.focus();
  }, [svg, isFrozen]);
  useLayoutEffect(() => {
    const picture = place.current?.querySelector("svg");
    if (!picture) return;
    const marks = own.filter((each) => !each.span);
    picture.classList.toggle("has-picked", marks.length > 0);
    for (const mark of picture.querySelectorAll(MARK)) {
      const pick = selects(drawing, mark);
      const isOn = pick !== undefined && isLit(pick, marks);
      mark.classList.toggle("is-picked", isOn);
      if (mark.getAttribute("role") === "button") mark.setAttribute("aria-pressed", `${isOn}`);
    }
    showSpan(picture, drawing.brush, own);
  }, [svg, own, isFrozen]);
}

function goTo(stops: readonly Element[], mark: Element) {
  for (const each of stops) each.setAttribute("tabindex", each === mark ? "0" : "-1");
  (mark as SVGElement).focus({ preventScroll: true });
}

/** Arrows walk from mark to mark, Enter and Space press. */
function useKeys(props: MarksProps, place: { current: HTMLDivElement | null }) {
  return (event: KeyboardEvent) => {
    const mark = (event.target as Element).closest(MARK);
    const svg = place.current?.querySelector("svg");
    if (!mark || !svg || event.ctrlKey || event.metaKey || event.altKey) return;
    const stops = stopsOf(svg);
    const at = stops.indexOf(mark);
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: stops.length - 1,
    };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const to = stops[Math.min(Math.max(next, 0), stops.length - 1)];
      if (to) goTo(stops, to);
      return;
    }
    const pick = selects(props.drawing, mark);
    if ((event.key !== "Enter" && event.key !== " ") || !pick) return;
    event.preventDefault();
    event.stopPropagation();
    props.onPick(pick, event.shiftKey);
  };
}

/** A range drawn on the plot; a press that doesn't move is one on a mark. */
function useBrush(props: MarksProps, place: { current: HTMLDivElement | null }) {
  const { drawing } = props;
  const begun = useRef<{ x: number; plot: number; isDrawn: boolean } | null>(null);
  // By its number: the picture may be drawn anew under the pointer.
  const framesOf = () => framesIn(place.current);
  const shareAt = (clientX: number) => {
    const box = framesOf()[begun.current?.plot ?? 0]?.getBoundingClientRect();
    return box ? Math.min(1, Math.max(0, (clientX - box.left) / box.width)) : 0;
  };
  const onPointerDown = (event: PointerEvent) => {
    begun.current = null;
    if (!drawing.brush || event.button !== 0 || props.isFrozen) return;
    const { clientX: x, clientY: y } = event;
    const plot = framesOf().findIndex((frame) => {
      const box = frame.getBoundingClientRect();
      return x >= box.left - 1 && x <= box.right + 1 && y >= box.top && y <= box.bottom;
    });
    if (plot >= 0) begun.current = { x, plot, isDrawn: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    const start = begun.current;
    if (!start) return;
    if (!start.isDrawn && Math.abs(event.clientX - start.x) <= SLACK) return;
    start.isDrawn = true;
    place.current?.setPointerCapture(event.pointerId);
    const ends = [shareAt(start.x), shareAt(event.clientX)] as const;
    for (const frame of framesOf()) drawSpan(frame, Math.min(...ends), Math.max(...ends));
  };
  const onPointerUp = (event: PointerEvent) => {
    const start = begun.current;
    const svg = place.current?.querySelector("svg");
    if (!start?.isDrawn || !drawing.brush || !svg) return;
    const pick = brushed(drawing.brush, shareAt(start.x), shareAt(event.clientX));
    if (pick) props.onPick(pick, false);
    else showSpan(svg, drawing.brush, props.own);
  };
  const onPointerCancel = () => {
    const svg = place.current?.querySelector("svg");
    if (begun.current?.isDrawn && svg) showSpan(svg, drawing.brush, props.own);
    begun.current = null;
  };
  const wasDrawn = () => begun.current?.isDrawn === true;
  const end = () => {
    begun.current = null;
  };
  return {
    end,
    on: { onPointerDown, onPointerUp, onPointerCancel },
    move: onPointerMove,
    wasDrawn,
  };
}

interface Tip {
  lines: ReturnType<typeof linesOf>;
  style: Partial<Record<"left" | "right" | "top" | "bottom", string>>;
}

/** Beside the pointer, on the side where there is more room. */
function styleAt(box: DOMRect, event: PointerEvent): Tip["style"] {
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  return {
    ...(x > box.width / 2 ? { right: `${box.width - x + 12}px` } : { left: `${x + 12}px` }),
    ...(y > box.height / 2 ? { bottom: `${box.height - y + 12}px` } : { top: `${y + 12}px` }),
  };
}

function useTip(place: { current: HTMLDivElement | null }) {
  const [tip, setTip] = useState<Tip | null>(null);
  const point = (event: PointerEvent) => {
    const mark = (event.target as Element).closest("[data-words]");
    const box = place.current?.getBoundingClientRect();
    const words = mark?.getAttribute("data-words") ?? "";
    if (!box || !words.includes(": ")) return setTip(null);
    setTip({ lines: linesOf(words), style: styleAt(box, event) });
  };
  return { tip, point, hide: () => setTip(null) };
}

export function Marks(props: MarksProps) {
  const place = useRef<HTMLDivElement>(null);
  usePicture(props, place);
  const keys = useKeys(props, place);
  const brush = useBrush(props, place);
  const { tip, point, hide } = useTip(place);
  const hideTip = useEvent(hide);
  useEffect(() => hideTip(), [props.drawing]);
  const press = (event: MouseEvent) => {
    if (brush.wasDrawn() || props.isFrozen) return brush.end();
    const mark = (event.target as Element).closest(MARK);
    const pick = mark && selects(props.drawing, mark);
    if (pick) props.onPick(pick, event.shiftKey);
  };
  return (
    <div class={`dv-chart dv-marks ${props.isStale ? "is-stale" : ""}`}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the marks inside are the buttons */}
      <div
        ref={place}
        class={props.drawing.brush && !props.isFrozen ? "has-brush" : ""}
        {...brush.on}
        onPointerMove={(event) => {
          brush.move(event);
          if (brush.wasDrawn()) hide();
          else point(event);
        }}
        onPointerLeave={hide}
        onClick={press}
        onKeyDown={keys}
      />
      {tip && (
        <dl class="dv-chart-tip" style={tip.style}>
          {tip.lines.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
