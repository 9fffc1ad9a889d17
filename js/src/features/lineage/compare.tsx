// What a version has that another one has not: counts and columns beside it, rows under the graph.

import { useEffect, useRef } from "preact/hooks";
import type { CompareAnswer, VersionItem } from "../../protocol/operations";
import { sentence } from "../../transport/port";
import { Button, bytes, count, counted, IconButton, Select, Skeleton, useAsk } from "../../ui";

export type Kind = "added" | "changed" | "removed";

const LIMIT = 100;
const WHOLE = "";
const SIGNS: Record<Kind | "unchanged", string> = {
  added: "+",
  changed: "~",
  removed: "−",
  unchanged: "=",
};

/** Which two versions, and by which column. */
export interface Compared {
  datasetId: string;
  after: VersionItem;
  /** The version that is the ground; without it the first parent. */
  before?: VersionItem;
  keyColumn: string;
}

const askedOf = ({ datasetId, after, before, keyColumn }: Compared) => ({
  dataset_id: datasetId,
  after_id: after.version_id,
  before_id: before?.version_id ?? "",
  key: keyColumn === WHOLE ? [] : [keyColumn],
});
const depsOf = ({ after, before, keyColumn }: Compared) => [
  after.version_id,
  before?.version_id,
  keyColumn,
];
const numberOf = (data: CompareAnswer, kind: Kind) =>
  ({ added: data.added_count, changed: data.changed_count, removed: data.removed_count })[kind];
const rowsOf = (number: number, kind: Kind) => `${counted(number, `${kind} row`)}`;

/** The columns shown: of changed rows "x before" and "x after" are one. */
interface Shown {
  name: string;
  /** Where the value stands, and the one before it where there are two. */
  at: number;
  old?: number;
}

const stem = (name: string | undefined, end: string) =>
  name?.endsWith(end) ? name.slice(0, -end.length) : undefined;

export function paired(names: readonly string[], kind: Kind): Shown[] {
  const made: Shown[] = [];
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] as string;
    const old = kind === "changed" ? stem(name, " before") : undefined;
    if (old !== undefined && stem(names[at + 1], " after") === old) {
      made.push({ name: old, old: at, at: at + 1 });
      at += 1;
    } else made.push({ name, at });
  }
  return made;
}

const Value = ({ text }: { text: string | null | undefined }) =>
  text === null ? <span class="dv-null">NULL</span> : text;

function Cell({ row, column }: { row: readonly (string | null)[]; column: Shown }) {
  const now = row[column.at];
  const old = column.old === undefined ? now : row[column.old];
  if (old === now)
    return (
      <td title={now ?? "NULL"}>
        <Value text={now} />
      </td>
    );
  return (
    <td class="is-changed" title={`${old ?? "NULL"} → ${now ?? "NULL"}`}>
      <del>
        <Value text={old} />
      </del>{" "}
      <ins>
        <Value text={now} />
      </ins>
    </td>
  );
}

/** The rows of one kind; where a changed value stands, what it was stands before it. */
export function DiffRows(props: Compared & { kind: Kind; onClose: () => void }) {
  const { after, before, kind, onClose } = props;
  const asked = { ...askedOf(props), rows: kind, limit: LIMIT };
  const { data, error, isLoading } = useAsk("lineage.compare", asked, [...depsOf(props), kind]);
  const own = useRef<HTMLElement>(null);
  useEffect(() => own.current?.scrollIntoView({ block: "nearest" }), []);
  const ground = before?.number ?? after.parents[0]?.label;
  const number = data && numberOf(data, kind);
  const columns = data ? paired(data.row_names, kind) : [];
  return (
    <section class="dv-version-diff" ref={own} aria-label={`Rows ${kind}`}>
      <header class="dv-row">
        <h2 class="dv-h2 dv-grow">
          {number === undefined ? `Rows ${kind}` : rowsOf(number, kind)}{" "}
          <span class="dv-s dv-3 dv-version-under">
            in {after.number}, compared with {ground}
            {data && number !== undefined && number > data.rows.length
              ? `; the first ${count(data.rows.length)} are shown`
              : ""}
          </span>
        </h2>
        <IconButton size="s" icon="close" label="Back to the versions" onPress={onClose} />
      </header>
      {error ? (
        <p class="dv-hint is-bad" role="alert">
          {sentence(error)}
        </p>
      ) : !data || isLoading ? (
        <div class="dv-version-wait" aria-busy="true">
          <Skeleton width="60%" />
        </div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by the keyboard
        <div class="dv-version-rows" tabIndex={0}>
          <table class="dv-table dv-table-s" aria-label={`Rows ${kind}`}>
            <thead>
              <tr>
                {columns.map(({ name, at }) => (
                  <th key={at} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row, i) => (
                <tr key={i}>
                  {columns.map((column) => (
                    <Cell key={column.at} {...{ row, column }} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Columns({ data }: { data: CompareAnswer }) {
  if (data.columns.length === 0) return null;
  const told = ({ before, after }: CompareAnswer["columns"][number]) =>
    before === null ? "is new" : after === null ? "is gone" : `${before} → ${after}`;
  return (
    <ul class="dv-s dv-2 dv-version-columns" aria-label="Columns that differ">
      {data.columns.map((column) => (
        <li key={column.name}>
          <code>{column.name}</code> {told(column)}
        </li>
      ))}
    </ul>
  );
}

function Counts({ data }: { data: CompareAnswer }) {
  const kinds: Kind[] =
    data.key.length > 0 ? ["added", "changed", "removed"] : ["added", "removed"];
  const lines: [Kind | "unchanged", number][] = [
    ...kinds.map((kind): [Kind, number] => [kind, numberOf(data, kind)]),
    ["unchanged", data.unchanged_count],
  ];
  return (
    <ul class="dv-version-counts">
      {lines.map(([kind, number]) => (
        <li key={kind} class={number > 0 ? `is-${kind}` : "dv-3"}>
          <span aria-hidden="true">{SIGNS[kind]}</span>
          <span class="dv-grow">{kind[0]?.toUpperCase() + kind.slice(1)}</span>
          <span class={number > 0 ? "dv-m" : ""}>{counted(number, "row")}</span>
        </li>
      ))}
    </ul>
  );
}

/** Why nothing is told to be changed, where rows went and came. */
function Whole({ data }: { data: CompareAnswer }) {
  if (data.key.length > 0 || data.added_count === 0 || data.removed_count === 0) return null;
  return (
    <p class="dv-s dv-3 dv-version-delta">
      Rows are compared whole: a changed row counts as one removed and one added. Match them by a
      column to see what changed.
    </p>
  );
}

function Foot(props: { data: CompareAnswer; shown?: Kind; onShow: (kind?: Kind) => void }) {
  const { data, shown, onShow } = props;
  const kinds = (["added", "changed", "removed"] as const).filter((kind) => numberOf(data, kind));
  if (kinds.length === 0) return null;
  return (
    <footer>
      {kinds.map((kind) => (
        <Button
          key={kind}
          size="s"
          kind="quiet"
          label={`${shown === kind ? "Hide" : "Show"} the ${rowsOf(numberOf(data, kind), kind)}`}
          isOpen={shown === kind}
          onPress={() => onShow(shown === kind ? undefined : kind)}
        />
      ))}
    </footer>
  );
}

interface CardProps extends Compared {
  keys: readonly string[];
  others: readonly VersionItem[];
  shown?: Kind;
  onGround: (id: string) => void;
  onKey: (name: string) => void;
  onShow: (kind?: Kind) => void;
}

function Choices(props: CardProps & { ground: string }) {
  const { after, before, keys, keyColumn, others, ground } = props;
  const parent = after.parents[0];
  const grounds = [
    { value: "", label: parent ? parent.label : "Choose a version", note: parent && "parent" },
    ...others
      .filter(({ version_id: id }) => id !== after.version_id && id !== parent?.version_id)
      .map(({ version_id: value, number: label }) => ({ value, label })),
  ];
  const columns = [
    { value: WHOLE, label: "Whole rows" },
    ...keys.map((name) => ({ value: name, label: name })),
  ];
  return (
    <header>
      <span class="dv-s dv-3" aria-hidden="true">
        Compared with
      </span>
      <span class="dv-vh">{ground}</span>
      <Select
        size="s"
        label="Compare with"
        isHidingLabel
        value={before?.version_id ?? ""}
        options={grounds}
        onChange={props.onGround}
      />
      <span class="dv-s dv-3" aria-hidden="true">
        Rows matched by
      </span>
      <Select
        size="s"
        label="Which row is which"
        isHidingLabel
        value={keyColumn}
        options={columns}
        onChange={props.onKey}
      />
    </header>
  );
}

export function CompareCard(props: CardProps) {
  const { after, before, others, shown, onShow } = props;
  const ground = before?.number ?? after.parents[0]?.label;
  const asked = ground === undefined ? null : askedOf(props);
  const { data, error, isLoading } = useAsk("lineage.compare", asked, depsOf(props));
  if (ground === undefined && others.length < 2) return null;
  const name = ground === undefined ? "Compare" : `Compared with ${ground}`;
  return (
    <section class="dv-card dv-version-compare" aria-label={name}>
      <Choices {...props} ground={name} />
      {ground === undefined ? (
        <p class="dv-s dv-3 dv-version-delta">It was made from no other version.</p>
      ) : error ? (
        <p class="dv-hint is-bad" role="alert">
          {sentence(error)}
        </p>
      ) : !data || isLoading ? (
        <div class="dv-version-wait" aria-busy="true">
          <span class="dv-vh">Comparing</span>
          {["70%", "60%", "75%"].map((width) => (
            <div key={width} class="dv-waiting">
              <Skeleton width={width} />
            </div>
          ))}
        </div>
      ) : (
        <>
          <Counts data={data} />
          <Whole data={data} />
          <Columns data={data} />
          {data.byte_delta !== 0 && (
            <p class="dv-s dv-3 dv-version-delta">
              {data.byte_delta > 0 ? "+" : "−"}
              {bytes(Math.abs(data.byte_delta))}, {counted(data.shared_part_count, "file")} shared
            </p>
          )}
          <Foot {...{ data, shown, onShow }} />
        </>
      )}
    </section>
  );
}
