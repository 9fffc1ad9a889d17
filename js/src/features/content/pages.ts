// Pages of rows that are here: decoded from Arrow, completed column by column, the oldest let go.

import { tableFromIPC } from "@uwdata/flechette";
import type { CellValue } from "../../grid";

export const PAGE_ROWS = 200;
/** A longer text was cut by the engine, which then sends one character more. */
export const TEXT_LIMIT = 300;
const MOST_PAGES = 40;

type Cells = ArrayLike<CellValue>;

export interface Piece {
  ids: string[];
  columns: Map<string, Cells>;
}

/** What an Arrow stream holds: row ids first, then the columns in the order asked for. */
export function decode(rows: Uint8Array, names: readonly string[]): Piece {
  const table = tableFromIPC(rows, { useBigInt: true });
  const at = (index: number): Cells => table.getChildAt(index).toArray() as Cells;
  const columns = new Map(names.map((name, index) => [name, at(index + 1)]));
  return { ids: Array.from(at(0), String), columns };
}

/** The pages of one query. */
export class Pages {
  private readonly held = new Map<number, Piece>();
  /** Pages of an earlier state of the rows: to be seen until the new ones are here. */
  private readonly old = new Set<number>();

  /** The same pages, each of which wants to be fetched again. */
  aged(): Pages {
    const made = new Pages();
    for (const [page, piece] of this.held) {
      made.held.set(page, piece);
      made.old.add(page);
    }
    return made;
  }

  /** Whether a page is here, but of an earlier state. */
  isOld(page: number): boolean {
    return this.old.has(page);
  }

  /** Add what came: a new page, or more columns of one that is here. */
  put(page: number, piece: Piece): void {
    const before = this.held.get(page);
    this.held.delete(page);
    // Another number of rows means other rows: what was here is not theirs.
    const isSame =
      !this.old.delete(page) &&
      before?.ids.length === piece.ids.length &&
      before.ids[0] === piece.ids[0];
    const columns = isSame ? new Map([...before.columns, ...piece.columns]) : piece.columns;
    this.held.set(page, { ids: piece.ids, columns });
    for (const old of this.held.keys()) {
      if (this.held.size <= MOST_PAGES) break;
      this.held.delete(old);
    }
  }

  /** Those of the columns that a page lacks. */
  lacking(page: number, columns: readonly string[]): string[] {
    const held = this.held.get(page);
    if (!held) return [...columns];
    this.held.delete(page);
    this.held.set(page, held);
    return columns.filter((column) => this.old.has(page) || !held.columns.has(column));
  }

  cell(row: number, column: string): CellValue | undefined {
    const cells = this.held.get(Math.floor(row / PAGE_ROWS))?.columns.get(column);
    const at = row % PAGE_ROWS;
    return cells && at < cells.length ? (cells[at] ?? null) : undefined;
  }

  rowId(row: number): string | undefined {
    return this.held.get(Math.floor(row / PAGE_ROWS))?.ids[row % PAGE_ROWS];
  }

  /** Where a row is, if it is here. */
  find(id: string): number | undefined {
    for (const [page, piece] of this.held) {
      const at = piece.ids.indexOf(id);
      if (at >= 0) return page * PAGE_ROWS + at;
    }
    return undefined;
  }

  get size(): number {
    return this.held.size;
  }
}
