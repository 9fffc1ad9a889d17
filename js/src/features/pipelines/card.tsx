// A card of the overview.

import type { ComponentChildren } from "preact";

/** `note` stands beside the title, `end` at the right. */
export function Card(props: {
  title: string;
  note?: ComponentChildren;
  end?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="dv-card" aria-label={props.title}>
      <header>
        <h2 class="dv-h2">{props.title}</h2>
        <span class="dv-s dv-3 dv-grow dv-cut">{props.note}</span>
        <span class="dv-s dv-3">{props.end}</span>
      </header>
      {props.children}
    </section>
  );
}
