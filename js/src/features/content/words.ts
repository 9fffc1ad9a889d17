// The words of the sentence: conditions and sorts as people would say them.

import type { Kind } from "../../grid";
import type { Filter, Op } from "../../protocol/operations";
import { day } from "../../ui/format";
import { type Condition, filterOf, type Part } from "./tree";

export interface Said {
  column: string;
  op: string;
  value: string;
}

export type Shape = "number" | "time" | "text" | "boolean" | "other";

const SHAPES: Partial<Record<Kind, Shape>> = {
  integer: "number",
  number: "number",
  decimal: "number",
  date: "time",
  timestamp: "time",
  text: "text",
  id: "text",
  boolean: "boolean",
};

/** How a column is filtered. */
export const shapeOf = (kind: Kind): Shape => SHAPES[kind] ?? "other";

const OPS: Partial<Record<Op, string>> = {
  eq: "is",
  ne: "is not",
  lt: "is below",
  le: "is at most",
  gt: "is above",
  ge: "is at least",
  between: "is between",
  in: "is one of",
  not_in: "is none of",
  contains: "contains",
  not_contains: "doesn't contain",
  starts: "starts with",
  ends: "ends with",
  is_null: "has no value",
  not_null: "has a value",
  is_empty: "is empty text",
  not_empty: "isn't empty text",
  is_nan: "is not a number",
  not_nan: "is a number",
};

const TIME_OPS: Partial<Record<Op, string>> = {
  lt: "is before",
  le: "is until",
  gt: "is after",
  ge: "is since",
};

const WHOLE_DAY = /^(\d{4}-\d\d-\d\d)(?:[T ](?:00:00(?::00(?:\.0+)?)?|23:59:59\.9+))?$/;
const ZONE = /:\d\d(?:\.\d+)?(Z|[+-]\d\d(?::?\d\d)?)$/;

/** A time with a zone by the reader's clock, without one. */
function localTime(value: string): string {
  const iso = value
    .replace(" ", "T")
    .replace(/([+-]\d\d)(\d\d)?$/, (_, h, m) => `${h}:${m ?? "00"}`);
  const moment = new Date(iso).getTime();
  const offset = new Date(moment).getTimezoneOffset() * 60_000;
  return Number.isNaN(moment) ? "" : new Date(moment - offset).toISOString().slice(0, -1);
}

/** A stored time as people write it: the day, and the time of day where there is one. */
export function timeWords(value: string): string {
  if (ZONE.test(value)) return timeWords(localTime(value));
  const whole = WHOLE_DAY.exec(value);
  if (whole) return day(`${whole[1]}T00:00`);
  const found = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?/.exec(value);
  if (!found) return value;
  const seconds = found[3] && found[3] !== ":00" ? found[3] : "";
  return `${day(`${found[1]}T00:00`)}, ${found[2]}${seconds}`;
}

export function valueWords(value: string | null, kind: Kind): string {
  if (value === null) return "no value";
  if (value === "") return "empty text";
  if (kind === "boolean") return value === "true" ? "yes" : "no";
  if (shapeOf(kind) === "time") return timeWords(value);
  if (shapeOf(kind) === "number") return value.replace(/^-/, "−");
  return value.length > 40 ? `${value.slice(0, 39)}…` : value;
}

function listed(words: string[]): string {
  return words.length > 3
    ? `${words.slice(0, 2).join(", ")} and ${words.length - 2} more`
    : words.join(", ");
}

export function conditionWords(of: Condition, kind: Kind): Said {
  const words = of.values.map((value) => valueWords(value, kind));
  const isOne = words.length === 1;
  let op = (shapeOf(kind) === "time" && TIME_OPS[of.op]) || OPS[of.op] || of.op;
  let value = listed(words);
  if (of.op === "between") value = words.join(" and ");
  if (isOne && of.op === "in") op = "is";
  if (isOne && of.op === "not_in") op = "is not";
  if (of.orMissing) value += value ? ", or no value" : "";
  return { column: of.column, op, value };
}

/** A whole filter in words, for trees that the sentence doesn't take apart. */
export function filterWords(filter: Filter, kindOf: (column: string) => Kind): string {
  const parts = (filter.parts ?? []).map((each) => {
    const words = filterWords(each, kindOf);
    return each.parts?.length && each.op !== "not" ? `(${words})` : words;
  });
  if (filter.op === "not") return `not ${parts.join(" and ")}`;
  if (filter.op === "and" || filter.op === "or") return parts.join(` ${filter.op} `);
  const { column = "", op, values = [] } = filter;
  const said = conditionWords({ column, op, values }, kindOf(column));
  return `${column} ${said.op}${said.value && ` ${said.value}`}`;
}

const DIRECTIONS: Record<Shape, [up: string, down: string]> = {
  number: ["lowest first", "highest first"],
  time: ["oldest first", "newest first"],
  text: ["A to Z", "Z to A"],
  boolean: ["no first", "yes first"],
  other: ["smallest first", "largest first"],
};

export const sortWords = (kind: Kind, isDescending: boolean): string =>
  DIRECTIONS[shapeOf(kind)][isDescending ? 1 : 0];

/** The whole sentence, as it is read aloud and shown where nothing can be changed. */
export function sentence(
  parts: Part[],
  join: string,
  sorts: { column: string; is_descending?: boolean }[],
  search: string,
  kindOf: (column: string) => Kind,
): string {
  const wheres = parts.map((part) => filterWords(filterOf(part), kindOf));
  const found = search ? ` that contain ${search}` : "";
  const where = wheres.length ? ` where ${wheres.join(` ${join} `)}` : "";
  const orders = sorts.map(
    (sort) => `${sort.column} ${sortWords(kindOf(sort.column), sort.is_descending ?? false)}`,
  );
  const order = orders.length ? `, sorted by ${orders.join(", then ")}` : "";
  return `${found || where ? "Rows" : "All rows"}${found}${where}${order}`;
}
