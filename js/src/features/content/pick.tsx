// A searchable list of columns to choose one from.

import { useState } from "preact/hooks";
import { type GridColumn, kindIcon } from "../../grid";
import { Icon, type IconName, TextInput } from "../../ui";

const MOST = 200;

export const found = (columns: readonly GridColumn[], search: string): GridColumn[] =>
  columns.filter((column) => column.name.toLowerCase().includes(search.trim().toLowerCase()));

export function ColumnList(props: {
  columns: readonly GridColumn[];
  onChoose: (name: string) => void;
}) {
  const [search, setSearch] = useState("");
  const [point, setPoint] = useState(0);
  const shown = found(props.columns, search).slice(0, MOST);
  const at = Math.min(point, shown.length - 1);
  const go = (to: number) => {
    setPoint(Math.max(0, Math.min(to, shown.length - 1)));
  };
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    go(at + by);
  };
  const choose = (name = shown[at]?.name) => {
    if (name !== undefined) props.onChoose(name);
  };
  return (
    <div class="dv-picking">
      <TextInput
        icon="search"
        label="Search columns"
        placeholder={`Search ${props.columns.length} columns`}
        value={search}
        autoFocus
        onInput={(text) => {
          setSearch(text);
          setPoint(0);
        }}
        onKeyDown={keys}
        onEnter={() => choose()}
      />
      <ul class="dv-items" aria-label="Columns">
        {shown.map((column, i) => (
          <li key={column.name}>
            <button
              type="button"
              class={`dv-item ${i === at ? "is-at" : ""}`}
              tabIndex={-1}
              ref={(own) => void (i === at && own?.scrollIntoView({ block: "nearest" }))}
              onPointerMove={() => i !== at && setPoint(i)}
              onClick={() => choose(column.name)}
            >
              <Icon name={kindIcon(column.kind) as IconName} />
              <span class="dv-grow dv-cut">{column.name}</span>
              <span class="dv-end dv-cut">{column.type.toLowerCase()}</span>
            </button>
          </li>
        ))}
      </ul>
      <span class="dv-vh" role="status">
        {shown.length ? `${shown[at]?.name}, ${at + 1} of ${shown.length}` : "No column"}
      </span>
      {shown.length === 0 && <p class="dv-2 dv-s">No column is called so.</p>}
    </div>
  );
}
