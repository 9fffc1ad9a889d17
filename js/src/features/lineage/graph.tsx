// The lineage as a graph: a version a box, lines from parents to children.

import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { VersionItem } from "../../protocol/operations";
import { type Anchor, ago, Button, count, counted, exact, MONTHS } from "../../ui";
import { around, type Layout, type Link, laidOut, MANY, type Spot, towards } from "./layout";
import { State } from "./signs";

const WIDTH = 132;
const HEIGHT = 60;
const BETWEEN = 28;
const BELOW = 28;
const EDGE = 16;
const ROUND = 8;

const left = ({ column }: Spot) => EDGE + column * (WIDTH + BETWEEN);
const top = ({ lane }: Spot) => EDGE + lane * (HEIGHT + BELOW);

/** A line along `x` and `y` in turn, with round corners. */
function rounded(points: readonly (readonly [number, number])[]): string {
  const [start, ...rest] = points;
  let path = `M${start?.join(" ")}`;
  rest.forEach(([x, y], i) => {
    const next = rest[i + 1];
    if (!next) {
      path += `L${x} ${y}`;
      return;
    }
    const [px, py] = points[i] as readonly [number, number];
    const round = Math.min(ROUND, Math.hypot(x - px, y - py), Math.hypot(next[0] - x, next[1] - y));
    const near = ([tx, ty]: readonly [number, number]) =>
      `${x + Math.sign(tx - x) * round} ${y + Math.sign(ty - y) * round}`;
    path += `L${near([px, py])}Q${x} ${y} ${near(next)}`;
  });
  return path;
}

/** From the parent's right side to the child's left one; see `Turn` for the way between. */
export function pathOf({ from, to, turn }: Link): string {
  const [x1, y1] = [left(from) + WIDTH, top(from) + HEIGHT / 2];
  const [x2, y2] = [left(to), top(to) + HEIGHT / 2];
  const [early, late] = [x1 + BETWEEN / 2, x2 - BETWEEN / 2];
  if (turn === "over") {
    const y = top(to) - BELOW / 2;
    return rounded([
      [x1, y1],
      [early, y1],
      [early, y],
      [late, y],
      [late, y2],
      [x2, y2],
    ]);
  }
  const x = turn === "early" ? early : late;
  return y1 === y2
    ? `M${x1} ${y1}H${x2}`
    : rounded([
        [x1, y1],
        [x, y1],
        [x, y2],
        [x2, y2],
      ]);
}

/** "3 min ago", "5 Nov": what fits into a box. */
function shortAgo(when: string, now: Date): string {
  const told = ago(when, now);
  const then = new Date(when);
  if (/day|week|month/.test(told)) return `${then.getDate()} ${MONTHS[then.getMonth()]}`;
  return told.replace(/ minutes?/, " min").replace(/ hours?/, " h");
}

function Box(props: {
  spot: Spot;
  isSelected: boolean;
  isTabStop: boolean;
  now: Date;
  onSelect: (id: string) => void;
  onMenu: (item: VersionItem, anchor: Anchor) => void;
}) {
  const { spot, now, isSelected } = props;
  const { item } = spot;
  return (
    <button
      type="button"
      data-version={item.version_id}
      class={`dv-version-box ${isSelected ? "is-on" : ""} ${item.archived_at ? "is-off" : ""}`}
      style={{ left: `${left(spot)}px`, top: `${top(spot)}px` }}
      tabIndex={props.isTabStop ? 0 : -1}
      aria-pressed={isSelected}
      title={[item.note, exact(item.created_at)].filter(Boolean).join("\n")}
      onClick={() => props.onSelect(item.version_id)}
      onContextMenu={(event) => {
        if (event.shiftKey) return;
        event.preventDefault();
        props.onMenu(item, { x: event.clientX, y: event.clientY });
      }}
    >
      <span class="dv-row dv-row-4">
        <State item={item} isSmall />
        {item.archived_at && <span class="dv-vh">Archived</span>}
        <b class="dv-cut">{item.number}</b>
        {item.is_head && <span class="dv-version-head">Head</span>}
      </span>
      <span class="dv-row dv-row-4 dv-xs">
        <span class="dv-grow dv-cut dv-2">{counted(item.row_count, "row")}</span>
        <span class="dv-3">{shortAgo(item.created_at, now)}</span>
      </span>
    </button>
  );
}

/** Bring the selected version into sight, without moving the page. */
function useInSight(selected: string, layout: Layout) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const spot = layout.spots.find(({ item }) => item.version_id === selected);
    const view = box.current;
    if (!spot || !view) return;
    const [x, y] = [left(spot), top(spot)];
    if (x < view.scrollLeft || x + WIDTH > view.scrollLeft + view.clientWidth)
      view.scrollLeft = x - view.clientWidth / 2 + WIDTH / 2;
    if (y < view.scrollTop || y + HEIGHT > view.scrollTop + view.clientHeight)
      view.scrollTop = y - view.clientHeight / 2;
  }, [selected, layout]);
  return box;
}

/** Of a long history the part around the selected version; it stays while that is in it. */
function useFolded(versions: readonly VersionItem[], selected: string) {
  const [isWhole, setWhole] = useState(false);
  const center = useRef(selected);
  const canFold = versions.length > MANY;
  const part = useMemo(() => {
    if (!canFold || isWhole) return versions;
    const near = around(versions, center.current, MANY);
    const isIn = near.some(({ version_id }) => version_id === selected);
    if (isIn) return near;
    center.current = selected;
    return around(versions, selected, MANY);
  }, [versions, canFold, isWhole, selected]);
  return { part, canFold, isWhole, setWhole };
}

interface GraphProps {
  versions: readonly VersionItem[];
  headId: string | null;
  selected: string;
  now: Date;
  onSelect: (id: string) => void;
  onMenu: (item: VersionItem, anchor: Anchor) => void;
}

/** What the keys on a version do: arrows lead along the lines, also out of the part that is drawn. */
function useKeys({ versions, headId, selected, onSelect, onMenu }: GraphProps) {
  const whole = useMemo(() => laidOut(versions, headId), [versions, headId]);
  const goal = useRef("");
  const keys = (event: KeyboardEvent) => {
    const at = event.target as HTMLElement;
    const item = versions.find(({ version_id }) => version_id === at.dataset.version);
    if (!item) return;
    if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      event.preventDefault();
      return onMenu(item, at);
    }
    const next = towards(whole, selected, event.key);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    goal.current = next.item.version_id;
    onSelect(goal.current);
  };
  return { keys, goal };
}

export function Graph(props: GraphProps) {
  const { versions, headId, selected, onSelect, onMenu, now } = props;
  const { part, canFold, isWhole, setWhole } = useFolded(versions, selected);
  const layout = useMemo(() => laidOut(part, headId), [part, headId]);
  const box = useInSight(selected, layout);
  const { keys, goal } = useKeys(props);
  useLayoutEffect(() => {
    if (goal.current !== selected) return;
    goal.current = "";
    const place = `[data-version="${selected}"]`;
    box.current?.querySelector<HTMLElement>(place)?.focus({ preventScroll: true });
  }, [selected]);
  const width = 2 * EDGE + layout.columns * (WIDTH + BETWEEN) - BETWEEN;
  const height = 2 * EDGE + layout.lanes * (HEIGHT + BELOW) - BELOW;
  const isOn = ({ to }: Link) => to.item.version_id === selected;
  const first = layout.spots.some(({ item }) => item.version_id === selected)
    ? selected
    : layout.spots.at(-1)?.item.version_id;
  if (layout.spots.length === 0) return null;
  return (
    <div class="dv-version-lineage">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys lead along the lines */}
      <div class="dv-version-graph" ref={box} onKeyDown={keys}>
        <section aria-label="Lineage" style={{ width: `${width}px`, height: `${height}px` }}>
          <svg width={width} height={height} aria-hidden="true">
            {[...layout.links]
              .sort((a, b) => Number(isOn(a)) - Number(isOn(b)))
              .map((link) => (
                <path
                  key={`${link.from.item.version_id} ${link.to.item.version_id}`}
                  d={pathOf(link)}
                  class={isOn(link) ? "is-on" : ""}
                />
              ))}
          </svg>
          {layout.spots.map((spot) => (
            <Box
              key={spot.item.version_id}
              {...{ spot, now, onSelect, onMenu }}
              isSelected={spot.item.version_id === selected}
              isTabStop={spot.item.version_id === first}
            />
          ))}
        </section>
      </div>
      {canFold && (
        <div class="dv-row dv-s dv-2 dv-version-fold">
          <span class="dv-grow">
            {isWhole
              ? `${count(versions.length)} versions`
              : `The ${count(part.length)} versions around the chosen one, of ${count(versions.length)}`}
          </span>
          <Button
            size="s"
            kind="quiet"
            label={isWhole ? "Show the near ones" : "Show all"}
            onPress={() => setWhole(!isWhole)}
          />
        </div>
      )}
    </div>
  );
}
