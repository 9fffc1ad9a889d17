// A running import and how it ended.

import { useEffect, useState } from "preact/hooks";
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
  usePort,
} from "../../ui";
import { Bar, Spoken } from "./bar";

const STAGES = [
  ["read", "Read and check"],
  ["store", "Store rows"],
  ["add", "Add to the vault"],
] as const;

/** The job as its news tell it; those that came before the answer are not lost. */
export function useJob(start: ImportJob): ImportJob {
  const port = usePort();
  const [job, setJob] = useState(start);
  useEffect(() => {
    const stop = port.onNews(({ news, data }) => {
      if (news !== "imports.progress" || data.job_id !== start.job_id) return;
      setJob(data as unknown as ImportJob);
    });
    // News may have come before the answer that named the job, or to a page that is gone.
    port.ask("imports.job", { job_id: start.job_id }).then(
      ({ data }) => setJob((known) => (known.state === "running" ? data : known)),
      () => undefined,
    );
    return stop;
  }, [port, start.job_id]);
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

export function JobView(props: {
  start: ImportJob;
  next: string | undefined;
  onOpen: (datasetId: string) => void;
  onSettings: (() => void) | undefined;
  onAnother: () => void;
}) {
  const job = useJob(props.start);
  const { state, dataset_id: id, done_rows: rows, column_count: columns, notes } = job;
  if (state === "running")
    return (
      <div class="dv-import-job">
        <Running job={job} />
      </div>
    );
  const another = props.next ? `Preview ${props.next}` : "Import another file";
  const title = `${job.name} ${TITLES[state]}`;
  return (
    <div class="dv-import-job">
      <h2 class="dv-row dv-m">
        <Icon name={state === "done" ? "check" : "error"} class={`dv-import-${state}`} />
        <span class="dv-grow dv-import-title">{title}</span>
      </h2>
      {state === "done" ? (
        <>
          <p class="dv-2">
            {rows !== null && counted(rows, "row")}
            {columns !== null && `, ${counted(columns, "column")}`}
            {job.project_name !== null && `, in ${job.project_name}`}
          </p>
          {notes.map((note) => (
            <p key={note} class="dv-s dv-3">
              {note}
            </p>
          ))}
        </>
      ) : (
        <Refused job={job} />
      )}
      <div class="dv-row dv-wrap">
        {state === "done" && id && (
          <Button kind="primary" label="Open dataset" onPress={() => props.onOpen(id)} />
        )}
        {state !== "done" && props.onSettings && (
          <Button
            kind="primary"
            label={state === "cancelled" ? "Back to the preview" : "Change settings"}
            onPress={props.onSettings}
          />
        )}
        <Button label={another} onPress={props.onAnother} />
      </div>
      <Spoken text={title} />
    </div>
  );
}
