// The keys of the work form, where its questions are shown in the builder: arrows and digits choose.

import type { FormField } from "../../../protocol/operations";
import { keyed } from "../keys";
import { followChoice, isText, lineAt, questionAt, step } from "../moving";
import { single } from "../values";

const STEPS: Record<string, 1 | -1> = { ArrowDown: 1, ArrowUp: -1 };

/** The value a key leads a question to; undefined where it means nothing there. */
function chosen(field: FormField, value: unknown, key: string, at: number | undefined): unknown {
  if (field.most === 0) return keyed(field, value, key);
  if (at === undefined) return undefined;
  const lines = Array.isArray(value) ? [...value] : [];
  const made = keyed(single(field), lines[at], key);
  if (made === undefined) return undefined;
  lines[at] = made;
  return lines;
}

/** For the element around questions: what its keys do. */
export function choosing(
  fields: readonly FormField[],
  held: (field: FormField) => unknown,
  set: (field: FormField, value: unknown) => void,
) {
  return (event: KeyboardEvent) => {
    const form = event.currentTarget as HTMLElement;
    const target = event.target as HTMLElement;
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (target.matches('textarea, [role="combobox"], [role="tab"]')) return;
    const by = STEPS[event.key];
    if (by) step(form, by);
    else {
      const name = questionAt(form)?.dataset.field;
      const field = fields.find((each) => each.name === name);
      if (!field || isText(target)) return;
      const value = chosen(field, held(field), event.key, lineAt(form));
      if (value === undefined) return;
      set(field, value);
      followChoice(form, field.name);
    }
    event.preventDefault();
    event.stopPropagation();
  };
}
