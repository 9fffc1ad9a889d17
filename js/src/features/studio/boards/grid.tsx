// The charts of a dashboard in their places, moved by dragging or by keys.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { BoardState, BoardTile, Filter } from "../../../protocol/operations";
import { moved } from "./layout";
import { crossOf, type Picked, type Picks } from "./selection";
import { Tile } from "./tile";

export interface GridProps {
  datasetId: string;
  state: BoardState;
  filter: Filter | null;
  picks: Picks;
  isDark: boolean | null;
  reason: string | undefined;
  onPick: (chart: string, pick: Picked, isMore: boolean) => void;
  onTiles: (tiles: BoardTile[], said: string) => void;
  onRemove: (tile: BoardTile) => void;
}

const NONE: readonly Picked[] = [];

/** After a chart has moved, the focus is where it was in it. */
function useAim(grid: { current: HTMLElement | null }, tiles: readonly BoardTile[]) {
  const aim = useRef("");
  useLayoutEffect(() => {
    if (!aim.current) return;
    const tile = grid.current?.querySelector(`[data-tile="${CSS.escape(aim.current)}"]`);
    aim.current = "";
    tile?.querySelector<HTMLElement>(".dv-board-grip")?.focus({ preventScroll: true });
    tile?.scrollIntoView({ block: "nearest" });
  }, [tiles]);
  return aim;
}

/** Where a chart that is dragged would go: before or after the one below the pointer. */
function useDragging(tiles: readonly BoardTile[], onDrop: (id: string, to: number) => void) {
  const [held, setHeld] = useState("");
  const [dragged, setDragged] = useState("");
  const [over, setOver] = useState<{ id: string; isAfter: boolean } | null>(null);
  const tileAt = (event: Event) =>
    (event.target as Element).closest<HTMLElement>("[data-tile]") ?? undefined;
  const end = () => {
    setHeld("");
    setDragged("");
    setOver(null);
  };
  const on = {
    onDragStart: (event: DragEvent) => {
      const id = tileAt(event)?.dataset.tile ?? "";
      if (id !== held) return event.preventDefault();
      event.dataTransfer?.setData("text/plain", id);
      setDragged(id);
    },
    onDragOver: (event: DragEvent) => {
      const tile = tileAt(event);
      if (!dragged || !tile) return;
      event.preventDefault();
      const { left, width } = tile.getBoundingClientRect();
      const isAfter = event.clientX > left + width / 2;
      setOver({ id: tile.dataset.tile ?? "", isAfter });
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      const others = tiles.filter(({ chart_id }) => chart_id !== dragged);
      const at = others.findIndex(({ chart_id }) => chart_id === over?.id);
      if (dragged && over && at >= 0) onDrop(dragged, at + (over.isAfter ? 1 : 0));
      end();
    },
    onDragEnd: end,
  };
  return { held, setHeld, dragged, over, on };
}

export function Grid(props: GridProps) {
  const { state, picks, onTiles } = props;
  const { tiles } = state;
  const grid = useRef<HTMLDivElement>(null);
  const aim = useAim(grid, tiles);
  const move = (id: string, to: number) => {
    const made = moved(tiles, id, to);
    const at = made.findIndex(({ chart_id }) => chart_id === id);
    const name = made[at]?.name ?? "";
    if (at === tiles.findIndex(({ chart_id }) => chart_id === id)) return;
    aim.current = id;
    onTiles(made, `${name} is at place ${at + 1} of ${made.length}`);
  };
  const drag = useDragging(tiles, move);
  const place = (id: string) =>
    drag.over?.id === id && drag.dragged !== id ? (drag.over.isAfter ? "after" : "before") : "";
  return (
    <div class="dv-board-grid" ref={grid} {...drag.on}>
      {tiles.map((tile, at) => (
        <div
          key={tile.chart_id}
          class={`dv-board-place is-${tile.width}`}
          data-drop={place(tile.chart_id)}
        >
          <Tile
            datasetId={props.datasetId}
            boardId={state.id}
            {...{ tile, at }}
            count={tiles.length}
            filter={props.filter}
            cross={crossOf(picks, tile.chart_id)}
            own={picks[tile.chart_id] ?? NONE}
            stamp={`${state.stamp} ${tile.stamp} ${state.is_pinned ? state.version : ""}`}
            isDark={props.isDark}
            reason={props.reason}
            isHeld={drag.held === tile.chart_id}
            onHold={(isHeld) => drag.setHeld(isHeld ? tile.chart_id : "")}
            onPick={(pick, isMore) => props.onPick(tile.chart_id, pick, isMore)}
            onMove={(to) => move(tile.chart_id, to)}
            onSize={(size) => {
              const made = tiles.map((each) => (each === tile ? { ...each, ...size } : each));
              onTiles(made, `${tile.name} is ${Object.values(size).join(" ")}`);
            }}
            onRemove={() => props.onRemove(tile)}
          />
        </div>
      ))}
    </div>
  );
}
