// One dataset: its head, its overview, and the panel that puts both around the other tabs.

export { DatasetHead } from "./head";
export { OverviewPanel } from "./overview";
export { DetailPanel, type DetailProps, type Exporting } from "./panel";
