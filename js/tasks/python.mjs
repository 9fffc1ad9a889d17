// A Python that is new enough, and the virtual environment made from it.

import { existsSync } from "node:fs";
import { aptInstall, isDebian } from "./debian.mjs";
import { venv, venvPython } from "./places.mjs";
import { ask, must, TaskError } from "./processes.mjs";

const OLDEST = [3, 11];
// Newest first among the versions we test, then whatever the system calls python.
const NAMES = ["python3.13", "python3.12", "python3.11", "python3", "python"];

const QUESTION = [
  "import importlib.util as u, sys",
  "print(*sys.version_info[:2], int(bool(u.find_spec('venv') and u.find_spec('ensurepip'))))",
].join("\n");

/** Version of one candidate and whether it can make environments; null if it doesn't run. */
function inspect(command) {
  const answer = ask(command, ["-c", QUESTION]);
  if (answer === null) return null;
  const [major, minor, canMakeVenv] = answer.split(" ").map(Number);
  return { command, major, minor, canMakeVenv: canMakeVenv === 1 };
}

const isNewEnough = ({ major, minor }) =>
  major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);

function candidates() {
  const chosen = process.env.PYTHON;
  return (chosen ? [chosen] : NAMES).map(inspect).filter((found) => found && isNewEnough(found));
}

function explain(found) {
  if (found) {
    const name = `python${found.major}.${found.minor}-venv`;
    const how = isDebian
      ? `run "apt-get install ${name}"`
      : "install its venv and ensurepip modules";
    return `${found.command} can't make virtual environments: ${how}, then try again.`;
  }
  const wanted = OLDEST.join(".");
  return process.env.PYTHON
    ? `PYTHON names ${process.env.PYTHON}, which is not a Python ${wanted} or newer.`
    : `Python ${wanted} or newer is needed: install it, or name it in the environment variable PYTHON.`;
}

/** The first Python that can make an environment, installed from Debian if need be. */
async function findPython() {
  const usable = () => candidates().find((found) => found.canMakeVenv);
  let python = usable();
  if (python) return python.command;
  const lacking = candidates()[0];
  const missing = lacking
    ? [`python${lacking.major}.${lacking.minor}-venv`]
    : ["python3", "python3-venv"];
  if (await aptInstall(...missing)) python = usable();
  if (!python) throw new TaskError(explain(lacking));
  return python.command;
}

/** Make `.venv` unless a working one is there. */
export async function ensureVenv() {
  const isThere = existsSync(venvPython);
  if (isThere && ask(venvPython, ["-m", "pip", "--version"]) !== null) return;
  const python = await findPython();
  console.log(`Making .venv with ${python} …`);
  // A half-made environment (interrupted, or its Python was removed) is made anew.
  const clear = existsSync(venv) ? ["--clear"] : [];
  await must("The virtual environment was not made", python, ["-m", "venv", ...clear, venv]);
}
