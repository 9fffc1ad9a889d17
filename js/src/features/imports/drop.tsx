// The place where a file is dropped, chosen or named; and what is still under way.

import { useEffect, useRef, useState } from "preact/hooks";
import type { ImportJob, Upload } from "../../protocol/operations";
import { Button, bytes, Icon, percent, useAsk, useEvent, usePort } from "../../ui";
import { PathField } from "./path";

const KINDS = ".csv,.tsv,.tab,.txt,.json,.ndjson,.jsonl,.parquet,.pq,.gz,.zst";

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

function Pending(props: { onJob: (job: ImportJob) => void }) {
  const port = usePort();
  const { data, reload } = useAsk("imports.pending", {}, []);
  useEffect(() => {
    const isOver = (state: unknown) => state !== "running";
    return port.onNews((news) => {
      if (news.news === "imports.progress" && isOver(news.data.state)) reload();
    });
  }, [port, reload]);
  const discard = useEvent((upload: Upload) => {
    port.ask("imports.upload_discard", { upload_id: upload.upload_id }).then(reload, reload);
  });
  if (!data || data.jobs.length + data.uploads.length === 0) return null;
  return (
    <ul class="dv-import-pending">
      {data.jobs.map((job) => (
        <li key={job.job_id} class="dv-row">
          <span class="dv-grow">
            <b>{job.name}</b> is being imported
            {job.share !== null && `, ${percent(job.share, 1)}`}
          </span>
          <Button size="s" label="Show import" onPress={() => props.onJob(job)} />
        </li>
      ))}
      {data.uploads.map((upload) => (
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

export function DropZone(props: {
  held: number;
  trouble: string;
  onChoose: () => void;
  onPath: (path: string) => void;
  onJob: (job: ImportJob) => void;
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
        <p class="dv-m">Drop a CSV, JSON or Parquet file</p>
        <p class="dv-s dv-3">You see a preview before anything is stored.</p>
        {isTyping ? (
          <PathField onTake={props.onPath} onLeave={() => type(false)} />
        ) : (
          <div class="dv-row">
            <Button label="Choose file" onPress={props.onChoose} />
            <Button label="Type a path" kind="quiet" onPress={() => type(true)} />
          </div>
        )}
        {props.trouble && (
          <p class="dv-hint is-bad" role="alert">
            <Icon name="error" small />
            {props.trouble}
          </p>
        )}
      </div>
      <Pending onJob={props.onJob} />
    </>
  );
}
