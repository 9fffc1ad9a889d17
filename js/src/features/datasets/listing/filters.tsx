// The chips that filter: a list of values with their counts, several at a time.

import { useState } from "preact/hooks";
import type { DatasetFacets, Facet } from "../../../protocol/operations";
import {
  Button,
  Check,
  Chip,
  count,
  Menu,
  Popover,
  TextInput,
  useAsk,
  type Width,
} from "../../../ui";
import { named, type Query } from "./query";

type Kind = "statuses" | "sources" | "projects";
const KINDS: { kind: Kind; label: string }[] = [
  { kind: "statuses", label: "Status" },
  { kind: "sources", label: "Source" },
  { kind: "projects", label: "Project" },
];
const MANY = 8;
const WORDS: Record<string, string> = {
  file: "File upload",
  huggingface: "Hugging Face",
  "": "No project",
};
const wordOf = (kind: Kind, value: string): string =>
  kind === "projects" && value !== ""
    ? value
    : (WORDS[value] ?? value.charAt(0).toUpperCase() + value.slice(1));

/** What can be chosen, with what is chosen though nothing has it any more. */
function optionsOf(facets: DatasetFacets | undefined, kind: Kind, chosen: readonly string[]) {
  const known: Facet[] = facets?.[kind] ?? [];
  const lost = chosen.filter((value) => !known.some((each) => each.value === value));
  return [...known, ...lost.map((value) => ({ value, label: wordOf(kind, value), count: 0 }))];
}

function Values(props: {
  kind: Kind;
  label: string;
  query: Query;
  anchor: HTMLElement;
  onChange: (values: string[]) => void;
  onClose: () => void;
}) {
  const { kind, label, query, onChange } = props;
  const { search: text, statuses, sources, projects, has_archived } = query;
  const asked = { search: text, statuses, sources, projects, has_archived };
  const { data, error } = useAsk("datasets.facets", asked, [JSON.stringify(asked)]);
  const [search, setSearch] = useState("");
  const chosen: readonly string[] = query[kind];
  const options = optionsOf(data, kind, chosen);
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
  kinds: typeof KINDS;
  onChoose: (kind: Kind) => void;
  onClose: () => void;
}) {
  const entries = props.kinds.map(({ kind, label }) => ({
    label,
    onPress: () => props.onChoose(kind),
  }));
  return <Menu anchor={props.anchor} label="Filter" onClose={props.onClose} entries={entries} />;
}

/** A chip for each filter; where there is little room, those at rest share one beside the others. */
export function Chips(props: {
  query: Query;
  width: Width;
  onFilter: (kind: Kind, values: string[]) => void;
}) {
  const { query, width, onFilter: set } = props;
  const [open, setOpen] = useState<{ kind: Kind | "rest"; anchor: HTMLElement } | null>(null);
  const resting = KINDS.filter(({ kind }) => query[kind].length === 0);
  const isFolded = width !== "wide" && resting.length > 0 && resting.length < KINDS.length;
  const toggle = (kind: Kind | "rest") => (event: MouseEvent) =>
    setOpen(open?.kind === kind ? null : { kind, anchor: event.currentTarget as HTMLElement });
  const size = width === "narrow" || width === "side" ? "s" : "m";
  const close = () => setOpen(null);
  const opened = KINDS.find(({ kind }) => kind === open?.kind);
  return (
    <span class="dv-chips">
      {KINDS.map(({ kind, label }) => {
        const values: readonly string[] = query[kind];
        if (isFolded && values.length === 0) return null;
        return (
          <Chip
            key={kind}
            label={label}
            size={size}
            values={values.length > 0 ? named(values.map((each) => wordOf(kind, each))) : undefined}
            isOpen={open?.kind === kind}
            onOpen={toggle(kind)}
            onClear={() => set(kind, [])}
          />
        );
      })}
      {isFolded && (
        <Chip
          label="Filter"
          icon="plus"
          size={size}
          isOpen={open?.kind === "rest"}
          onOpen={toggle("rest")}
        />
      )}
      {open?.kind === "rest" && (
        <Rest
          anchor={open.anchor}
          kinds={resting}
          onClose={close}
          onChoose={(kind) => setOpen({ kind, anchor: open.anchor })}
        />
      )}
      {open && opened && (
        <Values
          key={opened.kind}
          {...opened}
          query={query}
          anchor={open.anchor}
          onChange={(values) => set(opened.kind, values)}
          onClose={close}
        />
      )}
    </span>
  );
}
