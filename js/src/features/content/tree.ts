// A filter as the sentence shows it: conditions joined by one word. Deeper trees stay whole.

import type { Filter, Op } from "../../protocol/operations";

export type Join = "and" | "or";

export interface Condition {
  column: string;
  op: Op;
  values: (string | null)[];
  /** Whether rows without a value fit as well. */
  orMissing?: boolean;
}

/** A part that the sentence can only read and remove. */
export interface Fixed {
  fixed: Filter;
}

export type Part = Condition | Fixed;

export interface Parts {
  join: Join;
  parts: Part[];
}

export const isFixed = (part: Part): part is Fixed => "fixed" in part;

const isGroup = (filter: Filter): boolean =>
  filter.op === "and" || filter.op === "or" || filter.op === "not";

const condition = (filter: Filter): Condition => ({
  column: filter.column ?? "",
  op: filter.op,
  values: filter.values ?? [],
});

/** `helpfulness is at least 4, or no value`: an "or" of a condition and its missing values. */
function withMissing(filter: Filter): Condition | null {
  const [first, second, ...rest] = filter.parts ?? [];
  if (filter.op !== "or" || !first || !second || rest.length || isGroup(first)) return null;
  if (second.op !== "is_null" || first.op === "is_null" || second.column !== first.column) {
    return null;
  }
  return { ...condition(first), orMissing: true };
}

const part = (filter: Filter): Part =>
  isGroup(filter) ? (withMissing(filter) ?? { fixed: filter }) : condition(filter);

export function read(filter: Filter | null): Parts {
  if (!filter) return { join: "and", parts: [] };
  const isList = (filter.op === "and" || filter.op === "or") && !withMissing(filter);
  if (!isList) return { join: "and", parts: [part(filter)] };
  return { join: filter.op as Join, parts: (filter.parts ?? []).map(part) };
}

export function filterOf(part: Part): Filter {
  if (isFixed(part)) return part.fixed;
  const { column, op, values, orMissing } = part;
  const made: Filter = { op, column, values };
  return orMissing ? { op: "or", parts: [made, { op: "is_null", column }] } : made;
}

export function write({ join, parts }: Parts): Filter | null {
  const made = parts.map(filterOf);
  return made.length > 1 ? { op: join, parts: made } : (made[0] ?? null);
}

export function replaced(all: Parts, at: number, part: Part | null): Parts {
  const parts = [...all.parts];
  parts.splice(at, 1, ...(part ? [part] : []));
  return { ...all, parts };
}

/** With a condition: instead of the one on the same column where all must hold, else beside it. */
export function added(all: Parts, condition: Condition): Parts {
  const at = all.parts.findIndex((each) => !isFixed(each) && each.column === condition.column);
  return all.join === "and" && at >= 0
    ? replaced(all, at, condition)
    : { ...all, parts: [...all.parts, condition] };
}

/** Names of all columns that a filter mentions. */
export function mentioned(filter: Filter | null, found = new Set<string>()): Set<string> {
  if (filter?.column) found.add(filter.column);
  for (const each of filter?.parts ?? []) mentioned(each, found);
  return found;
}

/** From and to of a condition on numbers or times, as far as it has them. */
export function bounds(of: Condition | null): [from: string, to: string] {
  const [first, second] = of?.values ?? [];
  if (!of || first == null) return ["", ""];
  if (of.op === "between") return [first, second ?? ""];
  if (of.op === "ge" || of.op === "gt") return [first, ""];
  if (of.op === "le" || of.op === "lt") return ["", first];
  return of.op === "eq" ? [first, first] : ["", ""];
}

/** The condition between two bounds, either of which may be open; null where both are. */
export function ranged(
  column: string,
  from: string,
  to: string,
  orMissing: boolean,
): Condition | null {
  if (!from && !to) return orMissing ? { column, op: "is_null", values: [] } : null;
  if (from && from === to) return { column, op: "eq", values: [from], orMissing };
  if (from && to) return { column, op: "between", values: [from, to], orMissing };
  return from
    ? { column, op: "ge", values: [from], orMissing }
    : { column, op: "le", values: [to], orMissing };
}
