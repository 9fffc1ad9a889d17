// npm run lock: pin every Python package anew, for all platforms and extras. `--upgrade` takes newer versions.

import { readFileSync, writeFileSync } from "node:fs";
import { inRoot, root } from "./places.mjs";
import { ask, main, must, TaskError } from "./processes.mjs";

const HEADER = "# Made by `npm run lock` from pyproject.toml, all extras; don't edit by hand.\n";

/** An address names one place to download from; the lock is for every place. */
function refuseAddresses(text) {
  const line = text.split("\n").find((each) => /:\/\/|^\s*--(?!hash)/.test(each));
  if (line) throw new TaskError(`requirements.lock holds an address or an option: ${line.trim()}`);
}

await main(async (args) => {
  const uv = [inRoot(".venv", "bin", "uv"), "uv"].find((each) => ask(each, ["--version"]) !== null);
  if (!uv)
    throw new TaskError(
      'uv is needed to write the lock: "python -m pip install uv", then try again.',
    );
  const compile = ["pip", "compile", "pyproject.toml", "--universal", "--all-extras", "--quiet"];
  const shape = ["--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"];
  const output = ["--output-file", "requirements.lock", ...args];
  await must("The lock was not written", uv, [...compile, ...shape, ...output], {
    cwd: root,
    quiet: true,
  });
  const text = readFileSync(inRoot("requirements.lock"), "utf8");
  refuseAddresses(text);
  writeFileSync(inRoot("requirements.lock"), HEADER + text.replace(HEADER, ""));
});
