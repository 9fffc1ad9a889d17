// The list as a file.

import type { VersionItem } from "../../protocol/operations";
import { saveFile } from "../../ui";

const HEAD = ["Version", "State", "Rows", "Bytes", "Note", "Tags", "By", "Created", "Id"];

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
// What a spreadsheet would run is kept as text.
const safe = (text: string) => quoted(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** The list as CSV (RFC 4180). */
export function asCsv(versions: readonly VersionItem[]): string {
  const lines = versions.map((item) =>
    [
      safe(item.number),
      quoted(item.state),
      item.row_count,
      item.byte_count,
      safe(item.note),
      safe(item.tags.join(", ")),
      safe(item.created_by),
      quoted(item.created_at),
      quoted(item.version_id),
    ].join(","),
  );
  return `${[HEAD.join(","), ...lines].join("\r\n")}\r\n`;
}

/** Let the browser save the list; the mark at its start tells spreadsheets that it is UTF-8. */
export const download = (name: string, text: string) =>
  saveFile(name, ["\ufeff", text], "text/csv;charset=utf-8");
