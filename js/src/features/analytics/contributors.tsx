// Who answered: cards of all together, and a line for each.

import { useState } from "preact/hooks";
import type { ContributorTable, ContributorTotals } from "../../protocol/operations";
import { sentence } from "../../transport/port";
import { Banner, Button, count, decimal, duration, Select, useEvent, usePort } from "../../ui";
import { contributorCsv } from "./contributors_csv";
import { People } from "./contributors_table";
import {
  Behind,
  Card,
  ExportButton,
  FailedCard,
  type SectionProps,
  saveCsv,
  share,
  useRows,
  useSection,
  WaitingCard,
} from "./section";

const TITLE = "Contributors";

export function ContributorsSection(props: SectionProps) {
  const [field, setField] = useState("");
  const { data, error, isLoading, reload } = useSection("analytics.contributors", props, { field });
  const [trouble, setTrouble] = useState("");
  const rows = useRows(props, setTrouble);
  const onExport = useEvent(() => data && saveCsv("contributors.csv", contributorCsv(data)));
  if (!data && error) return <FailedCard title={TITLE} error={error} onRetry={reload} />;
  if (!data) return <WaitingCard title={TITLE} lines={6} />;
  const isTask = data.noun === "task";
  return (
    <>
      {trouble && <Banner tone="warn" text={trouble} />}
      {error && <Banner tone="bad" text={sentence(error)} />}
      {data.totals && <Totals data={data} totals={data.totals} onAll={() => void rows([])} />}
      <Card
        title={TITLE}
        note={data.rows.length > 0 && "click a name to see the rows"}
        isBusy={isLoading}
        end={
          <>
            {data.choices.length > 1 && !data.reason && (
              <Select
                label="Field"
                size="s"
                value={data.main}
                options={data.choices.map((name) => ({ value: name, label: name }))}
                onChange={setField}
              />
            )}
            {isTask && <ActivityButton {...props} onTrouble={setTrouble} />}
            <Behind about="contributors" sql={data.sql} formula={meaning(data)} />
            <ExportButton about="contributors" onPress={onExport} />
          </>
        }
      >
        {data.reason ? (
          <p class="dv-body dv-3">{data.reason}</p>
        ) : (
          <>
            <People data={data} onRater={(key) => void rows([key])} />
            <p class="dv-s dv-3 dv-footnote">{meaning(data)}</p>
          </>
        )}
      </Card>
    </>
  );
}

/** How the numbers of the table are made. */
function meaning({ main, metric, time, row_count, rows }: ContributorTable): string {
  const told = [
    metric &&
      `κ with others: ${metric} on ${main}, the mean over pairs, weighted by what both answered.`,
    time && `Time: ${time}`,
    row_count > rows.length && `The ${count(rows.length)} busiest of ${count(row_count)}.`,
  ];
  return told.filter(Boolean).join(" ");
}

type Stat = [value: string, words: string, onPress?: () => void];

function Totals(props: { data: ContributorTable; totals: ContributorTotals; onAll: () => void }) {
  const { totals: all, data } = props;
  const many = (n: number, one: string) => (n === 1 ? one : `${one}s`);
  const stats: Stat[] = [
    [count(all.answer_count), many(all.answer_count, "answer")],
    [count(all.item_count), many(all.item_count, data.noun), props.onAll],
    [
      count(all.contributor_count),
      all.day_count > 0
        ? `${many(all.contributor_count, "contributor")}, ${count(all.last_day)} on the last day`
        : many(all.contributor_count, "contributor"),
    ],
  ];
  if (all.per_contributor !== null) {
    stats.push([decimal(all.per_contributor, 1), "answers each"]);
  }
  if (all.per_day !== null && all.day_count > 1) {
    stats.push([decimal(all.per_day, 1), "contributors a day"]);
  }
  if (all.median_seconds !== null && data.time) {
    stats.push([duration(all.median_seconds * 1000), `median time a ${data.noun}`]);
  }
  if (all.passed !== null) {
    stats.push([
      share(all.passed, 0),
      `passed the first of ${decimal(all.rounds ?? 1, 1, 1)} reviews`,
    ]);
  }
  return (
    <ul class="dv-stats dv-totals" style={{ "--dv-columns": stats.length }}>
      {stats.map(([value, words, onPress]) => (
        <li key={words}>
          {onPress ? (
            <button type="button" class="dv-name" onClick={onPress} title="Show the rows">
              <b>{value}</b>
            </button>
          ) : (
            <b>{value}</b>
          )}
          <span>{words}</span>
        </li>
      ))}
    </ul>
  );
}

/** Saves who did what when. */
function ActivityButton(props: SectionProps & { onTrouble: (text: string) => void }) {
  const port = usePort();
  const [isBusy, setBusy] = useState(false);
  const save = useEvent(async () => {
    setBusy(true);
    try {
      const { frames } = await port.ask("analytics.activity", { dataset_id: props.datasetId });
      saveCsv("activity.csv", frames.csv as Uint8Array<ArrayBuffer>);
    } catch (error) {
      props.onTrouble(sentence(error));
    }
    setBusy(false);
  });
  return (
    <Button
      label="Activity log"
      icon="clock"
      size="s"
      kind="quiet"
      tip="Save who did what when as CSV"
      isBusy={isBusy}
      onPress={save}
    />
  );
}
