// Questions before something is done with versions.

import { useState } from "preact/hooks";
import type { VersionItem } from "../../protocol/operations";
import { sentence } from "../../transport/port";
import { Banner, counted, Dialog, Field, TextInput, usePort } from "../../ui";
import type { Say } from "./acting";

export interface Asking {
  datasetId: string;
  versions: readonly VersionItem[];
  say: Say;
  onClose: () => void;
  onDone: () => void;
}

export const named = (versions: readonly VersionItem[]) =>
  versions.length === 1 ? `version ${versions[0]?.number}` : counted(versions.length, "version");

/** Runs an action from a dialog: it closes when that is done, and says why when it isn't. */
function useDoing({ onClose, onDone, say }: Asking) {
  const [wrong, setWrong] = useState("");
  const [isBusy, setBusy] = useState(false);
  const run = async (act: () => Promise<string>) => {
    setBusy(true);
    setWrong("");
    try {
      const text = await act();
      onDone();
      say({ text });
      onClose();
    } catch (error) {
      setWrong(sentence(error));
      setBusy(false);
    }
  };
  return { wrong, isBusy, run };
}

export function RestoreDialog(props: Asking) {
  const { datasetId, versions, onClose } = props;
  const [version] = versions;
  const port = usePort();
  const { wrong, isBusy, run } = useDoing(props);
  const restore = () =>
    run(async () => {
      const asked = { dataset_id: datasetId, base_id: version?.version_id, is_restore: true };
      const { data } = await port.ask("lineage.create", asked);
      return `Restored ${version?.number} as ${data.number}`;
    });
  return (
    <Dialog
      title={`Restore ${named(versions)}?`}
      onClose={onClose}
      actions={[
        { label: "Cancel", onPress: onClose },
        { label: "Restore", kind: "primary", isBusy, onPress: () => void restore() },
      ]}
    >
      <p>
        The dataset will hold {counted(version?.row_count ?? 0, "row")} again, as a new version.
        Nothing is lost: the versions since then stay.
      </p>
      {wrong && <Banner isInset tone="bad" text={wrong} />}
    </Dialog>
  );
}

export function TagDialog(props: Asking & { onTag: (word: string) => Promise<boolean> }) {
  const { versions, onClose, onTag } = props;
  const [word, setWord] = useState("");
  const add = (text = word) => void onTag(text.trim()).then((isDone) => isDone && onClose());
  return (
    <Dialog
      title={`Tag ${named(versions)}`}
      onClose={onClose}
      actions={[
        { label: "Cancel", onPress: onClose },
        {
          label: "Add tag",
          kind: "primary",
          reason: word.trim() ? undefined : "Write a word first",
          onPress: () => add(),
        },
      ]}
    >
      <Field label="Tag" hint="In Python: vault.get(…, tag=…)">
        <TextInput label="Tag" value={word} onInput={setWord} onEnter={add} />
      </Field>
    </Dialog>
  );
}

export function NewDialog(props: Asking) {
  const { datasetId, onClose } = props;
  const port = usePort();
  const { wrong, isBusy, run } = useDoing(props);
  const [number, setNumber] = useState("");
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const make = () =>
    run(async () => {
      const asked = { dataset_id: datasetId, number: number.trim(), name, description };
      const { data } = await port.ask("lineage.create", asked);
      return `Made version ${data.number}`;
    });
  return (
    <Dialog
      title="New version"
      onClose={onClose}
      actions={[
        { label: "Cancel", onPress: onClose },
        { label: "Make version", kind: "primary", isBusy, onPress: () => void make() },
      ]}
    >
      <p>It holds what the dataset holds now, and takes no room on the disk.</p>
      {wrong && <Banner isInset tone="bad" text={wrong} />}
      <Field label="Number" optional hint="The next one, if left empty">
        <TextInput label="Number" value={number} onInput={setNumber} />
      </Field>
      <Field label="Name" optional>
        <TextInput label="Name" value={name} onInput={setName} />
      </Field>
      <Field label="Description" optional>
        <TextInput label="Description" value={description} onInput={setDescription} />
      </Field>
    </Dialog>
  );
}
