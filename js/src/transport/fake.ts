// A port whose answers a test gives.

import type { OpName } from "../protocol/operations";
import type { Answer, News, Port } from "./port";

type Framed = { data: unknown; frames: Record<string, Uint8Array> };
export type Handler = (args: never, options: { signal?: AbortSignal }) => unknown;

export interface FakePort extends Port {
  /** Every question so far, oldest first. */
  readonly asked: { op: string; args: unknown }[];
  tell(news: string, data?: Record<string, unknown>): void;
  busy(isBusy: boolean): void;
}

const isFramed = (made: unknown): made is Framed =>
  typeof made === "object" && made !== null && "data" in made && "frames" in made;

/** A port that answers from a table of functions: a result, `{data, frames}`, or a thrown Refusal. */
export function fakePort(handlers: Partial<Record<OpName, Handler>>, isAlive = true): FakePort {
  const listeners = new Set<(news: News) => void>();
  const busies = new Set<(isBusy: boolean) => void>();
  const asked: { op: string; args: unknown }[] = [];
  let seq = 0;
  return {
    asked,
    isAlive,
    async ask(op, args, options = {}) {
      asked.push({ op, args });
      const handler = handlers[op];
      if (!handler) throw new Error(`The test gives no answer to ${op}.`);
      const made = await handler(args as never, options);
      options.signal?.throwIfAborted();
      return (isFramed(made) ? made : { data: made, frames: {} }) as Answer<never>;
    },
    onNews(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onBusy(listener) {
      busies.add(listener);
      return () => void busies.delete(listener);
    },
    tell(news, data = {}) {
      seq += 1;
      for (const listener of [...listeners]) listener({ news, data, seq });
    },
    busy(isBusy) {
      for (const listener of [...busies]) listener(isBusy);
    },
  };
}
