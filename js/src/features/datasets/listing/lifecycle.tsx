// Archive, unarchive, delete: for one dataset or many, with the outcome of each.

import { useState } from "preact/hooks";
import type { BulkResult, OpName, Outcome } from "../../../protocol/operations";
import { isWithdrawn, sentence } from "../../../transport/port";
import { count, counted, Dialog, Field, Icon, TextInput, useEvent, usePort } from "../../../ui";

export type Verb = "archive" | "unarchive" | "delete";
const DONE = { archive: "Archived", unarchive: "Unarchived", delete: "Deleted" };
const OPS = {
  archive: "lifecycle.archive",
  unarchive: "lifecycle.unarchive",
  delete: "lifecycle.delete",
} satisfies Record<Verb, OpName>;

interface Say {
  text: string;
  tone?: "done" | "bad";
  action?: { label: string; onPress: () => void };
}

/** "Archived imdb", "2 archived, 1 refused: Helpfulness eval is collecting". */
export function told(verb: Verb, { outcomes, done_count }: BulkResult): string {
  const refused = outcomes.filter((each) => !each.is_done);
  if (refused.length === 0) {
    const [only] = outcomes;
    return `${DONE[verb]} ${outcomes.length === 1 && only ? only.name : counted(done_count, "dataset")}`;
  }
  const why = `${refused[0]?.message ?? ""}`;
  return `${count(done_count)} ${DONE[verb].toLowerCase()}, ${count(refused.length)} refused: ${why}`;
}

export interface Lifecycle {
  run: (verb: Verb, ids: readonly string[]) => Promise<boolean>;
  isBusy: boolean;
  outcomes: { verb: Verb; all: Outcome[] } | null;
  closeOutcomes: () => void;
}

/** `onDone` hears which datasets were really done. */
export function useLifecycle(
  say: (toast: Say) => void,
  onDone: (verb: Verb, ids: string[]) => void,
): Lifecycle {
  const port = usePort();
  const [isBusy, setBusy] = useState(false);
  const [outcomes, setOutcomes] = useState<Lifecycle["outcomes"]>(null);
  const run = useEvent(async (verb: Verb, ids: readonly string[]): Promise<boolean> => {
    setBusy(true);
    try {
      const args = { ids: [...ids], ...(verb === "delete" && { confirm: "delete" }) };
      const { data } = await port.ask(OPS[verb], args);
      const done = data.outcomes.filter((each) => each.is_done).map((each) => each.id);
      report(verb, data, done);
      onDone(verb, done);
      return true;
    } catch (error) {
      if (!isWithdrawn(error)) say({ tone: "bad", text: sentence(error) });
      return false;
    } finally {
      setBusy(false);
    }
  });
  const report = (verb: Verb, data: BulkResult, done: string[]) => {
    const isWhole = done.length === data.outcomes.length;
    const back = verb === "archive" ? "unarchive" : "archive";
    const undo = { label: "Undo", onPress: () => void run(back, done) };
    const show = {
      label: "Show",
      onPress: () => setOutcomes({ verb, all: data.outcomes }),
    };
    say({
      text: told(verb, data),
      tone: isWhole ? "done" : "bad",
      action: isWhole ? (verb === "delete" ? undefined : undo) : show,
    });
  };
  return { run, isBusy, outcomes, closeOutcomes: () => setOutcomes(null) };
}

/** What came of each. */
export function Outcomes(props: { verb: Verb; all: Outcome[]; onClose: () => void }) {
  const { verb, all } = props;
  const refusedFirst = [...all].sort((a, b) => Number(a.is_done) - Number(b.is_done));
  const title = told(verb, { outcomes: all, done_count: all.filter((o) => o.is_done).length });
  return (
    <Dialog
      title={title.split(":")[0] ?? title}
      onClose={props.onClose}
      actions={[{ label: "Close", onPress: props.onClose }]}
    >
      <ul class="dv-stack dv-outcomes">
        {refusedFirst.map((each) => (
          <li key={each.id} class="dv-row">
            <Icon name={each.is_done ? "check" : "error"} class={each.is_done ? "" : "is-bad"} />
            <span class="dv-grow">
              <b class="dv-m">{each.name}</b>
              <span class="dv-s dv-2">
                {each.is_done ? DONE[verb] : `${each.message} ${each.hint}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

export interface Doomed {
  ids: readonly string[];
  /** The name of a single one. */
  name?: string;
  row_count: number;
  /** How many of them can be deleted; the others stay. */
  count?: number;
}

/** The word unlocks the button. */
export function DeleteDialog(props: {
  doomed: Doomed;
  isBusy: boolean;
  onDelete: () => void;
  onClose: () => void;
}) {
  const { doomed, isBusy, onDelete, onClose } = props;
  const [word, setWord] = useState("");
  const isTyped = word === "delete";
  const all = doomed.ids.length;
  const n = doomed.count ?? all;
  const what = n === 1 ? "dataset" : counted(n, "dataset");
  const rows = counted(doomed.row_count, "row");
  const whole = n === 1 ? rows : `${counted(n, "dataset")} with ${rows}`;
  return (
    <Dialog
      title={`Delete ${doomed.name ?? counted(n, "dataset")}?`}
      onClose={onClose}
      actions={[
        { label: "Cancel", onPress: onClose },
        {
          label: `Delete ${what}`,
          kind: "danger",
          isBusy,
          reason: isTyped ? undefined : "Type the word delete first",
          onPress: onDelete,
        },
      ]}
    >
      <p>
        This removes {whole}, all versions and the files from disk. It can’t be undone.
        {n < all
          ? ` ${counted(all - n, "other")} of the selection can’t be deleted and will stay.`
          : ""}
      </p>
      <Field
        label={
          <>
            Type <code>delete</code> to confirm
          </>
        }
      >
        <TextInput
          size="l"
          label="Type delete to confirm"
          value={word}
          onInput={setWord}
          onEnter={() => isTyped && !isBusy && onDelete()}
          autoFocus
        />
      </Field>
    </Dialog>
  );
}
