// What views over HTTP have in place of a widget: their styles, and traits that live in the page.

import { localModel, type Model } from "../transport/model";

declare const CSS: string;

let isStyled = false;

/** Put the views' styles into the page, once. */
export function styled(): void {
  if (isStyled) return;
  isStyled = true;
  const style = document.createElement("style");
  style.textContent = CSS;
  document.head.append(style);
}

/** The traits a view begins with, and what it is to have instead. */
export const served = (traits: Record<string, unknown>): Model =>
  localModel({
    ...{ _place: {}, search: "", filters: {}, selected: [] },
    ...{ dataset_id: "", tab: "overview", view: {} },
    ...traits,
  });
