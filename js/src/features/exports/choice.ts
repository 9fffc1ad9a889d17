// What is chosen in the export dialog, and what it means; nothing here draws.

import type { ExportFormat, ExportRows, ExportStartArgs } from "../../protocol/operations";

export type Family = "csv" | "json" | "parquet" | "arrow" | "zip";

export const FAMILIES: readonly { value: Family; label: string }[] = [
  { value: "csv", label: "CSV" },
  { value: "json", label: "JSON" },
  { value: "parquet", label: "Parquet" },
  { value: "arrow", label: "Arrow" },
  { value: "zip", label: "ZIP" },
];

const FAMILY: Record<ExportFormat, Family> = {
  csv: "csv",
  json: "json",
  ndjson: "json",
  parquet: "parquet",
  arrow: "arrow",
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

export const isArchive = (format: ExportFormat): boolean =>
  format === "zip" || format === "zip-json";

export const hasGuard = (format: ExportFormat): boolean => format === "csv" || format === "zip";

const KNOWN = /\.(csv|json|ndjson|jsonl|parquet|arrow|zip)$/i;
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

/** What of a dataset is written: as it is now in whole or in part, or something else of it. */
export type Scope = "filter" | "all" | "version" | "changes" | "answers";

/** Rows as they are now: their columns are those that are known. */
export const isOfNow = (scope: Scope): boolean => scope === "filter" || scope === "all";

/** The part of the question that says what of the dataset is meant. */
export function scoped(
  scope: Scope,
  chosen: { version: string; since: string; key: string | null },
): Pick<ExportStartArgs, "subject" | "version" | "since" | "key"> {
  if (scope === "version") return { version: chosen.version };
  if (scope === "answers") return { subject: "answers" };
  if (scope !== "changes") return {};
  return { subject: "changes", since: chosen.since, key: chosen.key === null ? [] : [chosen.key] };
}

/** The last part of a path, of either kind of system. */
export const fileName = (path: string): string => path.split(/[/\\]/).at(-1) || path;
