// The packages that `vega` is made of have no types of their own; `vega` has those of them all.

declare module "vega-dataflow" {
  export { transforms } from "vega";
}
declare module "vega-parser" {
  export { parse } from "vega";
}
declare module "vega-view" {
  export { type Item, View } from "vega";
}
declare module "vega-encode" {
  const transforms: Record<string, unknown>;
  export = transforms;
}
declare module "vega-transforms" {
  const transforms: Record<string, unknown>;
  export = transforms;
}
declare module "vega-view-transforms" {
  const transforms: Record<string, unknown>;
  export = transforms;
}
