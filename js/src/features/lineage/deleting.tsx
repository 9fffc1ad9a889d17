// Deleting versions: the word first, then what came of each; what was refused can be tried again.

import { useState } from "preact/hooks";
import { sentence } from "../../transport/port";
import { Banner, Check, counted, Dialog, Field, TextInput, usePort } from "../../ui";
import { type Asking, named } from "./dialogs";
import { outcomeOf, type Result, Results, resultsOf, summed } from "./outcomes";

const WORD = "delete";

/** Deletes what is left, and remembers what came of each. */
function useDeleting({ datasetId, versions, say, onClose, onDone }: Asking) {
  const port = usePort();
  // The list behind the dialog goes on: those that were deleted aren't in it any more.
  const [all] = useState(versions);
  const [results, setResults] = useState<readonly Result[]>([]);
  const [wrong, setWrong] = useState("");
  const [isBusy, setBusy] = useState(false);
  const refused = results.filter(({ problem }) => problem);
  const left = results.length > 0 ? refused.map(({ item }) => item) : all;
  const run = async (confirm: string, force: boolean) => {
    const version_ids = left.map(({ version_id: id }) => id);
    setBusy(true);
    setWrong("");
    try {
      const asked = { dataset_id: datasetId, version_ids, confirm, force };
      const outcomes = await port.ask("lineage.delete", asked).then(
        ({ data }) => data.outcomes,
        (error) => outcomeOf(error, version_ids),
      );
      const now = resultsOf(all, outcomes);
      const isWhole = now.every(({ problem }) => !problem);
      if (now.some(({ problem }) => !problem)) onDone();
      if (isWhole) say({ text: `Deleted ${named(all)}` });
      if (isWhole) return onClose();
      setResults([...results.filter(({ problem }) => !problem), ...now]);
    } catch (error) {
      setWrong(sentence(error));
    }
    setBusy(false);
  };
  return { all, left, results, isHeld: refused.some((each) => each.isHeld), wrong, isBusy, run };
}

export function DeleteDialog(props: Asking) {
  const { onClose } = props;
  const { all, left, results, isHeld, wrong, isBusy, run } = useDeleting(props);
  const [text, setText] = useState("");
  const [isForced, setForced] = useState(false);
  const isPartly = left.length < all.length;
  const [it, its] = left.length > 1 ? ["them", "their"] : ["it", "its"];
  const reason = text === WORD ? undefined : `Type ${WORD} first`;
  return (
    <Dialog
      title={isPartly ? summed(results, "Deleted") : `Delete ${named(all)}?`}
      onClose={onClose}
      actions={[
        { label: isPartly ? "Close" : "Cancel", onPress: onClose },
        {
          label: isPartly ? `Try ${counted(left.length, "version")} again` : "Delete for good",
          kind: "danger",
          isBusy,
          reason,
          onPress: () => void run(text, isForced),
        },
      ]}
    >
      {!isPartly && <p>Bytes that no other version lists go from the disk. It can’t be undone.</p>}
      {wrong && <Banner isInset tone="bad" text={wrong} />}
      {results.length > 0 && (
        <div role="alert">
          <Results results={results} done="Deleted" />
        </div>
      )}
      {isHeld && (
        <Check
          isOn={isForced}
          onChange={setForced}
          label={`Delete ${it} all the same`}
          note={`Versions made from ${it} keep their rows and hang on ${its} parents`}
        />
      )}
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
