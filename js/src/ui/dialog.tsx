// A dialog: inside its view, over a scrim, with the focus held in it.

import type { ComponentChildren, RefObject } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Button, IconButton } from "./button";
import { useLatest } from "./hooks";
import { FOCUSABLE, focused } from "./layer";
import { AtRoot } from "./root";

export interface DialogAction {
  label: string;
  kind?: "primary" | "plain" | "quiet" | "danger";
  reason?: string;
  isBusy?: boolean;
  onPress: () => void;
}

export interface DialogProps {
  /** A question or a verb. */
  title: string;
  children: ComponentChildren;
  /** Escape, the cross, and Cancel where `actions` has it. */
  onClose: () => void;
  /** In reading order, the primary last. A danger stands left where there is a primary too. */
  actions: readonly DialogAction[];
  isWide?: boolean;
}

const FIELD = ".dv-body :is(input:not([type=radio]), :checked, textarea, [role=combobox])";

const controlsOf = (dialog: HTMLElement) => [...dialog.querySelectorAll<HTMLElement>(FOCUSABLE)];

function firstOf(dialog: HTMLElement): HTMLElement {
  const wanted = dialog.querySelector<HTMLElement>("[data-focus]");
  const field = dialog.querySelector<HTMLElement>(FIELD);
  const action = dialog.querySelector<HTMLElement>("footer button");
  return wanted ?? field ?? action ?? dialog;
}

/**
 * Room for the dialog, and its place kept while the view beneath it grows: what somebody is about
 * to press must not move away. Undone by what is returned.
 */
function keepPlace(dialog: HTMLElement, scrim: HTMLElement, root: HTMLElement): () => void {
  const old = root.style.minHeight;
  let height = 0;
  const fit = () => {
    const needed = dialog.offsetHeight + 40;
    root.style.minHeight = `${Math.min(needed, 640)}px`;
    height ||= scrim.clientHeight;
    const grown = scrim.clientHeight - Math.max(height, needed);
    dialog.style.marginBottom = `${Math.max(grown, 0)}px`;
  };
  fit();
  const watch = new ResizeObserver(fit);
  watch.observe(dialog);
  watch.observe(root);
  return () => {
    watch.disconnect();
    root.style.minHeight = old;
  };
}

/** Focus in, everything else of the view out of reach, room to stand in; all undone at the end. */
function useModal(box: RefObject<HTMLDivElement | null>) {
  useLayoutEffect(() => {
    const dialog = box.current;
    const scrim = dialog?.parentElement;
    const root = scrim?.parentElement;
    if (!dialog || !root) return;
    const back = focused(dialog);
    const others = [...root.children].filter(
      (part) => part !== scrim && !part.matches(".dv-toasts, [inert]"),
    );
    for (const part of others) part.toggleAttribute("inert", true);
    firstOf(dialog).focus({ preventScroll: true });
    const release = keepPlace(dialog, scrim, root);
    dialog.scrollIntoView({ block: "center" });
    return () => {
      release();
      for (const part of others) part.removeAttribute("inert");
      if (back?.isConnected) back.focus({ preventScroll: true });
    };
  }, [box]);
}

function useKeys(props: DialogProps) {
  const now = useLatest(props);
  return (event: KeyboardEvent) => {
    const { onClose, actions } = now.current;
    const dialog = event.currentTarget as HTMLElement;
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      onClose();
    }
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
      const primary = actions.find((action) => action.kind === "primary");
      event.preventDefault();
      if (primary && !primary.reason && !primary.isBusy) primary.onPress();
    }
    if (event.key !== "Tab") return;
    const controls = controlsOf(dialog);
    const [first, last] = [controls[0], controls.at(-1)];
    const at = focused(dialog);
    if (event.shiftKey ? at === first || at === dialog : at === last) {
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    }
  };
}

function Actions({ actions }: Pick<DialogProps, "actions">) {
  const hasPrimary = actions.some((action) => action.kind === "primary");
  const isLeft = ({ kind }: DialogAction) => hasPrimary && kind === "danger";
  const sorted = [...actions].sort((a, b) => Number(isLeft(b)) - Number(isLeft(a)));
  return (
    <footer>
      {sorted.map((action) => (
        <Button key={action.label} size="l" {...action} class={isLeft(action) ? "is-left" : ""} />
      ))}
    </footer>
  );
}

function Modal(props: DialogProps) {
  const { title, children, onClose, actions } = props;
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useModal(box);
  const keys = useKeys(props);
  const isGrave = actions.some((action) => action.kind === "danger");
  return (
    <div class="dv-scrim">
      {/* biome-ignore-start lint/a11y: its role is a dialog's, of one kind or the other */}
      <div
        ref={box}
        class={`dv-dialog ${props.isWide ? "is-wide" : ""}`}
        role={isGrave ? "alertdialog" : "dialog"}
        aria-modal="true"
        aria-labelledby={id}
        tabIndex={-1}
        onKeyDown={keys}
      >
        {/* biome-ignore-end lint/a11y: the same */}
        <header>
          <h2 id={id}>{title}</h2>
          {!isGrave && <IconButton icon="close" label="Close" onPress={onClose} />}
        </header>
        <div class="dv-body">{children}</div>
        {actions.length > 0 && <Actions actions={actions} />}
      </div>
    </div>
  );
}

/** Drawn over the whole view wherever it is written. The first field has the focus, else Cancel. */
export function Dialog(props: DialogProps) {
  return (
    <AtRoot>
      <Modal {...props} />
    </AtRoot>
  );
}
