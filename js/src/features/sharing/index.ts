// Sharing: who may open a dataset by a link, and what they see of it.

export { ShareDialog, type ShareProps } from "./dialog";
export { SharePanel } from "./panel";
