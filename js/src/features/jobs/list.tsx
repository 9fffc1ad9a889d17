// Imports and exports under way, and how those ended that were seen running.

import type { VNode } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { ExportJob } from "../../protocol/operations";
import { Button, bytes, counted, Icon, IconButton, Progress } from "../../ui";
import { isRunning, type JobWatch, type Work } from "./watch";

function outcomeOf(work: Work): string {
  const { job } = work;
  if (job.state === "cancelled") return "Cancelled. Nothing of it was kept.";
  if (job.state === "interrupted") return "Interrupted: what ran it has ended.";
  if (work.kind === "import") {
    const { problem, done_rows: rows } = work.job;
    if (work.job.state === "error") return problem?.message ?? "It was not imported.";
    return rows === null ? "imported" : `${counted(rows, "row")} imported`;
  }
  const { message, row_count: rows, byte_count: size } = work.job;
  if (work.job.state === "failed") return message || "It was not exported.";
  return `${counted(rows ?? 0, "row")}, ${bytes(size ?? 0)} exported`;
}

const isFine = ({ job }: Work) => job.state === "done" || job.state === "partial";

interface Ways {
  watch: JobWatch;
  onOpen: (datasetId: string) => void;
  /** Draws the way to the file of an export. */
  fetching: (job: ExportJob) => VNode;
}

function Entry(props: Ways & { work: Work }) {
  const { work, watch, onOpen } = props;
  const { name, share, dataset_id: id } = work.job;
  const [trouble, setTrouble] = useState("");
  const [isStopping, stop] = useState(false);
  const verb = work.kind === "import" ? "Importing" : "Exporting";
  const cancel = () => {
    stop(true);
    watch.cancel(work).catch((error: Error) => {
      stop(false);
      setTrouble(error.message);
    });
  };
  if (isRunning(work))
    return (
      <li class="dv-stack dv-stack-4">
        <div class="dv-row">
          <b class="dv-cut dv-grow">
            {verb} {name}
          </b>
          <Button
            size="s"
            label="Cancel"
            tip={`Cancel: ${verb.toLowerCase()} ${name}`}
            isBusy={isStopping}
            onPress={cancel}
          />
        </div>
        <Progress
          label={`${verb} ${name}`}
          done={share ?? 0}
          total={share === null ? undefined : 1}
          note={share === null ? "Under way" : ""}
        />
        {trouble && (
          <span class="dv-hint is-bad" role="alert">
            {trouble}
          </span>
        )}
      </li>
    );
  return (
    <li class="dv-row">
      <Icon name={isFine(work) ? "check" : "warn"} small />
      <span class="dv-grow dv-s" role="status">
        <b>{name}</b>
        <span class="dv-2 dv-dot">{outcomeOf(work)}</span>
      </span>
      {isFine(work) && work.kind === "export" && props.fetching(work.job)}
      {isFine(work) && work.kind === "import" && id && (
        <Button
          size="s"
          kind="quiet"
          label="Open"
          tip={`Open ${name}`}
          onPress={() => onOpen(id)}
        />
      )}
      <IconButton
        size="s"
        icon="close"
        label={`Dismiss ${name}`}
        onPress={() => watch.dismiss(work)}
      />
    </li>
  );
}

/** Nothing where nothing runs or ran. */
export function JobList(props: Ways) {
  const { watch } = props;
  const [works, setWorks] = useState(watch.works);
  useLayoutEffect(() => watch.listen(setWorks), [watch]);
  if (works.length === 0) return null;
  return (
    <section class="dv-side-part" aria-label="Imports and exports">
      <ul class="dv-stack dv-side-list">
        {works.map((work) => (
          <Entry key={work.job.job_id} {...props} work={work} />
        ))}
      </ul>
    </section>
  );
}
