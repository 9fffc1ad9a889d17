// A text edited where it stands: Enter saves, Escape leaves it as it was.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { sentence } from "../../transport/port";
import { IconButton, TextInput } from "../../ui";

/** Gives the focus back to what opened an editor, once that is closed. */
export function useReturn(isOpen: boolean) {
  const opener = useRef<HTMLButtonElement>(null);
  const was = useRef(false);
  useLayoutEffect(() => {
    if (was.current && !isOpen) opener.current?.focus({ preventScroll: true });
    was.current = isOpen;
  }, [isOpen]);
  return opener;
}

export function Edited(props: {
  label: string;
  text: string;
  empty: string;
  reason?: string;
  class?: string;
  /** Resolves to why it was refused, or to nothing. */
  onSave: (text: string) => Promise<unknown>;
}) {
  const { label, text, reason } = props;
  const [draft, setDraft] = useState<string>();
  const [wrong, setWrong] = useState("");
  const opener = useReturn(draft !== undefined);
  useEffect(() => setDraft(undefined), [text]);
  const open = (value?: string) => {
    setDraft(value);
    setWrong("");
  };
  if (draft === undefined)
    return (
      <span class="dv-row dv-row-4 dv-version-edited">
        <span class={text ? props.class : "dv-3"}>{text || props.empty}</span>
        <IconButton
          size="s"
          icon="pencil"
          label={`Edit ${label}`}
          reason={reason}
          elementRef={opener}
          onPress={() => open(text)}
        />
      </span>
    );
  const save = (value: string) => {
    if (value.trim() === text) return open();
    void props
      .onSave(value.trim())
      .then((error) => (error === undefined ? open() : setWrong(sentence(error))));
  };
  return (
    <div>
      <TextInput
        label={label}
        value={draft}
        onInput={open}
        onEnter={save}
        onEscape={() => open()}
        autoFocus
        isWrong={wrong !== ""}
        hint={wrong || "Enter saves, Escape leaves it as it was"}
      />
    </div>
  );
}
