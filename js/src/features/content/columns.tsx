// Which columns are on screen, and in which order: the panel, and the menu of one column.

import { useState } from "preact/hooks";
import { type GridColumn, kindIcon, type Sort } from "../../grid";
import {
  type Anchor,
  Button,
  Check,
  Icon,
  type IconName,
  Menu,
  type MenuEntry,
  Popover,
  TextInput,
} from "../../ui";
import { found } from "./pick";
import { sortWords } from "./words";

/** Names with one moved by some places. */
export function moved(names: readonly string[], name: string, by: number): string[] {
  const rest = names.filter((each) => each !== name);
  const at = Math.max(0, Math.min(names.indexOf(name) + by, rest.length));
  return [...rest.slice(0, at), name, ...rest.slice(at)];
}

/** The order with a column shown again: where it stands among all of them. */
export function withShown(shown: readonly string[], all: readonly string[], name: string) {
  const before = new Set(all.slice(0, all.indexOf(name)));
  const at = shown.findLastIndex((each) => before.has(each)) + 1;
  return [...shown.slice(0, at), name, ...shown.slice(at)];
}

interface PanelProps {
  anchor: Anchor;
  columns: readonly GridColumn[];
  shown: readonly string[];
  onColumns: (names: string[] | null) => void;
  onClose: () => void;
}

export function ColumnsPanel(props: PanelProps) {
  const { columns, shown, onColumns } = props;
  const [search, setSearch] = useState("");
  const all = columns.map((column) => column.name);
  const seen = new Set(shown);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const hidden = all.filter((name) => !seen.has(name));
  const ordered = [...shown, ...hidden].flatMap((name) => byName.get(name) ?? []);
  const toggle = (name: string, isOn: boolean) =>
    onColumns(isOn ? withShown(shown, all, name) : shown.filter((each) => each !== name));
  return (
    <Popover anchor={props.anchor} label="Columns" width={280} onClose={props.onClose}>
      <div class="dv-picking">
        <TextInput
          icon="search"
          label="Search columns"
          placeholder={`Search ${all.length} columns`}
          value={search}
          onInput={setSearch}
          autoFocus
        />
        <div class="dv-row dv-s dv-2">
          <span class="dv-grow" role="status">
            {hidden.length ? `${hidden.length} hidden` : "All on screen"}
          </span>
          <Button size="s" kind="quiet" label="All" onPress={() => onColumns(null)} />
          <Button
            size="s"
            kind="quiet"
            label="None"
            tip="All but the first"
            onPress={() => onColumns(shown.slice(0, 1))}
          />
        </div>
        <ul class="dv-items" aria-label="Columns">
          {found(ordered, search).map((column) => (
            <ColumnRow
              key={column.name}
              {...props}
              column={column}
              isOn={seen.has(column.name)}
              isLast={shown.length === 1 && seen.has(column.name)}
              onToggle={(isOn) => toggle(column.name, isOn)}
            />
          ))}
        </ul>
        <p class="dv-xs dv-3">Drag, or Alt with ↑ and ↓, to move a column.</p>
      </div>
    </Popover>
  );
}

function ColumnRow(
  props: PanelProps & {
    column: GridColumn;
    isOn: boolean;
    isLast: boolean;
    onToggle: (isOn: boolean) => void;
  },
) {
  const { column, isOn, shown, onColumns } = props;
  const [isOver, setOver] = useState(false);
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !isOn) return;
    event.preventDefault();
    if (event.altKey) return onColumns(moved(shown, column.name, by));
    const row = event.currentTarget as HTMLElement;
    const next = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    next?.querySelector("input")?.focus();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const name = event.dataTransfer?.getData("text/plain") ?? "";
    if (!shown.includes(name) || !isOn) return;
    onColumns(moved(shown, name, shown.indexOf(column.name) - shown.indexOf(name)));
  };
  return (
    <li
      class={`dv-pickrow ${isOver ? "is-over" : ""}`}
      draggable={isOn}
      onKeyDown={keys}
      onDragStart={(event) => event.dataTransfer?.setData("text/plain", column.name)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Check isOn={isOn} isOff={props.isLast} label={column.name} onChange={props.onToggle} />
      <span class="dv-grow" />
      <Icon name={kindIcon(column.kind) as IconName} />
      {isOn && <Icon name="drag" />}
    </li>
  );
}

export interface ColumnMenuProps {
  anchor: HTMLElement;
  column: GridColumn;
  isOrdered: boolean;
  shown: readonly string[];
  sorts: Sort[];
  pinned: number;
  isWrapping: boolean;
  onSort: (isDescending: boolean) => void;
  onFilter: () => void;
  onColumns: (names: string[]) => void;
  onPin: (count: number, names: string[]) => void;
  onWrap: () => void;
  onFit: () => void;
  onCopyName: () => void;
  onClose: () => void;
}

export function ColumnMenu(props: ColumnMenuProps) {
  const { column, shown, pinned } = props;
  const { name, kind } = column;
  const at = shown.indexOf(name);
  const isPinned = at < pinned;
  const pin = () => {
    const rest = shown.filter((each) => each !== name);
    const place = isPinned ? pinned - 1 : pinned;
    props.onPin(isPinned ? pinned - 1 : pinned + 1, [
      ...rest.slice(0, place),
      name,
      ...rest.slice(place),
    ]);
  };
  const move = (by: number) => () => props.onColumns(moved(shown, name, by));
  const unordered = props.isOrdered ? undefined : "Values of this type have no order";
  const upon = (isDescending: boolean): MenuEntry => ({
    label: `Sort, ${sortWords(kind, isDescending)}`,
    icon: isDescending ? "arrow-down" : "arrow-up",
    keys: isDescending ? "S" : undefined,
    reason: unordered,
    onPress: () => props.onSort(isDescending),
  });
  const isAlone = shown.length === 1 ? "The last column stays" : undefined;
  const entries: MenuEntry[] = [
    upon(false),
    upon(true),
    { label: "Filter", icon: "filter", onPress: props.onFilter },
    "line",
    { label: isPinned ? "Let it scroll" : "Keep at the left", icon: "pin", onPress: pin },
    {
      label: "Move left",
      icon: "left",
      reason: at === 0 ? "It is the first" : undefined,
      onPress: move(-1),
    },
    {
      label: "Move right",
      icon: "right",
      reason: at === shown.length - 1 ? "It is the last" : undefined,
      onPress: move(1),
    },
    {
      label: "Hide column",
      icon: "eye",
      reason: isAlone,
      onPress: () => props.onColumns(shown.filter((each) => each !== name)),
    },
    "line",
    { label: "Fit the width", icon: "columns", onPress: props.onFit },
    { label: "Wrap text", icon: "wrap", isOn: props.isWrapping, onPress: props.onWrap },
    { label: "Copy name", icon: "copy", onPress: props.onCopyName },
  ];
  return (
    <Menu
      anchor={props.anchor}
      label={`Column ${name}`}
      entries={entries}
      onClose={props.onClose}
    />
  );
}
