// What came of an action on several versions, one by one.

import type { VersionItem, VersionOutcome } from "../../protocol/operations";
import { Refusal } from "../../transport/port";
import { count, Dialog, Icon } from "../../ui";

/** A version, and why it was refused; without a problem it was done. */
export interface Result {
  item: VersionItem;
  problem: string;
  hint: string;
  /** Others were made from it: it goes only if that is said. */
  isHeld: boolean;
}

export const resultsOf = (
  items: readonly VersionItem[],
  outcomes: readonly VersionOutcome[],
): Result[] =>
  outcomes.flatMap(({ version_id: id, problem, hint, field }) => {
    const item = items.find(({ version_id }) => version_id === id);
    return item ? [{ item, problem, hint, isHeld: field === "force" }] : [];
  });

/** The refusal of a single version as the outcome it is; other errors are no outcome. */
export function outcomeOf(error: unknown, ids: readonly string[]): VersionOutcome[] {
  const [id] = ids;
  if (!(error instanceof Refusal) || id === undefined || ids.length > 1) throw error;
  return [{ version_id: id, problem: error.message, hint: error.hint, field: error.field }];
}

/** "2 archived, 1 refused" */
export function summed(results: readonly Result[], done: string): string {
  const refused = results.filter(({ problem }) => problem).length;
  return `${count(results.length - refused)} ${done.toLowerCase()}, ${count(refused)} refused`;
}

/** Each with what came of it, refused ones first. */
export function Results(props: { results: readonly Result[]; done: string }) {
  const sorted = [...props.results].sort((a, b) => Number(!a.problem) - Number(!b.problem));
  return (
    <ul class="dv-stack dv-outcomes" aria-label="What came of each">
      {sorted.map(({ item, problem, hint, isHeld }) => (
        <li key={item.version_id} class="dv-row">
          <Icon name={problem ? "error" : "check"} class={problem ? "is-bad" : ""} />
          <span class="dv-grow">
            <b class="dv-m">{item.number}</b>
            {/* What holds it has its way out below; the hint has that of Python. */}
            <span class="dv-s dv-2">
              {problem ? `${problem} ${isHeld ? "" : hint}`.trim() : props.done}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

export interface Outcomes {
  results: readonly Result[];
  done: string;
}

export function OutcomesDialog(props: Outcomes & { onClose: () => void }) {
  const { results, done, onClose } = props;
  return (
    <Dialog
      title={summed(results, done)}
      onClose={onClose}
      actions={[{ label: "Close", onPress: onClose }]}
    >
      <Results {...{ results, done }} />
    </Dialog>
  );
}
