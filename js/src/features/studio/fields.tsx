// The fields of the dataset: dragged onto a shelf, or put there by a press and a menu.

import { useState } from "preact/hooks";
import type { StudioField } from "../../protocol/operations";
import { Icon, IconButton, Menu, TextInput } from "../../ui";
import { ICONS, LABELS, type Shelf } from "./spec";

/** What a dragged field is known by. */
export const DRAGGED = "application/x-dv-field";

function Row(props: {
  field: StudioField;
  shelves: readonly Shelf[];
  onPut: (field: StudioField, shelf?: Shelf) => void;
}) {
  const { field, shelves, onPut } = props;
  const [menu, setMenu] = useState<HTMLElement | null>(null);
  const isOff = field.kind === "other";
  return (
    <li
      class="dv-field-row"
      draggable={!isOff}
      onDragStart={(event) => event.dataTransfer?.setData(DRAGGED, field.name)}
    >
      <button
        type="button"
        class="dv-field-name"
        disabled={isOff}
        title={`${field.name} (${field.type})`}
        onClick={() => onPut(field)}
      >
        <Icon name={ICONS[field.kind]} />
        <span class="dv-cut dv-grow">{field.name}</span>
      </button>
      {!isOff && (
        <IconButton
          icon="more"
          size="s"
          label={`Put ${field.name} on`}
          popup="menu"
          isOpen={menu !== null}
          onPress={(event) => setMenu(event.currentTarget as HTMLElement)}
        />
      )}
      {menu && (
        <Menu
          label={`Put ${field.name} on`}
          anchor={menu}
          onClose={() => setMenu(null)}
          entries={shelves.map((shelf) => ({
            label: LABELS[shelf],
            onPress: () => onPut(field, shelf),
          }))}
        />
      )}
    </li>
  );
}

const MANY = 10;

export function Fields(props: {
  fields: readonly StudioField[];
  shelves: readonly Shelf[];
  onPut: (field: StudioField, shelf?: Shelf) => void;
}) {
  const [search, setSearch] = useState("");
  const wanted = search.toLowerCase();
  const shown = props.fields.filter(({ name }) => name.toLowerCase().includes(wanted));
  return (
    <section class="dv-studio-fields" aria-label="Fields">
      <h2 class="dv-h2">Fields</h2>
      {props.fields.length > MANY && (
        <TextInput
          icon="search"
          size="s"
          label="Search fields"
          placeholder="Search"
          value={search}
          onInput={setSearch}
        />
      )}
      <ul>
        {shown.map((field) => (
          <Row key={field.name} field={field} shelves={props.shelves} onPut={props.onPut} />
        ))}
      </ul>
      {shown.length === 0 && <p class="dv-s dv-3 dv-inset">No field has this in its name.</p>}
    </section>
  );
}
