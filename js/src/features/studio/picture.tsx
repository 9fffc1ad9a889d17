// The drawn chart: by Vega in the page, once that is there; until then as the kernel's SVG.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Drawing as Answer } from "../../protocol/operations";
import { useEvent } from "../../ui";
import type { Draw, Drawing, TipLine } from "./live/types";

const REFUSED = "script, foreignObject, iframe, image, use, a, animate, set";

/** The picture as an element; nothing in it can run or fetch. */
export function elementOf(svg: string): SVGElement | null {
  const read = new DOMParser().parseFromString(svg, "image/svg+xml");
  const root = read.documentElement;
  if (root.nodeName !== "svg" || read.querySelector("parsererror")) return null;
  for (const each of root.querySelectorAll(REFUSED)) each.remove();
  for (const each of [root, ...root.querySelectorAll("*")]) {
    for (const { name, value } of [...each.attributes]) {
      const isClip = /^url\(#[\w-]+\)$/.test(value);
      if (/^on/i.test(name) || /href$/i.test(name) || (/url\(/i.test(value) && !isClip)) {
        each.removeAttribute(name);
      }
    }
  }
  return document.importNode(root, true) as unknown as SVGElement;
}

interface Tip {
  lines: readonly TipLine[];
  /** Of the pointer, and of the picture. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** "species: Adelie; Count of rows: 152" as lines; a value may hold a colon, a name may too. */
export const linesOf = (label: string): TipLine[] =>
  label.split("; ").map((line) => {
    const at = line.indexOf(": ");
    return at < 0 ? ["", line] : [line.slice(0, at), line.slice(at + 2)];
  });

const MARK =
  "[role=graphics-symbol][aria-label]:not([aria-roledescription=axis], [aria-roledescription=legend])";

/** Beside the pointer, on the side where there is more room. */
function TipBox({ lines, x, y, width, height }: Tip) {
  const across = x > width / 2 ? { right: `${width - x + 12}px` } : { left: `${x + 12}px` };
  const down = y > height / 2 ? { bottom: `${height - y + 12}px` } : { top: `${y + 12}px` };
  return (
    <dl class="dv-chart-tip" style={{ ...across, ...down }}>
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The kernel's SVG as an element of the width it was drawn for. */
function still(svg: string): SVGElement | null {
  const made = elementOf(svg);
  if (!made) return null;
  made.removeAttribute("height");
  made.setAttribute("style", `width:${made.getAttribute("width")}px`);
  made.removeAttribute("width");
  return made;
}

export interface PictureProps {
  drawing: Pick<Answer, "svg" | "summary" | "live">;
  isStale: boolean;
  /** What draws in the page; without it the kernel's SVG stands. */
  draw?: Draw;
  isDark?: boolean;
  /** So many pixels are there. */
  room?: number;
  /** It can't be drawn in the page: the kernel has to. */
  onFailed?: () => void;
  /** A mark was pressed: its row, by channel. */
  onPick?: (datum: Record<string, unknown>) => void;
}

/** Puts the picture into `place`; the one before stays until the next is drawn. */
function usePicture(
  props: PictureProps,
  place: { current: HTMLElement | null },
  onTip: (lines: readonly TipLine[] | null, at: MouseEvent | null) => void,
) {
  const { svg, summary, live } = props.drawing;
  const { draw, isDark, room = 0 } = props;
  const shown = useRef<Drawing | null>(null);
  const hearing = {
    tip: useEvent(onTip),
    pick: useEvent((datum: Record<string, unknown>) => props.onPick?.(datum)),
  };
  const follow = useEvent(() => {
    if (live?.widest && room) void shown.current?.fit(room, live.widest);
  });
  const put = useEvent((element: Element, drawing: Drawing | null) => {
    const picture = element.querySelector("svg") ?? element;
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", summary);
    place.current?.replaceChildren(element);
    shown.current?.close();
    shown.current = drawing;
    follow();
  });
  const putStill = useEvent(() => {
    const made = svg ? still(svg) : null;
    if (made) put(made, null);
    return made !== null;
  });
  const isLive = Boolean(draw && live);
  useLayoutEffect(() => {
    if (!isLive) putStill();
  }, [svg, summary, isLive]);
  useEffect(() => {
    if (!draw || !live) return;
    let isOver = false;
    const failed = () => {
      if (!isOver && !putStill()) props.onFailed?.();
    };
    const look = (isDark ? live.dark : live.light) as Record<string, unknown>;
    draw(look, live.values as Record<string, readonly unknown[]>, hearing)
      .then(async (made) => {
        if (live.widest) await made.fit(room, live.widest);
        if (isOver) made.close();
        else put(made.element, made);
      })
      .catch(failed);
    return () => {
      isOver = true;
    };
  }, [draw, live, isDark]);
  useEffect(follow, [room]);
  useEffect(() => () => shown.current?.close(), []);
  return { isStill: () => shown.current === null };
}

export function Picture(props: PictureProps) {
  const place = useRef<HTMLDivElement>(null);
  const [tip, setTip] = useState<Tip | null>(null);
  const tell = (lines: readonly TipLine[] | null, at: MouseEvent | null) => {
    const box = place.current?.getBoundingClientRect();
    // Vega also says that there is nothing to tell when it draws anew, without a pointer.
    if (!lines || !at || !box) return setTip(null);
    const { left, top, width, height } = box;
    setTip({ lines, x: at.clientX - left, y: at.clientY - top, width, height });
  };
  const { isStill } = usePicture(props, place, tell);
  useLayoutEffect(() => setTip(null), [props.drawing]);
  const point = (event: PointerEvent) => {
    if (!isStill()) return;
    const mark = (event.target as Element).closest(MARK);
    tell(mark && linesOf(mark.getAttribute("aria-label") ?? ""), event);
  };
  return (
    <div class={`dv-chart ${props.isStale ? "is-stale" : ""}`}>
      <div ref={place} onPointerMove={point} onPointerLeave={() => setTip(null)} />
      {tip && <TipBox {...tip} />}
    </div>
  );
}
