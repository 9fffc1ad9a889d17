// Taking a dataset out of the vault.

export { type ExportCounts, ExportDialog, type ExportProps } from "./dialog";
export { ExportsPanel, type ExportsPanelProps } from "./panel";
