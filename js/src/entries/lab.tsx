// The views for JupyterLab's own widgets: the server is behind them, and no kernel.

import { render } from "preact";
import { HttpPort, type Vault } from "../transport/http";
import type { Model } from "../transport/model";
import type { Port } from "../transport/port";
import { App } from "./app";
import { served, styled } from "./served";

export { vaultsOf } from "../transport/http";

export interface Mount {
  base: string;
  vault: Vault;
  panel: string;
  traits: Record<string, unknown>;
  /** Writes code where the user works; false where that is nowhere. */
  insert: (code: string) => boolean;
  /** Opens a dataset elsewhere; without it the view goes there itself. */
  open?: (datasetId: string) => void;
  /** Told the name of a dataset whenever it was described. */
  onName: (name: string) => void;
}

function portOf(http: HttpPort, { insert, onName }: Mount): Port {
  const ask: Port["ask"] = async (op, args, options) => {
    const answer = await http.ask(op, args, options);
    const { name } = (answer.data ?? {}) as { name?: string };
    if (op === "datasets.describe" && name) onName(name);
    return answer;
  };
  return {
    isAlive: true,
    isServed: true,
    ask,
    insert,
    onNews: (listener) => http.onNews(listener),
    onBusy: (listener) => http.onBusy(listener),
  };
}

/** The view's traits: they live in the page, and a dataset may be opened elsewhere. */
function modelOf({ panel, traits, vault, open }: Mount): Model {
  const model = served({ _panel: panel, _title: vault.name, ...traits });
  if (!open) return model;
  const set = (name: string, value: unknown) =>
    name === "dataset_id" && value ? open(String(value)) : model.set(name, value);
  return { ...model, set };
}

/** Draw a view; what it gives changes its height, and ends it. */
export function mount(el: HTMLElement, options: Mount) {
  styled();
  const http = new HttpPort({ base: options.base, vault: options.vault.id });
  const model = modelOf(options);
  render(<App model={model} port={portOf(http, options)} />, el);
  return {
    fit: (height: number) => model.set("height", height),
    end() {
      render(null, el);
      http.close();
    },
  };
}
