// What an export made.

import { useState } from "preact/hooks";
import type { ExportJob } from "../../protocol/operations";
import { Banner, bytes, count, counted, IconButton, WithTip } from "../../ui";
import { copyTold } from "../../ui/clipboard";
import { fileName } from "./choice";
import { Download } from "./download";

/** The file, what it holds, and what a reader should know. */
export function Result({ job }: { job: ExportJob }) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    setSaid(await copyTold(job.path, "Copied the path.", "path"));
  };
  return (
    <>
      {job.state === "partial" && (
        <Banner isInset tone="warn" text="All rows are written, but not all of their files." />
      )}
      <dl class="dv-facts">
        <dt>File</dt>
        <dd>
          {job.is_in_vault ? (
            <>
              <code>{fileName(job.path)}</code>
              <p class="dv-s dv-3">In the vault for a week, under Earlier exports</p>
            </>
          ) : (
            <>
              <code>{job.path}</code>{" "}
              <IconButton size="s" icon="copy" label="Copy path" onPress={() => void copy()} />
            </>
          )}
        </dd>
        <dt>Rows</dt>
        <dd>{count(job.row_count ?? 0)}</dd>
        <dt>Columns</dt>
        <dd>{count(job.column_count ?? 0)}</dd>
        {job.file_count > 0 && (
          <>
            <dt>Files</dt>
            <dd>{count(job.file_count)}</dd>
          </>
        )}
        <dt>Size</dt>
        <dd>
          <WithTip text={counted(job.byte_count ?? 0, "byte")}>
            {bytes(job.byte_count ?? 0)}
          </WithTip>
        </dd>
      </dl>
      <div class="dv-row">
        <Download job={job} />
      </div>
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
