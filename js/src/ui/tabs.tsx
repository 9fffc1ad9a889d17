// Tabs: one tab stop, arrows move and open; a select where there is no room for them.

import { Select } from "./select";
import { Count } from "./signs";

export interface Tab {
  id: string;
  label: string;
  count?: number;
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

/** The panel below takes `role="tabpanel"` and the chosen label as its name. */
export function Tabs(props: {
  label: string;
  tabs: readonly Tab[];
  chosen: string;
  onChoose: (id: string) => void;
  isSelect?: boolean;
  class?: string;
}) {
  const { label, tabs, chosen, onChoose } = props;
  if (props.isSelect) {
    const options = tabs.map(({ id, label, count }) => ({
      value: id,
      label,
      note: count === undefined ? undefined : count.toLocaleString(),
    }));
    return (
      <div class={props.class}>
        <Select isHidingLabel label={label} value={chosen} options={options} onChange={onChoose} />
      </div>
    );
  }
  const keys = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.id === chosen);
    const step = STEPS[event.key];
    const ends = event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : null;
    const next = step ? (at + step + tabs.length) % tabs.length : ends;
    if (next === null) return;
    event.preventDefault();
    const list = event.currentTarget as HTMLElement;
    (list.children[next] as HTMLElement).focus();
    onChoose(tabs[next]?.id ?? chosen);
  };
  return (
    <div class={`dv-tabs ${props.class ?? ""}`} role="tablist" aria-label={label} onKeyDown={keys}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          aria-selected={tab.id === chosen}
          tabIndex={tab.id === chosen ? 0 : -1}
          onClick={() => onChoose(tab.id)}
        >
          {tab.label}
          {tab.count !== undefined && <Count value={tab.count} />}
        </button>
      ))}
    </div>
  );
}
