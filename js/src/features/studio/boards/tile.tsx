// One chart of a dashboard in its frame: what it is called, what can be done with it, its picture.

import { useRef, useState } from "preact/hooks";
import type { BoardDrawing, BoardTile, Filter } from "../../../protocol/operations";
import { isWithdrawn, sentence } from "../../../transport/port";
import {
  Banner,
  EmptyState,
  IconButton,
  Menu,
  type MenuEntry,
  Skeleton,
  saveFile,
  useAsk,
  usePort,
} from "../../../ui";
import { useTried } from "../../../ui/tried";
import { useRoom } from "../drawn";
import {
  HEIGHT_WORDS,
  HEIGHTS,
  type Height,
  stepped,
  WIDTH_WORDS,
  WIDTHS,
  type Width,
} from "./layout";
import { Marks } from "./marks";
import type { Picked } from "./selection";
import { Values } from "./values";

export interface TileProps {
  datasetId: string;
  boardId: string;
  tile: BoardTile;
  at: number;
  count: number;
  filter: Filter | null;
  /** What marks of other charts have picked. */
  cross: Filter | null;
  own: readonly Picked[];
  /** Another one whenever it is to be drawn anew. */
  stamp: string;
  isDark: boolean | null;
  /** Why nothing can be arranged. */
  reason: string | undefined;
  isHeld: boolean;
  onHold: (isHeld: boolean) => void;
  onPick: (pick: Picked, isMore: boolean) => void;
  onMove: (to: number) => void;
  onSize: (size: { width?: Width; height?: Height }) => void;
  onRemove: () => void;
}

/** The question of what is drawn; the last picture stays, and pales only where more is asked. */
function useTileDrawing(props: TileProps, room: number) {
  const { tile, isDark, filter, cross } = props;
  const isAsked = isDark !== null && room > 0 && !tile.is_gone;
  const args = isAsked
    ? {
        dataset_id: props.datasetId,
        board_id: props.boardId,
        chart_id: tile.chart_id,
        filter,
        picked: cross,
        is_dark: isDark,
        room,
        height: tile.height,
      }
    : null;
  const key = JSON.stringify(args);
  const asked = useAsk("boards.draw", args, [key, props.stamp]);
  const answered = useRef<{ data: BoardDrawing | undefined; key: string }>({
    data: undefined,
    key,
  });
  if (asked.data !== answered.current.data) answered.current = { data: asked.data, key };
  const error = asked.error && !isWithdrawn(asked.error) ? asked.error : undefined;
  return { ...asked, error, isStale: asked.isLoading && answered.current.key !== key };
}

const FORMATS = [
  ["png", "Picture (PNG)", "image/png"],
  ["svg", "Drawing (SVG)", "image/svg+xml"],
  ["pdf", "PDF", "application/pdf"],
  ["csv", "Numbers (CSV)", "text/csv"],
] as const;

/** The kept chart as a file, as it is kept. */
function useSaving({ datasetId, tile }: TileProps) {
  const port = usePort();
  const { trouble, tried } = useTried();
  const save = ([format, , type]: (typeof FORMATS)[number]) =>
    tried(async () => {
      const { data: kept } = await port.ask("studio.charts", { dataset_id: datasetId });
      const chart = kept.charts.find(({ id }) => id === tile.chart_id);
      if (!chart) throw new Error(`The chart ‘${tile.name}’ was deleted.`);
      const args = { dataset_id: datasetId, spec: chart.spec, format, kept_id: chart.id };
      const { data, frames } = await port.ask("studio.file", args);
      saveFile(data.name, [frames.file as Uint8Array<ArrayBuffer>], type);
    });
  return { trouble, save };
}

function entriesOf(
  props: TileProps,
  save: (format: (typeof FORMATS)[number]) => void,
): readonly MenuEntry[] {
  const { tile, at, count, reason, onSize } = props;
  const first = at === 0 ? "It is the first" : undefined;
  const last = at === count - 1 ? "It is the last" : undefined;
  return [
    {
      label: "Move forward",
      icon: "up",
      reason: reason ?? first,
      onPress: () => props.onMove(at - 1),
    },
    {
      label: "Move back",
      icon: "down",
      reason: reason ?? last,
      onPress: () => props.onMove(at + 1),
    },
    {
      label: "Width",
      reason,
      entries: WIDTHS.map((width) => ({
        label: WIDTH_WORDS[width],
        icon: width === tile.width ? ("check" as const) : undefined,
        onPress: () => onSize({ width }),
      })),
    },
    {
      label: "Height",
      reason,
      entries: HEIGHTS.map((height) => ({
        label: HEIGHT_WORDS[height],
        icon: height === tile.height ? ("check" as const) : undefined,
        onPress: () => onSize({ height }),
      })),
    },
    "line",
    {
      label: "Save as a file",
      icon: "download",
      reason: tile.is_gone ? "The chart was deleted" : undefined,
      entries: FORMATS.map((each) => ({ label: each[1], onPress: () => save(each) })),
    },
    "line",
    { label: "Remove from the dashboard", icon: "close", reason, onPress: props.onRemove },
  ];
}

/** Arrows on the handle move the chart; with Shift they change its size. */
function handleKeys(props: TileProps) {
  return (event: KeyboardEvent) => {
    const isBack = event.key === "ArrowLeft" || event.key === "ArrowUp";
    if (props.reason || (!isBack && event.key !== "ArrowRight" && event.key !== "ArrowDown"))
      return;
    event.preventDefault();
    const by = isBack ? -1 : 1;
    const { tile } = props;
    if (!event.shiftKey) props.onMove(props.at + by);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      props.onSize({ width: stepped(WIDTHS, tile.width, by) });
    } else props.onSize({ height: stepped(HEIGHTS, tile.height, by) });
  };
}

/** What the chart can filter by, as a list. */
function Filtering(props: TileProps & { drawing: BoardDrawing }) {
  const { tile, drawing, own } = props;
  const [values, setValues] = useState<HTMLElement | null>(null);
  if ((drawing.picks ?? []).length === 0 && !drawing.brush) return null;
  return (
    <>
      <IconButton
        icon="filter"
        size="s"
        popup="dialog"
        isPressed={own.length > 0}
        isOpen={values !== null}
        label={`Filter the other charts by ${tile.name}`}
        onPress={(event) => setValues(event.currentTarget as HTMLElement)}
      />
      {values && (
        <Values
          anchor={values}
          name={tile.name}
          {...{ drawing, own }}
          onPick={props.onPick}
          onClose={() => setValues(null)}
        />
      )}
    </>
  );
}

function Head(props: TileProps & { drawing: BoardDrawing | undefined; isAlive: boolean }) {
  const { tile, drawing, isAlive } = props;
  const [actions, setActions] = useState<HTMLElement | null>(null);
  const { trouble, save } = useSaving(props);
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the handle inside */}
      <header
        onKeyDown={(event) =>
          (event.target as Element).closest(".dv-board-grip") && handleKeys(props)(event)
        }
      >
        <IconButton
          icon="drag"
          size="s"
          class="dv-board-grip"
          label={`Move ${tile.name}`}
          keys="← →"
          reason={props.reason}
          onPress={() => undefined}
        />
        <h3 class="dv-cut dv-grow" title={tile.name}>
          {tile.name}
        </h3>
        {drawing && isAlive && <Filtering {...props} drawing={drawing} />}
        {isAlive && (
          <IconButton
            icon="more"
            size="s"
            popup="menu"
            isOpen={actions !== null}
            label={`Actions for ${tile.name}`}
            onPress={(event) => setActions(event.currentTarget as HTMLElement)}
          />
        )}
      </header>
      {actions && (
        <Menu
          label={`Actions for ${tile.name}`}
          anchor={actions}
          onClose={() => setActions(null)}
          entries={entriesOf(props, (format) => void save(format))}
        />
      )}
      {trouble && <Banner tone="bad" text={trouble} isInset />}
    </>
  );
}

function Content(
  props: TileProps & { asked: ReturnType<typeof useTileDrawing>; isAlive: boolean },
) {
  const { tile, asked, isAlive } = props;
  const { data: drawing, error } = asked;
  if (tile.is_gone) {
    return (
      <EmptyState
        icon="info"
        title={`‘${tile.name}’ was deleted`}
        text="The other charts are drawn without it."
      />
    );
  }
  if (error) {
    const retry = { label: "Try again", onPress: asked.reload };
    return (
      <EmptyState icon="error" title="It can’t be drawn" text={sentence(error)} actions={[retry]} />
    );
  }
  if (!drawing) {
    if (!isAlive)
      return <EmptyState icon="offline" title="Not drawn" text="No kernel is behind this copy." />;
    return (
      <div class="dv-chart-waits" aria-busy="true">
        <span class="dv-vh">Drawing {tile.name}</span>
        <Skeleton width="60%" />
        <Skeleton width="80%" />
      </div>
    );
  }
  if (drawing.lack) {
    return <EmptyState icon="info" title={drawing.lack.replace(/\.$/, "")} text={drawing.hint} />;
  }
  return (
    <>
      <Marks
        {...{ drawing }}
        own={props.own}
        isStale={asked.isStale}
        isFrozen={!isAlive}
        onPick={props.onPick}
      />
      <p class="dv-s dv-3 dv-board-notes">{(drawing.notes ?? []).join(" · ")}</p>
    </>
  );
}

export function Tile(props: TileProps) {
  const { tile, isHeld, reason, onHold } = props;
  const { isAlive } = usePort();
  const { room, setCanvas } = useRoom();
  const asked = useTileDrawing(props, room);
  return (
    <section
      class={`dv-card dv-board-tile is-${tile.width} is-${tile.height} ${isHeld ? "is-held" : ""}`}
      data-tile={tile.chart_id}
      aria-label={tile.name}
      aria-busy={asked.isLoading || undefined}
      draggable={!reason && isHeld}
      onPointerDown={(event) =>
        onHold(Boolean((event.target as Element).closest(".dv-board-grip, h3")))
      }
    >
      <Head {...props} drawing={asked.data?.lack ? undefined : asked.data} isAlive={isAlive} />
      <div class="dv-board-canvas" ref={setCanvas}>
        <Content {...props} asked={asked} isAlive={isAlive} />
      </div>
    </section>
  );
}
