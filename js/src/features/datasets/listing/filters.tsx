// The chips that filter: a list of values with their counts, several at a time.

import { useState } from "preact/hooks";
import type { DatasetFacets, Facet } from "../../../protocol/operations";
import {
  Button,
  Check,
  Chip,
  capital,
  count,
  Menu,
  Popover,
  TextInput,
  useAsk,
  type Width,
} from "../../../ui";
import { named, type Query } from "./query";

type Name = keyof DatasetFacets;
const FILTERS: { name: Name; label: string }[] = [
  { name: "statuses", label: "Status" },
  { name: "sources", label: "Source" },
  { name: "kinds", label: "Kind" },
  { name: "projects", label: "Project" },
];
const MANY = 8;
const WORDS: Record<string, string> = {
  file: "File upload",
  huggingface: "Hugging Face",
  "": "No project",
};
const wordOf = (name: Name, value: string): string =>
  name === "projects" && value !== "" ? value : (WORDS[value] ?? capital(value));

/** What can be chosen, with what is chosen though nothing has it any more. */
function optionsOf(facets: DatasetFacets | undefined, name: Name, chosen: readonly string[]) {
  const known: Facet[] = facets?.[name] ?? [];
  const lost = chosen.filter((value) => !known.some((each) => each.value === value));
  return [...known, ...lost.map((value) => ({ value, label: wordOf(name, value), count: 0 }))];
}

function Values(props: {
  name: Name;
  label: string;
  query: Query;
  anchor: HTMLElement;
  onChange: (values: string[]) => void;
  onClose: () => void;
}) {
  const { name, label, query, onChange } = props;
  const { search: text, statuses, sources, kinds, projects, has_archived } = query;
  const asked = { search: text, statuses, sources, kinds, projects, has_archived };
  const { data, error } = useAsk("datasets.facets", asked, [JSON.stringify(asked)]);
  const [search, setSearch] = useState("");
  const chosen: readonly string[] = query[name];
  const options = optionsOf(data, name, chosen);
  const found = options.filter((each) => each.label.toLowerCase().includes(search.toLowerCase()));
  const toggle = (value: string) => (isOn: boolean) =>
    onChange(isOn ? [...chosen, value] : chosen.filter((each) => each !== value));
  return (
    <Popover anchor={props.anchor} label={label} width={248} onClose={props.onClose}>
      <div class="dv-stack dv-facet">
        {options.length > MANY && (
          <TextInput
            size="s"
            icon="search"
            label={`Search ${label.toLowerCase()}s`}
            placeholder="Search"
            value={search}
            onInput={setSearch}
          />
        )}
        {error && <p class="dv-s dv-2">{error.message}</p>}
        <ul>
          {found.map(({ value, label: word, count: n }) => (
            <li key={value} class="dv-row">
              <Check
                class="dv-grow"
                isOn={chosen.includes(value)}
                label={word}
                onChange={toggle(value)}
              />
              <span class="dv-s dv-3">{count(n)}</span>
            </li>
          ))}
        </ul>
        {chosen.length > 0 && (
          <Button
            size="s"
            kind="quiet"
            label={`Clear ${label.toLowerCase()}`}
            onPress={() => onChange([])}
          />
        )}
      </div>
    </Popover>
  );
}

function Rest(props: {
  anchor: HTMLElement;
  resting: typeof FILTERS;
  onChoose: (name: Name) => void;
  onClose: () => void;
}) {
  const entries = props.resting.map(({ name, label }) => ({
    label,
    onPress: () => props.onChoose(name),
  }));
  return <Menu anchor={props.anchor} label="Filter" onClose={props.onClose} entries={entries} />;
}

/** A chip for each filter; where there is little room, those at rest share one beside the others. */
export function Chips(props: {
  query: Query;
  width: Width;
  onFilter: (name: Name, values: string[]) => void;
}) {
  const { query, width, onFilter: set } = props;
  const [open, setOpen] = useState<{ name: Name | "rest"; anchor: HTMLElement } | null>(null);
  const resting = FILTERS.filter(({ name }) => query[name].length === 0);
  const isFolded = width !== "wide" && resting.length > 0 && resting.length < FILTERS.length;
  const toggle = (name: Name | "rest") => (event: MouseEvent) =>
    setOpen(open?.name === name ? null : { name, anchor: event.currentTarget as HTMLElement });
  const size = width === "narrow" || width === "side" ? "s" : "m";
  const close = () => setOpen(null);
  const opened = FILTERS.find(({ name }) => name === open?.name);
  return (
    <span class="dv-chips">
      {FILTERS.map(({ name, label }) => {
        const values: readonly string[] = query[name];
        if (isFolded && values.length === 0) return null;
        return (
          <Chip
            key={name}
            label={label}
            size={size}
            values={values.length > 0 ? named(values.map((each) => wordOf(name, each))) : undefined}
            isOpen={open?.name === name}
            onOpen={toggle(name)}
            onClear={() => set(name, [])}
          />
        );
      })}
      {isFolded && (
        <Chip
          label="Filter"
          icon="plus"
          size={size}
          isOpen={open?.name === "rest"}
          onOpen={toggle("rest")}
        />
      )}
      {open?.name === "rest" && (
        <Rest
          anchor={open.anchor}
          resting={resting}
          onClose={close}
          onChoose={(name) => setOpen({ name, anchor: open.anchor })}
        />
      )}
      {open && opened && (
        <Values
          key={opened.name}
          {...opened}
          query={query}
          anchor={open.anchor}
          onChange={(values) => set(opened.name, values)}
          onClose={close}
        />
      )}
    </span>
  );
}
