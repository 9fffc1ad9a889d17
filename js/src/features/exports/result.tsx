// What an export made.

import { useState } from "preact/hooks";
import type { ExportJob } from "../../protocol/operations";
import { bytes, count, counted, IconButton, WithTip } from "../../ui";
import { copyText } from "../../ui/clipboard";

export function Result({ job }: { job: ExportJob }) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    const isDone = await copyText(job.path);
    setSaid(isDone ? "Copied the path." : "The browser keeps its clipboard closed: mark the path.");
  };
  return (
    <>
      <dl class="dv-facts">
        <dt>File</dt>
        <dd>
          <code>{job.path}</code>{" "}
          <IconButton size="s" icon="copy" label="Copy path" onPress={() => void copy()} />
        </dd>
        <dt>Rows</dt>
        <dd>{count(job.row_count ?? 0)}</dd>
        <dt>Columns</dt>
        <dd>{count(job.column_count ?? 0)}</dd>
        <dt>Size</dt>
        <dd>
          <WithTip text={counted(job.byte_count ?? 0, "byte")}>
            {bytes(job.byte_count ?? 0)}
          </WithTip>
        </dd>
      </dl>
      <span class={said ? "dv-s dv-2" : "dv-vh"} role="status">
        {said}
      </span>
      {job.notes.length > 0 && (
        <ul class="dv-stack dv-stack-4 dv-notes dv-2">
          {job.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}
