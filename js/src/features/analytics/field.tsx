// How one field is read: its kind, and its values in their order.

import { useState } from "preact/hooks";
import type {
  Block,
  EvaluatedField,
  FieldSetting,
  Level,
  RatedKind,
} from "../../protocol/operations";
import { Dialog, Field, IconButton, Select } from "../../ui";

const KINDS: readonly [RatedKind, string][] = [
  ["numeric", "Number"],
  ["rating", "Scale"],
  ["boolean", "Yes or no"],
  ["select", "Choice"],
  ["multi_select", "Several choices"],
  ["pairwise", "One of two"],
  ["ranking", "Ranking"],
  ["text", "Text, by its length"],
];
const LEVELS: readonly [Level, string][] = [
  ["nominal", "None: values are only different"],
  ["ordinal", "By rank: one comes before another"],
  ["interval", "By difference: 1 to 2 is as far as 4 to 5"],
  ["ratio", "By ratio: 2 is twice 1"],
];
const ORDERED = new Set(["select", "multi_select", "rating"]);
const options = <T extends string>(of: readonly (readonly [T, string])[]) =>
  of.map(([value, label]) => ({ value, label }));

const moved = (order: readonly string[], at: number, by: number): string[] => {
  const made = [...order];
  const [value] = made.splice(at, 1);
  if (value !== undefined) made.splice(at + by, 0, value);
  return made;
};

function Order(props: { order: readonly string[]; onOrder: (order: string[]) => void }) {
  const { order, onOrder } = props;
  return (
    <ol class="dv-order">
      {order.map((value, at) => (
        <li key={value}>
          <span class="dv-3 dv-num">{at + 1}</span>
          <span class="dv-grow dv-cut">{value || "empty text"}</span>
          <IconButton
            icon="up"
            size="s"
            label={`Move ${value} up`}
            reason={at === 0 ? "It is the first" : undefined}
            onPress={() => onOrder(moved(order, at, -1))}
          />
          <IconButton
            icon="down"
            size="s"
            label={`Move ${value} down`}
            reason={at === order.length - 1 ? "It is the last" : undefined}
            onPress={() => onOrder(moved(order, at, 1))}
          />
        </li>
      ))}
    </ol>
  );
}

/** Every value: in the order there is, then those that occur besides. */
const valuesOf = (field: EvaluatedField, block: Block): string[] => [
  ...new Set([...field.order, ...block.categories.map(({ value }) => value)]),
];

export function FieldDialog(props: {
  field: EvaluatedField;
  block: Block;
  /** A pipeline's form says what its fields are. */
  isPipeline: boolean;
  isBusy: boolean;
  onSave: (setting: FieldSetting) => void;
  onClose: () => void;
}) {
  const { field, block, isPipeline, onClose } = props;
  const [kind, setKind] = useState(field.kind as RatedKind);
  const [level, setLevel] = useState(field.level as Level);
  const [order, setOrder] = useState(() => valuesOf(field, block));
  const isOrdered = ORDERED.has(kind) && order.length > 1;
  const save = () =>
    props.onSave({
      name: field.name,
      kind: isPipeline || kind === field.kind ? null : kind,
      level: level === field.level ? null : level,
      order: isOrdered ? order : null,
    });
  return (
    <Dialog
      title={`How ${field.title} is read`}
      onClose={onClose}
      actions={[
        { label: "Cancel", onPress: onClose },
        { label: "Save for everybody", kind: "primary", isBusy: props.isBusy, onPress: save },
      ]}
    >
      <div class="dv-stack dv-stack-16">
        {!isPipeline && field.kinds.length > 1 && (
          <Field label="Kind">
            <Select
              label="Kind"
              value={kind}
              options={options(KINDS.filter(([each]) => field.kinds.includes(each)))}
              onChange={setKind}
            />
          </Field>
        )}
        <Field label="Distance between values">
          <Select label="Distance" value={level} options={options(LEVELS)} onChange={setLevel} />
        </Field>
        {isOrdered && (
          <Field label="Values, the lowest first">
            <Order order={order} onOrder={setOrder} />
          </Field>
        )}
      </div>
    </Dialog>
  );
}
