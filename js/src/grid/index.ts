// The virtual grid: rows and columns without end, of which only what is on screen is there.

export { CellView, kindIcon } from "./cell";
export { Grid } from "./grid";
export type {
  CellValue,
  GridColumn,
  GridHandle,
  GridProps,
  GridRange,
  GridSelection,
  Kind,
  RowSource,
  Sort,
} from "./types";
