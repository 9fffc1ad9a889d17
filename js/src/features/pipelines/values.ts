// What is filled in: which values count, and what of them is sent.

import type { FormField, WorkItem } from "../../protocol/operations";

export type Values = Readonly<Record<string, unknown>>;

export interface Judged {
  value?: unknown;
  reasoning?: string;
}

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === "string" && value.trim() === "") ||
  (Array.isArray(value) && value.length === 0);

/** The field of which a criterion's value is one: numbers, a scale, yes or no, options. */
export function judgedField(field: FormField): FormField {
  const kind = { number: "numeric", rating: "rating", boolean: "boolean", select: "select" };
  const output = String(field.settings.output) as keyof typeof kind;
  return { ...field, type: kind[output] ?? "numeric", least: 0, most: 0 };
}

/** One value of a repeated field: the field without its repetition. */
export const single = (field: FormField): FormField => ({ ...field, least: 0, most: 0 });

function isEmptyOne(field: FormField, value: unknown): boolean {
  if (field.type !== "criteria") return isBlank(value);
  return isBlank((value as Judged | undefined)?.value);
}

/** Whether nothing was filled in. */
export function isEmpty(field: FormField, value: unknown): boolean {
  if (field.most === 0) return isEmptyOne(field, value);
  return !Array.isArray(value) || value.every((each) => isEmptyOne(field, each));
}

/** Whether an empty list is an answer: it needs no line, and isn't optional as a whole. */
const takesNone = (field: FormField): boolean =>
  field.most > 0 && field.least === 0 && !field.is_optional;

/** A value as it is sent; undefined where there is none. Lines left empty in a list don't count. */
export function filled(field: FormField, value: unknown): unknown {
  if (isEmpty(field, value)) return takesNone(field) ? [] : undefined;
  if (field.most === 0) return value;
  return (value as unknown[]).filter((each) => !isEmptyOne(field, each));
}

/** All that is filled in, by field. */
export function contentOf(fields: readonly FormField[], values: Values): Record<string, unknown> {
  const pairs = fields.map((field) => [field.name, filled(field, values[field.name])] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** What a form starts with: the draft; of a review the answers that stand, then its draft. */
export function startOf(item: WorkItem): Values {
  if (!item.is_review) return { ...item.draft };
  return { ...standing(item), ...item.draft };
}

/** Of a review: the values that stand, by field. */
export function standing(item: WorkItem): Values {
  const asked = new Set(item.fields.map((field) => field.name));
  const seen = item.seen.filter((each) => asked.has(each.field.name));
  return Object.fromEntries(seen.map((each) => [each.field.name, each.value]));
}

/** Of a review: what was corrected. */
export function changesOf(item: WorkItem, values: Values): Record<string, unknown> {
  const before = standing(item);
  const pairs = Object.entries(contentOf(item.fields, values));
  return Object.fromEntries(
    pairs.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  );
}

/** Fields that need a value and have none. */
export const missing = (item: WorkItem, values: Values): FormField[] =>
  item.is_review
    ? []
    : item.fields.filter(
        (field) => !field.is_optional && filled(field, values[field.name]) === undefined,
      );

/** The points of a scale. */
export function scaleOf(field: FormField): number[] {
  const least = Number(field.settings.min ?? 1);
  const most = Number(field.settings.max ?? 5);
  return Array.from({ length: Math.max(0, most - least) + 1 }, (_, i) => least + i);
}

export const optionsOf = (field: FormField): string[] =>
  (field.settings.options as string[] | null) ?? [];

/** What can be chosen of two: first, tie where there may be one, second. */
export function sidesOf(field: FormField): { value: string; label: string; key: string }[] {
  const { first, second, has_tie: hasTie } = field.settings as Record<string, string>;
  const tie = hasTie ? [{ value: "tie", label: "Tie", key: "T" }] : [];
  return [
    { value: String(first), label: String(first), key: "A" },
    ...tie,
    { value: String(second), label: String(second), key: "B" },
  ];
}

const decimals = (text: string): number => (text.split(".")[1] ?? "").length;

/** A number, one step further; whole numbers stay exact however long they are. */
export function stepped(text: string, by: 1 | -1, settings: Record<string, unknown>): string {
  const { min, max, step } = settings as Record<string, number | null>;
  const size = step ?? 1;
  const plain = text.trim().replace("−", "-");
  if (plain === "" || Number.isNaN(Number(plain))) return String(min ?? 0);
  if (/^[+-]?\d+$/.test(plain) && Number.isInteger(size)) {
    const next = BigInt(plain) + BigInt(size) * BigInt(by);
    if (typeof min === "number" && Number.isInteger(min) && next < BigInt(min)) return String(min);
    if (typeof max === "number" && Number.isInteger(max) && next > BigInt(max)) return String(max);
    return String(next);
  }
  const places = Math.max(decimals(plain), decimals(String(size)));
  const next = Number(plain) + size * by;
  const low = Math.max(next, min ?? Number.NEGATIVE_INFINITY);
  return Math.min(low, max ?? Number.POSITIVE_INFINITY).toFixed(places);
}

const two = (n: number): string => String(n).padStart(2, "0");

/** A stored time as a browser's field for local times takes it. */
export function localTime(text: unknown): string {
  if (typeof text !== "string" || text === "") return "";
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return "";
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const seconds = at.getSeconds() ? `:${two(at.getSeconds())}` : "";
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}${seconds}`;
}

/** What such a field holds, as a time in UTC. */
export function utcTime(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString().replace(".000Z", "Z");
}
