// biome-ignore-all lint/a11y/useSemanticElements: a table lays its cells out anew at every step
// biome-ignore-all lint/a11y/useFocusableInteractive: one cell of the grid has the focus, not its rows
// The grid: a place that scrolls, the names at its top, and the rows that are in sight.

import type { VNode } from "preact";
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";
import { fitColumn } from "./arranging";
import { Header } from "./header";
import { keyed } from "./keys";
import { Peek } from "./peek";
import { doublePressed, kept, menuAsked, pressed, tapped } from "./pointer";
import { Row } from "./row";
import { isChosen, NOTHING } from "./selection";
import { stayWith } from "./staying";
import type { GridProps } from "./types";
import { View } from "./view";

function RowAt(view: View, row: number, y: number, key: string | number, isAway: boolean): VNode {
  const { source, selection = NOTHING, onSelection, openRow } = view.props;
  const { first, end } = view.cols();
  const range = view.rangeIn(row);
  const id = source.rowId(row);
  return (
    <Row
      key={key}
      view={view}
      row={row}
      y={y}
      generation={view.generation}
      first={first}
      end={end}
      active={view.active.row === row ? view.active.col : null}
      from={range ? range.from : null}
      to={range ? range.to : null}
      id={id}
      isChosen={onSelection ? isChosen(selection, id) : undefined}
      isOpen={openRow === row}
      isAway={isAway}
    />
  );
}

/** The rows in sight, in slots that are used again; the current row stays wherever it is. */
function rowsOf(view: View): VNode[] {
  const { first, last, base } = view.rows();
  const slot = view.slotFor(first);
  const { rowHeight } = view.axis;
  const current = view.active.row;
  const rows: VNode[] = [];
  const away = (at: number) =>
    rows.push(RowAt(view, current, (at - base) * rowHeight, "away", true));
  if (current >= 0 && current < first) away(first);
  for (let row = first; row <= last; row += 1) {
    rows.push(RowAt(view, row, (row - base) * rowHeight, slot(row), false));
  }
  if (current > last && current < view.total) away(last);
  return rows;
}

function Body({ view }: { view: View }): VNode {
  const { axis, props } = view;
  const { base } = view.rows();
  return (
    <div role="rowgroup" class="dv-rows" style={`height:${axis.height}px`}>
      <div
        role="presentation"
        class={props.isWrapping ? "is-wrapping" : ""}
        style={`top:${axis.place(base)}px`}
      >
        {rowsOf(view)}
      </div>
    </div>
  );
}

function useListeners(view: View): void {
  useLayoutEffect(() => {
    const { scroller } = view;
    if (!scroller) return;
    const observer = new ResizeObserver(view.resized);
    observer.observe(scroller);
    view.resized();
    const passive = { passive: true };
    scroller.addEventListener("scroll", view.scrolled, passive);
    scroller.addEventListener("wheel", view.wheel, passive);
    return () => {
      observer.disconnect();
      scroller.removeEventListener("scroll", view.scrolled);
      scroller.removeEventListener("wheel", view.wheel);
      view.detach();
    };
  }, [view]);
}

function useView(props: GridProps): View {
  const [, draw] = useReducer((n: number) => n + 1, 0);
  const box = useRef<View | null>(null);
  box.current ??= new View(() => draw(undefined));
  const view = box.current;
  view.take(props);
  useListeners(view);
  useLayoutEffect(() => view.drawn());
  const { source, handle } = props;
  useLayoutEffect(() => source.onChange(view.changed), [view, source]);
  useLayoutEffect(() => {
    if (!handle) return;
    handle.current = {
      goTo: (row) => view.goTo(row),
      focus: () => view.focus(),
      moved: (to) => stayWith(view, to),
      fit: (column) => fitColumn(view, column),
    };
    return () => {
      handle.current = null;
    };
  }, [view, handle]);
  return view;
}

/** One listener of a kind for the whole grid: cells come and go. */
const listenersOf = (view: View) => ({
  onKeyDown: (event: KeyboardEvent) => keyed(view, event),
  onPointerDown: (event: PointerEvent) => pressed(view, event),
  onMouseDown: kept,
  onClick: (event: MouseEvent) => tapped(view, event),
  onDblClick: (event: MouseEvent) => doublePressed(view, event),
  onContextMenu: (event: MouseEvent) => menuAsked(view, event),
  onFocusIn: view.focused,
  onFocusOut: view.blurred,
});

/** Rows and columns of a source; every callback left out takes its part of the grid away. */
export function Grid(props: GridProps): VNode {
  const view = useView(props);
  const { count } = props.source;
  const width = Math.max(view.columns.total, view.width);
  return (
    <div
      class="dv-gridbox"
      tabIndex={-1}
      data-lm-suppress-shortcuts="true"
      ref={(element) => {
        view.root = element;
      }}
    >
      <div
        role="grid"
        class="dv-grid"
        aria-label={props.label}
        aria-rowcount={count === null ? -1 : count + 1}
        aria-colcount={props.columns.length + 1}
        aria-multiselectable={props.onSelection ? true : undefined}
        aria-busy={count === null || undefined}
        style={`max-height:${view.maxHeight}px`}
        ref={(element) => {
          view.scroller = element;
        }}
        {...listenersOf(view)}
      >
        <div role="presentation" class="dv-sheet" style={`width:${width}px`}>
          <Header view={view} />
          <Body view={view} />
        </div>
      </div>
      <Peek
        view={view}
        row={view.active.row}
        col={view.active.col}
        top={view.axis.top}
        left={view.left}
        value={props.source.cell(view.active.row, props.columns[view.active.col]?.name ?? "")}
      />
      <span class="dv-vh" role="status">
        {view.said}
      </span>
    </div>
  );
}
