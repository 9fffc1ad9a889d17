// The views for JupyterLab's own widgets: the server is behind them, and no kernel.

import { render } from "preact";
import { HttpPort } from "../transport/http";
import { localModel, type Model } from "../transport/model";
import type { Port } from "../transport/port";
import { App } from "./app";

declare const CSS: string;

export interface Vault {
  id: string;
  name: string;
}

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

/** The vaults that this server offers to whoever looks at the page. */
export async function vaultsOf(base: string): Promise<Vault[]> {
  const response = await fetch(new URL("datavault/api/vaults", base), { cache: "no-store" });
  if (!response.ok) throw new Error(`the server answered with status ${response.status}.`);
  const { vaults } = await response.json();
  return vaults;
}

let isStyled = false;

function styled(): void {
  if (isStyled) return;
  isStyled = true;
  const style = document.createElement("style");
  style.textContent = CSS;
  document.head.append(style);
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
  const model = localModel({
    ...{ _panel: panel, _title: vault.name, _place: {} },
    ...{ search: "", filters: {}, selected: [], dataset_id: "", tab: "overview", view: {} },
    ...traits,
  });
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
