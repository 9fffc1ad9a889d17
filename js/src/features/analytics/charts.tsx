// The small pictures of blocks: columns of a scale or a histogram, bars of a choice, a rate.

import type { Block, Category } from "../../protocol/operations";
import { count, WithTip } from "../../ui";
import { brief, briefText, spoken } from "./numbers";
import { share } from "./section";

const FEW = 11;
const HIGH = 34;

interface Column {
  label: string;
  count: number;
  tip: string;
}

/** Columns beside each other, each with its count above where there is room. */
function Columns(props: { columns: readonly Column[]; ends?: [string, string]; label: string }) {
  const { columns, ends } = props;
  const most = Math.max(1, ...columns.map(({ count: n }) => n));
  const isFew = !ends && columns.length <= FEW;
  return (
    <div class="dv-pillars" role="img" aria-label={props.label}>
      <div class={`dv-pillar-row ${isFew ? "" : "is-close"}`} aria-hidden="true">
        {columns.map(({ label, count: n, tip }) => (
          <span key={label} title={tip}>
            {isFew && <small>{n >= 10_000 ? `${brief(Math.round(n / 1000))}k` : count(n)}</small>}
            <i style={{ height: `${n ? Math.max(1, (n / most) * HIGH) : 0}px` }} />
          </span>
        ))}
      </div>
      <div class="dv-pillar-ends dv-xs" aria-hidden="true">
        {ends ? (
          <>
            <span>{ends[0]}</span>
            <span>{ends[1]}</span>
          </>
        ) : (
          columns.map(({ label }) => <span key={label}>{label}</span>)
        )}
      </div>
    </div>
  );
}

export function Scale({ categories }: { categories: readonly Category[] }) {
  const columns = categories.map(({ value, label, count: n, share: part }) => ({
    label: value,
    count: n,
    tip: `${label}: ${count(n)}, ${share(part)}`,
  }));
  const ends: [string, string] = [categories[0]?.value ?? "", categories.at(-1)?.value ?? ""];
  const isLong = categories.length > FEW;
  return <Columns columns={columns} ends={isLong ? ends : undefined} label={spoken(categories)} />;
}

const dayOf = (text: string): string => (/^\d{4}-\d\d-\d\d/.test(text) ? text.slice(0, 10) : "");

export function Histogram({ block }: { block: Block }) {
  const { bins } = block;
  const name = (text: string) => dayOf(text) || briefText(text);
  const columns = bins.map(({ low, high, count: n }) => ({
    label: low,
    count: n,
    tip: `${name(low)} to ${name(high)}: ${count(n)}`,
  }));
  const ends: [string, string] = [name(bins[0]?.low ?? ""), name(bins.at(-1)?.high ?? "")];
  const heard = bins.map(({ low, high, count: n }) => ({ label: `${low} to ${high}`, count: n }));
  return <Columns columns={columns} ends={ends} label={spoken(heard)} />;
}

/** The share of yes, with its interval. */
export function Rate({ block }: { block: Block }) {
  const { rate, interval_low: low, interval_high: high, categories } = block;
  if (rate === null || low === null || high === null) return null;
  const named = (value: string) => categories.find((each) => each.value === value);
  const [yes, no] = [named("true"), named("false")];
  const at = (part: number) => `${part * 100}%`;
  return (
    <div class="dv-rate" role="img" aria-label={`Interval ${share(low)} to ${share(high)}`}>
      <div aria-hidden="true">
        <i style={{ width: at(rate) }} />
        <b style={{ left: at(low), width: at(high - low) }} />
      </div>
      <span class="dv-pillar-ends dv-xs" aria-hidden="true">
        <span>
          {yes?.label.toLowerCase()} {count(yes?.count ?? 0)}
        </span>
        <span>
          {no?.label.toLowerCase()} {count(no?.count ?? 0)}
        </span>
      </span>
    </div>
  );
}

export interface Line {
  label: string;
  /** From 0 to 1: the length of the bar. */
  part: number;
  end: string;
  tip: string;
  isOdd?: boolean;
}

/** A bar for each of several named things. */
export function Lines({ lines, label }: { lines: readonly Line[]; label: string }) {
  return (
    <ul class="dv-lines dv-s" aria-label={label}>
      {lines.map((line) => (
        <li key={line.label}>
          <WithTip text={line.tip} class={`dv-cut ${line.isOdd ? "dv-3" : "dv-2"}`}>
            {line.label || "empty text"}
          </WithTip>
          <span>
            <i style={{ width: `${Math.min(1, line.part) * 100}%` }} />
          </span>
          <span class="dv-num">{line.end}</span>
        </li>
      ))}
    </ul>
  );
}
