// Sharing by itself: what `ds.share()` shows in a notebook.

import { useState } from "preact/hooks";
import { Button, useToasts, useTrait } from "../../ui";
import { type Asking, Body, Confirming } from "./body";
import { useSheet } from "./sheet";

export function SharePanel() {
  const [datasetId] = useTrait<string>("dataset_id");
  const [name] = useTrait<string>("_name");
  const { say, view } = useToasts();
  const sharing = useSheet(datasetId);
  const [asking, ask] = useState<Asking>("");
  const { sheet } = sharing;
  return (
    <section class="dv-sharing-panel" aria-label="Sharing">
      <header>
        <h2>Share {sheet?.dataset_name || name}</h2>
      </header>
      <div class="dv-body">
        <Body sharing={sharing} say={say} onPublic={() => ask("public")} />
      </div>
      {sheet?.mode && (
        <footer>
          <Button kind="danger" label="Switch the link off" onPress={() => ask("off")} />
        </footer>
      )}
      {sheet && <Confirming {...{ sheet, sharing, asking }} onClose={() => ask("")} />}
      {view}
    </section>
  );
}
