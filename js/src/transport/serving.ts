// The Jupyter server that the page comes from, and whether it offers a vault.

const told = (id: string): Record<string, unknown> =>
  JSON.parse(document.getElementById(id)?.textContent || "{}");

/** The server's base URL; undefined where the page knows none, as in other editors. */
export function serverBase(): string | undefined {
  const path = told("jupyter-config-data").baseUrl ?? told("datavault-page").base;
  return typeof path === "string" ? new URL(path, location.origin).href : undefined;
}

/** A vault that the page's server offers. */
export interface ServedVault {
  base: string;
  id: string;
  name: string;
  /** Only whom the server belongs to reaches it. */
  isOwn: boolean;
  /** The server can tell people apart. */
  knowsNames: boolean;
}

const looked = new Map<string, Promise<ServedVault | undefined>>();

async function look(id: string): Promise<ServedVault | undefined> {
  const base = serverBase();
  if (!base) return undefined;
  const response = await fetch(new URL("datavault/api/vaults", base), { cache: "no-store" });
  if (!response.ok) return undefined;
  const { vaults, knows_names } = await response.json();
  const found = vaults.find((each: { id: string }) => each.id === id);
  if (!found) return undefined;
  return { base, id, name: found.name, isOwn: found.is_own, knowsNames: knows_names };
}

/** The vault as the server offers it; undefined where it doesn't. Asked once a page. */
export function servedVault(id: string): Promise<ServedVault | undefined> {
  const found = looked.get(id) ?? look(id).catch(() => undefined);
  looked.set(id, found);
  return found;
}
