// The head of a dataset's view: where it is, what it is called, what can be done with it, its tabs.

import { useState } from "preact/hooks";
import type { DatasetFacts, ExportFormat } from "../../../protocol/operations";
import {
  ago,
  Badge,
  Button,
  counted,
  exact,
  Icon,
  IconButton,
  Menu,
  type MenuEntry,
  Tabs,
  usePort,
  type Width,
  WithTip,
} from "../../../ui";
import { refusal, SAVED } from "./acting";
import { Title } from "./title";

export interface DatasetTab {
  id: string;
  label: string;
  count?: number;
}

export interface HeadProps {
  facts: DatasetFacts;
  width: Width;
  tabs: readonly DatasetTab[];
  tab: string;
  onTab: (tab: string) => void;
  /** Without it the path is only told. */
  onBack?: () => void;
  from?: Came;
  /** Left out where nothing can be exported from here. */
  onExport?: (format?: ExportFormat) => void;
  onLoad: () => void;
  /** Left out for whoever may not share it. */
  onShare?: () => void;
  onArchive: (isOn: boolean) => void;
  onDelete: () => void;
  /** Asked to draw the overview with its description open. */
  onDescribe: () => void;
  isRenaming: boolean;
  onRenaming: (isRenaming: boolean) => void;
  onChanged: () => void;
  now: Date;
}

const FORMATS: readonly [ExportFormat, string][] = [
  ["csv", "CSV"],
  ["parquet", "Parquet"],
  ["json", "JSON"],
  ["ndjson", "NDJSON"],
  ["zip", "ZIP with CSV"],
  ["zip-json", "ZIP with JSON"],
];

/** The dataset that led here, which is one press away. */
export type Came = { name: string; onPress: () => void };

export function Crumb(props: { project: string | null; onBack?: () => void; from?: Came }) {
  const { project, onBack, from } = props;
  return (
    <nav class="dv-crumb" aria-label="Path">
      {from && (
        <>
          <button type="button" class="dv-link dv-row dv-row-4" onClick={from.onPress}>
            <Icon name="left" small />
            <span class="dv-cut">Back to {from.name}</span>
          </button>
          <span class="dv-sep" />
        </>
      )}
      {onBack ? (
        <button type="button" class="dv-link" onClick={onBack}>
          Data Vault
        </button>
      ) : (
        <span>Data Vault</span>
      )}
      {project && (
        <>
          <Icon name="right" small />
          <span class="dv-cut">{project}</span>
        </>
      )}
    </nav>
  );
}

type Why = (action: string) => string | undefined;

const archivingOf = ({ facts, onArchive }: HeadProps, why: Why) => ({
  label: facts.is_archived ? "Unarchive" : "Archive",
  icon: "archive" as const,
  reason: why(facts.is_archived ? "unarchive" : "archive"),
  onPress: () => onArchive(!facts.is_archived),
});

/** What has no button where the view is narrow. */
function otherEntries(props: HeadProps, why: Why): MenuEntry[] {
  const { onRenaming, onDescribe: describe, onDelete: remove } = props;
  const rename = () => onRenaming(true);
  return [
    { label: "Rename", icon: "pencil", keys: "F2", reason: why("rename"), onPress: rename },
    { label: "Edit description", icon: "text", reason: why("describe"), onPress: describe },
    "line",
    archivingOf(props, why),
    { label: "Delete…", icon: "trash", isDanger: true, reason: why("delete"), onPress: remove },
  ];
}

function Toolbar(props: HeadProps) {
  const { facts, width, onExport, onShare } = props;
  const { isAlive } = usePort();
  const [open, setOpen] = useState<{ which: string; anchor: HTMLElement } | null>(null);
  const why = (action: string) => refusal(facts, action, isAlive);
  const isWide = width === "wide";
  const Named = isWide ? Button : IconButton;
  const opener = (which: string) => ({
    popup: "menu" as const,
    isOpen: open?.which === which,
    onPress: ({ currentTarget }: MouseEvent) =>
      setOpen(open?.which === which ? null : { which, anchor: currentTarget as HTMLElement }),
  });
  const entries =
    open?.which === "more"
      ? otherEntries(props, why)
      : FORMATS.map(([format, label]) => ({ label, onPress: () => onExport?.(format) }));
  return (
    <div class="dv-row dv-row-4 dv-tools">
      <Named
        kind="quiet"
        label="Open in notebook"
        icon="book"
        tip={isWide ? "Copy the line that loads it" : undefined}
        reason={isAlive ? undefined : SAVED}
        onPress={props.onLoad}
      />
      {onShare && <Named kind="quiet" label="Share" icon="share" onPress={onShare} />}
      {onExport && (
        <Named {...opener("export")} caret label="Export" icon="download" reason={why("export")} />
      )}
      {isWide ? (
        <>
          <IconButton {...archivingOf(props, why)} class="dv-first" />
          <IconButton label="Delete" icon="trash" reason={why("delete")} onPress={props.onDelete} />
        </>
      ) : (
        <IconButton {...opener("more")} label="Rename, archive, delete" icon="more" />
      )}
      {open && <Menu entries={entries} anchor={open.anchor} onClose={() => setOpen(null)} />}
    </div>
  );
}

export function DatasetHead(props: HeadProps) {
  const { facts, width, now } = props;
  const { isAlive } = usePort();
  const isArchived = facts.is_archived;
  return (
    <header class="dv-detail-head">
      <div class="dv-detail-top">
        <Crumb project={facts.project} onBack={props.onBack} from={props.from} />
        <div class="dv-named">
          <Title
            facts={facts}
            reason={refusal(facts, "rename", isAlive)}
            isEditing={props.isRenaming}
            onEdit={props.onRenaming}
            onChanged={props.onChanged}
          />
          <Badge
            isBoxed
            state={isArchived ? "archived" : facts.state}
            word={isArchived ? `${facts.status} · archived` : facts.status}
          />
          <span class="dv-s dv-3 dv-meta">
            {counted(facts.row_count, "row")}
            {(width === "wide" || width === "narrow") && (
              <>
                ,{" "}
                <WithTip text={exact(facts.updated_at)}>
                  updated {ago(facts.updated_at, now)}
                </WithTip>
              </>
            )}
          </span>
          <Toolbar {...props} />
        </div>
      </div>
      {props.tabs.length > 1 && (
        <Tabs
          label="Dataset"
          class={width === "narrow" || width === "side" ? "dv-tab-select" : ""}
          tabs={props.tabs}
          chosen={props.tab}
          onChoose={props.onTab}
          isSelect={width === "narrow" || width === "side"}
        />
      )}
    </header>
  );
}
