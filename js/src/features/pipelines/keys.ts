// What the keys do with the value of a field.

import type { FormField } from "../../protocol/operations";
import { type Judged, judgedField, optionsOf, scaleOf, sidesOf } from "./values";

/** More options than this are a list that opens. */
export const MOST_RADIOS = 8;

/** Whether one of its options is chosen from a list that opens. */
export const isList = (field: FormField): boolean =>
  field.type === "select" && !field.settings.is_multiple && optionsOf(field).length > MOST_RADIOS;

/** Whether options stand under each other, so that ↑ and ↓ move among them. */
export const isUpright = (field: FormField): boolean => field.type === "select" && !isList(field);

function near<T>(choices: readonly T[], value: unknown, key: string): T | undefined {
  const at = choices.indexOf(value as T);
  if (key === "ArrowRight") return choices[at < 0 ? 0 : Math.min(at + 1, choices.length - 1)];
  if (key === "ArrowLeft") return choices[at < 0 ? 0 : Math.max(at - 1, 0)];
  return undefined;
}

const digit = (key: string): number => (/^\d$/.test(key) ? Number(key) : Number.NaN);

function onScale(field: FormField, value: unknown, key: string): number | undefined {
  const points = scaleOf(field);
  const pressed = digit(key);
  if (Number.isNaN(pressed)) return near(points, value, key);
  if (points.includes(pressed)) return pressed;
  return pressed === 0 && points.includes(10) ? 10 : undefined;
}

function amongOptions(field: FormField, value: unknown, key: string): unknown {
  if (isList(field)) return undefined;
  const pressed = optionsOf(field)[digit(key) - 1];
  if (!field.settings.is_multiple) return pressed ?? undefined;
  if (pressed === undefined) return undefined;
  return toggled(field, value, pressed);
}

/** Several options, in the order of the form; what isn't among them stays at the end. */
export function toggled(field: FormField, value: unknown, option: string): string[] {
  const old = Array.isArray(value) ? (value as string[]) : [];
  const kept = old.includes(option) ? old.filter((each) => each !== option) : [...old, option];
  const options = optionsOf(field);
  const own = options.filter((each) => kept.includes(each));
  return [...own, ...kept.filter((each) => !options.includes(each))];
}

function yesOrNo(value: unknown, key: string): boolean | undefined {
  const known: Record<string, boolean> = { y: true, n: false, "1": true, "2": false };
  return known[key.toLowerCase()] ?? near([true, false], value, key);
}

function ofTwo(field: FormField, value: unknown, key: string): string | undefined {
  const sides = sidesOf(field);
  const pressed = sides.find((side) => side.key === key.toUpperCase());
  const choices = sides.map((side) => side.value);
  return pressed?.value ?? choices[digit(key) - 1] ?? near(choices, value, key);
}

/** The value a key leads a field to; undefined where the key means nothing to it. */
export function keyed(field: FormField, value: unknown, key: string): unknown {
  switch (field.type) {
    case "rating":
      return onScale(field, value, key);
    case "select":
      return amongOptions(field, value, key);
    case "boolean":
      return yesOrNo(value, key);
    case "pairwise":
      return ofTwo(field, value, key);
    case "criteria": {
      const judged = (value ?? {}) as Judged;
      const made = keyed(judgedField(field), judged.value, key);
      return made === undefined ? undefined : { ...judged, value: made };
    }
    default:
      return undefined;
  }
}
