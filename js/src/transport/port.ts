// What a panel knows of the world behind it. Where the answers come from is a transport's matter.

import type { ArgsOf, OpName, ResultOf } from "../protocol/operations";

/** An answer: a record, and rows or other binary parts by name. */
export interface Answer<T> {
  data: T;
  frames: Record<string, Uint8Array>;
}

/** Something that happened without a question; `seq` has no gaps unless one got lost. */
export interface News {
  news: string;
  data: Record<string, unknown>;
  seq: number;
}

export interface AskOptions {
  signal?: AbortSignal;
  buffers?: ArrayBuffer[];
}

export interface Port {
  ask<O extends OpName>(op: O, args: ArgsOf<O>, options?: AskOptions): Promise<Answer<ResultOf<O>>>;
  onNews(listener: (news: News) => void): () => void;
  /** Told `true` when an answer is more than a second late, `false` when nothing is late. */
  onBusy(listener: (isBusy: boolean) => void): () => void;
  /** False in a saved notebook: nothing is behind it, and nothing can be asked. */
  readonly isAlive: boolean;
  /** A server answers, which takes no SQL: that is for whoever has the kernel. */
  readonly isServed?: boolean;
  /** Writes code where the user works; false where that is nowhere. JupyterLab's own views have it. */
  insert?(code: string): boolean;
  /** Opens a notebook by its path; rejected with a sentence. JupyterLab's own views have it. */
  visit?(path: string): Promise<void>;
}

/** A question that was refused; the message is the sentence people read. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint = "",
    readonly field = "",
    readonly retryable = false,
  ) {
    super(message);
    this.name = "Refusal";
  }
}

/** What happened, and the way out where there is one. */
export function sentence(error: unknown): string {
  if (error instanceof Refusal) return `${error.message} ${error.hint}`.trim();
  return error instanceof Error ? error.message : String(error);
}

/** Whether an error only says that the question was withdrawn. */
export function isWithdrawn(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
