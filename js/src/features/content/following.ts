// How a view follows rows that change by themselves: at a pace, in place, with marks on what is new.

import { useEffect, useRef } from "preact/hooks";
import type { GridHandle } from "../../grid";
import { Pace, useEvent, usePort } from "../../ui";
import type { Described } from "./content-hooks";
import type { Pages } from "./pages";
import type { ContentSource, Window } from "./source";

/** Twice a second: what happened is seen within one, and the kernel has time for other things. */
const EVERY = 500;
/** So long a change is marked. */
export const MARKED = 1600;

/** Cells of which it is told that they changed. */
export class Marks {
  private readonly held = new Map<string, string>();
  private turn = 0;

  /** Mark the cells in sight whose row is the same and whose value is another; how many. */
  compare(before: Pages, after: Pages, { first, last, columns }: Window): string[] {
    // Two classes in turn, so that a cell that changes again begins its mark anew.
    this.turn = 1 - this.turn;
    const changed: string[] = [];
    for (let row = first; row <= last; row += 1) {
      const id = after.rowId(row);
      const was = id === undefined ? undefined : placeOf(before, id, row);
      if (was === undefined) continue;
      for (const column of columns) {
        const [old, now] = [before.cell(was, column), after.cell(row, column)];
        if (old === undefined || now === undefined || Object.is(old, now)) continue;
        const key = `${id}\n${column}`;
        this.held.set(key, ` is-new${this.turn}`);
        changed.push(key);
      }
    }
    return changed;
  }

  /** Take marks away, those apart that were made anew since. */
  drop(keys: readonly string[], of: string): void {
    for (const key of keys) if (this.held.get(key) === of) this.held.delete(key);
  }

  of(id: string | undefined, column: string): string {
    return this.held.get(`${id}\n${column}`) ?? "";
  }

  get last(): string {
    return ` is-new${this.turn}`;
  }
}

/** Where a row is, tried where it was first. */
const placeOf = (pages: Pages, id: string, near: number): number | undefined =>
  pages.rowId(near) === id ? near : pages.find(id);

interface FollowingProps {
  datasetId: string;
  described: Described;
  source: ContentSource;
  handle: { current: GridHandle | null };
  row: number | null;
  onRow: (row: number) => void;
}

/** Nothing to see: keeps the rows of a live dataset those of now. */
export function Following(props: FollowingProps) {
  usePace(props);
  useMarks(props);
  return null;
}

/** Ask what the dataset is now, after news of it and once at the beginning. */
function usePace({ datasetId, described, source }: FollowingProps) {
  const port = usePort();
  const { learn } = described;
  useEffect(() => {
    if (!port.isAlive) return;
    const stop = new AbortController();
    const look = async () => {
      await source.whenStill();
      const { data } = await port.ask(
        "content.describe",
        { dataset_id: datasetId },
        { signal: stop.signal },
      );
      if (!stop.signal.aborted) learn(data);
    };
    const pace = new Pace(look, EVERY);
    const quiet = port.onNews(({ news }) => news === "datasets.changed" && pace.due());
    // The first rows may have travelled with the widget, long ago.
    pace.due();
    return () => {
      stop.abort();
      pace.close();
      quiet();
    };
  }, [port, datasetId, source, learn]);
}

/** Mark what changed, and stay with the rows one was looking at. */
function useMarks({ source, handle, row, onRow }: FollowingProps) {
  const marks = useRef(new Marks()).current;
  const stay = useEvent((before: Pages, after: Pages) => {
    const to = (at: number): number => {
      const id = before.rowId(at);
      return (id === undefined ? undefined : placeOf(after, id, at)) ?? at;
    };
    handle.current?.moved(to);
    if (row !== null && to(row) !== row) onRow(to(row));
  });
  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    source.mark = (at, column) => marks.of(source.rowId(at), column);
    source.onFollowed = (before, after, window) => {
      stay(before, after);
      const changed = marks.compare(before, after, window);
      const { last } = marks;
      if (changed.length === 0) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        marks.drop(changed, last);
        source.tell();
      }, MARKED);
      timers.add(timer);
    };
    return () => {
      for (const timer of timers) clearTimeout(timer);
      source.mark = undefined;
      source.onFollowed = undefined;
    };
  }, [source, marks, stay]);
}
