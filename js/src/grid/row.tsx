// biome-ignore-all lint/a11y/useSemanticElements: a table lays its cells out anew at every step
// biome-ignore-all lint/a11y/useFocusableInteractive: one cell of the grid has the focus, not its rows
// A row of cells. It is drawn again only when something in it changed, and its cells likewise.

import { Component, type VNode } from "preact";
import { contents } from "./cell";
import type { Placed } from "./columns";
import { isNumeric, shownOf } from "./values";
import { NUMBERS, type View } from "./view";

interface RowProps {
  view: View;
  row: number;
  y: number;
  generation: number;
  first: number;
  end: number;
  /** The current column where this is the current row. */
  active: number | null;
  from: number | null;
  to: number | null;
  id: string | undefined;
  isChosen: boolean | undefined;
  isOpen: boolean;
  /** The current row, kept for the focus though it is not in sight. */
  isAway: boolean;
}

const TICK = "m1.8 5.2 2.2 2.2 4.2-4.8";
const DASH = "M2 5h6";

/** The box of a row or of them all, drawn only: the cell around it is the control. */
export function Box({ state }: { state: boolean | "mixed" }): VNode {
  return (
    <span class={`dv-check ${state ? "is-on" : ""}`} aria-hidden="true">
      <svg viewBox="0 0 10 10" aria-hidden="true">
        {state && <path d={state === "mixed" ? DASH : TICK} />}
      </svg>
    </span>
  );
}

const isSame = (one: object, other: object): boolean => {
  for (const key in other) {
    if ((one as Record<string, unknown>)[key] !== (other as Record<string, unknown>)[key]) {
      return false;
    }
  }
  return true;
};

export class Row extends Component<RowProps> {
  /** Cells drawn before, by column: the very same node tells Preact to leave it alone. */
  private cells = new Map<number, VNode>();
  private drawnFor = "";

  override shouldComponentUpdate(next: RowProps): boolean {
    return !isSame(this.props, next);
  }

  private cell(place: Placed): VNode {
    const { active, from, to } = this.props;
    const { at } = place;
    const isActive = active === at;
    const isInRange = from !== null && to !== null && at >= from && at <= to;
    if (isActive || isInRange) return this.draw(place, isActive, isInRange);
    let drawn = this.cells.get(at);
    if (!drawn) {
      drawn = this.draw(place, false, false);
      this.cells.set(at, drawn);
    }
    return drawn;
  }

  private draw(place: Placed, isActive: boolean, isInRange: boolean): VNode {
    const { view, row } = this.props;
    const { column, at } = place;
    const { source, search } = view.props;
    const value = source.cell(row, column.name);
    const isNumber = isNumeric(column);
    const shown =
      value === undefined
        ? null
        : shownOf(
            column,
            value,
            source.isCut(row, column.name),
            isNumber && value !== null ? view.decimalsFor(column.name, value) : 0,
          );
    const name = `dv-td${shown ? "" : " is-waiting"}${isNumber ? " dv-num" : ""}${place.isPinned ? " is-pinned" : ""}${isActive ? " is-active" : ""}${isInRange ? " is-range" : ""}${source.mark?.(row, column.name) ?? ""}`;
    return (
      <div
        key={at}
        role="gridcell"
        class={name}
        style={place.style}
        aria-colindex={at + 2}
        aria-selected={isInRange || undefined}
        title={shown ? (shown.title ?? wholeText(shown.text, place.width)) : undefined}
        tabIndex={isActive ? 0 : undefined}
      >
        {shown ? contents(shown, search) : <Waiting />}
      </div>
    );
  }

  private number(): VNode {
    const { view, row, active, isChosen } = this.props;
    const isActive = active === NUMBERS;
    return (
      <div
        key="n"
        role="rowheader"
        class={`dv-td dv-rown${isActive ? " is-active" : ""}`}
        style={`width:${view.columns.numbers}px`}
        aria-colindex={1}
        tabIndex={isActive ? 0 : undefined}
      >
        <span>{grouped(row + 1)}</span>
        {isChosen !== undefined && <Box state={isChosen} />}
      </div>
    );
  }

  override render(): VNode {
    const { view, row, y, generation, first, end, active, isAway } = this.props;
    const { placed, pinned } = view.columns;
    if (this.drawnFor !== `${row} ${generation}`) {
      this.drawnFor = `${row} ${generation}`;
      this.cells.clear();
    }
    const { isChosen, isOpen } = this.props;
    const isLast = row === view.total - 1;
    const name = `dv-tr${isChosen === undefined ? "" : " has-box"}${isChosen ? " is-sel" : ""}${isOpen ? " is-open" : ""}${isAway ? " is-away" : ""}${isLast ? " is-last" : ""}`;
    return (
      <div
        role="row"
        class={name}
        style={`transform:translateY(${y}px)`}
        aria-rowindex={row + 2}
        aria-selected={isChosen}
        aria-current={isOpen || undefined}
      >
        {this.number()}
        {placed.slice(0, pinned).map((place) => this.cell(place))}
        {spanned(view, first, end, active, (place) => this.cell(place))}
      </div>
    );
  }
}

/** The text as a tooltip where the column is too narrow for it. */
const wholeText = (text: string, width: number): string | undefined =>
  text.length * 6 > width - 16 ? text : undefined;

/** Bars for a value that is not here yet; still, and of no meaning to readers. */
const Waiting = () => <span class="dv-skel" aria-hidden="true" />;

/** The columns in sight behind room for those before, and the current one wherever it is. */
export function spanned(
  view: View,
  first: number,
  end: number,
  active: number | null,
  draw: (place: Placed) => VNode,
): VNode[] {
  const { placed, pinned, stays } = view.columns;
  const drawn: VNode[] = [];
  const gap = (key: string, width: number) =>
    width > 0 && drawn.push(<i key={key} style={`width:${width}px`} />);
  let x = stays;
  const put = (at: number) => {
    const place = placed[at];
    if (!place) return;
    gap(`g${at === active ? "a" : at === first ? "f" : "l"}`, place.left - x);
    drawn.push(draw(place));
    x = place.left + place.width;
  };
  const isFar = active !== null && active >= pinned && (active < first || active >= end);
  if (isFar && active < first) put(active);
  for (let at = first; at < end; at += 1) put(at);
  if (isFar && active >= end) put(active);
  return drawn;
}

const NUMBER = new Intl.NumberFormat();
export const grouped = (n: number): string => NUMBER.format(n);
