// The Content tab.

export { type Boot, type Chosen, gridColumn, NOTHING_CHOSEN, PLAIN_VIEW, type View } from "./model";
export { ContentPanel, type ContentProps } from "./panel";
export { Clause, type Opened, Sentence } from "./sentence";
export { caption, Summaries } from "./summaries";
export { read as readFilter, write as writeFilter } from "./tree";
