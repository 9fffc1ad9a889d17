// The SQL pane, and the Studio that leads to it.

export { SqlStudioView, StudioTab } from "./studio";
