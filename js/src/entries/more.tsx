// The part that is loaded on first use: what nobody sees before they ask for it.

export { AnalyticsPanel } from "../features/analytics";
export { ColumnMenu, ColumnsPanel } from "../features/content/columns";
export { Drawer } from "../features/content/drawer";
export { ConditionPopover } from "../features/content/filters/editor";
export { Following } from "../features/content/following";
export { KeysDialog } from "../features/content/keys";
export { SaveDialog } from "../features/content/save";
export { DeleteDialog as DeleteDataset } from "../features/datasets/detail/deleting";
export { DescriptionEditor } from "../features/datasets/detail/describing";
export { BulkBar } from "../features/datasets/listing/bulk";
export { FacetValues } from "../features/datasets/listing/facet";
export { Keys as ListingKeys } from "../features/datasets/listing/keys";
export { DeleteDialog as DeleteDatasets, Outcomes } from "../features/datasets/listing/lifecycle";
export { ExportDialog, ExportsPanel } from "../features/exports";
export { HubPanel } from "../features/hub";
export { ImportPanel } from "../features/imports";
export { LineagePanel } from "../features/lineage";
export { NotebookCard } from "../features/notebooks";
export { PeoplePanel } from "../features/people";
export { BuilderPanel, PipelineOverview, SeedPanel, WorkPanel } from "../features/pipelines";
export { ShareDialog, SharePanel } from "../features/sharing";
export { SqlStudioView as StudioView, StudioTab as StudioPanel } from "../features/sql";
export { BoardView, ShownCharts } from "../features/studio";
