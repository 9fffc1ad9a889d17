// Choosing among a few: buttons in a line, or options under each other.

import type { FormField } from "../../../protocol/operations";
import { Kbd, Select, TextInput } from "../../../ui";
import { isList, MOST_RADIOS, toggled } from "../keys";
import { optionsOf, scaleOf, sidesOf } from "../values";
import type { ControlProps } from "./control";

export interface Choice<T> {
  value: T;
  label: string;
  /** Spoken instead of the label. */
  name?: string;
  key?: string;
}

/** Buttons of which one is pressed; one tab stop, and ← → move. The form has the keys. */
export function Choices<T>(props: {
  choices: readonly Choice<T>[];
  value: unknown;
  onChange: (value: T) => void;
  class?: string;
}) {
  const { choices, value } = props;
  const at = choices.findIndex((choice) => choice.value === value);
  return (
    <div class={`dv-choices ${props.class ?? ""}`}>
      {choices.map((choice, i) => (
        // biome-ignore lint/a11y/useSemanticElements: a button that is one of several
        <button
          key={String(choice.value)}
          type="button"
          role="radio"
          class="dv-pick"
          aria-checked={i === at}
          aria-label={choice.name}
          tabIndex={i === Math.max(at, 0) ? 0 : -1}
          onClick={() => props.onChange(choice.value)}
        >
          <span class="dv-cut">{choice.label}</span>
          {choice.key && <Kbd keys={choice.key} />}
        </button>
      ))}
    </div>
  );
}

export function Rating({ field, value, onChange }: ControlProps) {
  const labels = (field.settings.labels ?? {}) as Record<string, string>;
  const points = scaleOf(field);
  const choices = points.map((point) => {
    const meaning = labels[String(point)];
    const name = meaning ? `${point}, ${meaning}` : undefined;
    return { value: point, label: String(point).replace("-", "−"), name };
  });
  const [low, high] = [labels[String(points[0])], labels[String(points.at(-1))]];
  const chosen = labels[String(value)];
  const between = value === points[0] || value === points.at(-1) ? undefined : chosen;
  return (
    <div class="dv-scale">
      <Choices choices={choices} value={value} onChange={onChange} class="is-scale" />
      {(low || high || between) && (
        <div class="dv-scale-ends" aria-hidden="true">
          <span>{low}</span>
          <span class="dv-m">{between}</span>
          <span>{high}</span>
        </div>
      )}
    </div>
  );
}

export function YesNo({ field, value, onChange }: ControlProps) {
  const { yes = "Yes", no = "No" } = field.settings as Record<string, string>;
  const choices = [
    { value: true, label: yes, key: "Y" },
    { value: false, label: no, key: "N" },
  ];
  return <Choices choices={choices} value={value} onChange={onChange} />;
}

export function Pairwise({ field, value, onChange }: ControlProps) {
  return <Choices choices={sidesOf(field)} value={value} onChange={onChange} class="is-even" />;
}

/** What stands in none of the options, where that is allowed. */
function Other(props: {
  label: string;
  text: string;
  onText: (text: string) => void;
  isWrong: boolean;
}) {
  return (
    <TextInput
      class="dv-other"
      size="l"
      label={`Other answer to ${props.label}`}
      placeholder="Other"
      value={props.text}
      isWrong={props.isWrong}
      onInput={props.onText}
    />
  );
}

function OneOf({ field, value, onChange, isWrong }: ControlProps) {
  const options = optionsOf(field);
  const hasOther = Boolean(field.settings.has_other);
  const other = typeof value === "string" && !options.includes(value) ? value : "";
  const pick = { label: field.label, value: String(value ?? ""), onChange };
  const list = isList(field) ? (
    <Select
      {...pick}
      size="l"
      isHidingLabel
      placeholder="Choose"
      class={isWrong ? "is-bad" : ""}
      options={options.map((option) => ({ value: option, label: option }))}
    />
  ) : (
    <Choices
      class="is-upright"
      value={value}
      onChange={onChange}
      choices={options.map((option, i) => ({
        value: option,
        label: option,
        name: option,
        key: String(i + 1),
      }))}
    />
  );
  if (!hasOther) return list;
  return (
    <div class="dv-stack">
      {list}
      <Other label={field.label} text={other} onText={onChange} isWrong={isWrong} />
    </div>
  );
}

/** A box that is one of several; ↑ and ↓ move among them. */
function Box(props: { label: string; isOn: boolean; keys?: string; onPress: () => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button, so that Enter hands in as elsewhere
    <button
      type="button"
      role="checkbox"
      class="dv-pick"
      aria-checked={props.isOn}
      aria-label={props.label}
      onClick={props.onPress}
    >
      <span class={`dv-check ${props.isOn ? "is-on" : ""}`}>
        {props.isOn && (
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <path d="m1.8 5.2 2.2 2.2 4.2-4.8" />
          </svg>
        )}
      </span>
      <span class="dv-grow">{props.label}</span>
      {props.keys && <Kbd keys={props.keys} />}
    </button>
  );
}

function SeveralOf({ field, value, onChange, isWrong }: ControlProps) {
  const options = optionsOf(field);
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  const others = chosen.filter((each) => !options.includes(each));
  const own = chosen.filter((each) => options.includes(each));
  const isMany = options.length > MOST_RADIOS;
  return (
    <div class="dv-stack">
      <div class={`dv-choices is-upright ${isMany ? "is-many" : ""}`}>
        {options.map((option, i) => (
          <Box
            key={option}
            label={option}
            isOn={chosen.includes(option)}
            keys={i < 9 ? String(i + 1) : undefined}
            onPress={() => onChange(toggled(field, value, option))}
          />
        ))}
      </div>
      {Boolean(field.settings.has_other) && (
        <Other
          label={field.label}
          text={others[0] ?? ""}
          isWrong={isWrong}
          onText={(text) => onChange(text ? [...own, text] : own)}
        />
      )}
    </div>
  );
}

export function Selection(props: ControlProps) {
  return props.field.settings.is_multiple ? <SeveralOf {...props} /> : <OneOf {...props} />;
}

/** Whether a field is chosen rather than typed. */
export const isChosen = (field: FormField): boolean =>
  ["rating", "boolean", "pairwise", "select"].includes(field.type);
