// Debian packages: installed where we may (root), named where we may not.

import { existsSync } from "node:fs";
import { run } from "./processes.mjs";

export const isDebian = existsSync("/etc/debian_version");

const mayInstall = isDebian && process.getuid?.() === 0;

let isIndexFresh = false;

/** Install packages with apt-get; false where that is not ours to do, or did not work. */
export async function aptInstall(...packages) {
  if (!mayInstall) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Somebody else's apt may hold the lock for a moment: wait rather than fail.
  const patient = ["-o", "DPkg::Lock::Timeout=120", "-q"];
  console.log(`Installing ${packages.join(", ")} with apt-get …`);
  if (!isIndexFresh) {
    await run("apt-get", [...patient, "update"], { env, quiet: true });
    isIndexFresh = true;
  }
  const install = [...patient, "install", "-y", "--no-install-recommends", ...packages];
  return (await run("apt-get", install, { env, quiet: true })) === 0;
}
