// Before a form counts: what that does to what is there already.

import { useState } from "preact/hooks";
import type { FormChanges } from "../../../protocol/operations";
import { Check, counted, Dialog } from "../../../ui";
import type { Building } from "./session";

const MOST_NAMED = 6;

function named(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).join(", ");
  const left = names.length - MOST_NAMED;
  return left > 0 ? `${shown} and ${left} more` : shown;
}

/** One sentence for each thing that happens. */
export function consequences(changes: FormChanges, isActivated: boolean): string[] {
  const { form_number, added, retired, row_count, pending_count, begun_count } = changes;
  const rows = counted(row_count, "row");
  if (form_number === 1) {
    const columns = `${counted(added.length, "column")} of its own: ${named(added)}.`;
    return [
      isActivated ? `Its dataset is made, with ${columns}` : `Its dataset will have ${columns}`,
    ];
  }
  const made: string[] = [];
  if (added.length > 0)
    made.push(
      `New ${added.length === 1 ? "column" : "columns"}: ${named(added)}. ${row_count > 0 ? `NULL in the ${rows} there ${row_count === 1 ? "is" : "are"}, until somebody fills it in.` : "There are no rows yet."}`,
    );
  if (retired.length > 0)
    made.push(
      `Retired: ${named(retired)}. What was collected stays in the data; it gets no more values.`,
    );
  if (added.length + retired.length === 0)
    made.push("The columns of the dataset stay as they are.");
  if (pending_count > 0)
    made.push(
      `${counted(pending_count, "task")} that nobody has begun ${pending_count === 1 ? "follows" : "follow"} the new form.`,
    );
  if (begun_count > 0)
    made.push(
      `${counted(begun_count, "task")} under way ${begun_count === 1 ? "goes" : "go"} on with the form ${begun_count === 1 ? "it was" : "they were"} begun with.`,
    );
  return made;
}

const STILL = new Set(["draft", "paused", "completed"]);

/** Whether there is nothing to publish, and work can be let begin or go on. */
export const isOnlyStill = ({ now, changes }: { now: Building; changes?: FormChanges }): boolean =>
  Boolean(changes?.is_same && !now.isChanged && !now.state?.has_draft) &&
  STILL.has(now.state?.status ?? "");

interface Props {
  now: Building;
  changes: FormChanges;
  onPublish: (isActivated: boolean) => void;
  onClose: () => void;
}

function ActivateDialog({ now, onPublish, onClose }: Props) {
  const isFirst = now.state?.status === "draft";
  return (
    <Dialog
      title="Activate the pipeline?"
      onClose={onClose}
      actions={[
        { label: "Cancel", onPress: onClose },
        { label: "Activate the pipeline", kind: "primary", onPress: () => onPublish(true) },
      ]}
    >
      <p>
        {isFirst
          ? "Its dataset is made, and tasks can be added and worked on."
          : "Work goes on, and its dataset collects again."}
      </p>
    </Dialog>
  );
}

export function PublishDialog(props: Props) {
  const { now, changes, onPublish, onClose } = props;
  const status = now.state?.status ?? "draft";
  const isRunning = status === "active";
  const isEnded = status === "completed";
  const [wish, setWish] = useState(!isRunning && status !== "paused");
  if (isOnlyStill(props)) return <ActivateDialog {...props} />;
  const isActivated = !isRunning && (isEnded || wish);
  const label = isActivated
    ? `Publish form ${changes.form_number} and activate`
    : `Publish form ${changes.form_number}`;
  return (
    <Dialog
      title={`Publish form ${changes.form_number}?`}
      onClose={onClose}
      actions={[
        { label: "Cancel", onPress: onClose },
        { label, kind: "primary", onPress: () => onPublish(isActivated) },
      ]}
    >
      <ul class="dv-told-list">
        {consequences(changes, isActivated).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        <li>A published form never changes: what you change next becomes the next form.</li>
      </ul>
      {!isRunning && (
        <Check
          label="Activate it, too"
          note={
            isEnded ? "It is completed: a new form needs work to go on." : "Work can begin at once."
          }
          isOn={isActivated}
          isOff={isEnded}
          onChange={setWish}
        />
      )}
    </Dialog>
  );
}
