// The rows of one view: asked for by the page, only the columns in sight, nothing asked in vain.

import type { CellValue, RowSource } from "../../grid";
import type { ContentQuery, Counted, PageResult } from "../../protocol/operations";
import { isWithdrawn, type Port } from "../../transport/port";
import type { Boot } from "./model";
import { decode, PAGE_ROWS, Pages, TEXT_LIMIT } from "./pages";

/** Columns asked for beside those in sight, on either side. */
const MARGIN = 3;
/** While the window flies over pages, questions wait until it rests so long. */
const REST = 60;

interface Shown {
  query: ContentQuery;
  pages: Pages;
  count: number | null;
  atLeast: number;
  /** Whether it takes the place of an earlier state of the same view, all at once. */
  isFollowing?: boolean;
}

export interface Window {
  first: number;
  last: number;
  columns: string[];
  step: 1 | -1;
}

interface Asking {
  page: number;
  columns: ReadonlySet<string>;
  stop: AbortController;
}

export class ContentSource implements RowSource {
  /** Whether the rows on screen still answer an earlier question. */
  isStale = false;
  /** Why rows or their number did not come. */
  trouble: Error | null = null;
  /** For which row ids hold; another one means that the content changed. */
  fingerprint = "";
  /** Told what was on screen and what is there now, when the rows were followed. */
  onFollowed?: (before: Pages, after: Pages, window: Window) => void;
  /** What is to be told of a cell for a moment, as a class. */
  mark?: (row: number, column: string) => string;
  private behind: { total: number } | null = null;
  private shown: Shown;
  private next: Shown | null = null;
  private window: Window = { first: 0, last: 0, columns: [], step: 1 };
  private order: string[] = [];
  private cuttable = new Set<string>();
  private under: Asking[] = [];
  private counting: AbortController | null = null;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private flown = 0;

  constructor(
    private readonly port: Port,
    private readonly datasetId: string,
    query: ContentQuery,
    total: number | null = null,
    boot?: Boot,
  ) {
    this.shown = fresh(query);
    if (isWhole(query)) this.shown.count = total;
    if (boot && sameRows(boot.query, query)) this.start(boot);
  }

  private start(boot: Boot): void {
    this.fingerprint = boot.page.fingerprint;
    this.cuttable = new Set(boot.description.columns.filter(isCuttable).map((each) => each.name));
    const piece = decode(boot.rows, boot.columns);
    this.shown.pages.put(0, piece);
    const total = isWhole(this.shown.query) ? boot.description.row_count : null;
    this.shown.count = this.port.isAlive ? (boot.page.matching_count ?? total) : piece.ids.length;
    this.shown.atLeast = piece.ids.length;
  }

  get count(): number | null {
    return this.shown.count;
  }

  get atLeast(): number {
    return this.shown.count ?? this.shown.atLeast;
  }

  /** The first row in sight. */
  get first(): number {
    return this.window.first;
  }

  get query(): ContentQuery {
    return this.shown.query;
  }

  /** Whether the first rows of the first query are not here yet. */
  get isEmpty(): boolean {
    return this.shown.pages.size === 0;
  }

  get isCounting(): boolean {
    return (this.next ?? this.shown).count === null && !this.trouble;
  }

  cell(row: number, column: string): CellValue | undefined {
    const value = this.shown.pages.cell(row, column);
    return this.isLong(column, value) ? (value as string).slice(0, TEXT_LIMIT) : value;
  }

  isCut(row: number, column: string): boolean {
    return this.isLong(column, this.shown.pages.cell(row, column));
  }

  private isLong(column: string, value: CellValue | undefined): boolean {
    return typeof value === "string" && value.length > TEXT_LIMIT && this.cuttable.has(column);
  }

  rowId(row: number): string | undefined {
    return this.shown.pages.rowId(row);
  }

  find(id: string): number | undefined {
    return this.shown.pages.find(id);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** The columns there are and the order they stand in: for margins, and for what may be cut. */
  arrange(order: string[], columns: readonly { name: string; encoding: string }[]): void {
    this.order = order;
    this.cuttable = new Set(columns.filter(isCuttable).map((each) => each.name));
  }

  want(first: number, last: number, columns: string[]): void {
    const step = first < this.window.first ? -1 : 1;
    this.window = { first, last, columns, step };
    const now = performance.now();
    const isFlying = now - this.flown < REST && this.under.length > 0;
    clearTimeout(this.timer);
    if (isFlying) {
      this.timer = setTimeout(() => this.ask(), REST);
    } else {
      this.ask();
    }
    this.flown = now;
  }

  /** Show another query; what is on screen stays until its first rows are here. */
  show(query: ContentQuery, total: number | null): void {
    this.trouble = null;
    const current = this.next ?? this.shown;
    if (sameRows(current.query, query) && !this.isStale) return;
    this.withdraw();
    const next = fresh(query);
    if (isWhole(query)) next.count = total;
    else if (sameFilter(current.query, query)) next.count = current.count;
    if (this.isEmpty) this.shown = next;
    else this.next = next;
    this.isStale = this.next !== null;
    this.tell();
    this.ask();
  }

  /** Resolves once nothing is about to take the place of what is on screen. */
  whenStill(): Promise<void> {
    if (!this.next) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.onChange(() => {
        if (this.next) return;
        stop();
        resolve();
      });
    });
  }

  /** Fetch what is in sight once more, and show it all at once: rows changed under the view. */
  follow(total: number): void {
    if (this.next) {
      // Another question was asked meanwhile, and comes first.
      this.behind = { total };
      return;
    }
    this.behind = null;
    this.trouble = null;
    this.withdraw();
    const { query, pages, atLeast } = this.shown;
    const count = isWhole(query) ? total : null;
    this.next = { query, pages: pages.aged(), count, atLeast, isFollowing: true };
    this.ask();
  }

  /** Show what was fetched for the next state of the view. */
  private turn(next: Shown): void {
    const before = this.shown;
    this.shown = next;
    this.next = null;
    this.isStale = false;
    if (next.isFollowing) this.onFollowed?.(before.pages, next.pages, this.window);
    this.tell();
    if (this.behind) this.follow(this.behind.total);
  }

  /** Ask again for all that is on screen: after trouble, or when the content changed. */
  again(total: number | null): void {
    const { query } = this.next ?? this.shown;
    this.isStale = true;
    this.show(query, total);
  }

  close(): void {
    clearTimeout(this.timer);
    this.listeners.clear();
    this.withdraw();
  }

  private withdraw(): void {
    for (const each of this.under) each.stop.abort();
    this.under = [];
    this.counting?.abort();
    this.counting = null;
  }

  private ask(): void {
    if (!this.port.isAlive || this.trouble || this.window.columns.length === 0) return;
    const { first, last, step } = this.window;
    const isOther = this.next && !this.next.isFollowing;
    const from = isOther ? 0 : Math.floor(first / PAGE_ROWS);
    const to = isOther ? 0 : Math.floor(last / PAGE_ROWS);
    for (const each of this.under) {
      if (each.page < from - 1 || each.page > to + 1) each.stop.abort();
    }
    this.under = this.under.filter((each) => !each.stop.signal.aborted);
    let isComplete = true;
    for (let page = from; page <= to; page += 1) isComplete = this.askPage(page) && isComplete;
    const beside = step > 0 ? to + 1 : from - 1;
    if (isComplete && !this.next && !this.shown.pages.isOld(beside)) this.askPage(beside);
    this.askCount();
    if (this.next?.isFollowing && isComplete && this.next.count !== null) this.turn(this.next);
  }

  /** Ask for what a page lacks; true when it lacks nothing. */
  private askPage(page: number): boolean {
    const target = this.next ?? this.shown;
    if (page < 0 || (target.count !== null && page * PAGE_ROWS >= target.count)) return true;
    const lacking = target.pages.lacking(page, this.window.columns);
    if (lacking.length === 0) return true;
    const coming = this.under.filter((each) => each.page === page);
    if (lacking.every((name) => coming.some((each) => each.columns.has(name)))) return false;
    const columns = target.pages.lacking(page, this.widened());
    const asking = { page, columns: new Set(columns), stop: new AbortController() };
    this.under.push(asking);
    void this.fetch(target, asking, columns);
    return false;
  }

  private widened(): string[] {
    const seen = new Set(this.window.columns);
    const places = this.window.columns.map((name) => this.order.indexOf(name));
    const from = Math.min(...places) - MARGIN;
    const to = Math.max(...places) + MARGIN;
    const near = this.order.filter((name, at) => at >= from && at <= to && !seen.has(name));
    return [...this.window.columns, ...near];
  }

  private async fetch(target: Shown, asking: Asking, columns: string[]): Promise<void> {
    const offset = asking.page * PAGE_ROWS;
    try {
      const { data, frames } = await this.port.ask(
        "content.page",
        { dataset_id: this.datasetId, query: target.query, columns, offset, limit: PAGE_ROWS },
        { signal: asking.stop.signal },
      );
      if (asking.stop.signal.aborted || !frames.rows) return;
      target.pages.put(asking.page, decode(frames.rows, columns));
      this.learn(target, data);
      if (target === this.next && !target.isFollowing) this.turn(target);
    } catch (error) {
      if (asking.stop.signal.aborted || isWithdrawn(error)) return;
      this.fail(target, error as Error);
    }
    this.under = this.under.filter((each) => each !== asking);
    this.tell();
    this.ask();
  }

  private fail(target: Shown, error: Error): void {
    this.trouble = error;
    // The rows on screen stay; the next change tries again.
    if (target.isFollowing && target === this.next) this.next = null;
  }

  /** What a page says of the whole: an incomplete one is the last. */
  private learn(target: Shown, page: PageResult): void {
    const end = page.offset + page.row_count;
    if (page.matching_count !== null) target.count = page.matching_count;
    else if (page.row_count > 0 && page.row_count < PAGE_ROWS) target.count = end;
    else if (end === 0) target.count = 0;
    if (page.row_count > 0) target.atLeast = Math.max(target.atLeast, end);
    this.fingerprint = page.fingerprint;
  }

  private askCount(): void {
    const target = this.next ?? this.shown;
    if (target.count !== null || this.counting || target.pages.size === 0) return;
    const stop = new AbortController();
    this.counting = stop;
    const args = { dataset_id: this.datasetId, query: target.query };
    this.port.ask("content.count", args, { signal: stop.signal }).then(
      ({ data }) => this.counted(target, stop, data),
      (error: Error) => {
        if (stop.signal.aborted || isWithdrawn(error)) return;
        this.fail(target, error);
        this.tell();
      },
    );
  }

  private counted(target: Shown, stop: AbortController, { matching_count }: Counted): void {
    if (stop.signal.aborted) return;
    this.counting = null;
    target.count = matching_count;
    this.tell();
    if (target.isFollowing) this.ask();
  }

  /** Have the rows drawn again. */
  tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

const fresh = (query: ContentQuery): Shown => ({
  query,
  pages: new Pages(),
  count: null,
  atLeast: 0,
});

const isCuttable = (column: { encoding: string }): boolean =>
  column.encoding === "text" || column.encoding === "json";

const isWhole = (query: ContentQuery): boolean => !query.filter && !query.search;

const sameFilter = (a: ContentQuery, b: ContentQuery): boolean =>
  JSON.stringify([a.filter ?? null, a.search ?? ""]) ===
  JSON.stringify([b.filter ?? null, b.search ?? ""]);

export const sameRows = (a: ContentQuery, b: ContentQuery): boolean =>
  sameFilter(a, b) && JSON.stringify(a.sorts ?? []) === JSON.stringify(b.sorts ?? []);
