// The port and the traits a panel was given, for every component inside it.

import { createContext } from "preact";
import { useContext, useEffect, useReducer } from "preact/hooks";
import type { Model } from "../transport/model";
import type { Port } from "../transport/port";

export interface Surroundings {
  port: Port;
  model: Model;
}

export const Surrounding = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const found = useContext(Surrounding);
  if (found === null) throw new Error("A panel stands outside <Surrounding.Provider>.");
  return found;
}

export const usePort = (): Port => useSurroundings().port;

/** A trait's value and its setter; the component follows changes from anywhere. */
export function useTrait<T>(name: string): [T, (value: T) => void] {
  const { model } = useSurroundings();
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => model.on(name, () => redraw(undefined)), [model, name]);
  return [model.get<T>(name), (value: T) => model.set(name, value)];
}
