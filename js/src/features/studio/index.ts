// Charts of a dataset: fields, shelves, the picture, and what is kept.

export { BoardView } from "./boards/view";
export { StudioPanel, type StudioProps } from "./panel";
export { ShownCharts, type ShownChartsProps } from "./shown";
export { StudioView } from "./view";
