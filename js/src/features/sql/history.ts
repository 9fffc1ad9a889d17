// The statements that ran last, kept in the vault for the person: newest first.

import { useEffect, useRef, useState } from "preact/hooks";
import { useEvent, usePort } from "../../ui";

const NAME = "sql.history";
const MOST = 50;
/** A setting has an end; a statement that alone would fill it isn't remembered. */
const MOST_LETTERS = 15_000;

/** The history with a statement at its front, each once, within its bounds. */
export function remembered(history: readonly string[], text: string): string[] {
  const made: string[] = [];
  let letters = 0;
  for (const each of [text, ...history.filter((old) => old !== text)]) {
    letters += JSON.stringify(each).length + 2;
    if (letters > MOST_LETTERS || made.length === MOST) break;
    made.push(each);
  }
  return made.length > 0 ? made : [...history];
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === "string");

export function useHistory() {
  const port = usePort();
  const [history, setHistory] = useState<string[]>([]);
  const known = useRef<string[] | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    port.ask("preferences.get", { name: NAME }, { signal: asking.signal }).then(
      ({ data }) => {
        if (asking.signal.aborted) return;
        const kept = isTexts(data.value) ? data.value : [];
        // What ran before this answer came stands before it.
        known.current = (known.current ?? []).reduceRight(remembered, kept);
        setHistory(known.current);
      },
      () => undefined,
    );
    return () => asking.abort();
  }, [port]);
  const remember = useEvent((text: string) => {
    known.current = remembered(known.current ?? [], text);
    setHistory(known.current);
    port.ask("preferences.set", { name: NAME, value: known.current }).catch(() => undefined);
  });
  return { history, remember };
}
