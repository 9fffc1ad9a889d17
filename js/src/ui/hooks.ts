// Small hooks every panel needs.

import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { watchTheme } from "../theme/theme";

/** A box that always holds the value of the latest drawing. */
export function useLatest<T>(value: T): { readonly current: T } {
  const box = useRef(value);
  box.current = value;
  return box;
}

/** A function that stays the same one and always does what the latest drawing says. */
export function useEvent<A extends unknown[], R>(act: (...args: A) => R): (...args: A) => R {
  const latest = useLatest(act);
  return useCallback((...args: A) => latest.current(...args), [latest]);
}

const MINUTE = 60_000;

/** The time, anew each minute: what is told in "minutes ago" stays true. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Set `data-theme` and the accent on the view's root, and again whenever the host changes. */
export function useTheme(root: RefObject<HTMLElement | null>) {
  useLayoutEffect(() => (root.current ? watchTheme(root.current) : undefined), [root]);
}

export type Width = "wide" | "middle" | "narrow" | "side";

/** The four sizes of a view, from 960, 640 and 400 px on. */
export const widthOf = (px: number): Width =>
  px >= 960 ? "wide" : px >= 640 ? "middle" : px >= 400 ? "narrow" : "side";

/** The size of the view's own place, never of the window; also on the root as `data-width`. */
export function useWidth(root: RefObject<HTMLElement | null>): Width {
  const [width, setWidth] = useState<Width>("wide");
  useLayoutEffect(() => {
    const own = root.current;
    if (!own) return;
    const measure = () => {
      // A view in a hidden tab measures nothing and keeps its last size.
      if (own.offsetWidth === 0) return;
      const found = widthOf(own.offsetWidth);
      own.dataset.width = found;
      setWidth(found);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(own);
    return () => observer.disconnect();
  }, [root]);
  return width;
}
