// The control of a field, by its type.

import type { JSX } from "preact";
import type { FormField } from "../../../protocol/operations";
import { Button, IconButton, TextArea } from "../../../ui";
import { FileField } from "../files";
import { type Judged, judgedField, single } from "../values";
import { Pairwise, Rating, Selection, YesNo } from "./choices";
import { Code, LongText, Moment, NumberEntry, ShortText } from "./entry";
import { Ranking } from "./ranking";

export interface ControlProps {
  field: FormField;
  value: unknown;
  onChange: (value: unknown) => void;
  isWrong: boolean;
}

/** A value by a criterion, and why. */
function Criterion({ field, value, onChange, isWrong }: ControlProps) {
  const judged = (value ?? {}) as Judged;
  const change = (part: Partial<Judged>) => {
    const { reasoning, ...made } = { ...judged, ...part };
    onChange(reasoning ? { ...made, reasoning } : made);
  };
  const inner = { field: judgedField(field), value: judged.value, isWrong };
  return (
    <div class="dv-stack">
      <Control {...inner} onChange={(made) => change({ value: made })} />
      <TextArea
        label={`Reasoning for ${field.label}`}
        placeholder="Reasoning, optional"
        rows={2}
        value={judged.reasoning ?? ""}
        onInput={(reasoning) => change({ reasoning })}
      />
    </div>
  );
}

const CONTROLS: Record<string, (props: ControlProps) => JSX.Element> = {
  short_text: ShortText,
  long_text: LongText,
  code: Code,
  boolean: YesNo,
  numeric: NumberEntry,
  datetime: Moment,
  select: Selection,
  rating: Rating,
  ranking: Ranking,
  pairwise: Pairwise,
  criteria: Criterion,
  file: FileField,
};

export function Control(props: ControlProps) {
  const One = CONTROLS[props.field.type] ?? ShortText;
  return <One {...props} />;
}

const placeOf = (field: FormField, at: number) => `${field.label}, ${at + 1}`;

/** Several values, each of which can be taken away; at least as many lines as are needed. */
export function Repeated({ field, value, onChange, isWrong }: ControlProps) {
  const given = Array.isArray(value) ? value : [];
  const lines = [...given, ...Array(Math.max(0, Math.max(field.least, 1) - given.length))];
  const one = single(field);
  const change = (at: number, made: unknown) =>
    onChange(lines.map((each, i) => (i === at ? made : each)));
  const isFull = lines.length >= field.most;
  const range = field.least > 0 ? `${field.least} to ${field.most}` : `Up to ${field.most}`;
  return (
    <div class="dv-stack">
      {lines.map((each, at) => (
        <div key={at} class="dv-line" data-at={at}>
          <fieldset class="dv-grow" aria-label={placeOf(field, at)}>
            <Control
              field={{ ...one, label: placeOf(field, at) }}
              value={each}
              onChange={(made) => change(at, made)}
              isWrong={isWrong}
            />
          </fieldset>
          <IconButton
            icon="trash"
            label={`Remove ${placeOf(field, at)}`}
            onPress={() => onChange(lines.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      <div class="dv-row dv-s dv-3">
        <Button
          size="s"
          icon="plus"
          label="Add"
          tip={`Add to ${field.label}`}
          reason={isFull ? `It takes ${field.most} at most` : undefined}
          onPress={() => onChange([...lines, undefined])}
        />
        <span>{range}</span>
      </div>
    </div>
  );
}
