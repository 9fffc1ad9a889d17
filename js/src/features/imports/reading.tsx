// How a text file is read: what was found, what can be chosen instead.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { ImportPreview } from "../../protocol/operations";
import { Field, Icon, Select, TextInput } from "../../ui";
import type { Settings } from "./settings";
import { DATE_ORDERS, DELIMITERS, ENCODINGS, QUOTES, type Words, wordOf } from "./words";

export interface ReadingProps {
  preview: ImportPreview;
  settings: Settings;
  onSettings: (change: Settings) => void;
}

/** A field that says whether its value was found or chosen; where neither is so, nothing. */
function Chosen(props: {
  label: string;
  isChosen: boolean;
  isFound?: boolean;
  children: ComponentChildren;
}) {
  const how = props.isChosen ? "chosen" : (props.isFound ?? true) ? "detected" : "";
  return (
    <Field
      label={
        <>
          {props.label} {how && <i>{how}</i>}
        </>
      }
    >
      {props.children}
    </Field>
  );
}

/** What was found without a wish, kept while wishes change it. */
function useFound<T>(value: T | null, wish: T | null | undefined): T | null {
  const [found, setFound] = useState<T | null>(null);
  const isWished = wish !== undefined && wish !== null;
  useEffect(() => {
    if (!isWished && value !== null) setFound(value);
  }, [value, isWished]);
  return isWished ? found : value;
}

interface FoundProps<T> {
  label: string;
  known: readonly (readonly [T, string])[];
  found: T | null;
  wish: T | null | undefined;
  onChange: (value: T | null) => void;
}

const same = (one: unknown, other: unknown) =>
  String(one).toLowerCase() === String(other).toLowerCase();

/**
 * A select in which what was found is marked; choosing it leaves the choice to the import. The order
 * stays while previews come in: nothing moves under a pointer.
 */
function Found<T>(props: FoundProps<T> & { onOther?: () => void }) {
  const { label, known, wish = null, onOther } = props;
  const found = useFound(props.found, props.wish);
  const rare = [found, wish].filter(
    (each, i, all): each is T =>
      each !== null && all.indexOf(each) === i && !known.some(([value]) => same(value, each)),
  );
  const values = [...known.map(([each]) => each), ...rare] as (T | null)[];
  const options = [
    ...(found === null ? [{ value: null, label: "Detect it" }] : []),
    ...values.map((value) => ({
      value,
      label: wordOf(known as Words<T | null>, value),
      note: same(value, found) ? "detected" : undefined,
    })),
    ...(onOther ? [{ value: OTHER as T, label: "Another character" }] : []),
  ];
  const value = values.find((each) => same(each, wish ?? found)) ?? null;
  const choose = (chosen: T | null) => {
    if (chosen === OTHER) onOther?.();
    else props.onChange(same(chosen, found) ? null : chosen);
  };
  return (
    <Chosen label={label} isChosen={wish !== null} isFound={found !== null}>
      <Select
        label={label}
        class={wish === null ? "" : "is-changed"}
        value={value}
        options={options}
        onChange={choose}
      />
    </Chosen>
  );
}

/** What no file has as its delimiter. */
const OTHER = "\n";

/** A text that counts when it is entered or left. */
function Typed(props: {
  label: string;
  text: string;
  placeholder?: string;
  hint?: string;
  isNumber?: boolean;
  isChosen?: boolean;
  isWrong?: (text: string) => boolean;
  autoFocus?: boolean;
  onTake: (text: string, hasLeft: boolean) => void;
  /** Left as it was. */
  onLeave?: (hasLeft: boolean) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? props.text;
  const isWrong = props.isWrong?.(text) ?? false;
  const take = (hasLeft: boolean) => {
    if (typed !== null && isWrong) return;
    setTyped(null);
    if (typed !== null && typed !== props.text) props.onTake(typed, hasLeft);
    else props.onLeave?.(hasLeft);
  };
  const drop = () => {
    setTyped(null);
    props.onLeave?.(false);
  };
  return (
    <TextInput
      class={props.isChosen ? "is-changed" : ""}
      label={props.label}
      value={text}
      placeholder={props.placeholder}
      inputMode={props.isNumber ? "numeric" : undefined}
      isWrong={isWrong}
      hint={props.hint}
      autoFocus={props.autoFocus}
      onInput={setTyped}
      onEnter={() => take(false)}
      onBlur={() => take(true)}
      onEscape={typed === null && !props.onLeave ? undefined : drop}
    />
  );
}

/** A select, or a field for a character that it doesn't have. */
function Delimiter({ preview, settings, onSettings }: ReadingProps) {
  const [isTyping, type] = useState(false);
  const own = useRef<HTMLDivElement>(null);
  const end = (hasLeft: boolean) => {
    type(false);
    // The field is gone then: the keys go on at the select in its place.
    if (!hasLeft) requestAnimationFrame(() => own.current?.querySelector("button")?.focus());
  };
  const take = (text: string, hasLeft: boolean) => {
    end(hasLeft);
    onSettings({ delimiter: text || null });
  };
  return (
    <div ref={own}>
      {isTyping ? (
        <Chosen label="Delimiter" isChosen={false} isFound={false}>
          <Typed
            label="Delimiter"
            text={settings.delimiter ?? ""}
            placeholder="One character"
            isWrong={(text) => [...text].length > 1 || text === '"'}
            autoFocus
            onTake={take}
            onLeave={end}
          />
        </Chosen>
      ) : (
        <Found
          label="Delimiter"
          known={DELIMITERS}
          found={preview.delimiter}
          wish={settings.delimiter}
          onChange={(delimiter) => onSettings({ delimiter })}
          onOther={() => type(true)}
        />
      )}
    </div>
  );
}

const HEADS = [
  [true, "Column names"],
  [false, "Data"],
] as const;

/** Whether cells are told apart by a delimiter; also where nothing is known yet. */
export const isDelimited = ({ format }: ImportPreview) => /^(csv|tsv)?$/.test(format);

const isAskedFor = ({ preview, settings }: ReadingProps) =>
  Boolean(settings.date_order) || preview.notes.some(({ setting }) => setting === "date_order");

/** What is looked at first: it stands beside the name. */
export function Reading(props: ReadingProps) {
  const { preview, settings, onSettings } = props;
  if (!isDelimited(preview)) return null;
  return (
    <>
      <Delimiter {...props} />
      <Found
        label="First row"
        known={HEADS}
        found={preview.has_header}
        wish={settings.header}
        onChange={(header) => onSettings({ header })}
      />
      {isAskedFor(props) && <Dates {...props} />}
    </>
  );
}

function Dates({ settings, onSettings }: ReadingProps) {
  const order = settings.date_order ?? null;
  return (
    <Field label="Dates such as 3/4/2026">
      <Select
        label="Dates such as 3/4/2026"
        class={order ? "is-changed" : ""}
        value={order}
        options={DATE_ORDERS.map(([value, label]) => ({ value, label }))}
        onChange={(date_order) => onSettings({ date_order })}
      />
    </Field>
  );
}

/** Words that mean "missing"; the usual ones, none, or these. */
function Missing({ settings, onSettings }: ReadingProps) {
  const words = settings.null_values ?? null;
  const [isTyping, type] = useState(false);
  const value = isTyping || words?.length ? "these" : words ? "none" : "usual";
  const choose = (chosen: string) => {
    type(chosen === "these");
    if (chosen !== "these") onSettings({ null_values: chosen === "none" ? [] : null });
  };
  const take = (text: string) => {
    const found = text.split(",").map((word) => word.trim());
    type(false);
    onSettings({ null_values: found.filter(Boolean) });
  };
  return (
    <>
      <Chosen label="Missing values" isChosen={value !== "usual"}>
        <Select
          label="Missing values"
          class={value === "usual" ? "" : "is-changed"}
          value={value}
          options={[
            { value: "usual", label: "Usual: NA, null, …" },
            { value: "none", label: "Empty cells only" },
            { value: "these", label: "These words" },
          ]}
          onChange={choose}
        />
      </Chosen>
      {value === "these" && (
        <Field label="Words that mean missing">
          <Typed
            label="Words that mean missing"
            text={(words ?? []).join(", ")}
            placeholder="NA, -, unknown"
            isChosen
            autoFocus={isTyping}
            onTake={take}
          />
        </Field>
      )}
    </>
  );
}

const isNoCount = (text: string) => !/^\d{0,6}$/.test(text.trim());

function Skipped({ preview, settings, onSettings }: ReadingProps) {
  const wish = settings.skip ?? null;
  const found = useFound(preview.skip, settings.skip);
  return (
    <Chosen label="Lines before the table" isChosen={wish !== null} isFound={found !== null}>
      <Typed
        label="Lines before the table"
        text={wish === null ? "" : String(wish)}
        placeholder={found === null ? "Detect" : String(found)}
        isNumber
        isChosen={wish !== null}
        isWrong={isNoCount}
        onTake={(text) => onSettings({ skip: text.trim() ? Number(text) : null })}
      />
    </Chosen>
  );
}

function Ending({ preview, settings, onSettings }: ReadingProps) {
  if (preview.problems.length > 0) return null;
  return (
    <Field label="Rows with a problem">
      <Select
        label="Rows with a problem"
        class={settings.on_error === "skip" ? "is-changed" : ""}
        value={settings.on_error ?? "fail"}
        options={[
          { value: "fail", label: "Stop the import" },
          { value: "skip", label: "Leave them out" },
        ]}
        onChange={(on_error) => onSettings({ on_error })}
      />
    </Field>
  );
}

/** What is in force, in a few words. */
function summary({ preview, settings }: ReadingProps): string {
  const { encoding, quote, skip } = preview;
  return [
    encoding && wordOf(ENCODINGS, encoding),
    quote !== null && wordOf(QUOTES, quote).toLowerCase(),
    skip ? `${skip} ${skip === 1 ? "line" : "lines"} before the table` : "",
    settings.null_values && "missing values chosen",
    settings.on_error === "skip" && preview.problems.length === 0 && "problems are left out",
  ]
    .filter(Boolean)
    .join(", ");
}

const isChosen = ({ encoding, quote, skip, null_values }: Settings) =>
  [encoding, quote, skip, null_values].some((each) => each !== undefined && each !== null);

/** Behind a disclosure: what is rarely wrong. It opens by itself where it is the way out. */
export function MoreReading(props: ReadingProps) {
  const { preview, settings, onSettings } = props;
  const { problems } = preview;
  const isUnreadable =
    problems.length > 0 && problems.every(({ code }) => code === "unreadable_text");
  const [isOpen, open] = useState(isUnreadable || isChosen(settings));
  useEffect(() => {
    if (isUnreadable) open(true);
  }, [isUnreadable]);
  const id = useId();
  if (preview.format === "parquet") return null;
  return (
    <div class="dv-import-more">
      <button
        type="button"
        class="dv-btn dv-btn-0 dv-btn-s"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => open(!isOpen)}
      >
        <Icon name={isOpen ? "down" : "right"} small />
        <span class="dv-cut">More settings</span>
      </button>
      {!isOpen && <span class="dv-s dv-3 dv-import-title">{summary(props)}</span>}
      {isOpen && (
        <div class="dv-import-fields" id={id}>
          <Found
            label="Encoding"
            known={ENCODINGS}
            found={preview.encoding}
            wish={settings.encoding}
            onChange={(encoding) => onSettings({ encoding })}
          />
          {isDelimited(preview) && (
            <>
              <Found
                label="Quotes"
                known={QUOTES}
                found={preview.quote}
                wish={settings.quote}
                onChange={(quote) => onSettings({ quote })}
              />
              <Skipped {...props} />
              <Missing {...props} />
            </>
          )}
          <Ending {...props} />
        </div>
      )}
    </div>
  );
}
