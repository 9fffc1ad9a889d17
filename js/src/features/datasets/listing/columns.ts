// The columns of the list, and what a person set for themselves.

import type { DatasetSort } from "../../../protocol/operations";
import type { Width } from "../../../ui";

export type ColumnId = DatasetSort;

export interface Column {
  id: ColumnId;
  title: string;
  /** Where the view is narrower than 960 px. */
  short?: string;
  /** In pixels, wide and narrower; the name takes what is left. */
  width: number;
  slim: number;
  isNumber?: boolean;
}

const column = (id: ColumnId, title: string, width: number, slim: number, more = {}): Column => ({
  id,
  title,
  width,
  slim,
  ...more,
});

export const COLUMNS: readonly Column[] = [
  column("name", "Name", 240, 160),
  column("status", "Status", 128, 108),
  column("rows", "Rows", 96, 72, { isNumber: true }),
  column("source", "Source", 148, 92),
  column("project", "Project", 160, 120),
  column("updated", "Last updated", 148, 124, { short: "Updated" }),
  column("pipeline", "Source pipeline", 160, 120),
  column("archived", "Archived", 96, 80),
  column("owner", "Owner", 120, 96),
  column("created", "Created", 148, 116),
  column("size", "Size", 96, 80, { isNumber: true }),
  column("columns", "Columns", 96, 80, { isNumber: true }),
];

export const PAGE_SIZES = [10, 25, 50, 100];
export const LEAST_WIDTH = 56;
const MOST_WIDTH = 800;

export interface Settings {
  /** The columns shown; the order is the list's own. */
  columns: ColumnId[];
  widths: Partial<Record<ColumnId, number>>;
  page_size: number;
}

const USUAL: ColumnId[] = ["name", "status", "rows", "source", "project", "updated"];

/** Settings out of whatever was stored: unknown words and numbers are left out. */
export function settingsOf(stored: unknown): Settings {
  const found = (stored ?? {}) as Partial<Settings>;
  const chosen = Array.isArray(found.columns) ? found.columns : USUAL;
  const widths: Settings["widths"] = {};
  for (const { id } of COLUMNS) {
    const width = Number(found.widths?.[id]);
    if (width > 0) widths[id] = fitting(width);
  }
  return {
    columns: COLUMNS.map((each) => each.id).filter((id) => id === "name" || chosen.includes(id)),
    widths,
    page_size: PAGE_SIZES.includes(found.page_size ?? 0) ? (found.page_size as number) : 25,
  };
}

export const fitting = (width: number): number =>
  Math.round(Math.min(Math.max(width, LEAST_WIDTH), MOST_WIDTH));

/** With a column shown or hidden. */
export function toggled(settings: Settings, id: ColumnId): Settings {
  const { columns } = settings;
  const next = columns.includes(id) ? columns.filter((each) => each !== id) : [...columns, id];
  return settingsOf({ ...settings, columns: next });
}

/** The columns there is room for. Below 960 px the project folds away. */
export function shown(settings: Settings, width: Width): Column[] {
  return COLUMNS.filter(
    ({ id }) => settings.columns.includes(id) && !(id === "project" && width !== "wide"),
  );
}

/** A column's width in pixels; undefined for a name that takes what is left. */
export function widthOfColumn({ id, ...each }: Column, settings: Settings, width: Width) {
  const usual = width === "wide" ? each.width : each.slim;
  return settings.widths[id] ?? (id === "name" ? undefined : usual);
}
