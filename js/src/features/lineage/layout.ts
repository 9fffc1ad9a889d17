// Where each version stands in the graph: columns by descent, lanes for branches. Nothing is drawn.

import type { VersionItem } from "../../protocol/operations";

export interface Spot {
  item: VersionItem;
  /** How many steps it is from a version without parents. */
  column: number;
  /** 0 is the line that leads to the present state. */
  lane: number;
}

/**
 * Where a line changes its lane so that it runs through no version: right after the parent, right
 * before the child, or both, with the way along above the child's lane.
 */
export type Turn = "early" | "late" | "over";

export interface Link {
  from: Spot;
  to: Spot;
  turn: Turn;
}

export interface Layout {
  spots: readonly Spot[];
  links: readonly Link[];
  columns: number;
  lanes: number;
}

/** The versions from the present one back along first parents. */
function mainLine(byId: Map<string, VersionItem>, headId: string | null): Set<string> {
  const line = new Set<string>();
  let at = headId === null ? undefined : byId.get(headId);
  while (at && !line.has(at.version_id)) {
    line.add(at.version_id);
    const parent = at.parents.find(({ version_id }) => byId.has(version_id));
    at = parent && byId.get(parent.version_id);
  }
  return line;
}

/** Cells of the lanes, taken from a column to another, so that no line runs through a version. */
class Lanes {
  private readonly taken: Set<number>[] = [];

  isFree(lane: number, from: number, to: number): boolean {
    const cells = this.taken[lane];
    if (!cells) return true;
    for (let column = from; column <= to; column += 1) if (cells.has(column)) return false;
    return true;
  }

  take(lane: number, from: number, to: number) {
    while (this.taken.length <= lane) this.taken.push(new Set());
    for (let column = from; column <= to; column += 1) this.taken[lane]?.add(column);
  }

  firstFree(from: number, to: number, wanted: number): number {
    if (this.isFree(wanted, from, to)) return wanted;
    let lane = 1;
    while (!this.isFree(lane, from, to)) lane += 1;
    return lane;
  }

  get count() {
    return this.taken.length;
  }
}

/** How a line gets from one version to another past those in between. */
function turnOf(from: Spot, to: Spot, isTaken: (lane: number, column: number) => boolean): Turn {
  const isFree = (lane: number) => {
    for (let column = from.column + 1; column < to.column; column += 1)
      if (isTaken(lane, column)) return false;
    return true;
  };
  if (isFree(to.lane)) return "early";
  return from.lane !== to.lane && isFree(from.lane) ? "late" : "over";
}

/** Parents before their children, else as they come. */
function inDescent(
  items: readonly VersionItem[],
  parents: (item: VersionItem) => readonly VersionItem[],
): VersionItem[] {
  const made: VersionItem[] = [];
  const seen = new Set<VersionItem>();
  const visit = (item: VersionItem) => {
    if (seen.has(item)) return;
    seen.add(item);
    for (const parent of parents(item)) visit(parent);
    made.push(item);
  };
  for (const item of items) visit(item);
  return made;
}

/** Versions, newest first as they come, on a plane; parents that aren't among them are left out. */
export function laidOut(versions: readonly VersionItem[], headId: string | null): Layout {
  const byId = new Map(versions.map((item) => [item.version_id, item]));
  const parentsOf = (item: VersionItem) =>
    item.parents.flatMap(({ version_id: id }) => {
      const parent = byId.get(id);
      return parent && parent !== item ? [parent] : [];
    });
  const main = mainLine(byId, headId);
  const spots = new Map<VersionItem, Spot>();
  const spotOf = (item: VersionItem) => spots.get(item) as Spot;
  const lanes = new Lanes();
  const oldestFirst = inDescent([...versions].reverse(), parentsOf);
  for (const item of oldestFirst) {
    const parents = parentsOf(item).flatMap((parent) => spots.get(parent) ?? []);
    const column = Math.max(-1, ...parents.map((spot) => spot.column)) + 1;
    const from = parents[0] ? parents[0].column + 1 : column;
    const isMain = main.has(item.version_id);
    const wanted = Math.max(1, parents[0]?.lane ?? 1);
    const lane = isMain ? 0 : lanes.firstFree(from, column, wanted);
    lanes.take(lane, isMain ? column : from, column);
    spots.set(item, { item, column, lane });
  }
  const all = [...spots.values()];
  const taken = new Set(all.map(({ lane, column }) => `${lane} ${column}`));
  const isTaken = (lane: number, column: number) => taken.has(`${lane} ${column}`);
  const links = oldestFirst.flatMap((item) =>
    parentsOf(item).map((parent) => {
      const [from, to] = [spotOf(parent), spotOf(item)];
      return { from, to, turn: turnOf(from, to, isTaken) };
    }),
  );
  return {
    spots: all,
    links,
    columns: Math.max(0, ...all.map(({ column }) => column + 1)),
    lanes: Math.max(1, lanes.count),
  };
}

/** How many versions are drawn at once; of more, those around the selected one. */
export const MANY = 40;

/** The versions up to so many lines from one of them, as they came. */
export function around(versions: readonly VersionItem[], id: string, most: number) {
  const byId = new Map(versions.map((item) => [item.version_id, item]));
  const beside = new Map<string, string[]>(versions.map((item) => [item.version_id, []]));
  for (const item of versions)
    for (const { version_id: parent } of item.parents) {
      if (!beside.has(parent)) continue;
      beside.get(parent)?.push(item.version_id);
      beside.get(item.version_id)?.push(parent);
    }
  const first = byId.has(id) ? id : versions[0]?.version_id;
  const found = new Set<string>(first === undefined ? [] : [first]);
  for (const at of found)
    for (const next of beside.get(at) ?? []) if (found.size < most) found.add(next);
  return versions.filter((item) => found.has(item.version_id));
}

/** The version an arrow key leads to: along a line sideways, to the next lane up and down. */
export function towards(layout: Layout, id: string, key: string): Spot | undefined {
  const at = layout.spots.find(({ item }) => item.version_id === id);
  if (!at) return layout.spots.at(-1);
  if (key === "ArrowLeft") return layout.links.find(({ to }) => to === at)?.from;
  if (key === "ArrowRight") {
    const next = layout.links.filter(({ from }) => from === at).map(({ to }) => to);
    return next.find(({ lane }) => lane === at.lane) ?? next[0];
  }
  if (key === "Home") return layout.spots.find(({ column }) => column === 0);
  if (key === "End") return [...layout.spots].sort((a, b) => b.column - a.column)[0];
  const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  if (step === 0) return undefined;
  const beside = layout.spots.filter(({ lane }) => (lane - at.lane) * step > 0);
  const far = (spot: Spot) =>
    Math.abs(spot.column - at.column) + 100 * Math.abs(spot.lane - at.lane);
  return beside.sort((a, b) => far(a) - far(b))[0];
}
