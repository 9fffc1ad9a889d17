// The way past a kernel that is busy: the server's own answers, where the server has this vault.

import type { Answer } from "./port";

export type Asks = (op: string, args: unknown, signal?: AbortSignal) => Promise<Answer<never>>;

/** Asks the server about a vault; rejected where the page knows no server, or it not the vault. */
export async function beside(vault: string): Promise<Asks> {
  const page = document.getElementById("jupyter-config-data")?.textContent ?? "";
  const root = new URL(JSON.parse(page).baseUrl, location.origin);
  // The server's own file, so that both sides of HTTP are of one version.
  const { default: made } = await import(`${root}datavault/static/http.js`);
  return made(vault, root.href);
}
