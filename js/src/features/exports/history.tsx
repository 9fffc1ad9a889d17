// What was exported of a dataset: by whom, where to, what came of it; and what can be done with it.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ExportJob, ExportTarget } from "../../protocol/operations";
import {
  ago,
  Banner,
  Button,
  bytes,
  counted,
  duration,
  EmptyState,
  exact,
  Icon,
  type IconName,
  Progress,
  Radio,
  Skeleton,
  useAsk,
  useEvent,
  usePort,
  WithTip,
} from "../../ui";
import { fileName } from "./choice";
import { Download } from "./download";

/** Exports of other kernels send no news: they are asked for. */
const LOOK_EVERY = 2000;

const SIGNS: Partial<Record<ExportJob["state"], IconName>> = {
  done: "check",
  partial: "warn",
  failed: "error",
  interrupted: "warn",
};

/** "412 rows, 31 MB", or why there is no file. */
export function outcomeOf(job: ExportJob): string {
  if (job.state === "failed") return `Failed: ${job.message}`;
  if (job.state === "interrupted")
    return "Interrupted: the kernel or server that wrote it ended. No unfinished file is left.";
  if (job.state === "cancelled") return "Cancelled. Nothing was written.";
  if (job.state === "running") return "Being written";
  const files = job.file_count ? [counted(job.file_count, "file")] : [];
  const parts = [counted(job.row_count ?? 0, "row"), ...files, bytes(job.byte_count ?? 0)];
  const rest = [
    ...(job.state === "partial" ? ["not all of its files"] : []),
    ...(job.is_in_vault && job.is_there ? ["in the vault"] : []),
    ...(job.is_there ? [] : ["the file is gone or was changed"]),
  ];
  return [...parts, ...rest].join(", ");
}

/** "changes since 1.0.0, columns a and b": what of the dataset it was; empty for all of it. */
export function aboutOf({ about }: Pick<ExportJob, "about">): string {
  const parts = [
    about.subject === "answers" && "single answers",
    about.subject === "changes" && `changes since ${about.since}`,
    about.version && `version ${about.version}`,
    about.is_filtered && "filtered",
    about.column_count !== null && counted(about.column_count, "column"),
    about.is_guarded && "formulas guarded",
  ];
  return parts.filter(Boolean).join(", ");
}

/** What was exported of a dataset; null is all that the asker exported, of any. */
function useHistory(datasetId: string | null) {
  const port = usePort();
  const { data, error, reload } = useAsk("exports.list", { dataset_id: datasetId }, [datasetId]);
  const jobs = data?.exports;
  const isRunning = jobs?.some((job) => job.state === "running") ?? false;
  useEffect(
    () => port.onNews(({ news }) => news === "exports.progress" && reload()),
    [port, reload],
  );
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(reload, LOOK_EVERY);
    return () => clearInterval(timer);
  }, [isRunning, reload]);
  return { jobs, error, reload };
}

interface Doing {
  onAgain: (job: ExportJob, overwrite: boolean) => Promise<void>;
  onCancel: (job: ExportJob) => Promise<void>;
  onDelete: (job: ExportJob) => Promise<void>;
  onForget: (job: ExportJob) => Promise<void>;
}

/** A question in the place of the buttons, with its answer as a button that has the focus. */
function Sure(props: { text: string; label: string; onYes: () => void; onNo: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.querySelector("button")?.focus(), []);
  return (
    <div class="dv-row dv-export-acts" ref={box}>
      <span class="dv-s dv-grow" role="alert">
        {props.text}
      </span>
      <Button size="s" label="Keep it" onPress={props.onNo} />
      <Button size="s" kind="danger" label={props.label} onPress={props.onYes} />
    </div>
  );
}

function Acts({ job, ...doing }: { job: ExportJob } & Doing) {
  const port = usePort();
  const [asks, setAsks] = useState<"delete" | "again" | null>(null);
  const [inWay, setInWay] = useState<ExportTarget>();
  const again = async () => {
    // In the vault each has a place of its own.
    if (job.is_in_vault) return doing.onAgain(job, false);
    const { path, format } = job;
    const { data } = await port.ask("exports.target", { path, format });
    setInWay(data);
    if (data.exists) setAsks("again");
    else await doing.onAgain(job, false);
  };
  const settle = (act: () => Promise<void>) => {
    setAsks(null);
    void act();
  };
  const no = () => setAsks(null);
  if (asks === "delete") {
    const text = `Delete ${fileName(job.path)} for good?`;
    const yes = () => settle(() => doing.onDelete(job));
    return <Sure text={text} label="Delete the file" onYes={yes} onNo={no} />;
  }
  if (asks === "again") {
    const size = bytes(inWay?.byte_count ?? 0);
    const text = `${fileName(job.path)} (${size}) would be replaced.`;
    const yes = () => settle(() => doing.onAgain(job, true));
    return <Sure text={text} label="Replace it" onYes={yes} onNo={no} />;
  }
  if (job.state === "running") {
    return (
      <div class="dv-row dv-export-acts">
        <Button size="s" label="Cancel export" onPress={() => void doing.onCancel(job)} />
      </div>
    );
  }
  return (
    <div class="dv-row dv-export-acts">
      {job.is_there && <Download job={job} />}
      <Button size="s" kind="quiet" label="Export again" onPress={() => void again()} />
      {job.is_there && (
        <Button size="s" kind="quiet" label="Delete the file…" onPress={() => setAsks("delete")} />
      )}
      {!job.is_there && job.is_mine && (
        <Button
          size="s"
          kind="quiet"
          label="Remove from the list"
          onPress={() => void doing.onForget(job)}
        />
      )}
    </div>
  );
}

function Entry({ job, isNamed, ...doing }: { job: ExportJob; isNamed: boolean } & Doing) {
  const name = isNamed ? `of ${job.name}${job.dataset_id ? "" : ", which is gone"}` : "";
  const about = [name, aboutOf(job)].filter(Boolean).join(", ");
  const sign = SIGNS[job.state];
  const left = job.eta_s === null ? "" : `, about ${duration(Math.max(job.eta_s, 1) * 1000)} left`;
  return (
    <li>
      <div class="dv-row">
        <WithTip text={job.path}>
          <b class="dv-cut">{fileName(job.path)}</b>
        </WithTip>
        <span class="dv-s dv-3 dv-grow dv-cut">{about}</span>
        <span class="dv-s dv-3 dv-export-when">
          <WithTip text={exact(job.started_at)}>
            {job.started_by ? `${job.started_by}, ` : ""}
            {ago(job.started_at).toLowerCase()}
          </WithTip>
        </span>
      </div>
      {job.state === "running" ? (
        <Progress
          label={`Export to ${fileName(job.path)}`}
          done={job.share ?? 0}
          total={job.share === null ? undefined : 1}
          note={`Being written${left}`}
        />
      ) : (
        <div class={`dv-row dv-s dv-2 dv-export-${job.state}`}>
          {sign && <Icon name={sign} small />}
          <span>{outcomeOf(job)}</span>
        </div>
      )}
      <Acts job={job} {...doing} />
    </li>
  );
}

export type Of = "dataset" | "all";

/** Whose exports: a dataset's by everybody, or one's own of all the vault. */
export function Histories(props: { datasetId: string; of: Of; onOf: (of: Of) => void }) {
  const { datasetId, of, onOf } = props;
  return (
    <>
      <Radio
        isSegmented
        label="Exports of"
        value={of}
        options={[
          { value: "dataset", label: "This dataset" },
          { value: "all", label: "All you exported" },
        ]}
        onChange={onOf}
      />
      <History key={of} datasetId={of === "all" ? null : datasetId} />
    </>
  );
}

/** Exports, newest first. */
export function History({ datasetId }: { datasetId: string | null }) {
  const port = usePort();
  const { jobs, error, reload } = useHistory(datasetId);
  const [trouble, setTrouble] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const done = useEvent(async (work: Promise<unknown>) => {
    setTrouble("");
    try {
      await work;
    } catch (failed) {
      setTrouble((failed as Error).message);
    }
    reload();
    // What had the focus may be gone with what was done.
    list.current?.focus({ preventScroll: true });
  });
  const doing: Doing = {
    onAgain: ({ job_id }, overwrite) => done(port.ask("exports.again", { job_id, overwrite })),
    onCancel: ({ job_id }) => done(port.ask("exports.cancel", { job_id })),
    onDelete: ({ job_id }) => done(port.ask("exports.delete", { job_id, confirm: "delete" })),
    onForget: ({ job_id }) => done(port.ask("exports.forget", { job_id })),
  };
  if (error && !jobs) {
    const action = { label: "Try again", onPress: reload };
    return <Banner isInset tone="bad" text={error.message} action={action} />;
  }
  if (!jobs) {
    return (
      <div aria-busy="true">
        <span class="dv-vh">Loading earlier exports</span>
        <Skeleton width={240} />
      </div>
    );
  }
  if (jobs.length === 0) {
    return (
      <EmptyState
        icon="download"
        title="Nothing was exported yet"
        text={
          datasetId
            ? "Each export of this dataset is listed here, with its file and who made it."
            : "Each of your exports is listed here, with its file, whatever dataset it is of."
        }
      />
    );
  }
  return (
    <>
      {trouble && <Banner isInset tone="bad" text={trouble} />}
      <ul class="dv-exports" aria-label="Earlier exports" ref={list} tabIndex={-1} data-focus>
        {jobs.map((job) => (
          <Entry key={job.job_id} job={job} isNamed={!datasetId} {...doing} />
        ))}
      </ul>
    </>
  );
}
