// The sheet a linear pipeline is written on: steps, fields, and what is done with them.

import type {
  BuilderTable,
  Draft,
  DraftField,
  DraftStep,
  FormField,
  KindShown,
  SettingShown,
} from "../../../protocol/operations";

export type Field = Required<DraftField>;
export type Step = Omit<Required<DraftStep>, "fields"> & { fields: Field[] };
export type Sheet = Omit<Required<Draft>, "steps"> & { steps: Step[] };

let made = 0;

/** A name by which a step or field is known again, wherever it moves. */
export function newKey(): string {
  made += 1;
  return `n${made}`;
}

/** What a name could be that none of them has: "Rate", "Rate 2". */
export function freeName(wanted: string, taken: readonly string[]): string {
  const known = new Set(taken.map((name) => name.trim().toLowerCase()));
  if (!known.has(wanted.toLowerCase())) return wanted;
  for (let n = 2; ; n += 1) if (!known.has(`${wanted} ${n}`.toLowerCase())) return `${wanted} ${n}`;
}

export const fieldsOf = (sheet: Sheet): Field[] => sheet.steps.flatMap((step) => step.fields);

export const newField = (): Field => ({
  name: "",
  type: "short_text",
  key: newKey(),
  title: "",
  helper: "",
  is_optional: false,
  least: "",
  most: "",
  source: "answer",
  value: null,
  rule: "",
  is_averaged: false,
  settings: {},
});

export function newStep(sheet: Sheet, kind: "subtask" | "review"): Step {
  const names = [sheet.start, sheet.end, ...sheet.steps.map((step) => step.name)];
  return {
    kind,
    name: freeName(kind === "review" ? "Review" : "Subtask", names),
    key: newKey(),
    instructions: "",
    people: [],
    settings: {},
    fields: kind === "review" ? [] : [newField()],
  };
}

/** A sheet as it came, with every part of it there. */
export function sheetOf(draft: Draft): Sheet {
  const { name = "", description = "", start = "Start", guide = "", end = "End" } = draft;
  const steps = (draft.steps ?? []).map((step) => ({
    ...newStep({ name, description, start, guide, end, steps: [] }, "review"),
    ...step,
    fields: (step.fields ?? []).map((field) => ({ ...newField(), ...field, key: newKey() })),
    key: newKey(),
  }));
  return { name, description, start, guide, end, steps };
}

/** What it says, whatever its parts are known by. */
export const said = (sheet: Sheet): string =>
  JSON.stringify(sheet, (name, value) => (name === "key" ? undefined : value));

export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const rest = all.filter((_, at) => at !== from);
  const one = all[from] as T;
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}

export const put = <T>(all: readonly T[], at: number, one: T): T[] => [
  ...all.slice(0, at),
  one,
  ...all.slice(at),
];

/** The same with other keys, and names of its own: each is a column. */
export function fieldAgain(field: Field, sheet: Sheet): Field {
  const taken = fieldsOf(sheet).map(({ name }) => name);
  return { ...field, key: newKey(), name: field.name && freeName(field.name, taken) };
}

export function stepAgain(step: Step, sheet: Sheet): Step {
  const names = sheet.steps.map(({ name }) => name);
  const fields: Field[] = [];
  for (const field of step.fields) {
    const known = { ...sheet, steps: [...sheet.steps, { ...step, fields }] };
    fields.push(fieldAgain(field, known));
  }
  return { ...step, key: newKey(), name: step.name && freeName(step.name, names), fields };
}

export const kindOf = (table: BuilderTable, type: string): KindShown | undefined =>
  table.kinds.find((kind) => kind.type === type);

/** The settings that count for a field as it is: some of a criterion's only for one output. */
export function settingsOf(kind: KindShown, field: Field): SettingShown[] {
  const own = kind.settings.find(({ name }) => name === "output");
  const output = String(field.settings.output ?? own?.default ?? "");
  return kind.settings.filter(({ outputs }) => outputs.length === 0 || outputs.includes(output));
}

/** A field of another type: of what it was told, what that type has in the same form stays. */
export function retyped(table: BuilderTable, field: Field, type: string): Field {
  const [old, kind] = [kindOf(table, field.type), kindOf(table, type)];
  if (!kind) return field;
  const form = (of: KindShown | undefined, name: string) =>
    of?.settings.find((setting) => setting.name === name)?.form;
  const settings = Object.fromEntries(
    Object.entries(field.settings).filter(([name]) => form(kind, name) === form(old, name)),
  );
  const repeat = kind.is_repeatable ? {} : { least: "", most: "" };
  return { ...field, ...repeat, type, settings, value: null, rule: "", is_averaged: false };
}

const isNumber = ({ form }: SettingShown): boolean =>
  form === "number" || form.startsWith("whole number");

/** A number as it was typed; null where there is none, or none yet. */
function numberOf(text: unknown): number | null {
  const plain = String(text ?? "")
    .trim()
    .replace("−", "-");
  return plain === "" || Number.isNaN(Number(plain)) ? null : Number(plain);
}

function settingValue(setting: SettingShown, told: unknown): unknown {
  const value = told ?? setting.default;
  if (isNumber(setting)) return numberOf(value) ?? numberOf(setting.default);
  return value === "" && setting.form.startsWith("list") ? null : value;
}

/** A field as the work form would show it. It is named by its key: names change while typed. */
export function formField(table: BuilderTable, field: Field): FormField {
  const settings = (kindOf(table, field.type)?.settings ?? []).map((setting) => [
    setting.name,
    settingValue(setting, field.settings[setting.name]),
  ]);
  const isRepeated = field.least.trim() !== "" || field.most.trim() !== "";
  return {
    name: field.key,
    type: field.type,
    label: field.title || field.name || "Unnamed field",
    helper: field.helper,
    is_optional: field.is_optional,
    least: numberOf(field.least) ?? 0,
    most: isRepeated ? Math.max(1, numberOf(field.most) ?? 1) : 0,
    settings: Object.fromEntries(settings),
  };
}

const one = (field: FormField): unknown => {
  const settings = field.settings as Record<string, unknown>;
  const options = (settings.options as string[] | null) ?? [];
  const text = `${field.label} of a task`;
  switch (field.type) {
    case "boolean":
      return true;
    case "numeric":
      return String(settings.min ?? 0);
    case "rating":
      return Number(settings.max ?? 5);
    case "datetime":
      return settings.has_time ? "2026-01-31T12:00:00Z" : "2026-01-31";
    case "select":
      return settings.is_multiple ? options.slice(0, 2) : (options[0] ?? text);
    case "ranking":
      return options;
    case "pairwise":
      return settings.first;
    case "criteria":
      return { value: settings.output === "boolean" ? true : (options[0] ?? settings.max ?? 1) };
    case "file":
      return { name: "example.txt", byte_count: 1000 };
    default:
      return text;
  }
};

/** What could come with a task in such a field, for the preview. */
export const sample = (field: FormField): unknown =>
  field.most > 0 ? Array(Math.max(field.least, 1)).fill(one(field)) : one(field);
