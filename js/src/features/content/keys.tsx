// The list of keys, opened by "?".

import { Dialog, Kbd } from "../../ui";

interface KeyGroup {
  title: string;
  /** The keys, and what they do. */
  keys: readonly (readonly [keys: string, text: string])[];
}

const KEYS: readonly KeyGroup[] = [
  {
    title: "Move",
    keys: [
      ["← ↑ → ↓", "One cell"],
      ["Home End", "First and last column"],
      ["Ctrl Home", "First row; with End the last"],
      ["PageUp PageDown", "One screen of rows"],
      ["Ctrl G", "Go to a row by its number"],
    ],
  },
  {
    title: "Rows",
    keys: [
      ["Enter", "Open the row beside the grid"],
      ["Space", "Select the row; with Shift all up to it"],
      ["Ctrl C", "Copy the selected rows, or the cells"],
    ],
  },
  {
    title: "View",
    keys: [
      ["/", "Search all columns; Ctrl F too"],
      ["F", "Keep the rows with this value"],
      ["S", "Sort by this column"],
      ["Delete", "Remove a part of the sentence"],
      ["Esc", "Close what is open, then leave"],
      ["?", "This list"],
    ],
  },
];

export function KeysDialog(props: { onClose: () => void }) {
  return (
    <Dialog
      title="Keys"
      onClose={props.onClose}
      actions={[{ label: "Close", kind: "plain", onPress: props.onClose }]}
    >
      {KEYS.map((group) => (
        <section key={group.title}>
          <h3 class="dv-h2">{group.title}</h3>
          <dl class="dv-keylist">
            {group.keys.map(([keys, text]) => (
              <div key={keys}>
                <dt>
                  <span class="dv-vh">{keys}</span>
                  <Kbd keys={keys} />
                </dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
