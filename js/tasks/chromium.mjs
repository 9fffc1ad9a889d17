// The browser of the end-to-end tests: the system's, else Debian's package, else Playwright's own.

import { existsSync } from "node:fs";
import { aptInstall } from "./debian.mjs";
import { venvPython } from "./places.mjs";
import { ask, run, TaskError } from "./processes.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const PLAYWRIGHTS_OWN = [
  "from playwright.sync_api import sync_playwright",
  "with sync_playwright() as p: print(p.chromium.executable_path)",
].join("\n");

function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new TaskError(`CHROMIUM names ${named}, which is not there.`);
  }
  const onPath = NAMES.find((name) => ask(name, ["--version"]) !== null);
  if (onPath) return onPath;
  const own = ask(venvPython, ["-c", PLAYWRIGHTS_OWN]);
  return own && existsSync(own) ? own : null;
}

/** Make sure the browser tests have a browser; needs the Python side to be set up. */
export async function ensureChromium() {
  if (findChromium()) return;
  if ((await aptInstall("chromium")) && findChromium()) return;
  console.log("Installing Chromium with Playwright …");
  const code = await run(venvPython, ["-m", "playwright", "install", "chromium"]);
  if (code === 0 && findChromium()) return;
  throw new TaskError(
    "The browser tests need Chromium: install it with your system's package manager, or name one in the environment variable CHROMIUM.",
  );
}
