// The import panel: drop zone, upload, preview and job, one after another in one frame.

import { useEffect, useRef, useState } from "preact/hooks";
import { Banner, EmptyState, IconButton, useEvent, usePort } from "../../ui";
import { DropZone, useChooser, useHeld } from "./drop";
import { useKeptFocus } from "./focus";
import { JobView } from "./job";
import { Preview } from "./preview";
import { looked, useSteps } from "./steps";
import { Uploading } from "./uploading";

export interface ImportPanelProps {
  /** A file on the kernel's machine to begin with. */
  path?: string;
  /** Files to begin with, as if they had been dropped. */
  files?: readonly File[];
  onDone: (datasetId: string) => void;
  onClose?: () => void;
  /** The other way in: the Hugging Face Hub. */
  onHub?: () => void;
}

function useBusy(): boolean {
  const port = usePort();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => port.onBusy(setBusy), [port]);
  return isBusy;
}

/** What is under way: all but the drop zone. */
function Step(props: {
  steps: ReturnType<typeof useSteps>;
  onDone: (datasetId: string) => void;
  onChoose: () => void;
  onCancel: () => void;
}) {
  const { state, queue, settings, setSettings, go, take, again } = props.steps;
  if (state.at === "upload")
    return (
      <Uploading
        key={`${state.file.name} ${state.file.lastModified} ${queue.length}`}
        file={state.file}
        onDone={(upload_id) => {
          const { file, earlier } = state;
          go({ at: "preview", source: { upload_id }, label: file.name, file, earlier });
        }}
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
      isKeepingFocus
      hasSource={from !== undefined}
      onAgain={(ended) => again(ended, from)}
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

function LivePanel({ path, files: given, onDone, onClose, onHub }: ImportPanelProps) {
  const steps = useSteps(path, given);
  const { state, queue, begin, go, take, trouble, setTrouble } = steps;
  const isBusy = useBusy();
  const own = useRef<HTMLDivElement>(null);
  useKeptFocus(own, state.at);
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
    <div class="dv-import" ref={own} tabIndex={-1} {...(isRunning ? {} : on)}>
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
            onHub={onHub}
            onPath={(text) => begin({ at: "preview", ...looked(text) })}
            onJob={(job) => go({ at: "job", job })}
            onAgain={steps.repeat}
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
