// Some of a table's columns, or all of them.

import { useState } from "preact/hooks";
import { Button, Check, count, counted, TextInput } from "./index";

const MANY = 8;

/** All of them in one line; opened, a list of boxes. `chosen` null is all. */
export function ColumnPicker(props: {
  all: readonly string[];
  chosen: readonly string[] | null;
  onChange: (chosen: readonly string[] | null) => void;
}) {
  const { all, chosen, onChange } = props;
  const [isOpen, setOpen] = useState(false);
  const [search, setSearch] = useState("");
  const on = new Set(chosen ?? all);
  const found = all.filter((name) => name.toLowerCase().includes(search.toLowerCase()));
  const set = (names: readonly string[], isOn: boolean) => {
    for (const name of names) isOn ? on.add(name) : on.delete(name);
    onChange(on.size === all.length ? null : all.filter((name) => on.has(name)));
  };
  const words =
    chosen === null
      ? `All ${count(all.length)}`
      : `${count(chosen.length)} of ${count(all.length)}`;
  return (
    <fieldset class="dv-field">
      <legend class="dv-vh">Columns</legend>
      <div class="dv-row">
        <span class="dv-label" aria-hidden="true">
          Columns
        </span>
        <span class="dv-s dv-2 dv-grow" aria-live="polite">
          {words}
        </span>
        <Button
          size="s"
          kind="quiet"
          label={isOpen ? "Hide columns" : "Choose columns"}
          isOpen={isOpen}
          onPress={() => setOpen(!isOpen)}
        />
      </div>
      {isOpen && (
        <>
          <div class="dv-row">
            {all.length > MANY && (
              <TextInput
                class="dv-grow"
                icon="search"
                size="s"
                label="Search columns"
                placeholder="Search"
                value={search}
                onInput={setSearch}
              />
            )}
            <Button size="s" label="All" onPress={() => set(found, true)} />
            <Button size="s" label="None" onPress={() => set(found, false)} />
          </div>
          <div class="dv-picks">
            {found.map((name) => (
              <Check
                key={name}
                label={name || "(no name)"}
                isOn={on.has(name)}
                onChange={(isOn) => set([name], isOn)}
              />
            ))}
            {found.length === 0 && (
              <span class="dv-3">None of {counted(all.length, "column")} is called so.</span>
            )}
          </div>
        </>
      )}
    </fieldset>
  );
}
