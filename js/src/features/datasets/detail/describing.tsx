// What a dataset is about, while it is written.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { sentence } from "../../../transport/port";
import { Button, Icon, TextArea, usePort } from "../../../ui";
import { isGone } from "./acting";
import type { DescriptionProps } from "./description";

/** The field, its buttons, and why the last press did nothing. */
export function DescriptionEditor({ facts, onEdit, onChanged }: DescriptionProps) {
  const port = usePort();
  const [text, setText] = useState(facts.description);
  const [wrong, setWrong] = useState("");
  const [isBusy, setBusy] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.querySelector("textarea")?.focus(), []);
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
