// What the other side says, whichever transport carries it.

import type { Answer, News } from "./port";
import { Refusal } from "./port";

export const VERSION = 1;
export const LATE_MS = 1000;

export interface Told {
  ask?: string;
  ok?: boolean;
  data?: unknown;
  frames?: string[];
  error?: { code: string; message: string; hint: string; field: string; retryable: boolean };
  news?: string;
  seq?: number;
}

export const withdrawn = () => new DOMException("The question was withdrawn.", "AbortError");

/** The answer that was told, with its binary parts by name; a refusal is thrown. */
export function answerOf(told: Told, parts: Uint8Array[]): Answer<never> {
  if (told.ok) {
    const named = (told.frames ?? []).map((name, i) => [name, parts[i]]);
    return { data: told.data as never, frames: Object.fromEntries(named) };
  }
  const { code, message, hint, field, retryable } = told.error ?? {
    code: "unexpected",
    message: "The answer can't be read.",
    hint: "",
    field: "",
    retryable: true,
  };
  throw new Refusal(code, message, hint, field, retryable);
}

/** Passes news on, and after a gap has everybody look again: the server dropped some. */
export function newsTo(listeners: Iterable<(news: News) => void>): (told: Told) => void {
  let last = 0;
  return ({ news = "", data, seq = 0 }) => {
    const isGap = last > 0 && seq > last + 1;
    last = seq;
    const all = [{ news, data: (data ?? {}) as Record<string, unknown>, seq }];
    if (isGap) all.push({ news: "datasets.changed", data: {}, seq });
    for (const each of all) for (const listener of [...listeners]) listener(each);
  };
}
