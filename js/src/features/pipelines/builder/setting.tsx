// One setting, drawn by its form: what a type can be told is in the kernel's table.

import type { SettingShown } from "../../../protocol/operations";
import { Check, capital, Select, TextInput } from "../../../ui";
import { Meanings, TextList } from "./lists";
import { Grouped, Labelled, placeOf, useProblem, Wrong } from "./place";

export interface SettingProps {
  setting: SettingShown;
  step: string;
  field: string;
  value: unknown;
  /** Undefined: as by default. */
  onChange: (value: unknown) => void;
  /** Of a scale: its ends. */
  scale?: readonly [low: number, high: number];
}

const WORDS: Record<string, string> = {
  quarantine: "It is quarantined",
  escalate: "It is escalated to the owners",
};

function Flag({ setting, step, field, value, onChange }: SettingProps) {
  const place = placeOf(step, field, setting.name);
  return (
    <div class="dv-place" data-place={place}>
      <Check
        label={setting.meaning}
        isOn={Boolean(value ?? setting.default)}
        onChange={(isOn) => onChange(isOn === setting.default ? undefined : isOn)}
      />
      <Wrong text={useProblem(place)} />
    </div>
  );
}

function Text({ setting, step, field, value, onChange }: SettingProps) {
  const { form, least, most } = setting;
  const isNumber = form !== "text";
  const bounds =
    least !== null && most !== null ? `${least} to ${most.toLocaleString()}` : undefined;
  return (
    <Labelled place={placeOf(step, field, setting.name)} label={setting.meaning} hint={bounds}>
      <TextInput
        label={setting.meaning}
        value={String(value ?? "")}
        placeholder={String(setting.default || (isNumber ? "none" : ""))}
        inputMode={isNumber ? (form === "number" ? "decimal" : "numeric") : undefined}
        isCode={setting.name === "pattern"}
        onInput={(text) => onChange(text === "" ? undefined : text)}
      />
    </Labelled>
  );
}

function Choice({ setting, step, field, value, onChange }: SettingProps) {
  return (
    <Labelled place={placeOf(step, field, setting.name)} label={setting.meaning}>
      <Select
        label={setting.meaning}
        value={String(value ?? setting.default)}
        options={setting.choices.map((each) => ({
          value: each,
          label: WORDS[each] ?? capital(each),
        }))}
        onChange={(made) => onChange(made === setting.default ? undefined : made)}
      />
    </Labelled>
  );
}

export function Setting(props: SettingProps) {
  const { setting, step, field, value, onChange } = props;
  const place = placeOf(step, field, setting.name);
  if (setting.choices.length > 0) return <Choice {...props} />;
  if (setting.form === "yes or no") return <Flag {...props} />;
  if (setting.form.startsWith("list"))
    return (
      <Grouped place={place} label={setting.meaning} class="is-whole">
        <TextList
          noun="Option"
          isOrdered
          value={Array.isArray(value) ? (value as string[]) : []}
          onChange={(made) => onChange(made.length > 0 ? made : undefined)}
        />
      </Grouped>
    );
  if (setting.form.startsWith("labels")) {
    const [low, high] = props.scale ?? [1, 5];
    return (
      <Grouped place={place} label={setting.meaning} class="is-whole">
        <Meanings
          low={low}
          high={high}
          value={(value ?? {}) as Record<string, string>}
          onChange={(made) => onChange(Object.keys(made).length > 0 ? made : undefined)}
        />
      </Grouped>
    );
  }
  return <Text {...props} />;
}

/** Settings with one told anew; what is as by default isn't among them. */
export function told(
  settings: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
): Record<string, unknown> {
  const { [name]: _, ...rest } = settings;
  return value === undefined ? rest : { ...rest, [name]: value };
}
