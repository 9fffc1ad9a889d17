// Keys stay in the panel when what had the focus is gone; else the notebook would take them.

import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** When `step` changes and nothing has the focus any more, `own` gets it. */
export function useKeptFocus(own: RefObject<HTMLElement | null>, step: unknown): void {
  const last = useRef(step);
  useLayoutEffect(() => {
    if (last.current === step) return;
    last.current = step;
    const root = own.current?.getRootNode() as Document | ShadowRoot | undefined;
    const at = root?.activeElement;
    if (!at || at === document.body) own.current?.focus({ preventScroll: true });
  }, [step, own]);
}
