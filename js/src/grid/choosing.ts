// Choosing rows and copying cells, from the keyboard and the pointer alike.

import { chosenState, idsBetween, isChosen, NOTHING, withChosen } from "./selection";
import type { View } from "./view";

/** Choose a row or give it up; with `isExtending`, all rows from the last one on. */
export function toggleRow(view: View, row: number, isExtending: boolean): void {
  const { source, selection = NOTHING, onSelection } = view.props;
  if (!onSelection) return;
  const id = source.rowId(row);
  if (id === undefined) return;
  if (isExtending) {
    const isOn = isChosen(selection, source.rowId(view.chosenFrom) ?? id);
    onSelection(withChosen(selection, idsBetween(source, view.chosenFrom, row), isOn));
    return;
  }
  view.chosenFrom = row;
  onSelection(withChosen(selection, [id], !isChosen(selection, id)));
}

/** None becomes all; anything else becomes none, except a part, which becomes all. */
export function toggleAll(view: View): void {
  const { source, selection = NOTHING, onSelection } = view.props;
  const isAll = chosenState(selection, source.count) === true;
  onSelection?.({ ids: new Set(), isAllBut: !isAll });
}

/** Copy the range of cells: the owner's matter, else what is here of it as TSV. */
export function copyRange(view: View): void {
  const { columns, source, onCopy } = view.props;
  const range = view.range();
  if (onCopy) {
    onCopy(range);
    return;
  }
  const chosen = columns.filter((column) => range.columns.includes(column.name));
  const lines: string[] = [];
  for (let row = range.first; row <= range.last && row - range.first < 100_000; row += 1) {
    const cells = chosen.map((column) => {
      const value = source.cell(row, column.name);
      if (value === undefined || value === null) return "";
      return typeof value === "boolean" ? String(value) : String(value).replace(/[\t\r\n]+/g, " ");
    });
    lines.push(cells.join("\t"));
  }
  void navigator.clipboard?.writeText(lines.join("\n"));
}
