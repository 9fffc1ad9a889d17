// How a value is written in a cell. Everything here is text; nothing is markup.

import { MONTHS } from "../ui";
import type { CellValue, GridColumn } from "./types";

/** Decimals a column shows at most. */
const MOST_DECIMALS = 6;
/** Characters of a text that a cell gets; no cell is wide enough for more. */
export const CELL_CHARACTERS = 400;

export type Tone = "null" | "empty" | "code" | "link" | "yes" | "no";

/** What a cell shows: the text, how it looks, and the exact value where the text isn't it. */
export interface Shown {
  text: string;
  tone?: Tone;
  title?: string;
  isCut?: boolean;
}

const NUMBERS = new Set(["integer", "number", "decimal"]);

export const isNumeric = (column: GridColumn): boolean => NUMBERS.has(column.kind);

const UNGROUPED = /(?:^|[_\s.-])(?:ids?|zip|year)$/i;
const UNGROUPED_HUMP = /[a-z](?:Id|ID|Year|Zip)$/;
const ungrouped = new WeakMap<GridColumn, boolean>();

/** Whether the numbers of a column are names rather than amounts: ids, postal codes, years. */
export function isUngrouped(column: GridColumn): boolean {
  let known = ungrouped.get(column);
  if (known === undefined) {
    known = UNGROUPED.test(column.name) || UNGROUPED_HUMP.test(column.name);
    ungrouped.set(column, known);
  }
  return known;
}

/** By decimals, twice: with separators and without. */
const writers: Intl.NumberFormat[] = [];

function writer(decimals: number, isGrouped: boolean): Intl.NumberFormat {
  const at = decimals * 2 + Number(isGrouped);
  writers[at] ??= new Intl.NumberFormat(undefined, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: isGrouped,
  });
  return writers[at];
}

const minus = (text: string): string => text.replaceAll("-", "−");

/** How many decimals a value has, up to six. */
export function decimalsOf(value: CellValue | undefined): number {
  if (typeof value === "number") {
    if (Number.isInteger(value) || !Number.isFinite(value) || isTiny(value)) return 0;
  } else if (typeof value !== "string") return 0;
  const text = String(value);
  const point = text.indexOf(".");
  if (point < 0 || !/^-?\d*\.\d+$/.test(text)) return 0;
  return Math.min(text.length - point - 1, MOST_DECIMALS);
}

/** Numbers that a fixed number of decimals would hide, or write with invented digits. */
const isTiny = (value: number): boolean =>
  value !== 0 && (Math.abs(value) < 0.5 * 10 ** -MOST_DECIMALS || Math.abs(value) >= 1e21);

function numberText(value: number, decimals: number, isGrouped: boolean): Shown {
  if (Number.isNaN(value)) return { text: "NaN" };
  if (!Number.isFinite(value)) return { text: value > 0 ? "∞" : "−∞" };
  if (isTiny(value)) return { text: minus(String(value)) };
  const zero = Object.is(value, -0) ? 0 : value;
  const text = minus(writer(decimals, isGrouped).format(zero));
  // A tooltip where decimals were left out.
  return Math.abs(Number(value.toFixed(decimals)) - value) > 0
    ? { text, title: minus(String(value)) }
    : { text };
}

/** Digits as they came, however many: nothing goes through a binary number. */
function digitsText(text: string, decimals: number, isGrouped: boolean): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) return /^-?inf(inity)?$/i.test(text) ? (text[0] === "-" ? "−∞" : "∞") : text;
  const whole = writer(0, isGrouped).format(BigInt(parts[2] as string));
  const fraction = (parts[3] ?? "").padEnd(parts[3] === undefined ? 0 : decimals, "0");
  const point = fraction ? (writer(1, false).formatToParts(0.5)[1]?.value ?? ".") : "";
  return `${parts[1] ? "−" : ""}${whole}${point}${fraction}`;
}

const STAMP =
  /^(\d{4,6})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** "16 Nov, 13:54"; the year when it is not this one; what can't be read stays as it is. */
export function timeText(value: string, thisYear = new Date().getFullYear()): Shown {
  const parts = STAMP.exec(value);
  if (!parts) return { text: value };
  const [, year, month, day, hour, minute, , , zone] = parts;
  let [y, m, d, clock] = [Number(year), Number(month), Number(day), hour && `${hour}:${minute}`];
  if (m < 1 || m > 12 || d < 1 || d > 31) return { text: value };
  if (zone && hour) {
    const offset =
      zone === "Z" ? "Z" : zone.replace(/^([+-]\d\d):?(\d\d)?$/, "$1:$200").slice(0, 6);
    const local = new Date(
      `${year}-${month}-${day}T${hour}:${minute}:${parts[6] ?? "00"}${offset}`,
    );
    if (Number.isNaN(local.getTime())) return { text: value };
    [y, m, d] = [local.getFullYear(), local.getMonth() + 1, local.getDate()];
    clock = local.toTimeString().slice(0, 5);
  }
  const date = `${d} ${MONTHS[m - 1]}${y === thisYear ? "" : ` ${y}`}`;
  return { text: clock ? `${date}, ${clock}` : date, title: value };
}

/** `x'0a1b…' 12 B`, from "12:0a1b" or "0a1b … (12 bytes)". */
function bytesText(value: string): string {
  const parts =
    /^(\d+):([0-9a-f]*)$/i.exec(value) ??
    /^(?<hex>[0-9a-f]*)(?:\W*\((?<size>\d+) bytes?\))?$/i.exec(value);
  if (!parts) return value;
  const hex = parts.groups ? (parts.groups.hex ?? "") : (parts[2] ?? "");
  const size = parts.groups ? Number(parts.groups.size ?? hex.length / 2) : Number(parts[1]);
  const head = hex.slice(0, 32);
  const unit = writer(0, true).format(size);
  return `x'${head}${size * 2 > head.length ? "…" : ""}' ${unit} B`;
}

/** An identifier as programs write them: "tsk_0pt0", "usr_9f3a21". */
const isPrefixedId = (text: string): boolean =>
  text.length < 48 && /^[a-z]{2,6}_(?=[a-zA-Z]*\d)[0-9a-zA-Z]{3,40}$/.test(text);

const isAddress = (text: string): boolean =>
  /^https?:\/\/\S+$/i.test(text) && text.length < 2048 && URL.canParse(text);

function wordsText(value: string, isCut: boolean): Shown {
  if (!isCut && isAddress(value)) return { text: value, tone: "link" };
  if (isPrefixedId(value)) return { text: value, tone: "code" };
  return oneLine(value, isCut);
}

/** A text in one line: breaks are marked, and so is an end that isn't the text's own. */
function oneLine(value: string, isCut: boolean, tone?: Tone): Shown {
  const isLong = value.length > CELL_CHARACTERS;
  const head = isLong ? value.slice(0, CELL_CHARACTERS) : value;
  const shown: Shown = { text: /[\r\n]/.test(head) ? head.replace(/\r\n|\r|\n/g, "⏎") : head };
  if (tone) shown.tone = tone;
  if (isLong || isCut) shown.isCut = true;
  return shown;
}

function stringText(column: GridColumn, value: string, isCut: boolean, decimals: number): Shown {
  switch (column.kind) {
    case "integer":
    case "number":
    case "decimal":
      return { text: digitsText(value, decimals, !isUngrouped(column)) };
    case "date":
    case "timestamp":
      return timeText(value);
    case "binary":
      return { text: bytesText(value), tone: "code" };
    case "json":
      return oneLine(value, isCut, "code");
    case "id":
      return oneLine(value, isCut, "code");
    default:
      return wordsText(value, isCut);
  }
}

/** What a cell shows of a value. */
export function shownOf(
  column: GridColumn,
  value: CellValue,
  isCut: boolean,
  decimals: number,
): Shown {
  if (value === null) return { text: "NULL", tone: "null" };
  if (typeof value === "boolean") {
    return value ? { text: "✓", tone: "yes" } : { text: "✗", tone: "no" };
  }
  if (typeof value === "bigint") return { text: digitsText(`${value}`, 0, !isUngrouped(column)) };
  if (typeof value === "number") return numberText(value, decimals, !isUngrouped(column));
  if (value === "" && column.kind !== "binary") return { text: "empty text", tone: "empty" };
  return stringText(column, value, isCut, decimals);
}

/** A text in pieces, every second of which matches what is searched for. */
export function marked(text: string, search: string | undefined): string[] {
  if (!search) return [text];
  const pattern = search.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.split(new RegExp(`(${pattern})`, "giu"));
}
