// biome-ignore-all lint/a11y: a tree has no element of its own; its items have the keys
// A JSON value as a tree that folds, by pointer and by keys.

import { useMemo, useState } from "preact/hooks";
import { Button, Icon } from "../../ui";

/** A number that a double would change, kept as it was written. */
class Exact {
  constructor(readonly text: string) {}
}

type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

const exactly: Reviver = (_key, value, context) =>
  typeof value === "number" && context?.source && String(value) !== context.source
    ? new Exact(context.source)
    : value;

/** The value of a JSON text; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text, exactly as (key: string, value: unknown) => unknown);
  } catch {
    return undefined;
  }
}

const isNested = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !(value instanceof Exact);

const MOST = 100;
/** Open at the start: enough to see, little enough to read. */
const OPEN_DEPTH = 1;

function Leaf({ value }: { value: unknown }) {
  if (value === null) return <span class="dv-3">null</span>;
  if (value instanceof Exact) return <span class="n">{value.text}</span>;
  const kind = typeof value === "string" ? "s" : "n";
  return <span class={kind}>{JSON.stringify(value)}</span>;
}

function Node(props: { name: string | null; value: unknown; depth: number; isFirst?: boolean }) {
  const { name, value, depth } = props;
  const [isOpen, setOpen] = useState(depth <= OPEN_DEPTH);
  const [most, setMost] = useState(MOST);
  const nested = isNested(value);
  const entries = nested ? Object.entries(value) : [];
  const isList = Array.isArray(value);
  const marks = isList ? "[]" : "{}";
  const canFold = entries.length > 0;
  const press = (event: Event) => {
    event.stopPropagation();
    if (canFold) setOpen(!isOpen);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const isFolding =
      (event.key === "ArrowRight" && !isOpen) || (event.key === "ArrowLeft" && isOpen);
    if ((event.key === "Enter" || event.key === " " || isFolding) && canFold) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(!isOpen);
    } else step(event);
  };
  return (
    <li
      role="treeitem"
      aria-expanded={canFold ? isOpen : undefined}
      tabIndex={props.isFirst ? 0 : -1}
      onKeyDown={keys}
    >
      <span class="dv-node" onClick={press}>
        {canFold ? <Icon name={isOpen ? "down" : "right"} small /> : <i class="dv-gap" />}
        {name !== null && <span class={name.startsWith('"') ? "k" : ""}>{name}: </span>}
        {nested ? (
          <span class="dv-3">
            {isOpen && canFold ? marks[0] : `${marks[0]} ${entries.length || ""} ${marks[1]}`}
          </span>
        ) : (
          <Leaf value={value} />
        )}
      </span>
      {isOpen && canFold && (
        <ul role="group">
          {entries.slice(0, most).map(([key, each]) => (
            <Node
              key={key}
              name={isList ? key : JSON.stringify(key)}
              value={each}
              depth={depth + 1}
            />
          ))}
          {entries.length > most && (
            <li role="none">
              <Button
                size="s"
                kind="quiet"
                label={`Show ${Math.min(MOST, entries.length - most)} more of ${entries.length}`}
                onPress={() => setMost(most + MOST)}
              />
            </li>
          )}
          <li role="none" class="dv-3">
            {marks[1]}
          </li>
        </ul>
      )}
    </li>
  );
}

/** Arrows go through what is open; ← on a leaf goes to what holds it. */
function step(event: KeyboardEvent) {
  const own = event.currentTarget as HTMLElement;
  const tree = own.closest("[role=tree]");
  const items = [...(tree?.querySelectorAll<HTMLElement>("[role=treeitem]") ?? [])];
  const at = items.indexOf(own);
  const to = {
    ArrowDown: items[at + 1],
    ArrowUp: items[at - 1],
    ArrowRight: items[at + 1],
    ArrowLeft: own.parentElement?.closest<HTMLElement>("[role=treeitem]"),
    Home: items[0],
    End: items.at(-1),
  }[event.key];
  if (!to) return;
  event.preventDefault();
  event.stopPropagation();
  own.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

export function JsonTree(props: { text: string; label: string }) {
  const value = useMemo(() => parsed(props.text), [props.text]);
  if (value === undefined) return <pre class="dv-pre dv-long">{props.text}</pre>;
  return (
    <ul class="dv-pre dv-tree" role="tree" aria-label={props.label}>
      <Node name={null} value={value} depth={0} isFirst />
    </ul>
  );
}
