// Served as a file by the server part; loaded by views whose kernel is busy.

import type { Asks } from "../transport/beside";
import { HttpPort, vaultsOf } from "../transport/http";
import type { Port } from "../transport/port";

/** Asks this server about a vault; rejected where it is not offered here. */
export default async function made(vault: string, base: string): Promise<Asks> {
  const vaults = await vaultsOf(base);
  if (!vaults.some(({ id }) => id === vault)) throw new Error("not offered here");
  const port = new HttpPort({ base, vault, isReadOnly: true });
  return (op, args, signal) => port.ask(op, args, { signal });
}

/** For work that is to outlive the kernel: the server does it, and is asked for nothing else. */
export const portOf = (vault: string, base: string): Port => new HttpPort({ base, vault });
