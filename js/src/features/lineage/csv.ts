// The list as a file.

import type { VersionItem } from "../../protocol/operations";

const MINUTE = 60_000;
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

/** Hand a text over as a download; the mark at its start tells spreadsheets that it is UTF-8. */
export function download(name: string, text: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), MINUTE);
}
