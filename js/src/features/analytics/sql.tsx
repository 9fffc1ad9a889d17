// The SQL behind numbers, to read and to copy.

import { useState } from "preact/hooks";
import type { Block, Evaluation } from "../../protocol/operations";
import { Dialog } from "../../ui";
import { copyTold } from "../../ui/clipboard";

const statementsOf = ({ field, statements }: Block): string =>
  statements.map(({ title, text }) => `-- ${field}: ${title}\n${text};`).join("\n\n");

/** What one block, or all of them, can be had by again. */
export function SqlDialog(props: {
  evaluation: Evaluation;
  block: Block | null;
  onClose: () => void;
}) {
  const { evaluation, block, onClose } = props;
  const [said, setSaid] = useState("");
  const blocks = block ? [block] : evaluation.blocks;
  const head = `-- answers: one row an answer, of ${evaluation.words}`;
  const text = [head, ...blocks.map(statementsOf)].join("\n\n");
  const copy = async () => setSaid(` ${await copyTold(text, "Copied.", "text")}`);
  return (
    <Dialog
      title={block ? `SQL behind ${block.title}` : "SQL behind the numbers"}
      isWide
      onClose={onClose}
      actions={[
        { label: "Close", onPress: onClose },
        { label: "Copy SQL", onPress: () => void copy() },
      ]}
    >
      <p class="dv-s dv-2">
        Each statement gives the numbers on screen. In the notebook:{" "}
        <code>ds.analytics.sql("…")</code>.<span role="status">{said}</span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it */}
      <pre class="dv-pre dv-behind" tabIndex={0}>
        {text}
      </pre>
    </Dialog>
  );
}
