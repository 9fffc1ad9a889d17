// The list of keys, opened by "?".

import { Dialog, Kbd } from "../../../ui";

const KEYS: [string, string][] = [
  ["/", "Search"],
  ["↑ ↓", "Move between datasets"],
  ["Home End", "First and last on the page"],
  ["PgUp PgDn", "Ten further; at the edge, another page"],
  ["Enter", "Open"],
  ["F2", "Rename"],
  ["Space", "Select"],
  ["Ctrl A", "Select all on the page"],
  ["Delete", "Delete the dataset, or those selected"],
  ["Shift F10", "Actions for the dataset"],
  ["↑", "From the first dataset to the headers"],
  ["Shift ← →", "On a header: make the column narrower or wider"],
  ["Esc", "Clear the search, then the selection"],
  ["F6", "Go to the last message"],
];

export function Keys({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose} actions={[]}>
      <dl class="dv-facts dv-keylist">
        {KEYS.map(([keys, what]) => (
          <>
            <dt key={what}>
              <Kbd keys={keys} />
              <span class="dv-vh">{keys}</span>
            </dt>
            <dd>{what}</dd>
          </>
        ))}
      </dl>
    </Dialog>
  );
}
