// Boxes, radios, switches: real inputs under their pictures.

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { useField } from "./fields";

const tell = (isOff: boolean | undefined, onChange: (isOn: boolean) => void) => (event: Event) => {
  const input = event.currentTarget as HTMLInputElement;
  const isOn = input.checked;
  // The picture follows the state that is given, not the press.
  input.checked = !isOn;
  if (!isOff) onChange(isOn);
};

/** A box; "mixed" is a dash, and a press on it turns it on. It waits for a button. */
export function Check(props: {
  isOn: boolean | "mixed";
  label: ComponentChildren;
  onChange: (isOn: boolean, event: Event) => void;
  isHidingLabel?: boolean;
  /** A line below the label. */
  note?: string;
  isOff?: boolean;
  tabIndex?: number;
  class?: string;
}) {
  const { isOn, label, note, isOff } = props;
  const press = (event: MouseEvent) => {
    event.stopPropagation();
    if (!isOff) props.onChange(isOn !== true, event);
  };
  return (
    <label class={`dv-choice ${isOff ? "is-off" : ""} ${props.class ?? ""}`}>
      <span class={`dv-check ${isOn ? "is-on" : ""}`}>
        <input
          type="checkbox"
          ref={(input) => {
            if (!input) return;
            input.checked = isOn === true;
            input.indeterminate = isOn === "mixed";
          }}
          aria-disabled={isOff || undefined}
          tabIndex={props.tabIndex}
          onClick={press}
        />
        {isOn && (
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <path d={isOn === "mixed" ? "M2 5h6" : "m1.8 5.2 2.2 2.2 4.2-4.8"} />
          </svg>
        )}
      </span>
      <span class={props.isHidingLabel ? "dv-vh" : ""}>
        {label}
        {note && <small>{note}</small>}
      </span>
    </label>
  );
}

/** A switch acts at once. */
export function Switch(props: {
  isOn: boolean;
  label: string;
  onChange: (isOn: boolean) => void;
  isOff?: boolean;
  class?: string;
}) {
  const { isOn, isOff } = props;
  const states = `${isOn ? "is-on" : ""} ${isOff ? "is-off" : ""}`;
  return (
    <label class={`dv-switch ${states} ${props.class ?? ""}`}>
      <input
        type="checkbox"
        role="switch"
        checked={isOn}
        aria-checked={isOn}
        aria-disabled={isOff || undefined}
        onChange={tell(isOff, props.onChange)}
      />
      <span class="dv-track" />
      {props.label}
    </label>
  );
}

export interface RadioOption<T> {
  value: T;
  label: string;
  /** A line below the label; not in segments. */
  note?: string;
  /** What stands at the right: a count. */
  end?: string;
  isOff?: boolean;
}

/** One of a few: a framed list, or with `isSegmented` one bar of words. Arrows move. */
export function Radio<T extends string | number>(props: {
  label: string;
  value: T;
  options: readonly RadioOption<T>[];
  onChange: (value: T) => void;
  isSegmented?: boolean;
  class?: string;
}) {
  const { value, isSegmented } = props;
  const name = useId();
  const { naming } = useField(props.label);
  const kind = isSegmented ? "dv-segments" : "dv-options";
  return (
    <div
      {...naming}
      class={`${kind} ${props.class ?? ""}`}
      role="radiogroup"
      aria-label={props.label}
    >
      {props.options.map((option, i) => {
        const states = `${option.value === value ? "is-on" : ""} ${option.isOff ? "is-off" : ""}`;
        const id = `${name}-${i}`;
        const input = (
          <input
            id={id}
            type="radio"
            name={name}
            checked={option.value === value}
            disabled={option.isOff}
            onChange={() => props.onChange(option.value)}
          />
        );
        return (
          <label key={option.value} for={id} class={`${isSegmented ? "" : "dv-choice"} ${states}`}>
            {isSegmented ? input : <span class={`dv-radio ${states}`}>{input}</span>}
            <span class={isSegmented ? "" : "dv-grow"}>
              {option.label}
              {option.note && <small>{option.note}</small>}
            </span>
            {option.end && <span class="dv-3">{option.end}</span>}
          </label>
        );
      })}
    </div>
  );
}
