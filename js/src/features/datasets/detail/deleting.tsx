// Deleting for good: the word unlocks the button.

import { useState } from "preact/hooks";
import type { DatasetFacts } from "../../../protocol/operations";
import { sentence } from "../../../transport/port";
import { Banner, counted, Dialog, Field, TextInput, usePort } from "../../../ui";
import { isGone } from "./acting";

const WORD = "delete";

export function DeleteDialog(props: {
  facts: DatasetFacts;
  onClose: () => void;
  onDone: () => void;
}) {
  const { facts, onClose, onDone } = props;
  const port = usePort();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState("");
  const [isBusy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await port.ask("lifecycle.delete", { ids: [facts.dataset_id], confirm: text });
      onDone();
    } catch (error) {
      if (isGone(error)) return onDone();
      setWrong(sentence(error));
      setBusy(false);
    }
  };
  const versions = counted(Math.max(1, facts.version_count), "version");
  return (
    <Dialog
      title={`Delete ${facts.name}?`}
      onClose={onClose}
      actions={[
        { label: "Cancel", onPress: onClose },
        {
          label: "Delete dataset",
          kind: "danger",
          isBusy,
          reason: text === WORD ? undefined : `Type ${WORD} first`,
          onPress: () => void remove(),
        },
      ]}
    >
      <p>
        This removes {counted(facts.row_count, "row")} and {versions} from disk. It can’t be undone.
      </p>
      {wrong && <Banner isInset tone="bad" text={wrong} />}
      <Field
        label={
          <>
            Type <code class="dv-b">{WORD}</code> to confirm
          </>
        }
      >
        <TextInput label={`Type ${WORD} to confirm`} size="l" value={text} onInput={setText} />
      </Field>
    </Dialog>
  );
}
