// What is typed: text, code, numbers, times.

import { IconButton, TextArea, TextInput } from "../../../ui";
import { localTime, stepped, utcTime } from "../values";
import type { ControlProps } from "./control";

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** How much room is left, once it gets scarce. */
function Room({ text, most }: { text: string; most: number }) {
  const length = [...text].length;
  if (length < most * 0.8) return null;
  return (
    <span class={`dv-hint ${length > most ? "is-bad" : ""}`} aria-live="polite">
      {length.toLocaleString()} of {most.toLocaleString()} characters
    </span>
  );
}

export function ShortText({ field, value, onChange, isWrong }: ControlProps) {
  const text = textOf(value);
  return (
    <>
      <TextInput size="l" label={field.label} value={text} onInput={onChange} isWrong={isWrong} />
      <Room text={text} most={Number(field.settings.max_length)} />
    </>
  );
}

export function LongText({ field, value, onChange, isWrong }: ControlProps) {
  const text = textOf(value);
  return (
    <>
      <TextArea label={field.label} value={text} onInput={onChange} isWrong={isWrong} rows={3} />
      <Room text={text} most={Number(field.settings.max_length)} />
    </>
  );
}

export function Code({ field, value, onChange, isWrong }: ControlProps) {
  const text = textOf(value);
  const language = textOf(field.settings.language);
  return (
    <>
      {language && <span class="dv-s dv-3">{language}</span>}
      <TextArea
        class="is-code"
        label={field.label}
        value={text}
        onInput={onChange}
        isWrong={isWrong}
        rows={5}
      />
      <Room text={text} most={Number(field.settings.max_length)} />
    </>
  );
}

function bounds(settings: Record<string, unknown>): string {
  const { min, max, step } = settings as Record<string, number | null>;
  const isOpen = min === null || max === null;
  const range = isOpen
    ? [min !== null ? `at least ${min}` : "", max !== null ? `at most ${max}` : ""].join("")
    : `${min} to ${max}`;
  return [range, step ? `in steps of ${step}` : ""].filter(Boolean).join(", ");
}

/** A number as it was typed; − and + and the arrow keys go a step. */
export function NumberEntry({ field, value, onChange, isWrong }: ControlProps) {
  const text = value === undefined || value === null ? "" : String(value);
  const { settings } = field;
  const go = (by: 1 | -1) => onChange(stepped(text, by, settings));
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    event.stopPropagation();
    go(event.key === "ArrowUp" ? 1 : -1);
  };
  const hint = bounds(settings);
  return (
    <div class="dv-row dv-wrap">
      <span class="dv-stepper">
        <button
          type="button"
          class="dv-icon"
          tabIndex={-1}
          aria-label={`Less ${field.label}`}
          onClick={() => go(-1)}
        >
          −
        </button>
        <TextInput
          size="l"
          label={field.label}
          value={text}
          inputMode={settings.is_integer ? "numeric" : "decimal"}
          unit={textOf(settings.unit) || undefined}
          isWrong={isWrong}
          onInput={onChange}
          onKeyDown={keys}
        />
        <IconButton icon="plus" label={`More ${field.label}`} tabIndex={-1} onPress={() => go(1)} />
      </span>
      {hint && <span class="dv-s dv-3">{hint}</span>}
    </div>
  );
}

/** A day, or a local time that is kept in UTC. */
export function Moment({ field, value, onChange, isWrong }: ControlProps) {
  const hasTime = Boolean(field.settings.has_time);
  return (
    <div class="dv-row dv-wrap">
      <span class={`dv-input dv-input-l dv-moment ${isWrong ? "is-bad" : ""}`}>
        <input
          type={hasTime ? "datetime-local" : "date"}
          aria-label={field.label}
          aria-invalid={isWrong || undefined}
          value={hasTime ? localTime(value) : textOf(value)}
          onInput={(event) => {
            const text = event.currentTarget.value;
            onChange(hasTime ? utcTime(text) : text);
          }}
        />
      </span>
      {hasTime && <span class="dv-s dv-3">your local time</span>}
    </div>
  );
}
