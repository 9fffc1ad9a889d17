// What lies over the list, and the bar between tools and table.

import type { ListedDataset } from "../../../protocol/operations";
import { later, Menu } from "../../../ui";
import type { BulkBar as Bulk } from "./bulk";
import type { Keys as ListOfKeys } from "./keys";
import type { DeleteDialog as Deleting, Outcomes as Told, Verb } from "./lifecycle";
import { rowMenu } from "./row_menu";
import { deleteChosen, doomedOf, type ListingProps, type State } from "./use_listing";

const BulkBar = later<Parameters<typeof Bulk>[0]>("BulkBar");
const Keys = later<Parameters<typeof ListOfKeys>[0]>("ListingKeys");
const DeleteDialog = later<Parameters<typeof Deleting>[0]>("DeleteDatasets");
const Outcomes = later<Parameters<typeof Told>[0]>("Outcomes");

export function Overlays({ state, props }: { state: State; props: ListingProps }) {
  const { open, setOpen, lifecycle } = state;
  const close = () => setOpen(null);
  const run = (verb: Verb, row: ListedDataset) => {
    if (verb === "delete") setOpen({ what: "delete", doomed: doomedOf(row) });
    else void lifecycle.run(verb, [row.id]);
  };
  const outcomes = lifecycle.outcomes;
  return (
    <>
      {open?.what === "menu" && (
        <Menu
          anchor={open.anchor}
          label={`Actions for ${open.row.name}`}
          onClose={close}
          entries={rowMenu(open.row, {
            ...props,
            onRename: () => state.setRenaming(open.row.id),
            onRun: (verb) => run(verb, open.row),
          })}
        />
      )}
      {open?.what === "delete" && (
        <DeleteDialog
          doomed={open.doomed}
          isBusy={lifecycle.isBusy}
          onClose={close}
          onDelete={() =>
            void lifecycle.run("delete", open.doomed.ids).then((isDone) => isDone && close())
          }
        />
      )}
      {open?.what === "keys" && <Keys onClose={close} />}
      {outcomes && <Outcomes {...outcomes} onClose={lifecycle.closeOutcomes} />}
      {state.toasts.view}
    </>
  );
}

export function Chosen({ state }: { state: State }) {
  const { selected, setSelected, listed, lifecycle } = state;
  if (selected.length === 0 || !state.port.isAlive) return null;
  return (
    <BulkBar
      selected={selected}
      revision={listed.list?.revision ?? 0}
      total={listed.list?.total_count ?? 0}
      isBusy={lifecycle.isBusy}
      onVisible={() => setSelected(state.visible)}
      onAll={state.selectAll}
      onNone={() => setSelected([])}
      onRun={(verb) => {
        if (verb === "delete") void deleteChosen(state);
        else void lifecycle.run(verb, selected);
      }}
    />
  );
}
