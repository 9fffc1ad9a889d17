// The list on screen: asked when the question changes, refreshed in place when the vault does.

import { useEffect, useRef, useState } from "preact/hooks";
import type { DatasetList, ListedDataset } from "../../../protocol/operations";
import { isWithdrawn } from "../../../transport/port";
import { useEvent, usePort } from "../../../ui";
import { isAnswerTo, type Query, refreshed } from "./query";

const FLASH_MS = 600;
/** A first paint that is older gets looked at again. */
const FRESH_MS = 5000;

export interface Listed {
  list: DatasetList | undefined;
  error: Error | undefined;
  isLoading: boolean;
  /** Rows whose facts changed just now. */
  changed: ReadonlySet<string>;
  /** Datasets that came and wait to be shown. */
  arrived: number;
  /** Ask again and show what comes, new order and all. */
  reload: () => void;
  /** Put a row in the place of its former self. */
  put: (row: ListedDataset) => void;
}

const NONE: ReadonlySet<string> = new Set();

interface State {
  list: DatasetList | undefined;
  error?: Error;
  isLoading: boolean;
  changed: ReadonlySet<string>;
  arrived: number;
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

/** `query` is null while the page's length isn't known yet. */
export function useList(query: Query | null, boot: DatasetList | undefined): Listed {
  const port = usePort();
  const [state, setState] = useState<State>({
    list: boot,
    isLoading: !boot && port.isAlive,
    changed: NONE,
    arrived: 0,
  });
  const set = (change: Partial<State>) => setState((old) => ({ ...old, ...change }));
  const [turn, setTurn] = useState(0);
  const first = useRef(boot);
  const key = JSON.stringify(query);
  useEffect(() => {
    if (!query || !port.isAlive) return;
    const paint = first.current;
    first.current = undefined;
    if (paint && isAnswerTo(paint.asked, query)) {
      if (Date.now() - Date.parse(paint.read_at) > FRESH_MS) refresh();
      return;
    }
    const asking = new AbortController();
    set({ isLoading: true });
    port.ask("datasets.list", query, { signal: asking.signal }).then(
      ({ data }) => {
        if (asking.signal.aborted) return;
        setState({ list: data, isLoading: false, changed: NONE, arrived: 0 });
      },
      (error) => {
        if (asking.signal.aborted || isWithdrawn(error)) return;
        set({ error: asError(error), isLoading: false });
      },
    );
    return () => asking.abort();
  }, [port, key, turn]);
  const reload = useEvent(() => setTurn((n) => n + 1));
  const refresh = useRefresh(query, state, setState, reload);
  const put = useEvent((row: ListedDataset) => {
    const { list } = state;
    if (!list) return;
    set({ list: { ...list, rows: list.rows.map((old) => (old.id === row.id ? row : old)) } });
  });
  const { list, error, isLoading, changed, arrived } = state;
  return { list, error, isLoading, changed, arrived, reload, put };
}

/** Look again without moving anything; asked by news, at most one at a time. */
function useRefresh(
  query: Query | null,
  state: State,
  setState: (change: (old: State) => State) => void,
  reload: () => void,
): () => void {
  const port = usePort();
  const under = useRef({ isAsking: false, isDue: false });
  const refresh = useEvent(async () => {
    const old = state.list;
    if (!query) return;
    if (!old || old.rows.length === 0) return reload();
    if (under.current.isAsking) {
      under.current.isDue = true;
      return;
    }
    under.current = { isAsking: true, isDue: false };
    const ids = old.rows.map((row) => row.id);
    const ofRows = { ids, has_archived: true, limit: ids.length };
    const [now, facts] = await Promise.all([
      port.ask("datasets.list", { ...query, offset: old.offset }),
      port.ask("datasets.list", ofRows),
    ]).catch(() => []);
    under.current.isAsking = false;
    if (now && facts)
      setState((present) => {
        // The screen has moved on: this is about another page.
        if (!present.list || present.list.read_at !== old.read_at) return present;
        return { ...present, ...refreshed(present.list, now.data, facts.data.rows) };
      });
    if (under.current.isDue) refresh();
  });
  useEffect(
    () =>
      port.onNews(({ news }) => {
        if (news === "datasets.changed") refresh();
      }),
    [port, refresh],
  );
  const { changed } = state;
  useEffect(() => {
    if (changed.size === 0) return;
    const timer = setTimeout(() => setState((old) => ({ ...old, changed: NONE })), FLASH_MS);
    return () => clearTimeout(timer);
  }, [changed, setState]);
  return refresh;
}
