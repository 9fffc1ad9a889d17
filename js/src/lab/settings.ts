// What somebody set in JupyterLab's settings editor, and hears of changes.

import type { Registry } from "./jupyterlab";

export const PLUGIN = "datavault-jupyter:vault";

export interface Chosen {
  /** Name or id; empty is the first one offered. */
  vault: string;
  /** 0 is what was chosen in the listing. */
  pageSize: number;
  theme: "follow" | "light" | "dark";
}

const USUAL: Chosen = { vault: "", pageSize: 0, theme: "follow" };

type Loaded = Awaited<ReturnType<Registry["load"]>>;

export class Settings {
  /** Fulfilled once they are known; without a registry, or our schema, they are the usual ones. */
  readonly ready: Promise<void>;
  #loaded: Loaded | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(registry: Registry | null) {
    this.ready = this.#load(registry).catch(() => undefined);
  }

  get chosen(): Chosen {
    return { ...USUAL, ...(this.#loaded?.composite as Partial<Chosen> | undefined) };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Keep which vault was chosen, for the next visit. */
  keepVault(name: string): void {
    this.#loaded?.set("vault", name).catch(() => undefined);
  }

  async #load(registry: Registry | null): Promise<void> {
    this.#loaded = await registry?.load(PLUGIN);
    this.#loaded?.changed.connect(() => {
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
