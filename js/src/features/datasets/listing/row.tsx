// One dataset in the list: a line of cells, or two lines where there is little room.

import { useState } from "preact/hooks";
import type { ListedDataset } from "../../../protocol/operations";
import {
  ago,
  Badge,
  bytes,
  Check,
  capital,
  count,
  counted,
  exact,
  Icon,
  IconButton,
  Source,
  Tag,
  TextInput,
  usePort,
  type Width,
} from "../../../ui";
import type { ColumnId } from "./columns";

export interface RowActs {
  open: (row: ListedDataset) => void;
  choose: (id: string, isRun: boolean) => void;
  menu: (row: ListedDataset, anchor: HTMLElement | { x: number; y: number }) => void;
  /** Saved with the new row, or left with null. */
  renamed: (row: ListedDataset | null) => void;
}

/** The name as a field: Enter saves, Escape leaves it as it was, a refusal keeps the text. */
function Rename({ row, onEnd }: { row: ListedDataset; onEnd: RowActs["renamed"] }) {
  const port = usePort();
  const [name, setName] = useState(row.name);
  const [refusal, setRefusal] = useState("");
  const save = (text: string) => {
    if (text.trim() === row.name) return onEnd(null);
    port.ask("datasets.rename", { dataset_id: row.id, name: text }).then(
      ({ data }) => onEnd(data),
      (error: Error) => setRefusal(error.message),
    );
  };
  return (
    <TextInput
      size="s"
      class="dv-rename"
      label={`New name of ${row.name}`}
      value={name}
      onInput={setName}
      onEnter={save}
      onEscape={() => onEnd(null)}
      isWrong={refusal !== ""}
      hint={refusal || undefined}
      autoFocus
    />
  );
}

const Moment = ({ when, now }: { when: string; now: number }) => (
  <time dateTime={when} title={exact(when)}>
    {ago(when, now)}
  </time>
);

function Name(props: Pick<RowProps, "row" | "isRenaming" | "isAlive" | "acts">) {
  const { row, acts } = props;
  if (props.isRenaming) return <Rename row={row} onEnd={acts.renamed} />;
  return (
    <span class="dv-row">
      <button
        type="button"
        class="dv-name dv-cut"
        tabIndex={-1}
        disabled={!props.isAlive}
        title={row.description ? `${row.name}\n${row.description}` : row.name}
        onClick={() => acts.open(row)}
      >
        {row.name}
      </button>
      {row.kind !== "master" && <Tag label={capital(row.kind)} />}
      {row.is_archived && (
        <span class="dv-tag" title="Archived">
          <Icon name="archive" small />
          <span class="dv-vh">Archived</span>
        </span>
      )}
    </span>
  );
}

interface CellProps {
  row: ListedDataset;
  now: number;
  width: Width;
}

const CELLS: Partial<Record<ColumnId, (props: CellProps) => preact.ComponentChildren>> = {
  status: ({ row }) => <Badge state={row.state} word={row.status} />,
  rows: ({ row }) => count(row.row_count),
  source: ({ row, width }) => <Source source={row.source} isShort={width !== "wide"} />,
  project: ({ row }) => row.project,
  updated: ({ row, now }) => <Moment when={row.updated_at} now={now} />,
  pipeline: ({ row }) => row.pipeline,
  archived: ({ row }) => (row.is_archived ? "Archived" : ""),
  owner: ({ row }) => row.owner,
  created: ({ row, now }) => <Moment when={row.created_at} now={now} />,
  size: ({ row }) => <span title={counted(row.byte_count, "byte")}>{bytes(row.byte_count)}</span>,
  columns: ({ row }) => count(row.column_count),
};

const STRONG: readonly ColumnId[] = ["status", "rows", "source"];
const TITLED: readonly ColumnId[] = ["project", "pipeline", "owner"];

export interface RowProps {
  row: ListedDataset;
  /** Its number in the whole list, from 1; the head is row 1 of the grid. */
  place: number;
  columns: readonly { id: ColumnId; isNumber?: boolean }[];
  width: Width;
  now: number;
  isSelected: boolean;
  isChanged: boolean;
  isCurrent: boolean;
  isRenaming: boolean;
  isAlive: boolean;
  acts: RowActs;
}

function Cells(props: RowProps) {
  const { row, columns, now, width, isRenaming } = props;
  return columns.map(({ id, isNumber }) => {
    if (id === "name")
      return (
        <td key={id} class={isRenaming ? "is-editing" : ""}>
          <Name {...props} />
        </td>
      );
    const strength = STRONG.includes(id) ? "" : "dv-2";
    const content = CELLS[id]?.({ row, now, width });
    return (
      <td
        key={id}
        class={`${isNumber ? "dv-num" : ""} ${strength}`}
        title={TITLED.includes(id) ? String(content ?? "") : undefined}
      >
        {content}
      </td>
    );
  });
}

function TwoLines(props: RowProps) {
  const { row, now } = props;
  return (
    <td class="dv-two">
      <div class="dv-row">
        <Source source={row.source} isIconOnly />
        <span class="dv-grow">
          <Name {...props} />
        </span>
        <span class="dv-s dv-2" title={counted(row.row_count, "row")}>
          {count(row.row_count)}
          <span class="dv-vh"> rows</span>
        </span>
      </div>
      <div class="dv-s dv-2 dv-under">
        <Badge state={row.state} word={row.status} />
        <span class="dv-dot dv-cut">
          <Moment when={row.updated_at} now={now} />
        </span>
      </div>
    </td>
  );
}

export function Row(props: RowProps) {
  const { row, width, acts, isSelected, isAlive } = props;
  const isTwoLines = width === "narrow" || width === "side";
  const looks = `${isSelected ? "is-sel" : ""} ${props.isChanged ? "is-changed" : ""}`;
  return (
    <tr
      class={looks}
      data-id={row.id}
      tabIndex={props.isCurrent ? 0 : -1}
      aria-rowindex={props.place + 1}
      aria-selected={isAlive ? isSelected : undefined}
      onContextMenu={(event) => {
        if (!isAlive || event.shiftKey) return;
        event.preventDefault();
        acts.menu(row, { x: event.clientX, y: event.clientY });
      }}
    >
      {isAlive && (
        <td class="dv-pick">
          <Check
            isOn={isSelected}
            isHidingLabel
            label={`Select ${row.name}`}
            tabIndex={-1}
            onChange={(_, event) => acts.choose(row.id, (event as MouseEvent).shiftKey)}
          />
        </td>
      )}
      {isTwoLines ? <TwoLines {...props} /> : <Cells {...props} />}
      {isAlive && width === "wide" && (
        <td class="dv-acts">
          <IconButton
            icon="more"
            size="s"
            label={`Actions for ${row.name}`}
            tabIndex={-1}
            popup="menu"
            onPress={(event) => acts.menu(row, event.currentTarget as HTMLElement)}
          />
        </td>
      )}
    </tr>
  );
}
