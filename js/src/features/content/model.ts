// What the owner gives the content view and hears back, and what pages carry.

import type { GridColumn, Kind, Sort } from "../../grid";
import type {
  ContentColumn,
  ContentQuery,
  Description,
  Filter,
  PageResult,
  Selection,
  Summary,
} from "../../protocol/operations";

export interface View {
  /** Names of the columns on screen, in their order; null is all of them. */
  columns: string[] | null;
  widths: Record<string, number>;
  is_wrapping: boolean;
  /** How many columns at the left stay in sight. */
  pinned: number;
  filters: Filter | null;
  search: string;
  sorts: Sort[];
}

export interface Chosen {
  ids: string[];
  is_all_but: boolean;
}

/** What travels with the widget, so that the first picture needs no question. */
export interface Boot {
  description: Description;
  /** The columns of `rows`, in their order. */
  columns: string[];
  /** The view that the page belongs to. */
  query: ContentQuery;
  page: PageResult;
  rows: Uint8Array;
  summaries?: Summary[];
}

export const NOTHING_CHOSEN: Chosen = { ids: [], is_all_but: false };

export const PLAIN_VIEW: View = {
  columns: null,
  widths: {},
  is_wrapping: false,
  pinned: 0,
  filters: null,
  search: "",
  sorts: [],
};

const KINDS: Partial<Record<ContentColumn["kind"], Kind>> = {
  uuid: "id",
  blob: "binary",
  list: "json",
  struct: "json",
  map: "json",
};

export const gridColumn = (column: ContentColumn): GridColumn => ({
  name: column.name,
  kind: KINDS[column.kind] ?? (column.kind as Kind),
  type: column.type,
});

export function queryOf(view: View): ContentQuery {
  return { filter: view.filters, search: view.search, sorts: view.sorts };
}

/** Columns on screen: those named that exist; all where none is left. */
export function shownColumns(view: View, all: readonly ContentColumn[]): ContentColumn[] {
  if (!view.columns) return [...all];
  const byName = new Map(all.map((column) => [column.name, column]));
  const shown = view.columns.flatMap((name) => byName.get(name) ?? []);
  return shown.length ? shown : [...all];
}

export function chosenCount(chosen: Chosen, matching: number | null): number | null {
  if (!chosen.is_all_but) return chosen.ids.length;
  return matching === null ? null : matching - chosen.ids.length;
}

/** The chosen rows as a question names them; undefined is no choice. */
export function wireSelection(chosen: Chosen): Selection | undefined {
  if (!chosen.is_all_but && chosen.ids.length === 0) return undefined;
  return { ids: chosen.ids.map(Number), is_except: chosen.is_all_but };
}
