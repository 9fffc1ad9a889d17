// How the Hub's own numbers and names are read and written.

import { bytes, decimal } from "../../ui/format";

const UNITS = ["", "K", "M", "B", "T"];

/** "684", "49K", "1.2M": how large a dataset is about, as the Hub writes it. */
export function short(n: number): string {
  let size = n;
  let at = 0;
  while (size >= 999.5 && at < UNITS.length - 1) {
    size /= 1000;
    at += 1;
  }
  return `${decimal(size, at > 0 && size < 9.95 ? 1 : 0)}${UNITS[at]}`;
}

/** "100K–1M rows" of a card's `100K<n<1M`; "" where it says something else. */
export function rangeWords(range: string): string {
  const [, from, to] = /^(?:(\w+)<)?n(?:<(\w+))?$/.exec(range) ?? [];
  if (from && to) return `${from}–${to} rows`;
  if (to) return `under ${to} rows`;
  const [, over] = /^n>(\w+)$/.exec(range) ?? [];
  return over ? `over ${over} rows` : "";
}

/** How many rows, or else how much: what is known of a dataset's size. */
export function sizeWords(found: {
  row_count: number | null;
  row_range: string;
  byte_count: number | null;
}): string {
  if (found.row_count !== null)
    return `${short(found.row_count)} ${found.row_count === 1 ? "row" : "rows"}`;
  return rangeWords(found.row_range) || (found.byte_count === null ? "" : bytes(found.byte_count));
}

const ID = /^[\w-][\w.-]*\/[\w-][\w.-]*$/;

/** The dataset that a text names outright: an id, or the address of its page. */
export function repoIdOf(text: string): string | null {
  const plain = text.trim();
  const [, path] = /^(?:https?:\/\/[^/]+|hf:\/)\/datasets\/([^/?#@]+\/[^/?#@]+)/.exec(plain) ?? [];
  const id = path ?? plain;
  return ID.test(id) ? id : null;
}

/** A link that may be followed; anything but http(s) is only text. */
export const safeUrl = (url: string): string | null => (/^https?:\/\//.test(url) ? url : null);
