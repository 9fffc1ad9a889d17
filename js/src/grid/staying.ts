// Rows that change places under the view: what one was looking at stays where it is.

import { HEADER, type Spot, type View } from "./view";

/** The current row, the range and the rows in sight stay the same ones; `to` says where each is. */
export function stayWith(view: View, to: (row: number) => number): void {
  const { active, anchor, axis } = view;
  const at = (spot: Spot): Spot => ({ ...spot, row: spot.row < 0 ? spot.row : to(spot.row) });
  view.active = at(active);
  view.anchor = anchor && at(anchor);
  // At the very beginning one looks for what comes in first.
  if (axis.top <= 0) return;
  const first = Math.ceil(axis.top / axis.rowHeight);
  axis.count = view.total;
  axis.goTo(axis.top + (to(first) - first) * axis.rowHeight);
  view.reveal({ row: HEADER, col: -1 });
}
