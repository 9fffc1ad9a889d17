// A file on its way to the kernel: piece by piece, each acknowledged; it goes on where it stopped.

import type { Upload } from "../../protocol/operations";
import { isWithdrawn, type Port, Refusal } from "../../transport/port";

export const CHUNK = 8_000_000;
const EDGE = 1_000_000;
/** How much the newest piece counts in the rate. */
const FRESH = 0.3;

export type Phase = "begin" | "send" | "paused" | "stopped" | "done";

export interface TransferState {
  phase: Phase;
  sent: number;
  /** Where it went on from: what was here already. */
  found: number;
  /** Bytes a second; null until the first piece has arrived. */
  rate: number | null;
  error?: Error;
  upload?: Upload;
}

const hex = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** SHA-256 in hexadecimal; empty on a page without https, where browsers don't give it. */
export async function digest(data: ArrayBuffer): Promise<string> {
  return crypto.subtle ? hex(await crypto.subtle.digest("SHA-256", data)) : "";
}

/** What a file is known by when it is chosen again: its size, its ends, its name and its time. */
export async function fingerprint(file: File): Promise<string> {
  const facts = `${file.size}-${file.lastModified}-${file.name}`;
  const ends = new Blob([file.slice(0, EDGE), file.slice(-EDGE), facts]);
  // Without a digest contents can't be compared: then nothing is taken for the same file.
  return (await digest(await ends.arrayBuffer())) || `${facts}-${Math.random()}`;
}

/** The name without what would make a path of it. */
export const label = (name: string) =>
  name
    .replace(/[\\/:]/g, "-")
    .trim()
    .slice(-160);

const unreadable = new Refusal(
  "unreadable_file",
  "The browser can't read this file any more: it was moved or changed, or it is a folder.",
  "Choose it again.",
);

/** One upload. `onChange` hears of every step. */
export class Transfer {
  state: TransferState = { phase: "begin", sent: 0, found: 0, rate: null };
  #asking = new AbortController();
  #at = 0;

  constructor(
    readonly port: Port,
    readonly file: File,
    readonly onChange: (state: TransferState) => void,
  ) {}

  /** Begin, or go on; what is here already is not sent again. */
  async run(): Promise<void> {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    this.#set({ phase: "begin", error: undefined, rate: null });
    try {
      const upload = await this.#begin(signal);
      this.#set({ phase: "send", upload, sent: upload.offset, found: upload.offset });
      await this.#send(upload, signal);
      await this.port.ask("imports.upload_end", { upload_id: upload.upload_id }, { signal });
      this.#set({ phase: "done" });
    } catch (error) {
      if (signal.aborted || isWithdrawn(error)) return;
      this.#set({ phase: "stopped", error: error instanceof Error ? error : unreadable });
    }
  }

  pause(): void {
    this.#asking.abort();
    this.#set({ phase: "paused", rate: null });
  }

  /** Stop, and remove what is here. */
  discard(): void {
    this.#asking.abort();
    const id = this.state.upload?.upload_id;
    if (id) this.port.ask("imports.upload_discard", { upload_id: id }).catch(() => undefined);
  }

  #set(change: Partial<TransferState>): void {
    this.state = { ...this.state, ...change };
    this.onChange(this.state);
  }

  async #read(from: number, to: number): Promise<ArrayBuffer> {
    try {
      return await this.file.slice(from, to).arrayBuffer();
    } catch {
      throw unreadable;
    }
  }

  async #begin(signal: AbortSignal): Promise<Upload> {
    const { name, size } = this.file;
    if (size > 0) await this.#read(0, 1);
    const args = {
      name: label(name),
      byte_count: size,
      fingerprint: await fingerprint(this.file),
    };
    const { data } = await this.port.ask("imports.upload_begin", args, { signal });
    if (data.offset === 0) return data;
    const tail = await digest(await this.#read(data.tail_offset, data.offset));
    if (tail === data.tail_sha256) return data;
    const fresh = { ...args, is_fresh: true };
    return (await this.port.ask("imports.upload_begin", fresh, { signal })).data;
  }

  async #piece(from: number) {
    const bytes = await this.#read(from, from + CHUNK);
    return { bytes, sha256: await digest(bytes) };
  }

  async #send(upload: Upload, signal: AbortSignal): Promise<void> {
    const { upload_id, byte_count } = upload;
    let offset = upload.offset;
    let next = this.#piece(offset);
    this.#at = performance.now();
    while (offset < byte_count) {
      const { bytes, sha256 } = await next;
      const after = offset + bytes.byteLength;
      signal.throwIfAborted();
      const sending = this.port.ask(
        "imports.upload_chunk",
        { upload_id, offset, sha256 },
        { signal, buffers: [bytes] },
      );
      // Read and hashed while the one before is on its way; its failure is heard at its turn.
      next = after < byte_count ? this.#piece(after) : next;
      next.catch(() => undefined);
      const { data } = await sending;
      this.#measure(data.offset - offset);
      offset = data.offset;
      this.#set({ sent: offset });
    }
  }

  #measure(bytes: number): void {
    const now = performance.now();
    const latest = bytes / Math.max((now - this.#at) / 1000, 0.001);
    const before = this.state.rate ?? latest;
    this.#at = now;
    this.state.rate = before + (latest - before) * FRESH;
  }
}
