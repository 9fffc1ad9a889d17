// What the core module lends to the part that is loaded later: each of these exists once a page.
// `js/tasks/bundle.mjs` leaves them out of the part, by these names.

import * as preact from "preact";
import * as hooks from "preact/hooks";
import * as jsx from "preact/jsx-runtime";
import * as content from "../features/content";
import * as grid from "../grid";
import * as port from "../transport/port";
import * as ui from "../ui";
import * as clipboard from "../ui/clipboard";
import * as format from "../ui/format";
import * as layer from "../ui/layer";

const SHARED: Record<string, unknown> = {
  preact,
  "preact/hooks": hooks,
  "preact/jsx-runtime": jsx,
  "features/content/index": content,
  "grid/index": grid,
  "transport/port": port,
  "ui/index": ui,
  "ui/clipboard": clipboard,
  "ui/format": format,
  "ui/layer": layer,
};

export const lend = (name: string): unknown => SHARED[name];
