// One dataset: head, banners, tabs. The contents of the other tabs and the export dialog are given
// by the owner, since features don't know one another.

import type { VNode } from "preact";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { DatasetFacts, ExportFormat } from "../../../protocol/operations";
import { isWithdrawn, sentence } from "../../../transport/port";
import {
  Banner,
  EmptyState,
  later,
  Skeleton,
  useAsk,
  useEvent,
  useNow,
  usePort,
  useToasts,
  useWidth,
  type Width,
} from "../../../ui";
import { isGone, refusal, type Say, useActing } from "./acting";
import { Banners } from "./banners";
import type { DeleteDialog as Deleting } from "./deleting";
import { type Came, Crumb, DatasetHead, type DatasetTab } from "./head";
import { type Beside, OverviewPanel } from "./overview";

const DeleteDialog = later<Parameters<typeof Deleting>[0]>("DeleteDataset");

/** What the owner's export dialog is drawn with. */
export interface Exporting {
  facts: DatasetFacts;
  format?: ExportFormat;
  say: Say;
  onClose: () => void;
}

export interface DetailProps {
  datasetId: string;
  /** The answer to `datasets.describe` that came with the widget. */
  boot?: unknown;
  tab: string;
  onTab: (tab: string) => void;
  /** What the tab "content" shows. */
  content: VNode;
  /** What the tab "versions" shows. */
  versions: VNode;
  /** What the tab "studio" shows. */
  studio: VNode;
  onBack?: () => void;
  /** Shows another dataset in this place; it is told which one leads there. */
  onOpen: (datasetId: string, from: DatasetFacts) => void;
  from?: Came;
  onDeleted?: () => void;
  /** Draws the export dialog; without it nothing is exported from here. */
  exporting?: (asked: Exporting) => VNode;
  /** Draws the Share dialog. */
  sharing: (asked: Omit<Exporting, "format">) => VNode;
  tabs?: readonly DatasetTab[];
  /** Draws the pipeline that fills the dataset, in its overview. */
  pipeline?: (beside: Beside) => VNode;
  /** What the tab "analytics" shows. */
  analytics: (facts: DatasetFacts) => VNode;
}

const TABS: readonly DatasetTab[] = [
  { id: "overview", label: "Overview" },
  { id: "content", label: "Content" },
  { id: "analytics", label: "Analytics" },
  { id: "studio", label: "Studio" },
  { id: "versions", label: "Versions" },
];
/** The facts, asked anew whenever the catalogue changes; from `boot` without a question. */
function useFacts(id: string, boot: unknown) {
  const port = usePort();
  const [turn, again] = useReducer((n: number, _: unknown) => n + 1, 0);
  const booted = boot as DatasetFacts | undefined;
  const known = booted?.dataset_id === id ? booted : undefined;
  const args = known && turn === 0 ? null : { dataset_id: id };
  const { data, error } = useAsk("datasets.describe", args, [id, turn]);
  useEffect(
    () => port.onNews(({ news }) => news === "datasets.changed" && again(undefined)),
    [port],
  );
  const facts = data?.dataset_id === id ? data : known;
  return { facts, error: isWithdrawn(error) ? undefined : error, again: () => again(undefined) };
}

/** The width of the whole view, whose frame counts too. */
function useViewWidth() {
  const root = useRef<HTMLElement | null>(null);
  const width = useWidth(root);
  const mark = (own: HTMLElement | null) => {
    if (own) root.current = own.closest<HTMLElement>(".dv") ?? own;
  };
  return { width, mark };
}

function Waiting() {
  return (
    <div class="dv-detail-top" aria-busy="true">
      <span class="dv-vh">Loading the dataset</span>
      {[88, 240, 160].map((width) => (
        <div key={width} class="dv-waiting">
          <Skeleton width={width} />
        </div>
      ))}
    </div>
  );
}

/** Nothing to show: it was deleted while it was shown, or it can't be had. */
function Absent(props: {
  facts?: DatasetFacts;
  error: Error;
  onBack?: () => void;
  onRetry: () => void;
}) {
  const { facts, error, onBack } = props;
  const back = onBack && { label: "Back to all datasets", onPress: onBack };
  if (facts && isGone(error)) {
    return (
      <>
        <div class="dv-detail-top">
          <Crumb project={facts.project} onBack={onBack} />
        </div>
        <Banner
          tone="bad"
          text={`${facts.name} was deleted. Its rows and versions are gone.`}
          action={back}
        />
      </>
    );
  }
  const retry = { label: "Try again", onPress: props.onRetry };
  return (
    <EmptyState
      icon="error"
      title={isGone(error) ? "There is no such dataset" : "The dataset can’t be shown"}
      text={isGone(error) ? "It was deleted, or you may not see it." : sentence(error)}
      actions={[...(isGone(error) ? [] : [retry]), ...(back ? [back] : [])]}
    />
  );
}

const countedTab = (tab: DatasetTab, { version_count }: DatasetFacts): DatasetTab =>
  tab.id === "versions" && version_count ? { ...tab, count: version_count } : tab;

/** The owner's tabs. */
function given(props: DetailProps, shown: string, facts: DatasetFacts) {
  if (shown === "analytics") return props.analytics(facts);
  if (shown === "studio") return props.studio;
  return shown === "versions" ? props.versions : props.content;
}

type Open = "rename" | "describe" | "delete" | "share" | { format?: ExportFormat } | null;

const mayShare = ({ refused }: DatasetFacts): boolean => refused.share === undefined;

/** The owner's dialogs. */
function over({ sharing, exporting }: DetailProps, open: Open, asked: Exporting) {
  if (open === "share") return sharing(asked);
  return open && typeof open === "object" && exporting?.({ ...asked, ...open });
}

function Present(props: DetailProps & ReturnType<typeof useFacts> & { width: Width; say: Say }) {
  const { tab, onTab, say, again, exporting, error, onOpen, from } = props;
  const facts = props.facts as DatasetFacts;
  const { isAlive } = usePort();
  const now = useNow();
  const [open, setOpen] = useState<Open>(null);
  const close = useEvent(() => setOpen(null));
  const { archive, load } = useActing(facts, say, again);
  const tabs = (props.tabs ?? TABS).map((each) => countedTab(each, facts));
  const { id: shown = "overview", label } = tabs.find(({ id }) => id === tab) ?? tabs[0] ?? {};
  const onExport = exporting && ((format?: ExportFormat) => setOpen({ format }));
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "F2" || refusal(facts, "rename", isAlive)) return;
    event.preventDefault();
    setOpen("rename");
  };
  const onDone = () => {
    close();
    (props.onDeleted ?? again)();
  };
  const describe = (isOn: boolean) => {
    if (isOn && shown !== "overview") onTab("overview");
    setOpen(isOn ? "describe" : null);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F2 anywhere in the view renames
    <div class="dv-detail" onKeyDown={keys}>
      <Banners
        {...{ facts, now }}
        trouble={error && sentence(error)}
        onRetry={again}
        onExport={onExport && (() => onExport())}
        onUnarchive={() => void archive(false)}
      />
      <DatasetHead
        {...{ facts, now, tabs, onTab, onExport, from }}
        width={props.width}
        tab={shown}
        onBack={props.onBack}
        onLoad={() => void load()}
        onShare={isAlive && mayShare(facts) ? () => setOpen("share") : undefined}
        onArchive={(isOn) => void archive(isOn)}
        onDelete={() => setOpen("delete")}
        onDescribe={() => describe(true)}
        isRenaming={open === "rename"}
        onRenaming={(isOn) => setOpen(isOn ? "rename" : null)}
        onChanged={again}
      />
      <div role="tabpanel" aria-label={label}>
        {shown === "overview" ? (
          <OverviewPanel
            {...{ facts, now, say, onOpen }}
            isDescribing={open === "describe"}
            onDescribing={describe}
            onChanged={again}
            pipeline={props.pipeline}
          />
        ) : (
          given(props, shown, facts)
        )}
      </div>
      {open === "delete" && <DeleteDialog facts={facts} onClose={close} onDone={onDone} />}
      {over(props, open, { facts, say, onClose: close })}
    </div>
  );
}

export function DetailPanel(props: DetailProps) {
  const found = useFacts(props.datasetId, props.boot);
  const { width, mark } = useViewWidth();
  const { say, view } = useToasts();
  const { facts, error, again } = found;
  const isAbsent = error !== undefined && (!facts || isGone(error));
  return (
    <div ref={mark}>
      {isAbsent ? (
        <Absent facts={facts} error={error} onBack={props.onBack} onRetry={again} />
      ) : facts ? (
        <Present {...props} {...found} width={width} say={say} />
      ) : (
        <Waiting />
      )}
      {view}
    </div>
  );
}
