export { LineagePanel, type LineageProps } from "./panel";
