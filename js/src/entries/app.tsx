// Puts the panels of one widget together; features don't know one another.

import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { ListingPanel } from "../features/datasets/listing";
import type { ExportProps } from "../features/exports";
import type { ImportPanelProps } from "../features/imports";
import type { ListedDataset } from "../protocol/operations";
import type { Model } from "../transport/model";
import type { Port } from "../transport/port";
import { later, lendBy, useTheme, useToasts, useTrait, useWidth, warm } from "../ui";
import { Surrounding, useSurroundings } from "../ui/port";
import { type Boot, OpenedDataset, ShownDataset } from "./dataset";
import { lend } from "./shared";

const ExportDialog = later<ExportProps>("ExportDialog");
const ImportPanel = later<ImportPanelProps>("ImportPanel");
lendBy(lend);

/** What the first paint needs; it holds for the state in which the widget was made. */
function useBoot(): Boot {
  const { model } = useSurroundings();
  return useMemo(
    () => ({ answers: model.get("_boot") ?? {}, frames: model.get("_frames") ?? {} }),
    [model],
  );
}

function Listing() {
  const boot = useBoot();
  const [datasetId, setDatasetId] = useTrait<string>("dataset_id");
  const [title] = useTrait<string>("_title");
  const [isImporting, setImporting] = useState(false);
  const [tab, setTab] = useState("overview");
  const [exported, setExported] = useState<ListedDataset>();
  const { say, view: toasts } = useToasts();
  const open = (id: string, at = "overview") => {
    setTab(at);
    setDatasetId(id);
  };
  const close = () => setImporting(false);
  const done = (id: string) => {
    close();
    open(id);
  };
  if (isImporting) return <ImportPanel onClose={close} onDone={done} />;
  if (datasetId) return <OpenedDataset id={datasetId} tab={tab} onBack={() => setDatasetId("")} />;
  return (
    <>
      <ListingPanel
        title={title}
        boot={boot.answers["datasets.list"]}
        preferences={boot.answers.preferences}
        onOpen={open}
        onImport={() => setImporting(true)}
        onExport={setExported}
      />
      {exported && (
        <ExportDialog
          datasetId={exported.id}
          name={exported.name}
          counts={{ all: exported.row_count }}
          say={say}
          onClose={() => setExported(undefined)}
        />
      )}
      {toasts}
    </>
  );
}

function Dataset() {
  return <ShownDataset boot={useBoot()} />;
}

function Import() {
  const [path] = useTrait<string>("path");
  const [, setDatasetId] = useTrait<string>("dataset_id");
  const [opened, open] = useState("");
  const done = (id: string) => {
    setDatasetId(id);
    open(id);
  };
  if (opened) return <OpenedDataset id={opened} onBack={() => open("")} />;
  return <ImportPanel path={path} onDone={done} />;
}

const PANELS: Record<string, () => JSX.Element> = {
  listing: Listing,
  dataset: Dataset,
  import: Import,
};

export function App({ model, port }: { model: Model; port: Port }) {
  const root = useRef<HTMLDivElement>(null);
  useTheme(root);
  useWidth(root);
  // Whoever comes near will want more than the first picture.
  const near = () => port.isAlive && void warm(port).catch(() => undefined);
  const Panel = PANELS[model.get<string>("_panel")] ?? Listing;
  return (
    <div
      ref={root}
      class="dv dv-view"
      data-lm-suppress-shortcuts="true"
      onPointerEnter={near}
      onFocusIn={near}
    >
      <Surrounding.Provider value={{ model, port }}>
        <Panel />
      </Surrounding.Provider>
    </div>
  );
}
