// Under a column's name: its type as a select, and its name as a field when it is being changed.

import { useState } from "preact/hooks";
import type { ImportColumn } from "../../protocol/operations";
import { IconButton, Select, TextInput } from "../../ui";
import { typeOptions } from "./columns";
import type { Settings } from "./settings";

const without = (wishes: Record<string, string> = {}, key: string) =>
  Object.fromEntries(Object.entries(wishes).filter(([name]) => name !== key));

export function ColumnControl(props: {
  column: ImportColumn;
  settings: Settings;
  onSettings: (change: Partial<Settings>) => void;
}) {
  const { column, settings, onSettings } = props;
  const { source_name: source, name, type, detected_type: detected } = column;
  const [typed, setTyped] = useState<string | null>(null);
  const wish = settings.types?.[source];
  const rename = (text: string) => {
    setTyped(null);
    const wanted = text.trim();
    const names = without(settings.names, source);
    if (wanted && wanted !== source) names[source] = wanted;
    if (wanted !== name) onSettings({ names });
  };
  const retype = (value: string) => {
    const types = without(settings.types, source);
    if (value !== detected) types[source] = value;
    onSettings({ types });
  };
  // Grid keys stay out of the controls in its header.
  const stay = (event: KeyboardEvent) => event.stopPropagation();
  if (typed !== null)
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: only keeps keys inside
      <span class="dv-import-column" onKeyDown={stay}>
        <TextInput
          size="s"
          label={`Name of ${source}`}
          value={typed}
          onInput={setTyped}
          onEnter={rename}
          onEscape={() => setTyped(null)}
          onBlur={() => rename(typed)}
          autoFocus
        />
      </span>
    );
  const isChanged = type !== detected || (wish !== undefined && wish !== detected);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps keys inside
    <span class="dv-import-column" onKeyDown={stay}>
      <Select
        size="s"
        class={isChanged ? "is-changed" : ""}
        label={`Type of ${name}`}
        isHidingLabel
        value={wish ?? type}
        options={typeOptions(wish ?? type, detected)}
        onChange={retype}
      />
      <IconButton size="s" icon="pencil" label={`Rename ${name}`} onPress={() => setTyped(name)} />
    </span>
  );
}
