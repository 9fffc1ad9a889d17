// A query under way: its time, its end, and its result while the pane is open.

import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { SqlRan } from "../../protocol/operations";
import { isWithdrawn } from "../../transport/port";
import { useEvent, usePort } from "../../ui";

export type Run =
  | { phase: "idle" }
  | { phase: "running"; since: number }
  | { phase: "done"; ran: SqlRan; text: string }
  | { phase: "failed"; error: Error }
  | { phase: "stopped"; after: number };

const EVERY = 100;
let number = 0;

/** Another word for each pane of all pages. */
const paneName = () =>
  `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-${++number}`;

/** Milliseconds since a moment, anew ten times a second. */
export function useElapsed(since: number): number {
  const [, tick] = useReducer((n: number, _: unknown) => n + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => tick(undefined), EVERY);
    return () => clearInterval(timer);
  }, []);
  return performance.now() - since;
}

export function useRun(datasetId: string, onRan: (text: string) => void) {
  const port = usePort();
  const [state, setState] = useState<Run>({ phase: "idle" });
  const asking = useRef<AbortController | null>(null);
  const [pane] = useState(paneName);
  const run = useEvent((text: string) => {
    asking.current?.abort();
    const mine = new AbortController();
    asking.current = mine;
    const since = performance.now();
    setState({ phase: "running", since });
    port.ask("sql.run", { dataset_id: datasetId, text, pane }, { signal: mine.signal }).then(
      ({ data }) => {
        // A newer query has taken its place.
        if (asking.current !== mine) return;
        asking.current = null;
        setState({ phase: "done", ran: data, text });
        onRan(text);
      },
      (error: Error) => {
        if (asking.current !== mine) return;
        asking.current = null;
        const isStopped = isWithdrawn(error) || (error as { code?: string }).code === "cancelled";
        setState(
          isStopped
            ? { phase: "stopped", after: performance.now() - since }
            : { phase: "failed", error },
        );
      },
    );
  });
  const cancel = useEvent(() => asking.current?.abort());
  useEffect(
    () => () => {
      asking.current?.abort();
      asking.current = null;
      if (port.isAlive) port.ask("sql.close", { pane }).catch(() => undefined);
    },
    [port, pane],
  );
  return { state, run, cancel };
}
