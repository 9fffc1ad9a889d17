// The keys of the form: few beside it, all of them behind "?".

import type { WorkItem } from "../../protocol/operations";
import { Dialog, Kbd } from "../../ui";
import { isUpright } from "./keys";
import { scaleOf } from "./values";

type Key = readonly [keys: string, text: string];

const ALL: readonly Key[] = [
  ["↑ ↓", "From question to question; within a list of options too"],
  ["← →", "The answer before and after"],
  ["1–9", "A point of the scale, an option of the list"],
  ["A T B", "The first, a tie, the second"],
  ["Y N", "Yes, no"],
  ["Alt ↑ ↓", "Move an option of a ranking; a number gives its place"],
  ["Space", "Press what has the focus"],
  ["Enter", "Hand in and go on; in a text with Ctrl or ⌘"],
  ["S", "Skip the task"],
  ["E", "Escalate the task, with a note"],
  ["U", "Take the last answer back"],
  ["P R", "Of a review: pass, return"],
  ["Esc", "Out of a text, then out of the form"],
  ["?", "This list"],
];

function List({ keys }: { keys: readonly Key[] }) {
  return (
    <dl class="dv-keylist">
      {keys.map(([key, text]) => (
        <div key={key}>
          <dt>
            <span class="dv-vh">{key}</span>
            <Kbd keys={key} />
          </dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const close = { label: "Close", kind: "plain", onPress: onClose } as const;
  return (
    <Dialog title="Keys" onClose={onClose} actions={[close]}>
      <p class="dv-s dv-2">Letters and numbers rest while a text has the focus.</p>
      <List keys={ALL} />
    </Dialog>
  );
}

/** The digits of the scales: those of the largest, as far as there are keys. */
function span({ fields }: WorkItem): string {
  const points = fields.filter((field) => field.type === "rating").flatMap(scaleOf);
  const digits = points.filter((point) => point >= 0 && point <= 9);
  return digits.length > 0 ? `${Math.min(...digits)}–${Math.max(...digits)}` : "1–9";
}

/** The keys that mean something in this form. */
export function ownKeys(item: WorkItem): Key[] {
  const types = new Set(
    item.fields.map((field) => (field.type === "criteria" ? field.settings.output : field.type)),
  );
  const made: Key[] = [];
  if (types.has("pairwise")) made.push(["A T B", "preference"]);
  if (types.has("rating")) made.push([span(item), "rating"]);
  if (item.fields.some(isUpright)) made.push(["1–9", "option"]);
  if (types.has("boolean")) made.push(["Y N", "yes, no"]);
  made.push(["↑ ↓", "question"]);
  made.push(item.is_review ? ["P R", "pass, return"] : ["S", "skip"]);
  return made;
}

export const OwnKeys = ({ item }: { item: WorkItem }) => <List keys={ownKeys(item)} />;
