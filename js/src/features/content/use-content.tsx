// The state of the panel and everything its parts can do to it.

import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { GridColumn, GridHandle } from "../../grid";
import { counted, useEvent, usePort } from "../../ui";
import { useBusy, useRows, useSpoken } from "./content-hooks";
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
import { mentioned, read } from "./tree";
import { sentence } from "./words";

const TALLEST = 528;

export interface Around {
  root: RefObject<HTMLDivElement | null>;
  say: Deeds["say"];
}

export function useContent(props: LoadedProps, { root, say }: Around) {
  const { view, description, described, boot } = props;
  const port = usePort();
  const query = useMemo(() => queryOf(view), [view.filters, view.search, view.sorts]);
  const columns = useMemo(() => description.columns.map(gridColumn), [description]);
  const shownWire = useMemo(
    () => shownColumns(view, description.columns),
    [view.columns, description],
  );
  const shown = useMemo(() => shownWire.map((column) => column.name), [shownWire]);
  const shownCols = useMemo(() => shownWire.map(gridColumn), [shownWire]);
  const { source, summaries } = useRows(port, description, query, shown, boot);
  const ui = useOpen();
  const drawer = useDrawer();
  const handle = useRef<GridHandle | null>(null);
  const places = usePlaces(props.height, root);
  const isFiltered = Boolean(view.filters || view.search);
  const isAlive = port.isAlive;
  const deeds = useDeeds({ props, source, query, shown, root, say, handle, ui, drawer });
  const seen = useRef<string[]>([]);
  const look = useEvent(() => {
    const areRowsHere = !source.isEmpty && !source.isStale;
    if (areRowsHere && seen.current.length) {
      summaries.see(seen.current, query, description.fingerprint);
    }
  });
  const see = useEvent((names: string[]) => {
    seen.current = names;
    look();
  });
  useEffect(look);
  useTopAfterChange(source, handle);
  useFingerprint(source.fingerprint, props);
  const header = useMemo(
    () => (column: GridColumn) => (
      <Header
        column={column}
        summaries={summaries}
        isFiltered={isFiltered}
        isAlive={isAlive}
        onFilter={isAlive ? deeds.addCondition : undefined}
      />
    ),
    [summaries, isFiltered, isAlive],
  );
  const parts = useMemo(() => read(view.filters), [view.filters]);
  const kindOf = (name: string) => columns.find((column) => column.name === name)?.kind ?? "other";
  const words = sentence(parts.parts, parts.join, view.sorts, view.search, kindOf);
  const selected = chosenCount(props.selection, source.count);
  const message = source.trouble
    ? source.trouble.message
    : source.count === null || source.isStale
      ? ""
      : isFiltered
        ? `${counted(source.count, "row")} of ${counted(description.row_count, "row")}`
        : counted(source.count, "row");
  return {
    ...ui,
    ...places,
    ...deeds,
    source,
    summaries,
    query,
    columns,
    shown,
    shownColumns: shownCols,
    parts,
    sentence: words,
    isFiltered,
    isAlive,
    isBusy: useBusy(port),
    handle,
    header,
    see,
    filtered: useMemo(() => mentioned(view.filters), [view.filters]),
    gridSelection: useMemo(
      () => ({ ids: new Set(props.selection.ids), isAllBut: props.selection.is_all_but }),
      [props.selection],
    ),
    wire: wireSelection(props.selection),
    selected,
    row: drawer.row,
    drawer: drawer.isOpen ? (drawer.row ?? 0) : null,
    spoken: useSpoken(message),
    changed: described.changed,
    keys: useKeys(ui, deeds, places.rowField, places.searchField),
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
  const [pinned, setPinned] = useState(0);
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
    pinned,
    setPinned,
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
function usePlaces(height: number | null, root: RefObject<HTMLDivElement | null>) {
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
  }, [root]);
  const gridHeight = Math.max(160, (height ?? TALLEST) - around);
  return { top, bottom, searchField, rowField, gridHeight };
}

/** Rows of another question are read from their beginning. */
function useTopAfterChange(source: { query: object }, handle: { current: GridHandle | null }) {
  const last = useRef(source.query);
  useEffect(() => {
    if (last.current === source.query) return;
    last.current = source.query;
    handle.current?.goTo(0);
  });
}

/** Row ids mean other rows in another content: no choice outlives it, and the change is said. */
function useFingerprint(found: string, props: LoadedProps) {
  const { description, described, selection, onSelection } = props;
  const last = useRef(description.fingerprint);
  useEffect(() => {
    if (last.current === description.fingerprint) return;
    last.current = description.fingerprint;
    if (selection.ids.length || selection.is_all_but) onSelection(NOTHING_CHOSEN);
  }, [description.fingerprint]);
  useEffect(() => {
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
) {
  return (event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    const isControl = event.ctrlKey || event.metaKey;
    if (event.defaultPrevented) return;
    if ((isControl && key === "f") || (!isControl && key === "/" && !isTyping(event))) {
      ui.setSearching(true);
      searchField.current?.focus();
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
