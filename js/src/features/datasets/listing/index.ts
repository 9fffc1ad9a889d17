export { ListingPanel } from "./panel";
export type { ListingProps } from "./use_listing";
