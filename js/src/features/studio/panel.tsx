// The Studio tab: which rows, fields, shelves, and the chart, drawn anew with each change.

import type { ComponentChildren, VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import type {
  Drawing,
  Filter,
  StudioChart,
  StudioCharts,
  StudioField,
  StudioFields,
} from "../../protocol/operations";
import { isWithdrawn, sentence } from "../../transport/port";
import { Banner, Button, EmptyState, Skeleton, useAsk, useEvent, usePort } from "../../ui";
import {
  gridColumn,
  type Opened,
  readFilter,
  Sentence,
  type Summaries,
  writeFilter,
} from "../content";
import { Behind } from "./behind";
import { useBoards } from "./boards/opening";
import { type Chart, FRESH, isBlank, useDark, useDrawing, useRoom } from "./drawn";
import { Fields, useSummaries } from "./fields";
import { Kept } from "./kept";
import { Kinds } from "./kinds";
import { Picture } from "./picture";
import { Saving } from "./saving";
import { Shelves } from "./shelves";
import { type Channel, freeShelf, type Shelf, type Spec, shelvesOf, without } from "./spec";

export interface StudioProps {
  datasetId: string;
  /** Of the whole view: the grid has the same. */
  filters: Filter | null;
  onFilter: (filters: Filter | null, search: string) => void;
  /** A text that rows must hold; where nobody says, the chart does. */
  search?: string;
  /** Buttons of the owner at the end of the bar. */
  actions?: ComponentChildren;
  /** Rows of a query, which keep no charts. */
  isResult?: boolean;
  /** Whose the chart is, where it is not the panel's own. */
  held?: { chart: Chart; onChart: (chart: Chart) => void };
  /** Answers that travelled with the view. */
  boot?: { fields?: StudioFields; charts?: StudioCharts; drawing?: Drawing };
}

function lead(noun: string, hasWhere: boolean, search: string): string {
  if (search) return `${noun} that contain`;
  return hasWhere ? `${noun} where` : `All ${noun.toLowerCase()}`;
}

/** Which rows are drawn: the grid's own filter as a sentence. */
function Which(
  props: StudioProps & {
    isCollected: boolean;
    isFinished: boolean;
    summaries: Summaries;
    onFinished: (isOn: boolean) => void;
    search: string;
  },
) {
  const { datasetId, filters, onFilter, search } = props;
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
        query={{ filter: filters, search }}
        sorts={[]}
        lead={<span class="dv-lead">{lead(noun, parts.parts.length > 0, search)}</span>}
        summaryOf={(name) => props.summaries.of(name)?.summary ?? null}
        onOpen={setOpen}
        onParts={(made) => onFilter(writeFilter(made), search)}
        onSorts={() => undefined}
        onSearch={(text) => onFilter(filters, text)}
        onClear={() => onFilter(null, "")}
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

/** The picture, or why there is none. */
export function Canvas(props: { spec: Spec; drawn: Drawn; saving: VNode | null }) {
  const { drawn } = props;
  const { data: drawing, last, error, isLoading } = drawn;
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
    const retry = { label: "Try again", onPress: drawn.reload };
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
      <Picture
        drawing={shown}
        draw={drawn.draw}
        isDark={drawn.place.isDark ?? false}
        room={drawn.place.room}
        isStale={drawn.isStale}
        onFailed={drawn.onFailed}
      />
      <div class="dv-chart-foot">
        <p class="dv-s dv-2 dv-chart-notes" role="status">
          {shown.notes.join(" · ")}
        </p>
        {props.saving}
      </div>
    </>
  );
}

/** The chart being made, and what changes it. */
function useChart({ onFilter, held }: StudioProps) {
  const [own, setOwn] = useState<Chart>(FRESH);
  const chart = held?.chart ?? own;
  const setChart = held?.onChart ?? setOwn;
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
    onFilter(where ?? null, (rest.search as string | undefined) ?? "");
    setChart({ spec: rest as Spec, isOpen: false, keptId: opened.id });
  };
  const onKind = (kind: string) => setChart({ ...chart, isOpen: false, spec: { ...spec, kind } });
  const onFinished = (isOn: boolean) => change({ ...spec, status: isOn ? "finished" : "all" });
  const onKept = (keptId: string, whole: Spec | undefined) => {
    // The rows are the view's own, and the kept chart has them, too.
    const { where: _, ...kept } = whole ?? spec;
    setChart({ keptId, isOpen: !keptId && chart.isOpen, spec: keptId ? (kept as Spec) : spec });
  };
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
  summaries: Summaries;
  saving: VNode | null;
  setCanvas: (canvas: HTMLElement | null) => void;
}) {
  const { making, drawn, whole, fields, summaries } = props;
  const { spec, isOpen } = making.chart;
  const drawing = drawn.data;
  const lack = drawing?.lack && !drawn.isLoading ? drawing.channel : "";
  const kind = isOpen ? (whole?.kind ?? "bar") : spec.kind;
  const shelves = shelvesOf(kind);
  return (
    <div class="dv-studio-body">
      {fields ? (
        <Fields {...{ fields, shelves, summaries }} isHeld={drawn.isAwaited} onPut={making.onPut} />
      ) : (
        <LoadingFields />
      )}
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
        <Canvas {...{ spec, drawn }} saving={props.saving} />
      </section>
    </div>
  );
}

export function StudioPanel(props: StudioProps) {
  const { datasetId, filters, boot } = props;
  const making = useChart(props);
  const { chart } = making;
  const { isDark, setRoot } = useDark();
  const { room, setCanvas } = useRoom();
  const known = useAsk("studio.fields", { dataset_id: datasetId }, [datasetId]);
  // Another view may have kept the chart that is open.
  const kept = useAsk("studio.charts", { dataset_id: datasetId }, [datasetId, chart.keptId]);
  const summaries = useSummaries(datasetId);
  const facts = known.data ?? boot?.fields;
  const boards = useBoards(datasetId, chart.keptId);
  const search = props.search ?? (chart.spec.search as string | undefined) ?? "";
  const rows = { filters, search };
  const drawn = useDrawing(datasetId, chart, rows, { isDark, room }, boot?.drawing);
  const drawing = isBlank(chart.spec) ? undefined : drawn.data;
  const whole = drawing?.spec as Spec | undefined;
  if (known.error && !isWithdrawn(known.error)) {
    const retry = { label: "Try again", onPress: known.reload };
    return <Banner tone="bad" text={sentence(known.error)} action={retry} />;
  }
  if (boards.view) return boards.view;
  return (
    <div class="dv-studio" ref={setRoot}>
      <div class="dv-say dv-which">
        <Which
          {...props}
          isCollected={facts?.is_collected ?? false}
          {...{ summaries, search }}
          isFinished={chart.spec.status !== "all"}
          onFinished={making.onFinished}
        />
        {!props.isResult && (
          <Kept
            {...{ datasetId, filters }}
            charts={kept.data ?? boot?.charts}
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
        {!props.isResult && boards.button}
        {props.actions && <div class="dv-saytools">{props.actions}</div>}
      </div>
      <Body
        {...{ making, drawn, whole, setCanvas, summaries }}
        fields={facts?.fields}
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
