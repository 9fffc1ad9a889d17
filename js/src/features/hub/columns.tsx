// The columns as chips: which of them come along, what they hold, which names their classes have.

import { useState } from "preact/hooks";
import { kindIcon } from "../../grid";
import type { HubColumn } from "../../protocol/operations";
import { Button, bytes, Check, count, Icon, type IconName, TextInput, WithTip } from "../../ui";
import { kindOf } from "../imports/columns";

const MEDIA: Record<string, IconName> = {
  image: "image",
  audio: "audio",
  video: "image",
  pdf: "file",
};
const MANY = 16;
const LABELS = 3;

export const columnIcon = ({ media, labels, type }: HubColumn): IconName =>
  media ? (MEDIA[media] ?? "file") : labels.length > 0 ? "category" : kindIcon(kindOf(type));

/** "neg, pos"; of many classes the first ones and how many follow. */
export function labelWords(labels: readonly string[], most = LABELS): string {
  const rest = labels.length - most;
  return rest > 1
    ? `${labels.slice(0, most).join(", ")} and ${count(rest)} more`
    : labels.join(", ");
}

/** What the chip has no room for. */
function tipOf(column: HubColumn): string {
  const { name, type, feature, labels, media, byte_count: size } = column;
  const kind = media ? `${media}, stored as ${type}` : [type, feature].filter(Boolean).join(", ");
  const classes = labels.length > LABELS ? `: ${labelWords(labels, 20)}` : "";
  return `${name}: ${kind}${classes}${size === null ? "" : `, ${bytes(size)} to fetch`}`;
}

function noteOf({ media, labels, byte_count: size }: HubColumn): string {
  if (labels.length > 0) return labelWords(labels);
  return media ? `${media}${size === null ? "" : `, ${bytes(size)}`}` : "";
}

function Chip(props: { column: HubColumn; isOn: boolean; onChange: (isOn: boolean) => void }) {
  const { column, isOn } = props;
  const note = noteOf(column);
  const label = (
    <span class="dv-row dv-row-4 dv-hub-column">
      <Icon name={columnIcon(column)} />
      <b class="dv-cut">{column.name || "without a name"}</b>
      {note && <span class="dv-cut">{note}</span>}
    </span>
  );
  return (
    <WithTip text={tipOf(column)} class="dv-hub-chip">
      <Check
        class={`dv-chip dv-chip-s ${isOn ? "is-on" : ""}`}
        isOn={isOn}
        label={label}
        onChange={props.onChange}
      />
    </WithTip>
  );
}

/** Arrows go from box to box, as Tab does. */
function walk(event: KeyboardEvent) {
  const way = /Right|Down/.test(event.key) ? 1 : /Left|Up/.test(event.key) ? -1 : 0;
  const group = event.currentTarget as HTMLElement;
  const boxes = [...group.querySelectorAll<HTMLElement>("input[type=checkbox]")];
  const at = boxes.indexOf(event.target as HTMLElement);
  if (!way || at < 0 || !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  event.stopPropagation();
  boxes[(at + way + boxes.length) % boxes.length]?.focus();
}

export function Columns(props: {
  columns: readonly HubColumn[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  const { columns, chosen, onChange } = props;
  const [search, setSearch] = useState("");
  const on = new Set(chosen);
  const isMany = columns.length > MANY;
  const wanted = search.trim().toLowerCase();
  const shown = isMany
    ? columns.filter((each) => each.name.toLowerCase().includes(wanted))
    : columns;
  const names = shown.map((each) => each.name);
  return (
    <fieldset class="dv-field">
      <legend class="dv-label">
        Columns{" "}
        <i>
          {count(chosen.length)} of {count(columns.length)}
        </i>
      </legend>
      {isMany && (
        <div class="dv-row">
          <TextInput
            class="dv-grow"
            icon="search"
            label="Search columns"
            placeholder="Search columns"
            value={search}
            onInput={setSearch}
          />
          <Button
            size="s"
            label={wanted ? "Choose these" : "Choose all"}
            onPress={() => onChange([...new Set([...chosen, ...names])])}
          />
          <Button
            size="s"
            kind="quiet"
            label={wanted ? "Leave these out" : "Choose none"}
            onPress={() => onChange(chosen.filter((name) => !names.includes(name)))}
          />
        </div>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows only move the focus inside */}
      <div class={`dv-hub-columns ${isMany ? "is-many" : ""}`} onKeyDown={walk}>
        {shown.map((column) => (
          <Chip
            key={column.name}
            column={column}
            isOn={on.has(column.name)}
            onChange={(isOn) =>
              onChange(
                isOn ? [...chosen, column.name] : chosen.filter((name) => name !== column.name),
              )
            }
          />
        ))}
        {shown.length === 0 && <p class="dv-s dv-3">No column's name has “{search.trim()}”.</p>}
      </div>
    </fieldset>
  );
}
