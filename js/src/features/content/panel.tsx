// The Content tab: the sentence, the grid, the row beside it, and what they hold in numbers.

import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Grid } from "../../grid";
import type { Description } from "../../protocol/operations";
import { Banner, count, later, usePort, useToasts, useWidth } from "../../ui";
import { Bar } from "./bar";
import type { ColumnsPanel as Columns, ColumnMenu as Menu } from "./columns";
import { type Described, useDescription } from "./content-hooks";
import type { Drawer as Beside } from "./drawer";
import type { Following as Follow } from "./following";
import { Foot } from "./foot";
import type { KeysDialog as Keys } from "./keys";
import type { Boot, Chosen, View } from "./model";
import type { SaveDialog as Save } from "./save";
import { Loading, NoMatch, NoRows, Refused, RefusedBanner } from "./states";
import { type Content, useContent } from "./use-content";

const ColumnMenu = later<Parameters<typeof Menu>[0]>("ColumnMenu");
const ColumnsPanel = later<Parameters<typeof Columns>[0]>("ColumnsPanel");
const Drawer = later<Parameters<typeof Beside>[0]>("Drawer");
const Following = later<Parameters<typeof Follow>[0]>("Following");
const KeysDialog = later<Parameters<typeof Keys>[0]>("KeysDialog");
const SaveDialog = later<Parameters<typeof Save>[0]>("SaveDialog");

export interface ContentProps {
  datasetId: string;
  view: View;
  onView: (view: View) => void;
  selection: Chosen;
  onSelection: (selection: Chosen) => void;
  /** Of the whole tab, in pixels; null lets the rows decide up to a limit. */
  height: number | null;
  /** The first page, where it travelled with the widget. */
  boot?: Boot;
  /** Buttons of the owner at the end of the bar: full screen. */
  actions?: ComponentChildren;
  /** Rows of a query, which no trait holds. */
  isResult?: boolean;
  /** Nothing can be kept from here: rows that somebody shares. */
  isShared?: boolean;
}

const TALLEST = 528;
const NARROWEST_SUMMARY = new Set(["wide", "middle"]);

export function ContentPanel(props: ContentProps) {
  const port = usePort();
  const described = useDescription(port, props.datasetId, props.boot);
  const { description, trouble } = described;
  if (description?.dataset_id === props.datasetId) {
    return (
      <Loaded key={props.datasetId} {...props} described={described} description={description} />
    );
  }
  if (trouble) {
    return <Refused error={trouble} actions={[{ label: "Try again", onPress: described.ask }]} />;
  }
  return <Loading height={props.height ?? TALLEST} />;
}

export type LoadedProps = ContentProps & { described: Described; description: Description };

function Loaded(props: LoadedProps) {
  const root = useRef<HTMLElement>(null);
  const width = useWidth(root);
  const { say, view: toasts } = useToasts();
  const it = useContent(props, say);
  const isNarrow = width === "narrow" || width === "side";
  const { source } = it;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that work anywhere in the view
    <div
      ref={(own) => {
        // The owner's width counts: its frame is part of a view of 640 px.
        root.current = own?.closest<HTMLElement>(".dv") ?? own;
      }}
      class={`dv-content ${source.isStale ? "is-stale" : ""}`}
      onKeyDown={it.keys}
    >
      <div ref={it.top}>
        <Top {...props} it={it} isNarrow={isNarrow} />
      </div>
      <div class="dv-beside">
        <div class="dv-main">
          <Body {...props} it={it} hasSummary={NARROWEST_SUMMARY.has(width)} />
        </div>
        {it.drawer !== null && (
          <Drawer
            datasetId={props.datasetId}
            columns={it.shownColumns}
            source={source}
            row={it.drawer}
            search={props.view.search}
            onRow={it.goTo}
            onClose={it.closeDrawer}
            onCopy={it.copyValue}
          />
        )}
      </div>
      <FootOf {...props} it={it} isNarrow={isNarrow} />
      <Overlays {...props} it={it} />
      {it.isAlive && props.description.is_live && (
        <Following
          {...{ datasetId: props.datasetId, described: props.described, source }}
          handle={it.handle}
          row={it.row}
          onRow={it.setRow}
        />
      )}
      <span class="dv-vh" role="status">
        {it.spoken}
      </span>
      {toasts}
    </div>
  );
}

type PartProps = LoadedProps & { it: Content };

function Top(props: PartProps & { isNarrow: boolean }) {
  const { it, view, description } = props;
  const { source } = it;
  return (
    <>
      {!it.isAlive && (
        <Banner
          text={`A saved copy: ${savedWords(source.count ?? 0, description.row_count)} Run the cell to work with it.`}
        />
      )}
      <Bar
        datasetId={props.datasetId}
        columns={it.columns}
        query={it.query}
        parts={it.parts}
        sorts={view.sorts}
        open={it.open}
        summaryOf={(name) => it.summaries.of(name)?.summary ?? null}
        onOpen={it.setOpen}
        onParts={it.setParts}
        onSorts={it.setSorts}
        onSearch={it.setSearch}
        onClear={it.clearAll}
        isFrozen={!it.isAlive}
        shownCount={it.shown.length}
        isWrapping={view.is_wrapping}
        isDrawerOpen={it.drawer !== null}
        isNarrow={props.isNarrow}
        isSearching={it.isSearching}
        searchField={it.searchField}
        actions={props.actions}
        onSearching={it.setSearching}
        onColumnsPanel={it.setPanel}
        onWrap={it.wrap}
        onDrawer={it.toggleDrawer}
        onKeys={() => it.setDialog("keys")}
      />
      {source.trouble && !source.isEmpty && (
        <RefusedBanner error={source.trouble} onRetry={it.retry} />
      )}
    </>
  );
}

const savedWords = (here: number, all: number): string =>
  here < all ? `the first ${count(here)} of ${count(all)} rows.` : "all its rows.";

function Body(props: PartProps & { hasSummary: boolean }) {
  const { it, view, description } = props;
  const { source } = it;
  if (source.trouble && source.isEmpty) {
    const clear = { label: "Clear the filter", onPress: it.clear };
    const retry = { label: "Try again", onPress: it.retry };
    return <Refused error={source.trouble} actions={it.isFiltered ? [clear, retry] : [retry]} />;
  }
  const isNone = source.count === 0 && !source.isStale;
  return (
    <>
      <Grid
        label="Rows"
        columns={it.shownColumns}
        source={source}
        sorts={view.sorts}
        onSort={it.isAlive ? it.sort : undefined}
        summary={props.hasSummary ? it.header : undefined}
        onColumnsSeen={it.see}
        filtered={it.filtered}
        isWrapping={view.is_wrapping}
        widths={view.widths}
        onWidths={it.setWidths}
        onReorder={it.setColumns}
        selection={it.gridSelection}
        onSelection={it.isAlive ? it.select : undefined}
        onOpen={it.isAlive ? it.openDrawer : undefined}
        onFocusRow={it.focusRow}
        onFilterBy={it.isAlive ? it.filterBy : undefined}
        onColumnMenu={it.isAlive ? it.setMenu : undefined}
        onCopy={it.isAlive ? it.copyRange : undefined}
        pinned={view.pinned}
        maxHeight={it.gridHeight}
        search={view.search || undefined}
        handle={it.handle}
        openRow={it.drawer}
      />
      {isNone &&
        (it.isFiltered ? (
          <NoMatch sentence={it.sentence} onClear={it.clear} />
        ) : (
          <NoRows columns={description.columns.length} />
        ))}
    </>
  );
}

function FootOf(props: PartProps & { isNarrow: boolean }) {
  const { it, description, described } = props;
  return (
    <div ref={it.bottom}>
      <Foot
        total={description.row_count}
        matching={it.source.trouble && it.source.count === null ? 0 : it.source.count}
        isWhole={!it.isFiltered}
        columns={description.columns.length}
        hidden={description.columns.length - it.shown.length}
        selected={it.selected}
        row={it.row}
        isBusy={it.isBusy}
        isChanged={described.changed !== null}
        isLive={it.isAlive && Boolean(description.is_live)}
        isNarrow={props.isNarrow}
        isAlive={it.isAlive}
        rowField={it.rowField}
        onGo={it.jump}
        onLeave={() => it.handle.current?.focus()}
        onRefresh={it.refresh}
        onClearSelection={it.selectNone}
        onNotebook={props.isResult || props.isShared ? undefined : it.toNotebook}
        onCopy={it.copyChosen}
        onSave={props.isShared ? undefined : () => it.setDialog("save")}
      />
    </div>
  );
}

function Overlays(props: PartProps) {
  const { it, view } = props;
  const { menu, panel, dialog } = it;
  const column = menu && it.columns.find((each) => each.name === menu.column);
  const ordered = props.description.columns.find((each) => each.name === menu?.column);
  return (
    <>
      {menu && column && (
        <ColumnMenu
          anchor={menu.anchor}
          column={column}
          isOrdered={ordered?.is_ordered ?? true}
          shown={it.shown}
          sorts={view.sorts}
          pinned={view.pinned}
          isWrapping={view.is_wrapping}
          onSort={(isDescending) =>
            it.setSorts([{ column: column.name, is_descending: isDescending }])
          }
          onFilter={() => it.editColumn(column.name, menu.anchor)}
          onColumns={it.setColumns}
          onPin={it.pin}
          onWrap={it.wrap}
          onFit={() => it.handle.current?.fit(column.name)}
          onCopyName={() => it.copyValue(column.name, "the name")}
          onClose={() => it.setMenu(null)}
        />
      )}
      {panel && (
        <ColumnsPanel
          anchor={panel}
          columns={it.columns}
          shown={it.shown}
          onColumns={it.setColumns}
          onClose={() => it.setPanel(null)}
        />
      )}
      {dialog === "save" && (
        <SaveDialog
          datasetId={props.datasetId}
          query={it.query}
          matching={it.source.count ?? props.description.row_count}
          selection={it.wire}
          selected={it.selected ?? 0}
          shown={it.shown}
          all={it.columns.length}
          onSaved={it.saved}
          onClose={() => it.setDialog(null)}
        />
      )}
      {dialog === "keys" && <KeysDialog onClose={() => it.setDialog(null)} />}
    </>
  );
}
