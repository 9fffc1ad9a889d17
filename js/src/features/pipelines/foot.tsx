// The line at the bottom: what is still missing, and how the task ends.

import { useState } from "preact/hooks";
import { Button, counted, Dialog, Field, IconButton, TextArea } from "../../ui";
import type { WorkSession } from "./session";
import type { WorkState } from "./state";
import { missing } from "./values";

const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform);

function Missing({ state, onGo }: { state: WorkState; onGo: (name: string) => void }) {
  const { item, values } = state;
  const lacking = item ? missing(item, values) : [];
  const first = lacking[0];
  if (!first) return <span class="dv-grow" />;
  return (
    <span class="dv-grow dv-cut" aria-live="polite">
      {counted(lacking.length, "question")} left:{" "}
      <button type="button" class="dv-link" onClick={() => onGo(first.name)}>
        {first.label}
      </button>
    </span>
  );
}

/** Why the task goes to the owners of the pipeline. */
function Escalating(props: { onSend: (note: string) => void; onClose: () => void }) {
  const [note, setNote] = useState("");
  const reason = note.trim() ? undefined : "Say why first";
  return (
    <Dialog
      title="Escalate this task"
      onClose={props.onClose}
      actions={[
        { label: "Cancel", onPress: props.onClose },
        { label: "Escalate", kind: "primary", reason, onPress: () => props.onSend(note) },
      ]}
    >
      <p class="dv-2">It leaves the work until an owner of the pipeline lets it go on.</p>
      <Field label="Why">
        <TextArea label="Why" rows={3} value={note} onInput={setNote} />
      </Field>
    </Dialog>
  );
}

export interface FootProps {
  state: WorkState;
  session: WorkSession;
  isEscalating: boolean;
  onEscalating: (isOpen: boolean) => void;
  onGo: (name: string) => void;
  onSubmit: () => void;
  onSkip: () => void;
  onUndo: () => void;
  onEscalate: (note: string) => void;
}

export function Foot(props: FootProps) {
  const { state, onEscalating } = props;
  const { item, values, phase, last, place } = state;
  if (!item) return null;
  const isResting = place !== undefined && place.status !== "active";
  const rest = isResting ? `The pipeline is ${place.status}` : undefined;
  const first = missing(item, values)[0];
  const reason = rest ?? (first ? `Answer “${first.label}” first` : undefined);
  return (
    <footer class="dv-foot dv-work-foot">
      <Missing state={state} onGo={props.onGo} />
      {last && <Button kind="quiet" label="Undo last" keys="U" onPress={props.onUndo} />}
      <IconButton icon="warn" label="Escalate to the owners" onPress={() => onEscalating(true)} />
      <Button kind="quiet" label="Skip" keys="S" isShowingKeys onPress={props.onSkip} />
      <Button
        kind="primary"
        size="l"
        label="Submit and next"
        keys={isMac() ? "⌘ ↵" : "Ctrl ↵"}
        isShowingKeys
        reason={reason}
        isBusy={phase === "sending" || phase === "claiming"}
        onPress={props.onSubmit}
      />
      {props.isEscalating && (
        <Escalating
          onClose={() => onEscalating(false)}
          onSend={(note) => {
            onEscalating(false);
            props.onEscalate(note);
          }}
        />
      )}
    </footer>
  );
}
