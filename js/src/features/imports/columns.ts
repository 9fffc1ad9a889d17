// Columns of a preview as the grid and the type selects see them.

import type { CellValue, GridColumn, Kind, RowSource } from "../../grid";
import type { ImportPreview } from "../../protocol/operations";
import type { SelectOption } from "../../ui";

const KINDS: [RegExp, Kind][] = [
  [/[[(].*[\])]$|^(STRUCT|MAP|JSON)/, "json"],
  [/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|BIGNUM)$/, "integer"],
  [/^(DOUBLE|FLOAT)$/, "number"],
  [/^BOOLEAN$/, "boolean"],
  [/^DATE$/, "date"],
  [/^TIMESTAMP/, "timestamp"],
  [/^TIME/, "time"],
  [/^INTERVAL$/, "interval"],
  [/^UUID$/, "id"],
  [/^(BLOB|BIT)$/, "binary"],
  [/^(VARCHAR|ENUM)/, "text"],
];

/** What a DuckDB type holds, as far as a cell is concerned. */
export function kindOf(type: string): Kind {
  if (/^DECIMAL\(\d+,\d+\)$/.test(type)) return "decimal";
  return KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? "other";
}

const TYPES: [string, string][] = [
  ["VARCHAR", "Text"],
  ["BIGINT", "Integer"],
  ["DOUBLE", "Number"],
  ["DECIMAL(18,3)", "Decimal"],
  ["BOOLEAN", "Boolean"],
  ["DATE", "Date"],
  ["TIME", "Time"],
  ["TIMESTAMP", "Timestamp"],
  ["JSON", "JSON"],
];

const plain = (type: string) => TYPES.find(([known]) => known === type)?.[1];

/** The word for a type: "Integer"; a rarer one as DuckDB writes it. */
export const typeWord = (type: string): string =>
  plain(type) ?? (kindOf(type) === "decimal" ? `Decimal ${type.slice(7)}` : type);

/** What a column's type can be changed to; the one that was found stands first. */
export function typeOptions(type: string, detected: string): SelectOption<string>[] {
  const others = TYPES.map(([known]) => known);
  const all = [...new Set([detected, type, ...others])];
  return all.map((value) => ({
    value,
    label: typeWord(value),
    note: value === detected ? "detected" : undefined,
  }));
}

const CUT = 300;

function cellOf(text: string | null, kind: Kind): CellValue {
  if (text === null) return null;
  if (kind === "integer") return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
  if (kind === "number") return Number(text.replace("inf", "Infinity"));
  if (kind === "boolean") return text === "true";
  return text.slice(0, CUT);
}

export function gridColumns(preview: ImportPreview): GridColumn[] {
  return preview.columns.map(({ source_name, name, type }) => ({
    name: source_name,
    label: name,
    kind: kindOf(type),
    type,
  }));
}

/** The first rows; they are all here, and stay as they are. */
export function rowsOf(preview: ImportPreview): RowSource {
  const at = new Map(preview.columns.map((column, i) => [column.source_name, i]));
  const kinds = preview.columns.map((column) => kindOf(column.type));
  const textAt = (row: number, column: string) => {
    const i = at.get(column) ?? -1;
    return { i, text: preview.rows[row]?.[i] ?? null };
  };
  return {
    count: preview.rows.length,
    atLeast: preview.rows.length,
    cell(row, column) {
      const { i, text } = textAt(row, column);
      return cellOf(text, kinds[i] ?? "text");
    },
    isCut: (row, column) => (textAt(row, column).text?.length ?? 0) > CUT,
    rowId: String,
    want: () => undefined,
    onChange: () => () => undefined,
  };
}
