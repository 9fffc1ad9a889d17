// Imports under way: the one that is shown, and the others.

import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ImportJob } from "../../protocol/operations";
import { Banner, IconButton, percent, useAsk, useEvent, usePort, useToasts } from "../../ui";
import { JobView } from "../imports/job";

const isOver = (job: ImportJob) => job.state !== "running";

/** The job in the pane's place. The focus goes to it, and to what leads on when it ends. */
export function Job(props: {
  job: ImportJob;
  onOpen: (datasetId: string) => void;
  onSettings: (() => void) | undefined;
  onAnother: () => void;
  onBack?: () => void;
}) {
  const { job } = props;
  const port = usePort();
  const own = useRef<HTMLElement>(null);
  useLayoutEffect(() => own.current?.focus({ preventScroll: true }), [job.job_id]);
  useEffect(
    () =>
      port.onNews(({ news, data }) => {
        const told = data as unknown as ImportJob;
        if (news !== "imports.progress" || told.job_id !== job.job_id || !isOver(told)) return;
        // What had the focus is gone with the progress; whoever is elsewhere stays there.
        requestAnimationFrame(() => {
          const root = own.current?.getRootNode() as Document | ShadowRoot | undefined;
          const at = root?.activeElement;
          if (at && at !== document.body && at !== own.current) return;
          own.current?.querySelector<HTMLElement>(".dv-import-foot button")?.focus();
        });
      }),
    [port, job.job_id],
  );
  return (
    <section ref={own} class="dv-hub-pane" tabIndex={-1} aria-label={`Import of ${job.name}`}>
      {props.onBack && (
        <div class="dv-hub-title">
          <IconButton icon="left" label="Back to the results" onPress={props.onBack} />
        </div>
      )}
      <div class="dv-import">
        <JobView
          key={job.job_id}
          start={job}
          next={undefined}
          another="Import another dataset"
          onOpen={props.onOpen}
          onSettings={props.onSettings}
          onAnother={props.onAnother}
        />
      </div>
    </section>
  );
}

/** Jobs that run elsewhere have a line each; when one ends that is told. */
export function Others(props: {
  shown: ImportJob | undefined;
  onShow: (job: ImportJob) => void;
  onOpen: (datasetId: string) => void;
}) {
  const { shown, onOpen } = props;
  const port = usePort();
  const { data, reload } = useAsk("imports.pending", {}, [shown?.job_id]);
  const { say, view } = useToasts();
  const hear = useEvent((job: ImportJob) => {
    reload();
    if (!isOver(job) || job.job_id === shown?.job_id) return;
    const { dataset_id: id, problem } = job;
    if (job.state === "done" && id)
      say({
        text: `${job.name} is in the vault`,
        action: { label: "Open dataset", onPress: () => onOpen(id) },
      });
    else if (job.state === "error")
      say({ tone: "bad", text: `${job.name} was not imported. ${problem?.message ?? ""}` });
  });
  useEffect(
    () =>
      port.onNews(({ news, data: told }) => {
        if (news === "imports.progress") hear(told as unknown as ImportJob);
      }),
    [port, hear],
  );
  const jobs = data?.jobs.filter((job) => !isOver(job) && job.job_id !== shown?.job_id) ?? [];
  return (
    <>
      {jobs.map((job) => (
        <Banner
          key={job.job_id}
          icon="clock"
          text={`${job.name} is being imported${job.share === null ? "" : `, ${percent(job.share, 1)}`}`}
          action={{ label: "Show import", onPress: () => props.onShow(job) }}
        />
      ))}
      {view}
    </>
  );
}
