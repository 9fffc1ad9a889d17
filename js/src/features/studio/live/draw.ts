// Draws a chart with Vega in the page. It is in a part of its own, which is loaded with the first chart.

import { transforms } from "vega-dataflow";
import * as encoders from "vega-encode";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import { parse } from "vega-parser";
import * as basics from "vega-transforms";
import { extend } from "vega-util";
import { type Item, View } from "vega-view";
import * as marks from "vega-view-transforms";
import { emphasis } from "./emphasis";
import type { Draw, Drawing, TipLine } from "./types";

// Vega itself would bring maps, trees and word clouds along, too.
extend(transforms, basics, marks, encoders);

/** Nothing in a chart comes from an address. */
const NO_ADDRESS = () => Promise.reject(new Error("A chart fetches nothing."));
const LOADER = { load: NO_ADDRESS, sanitize: NO_ADDRESS, http: NO_ADDRESS, file: NO_ADDRESS };
const QUIET = {
  level: () => QUIET,
  error: () => QUIET,
  warn: () => QUIET,
  info: () => QUIET,
  debug: () => QUIET,
};

/** A plot less wide than this says nothing. */
const LEAST = 160;

/** Columns as the rows that Vega takes; it writes into them, so each view has its own. */
export function rowsOf(values: Record<string, readonly unknown[]>): Record<string, unknown>[] {
  const names = Object.keys(values);
  const count = values[names[0] ?? ""]?.length ?? 0;
  return Array.from({ length: count }, (_, at) =>
    Object.fromEntries(names.map((name) => [name, values[name]?.[at]])),
  );
}

const linesOf = (value: unknown): TipLine[] =>
  value !== null && typeof value === "object"
    ? Object.entries(value).map(([name, each]) => [name, String(each)])
    : [["", String(value)]];

export const draw: Draw = async (spec, values, on) => {
  const whole = { ...spec, data: { values: rowsOf(values) } } as unknown as TopLevelSpec;
  const { spec: made } = compile(whole, { logger: QUIET as never });
  const place = document.createElement("div");
  place.className = "dv-chart-live";
  const view = new View(parse(made, undefined, { ast: true }), {
    // Without it expressions would become functions of text, which strict pages refuse.
    expr: expressionInterpreter,
    loader: LOADER as never,
    logger: QUIET as never,
    renderer: "svg",
    hover: false,
  } as never);
  view.tooltip((_handler, event, _item, value) => {
    on.tip(value == null || value === "" ? null : linesOf(value), event as MouseEvent | null);
  });
  view.addEventListener("click", (_event, item) => {
    const datum = (item as Item | null | undefined)?.datum;
    if (datum) on.pick({ ...datum });
  });
  view.initialize(place);
  await view.runAsync();
  const drawing: Drawing = {
    element: place,
    async fit(room, widest) {
      const whole = Number(place.querySelector("svg")?.getAttribute("width"));
      const beside = whole - view.width();
      const width = Math.max(LEAST, Math.min(widest, Math.floor(room - beside)));
      if (Math.abs(view.width() - width) >= 1) await view.width(width).runAsync();
    },
    close: () => view.finalize(),
  };
  emphasis(place);
  return drawing;
};
