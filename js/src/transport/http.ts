// Questions over HTTP, to the server part: for pages without a kernel, and past one that is busy.

import { framed, unframed } from "./framing";
import { Lines } from "./lines";
import type { Answer, AskOptions, News, Port } from "./port";
import { Refusal } from "./port";
import { answerOf, LATE_MS, type Told, VERSION, withdrawn } from "./told";

const TYPE = "application/vnd.datavault.message";
/** The code of a refusal: the session with Jupyter has ended. */
export const SIGNED_OUT = "signed_out";
/** The code of a refusal: there is nothing of ours at that address. */
export const NOTHING_THERE = "no_server";
const API = "datavault/api/";
const PAUSES_MS = [250, 500, 1000, 2000];

export interface HttpOptions {
  /** Where Jupyter's server is: its base URL, ending in a slash. */
  base: string;
  /** Name or id of the vault. */
  vault: string;
  /** Jupyter's token, where the page was given one instead of a cookie. */
  token?: string;
  /** Refuse what changes something: the same question may be with a kernel, too. */
  isReadOnly?: boolean;
  /** Where below `base` it is asked: what is shared has a place of its own. */
  at?: string;
}

/** A vault that a server offers. */
export interface Vault {
  id: string;
  name: string;
}

/** The vaults that this server offers to whoever looks at the page. */
export async function vaultsOf(base: string): Promise<Vault[]> {
  const response = await fetch(new URL("datavault/api/vaults", base), { cache: "no-store" });
  if (!response.ok) throw new Error(`the server answered with status ${response.status}.`);
  const { vaults } = await response.json();
  return vaults;
}

/** The value that Jupyter wants to see beside its cookie. */
const xsrf = (): string =>
  /(?:^|; )_xsrf=([^;]*)/.exec(globalThis.document?.cookie ?? "")?.[1] ?? "";

export class HttpPort implements Port {
  readonly isAlive = true;
  readonly isServed = true;
  readonly #options: HttpOptions;
  // Not randomUUID: a page without https has none.
  readonly #channel = crypto.getRandomValues(new Uint32Array(4)).join("-");
  readonly #busies = new Set<(isBusy: boolean) => void>();
  readonly #lines: Lines;
  #count = 0;
  #lateCount = 0;

  constructor(options: HttpOptions) {
    this.#options = options;
    const { base, vault, token = "", at = API } = options;
    const url = new URL(`${at}news`, base.replace(/^http/, "ws"));
    url.search = `${new URLSearchParams({ vault, channel: this.#channel, ...(token && { token }) })}`;
    this.#lines = new Lines(url.href);
  }

  async ask(op: string, args: unknown, options: AskOptions = {}): Promise<Answer<never>> {
    let isLate = false;
    const late = setTimeout(() => {
      isLate = true;
      this.#late(1);
    }, LATE_MS);
    try {
      return await this.#patiently(op, args, options);
    } finally {
      clearTimeout(late);
      if (isLate) this.#late(-1);
    }
  }

  onNews(listener: (news: News) => void): () => void {
    return this.#lines.listen(listener);
  }

  onBusy(listener: (isBusy: boolean) => void): () => void {
    this.#busies.add(listener);
    if (this.#lateCount) listener(true);
    return () => void this.#busies.delete(listener);
  }

  /** Stop listening for good. */
  close(): void {
    this.#lines.close();
  }

  #late(change: number): void {
    const before = this.#lateCount > 0;
    this.#lateCount += change;
    const isBusy = this.#lateCount > 0;
    if (isBusy !== before) for (const listener of [...this.#busies]) listener(isBusy);
  }

  /** A server that has too much to do took nothing: so it is asked again, a few times. */
  async #patiently(op: string, args: unknown, options: AskOptions): Promise<Answer<never>> {
    for (const pause of PAUSES_MS) {
      try {
        return await this.#once(op, args, options);
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== "server_busy") throw error;
        await new Promise((go) => setTimeout(go, pause));
      }
    }
    return this.#once(op, args, options);
  }

  async #once(op: string, args: unknown, { signal, buffers }: AskOptions): Promise<Answer<never>> {
    const { base, vault, token, isReadOnly, at = API } = this.#options;
    this.#count += 1;
    const about = { vault, channel: this.#channel, ...(isReadOnly && { is_read_only: true }) };
    const question = { v: VERSION, ask: `h-${this.#count}`, op, args, ...about };
    const headers: Record<string, string> = { "Content-Type": TYPE, "X-XSRFToken": xsrf() };
    if (token) headers.Authorization = `token ${token}`;
    const body = framed(question, buffers);
    if (signal?.aborted) throw withdrawn();
    let response: Response;
    let bytes: ArrayBuffer;
    try {
      response = await fetch(new URL(`${at}ask`, base), {
        ...{ method: "POST", headers, body, signal, cache: "no-store" },
      });
      bytes = await response.arrayBuffer();
    } catch {
      if (signal?.aborted) throw withdrawn();
      const hint = "Look whether Jupyter still runs, then try again.";
      throw new Refusal("unreachable", "The server does not answer.", hint, "", true);
    }
    const isOurs = response.headers.get("Content-Type") === TYPE;
    const told = isOurs ? unframed<Told>(bytes) : null;
    if (!told) throw foreign(response.status);
    return answerOf(...told);
  }
}

/** Why something before our part refused: Jupyter itself, or a proxy. */
function foreign(status: number): Refusal {
  if (status === 401 || status === 403)
    return new Refusal(
      SIGNED_OUT,
      "Jupyter does not know you any more.",
      "Sign in again in another tab, then go on here.",
    );
  if (status === 404) return new Refusal(NOTHING_THERE, "This server has no Data Vault.");
  if (status === 413) return new Refusal("too_large", "That is more than the server takes.");
  const message = `The server failed with status ${status}.`;
  return new Refusal("unexpected", message, "", "", status >= 500);
}
