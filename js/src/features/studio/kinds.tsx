// Every kind of chart; one that can't take the fields says on the canvas what it needs.

import { WithTip } from "../../ui";
import { KINDS } from "./spec";

const KindIcon = ({ path, isDotted }: { path: string; isDotted?: boolean }) => (
  <svg class="dv-i" viewBox="0 0 16 16" aria-hidden="true">
    <path d={path} style={isDotted ? { strokeWidth: "2.4px" } : undefined} />
  </svg>
);

/** The next kind in the grid of them, by an arrow. */
function moved(at: number, key: string): number {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 6, ArrowUp: -6 }[key];
  if (step === undefined) return -1;
  const next = at + step;
  return next >= 0 && next < KINDS.length ? next : at;
}

export function Kinds(props: { shown: string; onChoose: (kind: string) => void }) {
  const { shown, onChoose } = props;
  const keys = (event: KeyboardEvent) => {
    const list = event.currentTarget as HTMLElement;
    const buttons = [...list.querySelectorAll<HTMLElement>("[role=radio]")];
    const at = buttons.findIndex((each) => each.contains(event.target as Node));
    const next = moved(at, event.key);
    if (next < 0) return;
    event.preventDefault();
    buttons[next]?.focus();
    const kind = KINDS[next];
    if (kind && next !== at) onChoose(kind.id);
  };
  return (
    <>
      <div class="dv-kinds" role="radiogroup" aria-label="Kind of chart" onKeyDown={keys}>
        {KINDS.map(({ id, label, path, isDotted }) => (
          <WithTip key={id} text={label}>
            {/* biome-ignore lint/a11y/useSemanticElements: a picture to press */}
            <button
              type="button"
              role="radio"
              aria-checked={id === shown}
              aria-label={label}
              tabIndex={id === shown ? 0 : -1}
              class={id === shown ? "is-on" : ""}
              onClick={() => onChoose(id)}
            >
              <KindIcon {...{ path, isDotted }} />
            </button>
          </WithTip>
        ))}
      </div>
      <p class="dv-s dv-2 dv-kind-says">{KINDS.find(({ id }) => id === shown)?.says}</p>
    </>
  );
}
