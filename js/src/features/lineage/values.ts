// Values of metadata: as JSON they are kept, as a person types them they are shown.

export const KINDS = {
  string: "text",
  number: "number",
  boolean: "yes or no",
  null: "null",
  list: "list",
  object: "object",
} as const;

export type Kind = keyof typeof KINDS;
export type Read = { json: string; kind: Kind } | { problem: string };
/** JSON text by name. */
export type Texts = Readonly<Record<string, string>>;

const kindOf = (value: unknown): Kind =>
  value === null ? "null" : Array.isArray(value) ? "list" : (typeof value as Kind);

/** What a typed text stands for: JSON where it reads as JSON, else text. */
export function readOf(text: string): Read {
  const typed = text.trim();
  try {
    const value: unknown = JSON.parse(typed);
    if (typeof value === "number" && !Number.isFinite(value))
      return { problem: "This number is too large to be kept. In quotes it is kept as text." };
    return { json: typed, kind: kindOf(value) };
  } catch {
    if (/^["[{]/.test(typed)) {
      const what = { '"': "quoted text", "[": "a list", "{": "an object" }[typed[0] as string];
      return { problem: `This begins as ${what}, and is no complete JSON.` };
    }
    return { json: JSON.stringify(typed), kind: "string" };
  }
}

/** A value as it is typed: plain text without quotes, unless it would be read as something else. */
export function typedOf(json: string): string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return json;
  }
  if (typeof value !== "string" || /[\n\r]/.test(value)) return json;
  const read = readOf(value);
  return "json" in read && read.kind === "string" && JSON.parse(read.json) === value ? value : json;
}

export interface Entry {
  key: number;
  name: string;
  text: string;
  /** The JSON it had, while its text is as it was. */
  json?: string;
}

export interface Wrong {
  name?: string;
  text?: string;
}

export const entriesOf = (texts: Texts): Entry[] =>
  Object.entries(texts).map(([name, json], key) => ({ key, name, json, text: typedOf(json) }));

/** What the entries say, or what is wrong with them by their key; blank ones say nothing. */
export function told(entries: readonly Entry[]): {
  texts: Map<string, string>;
  wrong: Map<number, Wrong>;
} {
  const texts = new Map<string, string>();
  const wrong = new Map<number, Wrong>();
  for (const { key, name: typed, text, json } of entries) {
    const name = typed.trim();
    if (name === "" && text.trim() === "") continue;
    const read = json === undefined ? readOf(text) : { json };
    const found: Wrong = {};
    if (name === "") found.name = "Give this value a name.";
    if (texts.has(name)) found.name = `There is another “${name}”.`;
    if ("problem" in read) found.text = read.problem;
    else if (!found.name) texts.set(name, read.json);
    if (found.name || found.text) wrong.set(key, found);
  }
  return { texts, wrong };
}

/** What was changed since `before`, done to what is there `now`: others may have noted something. */
export function changed(now: Texts, before: Texts, after: ReadonlyMap<string, string>) {
  const made = new Map(Object.entries(now));
  for (const name of Object.keys(before)) if (!after.has(name)) made.delete(name);
  for (const [name, json] of after) if (before[name] !== json) made.set(name, json);
  return Object.fromEntries(made);
}
