// The name of a dataset, edited where it stands.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { DatasetFacts } from "../../../protocol/operations";
import { Refusal, sentence } from "../../../transport/port";
import { Icon, IconButton, Kbd, usePort, WithTip } from "../../../ui";
import { isGone } from "./acting";

interface TitleProps {
  facts: DatasetFacts;
  reason?: string;
  isEditing: boolean;
  onEdit: (isEditing: boolean) => void;
  onChanged: () => void;
}

function Editor({ facts, onEdit, onChanged }: TitleProps) {
  const port = usePort();
  const [text, setText] = useState(facts.name);
  const [wrong, setWrong] = useState("");
  const [isBusy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useLayoutEffect(() => input.current?.select(), []);
  const close = () => {
    isOver.current = true;
    onEdit(false);
  };
  const save = async () => {
    if (isBusy || isOver.current) return;
    if (text.trim() === facts.name) return close();
    if (text.trim() === "") return setWrong("The name of a dataset can’t be blank.");
    setBusy(true);
    try {
      await port.ask("datasets.rename", { dataset_id: facts.dataset_id, name: text });
      close();
      onChanged();
    } catch (error) {
      const isTaken = error instanceof Refusal && error.code === "name_taken";
      setWrong(isTaken ? `${error.message} Choose another name.` : sentence(error));
      setBusy(false);
      if (isGone(error)) onChanged();
    }
  };
  const keys = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Enter") void save();
    if (event.key === "Escape") close();
    if (event.key === "Enter" || event.key === "Escape") event.preventDefault();
  };
  return (
    <div class="dv-stack dv-stack-4 dv-renaming">
      <div class="dv-row dv-wrap">
        <label class={`dv-input dv-input-l ${wrong ? "is-bad" : ""}`}>
          <input
            ref={input}
            value={text}
            aria-label="Dataset name"
            aria-invalid={wrong ? true : undefined}
            aria-describedby={wrong ? "dv-name-wrong" : undefined}
            autoComplete="off"
            spellcheck={false}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setWrong("");
            }}
            onKeyDown={keys}
            onBlur={() => void save()}
          />
        </label>
        <span class="dv-s dv-3 dv-row dv-row-4">
          <Kbd keys="↵" /> save <Kbd keys="Esc" /> undo
        </span>
      </div>
      <span id="dv-name-wrong" class="dv-hint is-bad" role="alert" hidden={!wrong}>
        <Icon name="error" small />
        <span>{wrong}</span>
      </span>
    </div>
  );
}

/** Click, F2 or the pencil edits; where it can't be edited, the tooltip says why. */
export function Title(props: TitleProps) {
  const { facts, reason, isEditing, onEdit } = props;
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useLayoutEffect(() => {
    if (wasEditing.current && !isEditing) button.current?.focus({ preventScroll: true });
    wasEditing.current = isEditing;
  }, [isEditing]);
  if (isEditing) return <Editor {...props} />;
  const edit = () => !reason && onEdit(true);
  return (
    <div class="dv-row dv-row-4 dv-titled">
      <h1 class="dv-cut">
        <WithTip
          text={`${facts.name.length > 40 ? `${facts.name}. ` : ""}${reason ?? "Rename, F2"}`}
        >
          <button
            ref={button}
            type="button"
            class={`dv-title dv-cut ${reason ? "" : "is-editable"}`}
            aria-disabled={reason ? true : undefined}
            aria-describedby="dv-name-reason"
            onClick={edit}
          >
            {facts.name}
          </button>
        </WithTip>
      </h1>
      <span id="dv-name-reason" hidden>
        {reason ?? "Press to rename"}
      </span>
      {!reason && <IconButton icon="pencil" size="s" label="Rename" onPress={edit} />}
    </div>
  );
}
