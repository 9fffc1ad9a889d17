// What a view draws over itself.

import { type ComponentChildren, createPortal } from "preact";
import { useState } from "preact/hooks";

/** Drawn at the end of the view's root, wherever it is written. */
export function AtRoot({ children }: { children: ComponentChildren }) {
  const [root, setRoot] = useState<HTMLElement | null>(null);
  if (root) return createPortal(children, root);
  const find = (mark: HTMLElement | null) => {
    if (mark) setRoot(mark.closest<HTMLElement>(".dv"));
  };
  return <span hidden ref={find} />;
}
