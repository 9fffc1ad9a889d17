// A notebook as a way to it, where it can be opened from here.

import { useEffect, useState } from "preact/hooks";
import type { Notebook } from "../../protocol/operations";
import { ago, exact, Icon, useAsk, useNow, usePort, WithTip } from "../../ui";

/** The notebooks used last, looked at again when the vault changes and each minute. */
export function useNotebooks(datasetId: string, limit: number): readonly Notebook[] {
  const port = usePort();
  const now = useNow();
  const asked = { dataset_id: datasetId, limit };
  const { data, reload } = useAsk("notebooks.list", asked, [datasetId, limit, now]);
  useEffect(
    () => port.onNews(({ news }) => news === "datasets.changed" && reload()),
    [port, reload],
  );
  return data?.notebooks ?? [];
}

export function Entry({ notebook, about }: { notebook: Notebook; about: string }) {
  const { visit } = usePort();
  const [trouble, setTrouble] = useState("");
  const { name, path, actor, used_at: at } = notebook;
  const open = () => {
    setTrouble("");
    visit?.(path).catch((error: Error) => setTrouble(error.message));
  };
  return (
    <li class="dv-notebook">
      <div class="dv-row dv-row-4">
        <Icon name="book" small />
        <WithTip text={path || name} class="dv-cut dv-grow">
          {visit && path ? (
            <button type="button" class="dv-notebook-way" onClick={open}>
              {name}
            </button>
          ) : (
            name
          )}
        </WithTip>
        <WithTip text={exact(at)} class="dv-3 dv-s">
          {ago(at)}
        </WithTip>
      </div>
      <div class="dv-3 dv-s dv-cut">{about || actor}</div>
      {trouble && (
        <p class="dv-hint is-bad" role="alert">
          {trouble}
        </p>
      )}
    </li>
  );
}
