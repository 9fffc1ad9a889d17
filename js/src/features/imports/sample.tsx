// The first rows as they would be imported; names and types are changed in their header.

import { useMemo, useRef, useState } from "preact/hooks";
import { Grid, type GridColumn, type GridHandle } from "../../grid";
import type { ImportPreview } from "../../protocol/operations";
import { Button, count, counted, Spinner, Tag, useEvent } from "../../ui";
import { gridColumns, rowsOf } from "./columns";
import { ColumnControl } from "./control";
import { fineCount } from "./problems";
import type { Settings } from "./settings";

interface SampleProps {
  preview: ImportPreview;
  settings: Settings;
  isLoading: boolean;
  onSettings: (change: Partial<Settings>) => void;
}

/** How a file is read; what becomes of bad rows and which table is meant are choices of their own. */
const READING = [
  "delimiter",
  "header",
  "encoding",
  "null_values",
  "quote",
  "skip",
  "date_order",
] as const;

/** "1 type, 2 settings": what was chosen, as far as the file has it. */
export function changeWords(preview: ImportPreview, settings: Settings): string {
  const known = new Set(preview.columns.map((column) => column.source_name));
  const of = (wishes: Record<string, string> = {}) =>
    Object.keys(wishes).filter((name) => known.has(name)).length;
  const reading = READING.filter((name) => settings[name] !== undefined && settings[name] !== null);
  const counts: [number, string][] = [
    [of(settings.types), "type"],
    [of(settings.names), "name"],
    [reading.length, "setting"],
  ];
  return counts
    .filter(([n]) => n > 0)
    .map(([n, word]) => counted(n, word))
    .join(", ");
}

const AS_FOUND: Settings = {
  names: {},
  types: {},
  ...Object.fromEntries(READING.map((name) => [name, null])),
};

function extent(preview: ImportPreview): string {
  const { row_count: total, rows, problems } = preview;
  if (rows.length === 0) return "No row can be shown.";
  const shown = counted(rows.length, "row");
  if (total === rows.length) return `All ${shown}.`;
  const some = `First ${count(rows.length)}`;
  if (problems.length > 0)
    return fineCount(preview) === rows.length
      ? `The ${shown} without a problem.`
      : `${some} of the rows without a problem.`;
  return total === null ? `${some} rows.` : `${some} of ${counted(total, "row")}.`;
}

function Head({ preview, settings, isLoading, onSettings }: SampleProps) {
  const changes = changeWords(preview, settings);
  return (
    <div class="dv-import-sample">
      <h2 class="dv-h2">Preview</h2>
      <span class="dv-s dv-3">
        {extent(preview)} Nothing is stored yet.{" "}
        {preview.columns.length > 0 && "Press a name to change it."}
      </span>
      {isLoading && <Spinner label="Reading" />}
      <span class="dv-grow" />
      {changes && <Tag tone="accent" label={`${changes} changed`} />}
      {changes && (
        <Button size="s" kind="quiet" label="Reset" onPress={() => onSettings(AS_FOUND)} />
      )}
    </div>
  );
}

export function Sample(props: SampleProps) {
  const { preview, settings, onSettings } = props;
  const rows = useMemo(
    () => ({ columns: gridColumns(preview), source: rowsOf(preview) }),
    [preview],
  );
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
  return (
    <>
      <Head {...props} />
      {preview.columns.length > 0 && (
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
