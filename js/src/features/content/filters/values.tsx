// Conditions on texts and yes/no: values with their counts, or what the text holds.

import { useEffect, useState } from "preact/hooks";
import type { Op, ValueCount } from "../../../protocol/operations";
import { Check, count, Select, Spinner, TextInput, useAsk } from "../../../ui";
import { isCategory } from "../summaries";
import type { Condition } from "../tree";
import { valueWords } from "../words";
import type { EditorProps } from "./editor";

const LISTED: Op[] = ["in", "not_in"];
const WITH_TEXT: Op[] = ["contains", "not_contains", "starts", "ends"];
const WORDS: [Op, string][] = [
  ["in", "is one of"],
  ["not_in", "is none of"],
  ["contains", "contains"],
  ["not_contains", "doesn't contain"],
  ["starts", "starts with"],
  ["ends", "ends with"],
  ["is_empty", "is empty text"],
  ["is_null", "has no value"],
  ["not_null", "has a value"],
];
/** Without boxes: what can be asked of a column that has no simple values. */
const OTHERS: Op[] = ["contains", "not_contains", "is_null", "not_null"];

/** Listed conditions speak of values; one of equality is a list of one. */
const listedOf = (draft: Condition | null): (string | null)[] =>
  draft && ["in", "not_in", "eq", "ne"].includes(draft.op) ? draft.values : [];

function opOf(draft: Condition | null, isListing: boolean): Op {
  if (draft?.op === "eq") return "in";
  if (draft?.op === "ne") return "not_in";
  return draft?.op ?? (isListing ? "in" : "contains");
}

function ValueRow(props: {
  value: ValueCount;
  most: number;
  isOn: boolean;
  label: string;
  onToggle: () => void;
}) {
  const { value, isOn } = props;
  return (
    <div class="dv-value">
      <Check isOn={isOn} label={props.label} isOff={value.is_cut} onChange={props.onToggle} />
      {value.value !== null && (
        <span class={`dv-share ${isOn ? "is-on" : ""}`} aria-hidden="true">
          <i style={{ width: `${(value.count / props.most) * 100}%` }} />
        </span>
      )}
      <span class="dv-num dv-s dv-2">{count(value.count)}</span>
    </div>
  );
}

export function ValueList(props: EditorProps & { op: Op }) {
  const { column, draft, datasetId, op } = props;
  const [search, setSearch] = useState("");
  const asked = useAsk(
    "content.values",
    { dataset_id: datasetId, column: column.name, search, limit: 100 },
    [datasetId, column.name, search],
  );
  const chosen = listedOf(draft);
  const toggle = (value: string | null) => {
    const values = chosen.includes(value)
      ? chosen.filter((each) => each !== value)
      : [...chosen, value];
    props.onDraft(values.length ? { column: column.name, op, values } : null);
  };
  const values = asked.data?.values ?? [];
  const most = Math.max(1, ...values.map((each) => (each.value === null ? 0 : each.count)));
  const isSearched = search !== "" || (asked.data?.has_more ?? false) || values.length > 6;
  const ordered = [...values].sort((a, b) => Number(a.value === null) - Number(b.value === null));
  return (
    <>
      {(isSearched || !asked.data) && column.kind !== "boolean" && (
        <TextInput
          icon="search"
          label="Search values"
          placeholder={asked.data?.has_more ? "Search all values" : "Search values"}
          value={search}
          onInput={setSearch}
          onEnter={props.onDone}
          autoFocus
        />
      )}
      <fieldset class="dv-values" aria-label={`Values of ${column.name}`}>
        {!asked.data && !asked.error && <Spinner label="Counting values" />}
        {asked.error && <p class="dv-2">{asked.error.message}</p>}
        {asked.data && values.length === 0 && <p class="dv-2">No value contains this.</p>}
        {ordered.map((each) => (
          <ValueRow
            key={String(each.value)}
            value={each}
            most={most}
            isOn={chosen.includes(each.value)}
            label={each.value === null ? "NULL" : valueWords(each.value, column.kind)}
            onToggle={() => toggle(each.value)}
          />
        ))}
        {asked.data?.has_more && <p class="dv-xs dv-3">Search to find less frequent values.</p>}
      </fieldset>
    </>
  );
}

export function BooleanEditor(props: EditorProps) {
  return <ValueList {...props} op="in" />;
}

export function TextEditor(props: EditorProps) {
  const { column, draft, summary, onDraft } = props;
  const isSimple = column.kind === "text" || column.kind === "id";
  const isListing = isSimple && summary !== null && isCategory(summary);
  const [op, setOp] = useState<Op>(opOf(draft, isListing));
  const [text, setText] = useState(WITH_TEXT.includes(op) ? (draft?.values[0] ?? "") : "");
  useEffect(() => {
    if (isListing && !draft && text === "" && op === "contains") setOp("in");
  }, [isListing]);
  const put = (next: Op, value: string) => {
    const name = column.name;
    if (LISTED.includes(next)) {
      const values = listedOf(draft);
      return onDraft(values.length ? { column: name, op: next, values } : null);
    }
    if (!WITH_TEXT.includes(next)) return onDraft({ column: name, op: next, values: [] });
    onDraft(value ? { column: name, op: next, values: [value] } : null);
  };
  const options = WORDS.filter(([each]) => isSimple || OTHERS.includes(each));
  return (
    <>
      <Select<Op>
        label="Condition"
        isHidingLabel
        size="s"
        value={op}
        options={options.map(([value, label]) => ({ value, label }))}
        onChange={(next) => {
          setOp(next);
          put(next, text);
        }}
      />
      {LISTED.includes(op) && <ValueList {...props} op={op} />}
      {WITH_TEXT.includes(op) && (
        <TextInput
          label="Text"
          placeholder="Text, upper and lower case alike"
          value={text}
          onInput={(next) => {
            setText(next);
            put(op, next);
          }}
          onEnter={props.onDone}
          autoFocus
        />
      )}
    </>
  );
}
