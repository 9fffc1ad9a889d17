// The vault as a page of its own, over HTTP: what `jupyter datavault` opens.

import { render } from "preact";
import { HttpPort } from "../transport/http";
import { App } from "./app";
import { served, styled } from "./served";

interface Settings {
  base: string;
  vault: string;
  title: string;
}

const told = document.getElementById("datavault-page")?.textContent ?? "{}";
const { base, vault, title }: Settings = JSON.parse(told);
const root = document.getElementById("datavault") as HTMLElement;
styled();
const port = new HttpPort({ base: new URL(base, location.origin).href, vault });
const model = served({ _panel: "listing", _title: title, _vault_id: vault });
render(<App model={model} port={port} />, root);
