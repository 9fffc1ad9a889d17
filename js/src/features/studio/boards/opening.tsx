// From the Studio to its dashboards, and back.

import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { BoardList } from "../../../protocol/operations";
import { Banner, Button, counted, Menu, type MenuEntry, usePort } from "../../../ui";
import { useTried } from "../../../ui/tried";
import { NameDialog } from "../kept";
import { BoardPanel } from "./panel";

interface DoorProps {
  datasetId: string;
  keptId: string;
  onOpen: (boardId: string) => void;
}

function NewBoard(props: DoorProps & { onClose: () => void }) {
  const port = usePort();
  const { trouble, tried } = useTried();
  const make = (name: string) =>
    tried(async () => {
      const chart_ids = props.keptId ? [props.keptId] : [];
      const args = { dataset_id: props.datasetId, name, chart_ids };
      props.onOpen((await port.ask("boards.create", args)).data.id);
    });
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

/** What the menu offers, and where it opens. */
interface Offer {
  anchor: HTMLElement;
  list: BoardList;
}

/** The dashboards there are, asked for with each press, and a new one. */
function Door(props: DoorProps) {
  const { datasetId, onOpen } = props;
  const port = usePort();
  const [offer, setOffer] = useState<Offer | null>(null);
  const [isNaming, setNaming] = useState(false);
  const { isBusy: isAsking, trouble, tried } = useTried();
  const ask = (anchor: HTMLElement) =>
    tried(async () => {
      const { data: list } = await port.ask("boards.list", { dataset_id: datasetId });
      setOffer({ anchor, list });
    });
  return (
    <>
      <Button
        kind="quiet"
        size="s"
        icon="table"
        label="Dashboards"
        popup="menu"
        caret
        isOpen={offer !== null}
        isBusy={isAsking}
        reason={port.isAlive ? undefined : "The kernel is gone"}
        onPress={(event) => void ask(event.currentTarget as HTMLElement)}
      />
      {offer && (
        <Menu
          label="Dashboards"
          anchor={offer.anchor}
          entries={entriesOf(offer.list, onOpen, () => setNaming(true))}
          onClose={() => setOffer(null)}
        />
      )}
      {trouble && <Banner tone="bad" text={trouble} isInset />}
      {isNaming && <NewBoard {...props} onClose={() => setNaming(false)} />}
    </>
  );
}

function entriesOf(
  { boards, may_edit: mayEdit }: BoardList,
  onOpen: (boardId: string) => void,
  onNew: () => void,
): readonly MenuEntry[] {
  const reason = mayEdit ? undefined : "Your role may not change this dataset";
  const entries: MenuEntry[] = boards.map(({ id, name, chart_count }) => ({
    label: name,
    icon: "table",
    note: counted(chart_count, "chart"),
    onPress: () => onOpen(id),
  }));
  if (boards.length > 0) entries.push("line");
  return [...entries, { label: "New dashboard…", icon: "plus", reason, onPress: onNew }];
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
