// A chart as the view holds it: what was said, in the words of the wire.

import type { FieldKind, StudioField } from "../../protocol/operations";
import type { IconName } from "../../ui";

export interface Channel {
  field?: string;
  aggregate?: string;
  quantile?: number;
  over?: string;
  unit?: string;
  bins?: number;
  order?: string;
  top?: number;
  scale?: string;
  title?: string;
}

export const SHELVES = ["x", "y", "color", "size", "shape", "column", "row"] as const;
export type Shelf = (typeof SHELVES)[number];

export type Spec = { form: number; kind: string } & Partial<Record<Shelf, Channel>> &
  Record<string, unknown>;

export const EMPTY: Spec = { form: 1, kind: "bar" };

export const LABELS: Record<Shelf, string> = {
  x: "X",
  y: "Y",
  color: "Colour",
  size: "Size",
  shape: "Shape",
  column: "Columns",
  row: "Rows",
};

/** Shelves that only points have. */
const OF_POINTS: readonly Shelf[] = ["size", "shape"];

export const shelvesOf = (kind: string): readonly Shelf[] =>
  SHELVES.filter((shelf) => kind === "scatter" || kind === "strip" || !OF_POINTS.includes(shelf));

export const ICONS: Record<FieldKind, IconName> = {
  number: "number",
  category: "category",
  flag: "boolean",
  moment: "date",
  other: "json",
};

export interface Kind {
  id: string;
  label: string;
  /** What it shows, in a sentence. */
  says: string;
  path: string;
  /** Whether it is drawn with dots. */
  isDotted?: boolean;
}

export const KINDS: readonly Kind[] = [
  {
    id: "bar",
    label: "Bar",
    says: "Bars: one number for each group",
    path: "M2.5 13.25h11M4.25 13V7.5M8 13V3M11.75 13V9.5",
  },
  {
    id: "line",
    label: "Line",
    says: "Line: one number along time or another number",
    path: "M2.25 11.5 6 6.5l3 2.75 4.75-6.5",
  },
  {
    id: "area",
    label: "Area",
    says: "Area: like a line, and what adds up is stacked",
    path: "M2.25 13v-3L6 6.5 9 9l4.75-5.5V13z",
  },
  {
    id: "scatter",
    label: "Scatter",
    says: "Scatter: two numbers, one mark for each row",
    isDotted: true,
    path: "M4 11.5h.01M7 8.5h.01M10.5 9.5h.01M9 4.5h.01M12.5 4h.01",
  },
  {
    id: "histogram",
    label: "Histogram",
    says: "Histogram: how many rows lie where",
    path: "M2.5 13.25V10H5v3.25M5 13.25V5.5h3v7.75M8 13.25V3h2.75v10.25M10.75 13.25V8.5h2.75v4.75M2 13.25h12",
  },
  {
    id: "density",
    label: "Density",
    says: "Density: a smooth outline of a number",
    path: "M1.75 13.25c3 0 3-9.5 5.75-9.5 2.5 0 2.25 6 4 8 .75.9 1.5 1.5 2.75 1.5z",
  },
  {
    id: "box",
    label: "Box",
    says: "Box: quartiles, whiskers, outliers",
    path: "M8 2v2.5M8 11.5V14M5.5 2h5M5.5 14h5M4.5 4.5h7v7h-7zM4.5 8.5h7",
  },
  {
    id: "strip",
    label: "Strip",
    says: "Strip: each row as a mark in its group",
    isDotted: true,
    path: "M4 3.5h.01M4.5 6h.01M3.5 8.5h.01M4.25 11.5h.01M8 5h.01M8.5 7.5h.01M7.5 10h.01M8 12.5h.01M12 3h.01M11.5 5.5h.01M12.25 8h.01M11.75 11h.01",
  },
  {
    id: "heatmap",
    label: "Heatmap",
    says: "Heatmap: a number in cells",
    path: "M2.5 2.5h11v11h-11zM6.17 2.5v11M9.83 2.5v11M2.5 6.17h11M2.5 9.83h11",
  },
  {
    id: "pie",
    label: "Pie",
    says: "Pie: shares of a whole",
    path: "M2.25 8a5.75 5.75 0 1 0 11.5 0 5.75 5.75 0 1 0-11.5 0M8 2.25V8l4.5 3.5",
  },
  {
    id: "table",
    label: "Table",
    says: "Table: numbers in rows and columns",
    path: "M2.25 3h11.5v10H2.25zM2.25 6.3h11.5M2.25 9.65h11.5M6.5 6.3V13",
  },
  {
    id: "number",
    label: "Single number",
    says: "Single number: one aggregate, large",
    path: "M2.25 3.25h11.5v9.5H2.25zM7 6.5l1.25-.75v4.75",
  },
];

export interface Option {
  id: string;
  label: string;
}

const OF_NUMBERS: readonly Option[] = [
  { id: "mean", label: "mean" },
  { id: "median", label: "median" },
  { id: "sum", label: "sum" },
  { id: "min", label: "min" },
  { id: "max", label: "max" },
  { id: "sd", label: "sd" },
  { id: "quantile", label: "90% quantile" },
];
const OF_ALL: readonly Option[] = [
  { id: "count", label: "count" },
  { id: "distinct", label: "distinct" },
];

/** How values of a kind can become one number. */
export function aggregatesOf(kind: FieldKind): readonly Option[] {
  if (kind === "number") return [...OF_NUMBERS, ...OF_ALL];
  if (kind === "flag") return [{ id: "rate", label: "rate of yes" }, ...OF_ALL];
  if (kind === "moment") {
    return [{ id: "min", label: "first" }, { id: "max", label: "last" }, ...OF_ALL];
  }
  return kind === "other" ? OF_ALL.slice(0, 1) : OF_ALL;
}

export const UNITS = ["year", "quarter", "month", "week", "day", "hour", "minute"] as const;

/** What a pill says before the field: "mean", "month of". */
export function wordsBefore(channel: Channel): string {
  const { aggregate, over, unit, field } = channel;
  if (!aggregate) return unit ?? "";
  const name = aggregate === "quantile" ? `${100 * (channel.quantile ?? 0.9)}%` : aggregate;
  return [over, field || aggregate !== "count" ? name : "count of rows"].filter(Boolean).join(" ");
}

/** Where a field that is pressed goes: the first of the shelves that is free. */
export function freeShelf(spec: Spec, field: StudioField): Shelf {
  if (!spec.x) return "x";
  if (!spec.y) return field.kind === "number" || field.kind === "flag" ? "y" : "color";
  return spec.color ? (spec.column ? "row" : "column") : "color";
}

export const without = (spec: Spec, shelf: Shelf): Spec => {
  const { [shelf]: _, ...rest } = spec;
  return rest as Spec;
};
