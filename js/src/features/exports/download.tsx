// The file of an export, fetched piece by piece and handed to the browser.

import { useEffect, useRef, useState } from "preact/hooks";
import type { ExportJob } from "../../protocol/operations";
import { isWithdrawn } from "../../transport/port";
import { Button, bytes, Progress, saveFile, usePort } from "../../ui";
import { fileName } from "./choice";

/** More than this a page can't well hold in its memory. */
const MOST = 1_000_000_000;

/** How far it is, null where nothing is fetched. */
export function useDownload() {
  const port = usePort();
  const [got, setGot] = useState<number | null>(null);
  const [trouble, setTrouble] = useState("");
  const asking = useRef<AbortController | null>(null);
  useEffect(() => () => asking.current?.abort(), []);
  const fetchAll = async (job: ExportJob, signal: AbortSignal) => {
    const parts: BlobPart[] = [];
    let offset = 0;
    let whole = 0;
    do {
      const args = { job_id: job.job_id, offset };
      const { data, frames } = await port.ask("exports.file", args, { signal });
      const piece = frames.bytes as Uint8Array<ArrayBuffer>;
      parts.push(piece);
      offset += piece.byteLength;
      whole = data.byte_count;
      if (!signal.aborted) setGot(offset);
      if (piece.byteLength === 0) break;
    } while (offset < whole);
    if (!signal.aborted) saveFile(fileName(job.path), parts, "application/octet-stream");
  };
  const start = async (job: ExportJob) => {
    asking.current?.abort();
    const mine = new AbortController();
    asking.current = mine;
    setTrouble("");
    setGot(0);
    try {
      await fetchAll(job, mine.signal);
    } catch (error) {
      if (!mine.signal.aborted && !isWithdrawn(error)) setTrouble((error as Error).message);
    }
    if (asking.current === mine) setGot(null);
  };
  const stop = () => {
    asking.current?.abort();
    setGot(null);
  };
  return { got, trouble, start, stop };
}

/** A button; while it fetches, how far it is, and a way to stop. */
export function Download({ job }: { job: ExportJob }) {
  const { got, trouble, start, stop } = useDownload();
  const size = job.byte_count ?? 0;
  const reason = !job.is_there
    ? "The file is gone or was changed"
    : size > MOST
      ? "Too large for a browser: take it from its folder"
      : undefined;
  // One button in one place, so that the focus stays where it was pressed.
  const deed =
    got === null
      ? ({ icon: "download", label: "Download", reason, onPress: () => void start(job) } as const)
      : { label: "Stop the download", onPress: stop };
  return (
    <div class={`dv-row${got === null ? "" : " dv-grow"}`}>
      {got !== null && (
        <Progress
          class="dv-grow"
          label="Download"
          done={got}
          total={Math.max(size, 1)}
          note={`${bytes(got)} of ${bytes(size)}`}
        />
      )}
      <Button key="deed" size="s" {...deed} />
      {got === null && trouble && (
        <span class="dv-s dv-bad" role="alert">
          {trouble}
        </span>
      )}
    </div>
  );
}
