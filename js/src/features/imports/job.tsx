// A running import and how it ended.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ImportJob } from "../../protocol/operations";
import {
  Badge,
  Banner,
  Button,
  bytes,
  count,
  counted,
  duration,
  Icon,
  percent,
  Spinner,
  useAsk,
  usePort,
} from "../../ui";
import { Bar, Spoken } from "./bar";
import { useKeptFocus } from "./focus";
import { LOOK_MS, useLooking } from "./pending";
import { Report } from "./report";

const STAGES = [
  ["read", "Read and check"],
  ["store", "Store rows"],
  ["add", "Add to the vault"],
] as const;

/** The job as its news tell it; of one in another kernel there are none, so it is looked at. */
export function useJob(start: ImportJob): ImportJob {
  const port = usePort();
  const [job, setJob] = useState(start);
  const told = useRef(0);
  // With the drawing: news between it and a later effect would be missed.
  useLayoutEffect(
    () =>
      port.onNews(({ news, data }) => {
        if (news !== "imports.progress" || data.job_id !== start.job_id) return;
        told.current = performance.now();
        setJob(data as unknown as ImportJob);
      }),
    [port, start.job_id],
  );
  const look = async () => {
    const heard = told.current;
    const { data } = await port.ask("imports.job", { job_id: start.job_id });
    // What was told meanwhile is newer than the answer.
    if (told.current === heard) setJob((known) => (known.state === "running" ? data : known));
  };
  useEffect(() => {
    // News may have come before the answer that named the job, or to a page that is gone.
    look().catch(() => undefined);
  }, [port, start.job_id]);
  useLooking(job.state === "running", async () => {
    if (performance.now() - told.current > LOOK_MS) await look();
  });
  return job;
}

function numbers(job: ImportJob): [string, string] {
  const { share, done_rows: done, total_rows: total, byte_count: size, rate, eta_s: eta } = job;
  if (share === null) return [total === null ? bytes(size) : counted(total, "row"), ""];
  const left =
    total === null
      ? `${bytes(share * size)} of ${bytes(size)}`
      : `About ${count(done ?? 0)} of ${counted(total, "row")}`;
  const speed =
    rate === null ? "" : `, ${total === null ? bytes(rate) : count(Math.round(rate))} a second`;
  const end = eta === null ? "" : `, about ${duration(Math.max(1000, eta * 1000))} left`;
  return [left + speed, percent(share, 1) + end];
}

function Running({ job }: { job: ImportJob }) {
  const port = usePort();
  const [isStopping, stop] = useState(false);
  const [left, right] = numbers(job);
  const at = STAGES.findIndex(([stage]) => stage === job.stage);
  const word = STAGES[at]?.[1] ?? "";
  const step = Math.floor((job.share ?? 0) * 4) * 25;
  const cancel = () => {
    stop(true);
    port.ask("imports.cancel", { job_id: job.job_id }).catch(() => stop(false));
  };
  return (
    <>
      <div class="dv-row">
        <h2 class="dv-m dv-cut dv-grow">Importing {job.name}</h2>
        <Button
          label={isStopping ? "Cancelling" : "Cancel"}
          size="s"
          isBusy={isStopping}
          onPress={cancel}
        />
      </div>
      <Bar label={`Import of ${job.name}`} share={job.share} left={left} right={right} />
      <ul class="dv-import-stages dv-s">
        {STAGES.map(([stage, text], i) => (
          <li key={stage} aria-current={i === at ? "step" : undefined}>
            <Badge state={i < at ? "finished" : i === at ? "progress" : "pending"} word={text} />
          </li>
        ))}
      </ul>
      <Spoken text={`${word}${step ? `, ${step}%` : ""}`} />
    </>
  );
}

const TITLES = {
  done: "is in the vault",
  error: "was not imported",
  cancelled: "was not imported",
  interrupted: "was not imported",
};

function Refused({ job }: { job: ImportJob }) {
  const { problem } = job;
  if (job.state === "cancelled")
    return <p class="dv-2">The import was cancelled. Nothing of it was kept.</p>;
  if (!problem) return null;
  return (
    <Banner
      isInset
      tone="bad"
      text={
        <>
          <p>
            {problem.message} {job.state === "error" && "Nothing was stored."}
          </p>
          {problem.text && <code class="dv-import-line">{problem.text}</code>}
          {problem.hint && <p>{problem.hint}</p>}
        </>
      }
    />
  );
}

/** Rows, columns and where they are; all else once the report is here. */
function Done({ job }: { job: ImportJob }) {
  const { done_rows: rows, column_count: columns, dataset_id: id } = job;
  const { data: told, isLoading } = useAsk("imports.report", id ? { dataset_id: id } : null, [id]);
  if (told) return <Report told={told} job={job} />;
  return (
    <>
      <p class="dv-2">
        {rows !== null && counted(rows, "row")}
        {columns !== null && `, ${counted(columns, "column")}`}
        {job.project_name !== null && `, in ${job.project_name}`}
      </p>
      {isLoading && <Spinner label="Reading the report" />}
    </>
  );
}

function Ways(props: JobViewProps & { job: ImportJob }) {
  const { job, next } = props;
  const { state, dataset_id: id } = job;
  const onAgain = props.hasSource || job.can_repeat ? props.onAgain : undefined;
  const onSettings = props.onSettings ?? onAgain;
  const another = next ? `Preview ${next}` : (props.another ?? "Import another file");
  return (
    <div class="dv-foot dv-import-foot dv-wrap">
      {state === "done" && id && (
        <Button kind="primary" label="Open dataset" onPress={() => props.onOpen(id)} />
      )}
      {state === "done" && onAgain && (
        <Button label="Import again with other settings" onPress={() => onAgain(job)} />
      )}
      {state !== "done" && onSettings && (
        <Button
          kind="primary"
          label={state === "cancelled" ? "Back to the preview" : "Change settings"}
          onPress={() => onSettings(job)}
        />
      )}
      <Button label={another} onPress={props.onAnother} />
    </div>
  );
}

interface JobViewProps {
  start: ImportJob;
  next: string | undefined;
  /** What is offered besides, where it isn't a file. */
  another?: string;
  onOpen: (datasetId: string) => void;
  /** Back to what is chosen, of what was not imported. */
  onSettings?: ((job: ImportJob) => void) | undefined;
  /** Back to the preview; of what was imported it makes a new version. */
  onAgain?: (job: ImportJob) => void;
  /** Whether the focus goes to the report when what had it is gone with the progress. */
  isKeepingFocus?: boolean;
  /** Whether the file is at hand; else it depends on the job. */
  hasSource?: boolean;
  onAnother: () => void;
}

export function JobView(props: JobViewProps) {
  const job = useJob(props.start);
  const { state } = job;
  const own = useRef<HTMLDivElement>(null);
  useKeptFocus(own, props.isKeepingFocus ? state : undefined);
  if (state === "running")
    return (
      <div class="dv-import-job">
        <Running job={job} />
      </div>
    );
  const title = `${job.name} ${TITLES[state]}`;
  return (
    <>
      <div class="dv-import-job dv-import-body" ref={own} tabIndex={-1}>
        <h2 class="dv-row dv-m">
          <Icon name={state === "done" ? "check" : "error"} class={`dv-import-${state}`} />
          <span class="dv-grow dv-import-title">{title}</span>
        </h2>
        {state === "done" ? <Done job={job} /> : <Refused job={job} />}
        <Spoken text={title} />
      </div>
      <Ways {...props} job={job} />
    </>
  );
}
