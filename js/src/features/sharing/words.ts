// What is said of a share: where its link opens, until when, who opened it.

import { counted, day, moment } from "../../ui";
import type { ShareOpening, SharePerson, Sheet } from "./types";

const DAY = 86_400_000;

/** The whole address, or the path alone where nobody knows the server's. */
export function urlOf(path: string, base: string): string {
  return base ? new URL(path, base.endsWith("/") ? base : `${base}/`).href : path;
}

const isHome = (url: string): boolean => {
  const { hostname } = new URL(url);
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
};

/** From where the link opens, and what becomes of e-mail. */
export function reach(base: string, mailer: string): string {
  const where = !base
    ? "Put the address of your Jupyter server before it."
    : isHome(base)
      ? "It opens on this machine only: the server’s address is a local one."
      : "It opens where this Jupyter server can be reached.";
  return `${where} ${mailer ? `Invitations go out by ${mailer}.` : "No e-mail is sent."}`;
}

/** What anyone with the link could read. */
export function readable(sheet: Sheet): string {
  const { row_count: rows, contributor_count: people, columns } = sheet;
  const hidden = columns.filter((each) => each.is_hidden).length;
  const shown = hidden ? ` of ${counted(columns.length - hidden, "column")}` : "";
  const all = rows === 1 ? "The 1 row" : `All ${counted(rows, "row")}`;
  const names =
    people === 0
      ? ""
      : ` and ${people === 1 ? "the name" : "the names"} of ${counted(people, "contributor")}`;
  return `${all}${shown}${names} can be read without signing in.`;
}

/** The end of a local day, as a moment of the wire. */
export function endOf(date: Date): string {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), 23, 59, 59).toISOString();
}

export const inDays = (days: number, now: Date): string =>
  endOf(new Date(now.getTime() + days * DAY));

/** "2026-12-22": a moment's local day, as a date field has it. */
export function dateOf(when: string | null): string {
  if (!when) return "";
  const d = moment(when);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
}

/** A local day of a date field as the moment at its end; null where it is none. */
export function endOfField(text: string): string | null {
  const [year = 0, month = 0, date = 0] = text.split("-").map(Number);
  return year > 1970 && month && date ? endOf(new Date(year, month - 1, date)) : null;
}

export const isOver = (ends: string | null, now: Date): boolean =>
  ends !== null && moment(ends) <= now;

export const LINKS: Record<ShareOpening["link"], string> = {
  restricted: "the link",
  public: "the open link",
  personal: "a personal link",
};

/** A text to send by whatever one writes with. */
export function invitation(sheet: Sheet, url: string): string {
  const who = sheet.mode === "public" ? "" : "Sign in to the server to open it. ";
  const ends = sheet.ends_at ? `The link ends ${day(sheet.ends_at)}.` : "";
  return `${sheet.created_by} shares “${sheet.dataset_name}” with you:\n${url}\n${who}${ends}`.trim();
}

export const personWord = ({ name, email, id }: SharePerson): string => name || email || id;

/** "Ana", "Ana and Ben", "Ana, Ben and Cy". */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${last}` : last;
}
