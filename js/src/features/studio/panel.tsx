// The Studio tab: which rows, fields, shelves, and the chart, drawn anew with each change.

import type { ComponentChildren, VNode } from "preact";
import { useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import type { Drawing, Filter, StudioChart, StudioField } from "../../protocol/operations";
import { isWithdrawn, sentence } from "../../transport/port";
import { Banner, Button, EmptyState, Skeleton, useAsk, useEvent, usePort } from "../../ui";
import { gridColumn, type Opened, readFilter, Sentence, writeFilter } from "../content";
import { Behind } from "./behind";
import { Fields } from "./fields";
import { Kept } from "./kept";
import { Kinds } from "./kinds";
import { Picture } from "./picture";
import { Saving } from "./saving";
import { Shelves } from "./shelves";
import { type Channel, EMPTY, freeShelf, type Shelf, type Spec, shelvesOf, without } from "./spec";

export interface StudioProps {
  datasetId: string;
  /** Of the whole view: the grid has the same. */
  filters: Filter | null;
  onFilter: (filters: Filter | null) => void;
  /** Buttons of the owner at the end of the bar. */
  actions?: ComponentChildren;
  /** Rows of a query, which keep no charts. */
  isResult?: boolean;
}

const NONE = () => null;
const PACE_MS = 1_000;

/** Another number whenever datasets change; at most one a second. */
function useRevision(): number {
  const port = usePort();
  const [turn, again] = useReducer((n: number, _: unknown) => n + 1, 0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    const stop = port.onNews(({ news }) => {
      if (news !== "datasets.changed") return;
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        again(undefined);
      }, PACE_MS);
    });
    return () => {
      stop();
      clearTimeout(timer.current);
    };
  }, [port]);
  return turn;
}

/** Whether the view is dark, followed as it changes. */
function useDark() {
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
function useRoom() {
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

interface Chart {
  spec: Spec;
  /** Whether the kind follows the fields. */
  isOpen: boolean;
  keptId: string;
}

const FRESH: Chart = { spec: EMPTY, isOpen: true, keptId: "" };

const isBlank = (spec: Spec) =>
  !Object.keys(spec).some((name) => name !== "form" && name !== "kind");

/** Which rows are drawn: the grid's own filter as a sentence. */
function Which(
  props: StudioProps & {
    isCollected: boolean;
    isFinished: boolean;
    onFinished: (isOn: boolean) => void;
  },
) {
  const { datasetId, filters, onFilter } = props;
  const { isAlive } = usePort();
  const [open, setOpen] = useState<Opened | null>(null);
  const described = useAsk("content.describe", { dataset_id: datasetId }, [datasetId]);
  const columns = useMemo(() => (described.data?.columns ?? []).map(gridColumn), [described.data]);
  const parts = useMemo(() => readFilter(filters), [filters]);
  const noun = props.isCollected && props.isFinished ? "Finished tasks" : "Rows";
  return (
    <div class="dv-words">
      <Sentence
        {...{ datasetId, columns, parts, open }}
        query={{ filter: filters, search: "" }}
        sorts={[]}
        lead={
          <span class="dv-lead">
            {parts.parts.length > 0 ? `${noun} where` : `All ${noun.toLowerCase()}`}
          </span>
        }
        summaryOf={NONE}
        onOpen={setOpen}
        onParts={(made) => onFilter(writeFilter(made))}
        onSorts={() => undefined}
        onSearch={() => undefined}
        onClear={() => onFilter(null)}
        isFrozen={!isAlive}
      />
      {props.isCollected && isAlive && (
        <Button
          kind="quiet"
          size="s"
          label={props.isFinished ? "Show all tasks" : "Finished tasks only"}
          onPress={() => props.onFinished(!props.isFinished)}
        />
      )}
    </div>
  );
}

/** A sentence as a title; the shelves are called X and Y here. */
const titled = (text: string) =>
  text
    .replace(/\.$/, "")
    .replace(/ on ([xy])\b/g, (_, axis: string) => ` on ${axis.toUpperCase()}`);

function Canvas(props: {
  spec: Spec;
  drawing: Drawing | undefined;
  /** The last one that was drawn whole: it stays while the next is made. */
  last: Drawing | undefined;
  error: Error | undefined;
  isLoading: boolean;
  onRetry: () => void;
  saving: VNode | null;
}) {
  const { drawing, last, error, isLoading } = props;
  if (isBlank(props.spec)) {
    return (
      <EmptyState
        icon="columns"
        title="Put a field on a shelf"
        text="Press a field, or drag it to X, Y or Colour. The kind of chart follows the fields until you choose one."
      />
    );
  }
  if (error) {
    const retry = { label: "Try again", onPress: props.onRetry };
    return (
      <EmptyState
        icon="error"
        title="The chart can’t be drawn"
        text={sentence(error)}
        actions={[retry]}
      />
    );
  }
  if (drawing?.lack && !isLoading) {
    return <EmptyState icon="info" title={titled(drawing.lack)} text={drawing.hint} />;
  }
  const shown = drawing && !drawing.lack ? drawing : last;
  if (!shown) {
    return (
      <div class="dv-chart-waits" aria-busy="true">
        <span class="dv-vh">Drawing the chart</span>
        <Skeleton width="60%" />
        <Skeleton width="80%" />
        <Skeleton width="40%" />
      </div>
    );
  }
  return (
    <>
      <Picture svg={shown.svg} summary={shown.summary} isStale={isLoading} />
      <div class="dv-chart-foot">
        <p class="dv-s dv-2 dv-chart-notes" role="status">
          {shown.notes.join(" · ")}
        </p>
        {props.saving}
      </div>
    </>
  );
}

/** The question of what is drawn, and its answer; the last picture stays meanwhile. */
function useDrawing(
  datasetId: string,
  chart: Chart,
  filters: Filter | null,
  place: { isDark: boolean | null; room: number },
) {
  const { isDark, room } = place;
  const revision = useRevision();
  const args =
    isDark === null || room === 0 || isBlank(chart.spec)
      ? null
      : {
          dataset_id: datasetId,
          spec: chart.spec,
          is_kind_open: chart.isOpen,
          filter: filters ?? { op: "and" as const, column: "", values: [], parts: [] },
          kept_id: chart.keptId,
          is_dark: isDark,
          room,
        };
  const asked = useAsk("studio.draw", args, [JSON.stringify(args), revision]);
  const last = useRef<Drawing | undefined>(undefined);
  if (asked.data && !asked.data.lack) last.current = asked.data;
  const error = asked.error && !isWithdrawn(asked.error) ? asked.error : undefined;
  return { ...asked, error, last: last.current };
}

/** The chart being made, and what changes it. */
function useChart(onFilter: StudioProps["onFilter"]) {
  const [chart, setChart] = useState<Chart>(FRESH);
  const { spec } = chart;
  const change = (made: Spec) => setChart({ ...chart, spec: made });
  const onShelf = useEvent((shelf: Shelf, channel: Channel | undefined) =>
    change(channel ? { ...spec, [shelf]: channel } : without(spec, shelf)),
  );
  const onPut = useEvent((field: StudioField, shelf?: Shelf) =>
    onShelf(shelf ?? freeShelf(spec, field), { field: field.name }),
  );
  const onOpen = (opened: StudioChart) => {
    const { where, ...rest } = opened.spec as Spec & { where?: Filter };
    onFilter(where ?? null);
    setChart({ spec: rest as Spec, isOpen: false, keptId: opened.id });
  };
  const onKind = (kind: string) => setChart({ ...chart, isOpen: false, spec: { ...spec, kind } });
  const onFinished = (isOn: boolean) => change({ ...spec, status: isOn ? "finished" : "all" });
  const onKept = (keptId: string, whole: Spec | undefined) =>
    setChart({ keptId, isOpen: !keptId && chart.isOpen, spec: (keptId && whole) || spec });
  const onNew = () => setChart(FRESH);
  return { chart, onShelf, onPut, onOpen, onKind, onFinished, onKept, onNew };
}

function LoadingFields() {
  return (
    <section class="dv-studio-fields" aria-busy="true">
      <span class="dv-vh">Loading fields</span>
      {[120, 90, 140].map((width) => (
        <Skeleton key={width} width={width} />
      ))}
    </section>
  );
}

type Making = ReturnType<typeof useChart>;
type Drawn = ReturnType<typeof useDrawing>;

/** Fields, shelves and the canvas, beside one another where there is room. */
function Body(props: {
  making: Making;
  drawn: Drawn;
  whole: Spec | undefined;
  fields: readonly StudioField[] | undefined;
  saving: VNode | null;
  setCanvas: (canvas: HTMLElement | null) => void;
}) {
  const { making, drawn, whole, fields } = props;
  const { spec, isOpen } = making.chart;
  const drawing = drawn.data;
  const lack = drawing?.lack && !drawn.isLoading ? drawing.channel : "";
  const kind = isOpen ? (whole?.kind ?? "bar") : spec.kind;
  const shelves = shelvesOf(kind);
  return (
    <div class="dv-studio-body">
      {fields ? <Fields {...{ fields, shelves }} onPut={making.onPut} /> : <LoadingFields />}
      <section class="dv-studio-shelves" aria-label="Chart">
        <h2 class="dv-h2">Chart</h2>
        <Kinds shown={kind} onChoose={making.onKind} />
        <Shelves
          shelves={shelves}
          given={spec}
          drawn={drawing?.lack ? undefined : whole}
          lacking={lack}
          fields={fields ?? []}
          onChange={making.onShelf}
        />
      </section>
      <section class="dv-studio-canvas" aria-label="Drawn" ref={props.setCanvas}>
        <Canvas
          {...{ spec, drawing }}
          last={drawn.last}
          error={drawn.error}
          isLoading={drawn.isLoading}
          onRetry={drawn.reload}
          saving={props.saving}
        />
      </section>
    </div>
  );
}

export function StudioPanel(props: StudioProps) {
  const { datasetId, filters, onFilter } = props;
  const making = useChart(onFilter);
  const { chart } = making;
  const { isDark, setRoot } = useDark();
  const { room, setCanvas } = useRoom();
  const known = useAsk("studio.fields", { dataset_id: datasetId }, [datasetId]);
  const kept = useAsk("studio.charts", { dataset_id: datasetId }, [datasetId]);
  const drawn = useDrawing(datasetId, chart, filters, { isDark, room });
  const drawing = isBlank(chart.spec) ? undefined : drawn.data;
  const whole = drawing?.spec as Spec | undefined;
  if (known.error && !isWithdrawn(known.error)) {
    const retry = { label: "Try again", onPress: known.reload };
    return <Banner tone="bad" text={sentence(known.error)} action={retry} />;
  }
  return (
    <div class="dv-studio" ref={setRoot}>
      <div class="dv-say dv-which">
        <Which
          {...props}
          isCollected={known.data?.is_collected ?? false}
          isFinished={chart.spec.status !== "all"}
          onFinished={making.onFinished}
        />
        {!props.isResult && (
          <Kept
            {...{ datasetId, filters }}
            charts={kept.data}
            spec={drawing?.lack ? undefined : whole}
            openId={chart.keptId}
            onOpen={making.onOpen}
            onNew={making.onNew}
            onChanged={(keptId) => {
              kept.reload();
              making.onKept(keptId, whole);
            }}
          />
        )}
        {props.actions && <div class="dv-saytools">{props.actions}</div>}
      </div>
      <Body
        {...{ making, drawn, whole, setCanvas }}
        fields={known.data?.fields}
        saving={
          whole && !drawing?.lack ? (
            <Saving {...{ datasetId, filters }} spec={whole} keptId={chart.keptId} />
          ) : null
        }
      />
      {drawing && !drawing.lack && <Behind drawing={drawing} />}
    </div>
  );
}
