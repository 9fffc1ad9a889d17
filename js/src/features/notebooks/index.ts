// Notebooks that use a dataset.

export { NotebookCard, type NotebookCardProps } from "./card";
export { NotebookSection } from "./section";
