// What column headers show: asked for when a column is in sight, withdrawn when it no longer is.

import type { Kind } from "../../grid";
import type { ContentQuery, Summary } from "../../protocol/operations";
import { isWithdrawn, type Port } from "../../transport/port";
import { count, day, percent } from "../../ui/format";
import { shapeOf } from "./words";

/** Questions at a time, and columns in each: rows must never wait behind headers. */
const LANES = 2;
const COLUMNS = 4;

interface Asked {
  columns: string[];
  stop: AbortController;
}

interface Held {
  key: string;
  summary: Summary | null;
  refused: string;
}

export class Summaries {
  private readonly held = new Map<string, Held>();
  private readonly listeners = new Set<() => void>();
  private under: Asked[] = [];
  private seen: string[] = [];
  private query: ContentQuery = {};
  private key = "";

  constructor(
    private readonly port: Port,
    private readonly datasetId: string,
  ) {
    document.addEventListener("visibilitychange", this.ask);
  }

  /** What is known of a column; a summary of an earlier filter stays until the new one is here. */
  of(column: string): { summary: Summary | null; refused: string; isStale: boolean } | undefined {
    const held = this.held.get(column);
    return held && { ...held, isStale: held.key !== this.key };
  }

  start(summaries: readonly Summary[], query: ContentQuery, content: string): void {
    for (const summary of summaries) {
      this.held.set(summary.column, { key: keyOf(query, content), summary, refused: "" });
    }
  }

  /** These columns are in sight, and this is the view. */
  see(columns: string[], query: ContentQuery, content: string): void {
    const key = keyOf(query, content);
    const isOther = key !== this.key;
    this.seen = columns;
    this.query = { filter: query.filter, search: query.search };
    this.key = key;
    for (const each of this.under) {
      if (isOther || !each.columns.some((name) => columns.includes(name))) each.stop.abort();
    }
    this.under = this.under.filter((each) => !each.stop.signal.aborted);
    this.ask();
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  close(): void {
    document.removeEventListener("visibilitychange", this.ask);
    this.listeners.clear();
    for (const each of this.under) each.stop.abort();
  }

  private ask = (): void => {
    if (!this.port.isAlive || document.hidden) return;
    while (this.under.length < LANES) {
      const coming = new Set(this.under.flatMap((each) => each.columns));
      const columns = this.seen
        .filter((name) => this.held.get(name)?.key !== this.key && !coming.has(name))
        .slice(0, COLUMNS);
      if (columns.length === 0) return;
      const asked = { columns, stop: new AbortController() };
      this.under.push(asked);
      void this.fetch(asked, this.key);
    }
  };

  private async fetch(asked: Asked, key: string): Promise<void> {
    const { columns, stop } = asked;
    const args = { dataset_id: this.datasetId, columns, query: this.query };
    try {
      const { data } = await this.port.ask("content.summary", args, { signal: stop.signal });
      if (stop.signal.aborted) return;
      for (const summary of data.summaries) {
        this.held.set(summary.column, { key, summary, refused: "" });
      }
    } catch (error) {
      if (stop.signal.aborted || isWithdrawn(error)) return;
      const refused = (error as Error).message;
      for (const name of columns) this.held.set(name, { key, summary: null, refused });
    }
    this.under = this.under.filter((each) => each !== asked);
    for (const listener of [...this.listeners]) listener();
    this.ask();
  }
}

const keyOf = (query: ContentQuery, content = ""): string =>
  JSON.stringify([query.filter ?? null, query.search ?? "", content]);

const figure = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4 });

/** A bound of a range in the room a header has. */
export function shortValue(value: string, kind: Kind): string {
  if (shapeOf(kind) === "time") {
    const iso =
      value.length > 10 ? value.replace(" ", "T").replace(/Z|[+-]\d\d(:?\d\d)?$/, "") : "";
    const words = day(iso || `${value}T00:00`);
    return words.replace(` ${new Date().getFullYear()}`, "");
  }
  const number = Number(value);
  return Number.isFinite(number) ? figure.format(number).replace("-", "−") : value;
}

const isYear = (value: string) => /^(1[5-9]|2[01])\d\d$/.test(value);

/** How the bounds of a range are written, and what lies between: years without separators. */
export const shortly =
  (kind: Kind, low: string, high: string) =>
  (value: string): string =>
    [low, high, value].every(isYear) ? value : shortValue(value, kind);

/** Longer texts are read, not compared: their values make no list. */
const SHORT = 32;

/** Whether a column's values are few and short enough to be shown and chosen by name. */
export const isCategory = (of: Summary): boolean =>
  of.top.length > 0 && (of.mean_length ?? 0) <= SHORT && (of.top[0]?.count ?? 0) > 1;

/** The line under the picture: range or number of values, and the share without one. */
export function caption(of: Summary, kind: Kind): [left: string, more: string, right: string] {
  const nulls = of.null_count ? `${percent(of.null_count, of.row_count)} null` : "";
  const isRead = (of.mean_length ?? 0) > SHORT && of.distinct_count !== null;
  const length = isRead ? `, mean length ${figure.format(of.mean_length ?? 0)}` : "";
  return [captionStart(of, kind), length, nulls];
}

function captionStart(of: Summary, kind: Kind): string {
  const shape = shapeOf(kind);
  if (of.null_count === of.row_count && of.row_count > 0) return "no values";
  if (shape === "boolean") {
    const yes = of.top.find((each) => each.value === "true")?.count ?? 0;
    return `${percent(yes, of.row_count - of.null_count)} yes`;
  }
  if ((shape === "number" || shape === "time") && of.low !== null && of.high !== null) {
    const words = shortly(kind, of.low, of.high);
    const [low, high] = [words(of.low), words(of.high)];
    return low === high ? low : `${low} to ${high}`;
  }
  if (of.distinct_count === null) return "";
  const about = of.is_approximate ? "about " : "";
  const word = isCategory(of) ? (of.distinct_count === 1 ? "value" : "values") : "distinct";
  return `${about}${count(of.distinct_count)} ${word}`;
}
