// The state of the panel and everything its parts can do to it.

import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { GridColumn, GridHandle } from "../../grid";
import { count, counted, useEvent, usePort } from "../../ui";
import { useBusy, useRows, useSlowly, useSpoken } from "./content-hooks";
import { type Deeds, useDeeds } from "./deeds";
import { Header } from "./headers";
import {
  chosenCount,
  gridColumn,
  NOTHING_CHOSEN,
  queryOf,
  shownColumns,
  wireSelection,
} from "./model";
import type { LoadedProps } from "./panel";
import type { Opened } from "./sentence";
import type { ContentSource } from "./source";
import { type Condition, mentioned, read } from "./tree";
import { sentence } from "./words";

const TALLEST = 528;
/** Pictures in headers cost more than rows, and are looked at less. */
const HEADERS_EVERY = 4000;

/** The view's columns and conditions, in the shapes that the parts take. */
function useShapes({ view, description }: LoadedProps) {
  const query = useMemo(() => queryOf(view), [view.filters, view.search, view.sorts]);
  const columns = useMemo(() => description.columns.map(gridColumn), [description]);
  const inSight = useMemo(
    () => shownColumns(view, description.columns),
    [view.columns, description],
  );
  const parts = useMemo(() => read(view.filters), [view.filters]);
  const kindOf = (name: string) => columns.find((column) => column.name === name)?.kind ?? "other";
  return {
    query,
    columns,
    parts,
    shown: useMemo(() => inSight.map((column) => column.name), [inSight]),
    shownColumns: useMemo(() => inSight.map(gridColumn), [inSight]),
    filtered: useMemo(() => mentioned(view.filters), [view.filters]),
    sentence: sentence(parts.parts, parts.join, view.sorts, view.search, kindOf),
    isFiltered: Boolean(view.filters || view.search),
  };
}

type Shapes = ReturnType<typeof useShapes>;
type Rows = ReturnType<typeof useRows>;

/** The headers' pictures: asked for once rows are here, for the columns that are in sight. */
function useHeaders(
  { source, summaries }: Rows,
  { query, isFiltered }: Shapes,
  fingerprint: string,
  onFilter?: (condition: Condition) => void,
) {
  const seen = useRef<string[]>([]);
  const look = useEvent(() => {
    const areRowsHere = !source.isEmpty && !source.isStale;
    if (areRowsHere && seen.current.length) summaries.see(seen.current, query, fingerprint);
  });
  const see = useEvent((names: string[]) => {
    seen.current = names;
    look();
  });
  useEffect(look);
  const isAlive = onFilter !== undefined;
  const header = useMemo(
    () => (column: GridColumn) => (
      <Header {...{ column, summaries, isFiltered, isAlive, onFilter }} />
    ),
    [summaries, isFiltered, isAlive],
  );
  return { see, header };
}

/** What is spoken of the rows. */
function said(source: ContentSource, total: number, isFiltered: boolean): string {
  if (source.trouble) return source.trouble.message;
  if (source.count === null || source.isStale) return "";
  return isFiltered
    ? `${count(source.count)} of ${counted(total, "row")}`
    : counted(source.count, "row");
}

/** The same, but of a live dataset only once for each question: it would never be silent. */
function useSaid(
  { description }: LoadedProps,
  source: ContentSource,
  query: object,
  isFiltered: boolean,
): string {
  const last = useRef({ query: {}, words: "" });
  const words = said(source, description.row_count, isFiltered);
  const isKnown = last.current.query === query && last.current.words && !source.trouble;
  if (!description.is_live || !isKnown) last.current = { query, words };
  return last.current.words;
}

export function useContent(props: LoadedProps, say: Deeds["say"]) {
  const { description, described, selection } = props;
  const port = usePort();
  const shapes = useShapes(props);
  const { query, shown, isFiltered } = shapes;
  const rows = useRows(port, description, query, shown, props.boot);
  const { source } = rows;
  const ui = useOpen();
  const drawer = useDrawer();
  const handle = useRef<GridHandle | null>(null);
  const places = usePlaces(props.height);
  const deeds = useDeeds({ props, source, query, shown, say, handle, ui, drawer });
  const onFilter = port.isAlive ? deeds.addCondition : undefined;
  const pictured = useSlowly(description.fingerprint, description.is_live ? HEADERS_EVERY : 0);
  const headers = useHeaders(rows, shapes, pictured, onFilter);
  useTopAfterChange(source, handle);
  useFingerprint(source.fingerprint, props);
  return {
    ...shapes,
    ...ui,
    ...places,
    ...deeds,
    ...rows,
    ...headers,
    isAlive: port.isAlive,
    isBusy: useBusy(port),
    handle,
    gridSelection: useMemo(
      () => ({ ids: new Set(selection.ids), isAllBut: selection.is_all_but }),
      [selection],
    ),
    wire: wireSelection(selection),
    selected: chosenCount(selection, source.count),
    row: drawer.row,
    setRow: drawer.setRow,
    drawer: drawer.isOpen ? (drawer.row ?? 0) : null,
    spoken: useSpoken(useSaid(props, source, query, isFiltered)),
    changed: described.changed,
    keys: useKeys(ui, deeds, places.rowField, places.searchField, port.isAlive),
  };
}

export type Content = ReturnType<typeof useContent>;

/** What is open over the view. */
function useOpen() {
  const [open, setOpen] = useState<Opened | null>(null);
  const [menu, setMenuState] = useState<{ column: string; anchor: HTMLElement } | null>(null);
  const [panel, setPanel] = useState<HTMLElement | null>(null);
  const [dialog, setDialog] = useState<"save" | "keys" | null>(null);
  const [isSearching, setSearching] = useState(false);
  const setMenu = useEvent((column: string | null, anchor?: HTMLElement) =>
    setMenuState(column !== null && anchor ? { column, anchor } : null),
  );
  return {
    open,
    setOpen,
    menu,
    setMenu,
    panel,
    setPanel,
    dialog,
    setDialog,
    isSearching,
    setSearching,
  };
}

export type Open = ReturnType<typeof useOpen>;

function useDrawer() {
  const [isOpen, setOpen] = useState(false);
  const [row, setRow] = useState<number | null>(null);
  return { isOpen, setOpen, row, setRow };
}

export type DrawerState = ReturnType<typeof useDrawer>;

/** The fields that keys lead to, and the height that is left for the grid. */
function usePlaces(height: number | null) {
  const top = useRef<HTMLDivElement>(null);
  const bottom = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const rowField = useRef<HTMLInputElement>(null);
  const [around, setAround] = useState(76);
  useLayoutEffect(() => {
    const measure = () =>
      setAround((top.current?.offsetHeight ?? 40) + (bottom.current?.offsetHeight ?? 36));
    measure();
    const observer = new ResizeObserver(measure);
    for (const part of [top.current, bottom.current]) if (part) observer.observe(part);
    return () => observer.disconnect();
  }, []);
  const gridHeight = Math.max(160, (height ?? TALLEST) - around);
  return { top, bottom, searchField, rowField, gridHeight };
}

/** Rows of another question are read from their beginning. */
function useTopAfterChange(source: ContentSource, handle: { current: GridHandle | null }) {
  const last = useRef(source.query);
  useEffect(() => {
    if (last.current === source.query) return;
    last.current = source.query;
    if (source.first > 0) handle.current?.goTo(0);
  });
}

/** Row ids mean other rows in another content: no choice outlives it, and the change is said. */
function useFingerprint(found: string, props: LoadedProps) {
  const { description, described, selection, onSelection } = props;
  const last = useRef(description);
  useEffect(() => {
    const before = last.current;
    last.current = description;
    // While a pipeline fills a dataset, its row ids stay; its version has the same ones.
    if (before.fingerprint === description.fingerprint) return;
    if (before.is_live || description.is_live) return;
    if (selection.ids.length || selection.is_all_but) onSelection(NOTHING_CHOSEN);
  }, [description]);
  useEffect(() => {
    if (description.is_live) return;
    if (found && found !== description.fingerprint) described.ask();
  }, [found]);
}

const isTyping = (event: KeyboardEvent): boolean =>
  event.target instanceof Element && event.target.matches("input:not([type=checkbox]), textarea");

function useKeys(
  ui: Open,
  deeds: ReturnType<typeof useDeeds>,
  rowField: RefObject<HTMLInputElement | null>,
  searchField: RefObject<HTMLInputElement | null>,
  isAlive: boolean,
) {
  return (event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    const isControl = event.ctrlKey || event.metaKey;
    if (event.defaultPrevented || !isAlive) return;
    if ((isControl && key === "f") || (!isControl && key === "/" && !isTyping(event))) {
      ui.setSearching(true);
      searchField.current?.focus();
    } else if (key === "escape" && deeds.isDrawerOpen) {
      deeds.closeDrawer();
    } else if (isControl && key === "g") {
      rowField.current?.focus();
    } else if (key === "?" && !isTyping(event)) {
      ui.setDialog("keys");
    } else if (isControl && key === "c" && !isTyping(event) && deeds.hasSelection) {
      if (String(window.getSelection() ?? "")) return;
      deeds.copyChosen("tsv");
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
