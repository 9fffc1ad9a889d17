// Where an imported dataset has its ratings: guessed, shown, changed, kept.

import { useState } from "preact/hooks";
import type { Evaluation, MappedColumn, Mapping } from "../../protocol/operations";
import { isWithdrawn, sentence } from "../../transport/port";
import {
  Banner,
  Button,
  Check,
  Dialog,
  Field,
  Radio,
  Select,
  Spinner,
  TextInput,
  useAsk,
} from "../../ui";
import { countsOf } from "./filterbar";

type Single = "item" | "rater" | "submitted_at" | "seconds" | "first" | "second" | "winner";
type Form = "long" | "wide";

/** What a mapping says, in one line. */
export function mappingWords(mapping: Mapping): string {
  const { item, rater, values = [], raters = [] } = mapping;
  const said = [];
  if (item) said.push(`item is ${item}`);
  if (rater) said.push(`rater is ${rater}`);
  if (raters.length) said.push(`${raters.length} raters are ${listed(raters)}`);
  if (values.length) said.push(`${rater ? "ratings are" : "values are"} ${listed(values)}`);
  if (mapping.winner) said.push(`winner is ${mapping.winner}`);
  return said.join(", ");
}

const listed = (names: readonly string[]): string =>
  names.length > 4
    ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`
    : names.join(", ");

function One(props: {
  label: string;
  which: Single;
  columns: readonly MappedColumn[];
  mapping: Mapping;
  onMapping: (mapping: Mapping) => void;
}) {
  const { label, which, columns, mapping, onMapping } = props;
  const options = [
    { value: "", label: "None" },
    ...columns.map(({ name, type }) => ({ value: name, label: name, note: type.toLowerCase() })),
  ];
  return (
    <Field label={label}>
      <Select
        label={label}
        value={mapping[which] ?? ""}
        options={options}
        onChange={(name) => onMapping({ ...mapping, [which]: name || null })}
      />
    </Field>
  );
}

function Several(props: {
  label: string;
  columns: readonly MappedColumn[];
  chosen: readonly string[];
  onChosen: (names: string[]) => void;
}) {
  const { label, columns, chosen, onChosen } = props;
  const toggle = (name: string, isOn: boolean) =>
    onChosen(
      columns
        .map((column) => column.name)
        .filter((each) => (each === name ? isOn : chosen.includes(each))),
    );
  return (
    <fieldset class="dv-several">
      <legend class="dv-s">{label}</legend>
      {columns.map(({ name, kind }) => (
        <Check
          key={name}
          isOn={chosen.includes(name)}
          label={
            <>
              {name} <span class="dv-3 dv-s">{kind.replace("_", " ")}</span>
            </>
          }
          onChange={(isOn) => toggle(name, isOn)}
        />
      ))}
    </fieldset>
  );
}

/** What the draft would give. */
function Outcome({ datasetId, mapping }: { datasetId: string; mapping: Mapping }) {
  const args = { dataset_id: datasetId, query: null, mapping };
  const { data, error, isLoading } = useAsk("analytics.summary", args, [JSON.stringify(mapping)]);
  if (error && !isWithdrawn(error)) return <Banner isInset tone="bad" text={sentence(error)} />;
  if (!data) return <Spinner label="Looking at the rows" />;
  const names = data.fields.map(({ title, kind }) => `${title} (${kind.replace("_", " ")})`);
  return (
    <p class={`dv-s dv-2 ${isLoading ? "dv-dim" : ""}`} role="status">
      <b class="dv-m">{countsOf(data)}</b>
      {names.length ? `: ${listed(names)}` : ". No column of ratings is chosen."}
    </p>
  );
}

function Columns(props: {
  form: Form;
  columns: readonly MappedColumn[];
  mapping: Mapping;
  onMapping: (mapping: Mapping) => void;
}) {
  const { form, mapping, onMapping } = props;
  const rated = props.columns.filter(({ kind }) => kind && kind !== "time");
  const free = rated.filter(({ name }) => name !== mapping.item && name !== mapping.rater);
  const one = { columns: props.columns, mapping, onMapping };
  return (
    <>
      <div class="dv-map-two">
        <One {...one} which="item" label="What was rated" />
        {form === "long" ? (
          <One {...one} which="rater" label="Who rated it" />
        ) : (
          <Field label="What the columns hold">
            <TextInput
              label="What the columns hold"
              value={mapping.value_name ?? "rating"}
              onInput={(value_name) => onMapping({ ...mapping, value_name })}
            />
          </Field>
        )}
      </div>
      {form === "long" ? (
        <Several
          label="Columns of ratings"
          columns={free}
          chosen={mapping.values ?? []}
          onChosen={(values) => onMapping({ ...mapping, values })}
        />
      ) : (
        <Several
          label="A column for each rater"
          columns={free}
          chosen={mapping.raters ?? []}
          onChosen={(raters) => onMapping({ ...mapping, raters })}
        />
      )}
      <details class="dv-s">
        <summary>Times and comparisons of two</summary>
        <div class="dv-map-two">
          <One {...one} which="submitted_at" label="When it was rated" />
          <One {...one} which="seconds" label="Seconds it took" />
          <One {...one} which="first" label="Shown first" />
          <One {...one} which="second" label="Shown second" />
          <One {...one} which="winner" label="Who won" />
        </div>
      </details>
    </>
  );
}

/** The draft as it is kept: of one form, the other's columns left out. */
const kept = (mapping: Mapping, form: Form): Mapping => ({
  ...mapping,
  is_guessed: false,
  ...(form === "wide" ? { rater: null, values: [] } : { raters: [] }),
});

export function MappingDialog(props: {
  datasetId: string;
  evaluation: Evaluation;
  isBusy: boolean;
  trouble: string;
  onSave: (mapping: Mapping | null) => void;
  onClose: () => void;
}) {
  const { datasetId, evaluation, onClose, onSave, trouble } = props;
  const [mapping, setMapping] = useState(evaluation.mapping);
  const [form, setForm] = useState<Form>(evaluation.mapping.raters?.length ? "wide" : "long");
  const made = kept(mapping, form);
  const isLacking = form === "wide" && (mapping.raters?.length ?? 0) < 2;
  return (
    <Dialog
      title="Where the ratings are"
      isWide
      onClose={onClose}
      actions={[
        { label: "Guess again", kind: "quiet", onPress: () => onSave(null) },
        { label: "Cancel", onPress: onClose },
        {
          label: "Save for everybody",
          kind: "primary",
          isBusy: props.isBusy,
          reason: isLacking ? "Choose two raters or more" : undefined,
          onPress: () => onSave(made),
        },
      ]}
    >
      <div class="dv-stack dv-stack-16">
        {trouble && <Banner isInset tone="bad" text={trouble} />}
        <Field label="A row is">
          <Radio<Form>
            label="A row is"
            value={form}
            options={[
              { value: "long", label: "One answer: a column says who gave it" },
              { value: "wide", label: "One item: each rater has a column" },
            ]}
            onChange={setForm}
          />
        </Field>
        <Columns {...{ form, mapping }} columns={evaluation.columns} onMapping={setMapping} />
        {!isLacking && <Outcome datasetId={datasetId} mapping={made} />}
      </div>
    </Dialog>
  );
}

/** The mapping in one line above the blocks, and the way to change it. */
export function MappingBar(props: { evaluation: Evaluation; onChange: () => void }) {
  const { mapping, can_map: can } = props.evaluation;
  const words = mappingWords(mapping);
  return (
    <div class="dv-mapped dv-s">
      <span class="dv-2 dv-grow">
        {mapping.is_guessed ? "Guessed from names and values: " : "Set: "}
        {words || "nothing to rate"}
      </span>
      <Button
        kind="quiet"
        size="s"
        icon="pencil"
        label="Change"
        popup="dialog"
        reason={can ? undefined : "Who may change the dataset can change this"}
        onPress={props.onChange}
      />
    </div>
  );
}
