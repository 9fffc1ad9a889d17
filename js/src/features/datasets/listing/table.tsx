// The list as a grid: one tab stop, rows that arrows walk, headers that sort and resize.

import { useLayoutEffect, useRef } from "preact/hooks";
import type { DatasetList, ListedDataset } from "../../../protocol/operations";
import { Check, Icon, type Width } from "../../../ui";
import { focused } from "../../../ui/layer";
import {
  type Column,
  type ColumnId,
  fitting,
  type Settings,
  shown,
  widthOfColumn,
} from "./columns";
import { boxOf, type Query } from "./query";
import { Row, type RowActs } from "./row";

const STEP = 16;
const PAGE = 10;

interface HeadProps {
  isAlive: boolean;
  columns: readonly Column[];
  query: Query;
  settings: Settings;
  width: Width;
  onSort: (id: ColumnId) => void;
  onResize: (id: ColumnId, width: number) => void;
}

/** The grip at a header's end: dragged, or moved with Shift and an arrow from the header. */
function Grip({ column, ...props }: HeadProps & { column: Column }) {
  const start = (event: PointerEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const grip = event.currentTarget as HTMLElement;
    const cell = grip.closest("th") as HTMLElement;
    const from = { x: event.clientX, width: cell.offsetWidth };
    const col = cell.closest("table")?.querySelector<HTMLElement>(`col[data-id=${column.id}]`);
    const at = (x: number) => fitting(from.width + x - from.x);
    grip.setPointerCapture(event.pointerId);
    grip.onpointermove = (moved) => col?.style.setProperty("width", `${at(moved.clientX)}px`);
    grip.onpointerup = (ended) => {
      grip.onpointermove = grip.onpointerup = null;
      props.onResize(column.id, at(ended.clientX));
    };
  };
  return <i class="dv-grip" aria-hidden="true" onPointerDown={start} />;
}

function Header(props: HeadProps & { column: Column }) {
  const { column, query, width } = props;
  const isSorted = query.sort === column.id;
  const title = width === "wide" ? column.title : (column.short ?? column.title);
  const resize = (event: KeyboardEvent) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!way || !event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    const cell = (event.currentTarget as HTMLElement).closest("th") as HTMLElement;
    props.onResize(column.id, fitting(cell.offsetWidth + way * STEP));
  };
  return (
    <th
      class={column.isNumber ? "dv-num" : ""}
      aria-sort={isSorted ? (query.is_descending ? "descending" : "ascending") : "none"}
    >
      <button
        type="button"
        disabled={!props.isAlive}
        tabIndex={-1}
        onClick={() => props.onSort(column.id)}
        onKeyDown={resize}
      >
        {title}
        {isSorted && <Icon name={query.is_descending ? "arrow-down" : "arrow-up"} small />}
      </button>
      {props.isAlive && <Grip {...props} />}
    </th>
  );
}

export interface TableProps extends Omit<HeadProps, "columns"> {
  list: DatasetList;
  selected: readonly string[];
  changed: ReadonlySet<string>;
  current: string | null;
  onCurrent: (id: string) => void;
  renaming: string | null;
  now: number;
  acts: RowActs;
  onChooseVisible: (isOn: boolean) => void;
  onKey: (event: KeyboardEvent, row: ListedDataset) => void;
  /** Over the end of the page with Page Up or Page Down. */
  onTurn: (way: 1 | -1) => void;
}

/** Which row a key leads to; null where the key is another. */
export function rowAt(key: string, at: number, n: number): number | null {
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: n - 1 }[key];
  const jump = { PageDown: at + PAGE, PageUp: at - PAGE }[key];
  if (to === undefined && jump === undefined) return null;
  return Math.max(0, Math.min(n - 1, to ?? jump ?? 0));
}

/** Keys that walk: rows with arrows, from the first row up to the headers and back. */
function walk(event: KeyboardEvent, props: TableProps): boolean {
  const { rows } = props.list;
  const table = event.currentTarget as HTMLElement;
  const from = event.target as HTMLElement;
  const heads = [...table.querySelectorAll<HTMLElement>("thead input, thead button")];
  const inHead = heads.indexOf(from);
  const lines = [...table.querySelectorAll<HTMLElement>("tbody tr")];
  const { key } = event;
  if (inHead >= 0) {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[key];
    const to = way ? heads[inHead + way] : key === "ArrowDown" ? lines[0] : undefined;
    to?.focus();
    return to !== undefined;
  }
  const at = lines.indexOf(from);
  const to = at < 0 || event.altKey ? null : rowAt(key, at, rows.length);
  if (to === null) return false;
  if (at === 0 && key === "ArrowUp") heads[0]?.focus();
  else if (to === at && key.startsWith("Page")) props.onTurn(key === "PageDown" ? 1 : -1);
  else lines[to]?.focus();
  return true;
}

function Heads(props: TableProps & { columns: readonly Column[] }) {
  const { columns, width, isAlive, list, selected } = props;
  const isTwoLines = width === "narrow" || width === "side";
  const visible = list.rows.map((row) => row.id);
  return (
    <thead>
      <tr aria-rowindex={1}>
        {isAlive && (
          <th class="dv-pick">
            <Check
              isOn={boxOf(selected, visible)}
              isHidingLabel
              label="Select the datasets on screen"
              tabIndex={-1}
              onChange={props.onChooseVisible}
            />
          </th>
        )}
        {(isTwoLines ? columns.filter((each) => each.id === props.query.sort) : columns).map(
          (column) => (
            <Header key={column.id} {...props} column={column} />
          ),
        )}
        {isTwoLines && !columns.some((each) => each.id === props.query.sort) && <th>Datasets</th>}
        {isAlive && width === "wide" && (
          <th>
            <span class="dv-vh">Actions</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

/** The focus stays where it was: a row that went leaves it to the one in its place. */
function useKeptFocus(props: TableProps) {
  const own = useRef<HTMLTableElement>(null);
  const last = useRef({ isInside: false, at: 0 });
  useLayoutEffect(() => {
    const table = own.current;
    if (!table) return;
    const lines = [...table.querySelectorAll<HTMLElement>("tbody tr")];
    const at = lines.findIndex((line) => line.dataset.id === props.current);
    if (at >= 0) last.current.at = at;
    const holder = focused(table);
    const isLost = holder === null || holder === document.body;
    if (last.current.isInside && isLost && lines.length > 0)
      lines[at >= 0 ? at : Math.min(last.current.at, lines.length - 1)]?.focus();
  });
  const note = (isInside: boolean) => {
    last.current.isInside = isInside;
  };
  return { own, note };
}

function Columns(props: TableProps & { columns: readonly Column[] }) {
  const { columns, settings, width, isAlive } = props;
  return (
    <colgroup>
      {isAlive && <col style={{ width: "42px" }} />}
      {columns.length === 0 && <col />}
      {columns.map((column) => (
        <col
          key={column.id}
          data-id={column.id}
          style={{ width: px(widthOfColumn(column, settings, width)) }}
        />
      ))}
      {isAlive && width === "wide" && <col style={{ width: "44px" }} />}
    </colgroup>
  );
}

export function Table(props: TableProps) {
  const { list, settings, width, selected, current, isAlive } = props;
  const columns = shown(settings, width);
  const isTwoLines = width === "narrow" || width === "side";
  const { own, note } = useKeptFocus(props);
  const chosen = new Set(selected);
  const isThere = list.rows.some((row) => row.id === current);
  const keys = (event: KeyboardEvent) => {
    if (walk(event, props)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const id = (event.target as HTMLElement).dataset.id;
    const row = list.rows.find((each) => each.id === id);
    if (row) props.onKey(event, row);
  };
  return (
    <table
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: real rows and cells
      role="grid"
      ref={own}
      class={`dv-table dv-datasets ${isTwoLines ? "is-two-lines" : ""}`}
      aria-label="Datasets"
      aria-multiselectable={isAlive || undefined}
      aria-rowcount={list.total_count + 1}
      onKeyDown={keys}
      onFocusIn={(event) => {
        note(true);
        const id = (event.target as HTMLElement).closest<HTMLElement>("tbody tr")?.dataset.id;
        if (id && id !== current) props.onCurrent(id);
      }}
      onFocusOut={(event) => note(!event.relatedTarget)}
    >
      <Columns {...props} columns={isTwoLines ? [] : columns} />
      <Heads {...props} columns={columns} />
      <tbody>
        {list.rows.map((row, i) => (
          <Row
            key={row.id}
            row={row}
            place={list.offset + i + 1}
            columns={columns}
            width={width}
            now={props.now}
            isSelected={chosen.has(row.id)}
            isChanged={props.changed.has(row.id)}
            isCurrent={isThere ? row.id === current : i === 0}
            isRenaming={props.renaming === row.id}
            isAlive={isAlive}
            acts={props.acts}
          />
        ))}
      </tbody>
    </table>
  );
}

const px = (width: number | undefined) => (width === undefined ? undefined : `${width}px`);
