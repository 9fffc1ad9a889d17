// Questions over a widget's comm. One port a model, however many views it has.

import type { AnyModel } from "@anywidget/types";
import type { Answer, AskOptions, News, Port } from "./port";
import { Refusal } from "./port";

const VERSION = 1;
const LATE_MS = 1000;
const PING_MS = 700;

interface Waiting {
  resolve: (answer: Answer<never>) => void;
  reject: (error: unknown) => void;
  late: ReturnType<typeof setTimeout>;
}

interface Told {
  ask?: string;
  ok?: boolean;
  data?: unknown;
  frames?: string[];
  error?: { code: string; message: string; hint: string; field: string; retryable: boolean };
  news?: string;
  seq?: number;
}

const bytesOf = (view: DataView): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

const withdrawn = () => new DOMException("The question was withdrawn.", "AbortError");

export class CommPort implements Port {
  readonly isAlive = true;
  // Two browsers can show one kernel's widget, and each hears the answers of both.
  readonly #prefix = `${crypto.getRandomValues(new Uint32Array(2)).join("")}-`;
  readonly #model: AnyModel;
  readonly #waiting = new Map<string, Waiting>();
  readonly #news = new Set<(news: News) => void>();
  readonly #busies = new Set<(isBusy: boolean) => void>();
  #count = 0;
  #seq = 0;
  #isBusy = false;
  #ping: string | null = null;

  constructor(model: AnyModel) {
    this.#model = model;
    model.on("msg:custom", this.#hear);
  }

  ask(op: string, args: unknown, { signal, buffers }: AskOptions = {}): Promise<Answer<never>> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(withdrawn());
        return;
      }
      const ask = this.#send({ op, args }, buffers);
      const late = setTimeout(() => this.#suspect(), LATE_MS);
      this.#waiting.set(ask, { resolve, reject, late });
      signal?.addEventListener("abort", () => this.#withdraw(ask), { once: true });
    });
  }

  onNews(listener: (news: News) => void): () => void {
    this.#news.add(listener);
    return () => void this.#news.delete(listener);
  }

  onBusy(listener: (isBusy: boolean) => void): () => void {
    this.#busies.add(listener);
    if (this.#isBusy) listener(true);
    return () => void this.#busies.delete(listener);
  }

  /** Give up all questions and stop listening. */
  close(): void {
    this.#model.off("msg:custom", this.#hear);
    for (const ask of [...this.#waiting.keys()]) this.#settle(ask)?.reject(withdrawn());
  }

  #send(message: object, buffers?: ArrayBuffer[]): string {
    this.#count += 1;
    const ask = this.#prefix + this.#count;
    this.#model.send({ v: VERSION, ask, ...message }, undefined, buffers);
    return ask;
  }

  #withdraw(ask: string): void {
    const waiting = this.#settle(ask);
    if (!waiting) return;
    this.#model.send({ v: VERSION, ask, cancel: true });
    waiting.reject(withdrawn());
  }

  /** An answer is late: is the work long, or does the kernel not listen at all? */
  #suspect(): void {
    if (this.#ping !== null) return;
    this.#ping = this.#send({ op: "ping" });
    setTimeout(() => {
      if (this.#ping !== null) this.#setBusy(true);
    }, PING_MS);
  }

  #setBusy(isBusy: boolean): void {
    if (this.#isBusy === isBusy) return;
    this.#isBusy = isBusy;
    for (const listener of [...this.#busies]) listener(isBusy);
  }

  #settle(ask: string): Waiting | undefined {
    const waiting = this.#waiting.get(ask);
    if (waiting) clearTimeout(waiting.late);
    this.#waiting.delete(ask);
    return waiting;
  }

  #hear = (told: Told, buffers: DataView[] = []): void => {
    if (told.news !== undefined) this.#tell(told);
    if (!told.ask?.startsWith(this.#prefix)) return;
    if (told.ask === this.#ping) this.#ping = null;
    this.#setBusy(false);
    const waiting = this.#settle(told.ask);
    if (!waiting) return;
    if (told.ok) {
      const named = (told.frames ?? []).map((name, i) => [name, bytesOf(buffers[i] as DataView)]);
      waiting.resolve({ data: told.data as never, frames: Object.fromEntries(named) });
    } else {
      const { code, message, hint, field, retryable } = told.error ?? {
        code: "unexpected",
        message: "The kernel gave an answer that can't be read.",
        hint: "",
        field: "",
        retryable: true,
      };
      waiting.reject(new Refusal(code, message, hint, field, retryable));
    }
  };

  #tell({ news = "", data, seq = 0 }: Told): void {
    // A gap means that the server dropped messages: whoever listens looks again.
    const isGap = this.#seq > 0 && seq > this.#seq + 1;
    this.#seq = seq;
    const all = [{ news, data: (data ?? {}) as Record<string, unknown>, seq }];
    if (isGap) all.push({ news: "datasets.changed", data: {}, seq });
    for (const each of all) for (const listener of [...this.#news]) listener(each);
  }
}
