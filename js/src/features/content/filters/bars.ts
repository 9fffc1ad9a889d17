// Bars of a histogram as places on a line, and a chosen stretch of them as bounds.

import type { Kind } from "../../../grid";
import type { Bin } from "../../../protocol/operations";
import { shapeOf } from "../words";

/** A stored value on a line of numbers; times as if they were UTC, since only order counts. */
export function place(value: string, kind: Kind): number {
  if (shapeOf(kind) !== "time") return Number(value);
  const text = value.replace(" ", "T");
  return Date.parse(/[Z+]|T.*-/.test(text) || text.length <= 10 ? text : `${text}Z`);
}

/** The bounds of a stretch of bars; a side that reaches the end of all bars is open. */
export function bound(bins: readonly Bin[], first: number, last: number, kind: Kind) {
  const low = bins[first];
  const high = bins[last];
  if (!low || !high) return { from: "", to: "" };
  const isWholeNumber = kind === "integer" && high.low !== high.high;
  return {
    from: first === 0 ? "" : low.low,
    // The end of a bar belongs to the next one, which whole numbers can say.
    to: last === bins.length - 1 ? "" : isWholeNumber ? String(BigInt(high.high) - 1n) : high.high,
  };
}

/** The bars that two bounds touch, either of which may be open; null where none. */
export function stretch(bins: readonly Bin[], from: string, to: string, kind: Kind) {
  const low = from ? place(from, kind) : -Infinity;
  const high = to ? place(to, kind) : Infinity;
  const at = bins.flatMap((bin, index) => {
    const start = place(bin.low, kind);
    const end = place(bin.high, kind);
    // The end is the next bar's, but for the last one and for bars of one value.
    const isReached = index === bins.length - 1 || start === end ? end >= low : end > low;
    // A bound at the very start of a bar takes it in only where the stretch begins there.
    const isLeft = start < high || start === low || (start === end && start === high);
    return isReached && isLeft ? [index] : [];
  });
  return at.length ? { first: at[0] as number, last: at[at.length - 1] as number } : null;
}
