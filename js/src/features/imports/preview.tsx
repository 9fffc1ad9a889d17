// What a file would become, and what can be changed about it before anything is stored.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Grid, type GridColumn, type GridHandle } from "../../grid";
import type { ImportFrom, ImportJob, ImportPreview } from "../../protocol/operations";
import { Refusal } from "../../transport/port";
import {
  Banner,
  Button,
  bytes,
  count,
  counted,
  EmptyState,
  Icon,
  Spinner,
  Tag,
  useAsk,
  useEvent,
  usePort,
} from "../../ui";
import { gridColumns, rowsOf } from "./columns";
import { ColumnControl } from "./control";
import { Problems } from "./problems";
import { Fields, type Settings, useTarget } from "./settings";

/** The sentence and the way out of whatever went wrong. */
export const said = (error: Error): string =>
  error instanceof Refusal ? `${error.message} ${error.hint}`.trim() : error.message;

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

function useRows(preview: ImportPreview | undefined) {
  return useMemo(
    () => (preview ? { columns: gridColumns(preview), source: rowsOf(preview) } : null),
    [preview],
  );
}

/** Which columns a wish changes, among those the file has. */
const changesOf = (preview: ImportPreview | undefined) => ({
  types: preview?.columns.filter((each) => each.type !== each.detected_type).length ?? 0,
  names: preview?.columns.filter((each) => each.name !== each.source_name).length ?? 0,
});

const changeWords = ({ types, names }: { types: number; names: number }) =>
  [types && counted(types, "type"), names && counted(names, "name")].filter(Boolean).join(", ");

function Sample(props: {
  preview: ImportPreview;
  settings: Settings;
  isLoading: boolean;
  onSettings: (change: Partial<Settings>) => void;
}) {
  const { preview, settings, onSettings } = props;
  const rows = useRows(preview);
  const changes = changeWords(changesOf(preview));
  const [renaming, rename] = useState<string | null>(null);
  const grid = useRef<GridHandle | null>(null);
  const headerExtra = useEvent((column: GridColumn) => {
    const shown = preview.columns.find((each) => each.source_name === column.name);
    if (!shown) return null;
    return (
      <ColumnControl
        column={shown}
        settings={settings}
        isRenaming={renaming === column.name}
        onRenamed={(hasLeft) => {
          rename(null);
          if (!hasLeft) grid.current?.focus();
        }}
        onSettings={onSettings}
      />
    );
  });
  const total = preview.row_count;
  const some = `First ${count(preview.rows.length)}${total === null ? " rows" : ` of ${counted(total, "row")}`}`;
  const all = total === preview.rows.length ? `All ${counted(preview.rows.length, "row")}` : some;
  return (
    <>
      <div class="dv-import-sample">
        <h2 class="dv-h2">Preview</h2>
        <span class="dv-s dv-3">{all}. Nothing is stored yet. Press a name to change it.</span>
        {props.isLoading && <Spinner label="Reading" />}
        <span class="dv-grow" />
        {changes && <Tag tone="accent" label={`${changes} changed`} />}
        {changes && (
          <Button
            size="s"
            kind="quiet"
            label="Reset"
            onPress={() => onSettings({ names: {}, types: {} })}
          />
        )}
      </div>
      {rows && (
        <div class="dv-import-grid">
          <Grid
            label={`First rows of ${preview.file_name}`}
            columns={rows.columns}
            source={rows.source}
            headerExtra={headerExtra}
            onSort={rename}
            handle={grid}
            maxHeight={300}
          />
        </div>
      )}
    </>
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

/** The preview as it is asked for, and the import as it is begun. */
function usePreview(props: PreviewProps) {
  const { source, settings } = props;
  const port = usePort();
  const key = JSON.stringify([source, settings]);
  const {
    data: preview,
    error,
    isLoading,
  } = useAsk("imports.preview", { source, settings }, [key]);
  const target = useTarget(preview);
  const { name, projectId: project_id } = target;
  const [trouble, setTrouble] = useState("");
  const [isStarting, setStarting] = useState(false);
  useEffect(() => setTrouble(""), [key, name, project_id]);
  const start = () => {
    if (!preview) return;
    setStarting(true);
    const wishes = wishesFor(preview, settings);
    const wish = { source, settings: wishes, name, project_id, total_rows: preview.row_count };
    port
      .ask("imports.start", wish)
      .then(({ data }) => props.onJob(data))
      .catch((failed: Error) => {
        setTrouble(said(failed));
        setStarting(false);
      });
  };
  const isBroken = (preview?.problems.length ?? 0) > 0;
  const reason = error
    ? "Mend the setting that is refused above."
    : isBroken
      ? "The file can't be imported like this: see the problem above."
      : target.wrong || (preview && !isLoading ? undefined : "The preview is not here yet.");
  return { preview, error, isLoading, target, trouble, isStarting, isBroken, reason, start };
}

type Looking = ReturnType<typeof usePreview>;

function Foot({ looking, onCancel }: { looking: Looking; onCancel: () => void }) {
  const { preview, target } = looking;
  const rows = preview?.row_count ?? null;
  const columns = preview?.columns.length ?? 0;
  const what = rows !== null ? counted(rows, "row") : target.name.slice(0, 33);
  return (
    <div class="dv-foot dv-import-foot">
      <span class="dv-grow dv-import-title">
        {preview && !looking.isBroken && (
          <>
            Will store {rows === null ? "all" : <b>{count(rows)}</b>} {rows === 1 ? "row" : "rows"},{" "}
            <b>{count(columns)}</b> {columns === 1 ? "column" : "columns"} in <b>{target.path}</b>
          </>
        )}
      </span>
      <span class="dv-row">
        <Button label="Cancel" kind="quiet" onPress={onCancel} />
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
  onSettings: (settings: Settings) => void;
  onJob: (job: ImportJob) => void;
  onAnother: () => void;
  onCancel: () => void;
}

export function Preview(props: PreviewProps) {
  const { label, settings } = props;
  const looking = usePreview(props);
  const { preview, error, trouble } = looking;
  const change = useEvent((some: Partial<Settings>) => props.onSettings({ ...settings, ...some }));
  const shown = { preview: preview as ImportPreview, settings, onSettings: change };
  return (
    <>
      <div class="dv-import-body">
        <FileLine {...props} preview={preview} />
        {!preview && error && (
          <EmptyState icon="error" title="There is no preview" text={said(error)} />
        )}
        {!preview && !error && (
          <div class="dv-import-wait" aria-busy="true">
            <Spinner label={`Reading ${label}`} />
          </div>
        )}
        {preview && (
          <>
            <Fields {...shown} target={looking.target} />
            {error && <Banner tone="bad" text={said(error)} />}
            <Problems problems={preview.problems} />
            {preview.columns.length > 0 && <Sample {...shown} isLoading={looking.isLoading} />}
            <Notes preview={preview} />
          </>
        )}
        {trouble && <Banner tone="bad" text={trouble} />}
      </div>
      <Foot looking={looking} onCancel={props.onCancel} />
    </>
  );
}
