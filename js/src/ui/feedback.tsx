// Progress, waiting, banners, empty states.

import type { ComponentChildren } from "preact";
import { Button, type ButtonProps } from "./button";
import { count, percent } from "./format";
import type { IconName } from "./icons";
import { Icon } from "./signs";

/** A bar and its count; of unknown length it is the count alone. `note` replaces the count's words. */
export function Progress(props: {
  done: number;
  total?: number;
  label: string;
  note?: string;
  class?: string;
}) {
  const { done, total } = props;
  const words = props.note ?? (total ? `${count(done)} of ${count(total)}` : count(done));
  return (
    <div class={`dv-stack ${props.class ?? ""}`}>
      <div
        class={total ? "dv-prog" : "dv-vh"}
        role="progressbar"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={total ? done : undefined}
        aria-valuetext={words}
      >
        {total ? <i style={{ width: `${Math.min(100, (done / total) * 100)}%` }} /> : null}
      </div>
      <div class="dv-row dv-s dv-2">
        <span class="dv-grow">{words}</span>
        {total ? <span>{percent(Math.min(done, total), total)}</span> : null}
      </div>
    </div>
  );
}

/** Appears after 400 ms. */
export function Spinner(props: { label: string; isHidingLabel?: boolean; class?: string }) {
  return (
    <span class={`dv-row dv-s dv-2 ${props.class ?? ""}`} role="status">
      <i class="dv-spin" />
      <span class={props.isHidingLabel ? "dv-vh" : ""}>{props.label}</span>
    </span>
  );
}

/** One still bar; the place around it takes `aria-busy` and says what is loading. */
export function Skeleton(props: { width: number | string; class?: string }) {
  const width = typeof props.width === "number" ? `${props.width}px` : props.width;
  return <span class={`dv-skel ${props.class ?? ""}`} style={{ width }} />;
}

const GLYPHS: Record<string, IconName> = { warn: "warn", bad: "error", ok: "check" };

/** A sentence over the whole width; with `isInset` a note inside a body. */
export function Banner(props: {
  text: ComponentChildren;
  tone?: "warn" | "bad" | "ok";
  icon?: IconName;
  action?: ButtonProps;
  isInset?: boolean;
  class?: string;
}) {
  const { tone, icon, action } = props;
  const looks = `${props.isInset ? "" : "dv-note-bar"} ${tone ? `dv-note-${tone}` : ""}`;
  return (
    <div class={`dv-note ${looks} ${props.class ?? ""}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={icon ?? GLYPHS[tone ?? ""] ?? "info"} />
      <span class="dv-grow">{props.text}</span>
      {action && <Button size="s" {...action} />}
    </div>
  );
}

/** What would be here and how to begin; or what was searched; or what went wrong. */
export function EmptyState(props: {
  icon: IconName;
  title: string;
  text: ComponentChildren;
  actions?: readonly ButtonProps[];
  class?: string;
}) {
  return (
    <div class={`dv-empty-state ${props.class ?? ""}`}>
      <Icon name={props.icon} />
      <h2 class="dv-h2">{props.title}</h2>
      <p>{props.text}</p>
      {props.actions && props.actions.length > 0 && (
        <div class="dv-row">
          {props.actions.map((action) => (
            <Button key={action.label} {...action} />
          ))}
        </div>
      )}
    </div>
  );
}
