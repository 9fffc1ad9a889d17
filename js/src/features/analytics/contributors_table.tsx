// A line for each contributor: sparklines share one scale, bars begin at the mean of all.

import { useState } from "preact/hooks";
import type {
  ContributorColumn,
  ContributorRow,
  ContributorTable,
} from "../../protocol/operations";
import { ago, Button, count, duration, Icon, initials, useNow, WithTip } from "../../ui";
import { Scroll, share, two } from "./section";

type Value = string | number | null;

/** So many lines are there before somebody asks for all. */
const FEW = 20;
/** So many fields stand beside the main one. */
const MOST_BESIDE = 2;
/** The least width of a name. */
const NAME = 148;

interface Column {
  key: string;
  label: string;
  /** What it is sorted by. */
  of: (each: ContributorRow) => Value;
  isNumber: boolean;
  width: number | null;
}

/** The column of the main field, and those beside it that have room. */
function fieldsOf({ columns, main }: ContributorTable) {
  const at = columns.findIndex(({ field }) => field === main);
  const others = columns
    .map((column, place) => ({ column, place }))
    .filter(({ column, place }) => place !== at && column.unit !== "length");
  return { at, main: columns[at], others: others.slice(0, MOST_BESIDE) };
}

const told = (value: number | null | undefined, unit: string): string =>
  value === null || value === undefined ? "–" : unit === "rate" ? share(value, 0) : two(value);

/** What stands at the left: who, how much, when. */
const firstOf = (data: ContributorTable): (Column | false)[] => [
  { key: "name", label: "Contributor", of: ({ name }) => name, isNumber: false, width: null },
  { key: "answers", label: "Answers", of: (e) => e.answer_count, isNumber: true, width: 88 },
  data.starts.length > 0 && {
    key: "trend",
    label: "Over time",
    of: (e) => e.active_at,
    isNumber: false,
    width: 124,
  },
];

/** What stands in the middle: how they answered. */
function middleOf(data: ContributorTable): (Column | false)[] {
  const { at, main, others } = fieldsOf(data);
  const own = (e: ContributorRow) => e.means[at] ?? null;
  return [
    main !== undefined && {
      key: "main",
      label: main.title,
      of: own,
      isNumber: true,
      width: 92,
    },
    main !== undefined && {
      key: "difference",
      label: `vs mean ${told(main.mean, main.unit)}`,
      of: own,
      isNumber: false,
      width: 112,
    },
    ...others.map(({ column, place }) => ({
      key: `field ${column.field}`,
      label: column.title,
      of: (e: ContributorRow) => e.means[place] ?? null,
      isNumber: true,
      width: 84,
    })),
  ];
}

/** Numbers at the right, where anybody has them: how fast, and how much as others. */
const LAST: readonly Column[] = [
  {
    key: "time",
    label: "Median time",
    of: (e) => e.median_seconds,
    isNumber: true,
    width: 92,
  },
  { key: "kappa", label: "κ with others", of: (e) => e.kappa, isNumber: true, width: 104 },
  { key: "resolved", label: "Resolved", of: (e) => e.as_resolved, isNumber: true, width: 80 },
  { key: "passed", label: "Passed", of: (e) => e.passed, isNumber: true, width: 72 },
];

function columnsOf(data: ContributorTable): Column[] {
  const last = LAST.filter(({ of }) => data.rows.some((each) => of(each) !== null));
  const made = [...firstOf(data), ...middleOf(data), ...last];
  return made.filter((each) => each !== false);
}

function compare(a: Value, b: Value): number {
  if (typeof a === "string" || typeof b === "string") return `${a}`.localeCompare(`${b}`);
  return (a ?? 0) - (b ?? 0);
}

/** Sorted by a column; what has no value comes last either way. */
export function sorted(
  rows: readonly ContributorRow[],
  of: (each: ContributorRow) => Value,
  isDown: boolean,
): ContributorRow[] {
  return [...rows].sort((a, b) => {
    const [one, other] = [of(a), of(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return isDown ? compare(other, one) : compare(one, other);
  });
}

export function People(props: { data: ContributorTable; onRater: (key: string) => void }) {
  const { data, onRater } = props;
  const columns = columnsOf(data);
  const [sort, setSort] = useState({ key: "answers", isDown: true });
  const by = columns.find(({ key }) => key === sort.key) ?? columns[1];
  const [isWhole, setWhole] = useState(false);
  const all = by ? sorted(data.rows, by.of, sort.isDown) : data.rows;
  // One more than is cut off would not be worth a button.
  const rows = isWhole || all.length <= FEW + 1 ? all : all.slice(0, FEW);
  const press = ({ key, isNumber }: Column) =>
    setSort(sort.key === key ? { key, isDown: !sort.isDown } : { key, isDown: isNumber });
  const least = columns.reduce((sum, { width }) => sum + (width ?? NAME), 0);
  return (
    <>
      <Scroll>
        <table
          class="dv-table dv-table-s dv-contributors is-topped"
          style={{ minWidth: `${least}px` }}
          aria-label="Contributors"
        >
          <thead>
            <tr>
              {columns.map((column) => {
                const isBy = column.key === sort.key;
                return (
                  <th
                    key={column.key}
                    scope="col"
                    class={column.isNumber ? "dv-num" : ""}
                    style={column.width ? { width: `${column.width}px` } : undefined}
                    aria-sort={isBy ? (sort.isDown ? "descending" : "ascending") : undefined}
                  >
                    <button type="button" title={column.label} onClick={() => press(column)}>
                      <span class="dv-cut">{column.label}</span>
                      {isBy && <Icon name={sort.isDown ? "arrow-down" : "arrow-up"} small />}
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {rows.map((each) => (
              <Line key={each.key} {...{ data, each, columns, onRater }} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {rows.length < all.length && (
        <div class="dv-more">
          <Button
            label={`Show all ${count(all.length)}`}
            size="s"
            kind="quiet"
            onPress={() => setWhole(true)}
          />
        </div>
      )}
    </>
  );
}

function Line(props: {
  data: ContributorTable;
  each: ContributorRow;
  columns: readonly Column[];
  onRater: (key: string) => void;
}) {
  const { data, each, columns } = props;
  return (
    <tr>
      {columns.map((column) =>
        column.key === "name" ? (
          <th key="name" scope="row" title={each.name}>
            <Name each={each} onPress={() => props.onRater(each.key)} />
          </th>
        ) : (
          <td key={column.key} class={column.isNumber ? "dv-num" : ""}>
            <Told data={data} each={each} column={column} />
          </td>
        ),
      )}
    </tr>
  );
}

function Name({ each, onPress }: { each: ContributorRow; onPress: () => void }) {
  const now = useNow();
  const tip = each.active_at ? `Last answer ${ago(each.active_at, now)}` : undefined;
  return (
    <span class="dv-row">
      <span class="dv-ava" aria-hidden="true">
        {each.kind === "function" ? <Icon name="code" small /> : initials(each.name)}
      </span>
      <WithTip text={tip} class="dv-cut">
        <button type="button" class="dv-name dv-cut" onClick={onPress}>
          {each.name}
        </button>
      </WithTip>
      {each.kind === "function" && <span class="dv-s dv-3">function</span>}
    </span>
  );
}

function Told(props: { data: ContributorTable; each: ContributorRow; column: Column }) {
  const { data, each, column } = props;
  const { at, main, others } = fieldsOf(data);
  const other = others.find(({ column: { field } }) => `field ${field}` === column.key);
  if (other) return <>{told(each.means[other.place], other.column.unit)}</>;
  switch (column.key) {
    case "answers":
      return <>{count(each.answer_count)}</>;
    case "trend":
      return <Spark each={each} rows={data.rows} unit={main?.unit ?? "mean"} />;
    case "main":
      return <>{told(each.means[at], main?.unit ?? "mean")}</>;
    case "difference":
      return main ? <Difference own={each.means[at] ?? null} column={main} /> : null;
    case "time":
      return <>{each.median_seconds === null ? "–" : duration(each.median_seconds * 1000)}</>;
    case "kappa":
      return (
        <WithTip text={`${share(each.agree)} the same, ${count(each.shared)} shared answers`}>
          {two(each.kappa)}
        </WithTip>
      );
    case "resolved":
      return (
        <WithTip text={`of ${count(each.resolved_count)} answers to what has come to a value`}>
          {share(each.as_resolved, 0)}
        </WithTip>
      );
    case "passed":
      return (
        <WithTip text={`of ${count(each.reviewed_count)} reviewed answers`}>
          {share(each.passed, 0)}
        </WithTip>
      );
    default:
      return null;
  }
}

const WIDTH = 112;
const HEIGHT = 20;

/** Means over time; all lines have one scale. */
function Spark(props: { each: ContributorRow; rows: readonly ContributorRow[]; unit: string }) {
  const { each, rows, unit } = props;
  const every = rows.flatMap(({ trend }) => trend).filter((value) => value !== null);
  const [low, high] = [Math.min(...every), Math.max(...every)];
  const x = (at: number) => 1.5 + (at / Math.max(each.trend.length - 1, 1)) * (WIDTH - 3);
  const y = (value: number) =>
    high > low ? HEIGHT - 2.5 - ((value - low) / (high - low)) * (HEIGHT - 5) : HEIGHT / 2;
  const points = each.trend.flatMap((value, at) => (value === null ? [] : [{ value, at }]));
  const last = points.at(-1);
  const [first] = points;
  if (!last || !first) return <span class="dv-3">–</span>;
  const words = `from ${told(first.value, unit)} to ${told(last.value, unit)} over time`;
  return (
    <svg width={WIDTH} height={HEIGHT} class="dv-spark" role="img" aria-label={words}>
      <title>{words}</title>
      <polyline
        points={points
          .map(({ value, at }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`)
          .join(" ")}
        fill="none"
        stroke="var(--dv-ink-2)"
        stroke-width="1.25"
        stroke-linejoin="round"
      />
      <circle cx={x(last.at)} cy={y(last.value)} r="1.75" fill="var(--dv-ink-2)" />
    </svg>
  );
}

/** How far from the mean of all; the widest bar is the one farthest from it. */
function Difference({ own, column }: { own: number | null; column: ContributorColumn }) {
  const { mean, low, high, unit } = column;
  if (own === null || mean === null || low === null || high === null) return <>–</>;
  const most = Math.max(high - mean, mean - low) || 1;
  const part = ((own - mean) / most) * 48;
  const words = `${own >= mean ? "+" : "−"}${told(Math.abs(own - mean), unit)}`;
  return (
    <svg width="100%" height="16" role="img" aria-label={words} class="dv-diverging">
      <title>{words}</title>
      <line x1="50%" x2="50%" y1="0" y2="16" stroke="var(--dv-line-3)" />
      <rect
        x={`${part < 0 ? 50 + part : 50}%`}
        y="5"
        width={`${Math.abs(part)}%`}
        height="6"
        fill={part < 0 ? "var(--dv-d1)" : "var(--dv-d5)"}
      />
    </svg>
  );
}
