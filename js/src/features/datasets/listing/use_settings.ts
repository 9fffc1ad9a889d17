// What a person set for themselves: columns, widths, page length. Kept in the vault.

import { useEffect, useState } from "preact/hooks";
import { useEvent, usePort } from "../../../ui";
import { type Settings, settingsOf } from "./columns";

const NAME = "listing";
const WAIT_MS = 400;

/** `isKnown` is false until the vault has told; `stored` is what travelled with the page. */
export function useSettings(stored?: unknown) {
  const port = usePort();
  const isTold = stored !== undefined;
  const [settings, setSettings] = useState<Settings>(() => settingsOf(stored));
  const [isKnown, setKnown] = useState(isTold || !port.isAlive);
  const [unsaved, setUnsaved] = useState<Settings | null>(null);
  useEffect(() => {
    if (isTold || !port.isAlive) return;
    const asking = new AbortController();
    port
      .ask("preferences.get", { name: NAME }, { signal: asking.signal })
      .then(({ data }) => setSettings(settingsOf(data.value)))
      // Without them the list is drawn as for anybody.
      .catch(() => undefined)
      .finally(() => !asking.signal.aborted && setKnown(true));
    return () => asking.abort();
  }, [port, isTold]);
  useEffect(() => {
    if (!unsaved || !port.isAlive) return;
    const save = () =>
      // The list works on without: the next change tries again.
      void port.ask("preferences.set", { name: NAME, value: unsaved }).catch(() => undefined);
    const timer = setTimeout(save, WAIT_MS);
    return () => clearTimeout(timer);
  }, [port, unsaved]);
  const change = useEvent((next: Settings) => {
    setSettings(next);
    setUnsaved(next);
  });
  return { settings, isKnown, change };
}
