// What a grid shows and tells. Its users write the source of rows and answer the callbacks.

import type { ComponentChildren } from "preact";

export type Kind =
  | "integer"
  | "number"
  | "decimal"
  | "text"
  | "boolean"
  | "date"
  | "time"
  | "timestamp"
  | "interval"
  | "json"
  | "binary"
  | "id"
  | "other";

export interface GridColumn {
  name: string;
  label?: string;
  kind: Kind;
  /** DuckDB's word for the type, shown as a tooltip. */
  type: string;
}

export type CellValue = string | number | bigint | boolean | null;

export interface RowSource {
  /** Rows in view; null while they are counted. */
  readonly count: number | null;
  /** Rows known to be there: what the scroll height follows while they are counted. */
  readonly atLeast: number;
  /** A value, or undefined where it is not here yet. */
  cell(row: number, column: string): CellValue | undefined;
  /** Whether only the beginning of a long text is here. */
  isCut(row: number, column: string): boolean;
  rowId(row: number): string | undefined;
  /** Classes that mark a cell for a moment, with a space before. */
  mark?(row: number, column: string): string;
  /** What the window shows now, both rows included. */
  want(first: number, last: number, columns: string[]): void;
  onChange(listener: () => void): () => void;
}

export interface Sort {
  column: string;
  is_descending: boolean;
}

/** Chosen rows by id; with `isAllBut`, every row that matches except these. */
export interface GridSelection {
  ids: ReadonlySet<string>;
  isAllBut: boolean;
}

/** A rectangle of cells, both rows included, columns in the order they stand. */
export interface GridRange {
  first: number;
  last: number;
  columns: string[];
}

export interface GridHandle {
  /** Bring a row into view and make it the current one. */
  goTo(row: number): void;
  /** Give the keyboard to the current cell. */
  focus(): void;
  /** Rows changed places under the view: what was in sight and current stays the same ones. */
  moved(to: (row: number) => number): void;
  /** Make a column as wide as what is on screen in it. */
  fit(column: string): void;
}

export interface GridProps {
  label: string;
  columns: GridColumn[];
  source: RowSource;
  sorts?: Sort[];
  /** A press on a name; the cycle of descending, ascending and off is the owner's. */
  onSort?(column: string, isAdded: boolean): void;
  /** A picture 24 px high and a caption: the header is then 76 px high, else 32. */
  summary?(column: GridColumn): ComponentChildren;
  /** A control under the name, as the type select of the import preview. */
  headerExtra?(column: GridColumn): ComponentChildren;
  /** Which columns are on screen, told once scrolling has settled. */
  onColumnsSeen?(names: string[]): void;
  filtered?: ReadonlySet<string>;
  isWrapping?: boolean;
  widths?: Record<string, number>;
  onWidths?(widths: Record<string, number>): void;
  onReorder?(names: string[]): void;
  selection?: GridSelection;
  /** Absent: rows have no boxes. */
  onSelection?(selection: GridSelection): void;
  onOpen?(row: number): void;
  onFocusRow?(row: number): void;
  onFilterBy?(row: number, column: string): void;
  onColumnMenu?(column: string, anchor: HTMLElement): void;
  /** Absent: the grid copies what is here of the range, as TSV. */
  onCopy?(range: GridRange): void;
  /** How many of the first columns stay while the rest scrolls. */
  pinned?: number;
  /** Pixels, header included; the rows decide up to it. */
  maxHeight?: number;
  /** Text to be marked in cells. */
  search?: string;
  handle?: { current: GridHandle | null };
  openRow?: number | null;
}
