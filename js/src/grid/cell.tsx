// One cell's contents, in the grid and in the drawer of a row.

import type { ComponentChildren, VNode } from "preact";
import type { IconName } from "../ui/icons";
import type { CellValue, GridColumn, Kind } from "./types";
import { decimalsOf, marked, type Shown, shownOf } from "./values";

const ICONS: Record<Kind, IconName> = {
  integer: "number",
  number: "number",
  decimal: "number",
  text: "text",
  boolean: "boolean",
  date: "date",
  time: "time",
  timestamp: "date",
  interval: "time",
  json: "json",
  binary: "code",
  id: "id",
  other: "category",
};

/** The icon of a kind, drawn before a column's name. */
export const kindIcon = (kind: Kind): IconName => ICONS[kind];

function withMarks(text: string, search: string | undefined): ComponentChildren {
  const pieces = marked(text, search);
  if (pieces.length === 1) return text;
  // The places of pieces never change while the text is the same.
  return pieces.map((piece, at) => (at % 2 ? <mark>{piece}</mark> : piece));
}

/** The contents of a cell of which it is known what it shows. */
export function contents(shown: Shown, search: string | undefined): ComponentChildren {
  const { text, tone } = shown;
  if (tone === "null") return <span class="dv-null">NULL</span>;
  if (tone === "empty") return <span class="dv-empty">{text}</span>;
  if (tone === "yes" || tone === "no") {
    return (
      <span class="dv-bool" role="img" aria-label={tone}>
        {text}
      </span>
    );
  }
  const marks = withMarks(text, search);
  const words = shown.isCut ? [marks, <span class="dv-3">…</span>] : marks;
  if (tone === "link") {
    return (
      <a href={text} target="_blank" rel="noopener" tabIndex={-1}>
        {marks}
      </a>
    );
  }
  return tone === "code" ? <code>{words}</code> : words;
}

/** A value as cells show it; bars while it is not here. */
export function CellView(props: {
  column: GridColumn;
  value: CellValue | undefined;
  isCut?: boolean;
  search?: string;
}): VNode {
  const { column, value } = props;
  if (value === undefined) return <span class="dv-skel" style="width:60%" />;
  const shown = shownOf(column, value, props.isCut ?? false, decimalsOf(value));
  return <span title={shown.title}>{contents(shown, props.search)}</span>;
}
