// The address of the page on which people without a notebook work on a pipeline's tasks.

import { useEffect, useState } from "preact/hooks";
import type { PipelineOverview } from "../../protocol/operations";
import { type ServedVault, servedVault } from "../../transport/serving";
import { counted, IconButton } from "../../ui";
import { copyTold } from "../../ui/clipboard";
import { Card } from "./card";

function addressOf(vault: ServedVault, pipelineId: string): string {
  const query = new URLSearchParams({ vault: vault.name, pipeline: pipelineId });
  return `${new URL("datavault/work", vault.base)}?${query}`;
}

/** Who gets to it; what stands in the way is said rather than found out. */
function reach(vault: ServedVault, named: number): string {
  if (!vault.knowsNames)
    return "This server knows one account: whoever opens the page works under your name. A team needs JupyterHub or another identity provider.";
  if (vault.isOwn)
    return "Only you reach this vault here. For others it has to stand in c.DataVault.vaults.";
  if (named === 0)
    return "For owners of the project. For others, name them at a step of the pipeline (people).";
  return `For the ${counted(named, "person", "people")} named at its steps, and for owners of the project, once signed in.`;
}

export function TaskPage({ data }: { data: PipelineOverview }) {
  const [vault, setVault] = useState<ServedVault>();
  const [said, setSaid] = useState("");
  useEffect(() => {
    let isOver = false;
    servedVault(data.vault_id).then((found) => isOver || setVault(found));
    return () => {
      isOver = true;
    };
  }, [data.vault_id]);
  if (!vault) return null;
  const address = addressOf(vault, data.pipeline_id);
  const copy = async () => {
    setSaid(await copyTold(address, "Copied.", "address"));
  };
  return (
    <Card title="Task page" note="to work without a notebook">
      <div class="dv-body dv-stack dv-stack-4">
        <div class="dv-row">
          <a class="dv-grow dv-cut" href={address} target="_blank" rel="noopener" title={address}>
            {address}
          </a>
          <IconButton size="s" icon="copy" label="Copy the address" onPress={() => void copy()} />
        </div>
        <p class="dv-s dv-3">{reach(vault, data.named_count)}</p>
        <span class={said ? "dv-s dv-2" : "dv-vh"} role="status">
          {said}
        </span>
      </div>
    </Card>
  );
}
