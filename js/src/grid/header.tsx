// biome-ignore-all lint/a11y/useSemanticElements: a table lays its cells out anew at every step
// biome-ignore-all lint/a11y/useFocusableInteractive: one cell of the grid has the focus, not its rows
// The names of columns: how each is sorted and filtered, a picture of its values, its border to pull.

import type { VNode } from "preact";
import { Icon } from "../ui/signs";
import { kindIcon } from "./cell";
import type { Placed } from "./columns";
import { Box, spanned } from "./row";
import { chosenState, NOTHING } from "./selection";
import { HEADER, NUMBERS, type View } from "./view";

function SortMark({ view, name }: { view: View; name: string }): VNode | null {
  const sorts = view.props.sorts ?? [];
  const at = sorts.findIndex((sort) => sort.column === name);
  const isFiltered = view.props.filtered?.has(name);
  if (at < 0 && !isFiltered) return null;
  return (
    <span class="dv-sort">
      {isFiltered && <Icon name="filter" small />}
      {at >= 0 && <Icon name={sorts[at]?.is_descending ? "arrow-down" : "arrow-up"} small />}
      {at >= 0 && sorts.length > 1 && <small>{at + 1}</small>}
      {isFiltered && <span class="dv-vh">filtered</span>}
    </span>
  );
}

function sortState(view: View, name: string): "ascending" | "descending" | undefined {
  const sort = view.props.sorts?.find((each) => each.column === name);
  return sort && (sort.is_descending ? "descending" : "ascending");
}

function ColumnHead({ view, place }: { view: View; place: Placed }): VNode {
  const { column, at } = place;
  const { props, active, drag } = view;
  const isActive = active.row === HEADER && active.col === at;
  const isFiltered = props.filtered?.has(column.name);
  const name = `dv-colhead${place.isPinned ? " is-pinned" : ""}${isActive ? " is-active" : ""}${isFiltered ? " is-filtered" : ""}${drag?.from === at ? " is-dragged" : ""}`;
  const width = props.onWidths !== undefined || props.widths === undefined;
  return (
    <div
      role="columnheader"
      class={name}
      style={place.style}
      aria-colindex={at + 2}
      aria-sort={sortState(view, column.name)}
      tabIndex={isActive ? 0 : undefined}
    >
      <span
        class={`dv-th${props.onSort ? " is-sortable" : ""}`}
        title={`${column.name}, ${column.type}`}
      >
        <Icon name={kindIcon(column.kind)} />
        <b>{column.label ?? column.name}</b>
        <SortMark view={view} name={column.name} />
      </span>
      {props.headerExtra?.(column)}
      {props.summary?.(column)}
      {width && <i class="dv-resize" />}
      {drag && drag.to === at && drag.from !== at && (
        <i class={`dv-drop${drag.to > drag.from ? " is-after" : ""}`} />
      )}
    </div>
  );
}

function Corner({ view }: { view: View }): VNode {
  const { props, active, columns } = view;
  const isActive = active.row === HEADER && active.col === NUMBERS;
  const state = props.onSelection
    ? chosenState(props.selection ?? NOTHING, props.source.count)
    : undefined;
  return (
    <div
      role="columnheader"
      class={`dv-colhead dv-rown${isActive ? " is-active" : ""}`}
      style={`width:${columns.numbers}px`}
      aria-colindex={1}
      tabIndex={isActive ? 0 : undefined}
    >
      <span class="dv-vh">
        {state === undefined
          ? "Row"
          : `Rows, ${state === "mixed" ? "some" : state ? "all" : "none"} selected`}
      </span>
      {state !== undefined && <Box state={state} />}
    </div>
  );
}

/** The row of names, which stays at the top. */
export function Header({ view }: { view: View }): VNode {
  const { first, end } = view.cols();
  const { placed, pinned } = view.columns;
  const draw = (place: Placed) => <ColumnHead key={place.at} view={view} place={place} />;
  const isActive = view.active.row === HEADER;
  return (
    <div role="rowgroup" class="dv-head-group">
      <div role="row" class="dv-tr" aria-rowindex={1} style={`height:${view.headHeight}px`}>
        <Corner view={view} />
        {placed.slice(0, pinned).map(draw)}
        {spanned(view, first, end, isActive ? view.active.col : null, draw)}
      </div>
    </div>
  );
}
