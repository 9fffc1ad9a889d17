// The tab "Versions": graph and list, one version's facts beside them, what can be done with them.

import { useMemo, useState } from "preact/hooks";
import type { VersionItem, VersionPage } from "../../protocol/operations";
import { sentence } from "../../transport/port";
import {
  type Anchor,
  Button,
  EmptyState,
  Menu,
  Skeleton,
  useNow,
  usePort,
  useToasts,
} from "../../ui";
import { type Say, useActing, useVersions } from "./acting";
import { Bulk } from "./bulk";
import { useChanges } from "./changes";
import { CompareCard, DiffRows, type Kind } from "./compare";
import { DeleteDialog } from "./deleting";
import { NewDialog, RestoreDialog, TagDialog } from "./dialogs";
import { Graph } from "./graph";
import { type Acting, entriesOf, Info, type Open } from "./info";
import { List } from "./list";
import { type Outcomes, OutcomesDialog } from "./outcomes";
import { matching, Tools, type Wanted } from "./tools";

export interface LineageProps {
  datasetId: string;
}

function Dialogs(props: {
  open: Open | undefined;
  page: VersionPage;
  acting: Acting;
  say: Parameters<typeof DeleteDialog>[0]["say"];
  onClose: () => void;
  onDone: () => void;
}) {
  const { open, page, acting, say, onClose, onDone } = props;
  if (!open) return null;
  const ids = "ids" in open ? open.ids : [];
  const versions = page.versions.filter(({ version_id }) => ids.includes(version_id));
  const asking = { datasetId: page.dataset_id, versions, say, onClose, onDone };
  if (open.what === "delete") return <DeleteDialog {...asking} />;
  if (open.what === "restore") return <RestoreDialog {...asking} />;
  if (open.what === "new") return <NewDialog {...asking} />;
  return <TagDialog {...asking} onTag={(word) => acting.tag([...ids], word)} />;
}

const EVERYTHING: Wanted = { search: "", state: "", hasArchived: true };

/** What is looked for, looked at, compared with and chosen. */
function useChoosing(page: VersionPage) {
  const [wanted, setWanted] = useState<Wanted>({ ...EVERYTHING, hasArchived: false });
  const [selectedId, setSelected] = useState(page.head_id ?? "");
  const [groundId, setGround] = useState("");
  const [chosenIds, choose] = useState<ReadonlySet<string>>(new Set());
  const [isPicking, pick] = useState(false);
  const [kind, show] = useState<Kind>();
  const [keyColumn, setKey] = useState("");
  const shown = useMemo(() => matching(page.versions, wanted), [page, wanted]);
  const byId = (id: string) => page.versions.find(({ version_id }) => version_id === id);
  const selected = byId(selectedId) ?? byId(page.head_id ?? "") ?? page.versions[0];
  const compare = (after: string, before: string) => {
    setSelected(after);
    setGround(before);
    pick(false);
    show(undefined);
  };
  /** A press on a version: looked at, or taken as the other one to compare with. */
  const select = (id: string) => {
    if (!isPicking) compare(id, "");
    else if (id !== selected?.version_id) compare(selected?.version_id ?? "", id);
  };
  return {
    wanted,
    setWanted,
    shown,
    selected,
    ground: groundId === selected?.version_id ? undefined : byId(groundId),
    chosen: page.versions.filter(({ version_id }) => chosenIds.has(version_id)),
    chosenIds,
    choose,
    isPicking,
    pick,
    kind,
    show,
    keyColumn: page.key_columns.includes(keyColumn) ? keyColumn : "",
    setKey: (name: string) => {
      show(undefined);
      setKey(name);
    },
    compare,
    select,
  };
}

function Nothing({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon="search"
      title="No version matches"
      text="Numbers, notes, tags and names of people were searched."
      actions={[{ label: "Show all versions", onPress: onClear }]}
    />
  );
}

/** Said while a second version is waited for. */
function Picking({ item, onStop }: { item: VersionItem; onStop: () => void }) {
  return (
    <div class="dv-bulk" role="status">
      <div class="dv-bulk-bar dv-version-picking">
        <span class="dv-grow">
          Choose the version to compare <b class="dv-m">{item.number}</b> with, in the graph or in
          the list.
        </span>
        <Button size="s" kind="quiet" label="Cancel" onPress={onStop} />
      </div>
    </div>
  );
}

type Choosing = ReturnType<typeof useChoosing>;

/** The graph, and below it the list or the rows that differ. */
function Left(props: {
  page: VersionPage;
  choosing: Choosing;
  acting: Acting;
  now: Date;
  onOpen: (open: Open) => void;
  onMenu: (item: VersionItem, anchor: Anchor) => void;
}) {
  const { page, choosing, acting, now, onOpen, onMenu } = props;
  const { shown, selected, ground, chosen, chosenIds, choose, kind, keyColumn } = choosing;
  const changes = useChanges(page.dataset_id, keyColumn);
  const common = { selected: selected?.version_id ?? "", now, onSelect: choosing.select, onMenu };
  return (
    <div class="dv-version-left">
      <Graph versions={shown} headId={page.head_id} {...common} />
      {choosing.isPicking && selected && (
        <Picking item={selected} onStop={() => choosing.pick(false)} />
      )}
      {chosen.length > 0 && (
        <Bulk
          {...{ page, shown, chosen, acting, onOpen }}
          onChoose={choose}
          onCompare={choosing.compare}
        />
      )}
      {kind && selected ? (
        <DiffRows
          key={`${kind} ${selected.version_id} ${ground?.version_id ?? ""}`}
          {...{ kind, keyColumn }}
          datasetId={page.dataset_id}
          after={selected}
          before={ground}
          onClose={() => choosing.show(undefined)}
        />
      ) : shown.length === 0 ? (
        <Nothing onClear={() => choosing.setWanted(EVERYTHING)} />
      ) : (
        <List versions={shown} chosen={chosenIds} onChoose={choose} {...{ changes, ...common }} />
      )}
      {page.versions.length === 1 && (
        <p class="dv-version-alone dv-s dv-3">
          One version so far. Appending, editing or importing again makes the next one.
        </p>
      )}
    </div>
  );
}

/** The card that compares the selected version with its parent, or with the one picked. */
function Comparing(props: { page: VersionPage; choosing: Choosing; onShow: () => void }) {
  const { page, choosing } = props;
  const { selected, ground } = choosing;
  if (!selected) return null;
  return (
    <CompareCard
      datasetId={page.dataset_id}
      after={selected}
      before={ground}
      keys={page.key_columns}
      others={page.versions}
      keyColumn={choosing.keyColumn}
      shown={choosing.kind}
      onGround={(id) => choosing.compare(selected.version_id, id)}
      onKey={choosing.setKey}
      onShow={(kind) => {
        props.onShow();
        choosing.show(kind);
      }}
    />
  );
}

/** Escape leaves what was begun last. */
function leavingOf(choosing: Choosing, isFull: boolean, setFull: (isFull: boolean) => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    if (choosing.isPicking) choosing.pick(false);
    else if (choosing.kind) choosing.show(undefined);
    else if (isFull) setFull(false);
    else if (choosing.chosen.length > 0) choosing.choose(new Set());
    else return;
    event.stopPropagation();
  };
}

interface PresentProps {
  page: VersionPage;
  choosing: Choosing;
  acting: Acting;
  say: Say;
  onOpen: (open: Open) => void;
}

function Body(props: PresentProps) {
  const { page, choosing, acting, say, onOpen } = props;
  const now = useNow();
  const [isFull, setFull] = useState(false);
  const [menu, setMenu] = useState<{ item: VersionItem; anchor: Anchor }>();
  const { selected } = choosing;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape anywhere leaves what was begun
    <div
      class={`dv-versions ${isFull ? "is-full" : ""}`}
      onKeyDown={leavingOf(choosing, isFull, setFull)}
    >
      <Tools
        page={page}
        shown={choosing.shown}
        wanted={choosing.wanted}
        isPicking={choosing.isPicking}
        onWanted={choosing.setWanted}
        onPick={choosing.pick}
        onNew={() => onOpen({ what: "new" })}
      />
      <div class="dv-version-main">
        <Left
          {...{ page, choosing, acting, now, onOpen }}
          onMenu={(item, anchor) => setMenu({ item, anchor })}
        />
        {selected && (
          <Info
            key={selected.version_id}
            {...{ page, isFull, acting, say, onOpen }}
            item={selected}
            compared={<Comparing {...{ page, choosing }} onShow={() => setFull(false)} />}
            onSelect={choosing.select}
            onFull={setFull}
          />
        )}
      </div>
      {menu && (
        <Menu
          anchor={menu.anchor}
          label={`Version ${menu.item.number}`}
          entries={entriesOf({ page, item: menu.item, acting, onOpen })}
          onClose={() => setMenu(undefined)}
        />
      )}
    </div>
  );
}

function Present({ page, again }: { page: VersionPage; again: () => void }) {
  const { say, view: toasts } = useToasts();
  const [outcomes, setOutcomes] = useState<Outcomes>();
  const acting = useActing(page, say, again, setOutcomes);
  const choosing = useChoosing(page);
  const [open, setOpen] = useState<Open>();
  return (
    <>
      <Body {...{ page, choosing, acting, say }} onOpen={setOpen} />
      <Dialogs
        {...{ open, page, acting, say }}
        onClose={() => setOpen(undefined)}
        onDone={() => {
          choosing.choose(new Set());
          again();
        }}
      />
      {outcomes && <OutcomesDialog {...outcomes} onClose={() => setOutcomes(undefined)} />}
      {toasts}
    </>
  );
}

function Waiting() {
  return (
    <div class="dv-versions" aria-busy="true">
      <span class="dv-vh">Loading the versions</span>
      {[320, 240, 280].map((width) => (
        <div key={width} class="dv-version-wait">
          <Skeleton width={width} />
        </div>
      ))}
    </div>
  );
}

export function LineagePanel({ datasetId }: LineageProps) {
  const { isAlive } = usePort();
  const { data, error, again } = useVersions(datasetId);
  if (data && data.versions.length > 0) return <Present page={data} again={again} />;
  if (data)
    return (
      <EmptyState
        icon="pipeline"
        title="No versions yet"
        text="Each import, append or edit makes one, and each stays as it was made."
      />
    );
  if (!isAlive)
    return (
      <EmptyState icon="offline" title="A saved copy" text="Run the cell to see the versions." />
    );
  if (error)
    return (
      <EmptyState
        icon="error"
        title="The versions can’t be shown"
        text={sentence(error)}
        actions={[{ label: "Try again", onPress: again }]}
      />
    );
  return <Waiting />;
}
