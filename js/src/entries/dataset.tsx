// One dataset's view: head and tabs around the rows, bound to the traits of a widget.

import { useMemo } from "preact/hooks";
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
import type { ContentQuery, Description, PageResult, Selection } from "../protocol/operations";
import { localModel } from "../transport/model";
import { later, useSurroundings, useTrait } from "../ui";
import { Surrounding } from "../ui/port";

const ExportDialog = later<ExportProps>("ExportDialog");
const LineagePanel = later<LineageProps>("LineagePanel");

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

export function ShownDataset({ boot, onBack }: { boot?: Boot; onBack?: () => void }) {
  const [datasetId] = useTrait<string>("dataset_id");
  const [tab, setTab] = useTrait<string>("tab");
  const [view] = useTrait<Partial<View>>("view");
  const { filters, search, sorts } = viewOf(view);
  return (
    <DetailPanel
      key={datasetId}
      datasetId={datasetId}
      boot={boot?.answers["datasets.describe"]}
      tab={tab}
      onTab={setTab}
      onBack={onBack}
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
      content={<Content boot={boot} />}
      versions={<LineagePanel datasetId={datasetId} />}
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
