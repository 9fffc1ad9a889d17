// The port of a saved notebook: nothing is behind it.

import type { Port } from "./port";
import { Refusal } from "./port";

interface Manager {
  kernel?: unknown;
  _get_comm_info?: () => Promise<Record<string, unknown>>;
}

/** Whether the page only shows saved widgets, as an exported notebook does. */
export async function isSavedPage(manager: unknown): Promise<boolean> {
  const { kernel, _get_comm_info: ask } = (manager ?? {}) as Manager;
  if (kernel || typeof ask !== "function") return false;
  const comms = await ask.call(manager).catch(() => ({}));
  return Object.keys(comms).length === 0;
}

export const staticPort: Port = {
  isAlive: false,
  ask: () =>
    Promise.reject(
      new Refusal(
        "saved_copy",
        "This is a saved copy: no kernel is behind it.",
        "Open the notebook and run the cell to go on from here.",
      ),
    ),
  onNews: () => () => undefined,
  onBusy: () => () => undefined,
};
