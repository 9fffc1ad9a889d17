// The import panel: drop zone, upload, preview and job, one after another in one frame.

import { useEffect, useRef, useState } from "preact/hooks";
import type { ImportFrom, ImportJob } from "../../protocol/operations";
import { Banner, EmptyState, IconButton, useEvent, usePort } from "../../ui";
import { DropZone, useChooser, useHeld } from "./drop";
import { JobView } from "./job";
import { Preview } from "./preview";
import type { Settings } from "./settings";
import { Uploading } from "./uploading";

export interface ImportPanelProps {
  /** A file on the kernel's machine to begin with. */
  path?: string;
  onDone: (datasetId: string) => void;
  onClose?: () => void;
}

interface Looked {
  source: ImportFrom;
  label: string;
}

type State =
  | { at: "drop" }
  | { at: "upload"; file: File }
  | ({ at: "preview" } & Looked)
  | { at: "job"; job: ImportJob; from?: Looked };

const lastPart = (path: string) => path.split(/[\\/]/).pop() || path;

const looked = (path: string): Looked => ({ source: { path }, label: lastPart(path) });

function useBusy(): boolean {
  const port = usePort();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => port.onBusy(setBusy), [port]);
  return isBusy;
}

/** What the panel is at, what comes next, and what has to be tidied when it is left. */
function useSteps(path: string | undefined) {
  const port = usePort();
  const start = path?.trim();
  const [state, setState] = useState<State>(
    start ? { at: "preview", ...looked(start) } : { at: "drop" },
  );
  const [queue, setQueue] = useState<File[]>([]);
  const [settings, setSettings] = useState<Settings>({});
  const go = (next: State) => {
    // An upload that leads to no import is of no use to anybody.
    const left = state.at === "preview" ? state : state.at === "job" ? state.from : undefined;
    const upload = left?.source.upload_id;
    if (upload && next.at !== "job" && !(next.at === "preview" && next.source === left?.source))
      port.ask("imports.upload_discard", { upload_id: upload }).catch(() => undefined);
    setState(next);
  };
  const begin = (next: State) => {
    setSettings({});
    go(next);
  };
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
  return { state, queue, settings, setSettings, go, begin, take };
}

/** What is under way: all but the drop zone. */
function Step(props: {
  steps: ReturnType<typeof useSteps>;
  onDone: (datasetId: string) => void;
  onChoose: () => void;
  onCancel: () => void;
}) {
  const { state, queue, settings, setSettings, go, take } = props.steps;
  if (state.at === "upload")
    return (
      <Uploading
        key={`${state.file.name} ${state.file.lastModified} ${queue.length}`}
        file={state.file}
        onDone={(upload_id) => go({ at: "preview", source: { upload_id }, label: state.file.name })}
        onCancel={() => take(queue)}
      />
    );
  if (state.at === "preview")
    return (
      <Preview
        key={JSON.stringify(state.source)}
        {...state}
        queued={queue.length}
        settings={settings}
        onSettings={setSettings}
        onJob={(job) => go({ at: "job", job, from: state })}
        onAnother={props.onChoose}
        onCancel={props.onCancel}
      />
    );
  if (state.at === "drop") return null;
  const { job, from } = state;
  return (
    <JobView
      key={job.job_id}
      start={job}
      next={queue[0]?.name}
      onOpen={props.onDone}
      onSettings={from && (() => go({ ...from, at: "preview" }))}
      onAnother={() => take(queue)}
    />
  );
}

function Head({ onClose }: { onClose: (() => void) | undefined }) {
  return (
    <div class="dv-head dv-import-head">
      <h1 class="dv-h1 dv-grow">Import file</h1>
      {onClose && <IconButton icon="close" label="Close" onPress={onClose} />}
    </div>
  );
}

function LivePanel({ path, onDone, onClose }: ImportPanelProps) {
  const steps = useSteps(path);
  const { state, queue, begin, go, take } = steps;
  const [trouble, setTrouble] = useState("");
  const isBusy = useBusy();
  const files = useEvent((chosen: File[]) => {
    setTrouble("");
    take(chosen);
  });
  const noFolder = () => setTrouble("A folder can't be imported. Drop the files in it.");
  const { held, on } = useHeld(files, noFolder);
  const { choose, node } = useChooser(files);
  const cancel = () => {
    take(queue);
    if (queue.length === 0) onClose?.();
  };
  // While something runs nothing is taken: what is under way is not thrown away by a slip.
  const isRunning = state.at === "upload" || state.at === "job";
  const isDropping = state.at === "drop" || (held > 0 && !isRunning);
  return (
    <div class="dv-import" {...(isRunning ? {} : on)}>
      {(state.at === "preview" || onClose) && <Head onClose={onClose} />}
      {isBusy && (
        <Banner icon="clock" text="The kernel is busy with a cell. This goes on when it is free." />
      )}
      {node}
      {isDropping && (
        <div class="dv-import-rest">
          <DropZone
            held={held}
            trouble={trouble}
            onChoose={choose}
            onPath={(text) => begin({ at: "preview", ...looked(text) })}
            onJob={(job) => go({ at: "job", job })}
          />
        </div>
      )}
      <div class="dv-import-step" hidden={held > 0 && !isRunning}>
        <Step steps={steps} onDone={onDone} onChoose={choose} onCancel={cancel} />
      </div>
    </div>
  );
}

export function ImportPanel(props: ImportPanelProps) {
  if (usePort().isAlive) return <LivePanel {...props} />;
  return (
    <div class="dv-import">
      {props.onClose && <Head onClose={props.onClose} />}
      <EmptyState
        icon="offline"
        title="This is a saved copy"
        text="No kernel is behind it, so nothing can be imported here. Run the cell to go on."
      />
    </div>
  );
}
