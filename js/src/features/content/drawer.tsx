// The row beside the grid: all its values, long ones whole, nested ones as a tree.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type CellValue, CellView, type GridColumn, kindIcon } from "../../grid";
import type { Cell } from "../../protocol/operations";
import { count, Icon, IconButton, type IconName, Skeleton, useAsk, usePort } from "../../ui";
import { JsonTree } from "./json";
import type { ContentSource } from "./source";

const PIECE = 20_000;
/** More than this is no longer a tree to read but a text to copy. */
const TREE_LIMIT = 500_000;

interface DrawerProps {
  datasetId: string;
  columns: GridColumn[];
  source: ContentSource;
  row: number;
  search: string;
  onRow: (row: number) => void;
  onClose: () => void;
  onCopy: (text: string, what: string) => void;
}

/** A stored value out of the text it travels as. */
export function storedValue(text: string | null, column: GridColumn): CellValue {
  if (text === null) return null;
  if (column.kind === "boolean") return text === "true";
  if (column.kind === "number") return Number(text.replace(/^(-?)inf.*/i, "$1Infinity"));
  if (column.kind === "integer" && /^-?\d+$/.test(text)) return BigInt(text);
  return text;
}

export function Drawer(props: DrawerProps) {
  const { source, row, columns } = props;
  const port = usePort();
  const id = source.rowId(row);
  const asked = useAsk(
    "content.row",
    id === undefined
      ? null
      : {
          dataset_id: props.datasetId,
          row_id: Number(id),
          columns: columns.map((column) => column.name),
        },
    [props.datasetId, id, columns, source.fingerprint],
  );
  const own = useRef<HTMLElement>(null);
  const isThis = asked.data !== undefined && String(asked.data.row_id) === id;
  const cells = new Map(isThis ? asked.data?.cells.map((cell) => [cell.column, cell]) : []);
  const last = (source.count ?? source.atLeast) - 1;
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    props.onClose();
  };
  return (
    <aside ref={own} class="dv-drawer" aria-label={`Row ${row + 1}`} onKeyDown={keys}>
      <header>
        <h2 class="dv-h2 dv-grow">Row {count(row + 1)}</h2>
        <IconButton
          size="s"
          icon="arrow-up"
          label="Previous row"
          reason={row <= 0 ? "This is the first row" : undefined}
          onPress={() => props.onRow(row - 1)}
        />
        <IconButton
          size="s"
          icon="arrow-down"
          label="Next row"
          reason={row >= last ? "This is the last row" : undefined}
          onPress={() => props.onRow(row + 1)}
        />
        <IconButton size="s" icon="close" label="Close" keys="Esc" onPress={props.onClose} />
      </header>
      <div class="dv-fields">
        {asked.error && !isThis && <p class="dv-2">{asked.error.message}</p>}
        {columns.map((column) => (
          <FieldOf
            key={`${id} ${column.name}`}
            {...props}
            column={column}
            id={id}
            cell={cells.get(column.name)}
            isAlive={port.isAlive}
          />
        ))}
      </div>
    </aside>
  );
}

type FieldProps = DrawerProps & {
  column: GridColumn;
  id: string | undefined;
  cell: Cell | undefined;
  isAlive: boolean;
};

function FieldOf(props: FieldProps) {
  const { column, cell, source, row } = props;
  // More of the text it was fetched for: another value begins anew.
  const [more, setMore] = useState<{ of: string | null; text: string }>();
  const port = usePort();
  const here = source.cell(row, column.name);
  const start = cell ? cell.text : typeof here === "string" ? here : null;
  const whole = cell?.length ?? (start ?? "").length;
  const unit = column.kind === "binary" ? 2 : 1;
  const text = start === null ? null : start + (more?.of === start ? more.text : "");
  const length = Math.ceil((text ?? "").length / unit);
  const isCut = cell ? length < whole : source.isCut(row, column.name);
  const fetchTo = async (end: number): Promise<string> => {
    let all = text ?? "";
    while (all.length / unit < end) {
      const { data } = await port.ask("content.cell", {
        dataset_id: props.datasetId,
        row_id: Number(props.id),
        column: column.name,
        offset: Math.ceil(all.length / unit),
        length: PIECE,
      });
      if (!data.text) break;
      all += data.text;
    }
    return all;
  };
  const show = async () => {
    const all = await fetchTo(Math.min(whole, length + PIECE));
    setMore({ of: start, text: all.slice((start ?? "").length) });
  };
  const copy = async () => {
    const value = isCut && cell ? await fetchTo(whole) : (text ?? String(here ?? ""));
    props.onCopy(value, column.name);
  };
  return (
    <div class="dv-fieldof">
      <div class="dv-s dv-3 dv-row dv-row-4">
        <Icon name={kindIcon(column.kind) as IconName} />
        <span class="dv-cut" title={column.type}>
          {column.name}
        </span>
        <span class="dv-grow" />
        <IconButton size="s" icon="copy" label={`Copy ${column.name}`} onPress={copy} />
      </div>
      <Value {...props} text={text} whole={whole} isCut={isCut} onMore={show} here={here} />
    </div>
  );
}

function Value(
  props: FieldProps & {
    text: string | null;
    here: CellValue | undefined;
    whole: number;
    isCut: boolean;
    onMore: () => Promise<void>;
  },
) {
  const { column, cell, text, here, isCut, whole } = props;
  if (!cell && here === undefined) return <Skeleton width={120} />;
  const isMissing = cell ? cell.text === null : here === null;
  if (!isMissing && column.kind === "json" && !isCut && text !== null && whole < TREE_LIMIT) {
    return <JsonTree text={text} label={column.name} />;
  }
  const isText = column.kind === "text" || column.kind === "json" || column.kind === "binary";
  if (isMissing || !isText || !text) {
    const value = cell ? storedValue(cell.text, column) : here;
    return (
      <p>
        <CellView column={column} value={value} isCut={false} search={props.search} />
      </p>
    );
  }
  return <LongText {...props} text={text} />;
}

/** Six lines, then all of it: what is here at once, the rest by pieces. */
function LongText(props: {
  text: string;
  column: GridColumn;
  whole: number;
  isCut: boolean;
  isAlive: boolean;
  onMore: () => Promise<void>;
}) {
  const { text, whole, isCut } = props;
  const own = useRef<HTMLParagraphElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [isOver, setOver] = useState(false);
  const [trouble, setTrouble] = useState("");
  useLayoutEffect(() => {
    const box = own.current;
    if (box && !isOpen) setOver(box.scrollHeight > box.clientHeight + 1);
  }, [text, isOpen]);
  const unit = props.column.kind === "binary" ? "bytes" : "characters";
  const left = whole - text.length;
  const open = () => {
    setOpen(true);
    setTrouble("");
    if (isCut && props.isAlive) props.onMore().catch((error: Error) => setTrouble(error.message));
  };
  const isMore = isOpen ? isCut && props.isAlive : isOver || isCut;
  return (
    <div>
      <p
        ref={own}
        class={`dv-long ${isOpen ? "" : "is-clamped"} ${unit === "bytes" ? "dv-code" : ""}`}
      >
        {text}
      </p>
      {isMore && (
        <button type="button" class="dv-morelink" onClick={open}>
          {isOpen
            ? `Show more, ${count(left)} ${unit} are left`
            : `Show all ${count(whole)} ${unit}`}
        </button>
      )}
      {trouble && <p class="dv-s dv-bad">{trouble}</p>}
    </div>
  );
}
