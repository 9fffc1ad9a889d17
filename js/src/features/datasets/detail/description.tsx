// What a dataset is about, edited where it stands.

import { useEffect, useRef, useState } from "preact/hooks";
import type { DatasetFacts } from "../../../protocol/operations";
import { sentence } from "../../../transport/port";
import { Button, Icon, IconButton, TextArea, usePort } from "../../../ui";
import { isGone, refusal } from "./acting";

interface DescriptionProps {
  facts: DatasetFacts;
  isEditing: boolean;
  onEdit: (isEditing: boolean) => void;
  onChanged: () => void;
}

function Editor({ facts, onEdit, onChanged }: DescriptionProps) {
  const port = usePort();
  const [text, setText] = useState(facts.description);
  const [wrong, setWrong] = useState("");
  const [isBusy, setBusy] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector("textarea")?.focus(), []);
  const save = async () => {
    if (isBusy) return;
    setBusy(true);
    try {
      await port.ask("datasets.set_description", {
        dataset_id: facts.dataset_id,
        description: text.trim(),
      });
      onEdit(false);
      onChanged();
    } catch (error) {
      setWrong(sentence(error));
      setBusy(false);
      if (isGone(error)) onChanged();
    }
  };
  const keys = (event: KeyboardEvent) => {
    event.stopPropagation();
    const isSave = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (!isSave && event.key !== "Escape") return;
    event.preventDefault();
    if (isSave) void save();
    else onEdit(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the field inside
    <div class="dv-stack dv-describe" ref={box} onKeyDown={keys}>
      <TextArea
        label="Description"
        rows={4}
        value={text}
        onInput={setText}
        isWrong={wrong !== ""}
      />
      {wrong && (
        <span class="dv-hint is-bad" role="alert">
          <Icon name="error" small />
          <span>{wrong}</span>
        </span>
      )}
      <div class="dv-row">
        <Button label="Save description" isBusy={isBusy} onPress={() => void save()} />
        <Button label="Cancel" kind="quiet" onPress={() => onEdit(false)} />
      </div>
    </div>
  );
}

/** Nothing at all where there is none and none may be written. */
export function Description(props: DescriptionProps) {
  const { facts, isEditing, onEdit } = props;
  const reason = refusal(facts, "describe", usePort().isAlive);
  const box = useRef<HTMLDivElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !isEditing) box.current?.querySelector("button")?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  if (isEditing) return <Editor {...props} />;
  const edit = () => onEdit(true);
  if (!facts.description)
    return reason ? null : (
      <div ref={box}>
        <Button
          class="dv-flush"
          kind="quiet"
          size="s"
          icon="pencil"
          label="Add a description"
          onPress={edit}
        />
      </div>
    );
  return (
    <div class="dv-2 dv-describe" ref={box}>
      <span class="dv-said">{facts.description}</span>{" "}
      {!reason && <IconButton size="s" icon="pencil" label="Edit description" onPress={edit} />}
    </div>
  );
}
