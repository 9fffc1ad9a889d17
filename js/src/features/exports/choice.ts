// What is chosen in the export dialog, and what it means; nothing here draws.

import type { ExportFormat, ExportRows } from "../../protocol/operations";

export type Family = "csv" | "json" | "parquet" | "zip";

export const FAMILIES: readonly { value: Family; label: string }[] = [
  { value: "csv", label: "CSV" },
  { value: "json", label: "JSON" },
  { value: "parquet", label: "Parquet" },
  { value: "zip", label: "ZIP" },
];

const FAMILY: Record<ExportFormat, Family> = {
  csv: "csv",
  json: "json",
  ndjson: "json",
  parquet: "parquet",
  zip: "zip",
  "zip-json": "zip",
};

export const familyOf = (format: ExportFormat): Family => FAMILY[format];

/** A family has two members at most: the plain one, and what its box turns on. */
export function formatOf(family: Family, isOther: boolean): ExportFormat {
  if (family === "json") return isOther ? "ndjson" : "json";
  if (family === "zip") return isOther ? "zip-json" : "zip";
  return family;
}

export const isOther = (format: ExportFormat): boolean =>
  format === "ndjson" || format === "zip-json";

export const hasGuard = (format: ExportFormat): boolean => format === "csv" || format === "zip";

const KNOWN = /\.(csv|json|ndjson|jsonl|parquet|zip)$/i;
const extensionOf = (format: ExportFormat) => (format === "zip-json" ? "zip" : format);

/** A suggested path, which may hold points of its own, with the extension of a format. */
export const extended = (path: string, format: ExportFormat): string =>
  path && `${path}.${extensionOf(format)}`;

/** The path with the extension of a format, where it had one of ours or none at all. */
export function renamed(path: string, format: ExportFormat): string {
  const bare = path.replace(KNOWN, "");
  const isOurs = bare !== path || !/\.[^/.]+$/.test(path);
  return isOurs && bare !== "" && !bare.endsWith("/") ? `${bare}.${extensionOf(format)}` : path;
}

/** Whether a view keeps some rows only; its order alone leaves all of them. */
export const isFiltering = (rows: ExportRows | null | undefined): boolean =>
  Boolean(rows?.filter || rows?.search);

/** The rows to write: those of the view, or all of them in the order that is shown. */
export function wanted(
  rows: ExportRows | null | undefined,
  isFiltered: boolean,
): ExportRows | null {
  if (!rows) return null;
  if (isFiltered && isFiltering(rows)) return rows;
  return rows.sorts?.length ? { sorts: rows.sorts } : null;
}
