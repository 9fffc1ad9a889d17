// What the panel is at, what comes next, and what has to be tidied when it is left.

import { useEffect, useRef, useState } from "preact/hooks";
import type { ImportFrom, ImportJob } from "../../protocol/operations";
import { usePort } from "../../ui";
import type { Earlier, Settings } from "./settings";

/** A file that was looked at, and what is known of an import of it before. */
export interface Looked {
  source: ImportFrom;
  label: string;
  /** Where it came from the browser: to be sent again. */
  file?: File;
  earlier?: Earlier;
  projectId?: string | null;
  /** The import that was interrupted: it is no news any more once this one began. */
  interrupted?: string;
}

type Uploading = { at: "upload"; file: File } & Partial<Pick<Looked, "earlier">>;

export type State =
  | { at: "drop" }
  | Uploading
  | ({ at: "preview" } & Looked)
  | { at: "job"; job: ImportJob; from?: Looked };

const lastPart = (path: string) => path.split(/[\\/]/).pop() || path;

export const looked = (path: string): Looked => ({ source: { path }, label: lastPart(path) });

const earlierOf = ({ dataset_id: id, project_name: project, name }: ImportJob) =>
  id === null ? undefined : { id, path: project === null ? name : `${project} / ${name}` };

/** Another look at what a job imported; the file may be asked of the kernel or the browser. */
function useAgain(show: (next: State, settings?: Settings) => void, fail: (text: string) => void) {
  const port = usePort();
  const repeat = (job: ImportJob) => {
    port.ask("imports.repeat", { job_id: job.job_id }).then(
      ({ data: { source, settings, project_id: projectId, dataset_id: id } }) => {
        const earlier = earlierOf({ ...job, dataset_id: job.dataset_id ?? id });
        const interrupted = job.state === "interrupted" ? job.job_id : undefined;
        const label = lastPart(source.path ?? "");
        show({ at: "preview", source, label, earlier, projectId, interrupted }, settings);
      },
      (error: Error) => fail(error.message),
    );
  };
  /** Undefined where the file can't be had any more. */
  const again = (job: ImportJob, from: Looked | undefined) => {
    const earlier = job.state === "done" ? earlierOf(job) : from?.earlier;
    // The kernel let go of what was uploaded when its rows were stored.
    if (from?.file && job.state === "done") show({ at: "upload", file: from.file, earlier });
    else if (from && (from.source.path || job.state !== "done"))
      show({ at: "preview", ...from, earlier });
    else repeat(job);
  };
  return { repeat, again };
}

const beginning = (start: string | undefined, file: File | undefined): State => {
  if (file) return { at: "upload", file };
  return start ? { at: "preview", ...looked(start) } : { at: "drop" };
};

export function useSteps(path: string | undefined, files: readonly File[] = []) {
  const port = usePort();
  const start = path?.trim();
  const [state, setState] = useState<State>(() => beginning(start, files[0]));
  const [queue, setQueue] = useState<File[]>(() => files.slice(1));
  const [settings, setSettings] = useState<Settings>({});
  const [trouble, setTrouble] = useState("");
  const go = (next: State) => {
    // An upload that leads to no import is of no use to anybody.
    const left = state.at === "preview" ? state : state.at === "job" ? state.from : undefined;
    const upload = left?.source.upload_id;
    if (upload && next.at !== "job" && !(next.at === "preview" && next.source === left?.source))
      port.ask("imports.upload_discard", { upload_id: upload }).catch(() => undefined);
    if (next.at === "job" && next.from?.interrupted)
      port.ask("imports.dismiss", { job_id: next.from.interrupted }).catch(() => undefined);
    setTrouble("");
    setState(next);
  };
  const begin = (next: State, wishes: Settings = {}) => {
    setSettings(wishes);
    go(next);
  };
  const ways = useAgain((next, wishes) => begin(next, wishes ?? settings), setTrouble);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else if (start) begin({ at: "preview", ...looked(start) });
  }, [start]);
  const take = (files: File[]) => {
    const [file, ...others] = files;
    setQueue(others);
    begin(file ? { at: "upload", file } : { at: "drop" });
  };
  return { state, queue, settings, setSettings, trouble, setTrouble, go, begin, take, ...ways };
}
