// What there is to see of a task: as it was written, never as markup.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { FormField, SeenValue } from "../../protocol/operations";
import { dateTime, day, Icon, IconButton, Tag } from "../../ui";
import { copyText } from "../../ui/clipboard";
import { FileShown, type KeptFile } from "./files";
import { type Judged, judgedField, sidesOf, single } from "./values";

const LONG = 4000;
const isLong = (field: FormField) => field.type === "long_text" || field.type === "code";

/** A text with its line breaks; a very long one shows its beginning until more is asked for. */
function Text({ text, isCode }: { text: string; isCode?: boolean }) {
  const [isWhole, show] = useState(false);
  const isCut = text.length > LONG && !isWhole;
  const shown = isCut ? `${text.slice(0, LONG)}…` : text;
  return (
    <>
      {isCode ? <pre class="dv-given-code">{shown}</pre> : <p class="dv-given">{shown}</p>}
      {isCut && (
        <button type="button" class="dv-link" onClick={() => show(true)}>
          Show all {text.length.toLocaleString()} characters
        </button>
      )}
    </>
  );
}

function words(field: FormField, value: unknown): ComponentChildren {
  const settings = field.settings as Record<string, string | Record<string, string> | null>;
  switch (field.type) {
    case "boolean":
      return String(value ? (settings.yes ?? "Yes") : (settings.no ?? "No"));
    case "numeric":
      return [String(value), settings.unit].filter(Boolean).join(" ");
    case "datetime":
      return settings.has_time ? dateTime(String(value)) : day(`${value}T00:00`);
    case "rating": {
      const meaning = (settings.labels as Record<string, string> | null)?.[String(value)];
      return meaning ? `${value}, ${meaning}` : String(value);
    }
    case "pairwise":
      return sidesOf(field).find((side) => side.value === value)?.label ?? String(value);
    case "select":
      return Array.isArray(value) ? value.join(", ") : String(value);
    default:
      return String(value);
  }
}

/** A value, by the type of its field. */
export function Shown({ field, value }: { field: FormField; value: unknown }) {
  if (value === null || value === undefined) return <span class="dv-3">nothing</span>;
  if (field.most > 0 && Array.isArray(value))
    return (
      <ol class="dv-given-list">
        {value.map((each, i) => (
          <li key={i}>
            <Shown field={single(field)} value={each} />
          </li>
        ))}
      </ol>
    );
  if (field.type === "file") return <FileShown file={value as KeptFile} />;
  if (isLong(field)) return <Text text={String(value)} isCode={field.type === "code"} />;
  if (field.type === "ranking" && Array.isArray(value))
    return (
      <ol class="dv-given-list">
        {value.map((each) => (
          <li key={String(each)}>{String(each)}</li>
        ))}
      </ol>
    );
  if (field.type === "criteria") {
    const judged = value as Judged;
    return (
      <>
        <span>{words(judgedField(field), judged.value)}</span>
        {judged.reasoning && <p class="dv-given dv-2">{judged.reasoning}</p>}
      </>
    );
  }
  return <span class="dv-given">{words(field, value)}</span>;
}

/** The two of a comparison: those that have its names, else the last two long ones. */
export function sidesSeen(
  pair: FormField | undefined,
  seen: readonly SeenValue[],
): [SeenValue, SeenValue] | undefined {
  if (!pair) return undefined;
  const named = (name: unknown) =>
    seen.find(({ field }) => [field.name, field.label].includes(String(name)));
  const [first, second] = [named(pair.settings.first), named(pair.settings.second)];
  if (first && second) return [first, second];
  const long = seen.filter(({ field }) => isLong(field));
  const [a, b] = long.slice(-2);
  return a && b ? [a, b] : undefined;
}

/** One of two, with the sign that it is the better one. */
function Side({ seen, isPreferred }: { seen: SeenValue; isPreferred: boolean }) {
  const text = typeof seen.value === "string" ? seen.value : JSON.stringify(seen.value);
  const [isCopied, copied] = useState(false);
  return (
    <section class={`dv-side ${isPreferred ? "is-on" : ""}`} aria-label={seen.field.label}>
      <header>
        <h3 class="dv-h2 dv-grow dv-cut">{seen.field.label}</h3>
        {isPreferred && <Tag label="Preferred" tone="accent" />}
        <IconButton
          size="s"
          icon={isCopied ? "check" : "copy"}
          label={isCopied ? "Copied" : `Copy ${seen.field.label}`}
          onPress={() => void copyText(text).then(copied)}
        />
      </header>
      <Shown {...seen} />
    </section>
  );
}

/** All there is to see, in the order of the form; the two of a comparison side by side. */
export function Given(props: {
  seen: readonly SeenValue[];
  pair?: FormField;
  choice: unknown;
  taskId: string;
}) {
  const sides = sidesSeen(props.pair, props.seen);
  const rest = props.seen.filter((each) => !sides?.includes(each));
  const names = props.pair ? [props.pair.settings.first, props.pair.settings.second] : [];
  return (
    <section class="dv-seen" aria-label="The task">
      {rest.length === 0 && <p class="dv-s dv-3">{props.taskId}</p>}
      {rest.map((each, i) => (
        <div key={each.field.name} class={isLong(each.field) ? "is-long" : ""}>
          <div class="dv-s dv-3 dv-row">
            <span>{each.field.label}</span>
            {i === 0 && <code class="dv-dot">{props.taskId}</code>}
          </div>
          <Shown {...each} />
        </div>
      ))}
      {sides && (
        <div class="dv-sides">
          {sides.map((each, i) => (
            <Side
              key={each.field.name}
              seen={each}
              isPreferred={names[i] !== undefined && props.choice === names[i]}
            />
          ))}
        </div>
      )}
    </section>
  );
}

/** What the reviewer said who sent the task back. */
export function Note({ note, round }: { note: string; round: number }) {
  if (!note) return null;
  return (
    <div class="dv-note dv-note-warn dv-returned" role="note">
      <Icon name="warn" />
      <div class="dv-grow">
        <span class="dv-m">Sent back, round {round}</span>
        <p class="dv-given">{note}</p>
      </div>
    </div>
  );
}
