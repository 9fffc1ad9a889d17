// From the Studio to its dashboards, and back.

import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { isWithdrawn, sentence } from "../../../transport/port";
import { Banner, Button, counted, Menu, type MenuEntry, useAsk, usePort } from "../../../ui";
import { NameDialog } from "../kept";
import { BoardPanel } from "./panel";

interface DoorProps {
  datasetId: string;
  keptId: string;
  onOpen: (boardId: string) => void;
}

function NewBoard(props: DoorProps & { onClose: () => void }) {
  const port = usePort();
  const [trouble, setTrouble] = useState("");
  const make = async (name: string) => {
    setTrouble("");
    try {
      const chart_ids = props.keptId ? [props.keptId] : [];
      const args = { dataset_id: props.datasetId, name, chart_ids };
      props.onOpen((await port.ask("boards.create", args)).data.id);
    } catch (error) {
      if (!isWithdrawn(error)) setTrouble(sentence(error));
    }
  };
  return (
    <NameDialog
      title="New dashboard"
      label="Make the dashboard"
      name=""
      trouble={trouble}
      onClose={props.onClose}
      onDone={(name) => void make(name)}
    />
  );
}

/** The dashboards there are, and a new one. */
function Door(props: DoorProps) {
  const { datasetId, onOpen } = props;
  const { isAlive } = usePort();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [isNaming, setNaming] = useState(false);
  const known = useAsk("boards.list", anchor ? { dataset_id: datasetId } : null, [anchor !== null]);
  const boards = known.data?.boards ?? [];
  const refused = known.data?.may_edit === false;
  const reason = refused ? "Your role may not change this dataset" : undefined;
  const entries: MenuEntry[] = boards.map(({ id, name, chart_count }) => ({
    label: name,
    icon: "table",
    note: counted(chart_count, "chart"),
    onPress: () => onOpen(id),
  }));
  if (boards.length > 0) entries.push("line");
  entries.push({ label: "New dashboard…", icon: "plus", reason, onPress: () => setNaming(true) });
  return (
    <>
      <Button
        kind="quiet"
        size="s"
        icon="table"
        label="Dashboards"
        popup="menu"
        caret
        isOpen={anchor !== null}
        reason={isAlive ? undefined : "The kernel is gone"}
        onPress={(event) => setAnchor(event.currentTarget as HTMLElement)}
      />
      {anchor && known.data && !known.isLoading && (
        <Menu label="Dashboards" {...{ anchor, entries }} onClose={() => setAnchor(null)} />
      )}
      {anchor && known.error && <Banner tone="bad" text={sentence(known.error)} isInset />}
      {isNaming && <NewBoard {...props} onClose={() => setNaming(false)} />}
    </>
  );
}

/** The button that opens them, and the one that is open in the Studio's place. */
export function useBoards(datasetId: string, keptId: string): { view?: VNode; button: VNode } {
  const [open, setOpen] = useState("");
  const back = () => setOpen("");
  const button = <Door {...{ datasetId, keptId }} onOpen={setOpen} />;
  if (!open) return { button };
  const view = (
    <BoardPanel
      key={open}
      {...{ datasetId }}
      boardId={open}
      onBack={back}
      onOpen={setOpen}
      onDeleted={back}
    />
  );
  return { view, button };
}
