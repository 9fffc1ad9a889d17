// Icons, badges, sources, tags, counts, keys: what a view says without a control.

import { ICONS, type IconName } from "./icons";
import { WithTip } from "./tip";

/** An icon of the 16 px grid; `small` is 12 px, inside text. It says nothing to a reader. */
export function Icon(props: { name: IconName; small?: boolean; class?: string }) {
  const [lines, dots] = ICONS[props.name].split("|");
  return (
    <svg
      class={`dv-i ${props.small ? "dv-i-s" : ""} ${props.class ?? ""}`}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      {lines && <path d={lines} />}
      {dots && <path d={dots} stroke-width="2" />}
    </svg>
  );
}

const RING = "M1 6a5 5 0 1 0 10 0A5 5 0 1 0 1 6";
const DISC = "M.5 6a5.5 5.5 0 1 0 11 0A5.5 5.5 0 1 0 .5 6";
const TICK = "m3.6 6.2 1.7 1.7 3.2-3.6";

/** Each state: lines | what is filled | what is cut out of the filling. */
const GLYPHS = {
  collecting: `${RING}|M3.8 6a2.2 2.2 0 1 0 4.4 0 2.2 2.2 0 1 0-4.4 0`,
  draft: RING,
  complete: `|${DISC}|${TICK}`,
  orphaned: "M10.7 4.3A5 5 0 0 0 1.3 4.3M1.3 7.7a5 5 0 0 0 9.4 0",
  archived: "M1.5 2.5h9v2.5h-9zM2.5 5v5h7V5M5 7.2h2",
  pending: RING,
  progress: `${RING}|M6 3a3 3 0 0 1 0 6z`,
  review: `${RING}|M6 3a3 3 0 1 1-3 3h3z`,
  finished: `|${DISC}|${TICK}`,
  quarantined: "M6 1 11.3 10.5H.7zM6 4.8v2.2M6 8.8v.01",
  final: `|${DISC}|${TICK}`,
  published: "|M6 .8 11.2 6 6 11.2.8 6z|m4 6.1 1.4 1.4 2.6-2.8",
  failed: "M4 .9h4L11.1 4v4L8 11.1H4L.9 8V4zM6 3.6v2.8M6 8.5v.01",
} as const;

export type BadgeState = keyof typeof GLYPHS;

/** A state: the shape carries it, the word says it. `isIconOnly` keeps the word for readers. */
export function Badge(props: {
  state: BadgeState;
  word: string;
  isBoxed?: boolean;
  isIconOnly?: boolean;
  class?: string;
}) {
  const { state, word, isIconOnly } = props;
  const [lines, filled, cut] = GLYPHS[state].split("|");
  const badge = (
    <span
      class={`dv-badge ${props.isBoxed ? "dv-badge-box" : ""} ${props.class ?? ""}`}
      data-k={state}
    >
      <svg class="dv-g" viewBox="0 0 12 12" aria-hidden="true">
        {lines && <path d={lines} stroke-dasharray={state === "draft" ? "1.6 2.328" : undefined} />}
        {filled && <path d={filled} fill="currentColor" stroke="none" />}
        {cut && <path d={cut} stroke="var(--dv-bg)" />}
      </svg>
      {word && <span class={isIconOnly ? "dv-vh" : "dv-cut"}>{word}</span>}
    </span>
  );
  return isIconOnly ? <WithTip text={word}>{badge}</WithTip> : badge;
}

const SOURCES = {
  pipeline: ["pipeline", "Pipeline", "Pipeline"],
  file: ["file", "File upload", "File"],
  huggingface: ["huggingface", "Hugging Face", "HF"],
  export: ["export", "Export", "Export"],
} as const;

export type SourceKind = keyof typeof SOURCES;

/** Where a dataset came from; `isIconOnly` keeps the word for readers and the tooltip. */
export function Source(props: {
  source: SourceKind;
  isShort?: boolean;
  isIconOnly?: boolean;
  class?: string;
}) {
  const [icon, long, short] = SOURCES[props.source];
  const word = props.isIconOnly ? "dv-vh" : "dv-cut";
  const source = (
    <span class={`dv-src ${props.class ?? ""}`}>
      <Icon name={icon} />
      <span class={word}>{props.isShort ? short : long}</span>
    </span>
  );
  return props.isIconOnly ? <WithTip text={long}>{source}</WithTip> : source;
}

const TONES = { warn: "dv-tag-warn", bad: "dv-tag-bad", ok: "dv-tag-ok", accent: "dv-tag-acc" };

/** A word in a box. With `onRemove` it has a button; Backspace and Delete press it too. */
export function Tag(props: {
  label: string;
  tone?: keyof typeof TONES;
  onRemove?: () => void;
  class?: string;
}) {
  const { label, tone, onRemove } = props;
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Backspace" && event.key !== "Delete") return;
    event.preventDefault();
    onRemove?.();
  };
  return (
    <span class={`dv-tag ${tone ? TONES[tone] : ""} ${props.class ?? ""}`}>
      <span class="dv-cut">{label}</span>
      {onRemove && (
        <button type="button" aria-label={`Remove ${label}`} onClick={onRemove} onKeyDown={keys}>
          <Icon name="close" small />
        </button>
      )}
    </span>
  );
}

export function Count(props: { value: number | string; class?: string }) {
  const { value } = props;
  const text = typeof value === "number" ? value.toLocaleString() : value;
  return <span class={`dv-count ${props.class ?? ""}`}>{text}</span>;
}

/** A key, or several with spaces between: "⌘ Enter". Shown, not spoken. */
export function Kbd(props: { keys: string; class?: string }) {
  return (
    <span class={`dv-keys ${props.class ?? ""}`} aria-hidden="true">
      {props.keys.split(" ").map((key) => (
        <kbd key={key} class="dv-kbd">
          {key}
        </kbd>
      ))}
    </span>
  );
}
