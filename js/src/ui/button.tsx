// Buttons and filter chips.

import type { ComponentChildren, Ref } from "preact";
import { useId } from "preact/hooks";
import type { IconName } from "./icons";
import { Icon, Kbd } from "./signs";
import { useTip } from "./tip";

interface Pressable {
  onPress: (event: MouseEvent) => void;
  /** Why it can't be pressed now. It keeps its focus and tells this sentence. */
  reason?: string;
  /** A tooltip; an icon button has its label without being asked. */
  tip?: string;
  /** The shortcut, for the tooltip: "E", "Ctrl Enter". The view listens for it, not the button. */
  keys?: string;
  /** What it opens, and whether that is open. */
  popup?: "menu" | "dialog" | "listbox";
  isOpen?: boolean;
  elementRef?: Ref<HTMLButtonElement>;
  class?: string;
}

export interface ButtonProps extends Pressable {
  label: string;
  icon?: IconName;
  caret?: boolean;
  /** At most one "primary" a view. */
  kind?: "primary" | "plain" | "quiet" | "danger";
  size?: "s" | "m" | "l";
  isBusy?: boolean;
  /** The shortcut stands on the button, too. */
  isShowingKeys?: boolean;
  /** Inside a toolbar with one tab stop. */
  tabIndex?: number;
  isFirstFocus?: boolean;
}

export interface IconButtonProps extends Pressable {
  label: string;
  icon: IconName;
  size?: "s" | "m";
  isPressed?: boolean;
  tabIndex?: number;
}

const KINDS = { primary: "dv-btn-1", plain: "", quiet: "dv-btn-0", danger: "dv-btn-bad" };
const SIZES = { s: "dv-btn-s", m: "", l: "dv-btn-l" };

/** What both kinds share: refusing with a reason, the tooltip, what they open. */
function usePressable(props: Pressable, isBusy: boolean, tipText: string | undefined) {
  const { reason, keys, popup, isOpen, onPress } = props;
  const id = useId();
  const { on, tip } = useTip(reason ?? tipText, reason ? undefined : keys);
  const about = reason ?? props.tip;
  const attributes = {
    ...on,
    type: "button" as const,
    ref: props.elementRef,
    "aria-disabled": reason || isBusy ? ("true" as const) : undefined,
    "aria-describedby": about ? id : undefined,
    "aria-haspopup": popup,
    "aria-expanded": isOpen,
    onClick: (event: MouseEvent) => {
      if (!reason && !isBusy) onPress(event);
    },
  };
  const more: ComponentChildren = (
    <>
      {about && (
        <span id={id} hidden>
          {about}
        </span>
      )}
      {tip}
    </>
  );
  return { attributes, more };
}

/** A verb with its object. Busy keeps the width: the spinner takes the icon's place. */
export function Button(props: ButtonProps) {
  const { label, icon, kind = "plain", size = "m", isBusy = false } = props;
  const { attributes, more } = usePressable(props, isBusy, props.tip ?? (props.keys && label));
  return (
    <button
      {...attributes}
      class={`dv-btn ${KINDS[kind]} ${SIZES[size]} ${props.class ?? ""}`}
      aria-busy={isBusy || undefined}
      tabIndex={props.tabIndex}
      data-focus={props.isFirstFocus || undefined}
    >
      {isBusy ? <i class="dv-spin" /> : icon && <Icon name={icon} />}
      <span class="dv-cut">{label}</span>
      {props.isShowingKeys && props.keys && <Kbd keys={props.keys} />}
      {props.caret && <Icon name="down" small />}
      {more}
    </button>
  );
}

/** An icon with a name; the name is its tooltip. */
export function IconButton(props: IconButtonProps) {
  const { label, icon, isPressed } = props;
  const { attributes, more } = usePressable(props, false, props.tip ?? label);
  return (
    <button
      {...attributes}
      class={`dv-icon ${props.size === "s" ? "dv-icon-s" : ""} ${props.class ?? ""}`}
      aria-label={label}
      aria-pressed={isPressed}
      tabIndex={props.tabIndex}
    >
      <Icon name={icon} />
      {more}
    </button>
  );
}

/**
 * A filter: "Status ⌄" at rest, "Status is **Draft** ×" when `values` is given. `word` stands
 * between ("is", "has"). Enter opens it, Delete clears it.
 */
export function Chip(props: {
  label: string;
  values?: string;
  word?: string;
  onOpen: (event: MouseEvent) => void;
  onClear?: () => void;
  isOpen?: boolean;
  icon?: IconName;
  size?: "s" | "m";
  elementRef?: Ref<HTMLButtonElement>;
  class?: string;
}) {
  const { label, values, onClear } = props;
  const keys = (event: KeyboardEvent) => {
    if (!values || !onClear || (event.key !== "Delete" && event.key !== "Backspace")) return;
    event.preventDefault();
    onClear();
  };
  const size = props.size === "s" ? "dv-chip-s" : "";
  return (
    <span class={`dv-chip ${size} ${values ? "is-on" : ""} ${props.class ?? ""}`}>
      <button
        type="button"
        ref={props.elementRef}
        aria-haspopup="dialog"
        aria-expanded={props.isOpen ?? false}
        onClick={props.onOpen}
        onKeyDown={keys}
      >
        {props.icon && <Icon name={props.icon} small />}
        {values ? (
          <span class="dv-cut">
            {label} {props.word ?? "is"} <b>{values}</b>
          </span>
        ) : (
          <span class="dv-cut">{label}</span>
        )}
        {!(values && onClear) && !props.icon && <Icon name="down" small />}
      </button>
      {values && onClear && (
        <button type="button" aria-label={`Clear ${label}`} onClick={onClear}>
          <Icon name="close" small />
        </button>
      )}
    </span>
  );
}
