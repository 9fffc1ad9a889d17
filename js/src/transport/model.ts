// The public traits of a widget, as panels see them.

export interface Model {
  get<T>(name: string): T;
  /** Change a trait here and in the kernel; changes of one turn travel together. */
  set(name: string, value: unknown): void;
  /** Hear of changes, the kernel's and those of other views alike; returns the undo. */
  on(name: string, listener: () => void): () => void;
}

/** Traits that live in the page alone: for tests, and for panels without a widget. */
export function localModel(start: Record<string, unknown> = {}): Model {
  const values = { ...start };
  const listeners = new Map<string, Set<() => void>>();
  return {
    get: <T>(name: string) => values[name] as T,
    set(name, value) {
      if (Object.is(values[name], value)) return;
      values[name] = value;
      for (const listener of [...(listeners.get(name) ?? [])]) listener();
    },
    on(name, listener) {
      const mine = listeners.get(name) ?? new Set();
      listeners.set(name, mine.add(listener));
      return () => void mine.delete(listener);
    },
  };
}
