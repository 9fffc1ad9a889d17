// Pipelines: the form in which their tasks are worked on, and how far they are.

export { BuilderPanel, type BuilderPanelProps } from "./builder";
export { PipelineOverview, type PipelineOverviewProps } from "./overview";
export { WorkPanel, type WorkPanelProps } from "./panel";
export { SeedPanel } from "./seeding/panel";
