// The chips that filter: a list of values with their counts, several at a time.

import { useState } from "preact/hooks";
import type { DatasetFacets } from "../../../protocol/operations";
import { Chip, capital, later, Menu, type Width } from "../../../ui";
import type { FacetProps } from "./facet";
import { named, type Query } from "./query";

export type Name = keyof DatasetFacets;
const FILTERS: { name: Name; label: string }[] = [
  { name: "statuses", label: "Status" },
  { name: "sources", label: "Source" },
  { name: "kinds", label: "Kind" },
  { name: "projects", label: "Project" },
];
const WORDS: Record<string, string> = {
  file: "File upload",
  huggingface: "Hugging Face",
  "": "No project",
};
/** How a value is called. */
export const wordOf = (name: Name, value: string): string =>
  name === "projects" && value !== "" ? value : (WORDS[value] ?? capital(value));

const Values = later<FacetProps>("FacetValues");

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
