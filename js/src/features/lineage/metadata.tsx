// What people noted about a version by name: shown as facts, edited as a list of entries.

import { useRef, useState } from "preact/hooks";
import type { VersionItem } from "../../protocol/operations";
import { Refusal, sentence } from "../../transport/port";
import { Button, IconButton, TextInput } from "../../ui";
import { useReturn } from "./edited";
import {
  changed,
  type Entry,
  entriesOf,
  KINDS,
  readOf,
  type Texts,
  told,
  typedOf,
  type Wrong,
} from "./values";

interface MetadataProps {
  item: VersionItem;
  reason?: string;
  /** Resolves to why it was refused, or to nothing. */
  onSave: (metadata: Texts) => Promise<unknown>;
}

const NONE: ReadonlyMap<number, Wrong> = new Map();

function Line(props: {
  entry: Entry;
  wrong?: Wrong;
  isFirst: boolean;
  onChange: (change: Partial<Entry>) => void;
  onRemove: () => void;
  onEnter: () => void;
}) {
  const { entry, wrong, onChange, onEnter } = props;
  const { name, text, json } = entry;
  const read = readOf(text);
  const kind = "kind" in read && text.trim() !== "" ? KINDS[read.kind] : undefined;
  return (
    <li>
      <TextInput
        size="s"
        label={name ? `Name of ${name}` : "Name"}
        placeholder="Name"
        value={name}
        onInput={(value) => onChange({ name: value })}
        onEnter={onEnter}
        isWrong={wrong?.name !== undefined}
        hint={wrong?.name}
        autoFocus={props.isFirst && json === undefined}
      />
      <TextInput
        size="s"
        label={`Value of ${name || "it"}`}
        placeholder="Value"
        value={text}
        unit={kind}
        onInput={(value) => onChange({ text: value, json: undefined })}
        onEnter={onEnter}
        isWrong={wrong?.text !== undefined}
        hint={wrong?.text}
        autoFocus={props.isFirst && json !== undefined}
      />
      <IconButton size="s" icon="close" label={`Remove ${name || "it"}`} onPress={props.onRemove} />
    </li>
  );
}

/** The entries as they are typed, and what is wrong with them. */
function useEntries(before: Texts) {
  const [entries, setEntries] = useState<Entry[]>(() => {
    const known = entriesOf(before);
    return known.length > 0 ? known : [{ key: 0, name: "", text: "" }];
  });
  const [wrong, setWrong] = useState(NONE);
  const next = useRef(entries.length);
  const change = (key: number, change: Partial<Entry>) => {
    setEntries((old) => old.map((each) => (each.key === key ? { ...each, ...change } : each)));
    setWrong((old) => new Map([...old].filter(([at]) => at !== key)));
  };
  const add = () => {
    next.current += 1;
    setEntries((old) => [...old, { key: next.current, name: "", text: "" }]);
  };
  const remove = (key: number) => setEntries((old) => old.filter((each) => each.key !== key));
  return { entries, wrong, setWrong, change, add, remove, newest: next.current };
}

function Editor(props: MetadataProps & { onClose: () => void }) {
  const { item, onSave, onClose } = props;
  const [before] = useState(item.metadata);
  const { entries, wrong, setWrong, change, add, remove, newest } = useEntries(before);
  const [trouble, setTrouble] = useState("");
  const [isBusy, setBusy] = useState(false);
  const adding = useRef<HTMLButtonElement>(null);
  const save = async () => {
    const read = told(entries);
    setWrong(read.wrong);
    setTrouble("");
    if (read.wrong.size > 0 || isBusy) return;
    setBusy(true);
    const error = await onSave(changed(item.metadata, before, read.texts));
    if (error === undefined) return onClose();
    setBusy(false);
    const field = error instanceof Refusal ? error.field : "";
    const at = field && entries.find(({ name }) => name.trim() === field);
    if (at) setWrong(new Map([[at.key, { text: sentence(error) }]]));
    else setTrouble(sentence(error));
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape anywhere leaves it as it was
    <div class="dv-stack" onKeyDown={keys}>
      <ul class="dv-stack dv-stack-4">
        {entries.map((entry) => (
          <Line
            key={entry.key}
            entry={entry}
            wrong={wrong.get(entry.key)}
            isFirst={entry.key === 0 || entry.key === newest}
            onChange={(change_) => change(entry.key, change_)}
            onEnter={() => void save()}
            onRemove={() => {
              remove(entry.key);
              adding.current?.focus();
            }}
          />
        ))}
      </ul>
      <Button
        size="s"
        kind="quiet"
        icon="plus"
        label="Add an entry"
        class="dv-version-add"
        elementRef={adding}
        onPress={add}
      />
      <p class="dv-s dv-3">
        Numbers, true, false, null, lists and objects stay what they are; in quotes they are text.
      </p>
      {trouble && (
        <p class="dv-hint is-bad" role="alert">
          {trouble}
        </p>
      )}
      <div class="dv-row dv-row-4">
        <Button size="s" label="Save metadata" isBusy={isBusy} onPress={() => void save()} />
        <Button size="s" kind="quiet" label="Cancel" keys="Esc" onPress={onClose} />
      </div>
    </div>
  );
}

export function Metadata(props: MetadataProps) {
  const { item, reason } = props;
  const [isOpen, setOpen] = useState(false);
  const opener = useReturn(isOpen);
  const known = Object.entries(item.metadata);
  return (
    <section class="dv-version-noted" aria-label="Metadata">
      <header class="dv-row dv-row-4">
        <h3 class="dv-s dv-2">Metadata</h3>
        {!isOpen && (
          <IconButton
            size="s"
            icon="pencil"
            label="Edit metadata"
            reason={reason}
            elementRef={opener}
            onPress={() => setOpen(true)}
          />
        )}
      </header>
      {isOpen ? (
        <Editor {...props} onClose={() => setOpen(false)} />
      ) : known.length === 0 ? (
        <p class="dv-s dv-3">Nothing is noted yet.</p>
      ) : (
        <dl class="dv-facts">
          {known.map(([name, json]) => [
            <dt key={name}>{name}</dt>,
            <dd key={`${name}:`}>{typedOf(json)}</dd>,
          ])}
        </dl>
      )}
    </section>
  );
}
