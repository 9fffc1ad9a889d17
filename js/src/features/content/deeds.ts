// What can be done to a view: every button, key and gesture ends here.

import { useRef } from "preact/hooks";
import type { CellValue, GridHandle, GridRange, GridSelection } from "../../grid";
import type { ContentQuery, SaveResult, Selection } from "../../protocol/operations";
import { counted, useEvent, usePort, type useToasts } from "../../ui";
import { copyText } from "../../ui/clipboard";
import { NOTHING_CHOSEN, type View, wireSelection } from "./model";
import type { LoadedProps } from "./panel";
import type { ContentSource } from "./source";
import { added, type Condition, type Parts, read, write } from "./tree";
import type { DrawerState, Open } from "./use-content";

export interface Deeds {
  props: LoadedProps;
  source: ContentSource;
  query: ContentQuery;
  shown: string[];
  say: ReturnType<typeof useToasts>["say"];
  handle: { current: GridHandle | null };
  ui: Open;
  drawer: DrawerState;
}

const CODE = "view.selection";

/** The condition that keeps rows with a value; null for a text of which only a part is here. */
export function conditionFor(column: string, value: CellValue, isCut: boolean): Condition | null {
  if (isCut) return null;
  if (value === null) return { column, op: "is_null", values: [] };
  if (typeof value === "number" && Number.isNaN(value)) return { column, op: "is_nan", values: [] };
  if (typeof value === "string") return { column, op: "in", values: [value] };
  return { column, op: "eq", values: [String(value)] };
}

export function useDeeds(on: Deeds) {
  const view = useViewDeeds(on);
  const rows = useRowDeeds(on);
  const copies = useCopyDeeds(on);
  return { ...view, ...rows, ...copies };
}

/** Changes of the view. */
function useViewDeeds({ props, source, ui, shown }: Deeds) {
  const { view, onView, description } = props;
  // Several changes may come in one turn, before the view is drawn again.
  const now = useRef(view);
  now.current = view;
  const patch = useEvent((change: Partial<View>) => {
    now.current = { ...now.current, ...change };
    onView(now.current);
  });
  const setParts = (parts: Parts) => patch({ filters: write(parts) });
  const addCondition = useEvent((condition: Condition) =>
    setParts(added(read(view.filters), condition)),
  );
  const sort = (column: string, isAdded: boolean) => {
    const old = view.sorts.find((each) => each.column === column);
    const rest = isAdded ? view.sorts.filter((each) => each !== old) : [];
    if (!old) return patch({ sorts: [...rest, { column, is_descending: true }] });
    if (!old.is_descending) return patch({ sorts: rest });
    const turned = { column, is_descending: false };
    const sorts = isAdded ? view.sorts.map((each) => (each === old ? turned : each)) : [turned];
    patch({ sorts });
  };
  const editColumn = (column: string, anchor: HTMLElement) => {
    const { join, parts } = read(view.filters);
    const at = join === "and" ? parts.findIndex((p) => "column" in p && p.column === column) : -1;
    ui.setOpen({ what: "condition", at, column, anchor });
  };
  return {
    addCondition,
    editColumn,
    sort,
    setParts,
    setSorts: (sorts: View["sorts"]) => patch({ sorts }),
    setSearch: useEvent((search: string) => patch({ search })),
    setColumns: (columns: string[] | null) => patch({ columns }),
    setWidths: (widths: Record<string, number>) => patch({ widths }),
    pin: (pinned: number, columns: string[]) => {
      patch({ columns, pinned: Math.min(pinned, shown.length - 1) });
    },
    wrap: () => patch({ is_wrapping: !view.is_wrapping }),
    clear: () => {
      ui.setSearching(false);
      patch({ filters: null, search: "" });
    },
    clearAll: () => {
      ui.setSearching(false);
      patch({ filters: null, search: "", sorts: [] });
    },
    retry: () => source.again(description.row_count),
    refresh: () => props.described.take(),
  };
}

/** Rows: which is current, which are chosen. */
function useRowDeeds({ props, handle, drawer }: Deeds) {
  const { selection, onSelection } = props;
  return {
    hasSelection: selection.is_all_but || selection.ids.length > 0,
    goTo: (row: number) => {
      drawer.setRow(row);
      handle.current?.goTo(row);
    },
    jump: (row: number) => {
      drawer.setRow(row);
      handle.current?.goTo(row);
      handle.current?.focus();
    },
    focusRow: useEvent((row: number) => drawer.setRow(row)),
    openDrawer: (row: number) => {
      drawer.setRow(row);
      drawer.setOpen(true);
    },
    isDrawerOpen: drawer.isOpen,
    toggleDrawer: () => drawer.setOpen(!drawer.isOpen),
    closeDrawer: () => {
      drawer.setOpen(false);
      handle.current?.focus();
    },
    select: ({ ids, isAllBut }: GridSelection) =>
      onSelection({ ids: [...ids], is_all_but: isAllBut }),
    selectNone: () => {
      onSelection(NOTHING_CHOSEN);
      handle.current?.focus();
    },
  };
}

/** Out of the view: clipboard, notebook, a new dataset. */
function useCopyDeeds(on: Deeds) {
  const { props, source, query, shown, say, ui } = on;
  const port = usePort();
  const put = async (text: string, words: string) => {
    const isDone = await copyText(text);
    say(
      isDone
        ? { text: words }
        : { tone: "bad", text: "The browser did not allow copying. Nothing was copied." },
    );
  };
  const copy = async (
    columns: string[],
    selection: Selection | undefined,
    format: "tsv" | "markdown",
  ) => {
    try {
      const { data } = await port.ask("content.copy", {
        dataset_id: props.datasetId,
        columns,
        query,
        selection: selection ?? null,
        format,
      });
      const rows = counted(data.row_count, "row");
      const words = data.is_cut ? `Copied the first ${rows}; more were chosen.` : `Copied ${rows}.`;
      await put(data.text, words);
    } catch (error) {
      say({ tone: "bad", text: (error as Error).message });
    }
  };
  const chosen = wireSelection(props.selection);
  const filterBy = (row: number, column: string) => {
    const value = source.cell(row, column);
    if (value === undefined) return;
    const condition = conditionFor(column, value, source.isCut(row, column));
    if (!condition) {
      return say({ text: "This text is too long to filter by. Filter by a part of it instead." });
    }
    const { view, onView } = props;
    onView({ ...view, filters: write(added(read(view.filters), condition)) });
  };
  return {
    filterBy,
    copyValue: (text: string, what: string) => put(text, `Copied ${what}.`),
    copyChosen: (format: "tsv" | "markdown") => copy(shown, chosen, format),
    copyRange: ({ first, last, columns }: GridRange) =>
      chosen ? copy(shown, chosen, "tsv") : copy(columns, { spans: [{ first, last }] }, "tsv"),
    toNotebook: () =>
      say({
        text: `In Python, ${CODE} holds these rows as a relation.`,
        action: { label: "Copy code", onPress: () => put(CODE, `Copied ${CODE}.`) },
      }),
    saved: ({ name, row_count }: SaveResult) => {
      ui.setDialog(null);
      const code = `vault[${JSON.stringify(name)}]`;
      say({
        text: `Saved ${counted(row_count, "row")} as ${name}.`,
        action: { label: "Copy code", onPress: () => put(code, `Copied ${code}.`) },
      });
    },
  };
}
