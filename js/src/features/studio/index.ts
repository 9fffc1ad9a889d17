// Charts of a dataset: fields, shelves, the picture, and what is kept.

export { BoardView } from "./boards/view";
export { StudioPanel, type StudioProps } from "./panel";
export { StudioView } from "./view";
