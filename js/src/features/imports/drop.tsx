// The place where a file is dropped, chosen or named; and what is still under way.

import { useRef, useState } from "preact/hooks";
import type { ImportJob } from "../../protocol/operations";
import { Button, Icon } from "../../ui";
import { PathField } from "./path";
import { Pending } from "./pending";

/** What the browser's dialog offers; the kernel looks at what is in a file. */
const KINDS = ".csv,.tsv,.tab,.txt,.json,.ndjson,.jsonl,.parquet,.pq,.zip,.gz,.zst,.bz2,.xz";

/** How many files are held over the panel; their names are told only when they are dropped. */
export function useHeld(onFiles: (files: File[]) => void, onFolder: () => void) {
  const [held, hold] = useState(0);
  const depth = useRef(0);
  const end = () => {
    depth.current = 0;
    hold(0);
  };
  const isFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const take = (event: DragEvent) => {
    // The host must not open the file, nor take it into its own file list.
    event.preventDefault();
    event.stopPropagation();
  };
  const on = {
    onDragEnter(event: DragEvent) {
      if (!isFiles(event)) return;
      take(event);
      depth.current += 1;
      hold(event.dataTransfer?.items.length || 1);
    },
    onDragOver(event: DragEvent) {
      if (isFiles(event)) take(event);
    },
    onDragLeave(event: DragEvent) {
      if (!isFiles(event)) return;
      depth.current -= 1;
      if (depth.current <= 0) end();
    },
    onDrop(event: DragEvent) {
      if (!isFiles(event)) return;
      take(event);
      end();
      const items = [...(event.dataTransfer?.items ?? [])];
      if (items.some((item) => item.webkitGetAsEntry?.()?.isDirectory)) onFolder();
      else onFiles([...(event.dataTransfer?.files ?? [])]);
    },
  };
  return { held, on };
}

/** Opens the browser's own dialog; the real input has no place of its own. */
export function useChooser(onFiles: (files: File[]) => void) {
  const input = useRef<HTMLInputElement>(null);
  const node = (
    <input
      ref={input}
      type="file"
      multiple
      hidden
      accept={KINDS}
      aria-label="Files to import"
      onChange={(event) => {
        const files = [...(event.currentTarget.files ?? [])];
        event.currentTarget.value = "";
        if (files.length) onFiles(files);
      }}
    />
  );
  return { choose: () => input.current?.click(), node };
}

export function DropZone(props: {
  held: number;
  trouble: string;
  onChoose: () => void;
  onHub?: () => void;
  onPath: (path: string) => void;
  onJob: (job: ImportJob) => void;
  onAgain: (job: ImportJob) => void;
}) {
  const { held } = props;
  const [isTyping, type] = useState(false);
  if (held)
    return (
      <div class="dv-import-drop is-held">
        <p class="dv-m">Release to preview</p>
        <p class="dv-s dv-2">{held === 1 ? "1 file" : `${held} files, one after another`}</p>
      </div>
    );
  return (
    <>
      <div class="dv-import-drop">
        <Icon name="upload" />
        <p class="dv-m">Drop a CSV, JSON, Parquet or ZIP file</p>
        <p class="dv-s dv-3">
          Also packed as .gz, .zst, .bz2 or .xz. You see a preview before anything is stored.
        </p>
        {isTyping ? (
          <PathField onTake={props.onPath} onLeave={() => type(false)} />
        ) : (
          <div class="dv-row">
            <Button label="Choose file" onPress={props.onChoose} />
            <Button label="Type a path" kind="quiet" onPress={() => type(true)} />
            {props.onHub && (
              <Button label="Import from the Hub" kind="quiet" onPress={props.onHub} />
            )}
          </div>
        )}
        {props.trouble && (
          <p class="dv-hint is-bad" role="alert">
            <Icon name="error" small />
            {props.trouble}
          </p>
        )}
      </div>
      <Pending onJob={props.onJob} onAgain={props.onAgain} />
    </>
  );
}
