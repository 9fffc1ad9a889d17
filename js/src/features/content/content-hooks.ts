// What the panel knows of the world: the description, the rows, the headers, the news.

import { useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import type { ContentQuery, Description } from "../../protocol/operations";
import { isWithdrawn, type Port } from "../../transport/port";
import { useEvent } from "../../ui";
import type { Boot } from "./model";
import { ContentSource } from "./source";
import { Summaries } from "./summaries";

export interface Described {
  description: Description | null;
  trouble: Error | null;
  /** The dataset is another one by now; what is on screen stays until it is asked for. */
  changed: Description | null;
  /** Ask again: after trouble, or because something may have changed. */
  ask: () => void;
  /** Take what changed; returns it. */
  take: () => void;
  /** What the dataset was found to be. */
  learn: (found: Description) => void;
}

/** Row ids stay while a pipeline fills a dataset, and when that ends or goes on. */
const isFollowed = (a: Description, b: Description): boolean => Boolean(a.is_live || b.is_live);

const isOther = (a: Description, b: Description): boolean =>
  a.fingerprint !== b.fingerprint || a.row_count !== b.row_count;

export function useDescription(port: Port, datasetId: string, boot?: Boot): Described {
  const [description, setDescription] = useState<Description | null>(boot?.description ?? null);
  const [changed, setChanged] = useState<Description | null>(null);
  const [trouble, setTrouble] = useState<Error | null>(null);
  const [turn, again] = useReducer((n: number, _: unknown) => n + 1, 0);
  const isLive = description?.is_live;
  const learn = useEvent((found: Description) => {
    setTrouble(null);
    if (description?.dataset_id !== datasetId) setDescription(found);
    else if (isFollowed(description, found)) {
      if (isOther(description, found) || description.is_live !== found.is_live) {
        setDescription(found);
      }
      setChanged(null);
    } else setChanged(isOther(description, found) ? found : null);
  });
  useEffect(() => {
    if (!port.isAlive || (boot && turn === 0)) return;
    const stop = new AbortController();
    port.ask("content.describe", { dataset_id: datasetId }, { signal: stop.signal }).then(
      ({ data }) => stop.signal.aborted || learn(data),
      (error: Error) => stop.signal.aborted || isWithdrawn(error) || setTrouble(error),
    );
    return () => stop.abort();
  }, [port, datasetId, turn]);
  useEffect(
    () =>
      port.onNews(({ news, data }) => {
        const { ids } = data;
        const isOurs = !Array.isArray(ids) || ids.includes(datasetId);
        // What is live is followed at a pace of its own.
        if (news === "datasets.changed" && isOurs && !isLive) again(undefined);
      }),
    [port, datasetId, isLive],
  );
  const take = useEvent(() => {
    if (changed) setDescription(changed);
    setChanged(null);
  });
  const ask = useEvent(() => again(undefined));
  return { description, trouble, changed, take, learn, ask };
}

/** The rows of the view and its headers, which follow it. */
export function useRows(
  port: Port,
  description: Description,
  query: ContentQuery,
  shown: string[],
  boot?: Boot,
) {
  const { dataset_id, columns, row_count, fingerprint, is_live: isLive } = description;
  const wasLive = useRef(isLive);
  const source = useMemo(
    () => new ContentSource(port, dataset_id, query, row_count, boot),
    [port, dataset_id],
  );
  const summaries = useMemo(() => {
    const made = new Summaries(port, dataset_id);
    if (boot?.summaries) made.start(boot.summaries, boot.query, boot.description.fingerprint);
    return made;
  }, [port, dataset_id]);
  const [, redraw] = useReducer((n: number, _: unknown) => n + 1, 0);
  const order = shown.join("\n");
  const key = JSON.stringify([query, row_count, fingerprint]);
  const drawn = useRef(key);
  source.arrange(shown, columns);
  useEffect(() => source.onChange(() => redraw(undefined)), [source]);
  useEffect(() => {
    // Before the grid has measured itself, so that rows are on their way at once.
    if (source.isEmpty) source.want(0, 40, shown.slice(0, 12));
  }, [source, order]);
  useEffect(() => {
    if (drawn.current === key) return;
    const isSameView = drawn.current.startsWith(JSON.stringify([query]).slice(0, -1));
    drawn.current = key;
    const isSameRows = isLive || wasLive.current;
    wasLive.current = isLive;
    if (!isSameView) source.show(query, row_count);
    else if (isSameRows) source.follow(row_count);
    else source.again(row_count);
  }, [source, key]);
  useEffect(() => () => source.close(), [source]);
  useEffect(() => () => summaries.close(), [summaries]);
  return { source, summaries };
}

/** The newest value, but another one only after so many milliseconds. */
export function useSlowly<T>(value: T, wait: number): T {
  const [slow, setSlow] = useState(value);
  const last = useRef(performance.now());
  useEffect(() => {
    if (!wait || slow === value) return;
    const turn = () => {
      last.current = performance.now();
      setSlow(value);
    };
    const timer = setTimeout(turn, last.current + wait - performance.now());
    return () => clearTimeout(timer);
  }, [value]);
  return wait ? slow : value;
}

/** Whether an answer is late. */
export function useBusy(port: Port): boolean {
  const [isBusy, setBusy] = useState(false);
  useEffect(() => port.onBusy(setBusy), [port]);
  return isBusy;
}

/** Speak politely: the newest message, at most one a second. */
export function useSpoken(message: string): string {
  const [spoken, setSpoken] = useState("");
  const last = useRef(0);
  useEffect(() => {
    if (message === spoken) return;
    const wait = Math.max(200, last.current + 1000 - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      setSpoken(message);
    }, wait);
    return () => clearTimeout(timer);
  }, [message]);
  return spoken;
}
