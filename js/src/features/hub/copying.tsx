// A button that copies, and says so for a moment.

import { useEffect, useState } from "preact/hooks";
import { IconButton } from "../../ui";
import { copyText } from "../../ui/clipboard";

const SHOWN_MS = 2000;

/** Whether something was copied a moment ago, and how to copy. */
export function useCopied(): [isCopied: boolean, copy: (text: string) => void] {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!turn) return;
    const timer = setTimeout(() => setTurn(0), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [turn]);
  const copy = (text: string) =>
    void copyText(text).then((isDone) => isDone && setTurn(Date.now()));
  return [turn > 0, copy];
}

export function CopyButton(props: { text: string; label: string }) {
  const [isCopied, copy] = useCopied();
  return (
    <>
      <IconButton
        size="s"
        icon={isCopied ? "check" : "copy"}
        label={props.label}
        onPress={() => copy(props.text)}
      />
      <span class="dv-vh" role="status">
        {isCopied ? "Copied" : ""}
      </span>
    </>
  );
}
