// Jupyter's server beside a kernel: what it writes outlives the kernel.

import { useEffect, useState } from "preact/hooks";
import type { Port } from "../../transport/port";
import { servedVault } from "../../transport/serving";
import { usePort } from "../../ui";

const ports = new Map<string, Promise<Port | undefined>>();

async function find(vaultId: string): Promise<Port | undefined> {
  const vault = await servedVault(vaultId);
  if (!vault) return undefined;
  // The server's own file, so that both sides of HTTP are of one version.
  const { portOf } = await import(
    /* @vite-ignore */ new URL("datavault/static/http.js", vault.base).href
  );
  return portOf?.(vault.id, vault.base);
}

/** Asks the server that has this vault, too; undefined where none has, or it answers already. */
export function useBeside(vaultId: string | undefined): Port | undefined {
  const port = usePort();
  const [server, setServer] = useState<Port>();
  useEffect(() => {
    if (!vaultId || port.isServed || !port.isAlive) return;
    let isOver = false;
    const found = ports.get(vaultId) ?? find(vaultId).catch(() => undefined);
    ports.set(vaultId, found);
    void found.then((made) => isOver || setServer(made));
    return () => {
      isOver = true;
    };
  }, [vaultId, port]);
  return server;
}
