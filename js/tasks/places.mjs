// Where things are in a clone.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const isWindows = process.platform === "win32";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const inRoot = (...parts) => join(root, ...parts);
export const venv = inRoot(".venv");
export const venvPython = isWindows
  ? join(venv, "Scripts", "python.exe")
  : join(venv, "bin", "python");
