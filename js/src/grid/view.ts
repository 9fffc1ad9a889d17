// What a grid knows between two drawings: where it stands, which cell is current, what is in sight.

import { RowAxis } from "./axis";
import { Columns, numbersWidth, widthWithin } from "./columns";
import type { CellValue, GridProps, GridRange } from "./types";
import { decimalsOf } from "./values";

/** Rows and columns drawn beyond the window, so that a quick wheel meets them. */
const MORE_ROWS = 6;
const MORE_COLUMNS = 1;
/** After so many milliseconds without scrolling the view has settled. */
const REST = 150;
const WHEEL_LASTS = 400;
/** Rows are placed from a row that is a multiple of this: the numbers in styles stay small. */
const BLOCK = 1024;

export const HEADER = -1;
export const NUMBERS = -1;

/** A cell by its row (-1: the header) and its column (-1: the row numbers). */
export interface Spot {
  row: number;
  col: number;
}

export interface Drag {
  from: number;
  to: number;
}

export class View {
  props!: GridProps;
  readonly axis = new RowAxis();
  columns!: Columns;
  left = 0;
  width = 0;
  active: Spot = { row: 0, col: 0 };
  /** The other corner of the range of cells, when there is one. */
  anchor: Spot | null = null;
  /** The row from which Shift extends the choice of rows. */
  chosenFrom = 0;
  /** Changes whenever drawn cells may be wrong. */
  generation = 0;
  drag: Drag | null = null;
  said = "";
  root: HTMLElement | null = null;
  scroller: HTMLElement | null = null;
  hasFocus = false;
  isDrawing = false;
  private wantsFocus = false;
  private wantsScroll = false;
  private isFocusing = false;
  private isOutdated = false;
  private widths: Record<string, number> = {};
  private givenWidths = "{}";
  private readonly decimals = new Map<string, number>();
  private wheeled = 0;
  private frame = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wanted = "";
  private seen = "";

  constructor(private readonly draw: () => void) {}

  get total(): number {
    const { source } = this.props;
    return source.count ?? source.atLeast;
  }

  get headHeight(): number {
    return this.props.summary || this.props.headerExtra ? 76 : 32;
  }

  get maxHeight(): number {
    return this.props.maxHeight ?? 496;
  }

  /** Take the properties of the drawing that begins. */
  take(props: GridProps): void {
    const before = this.props;
    this.props = props;
    this.isDrawing = true;
    if (
      before?.source !== props.source ||
      before.columns !== props.columns ||
      before.search !== props.search ||
      before.isWrapping !== props.isWrapping
    ) {
      this.generation += 1;
    }
    const given = JSON.stringify(props.widths ?? {});
    // The same widths in a new record do not undo a border that is being pulled.
    if (given !== this.givenWidths) {
      this.givenWidths = given;
      this.widths = { ...props.widths };
    }
    this.followCurrent(before);
    this.measureRows();
    this.placeColumns();
  }

  /** The current column stays the same one when columns come, go or change places. */
  private followCurrent(before: GridProps | undefined): void {
    const { columns } = this.props;
    if (before && before.columns !== columns && this.active.col >= 0) {
      const name = before.columns[this.active.col]?.name;
      const at = columns.findIndex((column) => column.name === name);
      if (at !== this.active.col) this.anchor = null;
      this.active = { ...this.active, col: at >= 0 ? at : this.active.col };
    }
    const row = Math.min(this.active.row, this.total - 1);
    const col = Math.min(this.active.col, columns.length - 1);
    if (row !== this.active.row || col !== this.active.col) this.active = { row, col };
    if (this.active.row < 0 && !before && this.total > 0) this.active.row = 0;
  }

  private measureRows(): void {
    const { axis } = this;
    const rowHeight = this.props.isWrapping ? 68 : 28;
    const firstRow = axis.top / axis.rowHeight;
    const isOther = axis.count !== this.total || axis.rowHeight !== rowHeight;
    const isHigher = axis.rowHeight !== rowHeight;
    axis.count = this.total;
    axis.rowHeight = rowHeight;
    const room = this.maxHeight - this.headHeight;
    if (axis.view <= 0 || !this.scroller) axis.view = Math.min(room, axis.full);
    if (!isOther) return;
    axis.goTo(isHigher ? firstRow * rowHeight : axis.top);
    this.wantsScroll = true;
  }

  private placeColumns(): void {
    const { columns, pinned = 0 } = this.props;
    const numbers = numbersWidth(this.total);
    const from = [columns, this.widths, numbers, pinned, this.width];
    if (from.every((each, at) => each === this.placedFrom[at])) return;
    this.placedFrom = from;
    this.columns = new Columns(columns, this.widths, numbers, pinned, this.width);
    this.generation += 1;
  }
  private placedFrom: unknown[] = [];

  /** The rows to draw, and the row their places are counted from. */
  rows(): { first: number; last: number; base: number } {
    const { first, last } = this.axis.window(MORE_ROWS);
    return { first, last, base: Math.floor(first / BLOCK) * BLOCK };
  }

  /**
   * Which of the drawn rows shows a row. They are used in turn, so that a row that stays in sight
   * stays as it is; after a jump they are used in the order they stand, so that none has to move.
   */
  slotFor(first: number): (row: number) => number {
    const slots = Math.ceil(this.axis.view / this.axis.rowHeight) + 1 + 2 * MORE_ROWS;
    const old = this.slots;
    if (slots !== old.slots) this.slots = { slots, first, turn: 0 };
    else if (Math.abs(first - old.first) > slots / 2) {
      const turn = (old.first + old.turn - first) % slots;
      this.slots = { slots, first, turn: turn < 0 ? turn + slots : turn };
    } else old.first = first;
    const { turn } = this.slots;
    return (row) => (row + turn) % slots;
  }
  private slots = { slots: 0, first: 0, turn: 0 };

  cols(): { first: number; end: number } {
    return this.columns.window(this.left, this.width, MORE_COLUMNS);
  }

  /** The number of decimals of a column, from the values seen so far. */
  decimalsFor(name: string, value: CellValue): number {
    const known = this.decimals.get(name) ?? 0;
    const now = decimalsOf(value);
    if (now <= known) return known;
    this.decimals.set(name, now);
    this.isOutdated = true;
    return now;
  }

  /** Whether a cell is in the range of cells. */
  rangeIn(row: number): { from: number; to: number } | null {
    const { anchor, active } = this;
    if (!anchor || row < Math.min(anchor.row, active.row)) return null;
    if (row > Math.max(anchor.row, active.row)) return null;
    return { from: Math.min(anchor.col, active.col), to: Math.max(anchor.col, active.col) };
  }

  /** The range of cells, or the current cell alone; from the row numbers, whole rows. */
  range(): GridRange {
    const { active } = this;
    const anchor = this.anchor ?? active;
    const cols = [Math.min(anchor.col, active.col), Math.max(anchor.col, active.col)];
    const whole = cols[0] === NUMBERS;
    const names = this.props.columns.map((column) => column.name);
    return {
      first: Math.max(0, Math.min(anchor.row, active.row)),
      last: Math.max(0, Math.max(anchor.row, active.row)),
      columns: whole ? names : names.slice(cols[0], (cols[1] as number) + 1),
    };
  }

  /** Make a cell the current one, in sight and with the keyboard's focus. */
  moveTo(row: number, col: number, isExtending = false): void {
    const before = this.active;
    const next = {
      row: Math.max(HEADER, Math.min(row, this.total - 1)),
      col: Math.max(NUMBERS, Math.min(col, this.props.columns.length - 1)),
    };
    if (isExtending) {
      next.row = Math.max(0, next.row);
      next.col = Math.max(0, next.col);
      this.anchor ??= { row: Math.max(0, before.row), col: Math.max(0, before.col) };
    } else this.anchor = null;
    this.active = next;
    this.reveal(next);
    this.wantsFocus = true;
    if (next.row !== before.row && next.row >= 0) this.props.onFocusRow?.(next.row);
    this.draw();
  }

  /** Bring a cell into view, moving as little as possible. */
  reveal({ row, col }: Spot): void {
    const { axis } = this;
    if (row >= 0) {
      const top = axis.topShowing(row);
      if (top !== axis.top) axis.goTo(top);
    }
    if (col >= 0) this.left = this.columns.scrollShowing(col, this.left, this.width);
    this.wantsScroll = true;
  }

  goTo(row: number): void {
    const at = Math.max(0, Math.min(row, this.total - 1));
    this.anchor = null;
    this.active = { row: at, col: Math.max(0, this.active.col) };
    this.axis.goTo(at * this.axis.rowHeight - Math.floor(this.axis.view / 3));
    this.wantsScroll = true;
    this.draw();
  }

  focus(): void {
    this.reveal(this.active);
    this.wantsFocus = true;
    this.draw();
  }

  redraw(): void {
    this.draw();
  }

  /** Draw once in the next frame, however many changes came before it. */
  changed = (): void => {
    this.generation += 1;
    this.wanted = "";
    if (!this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.draw();
      });
    }
  };

  /** Widths while they change; the owner hears of them when they are `done`. */
  setWidth(name: string, width: number, isDone: boolean): void {
    const all = this.columns.placed;
    // Columns that were stretched to fill the view stay as they are while one of them changes.
    const frozen = this.columns.isStretched
      ? Object.fromEntries(all.map((each) => [each.column.name, each.width]))
      : this.widths;
    this.widths = { ...frozen, [name]: widthWithin(width) };
    if (isDone) this.props.onWidths?.(this.widths);
    this.draw();
  }

  wheel = (): void => {
    this.wheeled = performance.now();
  };

  scrolled = (): void => {
    const { scroller, axis } = this;
    if (!scroller) return;
    const left = scroller.scrollLeft;
    const top = scroller.scrollTop;
    const isMoved = Math.abs(top - axis.scroll) >= 1;
    if (!isMoved && left === this.left) return;
    this.left = left;
    if (isMoved && axis.moved(top, performance.now() - this.wheeled < WHEEL_LASTS)) {
      axis.settle();
      this.wantsScroll = true;
    }
    this.rest();
    this.draw();
  };

  private rest(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settled(), REST);
  }

  private settled(): void {
    if (this.axis.settle()) {
      this.wantsScroll = true;
      this.draw();
    }
    const names = this.columnsInSight();
    if (names.join("\n") === this.seen) return;
    this.seen = names.join("\n");
    this.props.onColumnsSeen?.(names);
  }

  private columnsInSight(more = 0): string[] {
    const { columns } = this;
    const { first, end } = columns.window(this.left, this.width, more);
    const names = columns.all.map((column) => column.name);
    return [...names.slice(0, columns.pinned), ...names.slice(first, end)];
  }

  resized = (): void => {
    const { scroller, axis } = this;
    if (!scroller || scroller.clientWidth === 0) return;
    const view = scroller.clientHeight - this.headHeight;
    if (view === axis.view && scroller.clientWidth === this.width) return;
    axis.view = view;
    this.width = scroller.clientWidth;
    axis.goTo(axis.top);
    this.wantsScroll = true;
    this.draw();
  };

  /** The drawing is on the page: scroll, focus and ask for what is missing. */
  drawn(): void {
    this.isDrawing = false;
    const { scroller, axis } = this;
    if (!scroller) return;
    if (this.wantsScroll) {
      this.wantsScroll = false;
      scroller.scrollTop = axis.scroll;
      scroller.scrollLeft = this.left;
    }
    if (this.wantsFocus || this.hasFocus) this.refocus();
    if (this.width > 0) this.ask();
    if (!this.isOutdated) return;
    this.isOutdated = false;
    this.generation += 1;
    this.draw();
  }

  private refocus(): void {
    const cell = this.activeCell();
    const page = this.scroller?.getRootNode() as Document | ShadowRoot | undefined;
    const focused = page?.activeElement ?? null;
    const isElsewhere = focused && focused !== document.body && !this.scroller?.contains(focused);
    // What opened meanwhile, as a menu, keeps the focus it took.
    if (isElsewhere && !this.wantsFocus) this.hasFocus = false;
    else if (cell && !cell.contains(focused)) {
      this.isFocusing = true;
      cell.focus({ preventScroll: true });
      this.isFocusing = false;
    }
    this.wantsFocus = false;
  }

  activeCell(): HTMLElement | null {
    return this.scroller?.querySelector<HTMLElement>(".is-active") ?? null;
  }

  /** Focus came by itself, as with Tab: what it came to has to be seen. */
  focused = (event: FocusEvent): void => {
    this.hasFocus = event.target === this.activeCell();
    if (!this.hasFocus || this.isFocusing) return;
    this.reveal(this.active);
    this.draw();
  };

  blurred = (): void => {
    // Cells that are taken away while drawing lose the focus, but the grid doesn't.
    if (!this.isDrawing && !this.isFocusing) this.hasFocus = false;
  };

  private ask(): void {
    const { first, last } = this.axis.window(MORE_ROWS);
    const names = this.columnsInSight(MORE_COLUMNS);
    const wanted = `${first} ${last} ${names.join("\n")}`;
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    if (last >= first || this.total === 0) {
      this.props.source.want(first, Math.max(first, last), names);
    }
    this.rest();
  }

  detach(): void {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }
}
