// What is drawn: the question to the kernel, and its answer, which the page draws by itself.

import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { Drawing, Filter } from "../../protocol/operations";
import { isWithdrawn } from "../../transport/port";
import { Pace, useAsk, usePort } from "../../ui";
import { useDrawer } from "./live/loading";
import { EMPTY, type Spec } from "./spec";

export interface Chart {
  spec: Spec;
  /** Whether the kind follows the fields. */
  isOpen: boolean;
  keptId: string;
}

export const FRESH: Chart = { spec: EMPTY, isOpen: true, keptId: "" };

export const isBlank = (spec: Spec) =>
  !Object.keys(spec).some((name) => !["form", "kind", "status", "search"].includes(name));

const PACE_MS = 1_000;

/** Another number whenever datasets change; at most one a second, and none out of sight. */
function useRevision(): number {
  const port = usePort();
  const [turn, again] = useReducer((n: number, _: unknown) => n + 1, 0);
  useEffect(() => {
    const pace = new Pace(async () => again(undefined), PACE_MS);
    const quiet = port.onNews(({ news }) => news === "datasets.changed" && pace.due());
    return () => {
      pace.close();
      quiet();
    };
  }, [port]);
  return turn;
}

/** Whether the view is dark, followed as it changes. */
export function useDark() {
  const [isDark, setDark] = useState<boolean | null>(null);
  const [root, setRoot] = useState<HTMLElement | null>(null);
  useEffect(() => {
    const view = root?.closest<HTMLElement>(".dv");
    if (!view) return;
    const look = () => setDark(view.dataset.theme === "dark");
    const watching = new MutationObserver(look);
    watching.observe(view, { attributes: true, attributeFilter: ["data-theme"] });
    look();
    return () => watching.disconnect();
  }, [root]);
  return { isDark, setRoot };
}

const STEP = 40;

/** The width of the canvas in steps, so that a chart isn't drawn anew with each pixel. */
export function useRoom() {
  const [room, setRoom] = useState(0);
  const [canvas, setCanvas] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!canvas) return;
    const measure = () => {
      const { paddingLeft, paddingRight } = getComputedStyle(canvas);
      const inside = canvas.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      // A view in a hidden tab measures nothing and keeps its last size.
      if (inside > 0) setRoom(Math.max(STEP, Math.floor(inside / STEP) * STEP));
    };
    const watching = new ResizeObserver(measure);
    watching.observe(canvas);
    measure();
    return () => watching.disconnect();
  }, [canvas]);
  return { room, setCanvas };
}

/** A chart of the rows that hold a text. */
export function searching(spec: Spec, search: string): Spec {
  const { search: _, ...rest } = spec;
  return (search ? { ...rest, search } : rest) as Spec;
}

export interface Place {
  isDark: boolean | null;
  room: number;
}

const isFaceted = (spec: Spec | undefined) => Boolean(spec?.row ?? spec?.column);

/** For which place the kernel is asked: none but the first, where the page follows by itself. */
function useAskedFor(place: Place, last: Drawing | undefined, isLive: boolean): Place {
  const asked = useRef(place);
  const follows = isLive && Boolean(last?.live);
  const { isDark, room } = asked.current;
  if (!follows) asked.current = place;
  // How many plots stand side by side is the kernel's to say.
  else if (isFaceted(last?.spec as Spec) && room !== place.room) {
    asked.current = { isDark, room: place.room };
  }
  return asked.current;
}

/** The question of what is drawn, and its answer; the last picture stays meanwhile. */
export function useDrawing(
  datasetId: string,
  chart: Chart,
  rows: { filters: Filter | null; search: string },
  place: Place,
  first?: Drawing,
) {
  const { filters, search } = rows;
  const { isAlive } = usePort();
  const revision = useRevision();
  const drawer = useDrawer(!isBlank(chart.spec));
  const last = useRef(first);
  const what = {
    dataset_id: datasetId,
    spec: searching(chart.spec, search),
    is_kind_open: chart.isOpen,
    filter: filters ?? { op: "and" as const, column: "", values: [], parts: [] },
    kept_id: chart.keptId,
  };
  const key = JSON.stringify(what);
  // What the page can't draw is the kernel's to draw.
  const [refused, setRefused] = useState("");
  const draw = refused === key ? undefined : drawer;
  const { isDark, room } = useAskedFor(place, last.current, draw !== undefined);
  const args =
    isDark === null || room === 0 || isBlank(chart.spec)
      ? null
      : { ...what, is_dark: isDark, room, is_live: draw !== undefined };
  const asked = useAsk("studio.draw", args, [key, isDark, room, revision, refused]);
  // Rows that change by themselves pale nothing: only what somebody asked for does.
  const answered = useRef({ data: asked.data, key });
  if (asked.data !== answered.current.data) answered.current = { data: asked.data, key };
  const isStale = asked.isLoading && answered.current.key !== key;
  if (asked.data && !asked.data.lack) last.current = asked.data;
  const error = asked.error && !isWithdrawn(asked.error) ? asked.error : undefined;
  const onFailed = () => setRefused(key);
  // Where nobody answers, what travelled with the view stands.
  const data = asked.data ?? (isAlive ? undefined : first);
  // Whether somebody waits for it: rows that change by themselves are waited for by nobody.
  const isAwaited = asked.isLoading && (isStale || !data);
  return { ...asked, data, error, isStale, isAwaited, last: last.current, draw, place, onFailed };
}
