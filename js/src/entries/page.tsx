// The vault as a page of its own, over HTTP: what `jupyter datavault` opens.

import { render } from "preact";
import { HttpPort } from "../transport/http";
import { localModel } from "../transport/model";
import { App } from "./app";

declare const CSS: string;

interface Settings {
  base: string;
  vault: string;
  title: string;
}

const told = document.getElementById("datavault-page")?.textContent ?? "{}";
const { base, vault, title }: Settings = JSON.parse(told);
const root = document.getElementById("datavault") as HTMLElement;
const style = document.createElement("style");
style.textContent = CSS;
document.head.append(style);
const port = new HttpPort({ base: new URL(base, location.origin).href, vault });
// What a widget's traits hold lives in the page alone.
const model = localModel({
  _panel: "listing",
  _title: title,
  _place: {},
  search: "",
  filters: {},
  selected: [],
  dataset_id: "",
});
render(<App model={model} port={port} />, root);
