// The Content tab.

export { type Boot, type Chosen, NOTHING_CHOSEN, PLAIN_VIEW, type View } from "./model";
export { ContentPanel, type ContentProps } from "./panel";
