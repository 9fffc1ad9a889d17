// The picture and the caption under a column's name.

import { Fragment } from "preact";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { GridColumn } from "../../grid";
import type { Bin, Summary, ValueCount } from "../../protocol/operations";
import { count, Skeleton, WithTip } from "../../ui";
import { bound } from "./filters/bars";
import { caption, isCategory, type Summaries } from "./summaries";
import { type Condition, ranged } from "./tree";
import { valueWords } from "./words";

interface HeaderProps {
  column: GridColumn;
  summaries: Summaries;
  /** Whether a filter is on: accent marks what it keeps. */
  isFiltered: boolean;
  /** Absent in a saved copy. */
  onFilter?: (condition: Condition) => void;
  isAlive: boolean;
}

/** Drawn again whenever a summary arrives, without the grid around it. */
export function Header(props: HeaderProps) {
  const { column, summaries } = props;
  const [, redraw] = useReducer((n: number, _: unknown) => n + 1, 0);
  useEffect(() => summaries.onChange(() => redraw(undefined)), [summaries]);
  const known = summaries.of(column.name);
  if (known?.refused) {
    return (
      <WithTip text={known.refused} class="dv-sum dv-3">
        <span role="img" aria-label={`No summary. ${known.refused}`}>
          –
        </span>
      </WithTip>
    );
  }
  if (!known?.summary) {
    return (
      <span class="dv-sum" aria-busy={props.isAlive}>
        {props.isAlive && <Skeleton width="60%" />}
      </span>
    );
  }
  const { summary } = known;
  const [left, more, right] = caption(summary, column.kind);
  return (
    <span class={known.isStale ? "dv-dim" : ""}>
      <span class="dv-sum">
        <Picture {...props} summary={summary} />
      </span>
      <span class="dv-cap">
        <span class="dv-capwords">
          <span class="dv-cut">{left}</span>
          {more && <span>{more}</span>}
        </span>
        <span>{right}</span>
      </span>
    </span>
  );
}

function Picture(props: HeaderProps & { summary: Summary }) {
  const { summary, column } = props;
  if (column.kind === "boolean" && summary.row_count > 0) return <YesBar {...props} />;
  if (summary.bins.length) return <Bars {...props} bins={summary.bins} />;
  if (!isCategory(summary)) return null;
  const tops = summary.top.filter((each) => each.value !== null).slice(0, 2);
  return tops.length ? <Tops {...props} tops={tops} /> : null;
}

function YesBar(props: HeaderProps & { summary: Summary }) {
  const { top, row_count, null_count, matching_count, matching_null_count } = props.summary;
  const yes = top.find((each) => each.value === "true");
  const all = Math.max(1, row_count - null_count);
  const kept = Math.max(1, matching_count - matching_null_count);
  const share = props.isFiltered ? (yes?.matching_count ?? 0) / kept : (yes?.count ?? 0) / all;
  return (
    <span class="dv-yes" aria-hidden="true">
      <i class={props.isFiltered ? "is-on" : ""} style={{ width: `${share * 100}%` }} />
    </span>
  );
}

function Tops(props: HeaderProps & { tops: ValueCount[] }) {
  const { tops, column, isFiltered, onFilter } = props;
  const most = tops[0]?.count || 1;
  const press = (event: Event, value: string) => {
    event.stopPropagation();
    onFilter?.({ column: column.name, op: "in", values: [value] });
  };
  return (
    <span class="dv-top">
      {tops.map(({ value, count: n, matching_count, is_cut }) => (
        <button
          key={value}
          type="button"
          tabIndex={-1}
          disabled={!onFilter || is_cut}
          title={`Show rows where ${column.name} is ${value}`}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={(event) => press(event, value as string)}
        >
          <i style={{ width: `${(n / most) * 100}%` }} />
          {isFiltered && <i class="is-on" style={{ width: `${(matching_count / most) * 100}%` }} />}
          <span>{valueWords(value, column.kind)}</span>
          <span>{count(isFiltered ? matching_count : n)}</span>
        </button>
      ))}
    </span>
  );
}

/** Drag over bars to keep the rows between; press one to keep its rows. */
function useBarBrush(props: HeaderProps & { bins: Bin[] }) {
  const { bins, column, onFilter } = props;
  const [brush, setBrush] = useState<[number, number] | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const bar = (event: PointerEvent): number => {
    const box = (svg.current as SVGSVGElement).getBoundingClientRect();
    const at = Math.floor(((event.clientX - box.left) / box.width) * bins.length);
    return Math.max(0, Math.min(bins.length - 1, at));
  };
  const down = (event: PointerEvent) => {
    if (!onFilter || event.button !== 0) return;
    event.stopPropagation();
    svg.current?.setPointerCapture(event.pointerId);
    setBrush([bar(event), bar(event)]);
  };
  const move = (event: PointerEvent) => {
    if (brush) setBrush([brush[0], bar(event)]);
  };
  const up = () => {
    if (!brush) return;
    setBrush(null);
    const { from, to } = bound(bins, Math.min(...brush), Math.max(...brush), column.kind);
    const condition = ranged(column.name, from, to, false);
    if (condition) onFilter?.(condition);
  };
  return { svg, brush, down, move, up, stop: () => setBrush(null) };
}

function Bars(props: HeaderProps & { bins: Bin[] }) {
  const { bins, isFiltered, onFilter } = props;
  const { svg, brush, down, move, up, stop } = useBarBrush(props);
  const tallest = Math.max(1, ...bins.map((bin) => bin.count));
  const wide = bins.length > 40 ? 1 : 0.88;
  const bar = (at: number, n: number, kind: string) => {
    const tall = n ? Math.max(1, (n / tallest) * 24) : 0;
    return <rect x={at} y={24 - tall} width={wide} height={tall} fill={`var(--dv-${kind})`} />;
  };
  const isIn = (at: number) =>
    brush !== null && at >= Math.min(...brush) && at <= Math.max(...brush);
  return (
    <svg
      ref={svg}
      class={`dv-bars ${onFilter ? "is-live" : ""}`}
      width="100%"
      height="24"
      viewBox={`0 0 ${bins.length} 24`}
      preserveAspectRatio="none"
      aria-hidden="true"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={stop}
      onClick={(event) => event.stopPropagation()}
    >
      <rect width={bins.length} height={24} fill="transparent" />
      {bins.map((bin, at) => (
        <Fragment key={at}>
          {bar(at, bin.count, isIn(at) ? "accent" : "mark")}
          {isFiltered && !brush && bar(at, bin.matching_count, "accent")}
        </Fragment>
      ))}
    </svg>
  );
}
