// What the views and the part that draws charts know of one another.

export type TipLine = readonly [name: string, value: string];

/** A chart in the page. */
export interface Drawing {
  element: HTMLElement;
  /** Makes the plot as wide as it and what stands beside it may be, in pixels. */
  fit: (room: number, widest: number) => Promise<void>;
  close: () => void;
}

export interface Hearing {
  /** What the mark under the pointer tells; null for none. */
  tip: (lines: readonly TipLine[] | null, at: MouseEvent | null) => void;
  /** A mark was pressed: its row, by channel. */
  pick: (datum: Record<string, unknown>) => void;
}

export type Draw = (
  spec: Record<string, unknown>,
  values: Record<string, readonly unknown[]>,
  on: Hearing,
) => Promise<Drawing>;
