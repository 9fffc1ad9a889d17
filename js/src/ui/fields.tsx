// Fields for text and numbers, and the label and hint around any field.

import { type ComponentChildren, createContext, type Ref } from "preact";
import { useContext, useEffect, useId, useRef } from "preact/hooks";
import type { IconName } from "./icons";
import { Icon, Kbd } from "./signs";

interface Around {
  id: string;
  hint?: string;
  isWrong?: boolean;
}

const InField = createContext<Around | null>(null);

/** What a control takes from the Field around it: its id, its hint, whether it is wrong. */
export function useField(label: string) {
  const around = useContext(InField);
  return {
    isInField: around !== null,
    isWrong: around?.isWrong ?? false,
    naming: around
      ? { id: around.id, "aria-describedby": around.hint }
      : { "aria-label": label, "aria-describedby": undefined },
  };
}

/** What opens over a field is not the field: its own fields have their own names. */
export const OutOfField = (props: { children: ComponentChildren }) => (
  <InField.Provider value={null}>{props.children}</InField.Provider>
);

function Hint(props: { id?: string; isWrong?: boolean; children: ComponentChildren }) {
  return (
    <span class={`dv-hint ${props.isWrong ? "is-bad" : ""}`} id={props.id}>
      {props.isWrong && <Icon name="error" small />}
      <span aria-live="polite">{props.children}</span>
    </span>
  );
}

/** A label above a control and a hint below it; `optional` says so beside the label. */
export function Field(props: {
  label: ComponentChildren;
  hint?: ComponentChildren;
  isWrong?: boolean;
  optional?: boolean;
  children: ComponentChildren;
  class?: string;
}) {
  const { hint, isWrong } = props;
  const id = useId();
  return (
    <div class={`dv-field ${props.class ?? ""}`}>
      <label class="dv-label" for={id}>
        <span>{props.label}</span>
        {props.optional && <i>optional</i>}
      </label>
      <InField.Provider value={{ id, hint: hint ? `${id}-hint` : undefined, isWrong }}>
        {props.children}
      </InField.Provider>
      {hint && (
        <Hint id={`${id}-hint`} isWrong={isWrong}>
          {hint}
        </Hint>
      )}
    </div>
  );
}

export interface TextInputProps {
  value: string;
  onInput: (value: string) => void;
  /** Spoken; inside a Field the Field's label is spoken instead. */
  label: string;
  placeholder?: string;
  icon?: IconName;
  size?: "s" | "m" | "l";
  isWrong?: boolean;
  isOff?: boolean;
  /** A sentence below, for a field outside a Field. */
  hint?: string;
  onEnter?: (value: string) => void;
  /** Not told while a search (icon "search") still has text: Escape clears that first. */
  onEscape?: () => void;
  onBlur?: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  isCode?: boolean;
  autoFocus?: boolean;
  suggestions?: string[];
  /** The shortcut that leads here, shown at the end until it has focus. */
  keys?: string;
  /** What stands behind the text: a unit. */
  unit?: string;
  /** The list it searches and that list's present option: it is a combobox then. */
  listId?: string;
  activeId?: string;
  inputMode?: "text" | "decimal" | "numeric" | "search" | "url";
  elementRef?: Ref<HTMLInputElement>;
  class?: string;
}

function keysOf(props: TextInputProps) {
  return (event: KeyboardEvent) => {
    props.onKeyDown?.(event);
    if (event.key === "Enter" && !event.isComposing && props.onEnter) {
      event.preventDefault();
      event.stopPropagation();
      props.onEnter((event.currentTarget as HTMLInputElement).value);
    }
    if (event.key !== "Escape") return;
    const clears = props.icon === "search" && props.value !== "";
    if (!clears && !props.onEscape) return;
    event.preventDefault();
    event.stopPropagation();
    if (clears) props.onInput("");
    else props.onEscape?.();
  };
}

/** Sets the focus once, where the field stands open from the start; a layer does it by itself. */
function useFirstFocus(isWanted: boolean | undefined) {
  const box = useRef<HTMLLabelElement>(null);
  useEffect(() => {
    if (isWanted) box.current?.querySelector("input")?.focus();
  }, [isWanted]);
  return box;
}

const Suggestions = (props: { id: string; texts: string[] }) => (
  <datalist id={props.id}>
    {props.texts.map((text) => (
      <option key={text} value={text} />
    ))}
  </datalist>
);

/** One line of text. */
export function TextInput(props: TextInputProps) {
  const { size = "m", suggestions } = props;
  const field = useField(props.label);
  const own = useId();
  const box = useFirstFocus(props.autoFocus);
  const isWrong = props.isWrong ?? field.isWrong;
  const sizes = size === "m" ? "" : `dv-input-${size}`;
  const states = `${isWrong ? "is-bad" : ""} ${props.isOff ? "is-off" : ""}`;
  const described = props.hint ? `${own}-hint` : field.naming["aria-describedby"];
  return (
    <>
      <label ref={box} class={`dv-input ${sizes} ${states} ${props.class ?? ""}`}>
        {props.icon && <Icon name={props.icon} />}
        <input
          {...field.naming}
          ref={props.elementRef}
          class={props.isCode ? "is-code" : ""}
          aria-describedby={described}
          aria-invalid={isWrong || undefined}
          value={props.value}
          placeholder={props.placeholder}
          disabled={props.isOff}
          inputMode={props.inputMode}
          autoComplete="off"
          spellcheck={false}
          list={suggestions && `${own}-list`}
          role={props.listId ? "combobox" : undefined}
          aria-expanded={props.listId ? true : undefined}
          aria-controls={props.listId}
          aria-activedescendant={props.activeId}
          data-focus={props.autoFocus || undefined}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onKeyDown={keysOf(props)}
          onBlur={props.onBlur}
        />
        {props.unit && <span class="dv-3">{props.unit}</span>}
        {props.keys && <Kbd keys={props.keys} />}
      </label>
      {suggestions && <Suggestions id={`${own}-list`} texts={suggestions} />}
      {props.hint && (
        <Hint id={`${own}-hint`} isWrong={isWrong}>
          {props.hint}
        </Hint>
      )}
    </>
  );
}

/** Several lines of text. */
export function TextArea(props: {
  value: string;
  onInput: (value: string) => void;
  label: string;
  placeholder?: string;
  rows?: number;
  isWrong?: boolean;
  class?: string;
}) {
  const field = useField(props.label);
  const isWrong = props.isWrong ?? field.isWrong;
  return (
    <textarea
      {...field.naming}
      class={`dv-area ${isWrong ? "is-bad" : ""} ${props.class ?? ""}`}
      rows={props.rows ?? 3}
      value={props.value}
      placeholder={props.placeholder}
      aria-invalid={isWrong || undefined}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  );
}
