// A dashboard's state: opened, changed at once and saved behind, followed as rows change.

import { useEffect, useReducer, useRef } from "preact/hooks";
import type { BoardState, Filter } from "../../../protocol/operations";
import { isWithdrawn, sentence } from "../../../transport/port";
import { Pace, useEvent, usePort } from "../../../ui";

const EVERY = 1_000;

export type Change = Partial<Pick<BoardState, "tiles" | "filter">> & { pinnedTo?: string };

interface Held {
  state: BoardState | undefined;
  error: Error | undefined;
  trouble: string;
}

export interface OpenBoard extends Held {
  change: (change: Change) => void;
  learn: (state: BoardState) => void;
  reload: () => void;
}

const whole = (state: BoardState, change: Change): BoardState => ({
  ...state,
  tiles: change.tiles ?? state.tiles,
  filter: change.filter === undefined ? state.filter : change.filter,
});

/** Ask what the dashboard is now: at first, and after news; never too often, never out of sight. */
function useFollowing(
  datasetId: string,
  boardId: string,
  onLook: (state: BoardState | undefined, error?: Error) => void,
) {
  const port = usePort();
  const pace = useRef<Pace | null>(null);
  const looked = useEvent(onLook);
  useEffect(() => {
    if (!port.isAlive) return;
    const stop = new AbortController();
    const look = async () => {
      try {
        const args = { dataset_id: datasetId, board_id: boardId };
        const { data } = await port.ask("boards.open", args, { signal: stop.signal });
        if (!stop.signal.aborted) looked(data);
      } catch (error) {
        if (!stop.signal.aborted && !isWithdrawn(error)) looked(undefined, error as Error);
      }
    };
    const looking = new Pace(look, EVERY);
    pace.current = looking;
    const quiet = port.onNews(({ news }) => news === "datasets.changed" && looking.due());
    looking.due();
    return () => {
      stop.abort();
      looking.close();
      quiet();
    };
  }, [port, datasetId, boardId, looked]);
  return pace;
}

/** Saves one after another, the newest last; what is under way is what the view shows. */
export function useBoard(
  datasetId: string,
  boardId: string,
  first: BoardState | undefined,
): OpenBoard {
  const port = usePort();
  const held = useRef<Held>({ state: first, error: undefined, trouble: "" });
  const [, draw] = useReducer((n: number, _: unknown) => n + 1, 0);
  const due = useRef<Change | null>(null);
  const isSaving = useRef(false);
  const tell = (change: Partial<Held>) => {
    held.current = { ...held.current, ...change };
    draw(undefined);
  };
  const pace = useFollowing(datasetId, boardId, (data, error) => {
    // What is being arranged is newer than what was asked for.
    if (error) tell({ error });
    else if (!isSaving.current && !due.current) tell({ state: data, error: undefined });
  });
  const save = useEvent(async () => {
    if (isSaving.current || !due.current) return;
    const change = due.current;
    due.current = null;
    isSaving.current = true;
    const now = held.current.state as BoardState;
    const { tiles, filter } = now;
    const pinned = change.pinnedTo ?? (now.is_pinned ? now.version : "");
    try {
      const { data } = await port.ask("boards.change", {
        dataset_id: datasetId,
        board_id: boardId,
        tiles: tiles.map(({ chart_id, width, height }) => ({ chart_id, width, height })),
        filter,
        pinned_to: pinned,
      });
      if (!due.current) tell({ state: data, trouble: "" });
    } catch (error) {
      if (!isWithdrawn(error)) tell({ trouble: sentence(error) });
    } finally {
      isSaving.current = false;
      if (due.current) void save();
      else pace.current?.due();
    }
  });
  const change = useEvent((made: Change) => {
    if (!held.current.state) return;
    tell({ state: whole(held.current.state, made), trouble: "" });
    due.current = { ...due.current, ...made };
    void save();
  });
  return {
    ...held.current,
    change,
    learn: useEvent((state: BoardState) => tell({ state, trouble: "" })),
    reload: useEvent(() => pace.current?.due()),
  };
}

/** A filter that leaves out nothing is none. */
export const isPlain = (filter: Filter | null): boolean =>
  !filter || (filter.op === "and" && (filter.parts ?? []).length === 0);
