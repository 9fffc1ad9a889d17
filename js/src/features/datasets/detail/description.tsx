// What a dataset is about, edited where it stands.

import { useLayoutEffect, useRef } from "preact/hooks";
import type { DatasetFacts } from "../../../protocol/operations";
import { Button, IconButton, later, usePort } from "../../../ui";
import { refusal } from "./acting";

const Editor = later<DescriptionProps>("DescriptionEditor");

export interface DescriptionProps {
  facts: DatasetFacts;
  isEditing: boolean;
  onEdit: (isEditing: boolean) => void;
  onChanged: () => void;
}

/** Nothing at all where there is none and none may be written. */
export function Description(props: DescriptionProps) {
  const { facts, isEditing, onEdit } = props;
  const reason = refusal(facts, "describe", usePort().isAlive);
  const box = useRef<HTMLDivElement>(null);
  const wasEditing = useRef(false);
  useLayoutEffect(() => {
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
