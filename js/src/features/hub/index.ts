// The Hugging Face Hub: search, look into a dataset, import what is wanted of it.

export { HubPanel, type HubPanelProps } from "./panel";
