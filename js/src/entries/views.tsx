// What anywidget loads: one module for the listing, the dataset and the import.

import type { AnyModel } from "@anywidget/types";
import { render as draw } from "preact";
import { CommPort } from "../transport/comm";
import type { Port } from "../transport/port";
import { isSavedPage, staticPort } from "../transport/static";
import { traitsOf } from "../transport/traits";
import { App } from "./app";

const ports = new WeakMap<AnyModel, CommPort>();

function portOf(model: AnyModel): CommPort {
  const known = ports.get(model) ?? new CommPort(model);
  ports.set(model, known);
  return known;
}

function initialize({ model }: { model: AnyModel }) {
  const port = portOf(model);
  return () => port.close();
}

async function render({ model, el }: { model: AnyModel; el: HTMLElement }) {
  const isSaved = await isSavedPage(model.widget_manager);
  const port: Port = isSaved ? staticPort : portOf(model);
  draw(<App model={traitsOf(model)} port={port} />, el);
  return () => draw(null, el);
}

export default { initialize, render };
