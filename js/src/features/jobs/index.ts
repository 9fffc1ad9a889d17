// Imports and exports under way, wherever they were begun.

export { JobList } from "./list";
export { JobWatch, wordsOf } from "./watch";
