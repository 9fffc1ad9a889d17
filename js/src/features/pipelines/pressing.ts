// The keys of the form: where nothing closer to the focus has taken them.

import type { FormField, WorkItem } from "../../protocol/operations";
import { useEvent } from "../../ui";
import type { Deeds } from "./deeds";
import { keyed } from "./keys";
import { followChoice, isText, lineAt, questionAt, step } from "./moving";
import type { WorkSession } from "./session";
import { single } from "./values";

const LETTERS = new Set(["pairwise", "boolean"]);

/** The field a key is for: the one with the focus, else the first of its kind for a letter. */
function fieldFor(item: WorkItem, form: HTMLElement, key: string): FormField | undefined {
  const name = questionAt(form)?.dataset.field;
  const here = item.fields.find((field) => field.name === name);
  if (here && keyed(here.most > 0 ? single(here) : here, undefined, key) !== undefined) return here;
  if (here && /^\d$/.test(key)) return undefined;
  return item.fields.find(
    (field) =>
      (LETTERS.has(field.type) || (!here && /^\d$/.test(key))) &&
      !key.startsWith("Arrow") &&
      field.most === 0 &&
      keyed(field, undefined, key) !== undefined,
  );
}

/** Set a value by a key; whether the key meant something. */
function choose(session: WorkSession, form: HTMLElement, key: string): boolean {
  const { item, values } = session.state;
  const field = item && fieldFor(item, form, key);
  if (!field) return false;
  const { name } = field;
  const at = field.most > 0 ? lineAt(form) : undefined;
  const old = values[name];
  if (field.most > 0 && at === undefined) return false;
  const lines = Array.isArray(old) ? [...old] : [];
  const made = keyed(
    at === undefined ? field : single(field),
    at === undefined ? old : lines[at],
    key,
  );
  if (made === undefined) return false;
  if (at !== undefined) lines[at] = made;
  session.set(name, at === undefined ? made : lines);
  followChoice(form, name);
  return true;
}

export interface Opening {
  keys: (isOpen: boolean) => void;
  escalating: (isOpen: boolean) => void;
}

function letter(key: string, session: WorkSession, deeds: Deeds, open: Opening): boolean {
  const isReview = session.state.item?.is_review ?? false;
  const acts: Record<string, (() => void) | undefined> = {
    "?": () => open.keys(true),
    s: deeds.skip,
    e: isReview ? undefined : () => open.escalating(true),
    u: session.state.last ? deeds.undo : undefined,
    p: isReview ? deeds.pass : undefined,
    r: isReview ? deeds.sendBack : undefined,
  };
  const act = acts[key.toLowerCase()];
  act?.();
  return act !== undefined;
}

// What Enter presses by itself.
const PRESSED = 'button:not([role="radio"]):not([role="checkbox"]), a';

export function useKeys(session: WorkSession, deeds: Deeds, open: Opening) {
  const leave = (form: HTMLElement, target: Element): boolean => {
    if (target === form) return false;
    form.focus();
    return true;
  };
  const finish = () => (session.state.item?.is_review ? deeds.pass : deeds.submit)();
  /** Whether Enter hands in: a review ends by a letter, since its answers are corrected first. */
  const isEnd = (key: string, target: Element): boolean =>
    key === "Enter" && !session.state.item?.is_review && !target.matches(`${PRESSED}, textarea`);
  const take = (event: KeyboardEvent, form: HTMLElement): boolean => {
    const target = event.target as Element;
    const { key } = event;
    if (key === "Escape") return leave(form, target);
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (isEnd(key, target)) {
      finish();
      return true;
    }
    if (target.matches('textarea, [role="combobox"]')) return false;
    if (key === "ArrowDown" || key === "ArrowUp") {
      step(form, key === "ArrowDown" ? 1 : -1);
      return true;
    }
    if (isText(target) || key === " ") return false;
    return choose(session, form, key) || letter(key, session, deeds, open);
  };
  const use = (event: KeyboardEvent, isLast: boolean, isTaken: (form: HTMLElement) => boolean) => {
    const form = deeds.form.current;
    const { phase } = session.state;
    if (!form || event.defaultPrevented || event.isComposing) return;
    // While it is being handed in, it can be mended, and handed in again.
    const isOn = phase === "working" || (phase === "sending" && isLast);
    if (!isOn || !isTaken(form)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    onKeyDown: useEvent((event: KeyboardEvent) => {
      const isLast = isEnd(event.key, event.target as Element);
      use(event, isLast, (form) => take(event, form));
    }),
    // Before a list that Enter opens.
    onKeyDownCapture: useEvent((event: KeyboardEvent) => {
      const isSend = event.key === "Enter" && (event.ctrlKey || event.metaKey);
      if (!isSend) return;
      use(event, true, () => {
        finish();
        return true;
      });
    }),
  };
}
