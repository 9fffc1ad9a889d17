// What the tab knows: asked for once, and again while answers come, at most once a second.

import { useEffect, useReducer, useRef } from "preact/hooks";
import type { ContentQuery, Evaluation, Filter, Mapping } from "../../protocol/operations";
import { isWithdrawn } from "../../transport/port";
import { Pace, useEvent, usePort } from "../../ui";

const EVERY = 1000;
/** A million answers take a while: asking is to take a tenth of the time at most. */
const REST = 9;

export interface Found {
  data?: Evaluation;
  error?: Error;
  /** Whether `data` belongs to an older question. */
  isStale: boolean;
  /** Another number when there are other answers, or other questions about them. */
  revision: number;
}

export interface Which {
  datasetId: string;
  filter: ContentQuery | null;
  mapping: Mapping | null;
}

const FINISHED: Filter = { op: "eq", column: "status", values: ["finished"] };

/** Whether a filter says anything of a column. */
export const mentions = (filter: Filter | null | undefined, column: string): boolean =>
  filter?.column === column || (filter?.parts ?? []).some((part) => mentions(part, column));

/** The question: the grid's filter, and finished tasks only where that is on. */
export function asked(
  filters: Filter | null,
  search: string,
  { isPipeline, isFinished }: { isPipeline: boolean; isFinished: boolean },
): ContentQuery {
  const isOwn = isPipeline && isFinished && !mentions(filters, "status");
  const filter = !isOwn
    ? filters
    : filters
      ? { op: "and" as const, parts: [FINISHED, filters] }
      : FINISHED;
  return { filter, search };
}

/** The evaluation of now; it stays while the next is awaited, and when that fails. */
export function useEvaluation({
  datasetId,
  filter,
  mapping,
}: Which): Found & { again: () => void } {
  const port = usePort();
  const [, draw] = useReducer((n: number, _: unknown) => n + 1, 0);
  const found = useRef<Found>({ isStale: true, revision: 0 });
  const known = useRef("");
  const pace = useRef<Pace | null>(null);
  const key = JSON.stringify([datasetId, filter, mapping]);
  useEffect(() => {
    const stop = new AbortController();
    found.current = { ...found.current, isStale: true, error: undefined };
    const look = async () => {
      const begun = performance.now();
      try {
        const args = { dataset_id: datasetId, query: filter, mapping };
        const { data } = await port.ask("analytics.summary", args, { signal: stop.signal });
        if (stop.signal.aborted) return;
        const { revision } = found.current;
        const now = `${key} ${data.revision}`;
        const isSame = known.current === now;
        known.current = now;
        found.current = { data, isStale: false, revision: isSame ? revision : revision + 1 };
      } catch (error) {
        if (stop.signal.aborted || isWithdrawn(error)) return;
        found.current = { ...found.current, error: error as Error, isStale: false };
      }
      draw(undefined);
      const took = performance.now() - begun;
      if (took * REST > EVERY) await new Promise((go) => setTimeout(go, took * REST));
    };
    const own = new Pace(look, EVERY);
    pace.current = own;
    const quiet = port.onNews(({ news }) => news === "datasets.changed" && own.due());
    if (port.isAlive) own.due();
    draw(undefined);
    return () => {
      stop.abort();
      own.close();
      quiet();
    };
  }, [port, key]);
  return { ...found.current, again: useEvent(() => pace.current?.due()) };
}
