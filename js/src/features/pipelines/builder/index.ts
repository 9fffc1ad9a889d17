// Building pipelines: a form for those that go in one line, YAML for all.

export { BuilderPanel, type BuilderPanelProps } from "./panel";
