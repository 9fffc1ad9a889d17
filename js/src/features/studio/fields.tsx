// The fields of the dataset by kind, with what they hold: dragged onto a shelf, or put there by keys.

import { useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import type { ContentColumn, FieldKind, StudioField, Summary } from "../../protocol/operations";
import { Icon, IconButton, Menu, TextInput, useEvent, usePort } from "../../ui";
import { caption, gridColumn, Summaries } from "../content";
import { ICONS, LABELS, type Shelf } from "./spec";

/** What a dragged field is known by. */
export const DRAGGED = "application/x-dv-field";

/** What the fields hold, asked for as they come into sight. */
export function useSummaries(datasetId: string): Summaries {
  const port = usePort();
  const summaries = useMemo(() => new Summaries(port, datasetId), [port, datasetId]);
  useEffect(() => () => summaries.close(), [summaries]);
  return summaries;
}

const KINDS: readonly (readonly [FieldKind, string])[] = [
  ["category", "Categories"],
  ["flag", "Yes or no"],
  ["moment", "Dates and times"],
  ["number", "Numbers"],
  ["other", "No chart shows these"],
];

/** The words under a name: how many values, from where to where, how many yes. */
function told(of: Summary | null | undefined): string {
  if (!of) return "";
  const column = { name: of.column, kind: of.kind, type: "" } as ContentColumn;
  return caption(of, gridColumn(column).kind)[0];
}

interface RowProps {
  field: StudioField;
  shelves: readonly Shelf[];
  summaries: Summaries;
  /** The one that Tab comes to. */
  isStop: boolean;
  onPut: (field: StudioField, shelf?: Shelf) => void;
  onFocus: () => void;
}

function PutMenu(props: RowProps & { anchor: HTMLElement; onClose: () => void }) {
  const { field, shelves, onPut } = props;
  const entries = shelves.map((shelf) => ({
    label: LABELS[shelf],
    onPress: () => onPut(field, shelf),
  }));
  return (
    <Menu
      label={`Put ${field.name} on`}
      entries={entries}
      anchor={props.anchor}
      onClose={props.onClose}
    />
  );
}

function Row(props: RowProps) {
  const { field, summaries, onPut } = props;
  const name = useRef<HTMLButtonElement>(null);
  const [menu, setMenu] = useState<HTMLElement | null>(null);
  const [, redraw] = useReducer((n: number, _: unknown) => n + 1, 0);
  useEffect(() => summaries.onChange(() => redraw(undefined)), [summaries]);
  const isOff = field.kind === "other";
  const words = isOff ? field.type : told(summaries.of(field.name)?.summary);
  const press = (event: MouseEvent) => {
    if (isOff) return;
    // A press by keys, or by what reads the page aloud, asks where to.
    if (event.detail === 0) setMenu(name.current);
    else onPut(field);
  };
  return (
    <li
      class="dv-field-row"
      data-field={field.name}
      draggable={!isOff}
      onDragStart={(event) => event.dataTransfer?.setData(DRAGGED, field.name)}
    >
      <button
        type="button"
        ref={name}
        class="dv-field-name"
        aria-description={words}
        aria-disabled={isOff}
        aria-haspopup={isOff ? undefined : "menu"}
        aria-expanded={isOff ? undefined : menu !== null}
        tabIndex={props.isStop ? 0 : -1}
        title={`${field.name} (${field.type})`}
        onClick={press}
        onFocus={props.onFocus}
      >
        <Icon name={ICONS[field.kind]} />
        <span class="dv-field-words">
          <span class="dv-cut">{field.name}</span>
          <span class="dv-cut dv-field-told" aria-hidden="true">
            {words || "\u00a0"}
          </span>
        </span>
      </button>
      {!isOff && (
        <IconButton
          icon="more"
          size="s"
          label={`Put ${field.name} on`}
          popup="menu"
          tabIndex={-1}
          isOpen={menu !== null}
          onPress={(event) => setMenu(event.currentTarget as HTMLElement)}
        />
      )}
      {menu && <PutMenu {...props} anchor={menu} onClose={() => setMenu(null)} />}
    </li>
  );
}

const MANY = 10;

/** Asks for what the fields hold that are in sight of the list; not while a chart is drawn. */
function useInSight(summaries: Summaries, names: string, isHeld: boolean) {
  const list = useRef<HTMLDivElement>(null);
  const sight = useRef<string[]>([]);
  useEffect(() => summaries.see(isHeld ? [] : sight.current, {}, ""), [summaries, isHeld]);
  const see = useEvent((names: string[]) => {
    sight.current = names;
    if (!isHeld) summaries.see(names, {}, "");
  });
  useEffect(() => {
    const root = list.current;
    if (!root) return;
    const seen = new Set<string>();
    const watching = new IntersectionObserver(
      (changes) => {
        for (const { target, isIntersecting } of changes) {
          const name = (target as HTMLElement).dataset.field ?? "";
          if (isIntersecting) seen.add(name);
          else seen.delete(name);
        }
        see([...seen]);
      },
      { root },
    );
    for (const row of root.querySelectorAll("[data-field]")) watching.observe(row);
    return () => watching.disconnect();
  }, [summaries, names]);
  return list;
}

const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Arrows go from field to field. */
function move(event: KeyboardEvent) {
  const step = STEPS[event.key];
  const list = event.currentTarget as HTMLElement;
  const buttons = [...list.querySelectorAll<HTMLElement>(".dv-field-name")];
  const at = buttons.indexOf(event.target as HTMLElement);
  if (!step || at < 0) return;
  event.preventDefault();
  buttons[step(at, buttons.length)]?.focus();
}

export function Fields(props: {
  fields: readonly StudioField[];
  shelves: readonly Shelf[];
  summaries: Summaries;
  /** A chart is being drawn, which goes before what the fields hold. */
  isHeld: boolean;
  onPut: (field: StudioField, shelf?: Shelf) => void;
}) {
  const { fields, shelves, summaries, onPut } = props;
  const [search, setSearch] = useState("");
  const [stop, setStop] = useState("");
  const wanted = search.toLowerCase();
  const shown = fields.filter(({ name }) => name.toLowerCase().includes(wanted));
  const groups = KINDS.map(([kind, label]) => ({
    label,
    fields: shown.filter((field) => field.kind === kind),
  })).filter((group) => group.fields.length > 0);
  const order = groups.flatMap((group) => group.fields.map(({ name }) => name));
  const list = useInSight(summaries, order.join("\n"), props.isHeld);
  const at = order.includes(stop) ? stop : order[0];
  return (
    <section class="dv-studio-fields" aria-label="Fields">
      <h2 class="dv-h2">Fields</h2>
      {fields.length > MANY && (
        <TextInput
          icon="search"
          size="s"
          label="Search fields"
          placeholder="Search"
          value={search}
          onInput={setSearch}
        />
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its buttons take the keys */}
      <div class="dv-field-list" ref={list} onKeyDown={move}>
        {groups.map((group) => (
          <div key={group.label}>
            <h3 class="dv-s dv-3 dv-inset">{group.label}</h3>
            <ul aria-label={group.label}>
              {group.fields.map((field) => (
                <Row
                  key={field.name}
                  {...{ field, shelves, summaries, onPut }}
                  isStop={field.name === at}
                  onFocus={() => setStop(field.name)}
                />
              ))}
            </ul>
          </div>
        ))}
      </div>
      {shown.length === 0 && <p class="dv-s dv-3 dv-inset">No field has this in its name.</p>}
    </section>
  );
}
