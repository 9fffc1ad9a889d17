// Putting options in order, by dragging or by keys.

import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button, Icon, IconButton } from "../../../ui";
import { optionsOf } from "../values";
import type { ControlProps } from "./control";

/** The order with one option at another place. */
export function moved(order: readonly string[], from: number, to: number): string[] {
  const made = [...order];
  const [option] = made.splice(from, 1);
  made.splice(Math.max(0, Math.min(to, made.length)), 0, option as string);
  return made;
}

/** The place a pointer is at: the row whose middle is below it. */
function placeAt(list: HTMLElement, y: number): number {
  const rows = [...list.children].map((row) => row.getBoundingClientRect());
  const at = rows.findIndex((box) => y < box.bottom);
  return at < 0 ? rows.length - 1 : at;
}

/** The place a key leads to: a digit names it, Alt and an arrow go one further. */
function placeFor({ key, altKey }: KeyboardEvent, at: number): number | undefined {
  if (/^[1-9]$/.test(key)) return Number(key) - 1;
  if (!altKey || (key !== "ArrowUp" && key !== "ArrowDown")) return undefined;
  return Math.max(0, at + (key === "ArrowUp" ? -1 : 1));
}

interface Row {
  option: string;
  at: number;
  count: number;
  isRanked: boolean;
  isHeld: boolean;
  onMove: (to: number) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  drag: Drag;
}

type Drag = ReturnType<typeof useDrag>;

/** One option at its place. */
function Place(props: Row) {
  const { option, at, drag } = props;
  const step = (icon: "up" | "down", to: number) => (
    <IconButton
      size="s"
      icon={icon}
      label={`Move ${option} ${icon}`}
      tabIndex={-1}
      onPress={() => props.onMove(to)}
    />
  );
  return (
    <li
      class={props.isHeld ? "is-held" : ""}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by keys
      tabIndex={0}
      data-option
      aria-label={`${option}, place ${at + 1} of ${props.count}`}
      onKeyDown={props.onKeyDown}
    >
      <span class="dv-handle" onPointerDown={drag.take(option)}>
        <Icon name="drag" />
      </span>
      <span class="dv-place">{props.isRanked ? at + 1 : "–"}</span>
      <span class="dv-grow">{option}</span>
      {step("up", at - 1)}
      {step("down", at + 1)}
    </li>
  );
}

/** An option held by its handle goes where the pointer is. */
function useDrag(
  list: RefObject<HTMLOListElement | null>,
  put: (option: string, to: number) => void,
) {
  const [held, hold] = useState<string>();
  return {
    held,
    take: (option: string) => (event: PointerEvent) => {
      hold(option);
      // The list stays where it is; a row that is moved in the page would lose the pointer.
      list.current?.setPointerCapture(event.pointerId);
      event.preventDefault();
    },
    move: (event: PointerEvent) => {
      if (held && list.current) put(held, placeAt(list.current, event.clientY));
    },
    drop: () => hold(undefined),
  };
}

export function Ranking({ field, value, onChange }: ControlProps) {
  const isRanked = Array.isArray(value) && value.length > 0;
  const order = isRanked ? (value as string[]) : optionsOf(field);
  const list = useRef<HTMLOListElement>(null);
  const led = useRef<HTMLElement | null>(null);
  const [said, say] = useState("");
  const put = (option: string, to: number) => {
    const from = order.indexOf(option);
    const place = Math.max(0, Math.min(to, order.length - 1));
    if (from === place && isRanked) return;
    onChange(moved(order, from, place));
    say(`${option}: place ${place + 1} of ${order.length}`);
  };
  const drag = useDrag(list, put);
  const keys = (option: string, at: number) => (event: KeyboardEvent) => {
    const to = placeFor(event, at);
    if (to === undefined || to >= order.length || event.target !== event.currentTarget) return;
    event.preventDefault();
    event.stopPropagation();
    led.current = event.currentTarget as HTMLElement;
    put(option, to);
  };
  // The row is kept by its option, but moving it in the page takes its focus.
  useLayoutEffect(() => {
    led.current?.focus();
    led.current = null;
  });
  return (
    <div class="dv-stack">
      <ol
        ref={list}
        class={`dv-ranking ${isRanked ? "" : "is-unranked"}`}
        onPointerMove={drag.move}
        onPointerUp={drag.drop}
        onPointerCancel={drag.drop}
      >
        {order.map((option, at) => (
          <Place
            key={option}
            option={option}
            at={at}
            count={order.length}
            isRanked={isRanked}
            isHeld={drag.held === option}
            onMove={(to) => put(option, to)}
            onKeyDown={keys(option, at)}
            drag={drag}
          />
        ))}
      </ol>
      <div class="dv-row dv-wrap dv-s dv-3">
        <span>Best first. Alt+↑ and Alt+↓ move, a number gives the place.</span>
        {!isRanked && (
          <Button size="s" label="Keep this order" onPress={() => onChange([...order])} />
        )}
      </div>
      <span class="dv-vh" aria-live="polite">
        {said}
      </span>
    </div>
  );
}
