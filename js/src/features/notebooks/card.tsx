// In a dataset's overview: the notebooks in which it was opened.

import { Entry, useNotebooks } from "./entry";

export interface NotebookCardProps {
  datasetId: string;
}

const MOST = 8;

/** Left out where there is none. */
export function NotebookCard({ datasetId }: NotebookCardProps) {
  const notebooks = useNotebooks(datasetId, MOST);
  if (notebooks.length === 0) return null;
  return (
    <section class="dv-card" aria-label="Notebooks">
      <header>
        <h2 class="dv-h2">Notebooks</h2>
      </header>
      <div class="dv-body">
        <ul class="dv-stack">
          {notebooks.map((notebook) => (
            <Entry key={notebook.path + notebook.name} notebook={notebook} about="" />
          ))}
        </ul>
      </div>
    </section>
  );
}
