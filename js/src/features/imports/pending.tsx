// What is under way or was left: imports that run, that were interrupted, uploads half way.

import { useEffect, useRef } from "preact/hooks";
import type { ImportJob, Upload } from "../../protocol/operations";
import { Button, bytes, Icon, percent, useAsk, useEvent, usePort } from "../../ui";

/** How often somebody looks at imports of other kernels, which send no news here. */
export const LOOK_MS = 1000;

/** Calls `look` a while after the last call has ended, as long as it is wanted and seen. */
export function useLooking(isWanted: boolean, look: () => Promise<unknown>) {
  const ask = useEvent(look);
  useEffect(() => {
    if (!isWanted) return;
    let timer: ReturnType<typeof setTimeout>;
    const again = () => {
      timer = setTimeout(() => {
        if (document.hidden) again();
        else ask().then(again, again);
      }, LOOK_MS);
    };
    again();
    return () => clearTimeout(timer);
  }, [isWanted, ask]);
}

/** The list, kept current while something in it runs. */
function usePending() {
  const port = usePort();
  const { data, reload } = useAsk("imports.pending", {}, []);
  const last = useRef<typeof data>(undefined);
  if (data) last.current = data;
  const isRunning = data?.jobs.some(({ state }) => state === "running") ?? false;
  useLooking(isRunning, async () => reload());
  useEffect(() => {
    const isOver = (state: unknown) => state !== "running";
    return port.onNews((news) => {
      if (news.news === "imports.progress" && isOver(news.data.state)) reload();
    });
  }, [port, reload]);
  const leave = (asked: Promise<unknown>) => asked.then(reload, reload);
  const discard = (upload: Upload) =>
    leave(port.ask("imports.upload_discard", { upload_id: upload.upload_id }));
  const dismiss = (job: ImportJob) => leave(port.ask("imports.dismiss", { job_id: job.job_id }));
  return { pending: last.current, discard, dismiss };
}

function Running({ job, onShow }: { job: ImportJob; onShow: () => void }) {
  return (
    <li class="dv-row">
      <span class="dv-grow">
        <b>{job.name}</b> is being imported
        {job.share !== null && `, ${percent(job.share, 1)}`}
      </span>
      <Button size="s" label="Show import" onPress={onShow} />
    </li>
  );
}

function Interrupted(props: { job: ImportJob; onAgain: () => void; onDismiss: () => void }) {
  const { job } = props;
  const way = job.can_repeat ? "" : " Its file is no longer there.";
  return (
    <li class="dv-row dv-wrap">
      <Icon name="warn" class="dv-import-warn" />
      <span class="dv-grow">
        The import of <b>{job.file_name}</b> was interrupted: its kernel ended. Nothing of it was
        kept.{way}
      </span>
      <span class="dv-row">
        {job.can_repeat && <Button size="s" label="Import again" onPress={props.onAgain} />}
        <Button size="s" kind="quiet" label="Dismiss" onPress={props.onDismiss} />
      </span>
    </li>
  );
}

export function Pending(props: {
  onJob: (job: ImportJob) => void;
  onAgain: (job: ImportJob) => void;
}) {
  const { pending, discard, dismiss } = usePending();
  if (!pending || pending.jobs.length + pending.uploads.length === 0) return null;
  return (
    <ul class="dv-import-pending" aria-label="Imports under way">
      {pending.jobs.map((job) =>
        job.state === "interrupted" ? (
          <Interrupted
            key={job.job_id}
            job={job}
            onAgain={() => props.onAgain(job)}
            onDismiss={() => dismiss(job)}
          />
        ) : (
          <Running key={job.job_id} job={job} onShow={() => props.onJob(job)} />
        ),
      )}
      {pending.uploads.map((upload) => (
        <li key={upload.upload_id} class="dv-row">
          <span class="dv-grow">
            {bytes(upload.offset)} of {bytes(upload.byte_count)} of <b>{upload.name}</b> are here.
            Choose the same file again to go on.
          </span>
          <Button size="s" label="Discard upload" onPress={() => discard(upload)} />
        </li>
      ))}
    </ul>
  );
}
