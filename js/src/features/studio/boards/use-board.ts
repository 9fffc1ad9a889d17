// A dashboard's state: opened, changed at once and saved behind, followed as rows change.

import { useEffect, useReducer, useRef } from "preact/hooks";
import type { BoardState, Filter } from "../../../protocol/operations";
import { isWithdrawn, type Port, Refusal, sentence } from "../../../transport/port";
import { Pace, useEvent, usePort } from "../../../ui";

const EVERY = 1_000;

export type Change = Partial<Pick<BoardState, "tiles" | "filter">> & { pinnedTo?: string };

interface Held {
  state: BoardState | undefined;
  error: Error | undefined;
  trouble: string;
  /** What somebody else saved meanwhile: nothing is saved over it before one of both is chosen. */
  theirs: BoardState | undefined;
}

export interface OpenBoard extends Held {
  change: (change: Change) => void;
  learn: (state: BoardState) => void;
  reload: () => void;
  /** Let theirs stand, and show it. */
  takeTheirs: () => void;
  /** Save what is on show in its place. */
  takeMine: () => void;
  /** Save what is on show as a dashboard of its own, and let theirs stand; its id. */
  takeBoth: () => Promise<string>;
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

const arranged = (
  { tiles, filter, is_pinned: isPinned, version }: BoardState,
  pinnedTo: string | undefined,
) => ({
  tiles: tiles.map(({ chart_id, width, height }) => ({ chart_id, width, height })),
  filter,
  pinned_to: pinnedTo ?? (isPinned ? version : ""),
});

/** Saves one after another, the newest last; what is under way is what the view shows. */
class Arranging {
  held: Held;
  private due: Change | null = null;
  private isSaving = false;

  constructor(
    private readonly which: { dataset_id: string; board_id: string },
    first: BoardState | undefined,
    public port: Port,
    private readonly onTold: () => void,
    private readonly look: () => void,
  ) {
    this.held = { state: first, error: undefined, trouble: "", theirs: undefined };
  }

  private tell(change: Partial<Held>): void {
    this.held = { ...this.held, ...change };
    this.onTold();
  }

  /** What is being arranged is newer than what was asked for. */
  looked(data: BoardState | undefined, error?: Error): void {
    const { state, theirs } = this.held;
    // The answer of a save may have overtaken that of a look that was asked before it.
    const isOld = (data?.edition ?? 0) < ((theirs ?? state)?.edition ?? 0);
    if (error) this.tell({ error });
    else if (isOld) return;
    else if (theirs) this.tell({ theirs: data });
    else if (!this.isSaving && !this.due) this.tell({ state: data, error: undefined });
  }

  learn = (state: BoardState): void => this.tell({ state, trouble: "" });

  change = (made: Change): void => {
    if (!this.held.state) return;
    this.tell({ state: whole(this.held.state, made), trouble: "" });
    this.due = { ...this.due, ...made };
    void this.save();
  };

  takeTheirs = (): void => {
    this.due = null;
    this.tell({ state: this.held.theirs, theirs: undefined, trouble: "" });
  };

  takeMine = (): void => {
    const { state, theirs } = this.held;
    if (!state || !theirs) return;
    const { edition } = theirs;
    this.tell({ state: { ...state, edition }, theirs: undefined, trouble: "" });
    void this.save();
  };

  takeBoth = async (): Promise<string> => {
    const mine = arranged(this.held.state as BoardState, this.due?.pinnedTo);
    const { data } = await this.port.ask("boards.duplicate", this.which);
    await this.port.ask("boards.change", { ...this.which, board_id: data.id, ...mine });
    this.takeTheirs();
    return data.id;
  };

  private async save(): Promise<void> {
    if (this.isSaving || !this.due || this.held.theirs) return;
    const change = this.due;
    this.due = null;
    this.isSaving = true;
    const now = this.held.state as BoardState;
    try {
      const args = { ...this.which, ...arranged(now, change.pinnedTo), edition: now.edition };
      const { data } = await this.port.ask("boards.change", args);
      const { edition } = data;
      if (!this.due) this.tell({ state: data, trouble: "" });
      else this.tell({ state: { ...(this.held.state as BoardState), edition } });
    } catch (error) {
      await this.refused(error, change);
    }
    this.isSaving = false;
    if (this.held.theirs) return;
    if (this.due) void this.save();
    else this.look();
  }

  private async refused(error: unknown, change: Change): Promise<void> {
    let reason = error;
    try {
      if (error instanceof Refusal && error.code === "version_conflict") {
        const { data } = await this.port.ask("boards.open", this.which);
        // What was to be saved is on show, and what is chosen later saves it.
        this.due = { ...change, ...this.due };
        return this.tell({ theirs: data });
      }
    } catch (other) {
      reason = other;
    }
    if (!isWithdrawn(reason)) this.tell({ trouble: sentence(reason) });
  }
}

export function useBoard(
  datasetId: string,
  boardId: string,
  first: BoardState | undefined,
): OpenBoard {
  const port = usePort();
  const [, draw] = useReducer((n: number, _: unknown) => n + 1, 0);
  const reload = useEvent(() => pace.current?.due());
  const which = { dataset_id: datasetId, board_id: boardId };
  const made = useRef<Arranging | null>(null);
  made.current ??= new Arranging(which, first, port, () => draw(undefined), reload);
  const arranging = made.current;
  arranging.port = port;
  const pace = useFollowing(datasetId, boardId, (data, error) => arranging.looked(data, error));
  const { held, change, learn, takeTheirs, takeMine, takeBoth } = arranging;
  return { ...held, change, learn, reload, takeTheirs, takeMine, takeBoth };
}

/** A filter that leaves out nothing is none. */
export const isPlain = (filter: Filter | null): boolean =>
  !filter || (filter.op === "and" && (filter.parts ?? []).length === 0);
