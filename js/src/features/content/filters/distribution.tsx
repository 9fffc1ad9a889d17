// biome-ignore-all lint/a11y/useSemanticElements: a picture with handles is no fieldset
// The distribution of a column with two handles: a stretch of bars is chosen by pointer or keys.

import { useRef } from "preact/hooks";
import type { Kind } from "../../../grid";
import type { Bin } from "../../../protocol/operations";
import { shortly } from "../summaries";
import { bound, place, stretch } from "./bars";

const WIDTH = 232;
const LEFT = 6;
const ROOM = WIDTH - 2 * LEFT;
const BASE = 60;
const TALLEST = 54;
const NEAR = 10;

interface DistributionProps {
  bins: readonly Bin[];
  kind: Kind;
  label: string;
  from: string;
  to: string;
  onChange: (from: string, to: string) => void;
}

/** Where a bound lies on the picture. */
function xOf(bins: readonly Bin[], value: string, kind: Kind, isEnd: boolean): number {
  const n = bins.length;
  if (!value) return isEnd ? LEFT + ROOM : LEFT;
  const v = place(value, kind);
  let at = bins.findIndex(
    (bin, i) => v < place(bin.high, kind) || i === n - 1 || bin.low === value,
  );
  if (at < 0) at = n - 1;
  const bin = bins[at] as Bin;
  const [low, high] = [place(bin.low, kind), place(bin.high, kind)];
  const share = high > low ? (v - low) / (high - low) : isEnd ? 1 : 0;
  return LEFT + (ROOM / n) * (at + Math.max(0, Math.min(share, 1)));
}

/** What pointer and keys do with the stretch. */
function useBrush(props: DistributionProps) {
  const { bins, kind } = props;
  const svg = useRef<SVGSVGElement>(null);
  const fixed = useRef<number | null>(null);
  const now = stretch(bins, props.from, props.to, kind) ?? { first: 0, last: bins.length - 1 };
  const set = (a: number, b: number) => {
    const { from, to } = bound(bins, Math.min(a, b), Math.max(a, b), kind);
    props.onChange(from, to);
  };
  const x = (event: PointerEvent): number => {
    const box = svg.current?.getBoundingClientRect();
    return box ? ((event.clientX - box.left) / box.width) * WIDTH : 0;
  };
  const bar = (at: number): number =>
    Math.max(0, Math.min(bins.length - 1, Math.floor(((at - LEFT) / ROOM) * bins.length)));
  const down = (event: PointerEvent) => {
    const at = x(event);
    svg.current?.setPointerCapture(event.pointerId);
    const isAt = (value: string, isEnd: boolean) =>
      Math.abs(at - xOf(bins, value, kind, isEnd)) < NEAR;
    if (isAt(props.from, false)) fixed.current = now.last;
    else if (isAt(props.to, true)) fixed.current = now.first;
    else {
      fixed.current = bar(at);
      set(fixed.current, fixed.current);
    }
  };
  const move = (event: PointerEvent) => {
    if (fixed.current !== null) set(fixed.current, bar(x(event)));
  };
  const up = () => {
    fixed.current = null;
  };
  const step = (event: KeyboardEvent, isEnd: boolean) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key] ?? 0;
    const at = isEnd ? now.last : now.first;
    let next = at + by;
    if (event.key === "Home") next = isEnd ? now.first : 0;
    if (event.key === "End") next = isEnd ? bins.length - 1 : now.last;
    if (next === at) return;
    event.preventDefault();
    const [low, high] = isEnd ? [now.first, bins.length - 1] : [0, now.last];
    next = Math.max(low, Math.min(next, high));
    if (isEnd) set(now.first, next);
    else set(next, now.last);
  };
  return { svg, now, down, move, up, step };
}

export function Distribution(props: DistributionProps) {
  const { bins, kind, label } = props;
  const { svg, now, down, move, up, step } = useBrush(props);
  const tallest = Math.max(1, ...bins.map((bin) => bin.count));
  const wide = ROOM / bins.length;
  const low = bins[0]?.low ?? "";
  const high = bins[bins.length - 1]?.high ?? "";
  const words = shortly(kind, low, high);
  const handle = (value: string, isEnd: boolean) => {
    const x = xOf(bins, value, kind, isEnd);
    const place = words(value || (isEnd ? high : low));
    return (
      <g
        role="slider"
        tabindex={0}
        class="dv-grip"
        aria-label={`${label}, ${isEnd ? "to" : "from"}`}
        aria-valuemin={0}
        aria-valuemax={bins.length - 1}
        aria-valuenow={isEnd ? now.last : now.first}
        aria-valuetext={place}
        onKeyDown={(event) => step(event, isEnd)}
      >
        <path d={`M${x} 4V66`} />
        <rect x={x - 4} y={BASE} width={8} height={12} rx={2} />
        {value && x > 44 && x < WIDTH - 44 && (
          <text x={x} y={86} text-anchor="middle" class="dv-ax">
            {place}
          </text>
        )}
      </g>
    );
  };
  return (
    <svg
      ref={svg}
      class="dv-brush"
      viewBox={`0 0 ${WIDTH} 88`}
      role="group"
      aria-label={`Distribution of ${label}`}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
    >
      <rect width={WIDTH} height={BASE + 12} fill="transparent" />
      {bins.map((bin, at) => {
        const tall = bin.count ? Math.max(1, (bin.count / tallest) * TALLEST) : 0;
        const x = LEFT + wide * at;
        const isIn = at >= now.first && at <= now.last;
        const fill = `var(--dv-${isIn && (props.from || props.to) ? "accent" : "mark"})`;
        const wideness = Math.max(0.5, wide - (wide > 4 ? 1 : 0));
        return <rect x={x} y={BASE - tall} width={wideness} height={tall} fill={fill} />;
      })}
      <path d={`M${LEFT} ${BASE + 0.5}H${WIDTH - LEFT}`} stroke="var(--dv-line-3)" />
      <text x={LEFT} y={86} class="dv-ax">
        {words(low)}
      </text>
      <text x={WIDTH - LEFT} y={86} text-anchor="end" class="dv-ax">
        {words(high)}
      </text>
      {handle(props.from, false)}
      {handle(props.to, true)}
    </svg>
  );
}
