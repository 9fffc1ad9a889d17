// Puts the panels of one widget together; features don't know one another.

import type { ComponentChildren, JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { ListingPanel } from "../features/datasets/listing";
import type { ExportProps, ExportsPanelProps } from "../features/exports";
import type { HubPanelProps } from "../features/hub";
import type { ImportPanelProps } from "../features/imports";
import type { PeoplePanelProps } from "../features/people";
import type { BuilderPanelProps, WorkPanelProps } from "../features/pipelines";
import type { ShareProps } from "../features/sharing";
import type { BuilderState, ListedDataset, WorkPlace } from "../protocol/operations";
import { localModel, type Model } from "../transport/model";
import type { Port } from "../transport/port";
import {
  Button,
  later,
  lendBy,
  usePort,
  useTheme,
  useToasts,
  useTrait,
  useWidth,
  warm,
} from "../ui";
import { Surrounding, useSurroundings } from "../ui/port";
import { type Boot, OpenedDataset, ShownDataset } from "./dataset";
import { lend } from "./shared";

const BuilderPanel = later<BuilderPanelProps>("BuilderPanel");
const ExportDialog = later<ExportProps>("ExportDialog");
const ExportsPanel = later<ExportsPanelProps>("ExportsPanel");
const HubPanel = later<HubPanelProps>("HubPanel");
const ImportPanel = later<ImportPanelProps>("ImportPanel");
const PeoplePanel = later<PeoplePanelProps>("PeoplePanel");
const BoardView = later("BoardView");
const SeedPanel = later("SeedPanel");
const ShareDialog = later<ShareProps>("ShareDialog");
const SharePanel = later("SharePanel");
const StudioView = later("StudioView");
const WorkPanel = later<WorkPanelProps>("WorkPanel");
lendBy(lend);

/** What the first paint needs; it holds for the state in which the widget was made. */
function useBoot(): Boot {
  const { model } = useSurroundings();
  return useMemo(
    () => ({ answers: model.get("_boot") ?? {}, frames: model.get("_frames") ?? {} }),
    [model],
  );
}

type Way = "file" | "hub";

/** A panel inside another one's widget, which has no traits for it. */
function Within(props: { traits: Record<string, string>; children: ComponentChildren }) {
  const { port, model } = useSurroundings();
  const own = useMemo(() => {
    const isOurs = Object.keys(props.traits).every((name) => model.get(name) !== undefined);
    return isOurs ? model : localModel(props.traits);
  }, [model]);
  return <Surrounding.Provider value={{ port, model: own }}>{props.children}</Surrounding.Provider>;
}

/** The ways in, from each of which the other is one press away. */
function Bringing(props: {
  way: Way;
  path?: string;
  onClose?: () => void;
  onDone: (datasetId: string) => void;
}) {
  const [way, go] = useState(props.way);
  const { path, onDone, onClose = way === props.way ? undefined : () => go(props.way) } = props;
  if (way === "file")
    return <ImportPanel path={path} onClose={onClose} onDone={onDone} onHub={() => go("hub")} />;
  return (
    <Within traits={{ text: "", repo_id: "" }}>
      <HubPanel onClose={onClose} onDone={onDone} onFile={() => go("file")} />
    </Within>
  );
}

function Listing() {
  const boot = useBoot();
  const [datasetId, setDatasetId] = useTrait<string>("dataset_id");
  const [title] = useTrait<string>("_title");
  const [way, setWay] = useState<Way | "people" | "exports">();
  const [tab, setTab] = useState("overview");
  const [exported, setExported] = useState<ListedDataset>();
  const [shared, setShared] = useState<ListedDataset>();
  const { say, view: toasts } = useToasts();
  const open = (id: string, at = "overview") => {
    setTab(at);
    setDatasetId(id);
  };
  const close = () => setWay(undefined);
  const done = (id: string) => {
    close();
    open(id);
  };
  if (way === "people")
    return (
      <Within traits={{ tab: "", project_id: "" }}>
        <PeoplePanel onClose={close} onDataset={done} />
      </Within>
    );
  if (way === "exports") return <ExportsPanel onClose={close} />;
  if (way) return <Bringing way={way} onClose={close} onDone={done} />;
  if (datasetId) return <OpenedDataset id={datasetId} tab={tab} onBack={() => setDatasetId("")} />;
  return (
    <>
      <ListingPanel
        title={title}
        boot={boot.answers["datasets.list"]}
        preferences={boot.answers.preferences}
        onOpen={open}
        onImport={setWay}
        onWay={setWay}
        onExport={setExported}
        onShare={setShared}
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
      {shared && (
        <ShareDialog
          datasetId={shared.id}
          name={shared.name}
          say={say}
          onClose={() => setShared(undefined)}
        />
      )}
      {toasts}
    </>
  );
}

function Dataset() {
  return <ShownDataset boot={useBoot()} />;
}

function Bring({ way }: { way: Way }) {
  const [path] = useTrait<string>("path");
  const [, setDatasetId] = useTrait<string>("dataset_id");
  const [opened, open] = useState("");
  const done = (id: string) => {
    setDatasetId(id);
    open(id);
  };
  if (opened) return <OpenedDataset id={opened} onBack={() => open("")} />;
  return <Bringing way={way} path={path} onDone={done} />;
}

function People() {
  const [opened, open] = useState("");
  if (opened) return <OpenedDataset id={opened} onBack={() => open("")} />;
  return <PeoplePanel onDataset={open} />;
}

/** Below a chart that a cell shows: the Studio, in the chart's place. */
function Edit() {
  const { isAlive } = usePort();
  const [isOpen, open] = useState(false);
  if (isOpen) return <StudioView />;
  if (!isAlive) return <></>;
  const press = ({ target }: MouseEvent) => {
    const chart = (target as Element).closest(".jp-OutputArea-child")?.previousElementSibling;
    chart?.setAttribute("style", "display:none");
    open(true);
  };
  return <Button kind="quiet" size="s" icon="pencil" label="Edit in the Studio" onPress={press} />;
}

const Import = () => <Bring way="file" />;
const Hub = () => <Bring way="hub" />;
const Work = () => (
  <WorkPanel place={useBoot().answers["pipelines.work"] as WorkPlace | undefined} />
);
const Build = () => (
  <BuilderPanel state={useBoot().answers["pipelines.draft"] as BuilderState | undefined} />
);

const PANELS: Record<string, () => JSX.Element> = {
  listing: Listing,
  dataset: Dataset,
  import: Import,
  hub: Hub,
  people: People,
  board: () => <BoardView />,
  edit: Edit,
  seed: () => <SeedPanel />,
  share: () => <SharePanel />,
  studio: () => <StudioView />,
  work: Work,
  build: Build,
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
