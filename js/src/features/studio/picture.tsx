// The drawn chart: made by the kernel as SVG, put in as elements that were looked through.

import { useLayoutEffect, useRef, useState } from "preact/hooks";

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
  lines: readonly (readonly [string, string])[];
  x: number;
  y: number;
}

/** "species: Adelie; Count of rows: 152" as lines; a value may hold a colon, a name may too. */
export const linesOf = (label: string): (readonly [string, string])[] =>
  label.split("; ").map((line) => {
    const at = line.indexOf(": ");
    return at < 0 ? ["", line] : [line.slice(0, at), line.slice(at + 2)];
  });

const MARK =
  "[role=graphics-symbol][aria-label]:not([aria-roledescription=axis], [aria-roledescription=legend])";

export function Picture(props: { svg: string; summary: string; isStale: boolean }) {
  const { svg, summary } = props;
  const place = useRef<HTMLDivElement>(null);
  const [tip, setTip] = useState<Tip | null>(null);
  useLayoutEffect(() => {
    const made = elementOf(svg);
    if (!made || !place.current) return;
    made.setAttribute("role", "img");
    made.setAttribute("aria-label", summary);
    made.removeAttribute("height");
    made.setAttribute("style", `width:${made.getAttribute("width")}px`);
    made.removeAttribute("width");
    place.current.replaceChildren(made);
    setTip(null);
  }, [svg, summary]);
  const point = (event: PointerEvent) => {
    const mark = (event.target as Element).closest(MARK);
    const box = place.current?.getBoundingClientRect();
    if (!mark || !box) return setTip(null);
    const lines = linesOf(mark.getAttribute("aria-label") ?? "");
    setTip({ lines, x: event.clientX - box.left, y: event.clientY - box.top });
  };
  return (
    <div class={`dv-chart ${props.isStale ? "is-stale" : ""}`}>
      <div ref={place} onPointerMove={point} onPointerLeave={() => setTip(null)} />
      {tip && (
        <dl class="dv-chart-tip" style={{ left: `${tip.x + 12}px`, top: `${tip.y + 12}px` }}>
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
