// Menus, with submenus.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { IconName } from "./icons";
import { type Anchor, focused, Layer, type Side } from "./layer";
import { Icon, Kbd } from "./signs";

export interface MenuItem {
  label: string;
  icon?: IconName;
  keys?: string;
  /** Why it can't be done now; shown beneath. */
  reason?: string;
  isDanger?: boolean;
  /** At the right: a count, a value. */
  note?: string;
  /** Makes it a box in the menu; pressing it leaves the menu open. */
  isOn?: boolean;
  onPress?: () => void;
  /** A submenu. */
  entries?: readonly MenuEntry[];
}

export type MenuEntry = MenuItem | "line";

/** The next of the items by an arrow, Home, End or a first letter; -1 where the key is another. */
export function nextItem(labels: readonly string[], at: number, key: string): number {
  const last = labels.length - 1;
  if (key === "ArrowDown") return at >= last ? 0 : at + 1;
  if (key === "ArrowUp") return at <= 0 ? last : at - 1;
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key.length !== 1 || key === " ") return -1;
  const starts = (i: number) => labels[i]?.toLowerCase().startsWith(key.toLowerCase());
  for (let step = 1; step <= labels.length; step += 1) {
    const i = (Math.max(at, -1) + step) % labels.length;
    if (starts(i)) return i;
  }
  return -1;
}

function Item(props: {
  item: MenuItem;
  isOpen: boolean;
  onPress: (button: HTMLElement) => void;
  onEnter: (button: HTMLElement) => void;
}) {
  const { item, isOpen } = props;
  const isBox = item.isOn !== undefined;
  return (
    <button
      type="button"
      role={isBox ? "menuitemcheckbox" : "menuitem"}
      tabIndex={-1}
      class={`dv-item ${item.isDanger && !item.reason ? "is-bad" : ""}`}
      aria-disabled={item.reason ? "true" : undefined}
      aria-haspopup={item.entries && "menu"}
      aria-expanded={item.entries && isOpen}
      {...(isBox && { "aria-checked": item.isOn })}
      onClick={(event) => props.onPress(event.currentTarget)}
      onPointerMove={(event) => {
        if (focused(event.currentTarget) !== event.currentTarget) {
          event.currentTarget.focus({ preventScroll: true });
          props.onEnter(event.currentTarget);
        }
      }}
    >
      {isBox ? <Check isOn={item.isOn} /> : item.icon && <Icon name={item.icon} />}
      <span class="dv-grow">
        {item.label}
        {item.reason && <small>{item.reason}</small>}
      </span>
      {item.note && <span class="dv-end">{item.note}</span>}
      {item.keys && <Kbd keys={item.keys} />}
      {item.entries && <Icon name="right" small />}
    </button>
  );
}

const Check = (props: { isOn?: boolean }) =>
  props.isOn ? <Icon name="check" /> : <svg class="dv-i" aria-hidden="true" />;

/** The buttons of one menu, without those of a submenu. */
const itemsOf = (layer: HTMLElement | null): HTMLElement[] => [
  ...(layer?.querySelectorAll<HTMLElement>(":scope > [role=menu] > .dv-item") ?? []),
];

/** The keys of one menu. `shut` folds its submenu in. */
function keysOf(
  layer: { current: HTMLElement | null },
  isSub: boolean,
  { shut, close, chosen }: Record<"shut" | "close" | "chosen", () => void>,
) {
  return (event: KeyboardEvent) => {
    const items = itemsOf(layer.current);
    const at = items.indexOf(focused(items[0] ?? document.body) as HTMLElement);
    if (event.key === "Tab" || (event.key === "ArrowLeft" && isSub)) {
      event.preventDefault();
      return event.key === "Tab" ? chosen() : close();
    }
    if (event.key === "ArrowRight") {
      if (items[at]?.hasAttribute("aria-haspopup")) items[at]?.click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = nextItem(
      items.map((item) => item.innerText.trim()),
      at,
      event.key,
    );
    if (next < 0) return;
    event.preventDefault();
    shut();
    items[next]?.focus();
  };
}

function choose(item: MenuItem, anchor: Anchor, close: () => void) {
  if (item.reason) return;
  if (item.isOn === undefined) {
    if (anchor instanceof HTMLElement) anchor.focus({ preventScroll: true });
    close();
  }
  item.onPress?.();
}

interface MenuProps {
  entries: readonly MenuEntry[];
  anchor: Anchor;
  /** Focus has gone back to the anchor by then. */
  onClose: () => void;
  label?: string;
  side?: Side;
  /** For a submenu: what the family was opened from, and how to close all of it. */
  home?: Anchor;
  onChosen?: () => void;
}

/**
 * Opens with the focus on its first entry, closes on a choice, Escape, Tab or a press elsewhere.
 * An entry's `onPress` runs after the menu is closed, so a dialog it opens gives the focus back
 * to the menu's anchor.
 */
export function Menu(props: MenuProps) {
  const { entries, anchor, home = anchor, onClose, onChosen = onClose } = props;
  const layer = useRef<HTMLDivElement>(null);
  const [sub, setSub] = useState<{ at: number; button: HTMLElement } | null>(null);
  const open = sub ? (entries[sub.at] as MenuItem).entries : undefined;
  useLayoutEffect(() => itemsOf(layer.current)[0]?.focus({ preventScroll: true }), []);
  const press = (item: MenuItem, at: number, button: HTMLElement) => {
    if (item.entries && !item.reason) setSub({ at, button });
    else choose(item, home, onChosen);
  };
  const shut = () => setSub(null);
  const keys = keysOf(layer, props.side === "right", { shut, close: onClose, chosen: onChosen });
  return (
    <Layer
      elementRef={layer}
      class="dv-menu"
      anchor={anchor}
      side={props.side}
      onClose={onClose}
      onKeyDown={keys}
    >
      <div role="menu" aria-label={props.label ?? "Actions"}>
        {entries.map((entry, at) =>
          entry === "line" ? (
            <hr key={at} />
          ) : (
            <Item
              key={at}
              item={entry}
              isOpen={sub?.at === at}
              onPress={(button) => press(entry, at, button)}
              onEnter={(button) => setSub(entry.entries ? { at, button } : null)}
            />
          ),
        )}
      </div>
      {sub && open && (
        <Menu
          key={sub.at}
          side="right"
          entries={open}
          anchor={sub.button}
          home={home}
          onClose={shut}
          onChosen={onChosen}
        />
      )}
    </Layer>
  );
}
