// The versions as a grid: one tab stop, arrows walk and look, Space chooses for actions on several.

import { useEffect, useRef, useState } from "preact/hooks";
import type { VersionItem } from "../../protocol/operations";
import {
  type Anchor,
  ago,
  Check,
  count,
  counted,
  exact,
  Icon,
  initials,
  Tag,
  WithTip,
} from "../../ui";
import type { Changes } from "./changes";
import { State } from "./signs";

type Column = "number" | "state" | "rows" | "by" | "created";

const HEADS: readonly [string, string, Column?][] = [
  ["number", "Version", "number"],
  ["state", "State", "state"],
  ["rows", "Rows", "rows"],
  ["change", "Change"],
  ["note", "Note"],
  ["by", "By", "by"],
  ["created", "Created", "created"],
];
const NUMBERS = new Set(["rows", "change"]);
/** How many rows are drawn at first, and how many more at a press. */
const STEP = 200;
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

const compared: Record<Column, (a: VersionItem, b: VersionItem) => number> = {
  number: (a, b) => collator.compare(a.number, b.number),
  state: (a, b) => collator.compare(a.state, b.state),
  rows: (a, b) => a.row_count - b.row_count,
  by: (a, b) => collator.compare(a.created_by, b.created_by),
  created: (a, b) => (a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : 0),
};

export interface Sorting {
  column: Column;
  isDescending: boolean;
}

/** In the order asked for; what is equal stays newest first. */
export function inOrder(versions: readonly VersionItem[], { column, isDescending }: Sorting) {
  const way = isDescending ? -1 : 1;
  if (column === "created") {
    const made = [...versions].reverse().sort(compared.created);
    return isDescending ? made.reverse() : made;
  }
  return [...versions].sort((a, b) => way * compared[column](a, b));
}

function Head(props: {
  name: string;
  label: string;
  column?: Column;
  tip?: string;
  sorting: Sorting;
  onSort: (sorting: Sorting) => void;
}) {
  const { name, label, column, sorting, tip } = props;
  const looks = `is-${name} ${NUMBERS.has(name) ? "dv-num" : ""}`;
  if (!column)
    return (
      <th class={looks} aria-description={tip}>
        <WithTip text={tip}>{label}</WithTip>
      </th>
    );
  const isOn = sorting.column === column;
  const word = sorting.isDescending ? "descending" : "ascending";
  const turned = isOn ? !sorting.isDescending : column === "rows" || column === "created";
  return (
    <th class={looks} aria-sort={isOn ? word : "none"}>
      <button
        type="button"
        tabIndex={-1}
        onClick={() => props.onSort({ column, isDescending: turned })}
      >
        {label}
        {isOn && <Icon name={sorting.isDescending ? "arrow-down" : "arrow-up"} small />}
      </button>
    </th>
  );
}

/** What the counts mean: without a key a changed row is another row. */
const meaningOf = (key: string) =>
  key
    ? `Compared with the first parent, rows matched by ${key}`
    : "Compared with the first parent as whole rows: a changed row counts as one removed and one added";

const SIGNS = [
  ["added_count", "+", "added", "is-added"],
  ["changed_count", "~", "changed", ""],
  ["removed_count", "−", "removed", "is-removed"],
] as const;

/** "+180 ~24 −7": what a version did to its first parent, once it has been counted. */
function Change({ item, changes }: { item: VersionItem; changes: Changes }) {
  const cell = useRef<HTMLTableCellElement>(null);
  const known = changes.of(item);
  const isLong = changes.isLong(item);
  useEffect(() => {
    if (!cell.current || known !== undefined || isLong) return;
    const seen = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) changes.want(item);
    });
    seen.observe(cell.current);
    return () => seen.disconnect();
  }, [item, changes, known === undefined, isLong]);
  const meaning = item.parents.length > 0 ? meaningOf(changes.key) : "It was made from no other";
  const found = typeof known === "object" ? SIGNS.filter(([name]) => known[name] > 0) : [];
  return (
    <td ref={cell} class="is-change dv-num">
      {typeof known === "object" && (
        <span class="dv-version-change">
          {found.map(([name, sign, word, look]) => (
            <span
              key={name}
              class={look}
              title={`${counted(known[name], `row ${word}`, `rows ${word}`)}. ${meaning}`}
            >
              {sign}
              {count(known[name])}
              <span class="dv-vh"> {word}</span>
            </span>
          ))}
          {found.length === 0 && (
            <span class="dv-3" title={`No row differs. ${meaning}`}>
              none
            </span>
          )}
        </span>
      )}
      {known === "failed" && (
        <span class="dv-3" title="It can’t be counted: choose the version to see why">
          –
        </span>
      )}
      {known === undefined && isLong && item.parents.length > 0 && (
        <button type="button" class="dv-link" tabIndex={-1} onClick={() => changes.want(item)}>
          Count
        </button>
      )}
    </td>
  );
}

interface RowProps {
  item: VersionItem;
  isLooked: boolean;
  isChosen: boolean;
  isTabStop: boolean;
  changes: Changes;
  now: Date;
  onSelect: (id: string) => void;
  onToggle: (id: string, isOn: boolean, isRun: boolean) => void;
  onMenu: (item: VersionItem, anchor: Anchor) => void;
}

function Row(props: RowProps) {
  const { item, isLooked, isChosen, changes, now } = props;
  const id = item.version_id;
  return (
    <tr
      class={`${isLooked ? "is-sel" : ""} ${item.archived_at ? "is-off" : ""}`}
      data-id={id}
      tabIndex={props.isTabStop ? 0 : -1}
      aria-selected={isChosen}
      aria-current={isLooked || undefined}
      onClick={() => props.onSelect(id)}
      onContextMenu={(event) => {
        if (event.shiftKey) return;
        event.preventDefault();
        props.onMenu(item, { x: event.clientX, y: event.clientY });
      }}
    >
      <td class="dv-pick">
        <Check
          isOn={isChosen}
          label={`Choose ${item.number}`}
          isHidingLabel
          tabIndex={-1}
          onChange={(isOn, event) => props.onToggle(id, isOn, (event as MouseEvent).shiftKey)}
        />
      </td>
      <td class="is-number">
        <span class="dv-row dv-row-4">
          <b class="dv-m dv-cut" title={item.number}>
            {item.number}
          </b>
          {item.is_head && <span class="dv-version-head">Head</span>}
          {item.archived_at && (
            <span class="dv-tag" title="Archived">
              <Icon name="archive" small />
              <span class="dv-vh">Archived</span>
            </span>
          )}
        </span>
      </td>
      <td class="is-state">
        <State item={item} />
      </td>
      <td class="is-rows dv-num">{count(item.row_count)}</td>
      <Change item={item} changes={changes} />
      <td class="is-note dv-2" title={item.note}>
        {item.tags.map((tag) => (
          <Tag key={tag} label={tag} />
        ))}
        {item.note}
      </td>
      <td class="is-by">
        <span class="dv-ava" aria-hidden="true" title={item.created_by}>
          {initials(item.created_by)}
        </span>
        <span class="dv-vh">{item.created_by}</span>
      </td>
      <td class="is-created dv-2">
        <time dateTime={item.created_at} title={exact(item.created_at)}>
          {ago(item.created_at, now)}
        </time>
      </td>
    </tr>
  );
}

export interface ListProps {
  versions: readonly VersionItem[];
  selected: string;
  chosen: ReadonlySet<string>;
  changes: Changes;
  now: Date;
  onSelect: (id: string) => void;
  onChoose: (ids: ReadonlySet<string>) => void;
  onMenu: (item: VersionItem, anchor: Anchor) => void;
}

/** Which row a key leads to; undefined where it leads to none. */
function rowFor(key: string, at: number, length: number): number | undefined {
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: length - 1 }[key];
  const far = { PageDown: at + 10, PageUp: at - 10 }[key];
  const wanted = to ?? far;
  return wanted === undefined ? undefined : Math.max(0, Math.min(length - 1, wanted));
}

/** Boxes pressed one after the other; with Shift all those between them. */
function useToggling(versions: readonly VersionItem[], props: ListProps) {
  const { chosen, onChoose } = props;
  const last = useRef("");
  return (id: string, isOn: boolean, isRun: boolean) => {
    const ids = versions.map(({ version_id }) => version_id);
    const [from, to] = [ids.indexOf(last.current), ids.indexOf(id)].sort((a, b) => a - b);
    const run = isRun && from !== undefined && from >= 0 ? ids.slice(from, (to ?? from) + 1) : [id];
    const next = new Set(chosen);
    for (const each of run) {
      if (isOn) next.add(each);
      else next.delete(each);
    }
    last.current = id;
    onChoose(next);
  };
}

function Heads(props: {
  versions: readonly VersionItem[];
  chosen: ReadonlySet<string>;
  onChoose: ListProps["onChoose"];
  changes: Changes;
  sorting: Sorting;
  setSorting: (sorting: Sorting) => void;
}) {
  const { versions, chosen, onChoose, changes, sorting, setSorting } = props;
  const shown = versions.filter(({ version_id }) => chosen.has(version_id)).length;
  return (
    <thead>
      <tr>
        <th class="dv-pick">
          <Check
            isOn={shown === 0 ? false : shown === versions.length ? true : "mixed"}
            label="Choose the versions shown"
            isHidingLabel
            onChange={(isOn) =>
              onChoose(new Set(isOn ? versions.map(({ version_id }) => version_id) : []))
            }
          />
        </th>
        {HEADS.map(([name, label, column]) => (
          <Head
            key={name}
            {...{ name, label, column, sorting }}
            tip={name === "change" ? meaningOf(changes.key) : undefined}
            onSort={setSorting}
          />
        ))}
      </tr>
    </thead>
  );
}

/** Bring the row of the selected version into sight, without moving the page. */
function useInSight(selected: string) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const view = box.current;
    const row = view?.querySelector<HTMLElement>(`[data-id="${selected}"]`);
    const head = view?.querySelector("thead")?.offsetHeight ?? 0;
    if (!view || !row) return;
    const from = row.offsetTop - head;
    const to = row.offsetTop + row.offsetHeight - view.clientHeight;
    view.scrollTop = Math.max(to, Math.min(view.scrollTop, from));
  }, [selected]);
  return box;
}

export function List(props: ListProps) {
  const { selected, chosen, changes, now, onSelect, onChoose, onMenu } = props;
  const [sorting, setSorting] = useState<Sorting>({ column: "created", isDescending: true });
  const [most, setMost] = useState(STEP);
  const versions = inOrder(props.versions, sorting);
  const drawn = versions.slice(0, most);
  const onToggle = useToggling(versions, props);
  const keys = (event: KeyboardEvent) => {
    const row = event.target as HTMLElement;
    const at = drawn.findIndex(({ version_id }) => version_id === row.dataset.id);
    const item = drawn[at];
    if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = rowFor(event.key, at, drawn.length);
    if (event.key === " ") onToggle(item.version_id, !chosen.has(item.version_id), event.shiftKey);
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))
      onMenu(item, row);
    else if (event.key === "Escape" && chosen.size > 0) onChoose(new Set());
    else if (to !== undefined) {
      const next = drawn[to]?.version_id ?? "";
      onSelect(next);
      row.parentElement?.querySelector<HTMLElement>(`[data-id="${next}"]`)?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const box = useInSight(selected);
  const isThere = drawn.some(({ version_id }) => version_id === selected);
  return (
    <div class="dv-version-scroll" ref={box}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: real rows and cells
        role="grid"
        class="dv-table dv-version-list"
        aria-label="Versions"
        aria-multiselectable
        onKeyDown={keys}
      >
        <Heads {...{ versions, chosen, onChoose, changes, sorting, setSorting }} />
        <tbody>
          {drawn.map((item, i) => (
            <Row
              key={item.version_id}
              {...{ item, changes, now, onSelect, onToggle, onMenu }}
              isLooked={item.version_id === selected}
              isChosen={chosen.has(item.version_id)}
              isTabStop={isThere ? item.version_id === selected : i === 0}
            />
          ))}
        </tbody>
      </table>
      {versions.length > drawn.length && (
        <button type="button" class="dv-version-more" onClick={() => setMost(most + STEP)}>
          Show {count(Math.min(STEP, versions.length - drawn.length))} more of{" "}
          {counted(versions.length, "version")}
        </button>
      )}
    </div>
  );
}
