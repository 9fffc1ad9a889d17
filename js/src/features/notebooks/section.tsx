// In the sidebar: the notebooks used last, and which datasets each uses.

import { useState } from "preact/hooks";
import { Icon } from "../../ui";
import { Entry, useNotebooks } from "./entry";

const MOST = 12;

export function NotebookSection() {
  const notebooks = useNotebooks("", MOST);
  const [isOpen, setOpen] = useState(false);
  if (notebooks.length === 0) return null;
  return (
    <section class="dv-side-part" aria-label="Notebooks">
      <button
        type="button"
        class="dv-side-fold dv-row dv-row-4"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={isOpen ? "down" : "right"} small />
        Notebooks
        <span class="dv-3">{notebooks.length}</span>
      </button>
      {isOpen && (
        <ul class="dv-stack dv-side-list">
          {notebooks.map((notebook) => (
            <Entry
              key={notebook.path + notebook.name}
              notebook={notebook}
              about={notebook.datasets.map(({ name }) => name).join(", ")}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
