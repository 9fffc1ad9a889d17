// One dataset's view: head and tabs around the rows, bound to the traits of a widget.

import { useMemo, useState } from "preact/hooks";
import type { AnalyticsProps } from "../features/analytics";
import {
  type Chosen,
  type Boot as ContentBoot,
  ContentPanel,
  PLAIN_VIEW,
  type View,
} from "../features/content";
import { DetailPanel } from "../features/datasets/detail";
import type { ExportProps } from "../features/exports";
import type { LineageProps } from "../features/lineage";
import type { PipelineOverviewProps } from "../features/pipelines";
import type { ShareProps } from "../features/sharing";
import type { StudioProps } from "../features/studio";
import type {
  ContentQuery,
  DatasetFacts,
  Description,
  PageResult,
  Selection,
} from "../protocol/operations";
import { localModel } from "../transport/model";
import { later, useSurroundings, useTrait } from "../ui";
import { Surrounding } from "../ui/port";

const AnalyticsPanel = later<AnalyticsProps>("AnalyticsPanel");
const ExportDialog = later<ExportProps>("ExportDialog");
const PipelineOverview = later<PipelineOverviewProps>("PipelineOverview");
const ShareDialog = later<ShareProps>("ShareDialog");
const LineagePanel = later<LineageProps>("LineagePanel");
const StudioPanel = later<StudioProps>("StudioPanel");

/** Answers that travelled with the widget, and their binary parts. */
export interface Boot {
  answers: Record<string, unknown>;
  frames: Record<string, DataView>;
}

interface FirstPage {
  columns: string[];
  query: ContentQuery;
  page: PageResult;
}

function contentBoot({ answers, frames }: Boot): ContentBoot | undefined {
  const description = answers["content.describe"] as Description | undefined;
  const first = answers["content.page"] as FirstPage | undefined;
  const rows = frames.rows;
  if (!description || !first || !rows) return undefined;
  const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
  return { description, ...first, rows: bytes };
}

/** A trait as the panel takes it: what Python leaves out has its plain value. */
const viewOf = (trait: Partial<View> | undefined): View => {
  const given = Object.entries(trait ?? {}).filter(([, value]) => value !== null);
  return { ...PLAIN_VIEW, ...Object.fromEntries(given) };
};

const chosenOf = (trait: Selection | null | undefined): Chosen => ({
  ids: (trait?.ids ?? []).map(String),
  is_all_but: trait?.is_except ?? false,
});

const traitOf = ({ ids, is_all_but }: Chosen): Selection => ({
  ids: ids.map(Number),
  spans: [],
  is_except: is_all_but,
});

function Content({ boot }: { boot?: Boot }) {
  const [datasetId] = useTrait<string>("dataset_id");
  const [view, setView] = useTrait<Partial<View>>("view");
  const [selection, setSelection] = useTrait<Selection>("selection");
  const [height] = useTrait<number>("height");
  const first = useMemo(() => boot && contentBoot(boot), [boot]);
  return (
    <ContentPanel
      datasetId={datasetId}
      view={useMemo(() => viewOf(view), [view])}
      onView={setView}
      selection={useMemo(() => chosenOf(selection), [selection])}
      onSelection={(chosen) => setSelection(traitOf(chosen))}
      height={height}
      boot={first?.description.dataset_id === datasetId ? first : undefined}
    />
  );
}

type Stop = Pick<DatasetFacts, "dataset_id" | "name">;

/** Goes to another dataset in the same place, and back along the way that was come. */
function useGoing() {
  const [datasetId, setDatasetId] = useTrait<string>("dataset_id");
  const [, setView] = useTrait<Partial<View>>("view");
  const [, setSelection] = useTrait<Selection>("selection");
  const [stops, setStops] = useState<readonly Stop[]>([]);
  const show = (id: string, way: readonly Stop[]) => {
    // Filters and chosen rows are the other one's.
    setView({});
    setSelection(traitOf({ ids: [], is_all_but: false }));
    setDatasetId(id);
    setStops(way);
  };
  const last = stops.at(-1);
  const back = () => last && show(last.dataset_id, stops.slice(0, -1));
  return {
    datasetId,
    go: (id: string, from: Stop) => show(id, [...stops, from]),
    from: last && { name: last.name, onPress: back },
  };
}

export function ShownDataset({ boot, onBack }: { boot?: Boot; onBack?: () => void }) {
  const { datasetId, go, from } = useGoing();
  const [tab, setTab] = useTrait<string>("tab");
  const [view, setView] = useTrait<Partial<View>>("view");
  const { filters, search, sorts } = viewOf(view);
  return (
    <DetailPanel
      key={datasetId}
      datasetId={datasetId}
      boot={boot?.answers["datasets.describe"]}
      tab={tab}
      onTab={setTab}
      onBack={onBack}
      onOpen={go}
      from={from}
      onDeleted={onBack}
      exporting={({ facts, ...rest }) => (
        <ExportDialog
          datasetId={datasetId}
          name={facts.name}
          filter={{ filter: filters, search, sorts }}
          counts={{ all: facts.row_count }}
          {...rest}
        />
      )}
      sharing={({ facts, ...rest }) => (
        <ShareDialog datasetId={datasetId} name={facts.name} {...rest} />
      )}
      content={<Content boot={boot} />}
      pipeline={(beside) => <PipelineOverview {...beside} />}
      versions={<LineagePanel datasetId={datasetId} />}
      studio={
        <StudioPanel
          {...{ datasetId, filters, search }}
          onFilter={(made, text) => setView({ ...view, filters: made, search: text })}
        />
      }
      analytics={({ pipeline }) => (
        <AnalyticsPanel
          {...{ datasetId, filters, search }}
          isPipeline={pipeline !== null}
          onFilter={(made, text) => setView({ ...view, filters: made, search: text })}
          onRows={(made) => {
            setView({ ...view, filters: made });
            setTab("content");
          }}
        />
      )}
    />
  );
}

/** A dataset opened inside another panel: its view is the page's own affair. */
export function OpenedDataset(props: { id: string; tab?: string; onBack: () => void }) {
  const { id, tab = "overview", onBack } = props;
  const { port } = useSurroundings();
  const model = useMemo(() => localModel({ dataset_id: id, tab, view: {}, height: 560 }), [id]);
  return (
    <Surrounding.Provider value={{ port, model }}>
      <ShownDataset onBack={onBack} />
    </Surrounding.Provider>
  );
}
