// The SQL pane, and the Studio that leads to it.

export { StudioTab } from "./studio";
