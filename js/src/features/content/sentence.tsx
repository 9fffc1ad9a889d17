// The view as a sentence: every part is a button that opens where it stands.

import { type ComponentChildren, Fragment } from "preact";
import { useRef } from "preact/hooks";
import { type GridColumn, kindIcon, type Sort } from "../../grid";
import type { ContentQuery, Summary } from "../../protocol/operations";
import { Button, Icon, type IconName, later, Menu, Popover } from "../../ui";
import type { ConditionPopover as Editing } from "./filters/editor";
import { ColumnList } from "./pick";
import { type Condition, isFixed, type Part, type Parts, replaced, write } from "./tree";
import { conditionWords, filterWords, sortWords } from "./words";

const ConditionPopover = later<Parameters<typeof Editing>[0]>("ConditionPopover");

export interface SentenceProps {
  datasetId: string;
  columns: GridColumn[];
  query: ContentQuery;
  parts: Parts;
  sorts: Sort[];
  /** A column whose condition is to be edited now, where its name was pressed. */
  open: Opened | null;
  summaryOf: (column: string) => Summary | null;
  onOpen: (open: Opened | null) => void;
  onParts: (parts: Parts) => void;
  onSorts: (sorts: Sort[]) => void;
  onSearch: (search: string) => void;
  onClear: () => void;
  isFrozen: boolean;
  /** What it begins with, where these aren't just rows. */
  lead?: ComponentChildren;
}

/** What is being edited: a part by its place (-1 is a new one), or a sort. */
export type Opened =
  | { what: "condition"; at: number; column: string; anchor: HTMLElement }
  | { what: "sort"; at: number; anchor: HTMLElement }
  | { what: "pick condition" | "pick sort"; anchor: HTMLElement };

interface ClauseProps {
  icon?: IconName;
  words: [field: string, op: string, value: string];
  label: string;
  onOpen?: (anchor: HTMLElement) => void;
  onRemove?: () => void;
  isOpen?: boolean;
}

export function Clause(props: ClauseProps) {
  const { words, icon, onOpen, onRemove, isOpen } = props;
  const box = useRef<HTMLSpanElement>(null);
  const keys = (event: KeyboardEvent) => {
    if (!onRemove || (event.key !== "Delete" && event.key !== "Backspace")) return;
    event.preventDefault();
    onRemove();
  };
  const last = words[2] ? 2 : words[1] ? 1 : 0;
  const button = (at: number, kind: string) =>
    words[at] && (
      <button
        type="button"
        class={kind}
        tabIndex={at === last ? 0 : -1}
        disabled={!onOpen}
        aria-label={at === last ? props.label : undefined}
        aria-hidden={at === last ? undefined : true}
        aria-haspopup={at === last ? "dialog" : undefined}
        aria-expanded={at === last && onOpen ? (isOpen ?? false) : undefined}
        onClick={() => onOpen?.(box.current as HTMLElement)}
      >
        {at === 0 && icon && <Icon name={icon} />}
        <span class="dv-cut">{words[at]}</span>
      </button>
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the buttons inside
    <span class="dv-clause" ref={box} onKeyDown={keys}>
      {button(0, "f")}
      {button(1, words[2] ? "o" : "v")}
      {button(2, "v")}
      {onRemove && (
        <button type="button" class="x" aria-label={`Remove ${props.label}`} onClick={onRemove}>
          <Icon name="close" small />
        </button>
      )}
    </span>
  );
}

export function Sentence(props: SentenceProps) {
  const { parts, sorts, query, open, onOpen, isFrozen } = props;
  const kindOf = (name: string) =>
    props.columns.find((column) => column.name === name)?.kind ?? "other";
  const hasWhere = parts.parts.length > 0;
  const join = () => props.onParts({ ...parts, join: parts.join === "and" ? "or" : "and" });
  const isPlain = !hasWhere && !query.search && sorts.length === 0;
  const isLong = parts.parts.length + sorts.length + (query.search ? 1 : 0) > 1;
  return (
    <>
      {props.lead ?? <span class="dv-lead">{lead(hasWhere, query.search)}</span>}
      {query.search && (
        <Clause
          icon="search"
          words={["", "", query.search]}
          label={`rows that contain ${query.search}`}
          onRemove={isFrozen ? undefined : () => props.onSearch("")}
        />
      )}
      {query.search && hasWhere && <span class="dv-lead">where</span>}
      {parts.parts.map((part, at) => (
        <Fragment key={at}>
          {at > 0 && <Joining word={parts.join} onPress={isFrozen ? null : join} />}
          <PartClause {...props} part={part} at={at} kindOf={kindOf} />
        </Fragment>
      ))}
      {!isFrozen && (
        <Button
          kind="quiet"
          size="s"
          icon="plus"
          label="Condition"
          popup="dialog"
          isOpen={open?.what === "pick condition"}
          onPress={(event) =>
            onOpen({ what: "pick condition", anchor: event.currentTarget as HTMLElement })
          }
        />
      )}
      {sorts.length > 0 && (
        <span class="dv-lead">{hasWhere || query.search ? "sorted by" : "in the order of"}</span>
      )}
      {sorts.map((sort, at) => (
        <SortClause key={sort.column} {...props} sort={sort} at={at} kindOf={kindOf} />
      ))}
      {!isFrozen && !isPlain && isLong && (
        <Button kind="quiet" size="s" label="Clear all" onPress={props.onClear} />
      )}
      <Opening {...props} />
    </>
  );
}

const lead = (hasWhere: boolean, search = ""): string =>
  search ? "Rows that contain" : hasWhere ? "Rows where" : "All rows";

function Joining(props: { word: string; onPress: (() => void) | null }) {
  if (!props.onPress) return <span class="dv-lead">{props.word}</span>;
  const other = props.word === "and" ? "or" : "and";
  return (
    <Button
      kind="quiet"
      size="s"
      class="dv-join"
      label={props.word}
      tip={`Switch to ${other}`}
      onPress={props.onPress}
    />
  );
}

type KindOf = (name: string) => GridColumn["kind"];

function PartClause(props: SentenceProps & { part: Part; at: number; kindOf: KindOf }) {
  const { part, at, open, kindOf, isFrozen } = props;
  const remove = isFrozen ? undefined : () => props.onParts(replaced(props.parts, at, null));
  if (isFixed(part)) {
    const words = filterWords(part.fixed, kindOf);
    return <Clause words={["", "", words]} label={words} onRemove={remove} />;
  }
  const kind = kindOf(part.column);
  const said = conditionWords(part, kind);
  const { column } = part;
  return (
    <Clause
      icon={kindIcon(kind) as IconName}
      words={[column, said.op, said.value]}
      label={`${column} ${said.op} ${said.value}`.trim()}
      isOpen={open?.what === "condition" && open.at === at}
      onOpen={
        isFrozen ? undefined : (anchor) => props.onOpen({ what: "condition", at, column, anchor })
      }
      onRemove={remove}
    />
  );
}

function SortClause(props: SentenceProps & { sort: Sort; at: number; kindOf: KindOf }) {
  const { sort, at, isFrozen } = props;
  const kind = props.kindOf(sort.column);
  const words = sortWords(kind, sort.is_descending);
  return (
    <Clause
      icon={kindIcon(kind) as IconName}
      words={[sort.column, "", words]}
      label={`${sort.column}, ${words}`}
      isOpen={props.open?.what === "sort" && props.open.at === at}
      onOpen={isFrozen ? undefined : (anchor) => props.onOpen({ what: "sort", at, anchor })}
      onRemove={
        isFrozen ? undefined : () => props.onSorts(props.sorts.filter((each) => each !== sort))
      }
    />
  );
}

/** What is open beside its part of the sentence. */
function Opening(props: SentenceProps) {
  const { open, onOpen, columns, sorts } = props;
  if (!open) return null;
  const close = () => onOpen(null);
  if (open.what === "sort") return <SortMenu {...props} at={open.at} anchor={open.anchor} />;
  if (open.what === "condition") return <ConditionOf {...props} open={open} />;
  const isSort = open.what === "pick sort";
  const taken = new Set(isSort ? sorts.map((sort) => sort.column) : []);
  const choose = (column: string) => {
    if (!isSort) return onOpen({ what: "condition", at: -1, column, anchor: open.anchor });
    close();
    props.onSorts([...sorts, { column, is_descending: false }]);
  };
  return (
    <Popover anchor={open.anchor} label="Choose a column" width={240} onClose={close}>
      <ColumnList columns={columns.filter((column) => !taken.has(column.name))} onChoose={choose} />
    </Popover>
  );
}

function ConditionOf(props: SentenceProps & { open: Opened & { what: "condition" } }) {
  const { open, parts, query, columns } = props;
  const column = columns.find((each) => each.name === open.column);
  const part = open.at < 0 ? undefined : parts.parts[open.at];
  if (!column || (part && isFixed(part))) return null;
  const put = (draft: Condition | null): Parts =>
    open.at < 0
      ? { ...parts, parts: draft ? [...parts.parts, draft] : parts.parts }
      : replaced(parts, open.at, draft);
  return (
    <ConditionPopover
      key={`${open.at} ${open.column}`}
      datasetId={props.datasetId}
      anchor={open.anchor}
      column={column}
      condition={part ?? null}
      summary={props.summaryOf(open.column)}
      queryWith={(draft) => ({ filter: write(put(draft)), search: query.search })}
      onApply={(draft) => props.onParts(put(draft))}
      onClose={() => props.onOpen(null)}
    />
  );
}

function SortMenu(props: SentenceProps & { at: number; anchor: HTMLElement }) {
  const { sorts, at, anchor, onSorts } = props;
  const sort = sorts[at];
  if (!sort) return null;
  const kind = props.columns.find((column) => column.name === sort.column)?.kind ?? "other";
  const direction = (isDescending: boolean) => ({
    label: sortWords(kind, isDescending),
    icon: (isDescending ? "arrow-down" : "arrow-up") as IconName,
    note: sort.is_descending === isDescending ? "now" : undefined,
    onPress: () =>
      onSorts(sorts.map((each, i) => (i === at ? { ...each, is_descending: isDescending } : each))),
  });
  const first = () => onSorts([sort, ...sorts.filter((each) => each !== sort)]);
  return (
    <Menu
      anchor={anchor}
      onClose={() => props.onOpen(null)}
      entries={[
        direction(true),
        direction(false),
        "line",
        ...(at > 0 ? [{ label: "Make it count first", icon: "up" as const, onPress: first }] : []),
        {
          label: "Then sort by another column",
          icon: "plus",
          onPress: () => props.onOpen({ what: "pick sort", anchor }),
        },
      ]}
    />
  );
}
