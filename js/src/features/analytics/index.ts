// The Analytics tab of a dataset.

export { AnalyticsPanel, type AnalyticsProps } from "./panel";
