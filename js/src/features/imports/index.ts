// Bringing files in: the drop zone, the preview, the upload and the job.

export { ImportPanel, type ImportPanelProps } from "./panel";
