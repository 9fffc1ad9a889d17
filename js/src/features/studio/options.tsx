// What can be said of a field on a shelf: the number made from it, bins, order, scale.

import type { FieldKind, StudioField } from "../../protocol/operations";
import { Select } from "../../ui";
import { aggregatesOf, type Channel, type Option, type Shelf, UNITS } from "./spec";

const NONE = "";

function Choice(props: {
  label: string;
  value: string;
  options: readonly Option[];
  onChange: (id: string) => void;
}) {
  return (
    <div class="dv-shelf-choice">
      <span class="dv-s dv-2">{props.label}</span>
      <Select
        label={props.label}
        isHidingLabel
        size="s"
        value={props.value}
        options={props.options.map(({ id, label }) => ({ value: id, label }))}
        onChange={props.onChange}
      />
    </div>
  );
}

const ORDERS: readonly Option[] = [
  { id: NONE, label: "as it is" },
  { id: "value", label: "largest first" },
  { id: "value_up", label: "smallest first" },
  { id: "name", label: "by name" },
  { id: "name_down", label: "by name, backwards" },
];
const BINS: readonly Option[] = [
  { id: NONE, label: "as it suits" },
  { id: "0", label: "none" },
  ...[10, 20, 50, 100].map((each) => ({ id: String(each), label: `about ${each}` })),
];
const TOPS: readonly Option[] = [
  { id: NONE, label: "as it suits" },
  ...[3, 5, 10, 20].map((each) => ({ id: String(each), label: `${each} and “Other”` })),
];
const SCALES: readonly Option[] = [
  { id: NONE, label: "linear" },
  { id: "log", label: "logarithmic" },
];
const OVERS: readonly Option[] = [
  { id: NONE, label: "as it is" },
  { id: "share", label: "share of total" },
  { id: "running", label: "running total" },
];

const number = (text: string): number | undefined => (text === NONE ? undefined : Number(text));

/** A channel without what is as it is by default. */
const lean = (channel: Channel): Channel =>
  Object.fromEntries(Object.entries(channel).filter(([, value]) => value !== undefined));

interface OptionsProps {
  shelf: Shelf;
  channel: Channel;
  fields: readonly StudioField[];
  onChange: (channel: Channel) => void;
}

type Change = (part: Channel) => void;

const OF_GROUPS: readonly Shelf[] = ["row", "column", "shape"];

/** Which field, or the count of rows. */
function Which({ channel, fields, onChange }: OptionsProps) {
  const shown = fields.filter(({ kind }) => kind !== "other");
  return (
    <Choice
      label="Field"
      value={channel.field ?? NONE}
      options={[
        { id: NONE, label: "count of rows" },
        ...shown.map(({ name }) => ({ id: name, label: name })),
      ]}
      onChange={(name) => onChange(name ? { field: name } : { aggregate: "count" })}
    />
  );
}

/** The number that is made from many rows. */
function Aggregates(props: { channel: Channel; kind: FieldKind | undefined; change: Change }) {
  const { channel, kind, change } = props;
  const adds = channel.aggregate === "count" || channel.aggregate === "sum";
  const aggregate = (id: string) =>
    change({
      aggregate: id || undefined,
      quantile: id === "quantile" ? 0.9 : undefined,
      over: undefined,
      ...(id && { unit: undefined, bins: undefined, top: undefined, order: undefined }),
    });
  return (
    <>
      {kind && (
        <Choice
          label="Number"
          value={channel.aggregate ?? NONE}
          options={[{ id: NONE, label: "each value" }, ...aggregatesOf(kind)]}
          onChange={aggregate}
        />
      )}
      {adds && (
        <Choice
          label="Shown as"
          value={channel.over ?? NONE}
          options={OVERS}
          onChange={(over) => change({ over: over || undefined })}
        />
      )}
    </>
  );
}

/** How the values of a field become groups. */
function Groups(props: { channel: Channel; kind: FieldKind; isAxis: boolean; change: Change }) {
  const { channel, kind, isAxis, change } = props;
  if (kind === "moment") {
    const units = UNITS.map((unit) => ({ id: unit, label: unit }));
    return (
      <Choice
        label="Cut to"
        value={channel.unit ?? NONE}
        options={[{ id: NONE, label: "as it suits" }, ...units]}
        onChange={(unit) => change({ unit: unit || undefined })}
      />
    );
  }
  if (kind === "number" && isAxis) {
    return (
      <Choice
        label="Bins"
        value={channel.bins === undefined ? NONE : String(channel.bins)}
        options={BINS}
        onChange={(bins) => change({ bins: number(bins) })}
      />
    );
  }
  if (kind !== "category") return null;
  return (
    <>
      <Choice
        label="At most"
        value={channel.top === undefined ? NONE : String(channel.top)}
        options={TOPS}
        onChange={(top) => change({ top: number(top) })}
      />
      {isAxis && (
        <Choice
          label="Order"
          value={channel.order ?? NONE}
          options={ORDERS}
          onChange={(order) => change({ order: order || undefined })}
        />
      )}
    </>
  );
}

export function Options(props: OptionsProps) {
  const { shelf, channel, fields } = props;
  const kind = fields.find(({ name }) => name === channel.field)?.kind;
  const change: Change = (part) => props.onChange(lean({ ...channel, ...part }));
  const isAxis = shelf === "x" || shelf === "y";
  return (
    <div class="dv-stack">
      <Which {...props} />
      {!OF_GROUPS.includes(shelf) && <Aggregates {...{ channel, kind, change }} />}
      {kind && !channel.aggregate && <Groups {...{ channel, kind, isAxis, change }} />}
      {isAxis && (channel.aggregate || kind === "number") && (
        <Choice
          label="Scale"
          value={channel.scale ?? NONE}
          options={SCALES}
          onChange={(scale) => change({ scale: scale || undefined })}
        />
      )}
    </div>
  );
}
