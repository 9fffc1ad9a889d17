// What one filter of the listing can be set to: values with their counts, several at a time.

import { useState } from "preact/hooks";
import type { DatasetFacets, Facet } from "../../../protocol/operations";
import { Button, Check, count, Popover, TextInput, useAsk } from "../../../ui";
import { type Name, wordOf } from "./filters";
import type { Query } from "./query";

const MANY = 8;

/** What can be chosen, with what is chosen though nothing has it any more. */
function optionsOf(facets: DatasetFacets | undefined, name: Name, chosen: readonly string[]) {
  const known: Facet[] = facets?.[name] ?? [];
  const lost = chosen.filter((value) => !known.some((each) => each.value === value));
  return [...known, ...lost.map((value) => ({ value, label: wordOf(name, value), count: 0 }))];
}

export interface FacetProps {
  name: Name;
  label: string;
  query: Query;
  anchor: HTMLElement;
  onChange: (values: string[]) => void;
  onClose: () => void;
}

export function FacetValues(props: FacetProps) {
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
