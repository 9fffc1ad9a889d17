// Choosing one of a list.

import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { OutOfField, TextInput, useField } from "./fields";
import type { IconName } from "./icons";
import { Layer } from "./layer";
import { nextItem } from "./menu";
import { Icon } from "./signs";

export interface SelectOption<T> {
  value: T;
  label: string;
  icon?: IconName;
  /** At the right: a count, a type. */
  note?: string;
  /** Why it can't be chosen; shown beneath. */
  reason?: string;
}

interface SelectProps<T> {
  label: string;
  value: T;
  options: readonly SelectOption<T>[];
  onChange: (value: T) => void;
  size?: "s" | "m" | "l";
  icon?: IconName;
  /** Without it the label stands before the select; inside a Field the Field's label counts. */
  isHidingLabel?: boolean;
  /** What is shown where the value is none of the options. */
  placeholder?: string;
  isOff?: boolean;
  class?: string;
}

const MANY = 8;

/** The options a search leaves: those whose label has every word of it. */
export function matching<T>(options: readonly SelectOption<T>[], search: string) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return options.filter((o) => words.every((word) => o.label.toLowerCase().includes(word)));
}

/** The option a run of typed letters means, looking on from the present one. */
export function typedAt(labels: readonly string[], at: number, typed: string): number {
  const isOneKey = [...typed].every((letter) => letter === typed[0]);
  const wanted = (isOneKey ? typed.slice(0, 1) : typed).toLowerCase();
  for (let step = isOneKey ? 1 : 0; step <= labels.length; step += 1) {
    const i = (Math.max(at, 0) + step) % labels.length;
    if (labels[i]?.toLowerCase().startsWith(wanted)) return i;
  }
  return -1;
}

/** Letters within half a second of each other are one word. */
function useTyped() {
  const typed = useRef({ text: "", at: 0 });
  return (key: string, now: number): string => {
    const isNew = now - typed.current.at > 500;
    typed.current = { text: (isNew ? "" : typed.current.text) + key, at: now };
    return typed.current.text;
  };
}

function Options<T>(props: {
  id: string;
  label: string;
  shown: readonly SelectOption<T>[];
  at: number;
  value: T;
  onPoint: (at: number) => void;
  onChoose: (option: SelectOption<T>) => void;
}) {
  const { id, shown, at } = props;
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    list.current?.querySelector(".is-at")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <div role="listbox" id={id} ref={list} aria-label={props.label}>
      {shown.map((option, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
        <div
          key={i}
          id={`${id}-${i}`}
          role="option"
          tabIndex={-1}
          class={`dv-item ${i === at ? "is-at" : ""}`}
          aria-selected={option.value === props.value}
          aria-disabled={option.reason ? "true" : undefined}
          onPointerMove={() => i !== at && props.onPoint(i)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => props.onChoose(option)}
        >
          {option.icon && <Icon name={option.icon} />}
          <span class="dv-grow">
            {option.label}
            {option.reason && <small>{option.reason}</small>}
          </span>
          {option.note && <span class="dv-end">{option.note}</span>}
          {option.value === props.value && <Icon name="check" />}
        </div>
      ))}
    </div>
  );
}

/** The open list: which options it shows and which one is at. */
function useList<T>(props: SelectProps<T>) {
  const { options, value, onChange } = props;
  const [isOpen, setOpen] = useState(false);
  const [search, setSearch] = useState("");
  const [point, setPoint] = useState(-1);
  const hasSearch = options.length > MANY;
  const shown = isOpen && hasSearch ? matching(options, search) : options;
  const close = () => setOpen(false);
  return {
    isOpen,
    hasSearch,
    shown,
    search,
    at: Math.min(point, shown.length - 1),
    setPoint,
    close,
    open(at = options.findIndex((option) => option.value === value)) {
      if (props.isOff) return;
      setSearch("");
      setPoint(at);
      setOpen(true);
    },
    choose(option: SelectOption<T> | undefined) {
      if (!option || option.reason) return;
      close();
      if (option.value !== value) onChange(option.value);
    },
    find(text: string) {
      setSearch(text);
      setPoint(0);
    },
  };
}

/** What the keys do, on the button and in the search field alike. */
function useKeys<T>(list: List<T>) {
  const type = useTyped();
  return (event: KeyboardEvent) => {
    const { key } = event;
    const labels = list.shown.map((option) => option.label);
    const isSearching = list.isOpen && list.hasSearch;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const isLetter = key.length === 1 && key !== " " && isPlain && !isSearching;
    const isMove = /^(Arrow(Up|Down)|Home|End)$/.test(key);
    const isPress = key === "Enter" || (key === " " && !isSearching);
    const typed = isLetter ? typedAt(labels, list.at, type(key, event.timeStamp)) : -1;
    if (key === "Tab") return list.close();
    if (!isMove && !isPress && !isLetter) return;
    event.preventDefault();
    event.stopPropagation();
    if (!list.isOpen) list.open(typed < 0 ? undefined : typed);
    else if (isPress) list.choose(list.shown[list.at]);
    else if (isMove) list.setPoint(nextItem(labels, list.at, key));
    else if (typed >= 0) list.setPoint(typed);
  };
}

type List<T> = ReturnType<typeof useList<T>>;

/** What opens under the button: the search field where it is needed, and the options. */
function OpenList<T>(props: {
  id: string;
  label: string;
  value: T;
  list: List<T>;
  anchor: HTMLElement;
  active: string | undefined;
  keys: (event: KeyboardEvent) => void;
}) {
  const { id, label, list } = props;
  return (
    <Layer class="dv-list" anchor={props.anchor} onClose={list.close} isAsWide>
      {list.hasSearch && (
        <TextInput
          icon="search"
          label={`Search ${label}`}
          placeholder="Search"
          value={list.search}
          onInput={list.find}
          onKeyDown={props.keys}
          autoFocus
          listId={id}
          activeId={props.active}
        />
      )}
      <Options
        id={id}
        label={label}
        shown={list.shown}
        at={list.at}
        value={props.value}
        onPoint={list.setPoint}
        onChoose={list.choose}
      />
      {list.shown.length === 0 && <p class="dv-item dv-3">No match</p>}
    </Layer>
  );
}

/** A combobox. With more than 8 options the open list has a search field. */
export function Select<T>(props: SelectProps<T>) {
  const { label, value, options, size = "m" } = props;
  const list = useList(props);
  const keys = useKeys(list);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const { naming, isInField } = useField(label);
  const chosen = options.find((option) => option.value === value);
  const icon = props.icon ?? chosen?.icon;
  const active = list.isOpen && list.at >= 0 ? `${id}-${list.at}` : undefined;
  const open = { id, label, value, list, active, keys };
  const select = (
    <>
      <button
        {...naming}
        type="button"
        ref={button}
        role="combobox"
        class={`dv-select ${size === "m" ? "" : `dv-select-${size}`} ${props.class ?? ""}`}
        aria-label={label}
        aria-haspopup="listbox"
        aria-expanded={list.isOpen}
        aria-controls={list.isOpen ? id : undefined}
        aria-activedescendant={list.hasSearch ? undefined : active}
        aria-disabled={props.isOff || undefined}
        onClick={() => (list.isOpen ? list.close() : list.open())}
        onKeyDown={keys}
      >
        {icon && <Icon name={icon} />}
        <span class="dv-cut">{chosen?.label ?? props.placeholder ?? "Choose"}</span>
        <Icon name="down" small />
      </button>
      {list.isOpen && button.current && (
        <OutOfField>
          <OpenList {...open} anchor={button.current} />
        </OutOfField>
      )}
    </>
  );
  if (props.isHidingLabel || isInField) return select;
  return (
    <span class="dv-row">
      <span class="dv-2" aria-hidden="true">
        {label}
      </span>
      {select}
    </span>
  );
}
