// Toasts: what was just done, with the way back.

import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button, IconButton } from "./button";
import { useEvent } from "./hooks";
import { AtRoot } from "./root";
import { Badge, Icon } from "./signs";

export interface Toast {
  text: string;
  /** "bad" stays until it is dismissed; "done" goes after 6 seconds. */
  tone?: "done" | "bad";
  action?: { label: string; onPress: () => void };
}

const STAY = 6000;

function OneToast({ toast, onEnd }: { toast: Toast; onEnd: () => void }) {
  const { text, tone = "done", action } = toast;
  const [isHeld, setHeld] = useState(false);
  const end = useEvent(onEnd);
  useEffect(() => {
    if (tone === "bad" || isHeld) return;
    const timer = setTimeout(end, STAY);
    return () => clearTimeout(timer);
  }, [tone, isHeld, end]);
  return (
    <div
      class="dv-toast"
      role={tone === "bad" ? "alert" : undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      {tone === "bad" ? <Icon name="error" class="is-bad" /> : <Badge state="finished" word="" />}
      <span class="dv-grow">{text}</span>
      {action && (
        <Button
          size="s"
          kind="quiet"
          label={action.label}
          onPress={() => {
            onEnd();
            action.onPress();
          }}
        />
      )}
      <IconButton size="s" icon="close" label="Dismiss" onPress={onEnd} />
    </div>
  );
}

type Kept = Toast & { key: number };

/** F6 moves to the newest toast, Escape ends it. */
function Toasts({ toasts, end }: { toasts: readonly Kept[]; end: (key: number) => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const root = box.current?.parentElement;
    const reach = (event: KeyboardEvent) => {
      const button = box.current?.querySelector<HTMLElement>(".dv-toast:last-child button");
      if (event.key !== "F6" || !button) return;
      event.preventDefault();
      button.focus();
    };
    root?.addEventListener("keydown", reach, true);
    return () => root?.removeEventListener("keydown", reach, true);
  }, []);
  const leave = (event: KeyboardEvent) => {
    const last = toasts.at(-1);
    if (event.key !== "Escape" || !last) return;
    event.stopPropagation();
    end(last.key);
  };
  return (
    <div class="dv-toasts" ref={box} role="status" onKeyDown={leave}>
      {toasts.map((toast) => (
        <OneToast key={toast.key} toast={toast} onEnd={() => end(toast.key)} />
      ))}
    </div>
  );
}

/** Put `view` once anywhere in the view: it stands over all of it, an open dialog too. */
export function useToasts(): { say: (toast: Toast) => void; view: VNode } {
  const [toasts, setToasts] = useState<Kept[]>([]);
  const next = useRef(0);
  const say = useEvent((toast: Toast) => {
    next.current += 1;
    const key = next.current;
    setToasts((old) => [...old.slice(-2), { ...toast, key }]);
  });
  const end = (key: number) => setToasts((old) => old.filter((toast) => toast.key !== key));
  const view = (
    <AtRoot>
      <Toasts toasts={toasts} end={end} />
    </AtRoot>
  );
  return { say, view };
}
