// What of a dataset is written: some rows, all, a version, changes, single answers.

import type { ExportOptions, ExportRows } from "../../protocol/operations";
import { count, Field, Radio, type RadioOption, Select } from "../../ui";
import { isFiltering, type Scope } from "./choice";

export interface Chosen {
  scope: Scope;
  version: string;
  since: string;
  /** The column that says which row is which; null compares whole rows. */
  key: string | null;
}

/** The choices there are; only those that mean something for this dataset. */
export function scopesOf(
  options: ExportOptions,
  filter: ExportRows | null | undefined,
  counts: { all: number; filtered?: number },
): RadioOption<Scope>[] {
  const { filtered } = counts;
  const made: RadioOption<Scope>[] = [];
  if (isFiltering(filter)) {
    const isKnown = filtered !== undefined;
    made.push({
      value: "filter",
      label: isKnown
        ? `The ${count(filtered)} that match the filter`
        : "Rows that match the filter",
      end: isKnown ? count(filtered) : undefined,
    });
  }
  made.push({ value: "all", label: "All rows", end: count(counts.all) });
  if (options.has_answers) made.push({ value: "answers", label: "Single answers" });
  const hasOthers = options.versions.length > (options.is_live ? 0 : 1);
  if (hasOthers) made.push({ value: "version", label: "A version" });
  if (hasOthers) made.push({ value: "changes", label: "What changed since a version" });
  return made;
}

/** The newest version, and the one before what is there now. */
export function scopeAtFirst(options: ExportOptions | undefined): Omit<Chosen, "scope"> {
  const numbers = options?.versions.map((each) => each.number) ?? [];
  const [newest = ""] = numbers;
  return { version: newest, since: numbers[options?.is_live ? 0 : 1] ?? newest, key: null };
}

const versionsOf = ({ versions }: ExportOptions) =>
  versions.map((each) => ({
    value: each.number,
    label: each.name ? `${each.number} ${each.name}` : each.number,
    note: count(each.row_count),
  }));

/** Nothing where there is only one choice. */
export function ScopeField(props: {
  scopes: readonly RadioOption<Scope>[];
  options: ExportOptions;
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
}) {
  const { scopes, options, chosen, onChange } = props;
  if (scopes.length < 2) return null;
  const set = (change: Partial<Chosen>) => onChange({ ...chosen, ...change });
  const versions = versionsOf(options);
  return (
    <>
      <Field label="Rows">
        <Radio
          label="Rows"
          value={chosen.scope}
          options={scopes}
          onChange={(scope) => set({ scope })}
        />
      </Field>
      {chosen.scope === "version" && (
        <Select
          label="Version"
          value={chosen.version}
          options={versions}
          onChange={(version) => set({ version })}
        />
      )}
      {chosen.scope === "changes" && (
        <>
          <Select
            label="Since version"
            value={chosen.since}
            options={versions}
            onChange={(since) => set({ since })}
          />
          <Select
            label="Rows are the same by"
            value={chosen.key}
            options={[
              { value: null, label: "All values" },
              ...options.columns.map((name) => ({ value: name, label: name })),
            ]}
            onChange={(key) => set({ key })}
          />
        </>
      )}
    </>
  );
}
