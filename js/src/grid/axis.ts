// From scroll positions to rows and back, when there are more rows than a browser has pixels.
//
// `top` is where the window stands on the full height of all rows, `scroll` where the scrollbar
// stands on the height there is. Near both ends the two run side by side; between them a pixel of
// the scrollbar stands for many of the rows. A wheel still moves both by the same pixels, so that
// rows pass one by one; once it rests, the scrollbar is put where it belongs.

/** The height we ask of a browser at most; they draw exactly up to some 16 million. */
export const TALLEST = 8_000_000;
/** So far from either end a pixel of the scrollbar is a pixel of the rows. */
const EVEN = 50_000;
/** A larger step than this is a jump, unless the wheel has just turned. */
const STEP = 3_000;
const WHEELED_STEP = 20_000;

export class RowAxis {
  rowHeight = 28;
  count = 0;
  /** Pixels of rows that are in sight. */
  view = 0;
  top = 0;
  scroll = 0;

  get full(): number {
    return this.count * this.rowHeight;
  }

  get height(): number {
    return Math.min(this.full, TALLEST);
  }

  private get lastTop(): number {
    return Math.max(0, this.full - this.view);
  }

  get lastScroll(): number {
    return Math.max(0, this.height - this.view);
  }

  /** Where the scrollbar belongs for a place on the full height. */
  scrollFor(top: number): number {
    const { lastTop, lastScroll } = this;
    if (lastTop <= lastScroll || top <= EVEN) return top;
    if (lastTop - top <= EVEN) return lastScroll - (lastTop - top);
    const share = (top - EVEN) / (lastTop - 2 * EVEN);
    return Math.round(EVEN + share * (lastScroll - 2 * EVEN));
  }

  topFor(scroll: number): number {
    const { lastTop, lastScroll } = this;
    if (lastTop <= lastScroll || scroll <= EVEN) return scroll;
    if (lastScroll - scroll <= EVEN) return lastTop - (lastScroll - scroll);
    const share = (scroll - EVEN) / (lastScroll - 2 * EVEN);
    return Math.round(EVEN + share * (lastTop - 2 * EVEN));
  }

  /** The scrollbar was moved to `scroll`; true when it has to be put elsewhere at once. */
  moved(scroll: number, isWheeled: boolean): boolean {
    const step = scroll - this.scroll;
    const isJump = Math.abs(step) > (isWheeled ? WHEELED_STEP : STEP);
    this.scroll = scroll;
    this.top = isJump ? this.topFor(scroll) : this.kept(this.top + step);
    const isAtEnd = scroll <= 0 || scroll >= this.lastScroll;
    return isAtEnd && this.scrollFor(this.top) !== scroll;
  }

  private kept(top: number): number {
    return Math.max(0, Math.min(top, this.lastTop));
  }

  /** Stand at a place of the full height. */
  goTo(top: number): void {
    this.top = this.kept(top);
    this.scroll = this.scrollFor(this.top);
  }

  /** Put the scrollbar where it belongs; false when it is there. */
  settle(): boolean {
    const before = this.scroll;
    this.goTo(this.top);
    return before !== this.scroll;
  }

  /** Where a row is drawn, in pixels of the height there is. */
  place(row: number): number {
    return row * this.rowHeight - this.top + this.scroll;
  }

  /** The rows in sight, and so many more on either side; `last` is inside. */
  window(more: number): { first: number; last: number } {
    const first = Math.max(0, Math.floor(this.top / this.rowHeight) - more);
    const end = Math.ceil((this.top + this.view) / this.rowHeight) + more;
    return { first, last: Math.min(this.count, end) - 1 };
  }

  /** Where to stand so that a row is wholly in sight, moving as little as possible. */
  topShowing(row: number): number {
    const start = row * this.rowHeight;
    if (start < this.top) return start;
    return Math.max(this.top, start + this.rowHeight - this.view);
  }
}
