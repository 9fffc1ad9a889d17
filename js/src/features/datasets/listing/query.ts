// What the list is asked, and how an answer becomes what is on screen.

import type {
  DatasetKind,
  DatasetList,
  DatasetListArgs,
  DatasetSort,
  DatasetSource,
  DatasetStatus,
  ListedDataset,
} from "../../../protocol/operations";

export interface Filters {
  statuses: DatasetStatus[];
  sources: DatasetSource[];
  kinds: DatasetKind[];
  projects: string[];
  has_archived: boolean;
}

export const NO_FILTERS: Filters = {
  statuses: [],
  sources: [],
  kinds: [],
  projects: [],
  has_archived: false,
};

/** The trait as it is used: what is missing filters nothing. */
export const filtersOf = (trait: Partial<Filters> | undefined): Filters => ({
  ...NO_FILTERS,
  ...trait,
});

export interface Query extends Filters {
  search: string;
  sort: DatasetSort;
  is_descending: boolean;
  offset: number;
  limit: number;
}

/** Whether search or filters leave something out; archived ones are a matter of their own. */
export const isFiltering = (query: Query): boolean =>
  query.search.trim() !== "" ||
  query.statuses.length + query.sources.length + query.kinds.length + query.projects.length > 0;

/** Whether an answer is one to this question. */
export function isAnswerTo(asked: DatasetListArgs, query: Query): boolean {
  const same = ({ search = "", offset = 0, limit = 25, ...rest }: DatasetListArgs) => [
    search.trim(),
    offset,
    limit,
    rest.sort ?? "updated",
    rest.is_descending ?? true,
    rest.has_archived ?? false,
    rest.statuses ?? [],
    rest.sources ?? [],
    rest.kinds ?? [],
    rest.projects ?? [],
  ];
  return JSON.stringify(same(asked)) === JSON.stringify(same(query));
}

const FROM_LARGE = new Set<DatasetSort>(["rows", "updated", "created", "size", "columns"]);

/** A press on a header: its own direction first, then the other. */
export function sortedBy(query: Query, sort: DatasetSort): Query {
  const is_descending = query.sort === sort ? !query.is_descending : FROM_LARGE.has(sort);
  return { ...query, sort, is_descending, offset: 0 };
}

const SEEN = ["name", "status", "row_count", "project", "is_archived", "byte_count"] as const;

export interface Refreshed {
  list: DatasetList;
  /** The rows on screen whose facts changed. */
  changed: Set<string>;
  /** How many datasets came to the list since and aren't on screen. */
  arrived: number;
}

/**
 * What a quiet refresh makes of the screen. Nothing moves: rows keep their places with their new
 * facts, deleted ones go, new ones wait until they are asked for.
 */
export function refreshed(old: DatasetList, now: DatasetList, facts: ListedDataset[]): Refreshed {
  const known = new Map(facts.map((row) => [row.id, row]));
  const changed = new Set<string>();
  const rows: ListedDataset[] = [];
  for (const row of old.rows) {
    const present = known.get(row.id);
    if (!present) continue;
    if (SEEN.some((fact) => present[fact] !== row[fact])) changed.add(row.id);
    rows.push(present);
  }
  const onScreen = new Set(rows.map((row) => row.id));
  const isNew = (row: ListedDataset) => !onScreen.has(row.id) && row.created_at > old.read_at;
  return {
    list: { ...now, rows, offset: old.offset, read_at: old.read_at },
    changed,
    arrived: now.rows.filter(isNew).length,
  };
}

/** A box pressed: alone, or with Shift all from the last one pressed. */
export function pressed(
  selected: readonly string[],
  visible: readonly string[],
  id: string,
  from: string | null,
): string[] {
  const start = from === null ? -1 : visible.indexOf(from);
  if (start < 0)
    return selected.includes(id) ? selected.filter((each) => each !== id) : [...selected, id];
  const end = visible.indexOf(id);
  const run = visible.slice(Math.min(start, end), Math.max(start, end) + 1);
  return [...new Set([...selected, ...run])];
}

/** The header's box: all of the visible ones, some, or none. */
export function boxOf(selected: readonly string[], visible: readonly string[]): boolean | "mixed" {
  const chosen = new Set(selected);
  const n = visible.filter((id) => chosen.has(id)).length;
  if (n > 0 && n === visible.length) return true;
  return selected.length > 0 ? "mixed" : false;
}

/** Values of a filter in a chip: two by name, the rest by number. */
export function named(values: readonly string[]): string {
  const rest = values.length - 2;
  if (rest <= 0) return values.join(", ");
  return `${values.slice(0, 2).join(", ")} and ${rest} more`;
}
