// The listing of a vault.

import { useEffect, useRef, useState } from "preact/hooks";
import type { ListedDataset } from "../../../protocol/operations";
import {
  counted,
  Switch,
  TextInput,
  useEvent,
  useNow,
  usePort,
  useWidth,
  type Width,
} from "../../../ui";
import { Chips } from "./filters";
import { Foot } from "./foot";
import { Head } from "./head";
import { Chosen, Overlays } from "./overlays";
import { Banners, Failed, Loading, Nothing } from "./states";
import { Table } from "./table";
import { deleteChosen, doomedOf, type ListingProps, type State, useListing } from "./use_listing";
import { useTyped } from "./use_query";

function useBusy(): boolean {
  const port = usePort();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => port.onBusy(setBusy), [port]);
  return isBusy;
}

/** What F2, Delete, Enter and so on do with the row in focus. */
function useRowKeys(state: State, props: ListingProps) {
  return useEvent((event: KeyboardEvent, row: ListedDataset) => {
    const { port, setOpen, selected } = state;
    const line = event.target as HTMLElement;
    const isMenu = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
    const isAll = event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey);
    const has = (word: string) => (row.refused[word] ? refuse(row.refused[word]) : true);
    const refuse = (text: string | undefined) => {
      state.toasts.say({ tone: "bad", text: `${row.name}: ${text}.` });
      return false;
    };
    if (!port.isAlive) return;
    if (event.key === "Enter") props.onOpen(row.id);
    else if (event.key === " ") state.choose(row.id, event.shiftKey);
    else if (isAll) state.chooseVisible(true);
    else if (event.key === "F2") has("rename") && state.setRenaming(row.id);
    else if (event.key === "Delete") {
      if (selected.length > 1 && selected.includes(row.id)) void deleteChosen(state);
      else if (has("delete")) setOpen({ what: "delete", doomed: doomedOf(row) });
    } else if (isMenu) {
      const box = line.getBoundingClientRect();
      setOpen({ what: "menu", row, anchor: { x: box.left + 48, y: box.bottom - 4 } });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function Tools({ state, width }: { state: State; width: Width }) {
  const { query, search, filter } = state.asking;
  const { text, type } = useTyped(query.search, search);
  return (
    <div class="dv-bar">
      <TextInput
        class="dv-find"
        icon="search"
        label="Search datasets"
        placeholder={width === "middle" ? "Search" : "Search datasets"}
        keys={width === "middle" ? undefined : "/"}
        value={text}
        onInput={type}
      />
      <Chips query={query} width={width} onFilter={(kind, values) => filter({ [kind]: values })} />
      <span class="dv-grow" />
      <Switch
        isOn={query.has_archived}
        label="Show archived"
        onChange={(has_archived) => filter({ has_archived })}
      />
    </div>
  );
}

function Body({ state, props, width }: { state: State; props: ListingProps; width: Width }) {
  const { listed, asking, settings, port, setOpen } = state;
  const now = useNow().getTime();
  const onKey = useRowKeys(state, props);
  const ways = {
    onImport: props.onImport,
    onClear: asking.clear,
    onArchived: () => asking.filter({ has_archived: true }),
    onRetry: listed.reload,
  };
  const scroll = useRef<HTMLDivElement>(null);
  const offset = listed.list?.offset;
  // Another page begins at its top.
  useEffect(() => scroll.current?.scrollTo(0, 0), [offset]);
  if (!listed.list)
    return listed.error ? (
      <Failed error={listed.error} ways={ways} />
    ) : port.isAlive ? (
      <Loading rows={settings.page_size} />
    ) : null;
  if (listed.list.rows.length === 0)
    return <Nothing list={listed.list} query={asking.query} ways={ways} />;
  return (
    <div class="dv-scroll" ref={scroll} aria-busy={listed.isLoading}>
      <Table
        list={listed.list}
        query={asking.query}
        settings={settings}
        width={width}
        now={now}
        isAlive={port.isAlive}
        selected={state.selected}
        changed={listed.changed}
        current={state.current}
        onCurrent={state.setCurrent}
        renaming={state.renaming}
        onSort={asking.sort}
        onResize={(id, px) =>
          state.change({ ...settings, widths: { ...settings.widths, [id]: px } })
        }
        onChooseVisible={state.chooseVisible}
        onKey={onKey}
        onTurn={(way) => turn(state, way)}
        acts={{
          open: (row) => props.onOpen(row.id),
          choose: state.choose,
          menu: (row, anchor) => setOpen({ what: "menu", row, anchor }),
          renamed: (row) => {
            state.setRenaming(null);
            if (row) listed.put(row);
          },
        }}
      />
    </div>
  );
}

function turn({ listed, asking }: State, way: 1 | -1) {
  const list = listed.list;
  if (!list) return;
  const to = list.offset + way * asking.query.limit;
  if (to < list.total_count && to > -asking.query.limit) asking.page(Math.max(0, to));
}

/** `/`, `?` and Escape, anywhere in the listing but in fields. */
function useKeys(state: State, root: { current: HTMLElement | null }) {
  return (event: KeyboardEvent) => {
    const isTyping = (event.target as HTMLElement).matches("input:not([type=checkbox])");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !state.port.isAlive) return;
    if (event.key === "/") root.current?.querySelector<HTMLElement>(".dv-find input")?.focus();
    else if (event.key === "?") state.setOpen({ what: "keys" });
    else if (event.key === "Escape" && state.selected.length > 0) state.setSelected([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

export function ListingPanel(props: ListingProps) {
  const root = useRef<HTMLElement>(null);
  const width = useWidth(root);
  const state = useListing(props);
  const isBusy = useBusy();
  const { listed, asking, settings, port } = state;
  const { list } = listed;
  const isEmptyVault = list?.rows.length === 0 && list.archived_count === 0 && !list.hidden_count;
  const isPlain = !port.isAlive || (isEmptyVault && !asking.query.search);
  return (
    <section
      class="dv-listing"
      ref={root}
      aria-label={`Datasets of ${props.title}`}
      onKeyDown={useKeys(state, root)}
    >
      <Banners
        list={list}
        error={listed.error}
        isBusy={isBusy}
        isAlive={port.isAlive}
        arrived={listed.arrived}
        onShow={listed.reload}
        onRetry={listed.reload}
      />
      <Head
        title={props.title}
        width={width}
        settings={settings}
        query={asking.query}
        total={list?.total_count ?? 0}
        isAlive={port.isAlive}
        importRefused={list?.import_refused ?? ""}
        onImport={isEmptyVault || (listed.error && !list) ? undefined : props.onImport}
        onRefresh={listed.reload}
        onSettings={state.change}
        onSort={asking.sort}
        onTable={state.table}
        onSelectAll={state.selectAll}
        onKeys={() => state.setOpen({ what: "keys" })}
        onWay={props.onWay}
      />
      {!isPlain && <Tools state={state} width={width} />}
      <Chosen state={state} />
      <Body state={state} props={props} width={width} />
      {list && !isEmptyVault && (
        <Foot
          list={list}
          query={asking.query}
          isAlive={port.isAlive}
          isSmall={width === "narrow" || width === "side"}
          onPage={asking.page}
          onLimit={(page_size) => state.change({ ...settings, page_size })}
          onClear={asking.clear}
        />
      )}
      <span class="dv-vh" role="status">
        {list && !listed.isLoading ? counted(list.total_count, "dataset") : ""}
      </span>
      <Overlays state={state} props={props} />
    </section>
  );
}
