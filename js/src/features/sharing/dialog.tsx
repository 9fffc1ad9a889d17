// The Share dialog, over the dataset's view or the listing.

import { useState } from "preact/hooks";
import { Dialog, type DialogAction } from "../../ui";
import { type Asking, Body, Confirming } from "./body";
import type { Say } from "./link";
import { useSheet } from "./sheet";

export interface ShareProps {
  datasetId: string;
  name: string;
  say: Say;
  onClose: () => void;
}

export function ShareDialog(props: ShareProps) {
  const { onClose } = props;
  const sharing = useSheet(props.datasetId);
  const [asking, ask] = useState<Asking>("");
  const { sheet } = sharing;
  const actions: DialogAction[] = [{ label: "Done", onPress: onClose }];
  if (sheet?.mode) actions.unshift({ label: "Switch the link off", onPress: () => ask("off") });
  return (
    <>
      <Dialog
        isWide
        title={`Share ${sheet?.dataset_name || props.name}`}
        onClose={onClose}
        actions={actions}
      >
        <Body sharing={sharing} say={props.say} onPublic={() => ask("public")} />
      </Dialog>
      {sheet && <Confirming {...{ sheet, sharing, asking }} onClose={() => ask("")} />}
    </>
  );
}
