// The part that is loaded on first use: what nobody sees before they ask for it.

export { ExportDialog } from "../features/exports";
export { ImportPanel } from "../features/imports";
