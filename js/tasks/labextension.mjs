// The extension of JupyterLab, ready built: JupyterLab finds it in share/jupyter/labextensions.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inRoot, venv } from "./places.mjs";

const NAME = "datavault-jupyter";
const TARGET = inRoot("datavault_jupyter", "labextension");

/** Write the extension's files around the code of its container. */
export function writeLabextension(code) {
  const { version, description, license } = JSON.parse(readFileSync(inRoot("package.json")));
  const hash = createHash("sha256").update(code).digest("hex").slice(0, 20);
  const load = `static/remoteEntry.${hash}.js`;
  const about = { name: NAME, version, description, license };
  const jupyterlab = {
    extension: true,
    schemaDir: "schemas",
    outputDir: "datavault_jupyter/labextension",
    _build: { load, extension: "./extension" },
  };
  const install = {
    packageManager: "python",
    packageName: NAME,
    uninstallInstructions: `Run "pip uninstall ${NAME}" where JupyterLab runs.`,
  };
  rmSync(TARGET, { recursive: true, force: true });
  mkdirSync(join(TARGET, "static"), { recursive: true });
  writeFileSync(join(TARGET, load), code);
  writeFileSync(join(TARGET, "package.json"), `${JSON.stringify({ ...about, jupyterlab })}\n`);
  const schemas = join(TARGET, "schemas", NAME);
  mkdirSync(schemas, { recursive: true });
  // JupyterLab reads the version of a plugin's settings from here.
  writeFileSync(join(schemas, "package.json.orig"), `${JSON.stringify(about)}\n`);
  cpSync(inRoot("js", "src", "lab", "schema.json"), join(schemas, "vault.json"));
  writeFileSync(join(TARGET, "install.json"), `${JSON.stringify(install)}\n`);
}

const place = () => join(venv, "share", "jupyter", "labextensions", NAME);

/** Before pip works there: it would delete through the link what was built. */
export function unlinkLabextension() {
  rmSync(place(), { recursive: true, force: true });
}

/** In a checkout JupyterLab reads what was built last, not the copy that pip made. */
export function linkLabextension() {
  unlinkLabextension();
  mkdirSync(dirname(place()), { recursive: true });
  symlinkSync(TARGET, place(), "junction");
}
