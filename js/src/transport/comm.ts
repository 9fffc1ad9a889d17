// Questions over a widget's comm. One port a model, however many views it has.

import type { AnyModel } from "@anywidget/types";
import { type Asks, beside } from "./beside";
import type { Answer, AskOptions, News, Port } from "./port";
import { answerOf, LATE_MS, newsTo, type Told, VERSION, withdrawn } from "./told";

const HAND_OVER_MS = 250;
const PING_MS = 700;

interface Waiting {
  resolve: (answer: Answer<never>) => void;
  reject: (error: unknown) => void;
  late: ReturnType<typeof setTimeout>;
  /** Asks the server the same; nothing where it is of no use there. */
  elsewhere: (server: Asks) => Promise<Answer<never>> | undefined;
}

const bytesOf = (view: DataView): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

export class CommPort implements Port {
  readonly isAlive = true;
  // Two browsers can show one kernel's widget, and each hears the answers of both.
  readonly #prefix = `${crypto.getRandomValues(new Uint32Array(2)).join("")}-`;
  readonly #model: AnyModel;
  readonly #waiting = new Map<string, Waiting>();
  readonly #news = new Set<(news: News) => void>();
  readonly #busies = new Set<(isBusy: boolean) => void>();
  readonly #tell = newsTo(this.#news);
  #count = 0;
  #isBusy = false;
  /** The kernel does not even answer a ping. */
  #isAway = false;
  #server: Promise<Asks> | null = null;
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
      const elsewhere = (server: Asks) => (buffers ? undefined : server(op, args, signal));
      this.#waiting.set(ask, { resolve, reject, late, elsewhere });
      if (this.#isAway) this.#handOver(ask);
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
    if (this.#isAway) this.#setBusy(true);
    if (this.#ping !== null) return;
    this.#ping = this.#send({ op: "ping" });
    const unheard = (after: number, act: () => void) =>
      setTimeout(() => this.#ping !== null && act(), after);
    unheard(HAND_OVER_MS, () => {
      this.#isAway = true;
      for (const ask of this.#waiting.keys()) this.#handOver(ask);
    });
    unheard(PING_MS, () => this.#setBusy(this.#waiting.size > 0));
  }

  /** Have the server answer what the kernel doesn't; its refusal says nothing, so then we wait. */
  async #handOver(ask: string): Promise<void> {
    this.#server ??= beside(this.#model.get("_vault_id"));
    try {
      const answer = await this.#waiting.get(ask)?.elsewhere(await this.#server);
      const waiting = answer && this.#settle(ask);
      if (!waiting) return;
      this.#model.send({ v: VERSION, ask, cancel: true });
      waiting.resolve(answer);
      if (!this.#waiting.size) this.#setBusy(false);
    } catch {}
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
    this.#isAway = false;
    this.#setBusy(false);
    const waiting = this.#settle(told.ask);
    try {
      waiting?.resolve(answerOf(told, buffers.map(bytesOf)));
    } catch (refusal) {
      waiting?.reject(refusal);
    }
  };
}
