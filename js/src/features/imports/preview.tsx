// What a file would become, and what can be changed about it before anything is stored.

import type { Ref } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ImportFrom, ImportJob, ImportPreview } from "../../protocol/operations";
import { sentence } from "../../transport/port";
import {
  Banner,
  Button,
  bytes,
  count,
  counted,
  EmptyState,
  Icon,
  Spinner,
  useAsk,
  useEvent,
  usePort,
} from "../../ui";
import { useKeptFocus } from "./focus";
import { fineCount, Problems, problemWords } from "./problems";
import { MoreReading } from "./reading";
import { Sample } from "./sample";
import { type Earlier, Fields, type Settings, useTarget } from "./settings";
import { TableChoice } from "./tables";

const counts = (preview: ImportPreview) =>
  [
    preview.row_count === null ? "" : counted(preview.row_count, "row"),
    preview.columns.length ? counted(preview.columns.length, "column") : "",
  ]
    .filter(Boolean)
    .join(", ");

function FileLine(props: {
  label: string;
  preview: ImportPreview | undefined;
  queued: number;
  onAnother: () => void;
}) {
  const { preview, queued } = props;
  return (
    <div class="dv-import-file">
      <Icon name="file" />
      <div class="dv-grow dv-import-title">
        <span class="dv-m">{props.label}</span>
        {preview && <span class="dv-s dv-3 dv-dot">{bytes(preview.byte_count)}</span>}
        {preview && counts(preview) && <span class="dv-s dv-3 dv-dot">{counts(preview)}</span>}
        {queued > 0 && <span class="dv-s dv-3 dv-dot">{counted(queued, "file")} to follow</span>}
      </div>
      <Button size="s" label="Choose another" onPress={props.onAnother} />
    </div>
  );
}

function Notes({ preview }: { preview: ImportPreview }) {
  if (preview.notes.length === 0) return null;
  return (
    <ul class="dv-import-notes dv-s dv-2">
      {preview.notes.map((note) => (
        <li key={note.message}>{note.message}</li>
      ))}
    </ul>
  );
}

/** Wishes for columns the file has; others belong to an earlier way of reading it. */
function wishesFor(preview: ImportPreview, settings: Settings): Settings {
  const known = new Set(preview.columns.map((column) => column.source_name));
  const kept = (wishes: Record<string, string> = {}) =>
    Object.fromEntries(Object.entries(wishes).filter(([name]) => known.has(name)));
  return { ...settings, names: kept(settings.names), types: kept(settings.types) };
}

/** Why the import can't begin yet. */
function reasonOf(
  preview: ImportPreview | undefined,
  settings: Settings,
  error: Error | undefined,
  wrong: string,
): string | undefined {
  if (error) return "Mend the setting that is refused above.";
  if (!preview) return "The preview is not here yet.";
  if (preview.tables.length > 1 && preview.table === null) return "Choose a table first.";
  if (preview.problems.length > 0) {
    if (!preview.can_skip) return "The file can't be imported like this: see the problem above.";
    if (settings.on_error !== "skip")
      return `${problemWords(preview)}: leave them out, or change how the file is read.`;
  }
  return wrong || undefined;
}

/** The preview as it is asked for, and the import as it is begun. */
function usePreview(props: PreviewProps) {
  const { source, settings, earlier } = props;
  const port = usePort();
  // What becomes of bad rows changes nothing in the preview: pressing it must not wait.
  const { on_error: _, ...looks } = settings;
  const key = JSON.stringify([source, looks]);
  const asked = { source, settings: looks };
  const { data: preview, error, isLoading } = useAsk("imports.preview", asked, [key]);
  const target = useTarget(preview, earlier, props.projectId);
  const { name, projectId: project_id } = target;
  const [trouble, setTrouble] = useState("");
  const [isStarting, setStarting] = useState(false);
  useEffect(() => setTrouble(""), [key, name, project_id]);
  const start = () => {
    if (!preview) return;
    setStarting(true);
    const wishes = wishesFor(preview, settings);
    const into = target.isVersion ? { dataset_id: earlier?.id } : { project_id };
    const wish = { source, settings: wishes, name, total_rows: preview.row_count, ...into };
    port
      .ask("imports.start", wish)
      .then(({ data }) => props.onJob(data))
      .catch((failed: Error) => {
        setTrouble(sentence(failed));
        setStarting(false);
      });
  };
  const reason =
    reasonOf(preview, settings, error, target.wrong) ??
    (isLoading ? "The preview is not here yet." : undefined);
  return { preview, error, isLoading, target, trouble, isStarting, reason, start };
}

type Looking = ReturnType<typeof usePreview>;

/** "Will store 18,202 rows, 9 columns in Support / support-tickets". */
function Promised({ preview, settings, looking }: FootProps & { preview: ImportPreview }) {
  const { target } = looking;
  const rows = fineCount(preview);
  const columns = preview.columns.length;
  const isBroken = preview.problems.length > 0;
  if (isBroken && preview.can_skip && settings.on_error !== "skip")
    return <>{problemWords(preview)}: nothing would be stored.</>;
  if (isBroken && !preview.can_skip) return null;
  if (columns === 0) return null;
  return (
    <>
      Will store {rows === null ? "all" : <b>{count(rows)}</b>} {rows === 1 ? "row" : "rows"}
      {rows === null && isBroken && " that are fine"}, <b>{count(columns)}</b>{" "}
      {columns === 1 ? "column" : "columns"} {target.isVersion ? "as a new version of" : "in"}{" "}
      <b>{target.path}</b>
    </>
  );
}

interface FootProps {
  looking: Looking;
  settings: Settings;
}

function Foot(props: FootProps & { onProblems: () => void; onCancel: () => void }) {
  const { looking, settings } = props;
  const { preview, target } = looking;
  const isHopeless = preview && preview.problems.length > 0 && !preview.can_skip;
  const rows = preview && !isHopeless ? fineCount(preview) : null;
  const isOpen = preview && preview.tables.length > 1 && preview.table === null;
  const named = isOpen ? "table" : target.name.slice(0, 33);
  const what = rows === null ? named : counted(rows, "row");
  return (
    <div class="dv-foot dv-import-foot">
      <span class="dv-grow dv-import-title">
        {preview && <Promised preview={preview} settings={settings} looking={looking} />}
      </span>
      {preview && preview.problems.length > 0 && settings.on_error !== "skip" && (
        <Button label="Show problems" size="s" kind="quiet" onPress={props.onProblems} />
      )}
      <span class="dv-row">
        <Button label="Cancel" kind="quiet" onPress={props.onCancel} />
        <Button
          // A long name would be cut on the button; it stands in the sentence beside it.
          label={`Import ${what && what.length < 33 ? what : "file"}`}
          kind="primary"
          reason={looking.reason}
          isBusy={looking.isStarting}
          onPress={looking.start}
        />
      </span>
    </div>
  );
}

interface PreviewProps {
  source: ImportFrom;
  label: string;
  queued: number;
  settings: Settings;
  /** The dataset that the file became before; a new version of it is offered. */
  earlier?: Earlier;
  projectId?: string | null;
  onSettings: (settings: Settings) => void;
  onJob: (job: ImportJob) => void;
  onAnother: () => void;
  onCancel: () => void;
}

function Looked(props: {
  looking: Looking;
  preview: ImportPreview;
  settings: Settings;
  problems: Ref<HTMLElement>;
  onSettings: (change: Partial<Settings>) => void;
}) {
  const { looking, preview, onSettings } = props;
  const { error, isLoading, target } = looking;
  if (preview.tables.length > 1 && preview.table === null)
    return <TableChoice preview={preview} onTable={(table) => onSettings({ table })} />;
  return (
    <>
      <Fields {...props} target={target} />
      <MoreReading {...props} />
      {error && <Banner tone="bad" text={sentence(error)} />}
      <Sample {...props} isLoading={isLoading} />
      <Problems {...props} own={props.problems} />
      <Notes preview={preview} />
    </>
  );
}

/** Brings the problems into sight; the keys go on from there. */
function show(card: HTMLElement | null) {
  card?.scrollIntoView({ block: "nearest" });
  card?.focus({ preventScroll: true });
}

export function Preview(props: PreviewProps) {
  const { label, settings } = props;
  const looking = usePreview(props);
  const { preview, error, trouble } = looking;
  const problems = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);
  useKeptFocus(body, preview?.table ?? null);
  const change = useEvent((some: Partial<Settings>) => props.onSettings({ ...settings, ...some }));
  return (
    <>
      <div class="dv-import-body" ref={body} tabIndex={-1}>
        <FileLine {...props} preview={preview} />
        {!preview && error && (
          <EmptyState icon="error" title="There is no preview" text={sentence(error)} />
        )}
        {!preview && !error && (
          <div class="dv-import-wait" aria-busy="true">
            <Spinner label={`Reading ${label}`} />
          </div>
        )}
        {preview && <Looked {...{ looking, preview, settings, problems }} onSettings={change} />}
        {trouble && <Banner tone="bad" text={trouble} />}
      </div>
      <Foot
        looking={looking}
        settings={settings}
        onProblems={() => show(problems.current)}
        onCancel={props.onCancel}
      />
    </>
  );
}
