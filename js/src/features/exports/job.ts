// An export under way: started, followed by news, stopped.

import { useEffect, useRef, useState } from "preact/hooks";
import type { ExportJob, ExportStartArgs } from "../../protocol/operations";
import { type Port, Refusal } from "../../transport/port";
import { bytes, counted, useEvent } from "../../ui";
import { fileName } from "./choice";

export type Say = (said: { text: string; tone?: "done" | "bad" }) => void;

/** News may get lost on the way, so it is also asked for, now and then. */
const LOOK_EVERY = 3000;

/** Why it stopped and what that means for the file. */
export function troubleOf({ message, hint }: Pick<ExportJob, "message" | "hint">): string {
  const meaning = /nothing|no unfinished/i.test(message) ? "" : "Nothing was written. ";
  return `The export stopped. ${message} ${meaning}${hint}`.trim();
}

export const hasFile = (job: ExportJob): boolean => job.state === "done" || job.state === "partial";

/** It ended without a file, and nobody wanted that. */
export const hasTrouble = ({ state }: Pick<ExportJob, "state">): boolean =>
  state === "failed" || state === "interrupted";

/** Where the file is, as people find it. */
export const placeOf = (job: Pick<ExportJob, "path" | "is_in_vault">): string =>
  job.is_in_vault ? `${fileName(job.path)}, under Earlier exports` : job.path;

const told = (job: ExportJob): Parameters<Say>[0] | null =>
  hasFile(job)
    ? {
        text: `Exported ${counted(job.row_count ?? 0, "row")}, ${bytes(job.byte_count ?? 0)}: ${placeOf(job)}`,
      }
    : hasTrouble(job)
      ? { text: troubleOf(job), tone: "bad" }
      : null;

/**
 * The job that runs or ended. One that ends after the dialog has gone is told by `say`.
 * @param writer Who writes the next one: the kernel, or the server beside it.
 */
export function useJob(say: Say, writer: Port) {
  // Who writes the one that runs is asked about it, whatever is chosen meanwhile.
  const own = useRef(writer);
  const [job, setJob] = useState<ExportJob | null>(null);
  const [trouble, setTrouble] = useState("");
  const isHere = useRef(true);
  useEffect(
    () => () => {
      isHere.current = false;
    },
    [],
  );
  const follow = (started: ExportJob) => {
    const port = own.current;
    let isOver = false;
    const stop = () => {
      isOver = true;
      hush();
      clearInterval(timer);
    };
    const take = (next: ExportJob) => {
      if (isOver || next.job_id !== started.job_id) return;
      if (next.state !== "running") stop();
      if (isHere.current) setJob(next);
      const said = !isHere.current && told(next);
      if (said) say(said);
    };
    // A server that doesn't answer may be started again: then it tells what became of it.
    const missed = (error: unknown) => (error instanceof Refusal && error.retryable) || stop();
    const look = () =>
      port.ask("exports.job", { job_id: started.job_id }).then(({ data }) => take(data), missed);
    const hush = port.onNews(({ news, data }) => {
      if (news === "exports.progress") take(data as unknown as ExportJob);
    });
    const timer = setInterval(look, LOOK_EVERY);
    // It may have ended before anybody listened.
    void look();
  };
  const start = useEvent(async (args: ExportStartArgs) => {
    setTrouble("");
    try {
      own.current = writer;
      const { data } = await writer.ask("exports.start", args);
      if (isHere.current) setJob(data);
      follow(data);
    } catch (error) {
      const text = error instanceof Refusal ? `${error.message} ${error.hint}` : String(error);
      setTrouble(text.trim());
    }
  });
  const cancel = useEvent(() => {
    if (!job) return;
    own.current.ask("exports.cancel", { job_id: job.job_id }).catch(() => undefined);
  });
  return { job, trouble, start, cancel, forget: () => setJob(null) };
}
