// Which of several is better: win rates, strengths, places in rankings, any field by a column.

import { useState } from "preact/hooks";
import type { ComparisonTable, DuelCell, PairwiseTable } from "../../protocol/operations";
import { Banner, count, counted, Select, useEvent } from "../../ui";
import { Groups } from "./comparison_groups";
import { Ranks } from "./comparison_ranks";
import { Strength } from "./comparison_strength";
import {
  asCsv,
  Behind,
  Card,
  chance,
  ExportButton,
  FailedCard,
  heatWidth,
  Scroll,
  type SectionProps,
  saveCsv,
  share,
  useSection,
  WaitingCard,
} from "./section";

const TITLE = "Win rate";

export function ComparisonSection(props: SectionProps) {
  const [chosen, setChosen] = useState({ first: "", second: "", method: "bradley_terry" });
  const isComparing = props.fields.some(({ kind }) => kind === "pairwise" || kind === "ranking");
  const { data, error, reload } = useSection("analytics.comparison", props, chosen);
  if (!data && error) return <FailedCard title="Comparison" error={error} onRetry={reload} />;
  if (!data) return isComparing ? <WaitingCard title={TITLE} /> : null;
  return (
    <>
      {error && <Banner tone="bad" text={error.message} />}
      {data.reasons.map((reason) => (
        <Banner key={reason} tone="warn" text={reason} />
      ))}
      {data.pairwise.map((each) => (
        <div key={each.field} class="dv-pair">
          <WinRate
            data={each}
            isOnly={data.pairwise.length === 1}
            onModels={(first, second) => setChosen({ ...chosen, first, second })}
          />
          <Strength data={each} onMethod={(method) => setChosen({ ...chosen, method })} />
        </div>
      ))}
      {data.rankings.map((each) => (
        <Ranks key={each.field} data={each} />
      ))}
      <ByColumn {...props} data={data} />
    </>
  );
}

function ByColumn(props: SectionProps & { data: ComparisonTable }) {
  const { columns } = props.data;
  const own = new Set([
    "number",
    "numeric",
    "rating",
    "boolean",
    "select",
    "multi_select",
    "pairwise",
  ]);
  const fields = props.fields.filter(({ kind }) => own.has(kind));
  if (columns.length === 0 || fields.length === 0) return null;
  return <Groups {...props} fields={fields} columns={columns} />;
}

const CSV_HEAD = [
  "model",
  "comparisons",
  "wins",
  "ties",
  "losses",
  "win_rate",
  "low",
  "high",
  "p_value",
  "strength",
  "strength_low",
  "strength_high",
  "reason",
];

function WinRate(props: {
  data: PairwiseTable;
  isOnly: boolean;
  onModels: (first: string, second: string) => void;
}) {
  const { data } = props;
  const onExport = useEvent(() => {
    const rows = data.models.map((each) => [
      each.name,
      each.count,
      each.wins,
      each.ties,
      each.losses,
      each.rate,
      each.low,
      each.high,
      each.p_value,
      each.strength,
      each.strength_low,
      each.strength_high,
      each.reason,
    ]);
    saveCsv(`comparison-${data.field}.csv`, asCsv(CSV_HEAD, rows));
  });
  return (
    <Card
      title={TITLE}
      note={`${props.isOnly ? "" : `${data.field}: `}row against column, a tie counts half`}
      end={
        <>
          <Behind about="win rates" sql={data.sql} formula={data.formula} />
          <ExportButton about="wins and strengths" onPress={onExport} />
        </>
      }
    >
      <div class="dv-body dv-stack dv-stack-8">
        {data.comparison_count === 0 ? (
          <p class="dv-3">No comparison yet, or the filter keeps none.</p>
        ) : (
          <Matrix data={data} />
        )}
        <p class="dv-s dv-3">{positionWords(data)}</p>
        {data.notes.map((note) => (
          <p key={note} class="dv-s dv-3">
            {note}
          </p>
        ))}
        {data.columns.length > 1 && <Models {...props} />}
      </div>
    </Card>
  );
}

/** "Shown first: won 54% of 1,049 decided pairs (51% to 57%, p 0.003)." */
function positionWords({ position, comparison_count }: PairwiseTable): string {
  const { first_wins, second_wins, share: won, low, high, p_value } = position;
  const all = counted(comparison_count, "comparison");
  if (won === null) return `${all}, none of them decided.`;
  const decided = first_wins + second_wins;
  return (
    `${all}. Shown first: won ${share(won, 0)} of ${counted(decided, "decided pair")} ` +
    `(95% interval ${share(low, 0)} to ${share(high, 0)}, p ${chance(p_value)}).`
  );
}

/** Which columns name the two: guessed, and to be changed here. */
function Models(props: { data: PairwiseTable; onModels: (first: string, second: string) => void }) {
  const { data, onModels } = props;
  const options = data.columns.map((name) => ({ value: name, label: name }));
  const other = (name: string) => data.columns.find((each) => each !== name) ?? "";
  // Whoever takes the place of the other one changes places with it.
  const beside = (name: string, own: string, theirs: string) =>
    name === theirs ? own || other(name) : theirs || other(name);
  return (
    <div class="dv-row dv-models">
      <Select
        label="Shown first:"
        size="s"
        value={data.first}
        placeholder="Choose"
        options={options}
        onChange={(name) => onModels(name, beside(name, data.first, data.second))}
      />
      <Select
        label="second:"
        size="s"
        value={data.second}
        placeholder="Choose"
        options={options}
        onChange={(name) => onModels(beside(name, data.second, data.first), name)}
      />
    </div>
  );
}

function Matrix({ data }: { data: PairwiseTable }) {
  const { models } = data;
  const known = new Map(data.cells.map((cell) => [`${cell.one} ${cell.other}`, cell]));
  return (
    <Scroll>
      <table
        class="dv-heat"
        style={{ minWidth: heatWidth(models.length) }}
        aria-label="Win rate, row against column"
      >
        <thead>
          <tr>
            <td />
            {models.map(({ name }) => (
              <th key={name} scope="col" title={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {models.map(({ name }, row) => (
            <tr key={name}>
              <th scope="row" title={name}>
                {name}
              </th>
              {models.map((other, column) => (
                <td key={other.name}>
                  <Duel
                    cell={known.get(`${row} ${column}`)}
                    words={`${name} against ${other.name}`}
                    isSelf={row === column}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Duel(props: { cell: DuelCell | undefined; words: string; isSelf: boolean }) {
  const { cell, words, isSelf } = props;
  if (!cell) {
    return <span class="dv-none-shared" title={isSelf ? undefined : `${words}: not compared`} />;
  }
  const step = Math.min(Math.floor(cell.rate * 7), 6);
  const all = `of ${count(cell.count)}`;
  return (
    <span class="dv-cell-heat" data-d={step} title={`${words}: ${share(cell.rate)} ${all}`}>
      <b>{share(cell.rate, 0)}</b>
      <small>{all}</small>
    </span>
  );
}
