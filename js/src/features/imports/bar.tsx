// A bar with its numbers left and right, and what a reader is told.

import { useEffect, useRef, useState } from "preact/hooks";

const QUIET = 1000;

/** Says a text politely, at most once a second; the latest one counts. */
export function Spoken({ text }: { text: string }) {
  const [said, say] = useState("");
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, last.current + QUIET - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      say(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p class="dv-vh" role="status">
      {said}
    </p>
  );
}

/** `share` null: how far it is can't be told, so no bar is drawn. */
export function Bar(props: { label: string; share: number | null; left: string; right: string }) {
  const { share, left, right } = props;
  const now = share === null ? undefined : Math.floor(share * 100);
  return (
    <>
      <div
        class={share === null ? "dv-vh" : "dv-prog"}
        role="progressbar"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={now}
        aria-valuetext={[left, right].filter(Boolean).join(", ")}
      >
        <i style={{ width: `${(share ?? 0) * 100}%` }} />
      </div>
      <div class="dv-import-numbers dv-s dv-2">
        <span>{left}</span>
        <span>{right}</span>
      </div>
    </>
  );
}
