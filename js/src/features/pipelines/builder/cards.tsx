// What steps and fields have in common: they are moved, doubled, removed, and come back.

import { useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "../../../ui";
import { focused } from "../../../ui/layer";

export interface Card {
  name: string;
  at: number;
  count: number;
  onMove: (to: number) => void;
  onCopy: () => void;
  onRemove: () => void;
}

/** Alt+↑ and Alt+↓ move the innermost card the focus is in, which keeps it. */
export function useMoving({ at, count, onMove }: Card) {
  const led = useRef<HTMLElement | null>(null);
  // Moved in the page, an element loses its focus.
  useLayoutEffect(() => {
    led.current?.focus();
    led.current = null;
  });
  return (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    event.stopPropagation();
    const to = event.key === "ArrowUp" ? at - 1 : at + 1;
    if (to < 0 || to >= count) return;
    led.current = focused(event.currentTarget as HTMLElement);
    onMove(to);
  };
}

export function CardButtons({ name, at, count, onMove, onCopy, onRemove }: Card) {
  return (
    <span class="dv-row dv-row-4 dv-card-buttons">
      <IconButton
        icon="arrow-up"
        size="s"
        label={`Move ${name} up`}
        keys="Alt ↑"
        reason={at === 0 ? "It is the first" : undefined}
        onPress={() => onMove(at - 1)}
      />
      <IconButton
        icon="arrow-down"
        size="s"
        label={`Move ${name} down`}
        keys="Alt ↓"
        reason={at === count - 1 ? "It is the last" : undefined}
        onPress={() => onMove(at + 1)}
      />
      <IconButton icon="copy" size="s" label={`Duplicate ${name}`} onPress={onCopy} />
      <IconButton icon="trash" size="s" label={`Remove ${name}`} onPress={onRemove} />
    </span>
  );
}
