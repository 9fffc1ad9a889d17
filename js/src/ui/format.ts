// How numbers, sizes and times are written, everywhere the same.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Moment = Date | string | number;

/** A stored time: ISO text, milliseconds, or a Date. */
export const moment = (when: Moment): Date => (when instanceof Date ? when : new Date(when));

/** "336,776": whole, in the separators of the reader; never rounded. Text stays exact. */
export function count(n: number | bigint | string): string {
  return (typeof n === "string" ? BigInt(n) : n).toLocaleString().replace("-", "−");
}

/** A number with up to `most` decimals, or exactly `fixed` of them. */
export function decimal(n: number, most = 6, fixed = 0): string {
  const options = { minimumFractionDigits: fixed, maximumFractionDigits: Math.max(most, fixed) };
  return n.toLocaleString(undefined, options).replace("-", "−");
}

/** "1 row", "600 rows": a count and its word; `many` where an s is not enough. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** "276 KB", "4.1 MB": thousands of 1,000, one decimal below ten. */
export function bytes(n: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB", "PB"];
  let size = n;
  let at = 0;
  while (size >= 999.5 && at < units.length - 1) {
    size /= 1000;
    at += 1;
  }
  if (at === 0) return n === 1 ? "1 byte" : `${n} bytes`;
  return `${decimal(size, size < 9.95 ? 1 : 0)} ${units[at]}`;
}

/** "69%", "0.4%", "0.02%": decimals only where a whole percent would hide the share. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return "0%";
  const share = (part / whole) * 100;
  if (share > 99 && share < 100) return `${decimal(Math.floor(share * 10) / 10, 1)}%`;
  if (share > 0 && share < 0.005) return "<0.01%";
  return `${decimal(share, share < 0.1 ? 2 : share < 1 ? 1 : 0)}%`;
}

const back = (n: number, unit: string): string => `${counted(n, unit)} ago`;

/** "now", "3 minutes ago", "Yesterday", "2 weeks ago", "4 months ago". */
export function ago(when: Moment, now: Moment = new Date()): string {
  const then = moment(when);
  const today = moment(now);
  const past = today.getTime() - then.getTime();
  if (past < MINUTE) return "now";
  if (past < HOUR) return back(Math.floor(past / MINUTE), "minute");
  const days = Math.round((midnight(today) - midnight(then)) / DAY);
  if (days === 0 || past < 6 * HOUR) return back(Math.floor(past / HOUR), "hour");
  if (days === 1) return "Yesterday";
  if (days < 14) return back(days, "day");
  if (days < 61) return back(Math.floor(days / 7), "week");
  if (days < 730) return back(Math.floor(days / 30.44), "month");
  return back(Math.floor(days / 365.25), "year");
}

const midnight = (d: Date): number =>
  new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();

export const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const two = (n: number): string => String(n).padStart(2, "0");

/** "22 Nov 2026", local. */
export function day(when: Moment): string {
  const d = moment(when);
  return `${d.getDate()} ${MONTHS[d.getMonth()]} ${d.getFullYear()}`;
}

/** "14:17", local. */
export function clock(when: Moment): string {
  const d = moment(when);
  return `${two(d.getHours())}:${two(d.getMinutes())}`;
}

/** "22 Nov 2026, 14:17", local, 24 hours. */
export const dateTime = (when: Moment): string => `${day(when)}, ${clock(when)}`;

/** "22 Nov 2026, 14:17:05 local, 13:17:05 UTC": for a tooltip. */
export function exact(when: Moment): string {
  const d = moment(when);
  const utc = d.toISOString();
  const isSameDay =
    utc.slice(0, 10) === `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  const utcDay = `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}, `;
  return `${dateTime(d)}:${two(d.getSeconds())} local, ${isSameDay ? "" : utcDay}${utc.slice(11, 19)} UTC`;
}

/** "1–25 of 336,776"; the counting starts at one. */
export function range(from: number, to: number, total: number): string {
  return `${count(from)}–${count(to)} of ${count(total)}`;
}

/** "41 ms", "4 s", "1:23", "27 min", "2 h 5 min". */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return `${minutes}:${two(seconds % 60)}`;
  const whole = Math.round(seconds / 60);
  if (whole < 60) return `${whole} min`;
  return `${Math.floor(whole / 60)} h${whole % 60 ? ` ${whole % 60} min` : ""}`;
}

/** "Clone" for "clone": a word of the wire as it stands alone. */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** "AR" for Ana Ruiz, "RO" for root. */
export function initials(name: string): string {
  const words = name.split(/[\s._@-]+/).filter(Boolean);
  const first = [...(words[0] ?? "?")];
  const second = words.length > 1 ? [...(words.at(-1) ?? "")][0] : first[1];
  return `${first[0]}${second ?? ""}`.toUpperCase();
}
