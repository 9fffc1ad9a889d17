// Under a column's name: its type as a select, and its name as a field when it is being changed.

import { useRef, useState } from "preact/hooks";
import type { ImportColumn } from "../../protocol/operations";
import { Select, TextInput } from "../../ui";
import { typeOptions } from "./columns";
import type { Settings } from "./settings";

const without = (wishes: Record<string, string> = {}, key: string) =>
  Object.fromEntries(Object.entries(wishes).filter(([name]) => name !== key));

/** A name while it is changed: Enter and leaving keep it, Escape doesn't. */
function NameField(props: {
  column: ImportColumn;
  onName: (name: string | null, hasLeft: boolean) => void;
}) {
  const { source_name: source, name } = props.column;
  const [typed, setTyped] = useState(name);
  const isOver = useRef(false);
  const end = (text: string | null, hasLeft = false) => {
    // Leaving the field follows Enter and Escape, too.
    if (isOver.current) return;
    isOver.current = true;
    props.onName(text, hasLeft);
  };
  return (
    <TextInput
      size="s"
      label={`Name of ${source}`}
      value={typed}
      onInput={setTyped}
      onEnter={(text) => end(text)}
      onEscape={() => end(null)}
      onBlur={() => end(typed, true)}
      autoFocus
    />
  );
}

export function ColumnControl(props: {
  column: ImportColumn;
  settings: Settings;
  isRenaming: boolean;
  /** `hasLeft`: the focus is elsewhere by then. */
  onRenamed: (hasLeft: boolean) => void;
  onSettings: (change: Partial<Settings>) => void;
}) {
  const { column, settings, onSettings } = props;
  const { source_name: source, name, type, detected_type: detected } = column;
  const wish = settings.types?.[source] ?? type;
  const rename = (text: string | null, hasLeft: boolean) => {
    props.onRenamed(hasLeft);
    const wanted = text?.trim() || name;
    if (wanted === name) return;
    const names = without(settings.names, source);
    if (wanted !== source) names[source] = wanted;
    onSettings({ names });
  };
  const retype = (value: string) => {
    const types = without(settings.types, source);
    if (value !== detected) types[source] = value;
    onSettings({ types });
  };
  // The grid's keys and its drag of columns stay out of the controls in its header.
  const stay = (event: Event) => event.stopPropagation();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps events inside
    <span class="dv-import-column" onKeyDown={stay} onPointerDown={stay} onMouseDown={stay}>
      {props.isRenaming ? (
        <NameField column={column} onName={rename} />
      ) : (
        <Select
          size="s"
          class={wish === detected ? "" : "is-changed"}
          label={`Type of ${name}`}
          isHidingLabel
          value={wish}
          options={typeOptions(wish, detected)}
          onChange={retype}
        />
      )}
    </span>
  );
}
