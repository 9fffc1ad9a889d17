// From a fresh clone to something that runs: Python and npm packages, only when they changed.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import { linkLabextension, unlinkLabextension } from "./labextension.mjs";
import { inRoot, root, venv, venvPython } from "./places.mjs";
import { must } from "./processes.mjs";
import { ensureVenv } from "./python.mjs";

const STAMP = "datavault-installed";

function fingerprint(names) {
  const hash = createHash("sha256");
  for (const name of names) hash.update(name).update(readFileSync(inRoot(name)));
  return hash.digest("hex");
}

/** Run `install` unless its folder's stamp says these very files were installed already. */
async function whenChanged(folder, names, install) {
  const stamp = join(folder, STAMP);
  const now = fingerprint(names);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) return;
  await install();
  mkdirSync(folder, { recursive: true });
  writeFileSync(stamp, now);
}

async function installPython() {
  const pip = ["-m", "pip", "install", "-qq", "--disable-pip-version-check"];
  console.log("Installing Python packages into .venv …");
  await must(
    "Installing requirements.lock failed",
    venvPython,
    [...pip, "-r", "requirements.lock"],
    { cwd: root },
  );
  // The lock holds the build backend too: nothing unpinned is fetched behind our back.
  unlinkLabextension();
  const editable = [...pip, "--no-deps", "--no-build-isolation", "--editable", "."];
  await must("Installing datavault-jupyter failed", venvPython, editable, { cwd: root });
  linkLabextension();
}

async function installNode() {
  console.log("Installing npm packages …");
  // npm tells its scripts where it is; without a shell this works on every platform.
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm, "ci"]] : ["npm", ["ci"]];
  await must("npm ci failed", command, args, { cwd: root });
}

/** Python side: `.venv` with the locked packages and this package, editable. */
export async function setUpPython() {
  await ensureVenv();
  await whenChanged(venv, ["pyproject.toml", "requirements.lock"], installPython);
}

/** npm side: tools of the checks, and example data. */
export async function setUpNode() {
  await whenChanged(inRoot("node_modules"), ["package.json", "package-lock.json"], installNode);
}

/** Everything a task may need; the bundle comes first, since the package is installed with it. */
export async function setUp() {
  await setUpNode();
  await bundle();
  await setUpPython();
}
