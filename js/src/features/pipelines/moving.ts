// Where the focus is in the form, and where the keys lead it.

import { FOCUSABLE, focused } from "../../ui/layer";

const TEXT = 'textarea, input:not([type="checkbox"]):not([type="radio"])';

export const isText = (target: Element): boolean => target.matches(TEXT);

const questions = (form: HTMLElement) => [...form.querySelectorAll<HTMLElement>("[data-field]")];

const stopsOf = (question: HTMLElement): HTMLElement[] =>
  [...question.querySelectorAll<HTMLElement>(`.dv-question-body :is(${FOCUSABLE})`)].filter(
    (each) => each.tabIndex >= 0 && each.offsetParent !== null,
  );

/** Put the focus on a question: on what is chosen in it, else on its first control. */
export function focusQuestion(form: HTMLElement, name: string, isScrolling = true): void {
  const question = questions(form).find((each) => each.dataset.field === name);
  const stop = question && stopsOf(question)[0];
  stop?.focus({ preventScroll: true });
  if (isScrolling) question?.scrollIntoView({ block: "nearest" });
}

export const questionAt = (form: HTMLElement): HTMLElement | null =>
  focused(form)?.closest<HTMLElement>("[data-field]") ?? null;

/** The line of a repeated field the focus is in. */
export const lineAt = (form: HTMLElement): number | undefined => {
  const at = focused(form)?.closest<HTMLElement>("[data-at]")?.dataset.at;
  return at === undefined ? undefined : Number(at);
};

/** Up or down: within options that stand under each other, else to the question before or after. */
export function step(form: HTMLElement, by: 1 | -1): void {
  const all = questions(form);
  const here = questionAt(form);
  if (here?.dataset.upright !== undefined) {
    const options = [...here.querySelectorAll<HTMLElement>(".dv-pick, [data-option], input")];
    const at = options.indexOf(focused(form) as HTMLElement);
    const next = at < 0 ? undefined : options[at + by];
    next?.focus();
    if (next) return;
  }
  const at = here ? all.indexOf(here) : by > 0 ? -1 : all.length;
  const next = all[at + by];
  if (!next) return;
  const stops = stopsOf(next);
  const isFromBelow = by < 0 && next.dataset.upright !== undefined;
  (isFromBelow ? stops.at(-1) : stops[0])?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

/**
 * Keep the focus on what a key has chosen: the roving stop has moved. Right after the drawing, which
 * is a microtask: who presses on within the same frame goes on from there.
 */
export function followChoice(form: HTMLElement, name: string): void {
  queueMicrotask(() => {
    const question = questions(form).find((each) => each.dataset.field === name);
    const here = focused(form);
    if (!question || !here?.matches('[role="radio"]') || !question.contains(here)) return;
    const group = here.closest(".dv-choices");
    group?.querySelector<HTMLElement>('[aria-checked="true"]')?.focus();
  });
}
