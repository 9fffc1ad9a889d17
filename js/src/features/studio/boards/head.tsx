// The head of a dashboard: its name, who saved it, and what can be done with it.

import { useState } from "preact/hooks";
import type { BoardState, Filter } from "../../../protocol/operations";
import {
  ago,
  Banner,
  Button,
  counted,
  Dialog,
  exact,
  IconButton,
  Menu,
  type MenuEntry,
  saveFile,
  useNow,
  usePort,
} from "../../../ui";
import { useTried } from "../../../ui/tried";
import { NameDialog } from "../kept";
import { type Picks, pickedOf } from "./selection";
import type { OpenBoard } from "./use-board";

export interface HeadProps {
  datasetId: string;
  board: OpenBoard;
  state: BoardState;
  reason: string | undefined;
  picks: Picks;
  filter: Filter | null;
  isDark: boolean;
  onAdd: (chartId: string) => void;
  onBack?: () => void;
  onOpen?: (boardId: string) => void;
  onDeleted?: () => void;
}

type Asking = "rename" | "delete" | null;

/** What can be done with the whole dashboard; each tells what went wrong. */
function useDeeds(props: HeadProps, done: () => void) {
  const { datasetId, state, board } = props;
  const port = usePort();
  const { trouble, setTrouble, tried: tell } = useTried();
  const tried = async (work: () => Promise<unknown>) => (await tell(work)) && done();
  const which = { dataset_id: datasetId, board_id: state.id };
  const rename = (name: string) =>
    tried(async () => board.learn((await port.ask("boards.rename", { ...which, name })).data));
  const duplicate = () =>
    tried(async () => props.onOpen?.((await port.ask("boards.duplicate", which)).data.id));
  const remove = () =>
    tried(async () => {
      await port.ask("boards.delete", which);
      props.onDeleted?.();
    });
  const save = () =>
    tried(async () => {
      const { filter, isDark: is_dark } = props;
      const args = { ...which, filter, picked: pickedOf(props.picks), is_dark };
      const { data, frames } = await port.ask("boards.file", args);
      saveFile(data.name, [frames.file as Uint8Array<ArrayBuffer>], "text/html");
    });
  return { trouble, setTrouble, rename, duplicate, remove, save };
}

function versionEntry({ state, board, reason }: HeadProps): MenuEntry {
  const { newest, is_pinned: isPinned } = state;
  if (isPinned) {
    return {
      label: "Follow the dataset",
      icon: "refresh",
      reason,
      onPress: () => board.change({ pinnedTo: "" }),
    };
  }
  const none = newest ? undefined : "The dataset has no version while it is collected";
  return {
    label: newest ? `Stay with version ${newest}` : "Stay with a version",
    icon: "pin",
    reason: reason ?? none,
    onPress: () => board.change({ pinnedTo: newest }),
  };
}

/** "4 charts of penguins, saved 3 days ago by Ana Ruiz" */
function Facts({ state }: { state: BoardState }) {
  const now = useNow();
  const { tiles, dataset_name: name, version, is_pinned: isPinned, made_by: by } = state;
  const of = isPinned ? `${name} ${version}` : name;
  return (
    <span class="dv-s dv-2 dv-cut" title={exact(state.saved_at)}>
      {counted(tiles.length, "chart")} of {of}, saved {ago(state.saved_at, now)}
      {by && ` by ${by}`}
    </span>
  );
}

function AddChart({ state, reason, onAdd }: HeadProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const there = new Set(state.tiles.map(({ chart_id }) => chart_id));
  const others = state.charts.filter(({ id }) => !there.has(id));
  const none =
    state.charts.length === 0 ? "Keep a chart in the Studio first" : "Every kept chart is on it";
  return (
    <>
      <Button
        kind="quiet"
        icon="plus"
        label="Add chart"
        popup="menu"
        isOpen={anchor !== null}
        reason={reason ?? (others.length === 0 ? none : undefined)}
        onPress={(event) => setAnchor(event.currentTarget as HTMLElement)}
      />
      {anchor && (
        <Menu
          label="Add a chart"
          anchor={anchor}
          onClose={() => setAnchor(null)}
          entries={others.map(({ id, name, kind }) => ({
            label: name,
            note: kind,
            onPress: () => onAdd(id),
          }))}
        />
      )}
    </>
  );
}

function Asked(props: {
  asking: Asking;
  name: string;
  deeds: ReturnType<typeof useDeeds>;
  onClose: () => void;
}) {
  const { asking, name, deeds, onClose } = props;
  if (asking === "rename") {
    return (
      <NameDialog
        title={`Rename ‘${name}’`}
        label="Rename"
        name={name}
        trouble={deeds.trouble}
        onClose={onClose}
        onDone={(made) => void deeds.rename(made)}
      />
    );
  }
  if (asking !== "delete") return null;
  return (
    <Dialog
      title={`Delete the dashboard ‘${name}’?`}
      onClose={onClose}
      actions={[
        { label: "Cancel", onPress: onClose },
        { label: "Delete the dashboard", kind: "danger", onPress: () => void deeds.remove() },
      ]}
    >
      <p>Its charts stay among the kept ones. The dashboard can’t be brought back.</p>
      {deeds.trouble && <Banner tone="bad" text={deeds.trouble} isInset />}
    </Dialog>
  );
}

export function Head(props: HeadProps) {
  const { state, reason, onBack } = props;
  const { isAlive } = usePort();
  const [asking, setAsking] = useState<Asking>(null);
  const [actions, setActions] = useState<HTMLElement | null>(null);
  const deeds = useDeeds(props, () => setAsking(null));
  const close = () => {
    setAsking(null);
    deeds.setTrouble("");
  };
  const entries: MenuEntry[] = [
    { label: "Rename…", icon: "pencil", reason, onPress: () => setAsking("rename") },
    versionEntry(props),
  ];
  if (props.onOpen) {
    entries.push({
      label: "Duplicate",
      icon: "copy",
      reason,
      onPress: () => void deeds.duplicate(),
    });
  }
  entries.push("line", {
    label: "Delete…",
    icon: "trash",
    reason,
    isDanger: true,
    onPress: () => setAsking("delete"),
  });
  return (
    <>
      <header class="dv-board-head">
        {onBack && <IconButton icon="left" label="Back to the Studio" onPress={onBack} />}
        <h2 class="dv-h1 dv-cut" title={state.name}>
          {state.name}
        </h2>
        <Facts state={state} />
        <span class="dv-grow" />
        <AddChart {...props} />
        <Button
          icon="download"
          label="Save as a page"
          reason={isAlive ? undefined : "The kernel is gone"}
          onPress={() => void deeds.save()}
        />
        <IconButton
          icon="more"
          label={`Actions for ${state.name}`}
          popup="menu"
          isOpen={actions !== null}
          onPress={(event) => setActions(event.currentTarget as HTMLElement)}
        />
      </header>
      {actions && (
        <Menu
          label={`Actions for ${state.name}`}
          anchor={actions}
          onClose={() => setActions(null)}
          entries={entries}
        />
      )}
      {deeds.trouble && asking === null && <Banner tone="bad" text={deeds.trouble} />}
      <Asked {...{ asking, deeds }} name={state.name} onClose={close} />
    </>
  );
}
