// What stands behind a dataset that a pipeline fills: how far it is, the form, who works in it.

import type { ComponentChildren } from "preact";
import { useEffect, useReducer, useRef } from "preact/hooks";
import type {
  ContributorFacts,
  FieldFacts,
  PipelineOverview as Overview,
  TaskCount,
} from "../../protocol/operations";
import { Refusal, sentence } from "../../transport/port";
import {
  ago,
  Badge,
  type BadgeState,
  Banner,
  count,
  counted,
  dateTime,
  exact,
  Icon,
  type IconName,
  initials,
  Pace,
  percent,
  Skeleton,
  usePort,
  WithTip,
} from "../../ui";
import { Card } from "./card";
import { TaskPage } from "./taskpage";

export interface PipelineOverviewProps {
  datasetId: string;
  columnCount: number;
  now: Date;
  /** What stands on the other side. */
  cards: ComponentChildren;
}

const EVERY = 500;
/** A pipeline of a million answers is counted in a second: that is not done all the time. */
const REST = 10;

type Results = Record<string, string>;

interface Found {
  data?: Overview;
  /** What finished tasks came to, by field. */
  results?: Results;
  error?: Error;
}

/** The overview of now, asked again whenever the vault changes. */
function useOverview(datasetId: string): Found {
  const port = usePort();
  const [, draw] = useReducer((n: number, _: unknown) => n + 1, 0);
  const found = useRef<Found>({});
  useEffect(() => {
    const stop = new AbortController();
    const look = async () => {
      const begun = performance.now();
      try {
        const args = { dataset_id: datasetId };
        const { data } = await port.ask("pipelines.overview", args, { signal: stop.signal });
        found.current = { data, results: found.current.results };
        draw(undefined);
        // After the progress: it takes reading all of them.
        const told = await port.ask("pipelines.results", args, { signal: stop.signal });
        found.current = { data, results: told.data.words };
      } catch (error) {
        found.current = { ...found.current, error: error as Error };
      }
      if (stop.signal.aborted) return;
      draw(undefined);
      const took = performance.now() - begun;
      if (took > EVERY / REST) await new Promise((go) => setTimeout(go, took * REST));
    };
    const pace = new Pace(look, EVERY);
    const quiet = port.onNews(({ news }) => news === "datasets.changed" && pace.due());
    pace.due();
    return () => {
      stop.abort();
      pace.close();
      quiet();
    };
  }, [port, datasetId]);
  return found.current;
}

export function PipelineOverview({ datasetId, columnCount, now, cards }: PipelineOverviewProps) {
  const { data, results = {}, error } = useOverview(datasetId);
  // Deleted, or not to be seen: the facts of the dataset say what there is to say.
  const isRefused = error instanceof Refusal && !error.retryable;
  if (!data && error) {
    return (
      <>
        {!isRefused && <Banner tone="bad" text={sentence(error)} />}
        <div class="dv-cards">{cards}</div>
      </>
    );
  }
  return (
    <div class="dv-halves">
      <div class="dv-stack dv-stack-16">
        {data ? (
          <>
            <Numbers data={data} columns={columnCount} />
            <Progress data={data} />
            <Form data={data} results={results} now={now} />
            <Contributors data={data} now={now} />
            {data.may_edit && <TaskPage data={data} />}
          </>
        ) : (
          <Waiting />
        )}
      </div>
      <div class="dv-stack dv-stack-16">{cards}</div>
    </div>
  );
}

function Waiting() {
  return (
    <section class="dv-card" aria-busy="true">
      <span class="dv-vh">Loading the progress</span>
      <div class="dv-body dv-stack dv-stack-16">
        {[160, 240, 200, 120].map((width) => (
          <Skeleton key={width} width={width} />
        ))}
      </div>
    </section>
  );
}

function Numbers({ data, columns }: { data: Overview; columns: number }) {
  const done = data.finished_count;
  const share = data.task_count > 0 ? `, ${percent(done, data.task_count)}` : "";
  const each = data.answers_each;
  const numbers: [number, string][] = [
    [data.task_count, data.task_count === 1 ? "task" : "tasks"],
    [done, `finished${share}`],
    [each, each === 1 ? "answer each" : "answers each"],
    [columns, columns === 1 ? "column" : "columns"],
  ];
  return (
    <ul class="dv-stats">
      {numbers.map(([number, words]) => (
        <li key={words}>
          <b>{count(number)}</b> <span>{words}</span>
        </li>
      ))}
    </ul>
  );
}

const SIGNS: Record<string, [badge: BadgeState, colour: string]> = {
  finished: ["finished", "ok"],
  review: ["review", "accent"],
  in_progress: ["progress", "accent-line"],
  paused: ["draft", "line-3"],
  pending: ["pending", "mark"],
  escalated: ["orphaned", "warn"],
  quarantined: ["quarantined", "warn"],
  failed: ["failed", "bad"],
};

const signOf = ({ state }: TaskCount) => SIGNS[state] ?? ["pending", "mark"];

function Progress({ data }: { data: Overview }) {
  const { counts, task_count: all } = data;
  const words = counts.map((each) => `${count(each.count)} ${each.word.toLowerCase()}`);
  return (
    <Card title="Progress" end={counted(all, "task")}>
      <div class="dv-body">
        {all === 0 && <p class="dv-3">No task yet. Add some with pipeline.add_tasks(…).</p>}
        {all > 0 && (
          <>
            <div class="dv-stackbar" role="img" aria-label={words.join(", ")}>
              {counts.map((each) => (
                <i
                  key={each.state}
                  style={{ flex: each.count, background: `var(--dv-${signOf(each)[1]})` }}
                />
              ))}
            </div>
            <table class="dv-table dv-table-s dv-told">
              <tbody>
                {counts.map((each) => (
                  <tr key={each.state}>
                    <th scope="row">
                      <Badge state={signOf(each)[0]} word={each.word} />
                    </th>
                    <td class="dv-num">{count(each.count)}</td>
                    <td class="dv-num dv-3">{share(each.count, all)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </div>
    </Card>
  );
}

const SHARE = new Intl.NumberFormat(undefined, {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** Always with one digit, as a column has one precision. */
const share = (part: number, whole: number): string => SHARE.format(whole ? part / whole : 0);

const ICONS: Record<string, IconName> = {
  number: "number",
  boolean: "boolean",
  time: "date",
  list: "category",
  file: "file",
};

function fieldWords(field: FieldFacts): string {
  const origin = field.is_asked ? "" : "comes with the task";
  const optional = field.is_asked && field.is_optional ? "optional" : "";
  return [origin, field.words, optional].filter(Boolean).join(", ");
}

function Form({ data, results, now }: { data: Overview; results: Results; now: Date }) {
  const { fields, form_number: number } = data;
  const at = data.published_at;
  const made = at && <WithTip text={exact(at)}>published {ago(at, now).toLowerCase()}</WithTip>;
  return (
    <Card title="Form" note={`version ${number}, ${counted(fields.length, "field")}`} end={made}>
      <table class="dv-table dv-table-s dv-told is-lined">
        <tbody>
          {fields.map((field) => (
            <tr key={field.name}>
              <th scope="row" title={field.name}>
                <span class="dv-src">
                  <Icon name={ICONS[field.kind] ?? "text"} />
                  <span class="dv-cut">{field.name}</span>
                </span>
              </th>
              <td class="dv-3" title={fieldWords(field)}>
                {fieldWords(field)}
              </td>
              <Told type={field.type} result={results[field.name]} />
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

/** What a field came to, else what it takes. */
function Told({ type, result }: { type: string; result: string | undefined }) {
  if (!result) return <td class="dv-typed">{type}</td>;
  return (
    <td class="dv-typed dv-came" title={`${type}; of finished tasks: ${result}`}>
      {result}
    </td>
  );
}

function Contributors({ data, now }: { data: Overview; now: Date }) {
  const { contributors, contributor_count: all, answer_count: answers } = data;
  const most = Math.max(1, ...contributors.map((each) => each.answer_count));
  const left = all - contributors.length;
  return (
    <Card title="Contributors" note={counted(answers, "answer")}>
      {all === 0 ? (
        <p class="dv-body dv-3">Nobody has answered yet. pipeline.work() opens the form.</p>
      ) : (
        <table class="dv-table dv-table-s dv-told dv-people is-lined">
          <tbody>
            {contributors.map((each) => (
              <Contributor key={`${each.kind} ${each.name}`} {...{ each, most, answers, now }} />
            ))}
          </tbody>
        </table>
      )}
      {left > 0 && <p class="dv-s dv-3 dv-more-people">and {counted(left, "other")}</p>}
    </Card>
  );
}

function Contributor(props: { each: ContributorFacts; most: number; answers: number; now: Date }) {
  const { each, most, answers, now } = props;
  const isPerson = each.kind === "person";
  return (
    <tr>
      <th scope="row" title={each.name}>
        <span class="dv-row">
          <span class="dv-ava" aria-hidden="true">
            {isPerson ? initials(each.name) : <Icon name="code" small />}
          </span>
          <span class="dv-cut">{each.name}</span>
          {!isPerson && <span class="dv-s dv-3">function</span>}
        </span>
      </th>
      <td class="dv-bar" aria-hidden="true">
        <i style={{ width: `${(each.answer_count / most) * 100}%` }} />
      </td>
      <td class="dv-num">{count(each.answer_count)}</td>
      <td class="dv-num dv-3">{share(each.answer_count, answers)}</td>
      <td class="dv-num dv-3 dv-s">
        <WithTip text={`Last active ${dateTime(each.active_at)}`}>
          {ago(each.active_at, now)}
        </WithTip>
      </td>
    </tr>
  );
}
