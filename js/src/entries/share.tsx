// The page of a shared dataset: for whoever has the link, over HTTP, and nothing else of the vault.

import { render } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ContentPanel, NOTHING_CHOSEN, PLAIN_VIEW } from "../features/content";
import type { ExportProps } from "../features/exports";
import { DeadLink, SharedPage } from "../features/sharing/recipient";
import type { ShownChartsProps } from "../features/studio";
import type { SharedDataset } from "../protocol/operations";
import { HttpPort, NOTHING_THERE } from "../transport/http";
import { localModel } from "../transport/model";
import { type News, type Port, Refusal, sentence } from "../transport/port";
import {
  EmptyState,
  later,
  lendBy,
  Skeleton,
  useEvent,
  useTheme,
  useToasts,
  useWidth,
} from "../ui";
import { Surrounding } from "../ui/port";
import { styled } from "./served";
import { lend } from "./shared";

interface Settings {
  base: string;
  /** Where the share is, below `base`; empty where the link opens nothing. */
  share: string;
}

const ExportDialog = later<ExportProps>("ExportDialog");
const ShownCharts = later<ShownChartsProps>("ShownCharts");
lendBy(lend);

const { base, share }: Settings = JSON.parse(
  document.getElementById("datavault-page")?.textContent ?? "{}",
);

/** Nobody tells a reader of news: the page looks now and then, while it is looked at. */
const LOOK_EVERY = 15_000;
const CHANGED: News = { news: "datasets.changed", data: {}, seq: 0 };

const http = new HttpPort({
  ...{ base: new URL(base, location.origin).href, vault: "" },
  at: `${share}/`,
});

/** The port of the page: whatever answers that there is nothing here ends it. */
function ported(onDead: () => void) {
  const listeners = new Set<(news: News) => void>();
  const ask: Port["ask"] = async (op, args, options) => {
    try {
      return (await http.ask(op, args, options)) as never;
    } catch (error) {
      if (error instanceof Refusal && error.code === NOTHING_THERE) onDead();
      throw error;
    }
  };
  const port: Port = {
    isAlive: true,
    isServed: true,
    ask,
    onNews(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onBusy: (listener) => http.onBusy(listener),
  };
  const tell = () => {
    for (const listener of [...listeners]) listener(CHANGED);
  };
  return { port, tell };
}

const stampOf = (facts: SharedDataset): string =>
  JSON.stringify([facts.updated_at, facts.row_count, facts.column_count, facts.state]);

/** What is said of the dataset, looked at again and again; panels hear when it changed. */
function useFacts({ port, tell }: ReturnType<typeof ported>) {
  const [facts, setFacts] = useState<SharedDataset>();
  const [error, setError] = useState<unknown>();
  const last = useRef("");
  const looks = useRef(0);
  const look = useEvent(async () => {
    looks.current += 1;
    const mine = looks.current;
    try {
      const { data: found } = await port.ask("share.describe", {});
      if (mine !== looks.current) return;
      const isChanged = last.current !== "" && last.current !== stampOf(found);
      last.current = stampOf(found);
      setFacts(found);
      setError(undefined);
      if (isChanged) tell();
    } catch (failed) {
      if (mine === looks.current) setError(failed);
    }
  });
  useEffect(() => {
    const again = () => document.visibilityState === "visible" && void look();
    void look();
    const timer = setInterval(again, LOOK_EVERY);
    document.addEventListener("visibilitychange", again);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
    };
  }, [port]);
  return { facts, error, look };
}

const LOWEST = 320;
const AROUND = 230;

function Waiting({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error)
    return (
      <EmptyState
        icon="error"
        title="The dataset can’t be shown"
        text={sentence(error)}
        actions={[{ label: "Try again", onPress: onRetry }]}
      />
    );
  return (
    <div class="dv-shared-head" aria-busy="true">
      <span class="dv-vh">Loading the dataset</span>
      <Skeleton width={240} />
    </div>
  );
}

function Shown({ own }: { own: ReturnType<typeof ported> }) {
  const { facts, error, look } = useFacts(own);
  const [view, setView] = useState(PLAIN_VIEW);
  const [chosen, setChosen] = useState(NOTHING_CHOSEN);
  const [isExporting, setExporting] = useState(false);
  const { say, view: toasts } = useToasts();
  const root = useRef<HTMLDivElement>(null);
  const width = useWidth(root);
  const height = useMemo(() => Math.max(LOWEST, innerHeight - AROUND), []);
  const { filters, search, sorts } = view;
  if (!facts)
    return (
      <div ref={root}>
        <Waiting error={error} onRetry={() => void look()} />
      </div>
    );
  const { dataset_id: datasetId, title } = facts;
  return (
    <div ref={root}>
      <SharedPage
        facts={facts}
        width={width}
        onExport={() => setExporting(true)}
        content={
          <ContentPanel
            isShared
            datasetId={datasetId}
            view={view}
            onView={setView}
            selection={chosen}
            onSelection={setChosen}
            height={height}
          />
        }
        charts={facts.chart_count > 0 && <ShownCharts datasetId={datasetId} />}
      />
      {isExporting && (
        <ExportDialog
          isShared
          datasetId={datasetId}
          name={title}
          filter={{ filter: filters, search, sorts }}
          counts={{ all: facts.row_count }}
          say={say}
          onClose={() => setExporting(false)}
        />
      )}
      {toasts}
    </div>
  );
}

function Page() {
  const root = useRef<HTMLDivElement>(null);
  useTheme(root);
  useWidth(root);
  const [isDead, setDead] = useState(!share);
  const own = useMemo(() => ported(() => setDead(true)), []);
  const around = useMemo(() => ({ port: own.port, model: localModel() }), [own]);
  return (
    <div ref={root} class="dv dv-view dv-sharedpage">
      <Surrounding.Provider value={around}>
        {isDead ? <DeadLink /> : <Shown own={own} />}
      </Surrounding.Provider>
    </div>
  );
}

styled();
render(<Page />, document.getElementById("datavault") as HTMLElement);
