// What can be chosen of a dataset: subset, revision, splits, condition, limit, name.

import { useEffect, useState } from "preact/hooks";
import type { HubConfiguration, HubSplit } from "../../protocol/operations";
import {
  Button,
  bytes,
  Check,
  count,
  counted,
  Field,
  Select,
  Tag,
  TextInput,
  WithTip,
} from "../../ui";
import type { Target } from "../imports/settings";
import { type Choice, limitOf } from "./choice";
import type { Configuring, Looking } from "./configuration";
import { sentence } from "./problems";

/** A branch, tag or commit; taken with Enter or when the field is left. */
function Revision({ configuring }: { configuring: Configuring }) {
  const { configuration, field, problem, revision } = configuring;
  const known = revision ?? configuration?.revision ?? "";
  const [typed, setTyped] = useState(known);
  useEffect(() => setTyped(known), [known]);
  const take = () => {
    const wanted = typed.trim();
    if (wanted !== known) configuring.setRevision(wanted || null);
    if (!wanted) setTyped(configuration?.revision ?? "");
  };
  const wrong = field === "revision" && problem ? sentence(problem) : "";
  return (
    <Field label="Revision" hint={wrong || undefined} isWrong={wrong !== ""}>
      <TextInput
        size="l"
        label="Revision"
        placeholder="Branch, tag or commit"
        value={typed}
        onInput={setTyped}
        onEnter={take}
        onBlur={take}
        onEscape={typed === known ? undefined : () => setTyped(known)}
      />
    </Field>
  );
}

export function Where({ configuring }: { configuring: Configuring }) {
  const { configuration, field, problem } = configuring;
  if (!configuration) return null;
  const wrong = field === "subset" && problem ? sentence(problem) : "";
  return (
    <div class="dv-hub-pair">
      <Field label="Subset" hint={wrong || undefined} isWrong={wrong !== ""}>
        <Select
          size="l"
          label="Subset"
          value={configuration.subset ?? ""}
          placeholder="Choose a subset"
          options={configuration.subsets.map(({ name, is_default }) => ({
            value: name,
            label: name,
            note: is_default && configuration.subsets.length > 1 ? "default" : undefined,
          }))}
          onChange={configuring.setSubset}
        />
      </Field>
      <Revision configuring={configuring} />
    </div>
  );
}

/** So many splits are seen at once. */
const MANY = 5;

const sizeOf = ({ row_count: rows, byte_count: size }: HubSplit) =>
  rows === null ? bytes(size) : counted(rows, "row");

export function Splits(props: {
  splits: readonly HubSplit[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  const { splits, chosen, onChange } = props;
  const isMany = splits.length > MANY;
  return (
    <fieldset class="dv-field">
      <legend class="dv-label">
        Splits{" "}
        {isMany && (
          <i>
            {count(chosen.length)} of {count(splits.length)}
          </i>
        )}
      </legend>
      {isMany && (
        <div class="dv-row">
          <Button
            size="s"
            label="Choose all splits"
            onPress={() => onChange(splits.map((split) => split.name))}
          />
          <Button size="s" kind="quiet" label="Choose none" onPress={() => onChange([])} />
        </div>
      )}
      <div class="dv-options dv-hub-splits">
        {splits.map((split) => {
          const isOn = chosen.includes(split.name);
          const change = (isWanted: boolean) =>
            onChange(
              isWanted ? [...chosen, split.name] : chosen.filter((each) => each !== split.name),
            );
          const label = (
            <span class="dv-row">
              <span class="dv-hub-id">{split.name}</span>
              {split.is_partial && <Tag tone="warn" label="First part only" />}
              <span class="dv-grow" />
              <WithTip text={`${bytes(split.byte_count)} in ${counted(split.file_count, "file")}`}>
                <span class={isOn ? "" : "dv-3"}>{sizeOf(split)}</span>
              </WithTip>
            </span>
          );
          return <Check key={split.name} isOn={isOn} label={label} onChange={change} />;
        })}
      </div>
    </fieldset>
  );
}

export function Rest(props: {
  configuration: HubConfiguration;
  choice: Choice;
  looking: Looking;
  onChange: (some: Partial<Choice>) => void;
}) {
  const { configuration, choice, looking, onChange } = props;
  const isWrong = limitOf(choice.limit) === undefined;
  const { condition } = looking;
  const first = configuration.columns[0]?.name ?? "label";
  const rows = looking.estimate?.row_count ?? null;
  return (
    <div class="dv-hub-pair is-uneven">
      <Field
        label="Condition"
        optional
        hint={condition && sentence(condition)}
        isWrong={condition !== undefined}
      >
        <TextInput
          size="l"
          isCode
          label="Condition"
          placeholder={`${/^\w+$/.test(first) ? first : `"${first}"`} IS NOT NULL`}
          value={choice.where}
          onInput={(where) => onChange({ where })}
        />
      </Field>
      <Field
        label="Row limit"
        optional
        hint={isWrong ? "A whole number from 1." : undefined}
        isWrong={isWrong}
      >
        <TextInput
          size="l"
          inputMode="numeric"
          label="Row limit"
          placeholder={rows === null ? "All" : `All ${rows.toLocaleString()}`}
          value={choice.limit}
          onInput={(limit) => onChange({ limit })}
        />
      </Field>
    </div>
  );
}

export function Place({ target }: { target: Target }) {
  return (
    <div class="dv-hub-pair">
      <Field label="Name in the vault" hint={target.wrong || undefined} isWrong={!!target.wrong}>
        <TextInput
          size="l"
          label="Name in the vault"
          value={target.text}
          onInput={target.setName}
        />
      </Field>
      <Field label="Project">
        <Select
          size="l"
          label="Project"
          value={target.projectId}
          options={target.projects}
          onChange={target.setProject}
        />
      </Field>
    </div>
  );
}
