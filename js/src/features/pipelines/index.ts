// Pipelines: the form in which their tasks are worked on.

export { WorkPanel, type WorkPanelProps } from "./panel";
