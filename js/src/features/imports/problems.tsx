// Rows that can't be imported: line, column, what is wrong, what stands there, and what to do.

import type { Ref } from "preact";
import type { ImportPreview, ImportProblem, ImportRejected } from "../../protocol/operations";
import { bytes, count, counted, Icon, Radio } from "../../ui";
import type { Settings } from "./settings";

export interface BadRow {
  line: number | null;
  column: string | null;
  reason: string;
  text: string | null;
}

export const ofProblem = ({ line, column, message, text }: ImportProblem): BadRow => ({
  line,
  column,
  reason: message,
  text,
});

export const ofReject = ({ line, column, reason, text, file_name: file }: ImportRejected) => ({
  line,
  column,
  reason: file === null ? reason : `${reason} (${file})`,
  text,
});

const BAD_BYTE = /\\x[0-9a-f]{2}/;
const BEFORE = 16;

/** On one line, with signs for line ends and tabs; a bad byte far inside comes to the front. */
function shown(text: string, reason: string): string {
  const line = text
    .replace(/[\r\n]+$/, "")
    .replace(/\r\n|\r|\n/g, "⏎")
    .replaceAll("\t", "⇥");
  const at = reason.includes("UTF-8") ? line.search(BAD_BYTE) - BEFORE : 0;
  return at > 0 ? `…${line.slice(at)}` : line;
}

export function BadRows(props: { rows: readonly BadRow[]; label: string; isByRecord?: boolean }) {
  const word = props.isByRecord ? "Record" : "Line";
  return (
    <table class="dv-table dv-table-s dv-import-table" aria-label={props.label}>
      <thead>
        <tr>
          <th class="dv-num" scope="col">
            {word}
          </th>
          <th scope="col">Column</th>
          <th scope="col">What is wrong</th>
          <th scope="col">Text in the file</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map(({ line, column, reason, text }, i) => (
          <tr key={i}>
            <td class="dv-num" data-word={word}>
              {line === null ? "" : count(line)}
            </td>
            <td class={column === null ? "dv-3" : ""}>{column ?? "whole row"}</td>
            <td>{reason}</td>
            <td>{text && <code title={text}>{shown(text, reason)}</code>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How many rows are fine, where that is known. */
export const fineCount = ({ row_count, problem_count, has_more_problems }: ImportPreview) =>
  row_count === null || has_more_problems ? null : row_count - (problem_count ?? 0);

/** "2 rows have a problem", "More than 1,000 rows have a problem". */
export function problemWords({ problem_count: n, has_more_problems }: ImportPreview): string {
  const words = counted(n ?? 0, "row");
  const verb = n === 1 && !has_more_problems ? "has" : "have";
  return `${has_more_problems ? `More than ${words}` : words} ${verb} a problem`;
}

/** What the table doesn't show, and what to do about what it shows. */
function Below({ preview }: { preview: ImportPreview }) {
  const { problems, problem_count: total, looked_bytes: looked } = preview;
  const hints = [...new Set(problems.map(({ hint }) => hint))];
  const said = [
    total !== null && total > problems.length && `The first ${count(problems.length)} are shown.`,
    looked !== null &&
      `Looked at the first ${bytes(looked)} of the file; further on there may be more.`,
    hints.length === 1 && hints[0],
  ].filter(Boolean);
  if (said.length === 0) return null;
  return <p class="dv-s dv-2 dv-import-hint">{said.join(" ")}</p>;
}

export function Problems(props: {
  /** Gets the card, which may be out of sight. */
  own: Ref<HTMLElement>;
  preview: ImportPreview;
  settings: Settings;
  onSettings: (change: Settings) => void;
}) {
  const { preview, settings, own } = props;
  const { problems, problem_count: total, can_skip: canSkip } = preview;
  if (problems.length === 0) return null;
  const fine = fineCount(preview);
  const isOfRows = total !== null;
  return (
    <section class="dv-card dv-import-problems" aria-label="Problems" tabIndex={-1} ref={own}>
      <header>
        <Icon name="warn" class="dv-import-warn" />
        <h2 class="dv-h2">
          {isOfRows ? problemWords(preview) : "The file can't be imported like this"}
        </h2>
        <span class="dv-s dv-3 dv-grow">
          {!isOfRows && "Nothing is stored."}
          {isOfRows && fine !== null && `${counted(fine, "row")} ${fine === 1 ? "is" : "are"} fine`}
        </span>
        {canSkip && (
          <Radio
            isSegmented
            label="Rows with problems"
            value={settings.on_error === "skip" ? "skip" : "fail"}
            options={[
              { value: "skip", label: "Leave them out" },
              { value: "fail", label: "Stop the import" },
            ]}
            onChange={(on_error) => props.onSettings({ on_error })}
          />
        )}
      </header>
      <BadRows
        rows={problems.map(ofProblem)}
        label="Rows with problems"
        isByRecord={preview.format === "json"}
      />
      <Below preview={preview} />
    </section>
  );
}
