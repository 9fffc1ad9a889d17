// A dashboard: what it is called, which rows it shows, what is picked, and its charts.

import { useMemo, useRef, useState } from "preact/hooks";
import type { BoardState, BoardTile, Filter } from "../../../protocol/operations";
import { sentence } from "../../../transport/port";
import {
  ago,
  Banner,
  Button,
  EmptyState,
  Menu,
  Skeleton,
  useAsk,
  useEvent,
  useNow,
  usePort,
  useToasts,
} from "../../../ui";
import { useTried } from "../../../ui/tried";
import { Clause, gridColumn, type Opened, readFilter, Sentence, writeFilter } from "../../content";
import { useDark } from "../drawn";
import { Grid } from "./grid";
import { Head } from "./head";
import { NOTHING, type Picked, type Picks, put, toggled } from "./selection";
import { isPlain, type OpenBoard, useBoard } from "./use-board";

export interface BoardPanelProps {
  datasetId: string;
  boardId: string;
  /** What travelled with the widget. */
  first?: BoardState;
  onBack?: () => void;
  /** Another dashboard is to be opened: the copy that was just made. */
  onOpen?: (boardId: string) => void;
  onDeleted?: () => void;
}

const NO_SUMMARY = () => null;

/** Which rows all charts show: the grid's own filter as a sentence. */
function Shared(props: {
  datasetId: string;
  filter: Filter | null;
  onFilter: (filter: Filter | null) => void;
}) {
  const { datasetId, filter, onFilter } = props;
  const { isAlive } = usePort();
  const [open, setOpen] = useState<Opened | null>(null);
  const described = useAsk("content.describe", { dataset_id: datasetId }, [datasetId]);
  const columns = useMemo(() => (described.data?.columns ?? []).map(gridColumn), [described.data]);
  const parts = useMemo(() => readFilter(filter), [filter]);
  const lead = parts.parts.length > 0 ? "All charts show rows where" : "All charts show all rows";
  return (
    <div class="dv-words">
      <Sentence
        {...{ datasetId, columns, parts, open }}
        query={{ filter, search: "" }}
        sorts={[]}
        lead={<span class="dv-lead">{lead}</span>}
        summaryOf={NO_SUMMARY}
        onOpen={setOpen}
        onParts={(made) => onFilter(writeFilter(made))}
        onSorts={() => undefined}
        onSearch={() => undefined}
        onClear={() => onFilter(null)}
        isFrozen={!isAlive}
      />
    </div>
  );
}

/** What is picked, in words, each to be taken away. */
function Chips(props: {
  tiles: readonly BoardTile[];
  picks: Picks;
  onPicks: (picks: Picks) => void;
}) {
  const { tiles, picks, onPicks } = props;
  const box = useRef<HTMLDivElement>(null);
  const names = new Map(tiles.map(({ chart_id, name }) => [chart_id, name]));
  const charts = Object.entries(picks);
  const remove = (chart: string, pick: Picked) => {
    const own = (picks[chart] ?? []).filter((each) => each !== pick);
    onPicks(put(picks, chart, own));
    // The chip that had the focus is gone.
    box.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are words in a line, no fields
    <div class="dv-board-picked" ref={box} tabIndex={-1} role="group" aria-label="Picked in charts">
      <span class="dv-lead">{charts.length > 0 ? "Picked:" : ""}</span>
      {charts.flatMap(([chart, own], which) =>
        own.map((pick, at) => (
          <span key={`${chart} ${pick.words}`} class="dv-row dv-board-chip">
            {(which > 0 || at > 0) && <span class="dv-lead">{at > 0 ? "or" : "and"}</span>}
            <span title={`Picked in ${names.get(chart) ?? ""}`}>
              <Clause
                words={["", "", pick.words]}
                label={pick.words}
                onRemove={() => remove(chart, pick)}
              />
            </span>
          </span>
        )),
      )}
      {charts.length > 0 && (
        <Button
          kind="quiet"
          size="s"
          label="Clear what is picked"
          keys="Esc"
          onPress={() => {
            onPicks(NOTHING);
            box.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function Waiting(props: { error: Error | undefined; onRetry: () => void; onBack?: () => void }) {
  const { error, onBack } = props;
  if (error) {
    const actions = [{ label: "Try again", onPress: props.onRetry }];
    if (onBack) actions.push({ label: "Back to the Studio", onPress: onBack });
    return (
      <EmptyState
        icon="error"
        title="The dashboard can’t be opened"
        text={sentence(error)}
        actions={actions}
      />
    );
  }
  return (
    <div class="dv-board-grid" aria-busy="true">
      <span class="dv-vh">Opening the dashboard</span>
      {[1, 2].map((each) => (
        <div key={each} class="dv-card dv-board-tile is-middle">
          <Skeleton width="40%" />
          <Skeleton width="80%" />
        </div>
      ))}
    </div>
  );
}

/** Nothing is on it yet: what could be. */
function Empty(props: {
  state: BoardState;
  reason: string | undefined;
  onAdd: (id: string) => void;
}) {
  const { charts } = props.state;
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const reason =
    props.reason ?? (charts.length === 0 ? "Keep a chart in the Studio first" : undefined);
  const text =
    charts.length === 0
      ? "A dashboard shows charts that are kept in the Studio: make one there and save it."
      : "Add a kept chart: pressing a mark of it then filters the others.";
  return (
    <>
      <EmptyState
        icon="table"
        title="No charts on it yet"
        text={text}
        actions={[
          {
            label: "Add a chart",
            icon: "plus",
            popup: "menu",
            reason,
            onPress: (event) => setAnchor(event.currentTarget as HTMLElement),
          },
        ]}
      />
      {anchor && (
        <Menu
          label="Add a chart"
          anchor={anchor}
          onClose={() => setAnchor(null)}
          entries={charts.map(({ id, name, kind }) => ({
            label: name,
            note: kind,
            onPress: () => props.onAdd(id),
          }))}
        />
      )}
    </>
  );
}

/** Two arranged it at once: which of both is to stand, before anything is saved. */
function Conflict({ board, onOpen }: { board: OpenBoard; onOpen?: (id: string) => void }) {
  const { trouble, tried } = useTried();
  const now = useNow();
  const { theirs } = board;
  if (!theirs) return null;
  const both = () =>
    tried(async () => {
      const id = await board.takeBoth();
      onOpen?.(id);
    });
  return (
    <Banner
      tone="warn"
      text={
        <span class="dv-board-conflict">
          <span class="dv-grow">
            Somebody else saved this dashboard {ago(theirs.saved_at, now)}, and you changed it, too.
            You see your own; nothing of it is saved yet.
            {trouble && ` ${trouble}`}
          </span>
          <Button size="s" label="Show theirs" onPress={board.takeTheirs} />
          <Button size="s" label="Save mine in its place" onPress={board.takeMine} />
          <Button size="s" label="Save mine as a copy" onPress={() => void both()} />
        </span>
      }
    />
  );
}

/** Picks of charts that are no longer there filter nothing. */
function standing(picks: Picks, tiles: readonly BoardTile[]): Picks {
  const ids = new Set(tiles.filter(({ is_gone }) => !is_gone).map(({ chart_id }) => chart_id));
  if (Object.keys(picks).every((each) => ids.has(each))) return picks;
  return Object.fromEntries(Object.entries(picks).filter(([each]) => ids.has(each)));
}

function refusal(state: BoardState, isAlive: boolean): string | undefined {
  if (!isAlive) return "The kernel is gone";
  return state.may_edit ? undefined : "Your role may not change this dataset";
}

/** Tiles are made anew with each answer: the chart says which one it is. */
const without = (tiles: readonly BoardTile[] = [], { chart_id }: BoardTile) =>
  tiles.filter((each) => each.chart_id !== chart_id);

function useArranging(board: OpenBoard, say: ReturnType<typeof useToasts>["say"]) {
  const [said, setSaid] = useState("");
  const onTiles = useEvent((tiles: BoardTile[], words: string) => {
    board.change({ tiles });
    setSaid(words);
  });
  const onAdd = useEvent((id: string) => {
    const { state } = board;
    const chart = state?.charts.find((each) => each.id === id);
    if (!state || !chart) return;
    const isNumber = chart.kind === "number";
    const tile: BoardTile = {
      chart_id: id,
      name: chart.name,
      kind: chart.kind,
      width: isNumber ? "third" : "half",
      height: isNumber ? "low" : "middle",
      is_gone: false,
      stamp: "",
    };
    onTiles([...state.tiles, tile], `${chart.name} was added`);
  });
  /** Into what stands there when the way back is pressed. */
  const onBack = useEvent((tile: BoardTile, at: number) => {
    const now = without(board.state?.tiles, tile);
    onTiles([...now.slice(0, at), tile, ...now.slice(at)], `${tile.name} is back`);
  });
  const onRemove = useEvent((tile: BoardTile) => {
    const { tiles = [] } = board.state ?? {};
    const at = tiles.findIndex(({ chart_id }) => chart_id === tile.chart_id);
    board.change({ tiles: without(tiles, tile) });
    say({
      text: `‘${tile.name}’ was removed; the chart is kept`,
      action: { label: "Undo", onPress: () => onBack(tile, at) },
    });
  });
  return { said, onTiles, onAdd, onRemove };
}

export function BoardPanel(props: BoardPanelProps) {
  const { datasetId, boardId } = props;
  const { isAlive } = usePort();
  const board = useBoard(datasetId, boardId, props.first);
  const { isDark, setRoot } = useDark();
  const { say, view: toasts } = useToasts();
  const arranging = useArranging(board, say);
  const [chosen, setPicks] = useState<Picks>(NOTHING);
  // Whoever may not change it filters for themselves.
  const [own, setOwn] = useState<Filter | null | undefined>(undefined);
  const { state } = board;
  const root = useRef<HTMLDivElement | null>(null);
  const picks = useMemo(() => standing(chosen, state?.tiles ?? []), [chosen, state?.tiles]);
  if (!state) return <Waiting error={board.error} onRetry={board.reload} onBack={props.onBack} />;
  const reason = refusal(state, isAlive);
  const filter = own === undefined ? (state.filter ?? null) : own;
  const onFilter = (made: Filter | null) => {
    if (reason) setOwn(made);
    else board.change({ filter: isPlain(made) ? null : made });
  };
  const keys = (event: KeyboardEvent) => {
    const isOver = (event.target as Element).closest(".dv-pop, .dv-menu, [role=dialog]");
    if (event.key !== "Escape" || isOver || Object.keys(picks).length === 0) return;
    event.stopPropagation();
    setPicks(NOTHING);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape clears what is picked inside
    <div
      class="dv-board"
      // A press on a plot comes here, so that Escape does, too.
      tabIndex={-1}
      onKeyDown={keys}
      ref={(element) => {
        root.current = element;
        setRoot(element);
      }}
    >
      <Head
        {...props}
        {...{ board, state, reason, picks, filter }}
        isDark={isDark ?? false}
        onAdd={arranging.onAdd}
      />
      <div class="dv-say dv-which">
        <Shared {...{ datasetId, filter, onFilter }} />
      </div>
      <Chips tiles={state.tiles} picks={picks} onPicks={setPicks} />
      <Conflict board={board} onOpen={props.onOpen} />
      {board.trouble && <Banner tone="bad" text={board.trouble} />}
      {state.tiles.length === 0 ? (
        <Empty {...{ state, reason }} onAdd={arranging.onAdd} />
      ) : (
        <Grid
          {...{ datasetId, state, filter, picks, isDark, reason }}
          onPick={(chart, pick, isMore) => setPicks(toggled(picks, chart, pick, isMore))}
          onTiles={arranging.onTiles}
          onRemove={arranging.onRemove}
        />
      )}
      <span class="dv-vh" role="status">
        {arranging.said}
      </span>
      {toasts}
    </div>
  );
}
