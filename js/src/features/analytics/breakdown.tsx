// A field over time or by another column.

import type { Breakdown, GroupRow } from "../../protocol/operations";
import { isWithdrawn, sentence } from "../../transport/port";
import { Banner, Button, count, Skeleton, useAsk, WithTip } from "../../ui";
import type { BlockProps } from "./block";
import { Lines } from "./charts";
import { brief } from "./numbers";
import { Behind, share } from "./section";

const MOST_GROUPS = 12;
const WIDE = 420;
const HIGH = 96;
const SEGMENTS = 8;
const INSET = 5;
const MOST_HEARD = 40;
const MOST_DOTS = 60;

type Measured = Breakdown & { isShare: boolean };

export function BrokenDown(props: BlockProps) {
  const { which, field, by, revision, onBy, evaluation } = props;
  const args = {
    dataset_id: which.datasetId,
    field: field.name,
    by,
    query: which.filter,
    mapping: which.mapping,
  };
  const { data, error, reload } = useAsk("analytics.breakdown", args, [
    JSON.stringify(args),
    revision,
  ]);
  const made = data?.breakdown;
  const title = evaluation.groups.find(({ name }) => name === by)?.title ?? by;
  const back = (
    <Button kind="quiet" size="s" label="Distribution" icon="left" onPress={() => onBy("")} />
  );
  if (error && !isWithdrawn(error)) {
    const action = { label: "Try again", onPress: reload };
    return (
      <>
        <Banner tone="bad" isInset text={sentence(error)} action={action} />
        {back}
      </>
    );
  }
  // What was shown before belongs to another column.
  if (!made || made.by !== by) {
    return (
      <div class="dv-stack dv-stack-16" aria-busy="true">
        <span class="dv-vh">Loading {field.title}</span>
        {[70, 90, 60].map((width) => (
          <Skeleton key={width} width={`${width}%`} />
        ))}
      </div>
    );
  }
  const shown = { ...made, isShare: made.measure === "rate" };
  return (
    <>
      <p class="dv-s dv-row">
        <span class="dv-3 dv-grow dv-cut">
          {lead(shown, title)}
          {made.span && evaluation.is_pipeline && ", UTC"}
        </span>
        <Behind
          about={`${field.title} by ${title}`}
          sql={made.statements.map(({ text }) => `${text};`).join("\n\n")}
        />
        {back}
      </p>
      <Groups made={shown} scale={field.order} />
    </>
  );
}

const lead = ({ measure, span }: Measured, title: string): string =>
  `${measure === "rate" ? "share of yes" : measure} by ${span || title}`;

function Groups({ made, scale }: { made: Measured; scale: readonly string[] }) {
  if (made.reason) return <p class="dv-s dv-3">{made.reason}</p>;
  if (made.measure === "shares") return <Stacks made={made} />;
  if (made.span && made.rows.length > 1) return <Course {...{ made, scale }} />;
  const ends = made.rows.map(({ value }) => Math.abs(value ?? 0));
  const most = made.isShare ? 1 : Math.max(1e-300, ...ends);
  const lines = made.rows.slice(0, MOST_GROUPS).map((row) => ({
    label: row.group === null ? "no value" : row.title,
    part: Math.abs(row.value ?? 0) / most,
    end: written(row.value, made),
    tip: told(row, made),
    isOdd: row.group === null,
  }));
  return (
    <>
      <Lines lines={lines} label={`${made.field} by ${made.by}`} />
      <Rest made={made} shown={lines.length} />
    </>
  );
}

const written = (value: number | null, { isShare }: { isShare: boolean }): string =>
  value === null ? "–" : isShare ? share(value) : brief(value);

function told(row: GroupRow, made: Measured): string {
  const interval =
    row.low === null || row.high === null
      ? ""
      : `, interval ${written(row.low, made)} to ${written(row.high, made)}`;
  return `${row.title || "no value"}: ${written(row.value, made)}${interval}, ${count(row.count)} answers`;
}

function Rest({ made, shown }: { made: Measured; shown: number }) {
  const rest = made.rows.length - shown + made.rest_count;
  return rest > 0 ? <p class="dv-xs dv-3">{count(rest)} more groups are in the export</p> : null;
}

/** Which values each group chose: a bar cut into pieces, the same colour for the same value. */
function Stacks({ made }: { made: Measured }) {
  const rows = made.rows.slice(0, MOST_GROUPS);
  return (
    <>
      <p class="dv-legend dv-xs dv-2">
        {made.categories.map((name, at) => (
          <span key={name}>
            <i class={`dv-seg-${at % SEGMENTS}`} aria-hidden="true" /> {name}
          </span>
        ))}
      </p>
      <ul class="dv-lines dv-s" aria-label={`${made.field} by ${made.by}`}>
        {rows.map((row) => (
          <li key={row.group}>
            <WithTip text={row.title || "no value"} class="dv-2 dv-cut">
              {row.group === null ? "no value" : row.title}
            </WithTip>
            <span class="dv-segs" role="img" aria-label={sharesOf(row, made)}>
              {row.shares.map((part, at) => (
                <i
                  key={made.categories[at]}
                  class={`dv-seg-${at % SEGMENTS}`}
                  title={`${made.categories[at]}: ${share(part)}`}
                  style={{ width: `${Math.min(part, 1) * (100 / widest(row))}%` }}
                />
              ))}
            </span>
            <span class="dv-num">{count(row.count)}</span>
          </li>
        ))}
      </ul>
      <Rest made={made} shown={rows.length} />
    </>
  );
}

/** Several choices sum up to more than one. */
const widest = (row: GroupRow): number =>
  Math.max(
    1,
    row.shares.reduce((sum, part) => sum + part, 0),
  );

const sharesOf = (row: GroupRow, made: Measured): string =>
  row.shares.map((part, at) => `${made.categories[at]} ${share(part)}`).join(", ");

/** From where to where a measure is drawn: its scale where it has one, else what its values need. */
function ends(made: Measured, scale: readonly string[]): [number, number] {
  if (made.isShare) return [0, 1];
  const known = scale.map(Number).filter(Number.isFinite);
  if (known.length > 1) return [Math.min(...known), Math.max(...known)];
  const values = made.rows.flatMap(({ value }) => (value === null ? [] : [value]));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  // Intervals of few answers reach far beyond: they are cut off rather than the line made flat.
  const room = (most - least || Math.abs(most) || 1) / 2;
  return [least - room, most + room];
}

/** A line over time, with the interval around it. */
function Course({ made, scale }: { made: Measured; scale: readonly string[] }) {
  const rows = made.rows.filter(({ value }) => value !== null);
  const [least, most] = ends(made, scale);
  const x = (at: number) => INSET + (at / Math.max(rows.length - 1, 1)) * (WIDE - 2 * INSET);
  const y = (value: number) =>
    HIGH - INSET - ((value - least) / (most - least)) * (HIGH - 2 * INSET);
  const path = (of: (row: GroupRow) => number | null) =>
    rows.map((row, at) => `${x(at)},${y(of(row) ?? row.value ?? 0)}`);
  const heard = rows.map((row) => `${row.title}: ${written(row.value, made)}`);
  return (
    <div class="dv-course">
      <div class="dv-pillar-ends dv-xs" aria-hidden="true">
        <span>{written(most, made)}</span>
      </div>
      <svg
        viewBox={`0 0 ${WIDE} ${HIGH}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={heard.length > MOST_HEARD ? `${heard[0]} … ${heard.at(-1)}` : heard.join(", ")}
      >
        <polygon
          points={[...path(({ high }) => high), ...path(({ low }) => low).reverse()].join(" ")}
        />
        <polyline points={path(({ value }) => value).join(" ")} />
        {rows.length <= MOST_DOTS &&
          rows.map((row, at) => (
            <path key={row.group} d={`M${x(at)} ${y(row.value ?? 0)}h.01`}>
              <title>{told(row, made)}</title>
            </path>
          ))}
      </svg>
      <div class="dv-pillar-ends dv-xs" aria-hidden="true">
        <span>{written(least, made)}</span>
      </div>
      <div class="dv-pillar-ends dv-xs" aria-hidden="true">
        <span>{rows[0]?.title}</span>
        <span>{rows.at(-1)?.title}</span>
      </div>
    </div>
  );
}
