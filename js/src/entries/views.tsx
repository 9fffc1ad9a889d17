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
  return () => {
    port.close();
    ports.delete(model);
  };
}

/** Puts the still copy beside the view out of sight, with the place it takes; returns the undo. */
function hideStill(still: HTMLElement | null): () => void {
  if (!still) return () => undefined;
  const place = still.closest<HTMLElement>(".jp-OutputArea-child") ?? still;
  still.hidden = true;
  place.style.display = "none";
  return () => {
    still.hidden = false;
    place.style.display = "";
  };
}

async function render({ model, el }: { model: AnyModel; el: HTMLElement }) {
  const isSaved = await isSavedPage(model.widget_manager);
  const port: Port = isSaved ? staticPort : portOf(model);
  const id = CSS.escape(String(model.get("_still_id")));
  const still = document.querySelector<HTMLElement>(`[data-dv-still="${id}"]`);
  // What draws it would have to come from a kernel: the copy says more.
  if (isSaved && still && /^(studio|board|share)$/.test(String(model.get("_panel")))) return;
  const show = hideStill(still);
  draw(<App model={traitsOf(model)} port={port} />, el);
  return () => {
    draw(null, el);
    show();
  };
}

export default { initialize, render };
