// Which of the tables of an archive is meant.

import type { ImportPreview } from "../../protocol/operations";
import { Button, count, Field, Select } from "../../ui";

const FEW = 12;

/** Chosen already: a select among the other fields. */
export function TableField(props: { preview: ImportPreview; onTable: (table: string) => void }) {
  const { tables, table } = props.preview;
  if (tables.length < 2 || table === null) return null;
  return (
    <Field label="Table of the archive">
      <Select
        label="Table of the archive"
        value={table}
        options={tables.map((each) => ({ value: each, label: each }))}
        onChange={props.onTable}
      />
    </Field>
  );
}

/** To be chosen: nothing can be shown before. */
export function TableChoice(props: { preview: ImportPreview; onTable: (table: string) => void }) {
  const { tables } = props.preview;
  return (
    <section class="dv-import-tables">
      <h2 class="dv-h2">The archive holds {count(tables.length)} tables</h2>
      <p class="dv-2">Choose the one to import; the others can follow.</p>
      {tables.length > FEW ? (
        <Select
          isHidingLabel
          label="Table"
          value=""
          placeholder="Choose a table"
          options={tables.map((value) => ({ value, label: value }))}
          onChange={props.onTable}
        />
      ) : (
        <ul class="dv-import-choices" aria-label="Tables">
          {tables.map((table) => (
            <li key={table}>
              <Button
                kind="quiet"
                icon="table"
                label={table}
                onPress={() => props.onTable(table)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
