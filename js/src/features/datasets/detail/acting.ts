// What can be done with a dataset from its head: each says what came of it, in a toast.

import type { DatasetFacts } from "../../../protocol/operations";
import { Refusal, sentence } from "../../../transport/port";
import { type Toast, useEvent, usePort } from "../../../ui";
import { copyText } from "../../../ui/clipboard";

export type Say = (said: Toast) => void;

/** Whether an error means that the dataset is no longer there. */
export const isGone = (error: unknown): boolean =>
  error instanceof Refusal && ["dataset_not_found", "dataset_deleted"].includes(error.code);

export const SAVED = "A saved copy. Run the cell to use it";

/** Why an action isn't possible now, if it isn't. */
export const refusal = (facts: DatasetFacts, action: string, isAlive: boolean) =>
  isAlive ? facts.refused[action] : SAVED;

/** Copy and say so; what can't be copied is said itself, to be marked by hand. */
export async function copy(text: string, what: string, say: Say) {
  if (await copyText(text)) say({ text: what });
  else
    say({ text: `The browser keeps its clipboard closed. Copy it by hand: ${text}`, tone: "bad" });
}

/** Archive, bring back, copy the load code. `onChanged` runs after what changed the dataset. */
export function useActing(facts: DatasetFacts | undefined, say: Say, onChanged: () => void) {
  const port = usePort();
  const id = facts?.dataset_id ?? "";
  const name = facts?.name ?? "";
  const trying = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      say({ text: sentence(error), tone: "bad" });
      if (isGone(error)) onChanged();
    }
  };
  const archive = useEvent((isOn: boolean, isUndo = false) =>
    trying(async () => {
      await port.ask(isOn ? "lifecycle.archive" : "lifecycle.unarchive", { ids: [id] });
      onChanged();
      const undo = { label: "Undo", onPress: () => void archive(!isOn, true) };
      const text = `${isOn ? "Archived" : "Brought back"} ${name}`;
      say({ text, action: isUndo ? undefined : undo });
    }),
  );
  const load = useEvent(() =>
    trying(async () => {
      const { data } = await port.ask("datasets.load_code", { dataset_id: id });
      if (port.insert?.(data.code)) return say({ text: "Inserted a cell" });
      await copy(data.code, `Copied ${data.code}: paste it into a cell.`, say);
    }),
  );
  return { archive, load };
}
