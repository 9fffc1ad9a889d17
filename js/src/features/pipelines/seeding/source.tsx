// Where rows come from: a dataset of the vault, or a file.

import { useState } from "preact/hooks";
import { Field, Select, type SelectOption, useAsk } from "../../../ui";
import { PathField } from "../../imports/path";
import type { Seeding } from "./state";

const MOST = 500;

function useDatasets(): SelectOption<string>[] {
  const { data } = useAsk("datasets.list", { limit: MOST, sort: "updated" }, []);
  return (data?.rows ?? []).map((each) => ({
    value: each.id,
    label: each.path,
    icon: each.pipeline ? "pipeline" : "table",
  }));
}

/** The ways to rows; a path is typed only where the file isn't in the vault yet. */
export function SourcePicker({ seeding }: { seeding: Seeding }) {
  const { kind, source, turnTo } = seeding;
  const datasets = useDatasets();
  const [isTyping, setTyping] = useState(kind === "file");
  const ways: SelectOption<string>[] = [
    ...datasets,
    { value: "", label: "A file by its path", icon: "file" },
  ];
  const given = kind === "given" ? [{ value: source, label: "Rows of this notebook" }] : [];
  return (
    <div class="dv-stack dv-stack-8">
      <Field label="Rows of">
        <Select
          label="Rows of"
          value={isTyping ? "" : source || undefined}
          options={[...given, ...ways]}
          placeholder="Choose a dataset or a file"
          onChange={(value) => {
            setTyping(value === "");
            if (value) turnTo(given[0]?.value === value ? "given" : "dataset", value);
          }}
        />
      </Field>
      {isTyping && (
        <>
          <PathField onTake={(path) => turnTo("file", path)} onLeave={() => undefined} />
          {kind === "file" && source && <p class="dv-s dv-2">Rows of {source}</p>}
        </>
      )}
    </div>
  );
}
