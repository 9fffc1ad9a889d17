// Questions a component asks while it is drawn.

import { useEffect, useReducer, useRef } from "preact/hooks";
import type { ArgsOf, OpName, ResultOf } from "../protocol/operations";
import { isWithdrawn, type Refusal } from "../transport/port";
import { useEvent } from "./hooks";
import { usePort } from "./port";

export interface Asked<T> {
  /** The last answer; it stays while the next is awaited and when that one fails. */
  data: T | undefined;
  frames: Record<string, Uint8Array>;
  /** A Refusal in the common case. */
  error: Refusal | Error | undefined;
  isLoading: boolean;
  reload: () => void;
}

/**
 * Ask now, and again when one of `deps` changes; a question that became stale is withdrawn.
 * With `args` null nothing is asked.
 */
export function useAsk<O extends OpName>(
  op: O,
  args: ArgsOf<O> | null,
  deps: readonly unknown[],
): Asked<ResultOf<O>> {
  const port = usePort();
  const [, redraw] = useReducer((n: number, _: unknown) => n + 1, 0);
  const [turn, reload] = useReducer((n: number, _: unknown) => n + 1, 0);
  const state = useRef<Omit<Asked<ResultOf<O>>, "reload">>({
    data: undefined,
    frames: {},
    error: undefined,
    isLoading: args !== null && port.isAlive,
  });
  const isAsking = args !== null && port.isAlive;
  const settle = (change: Partial<Asked<ResultOf<O>>>) => {
    state.current = { ...state.current, ...change };
    redraw(undefined);
  };
  useEffect(() => {
    if (!isAsking) return settle({ isLoading: false });
    const asking = new AbortController();
    settle({ isLoading: true });
    port.ask(op, args as ArgsOf<O>, { signal: asking.signal }).then(
      ({ data, frames }) => {
        if (!asking.signal.aborted) settle({ data, frames, error: undefined, isLoading: false });
      },
      (error: unknown) => {
        if (asking.signal.aborted || isWithdrawn(error)) return;
        const known = error instanceof Error ? error : new Error(String(error));
        settle({ error: known, isLoading: false });
      },
    );
    return () => asking.abort();
  }, [port, op, isAsking, turn, ...deps]);
  return { ...state.current, reload: useEvent(() => reload(undefined)) };
}
