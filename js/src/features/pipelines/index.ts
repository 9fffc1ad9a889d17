// Pipelines: the form in which their tasks are worked on, and how far they are.

export { PipelineOverview, type PipelineOverviewProps } from "./overview";
export { WorkPanel, type WorkPanelProps } from "./panel";
