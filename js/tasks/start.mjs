// npm start: set up, then JupyterLab on the quickstart notebook.
// npm start -- --check: run that notebook without a browser and print what it did.

import { inRoot, root, venvPython } from "./places.mjs";
import { main, run } from "./processes.mjs";
import { checkQuickstart } from "./quickstart.mjs";
import { setUpPython } from "./setup.mjs";

async function task(args) {
  await setUpPython();
  if (args.includes("--check")) return checkQuickstart();
  // As the default address, the notebook is also in the link that is printed for another browser.
  const address = "--LabApp.default_url=/lab/tree/quickstart.ipynb";
  const lab = ["-m", "jupyterlab", `--ServerApp.root_dir=${inRoot("notebooks")}`, address];
  // Jupyter refuses to run as root unasked; whoever is root in a container has been asked.
  if (process.getuid?.() === 0) lab.push("--allow-root");
  console.log("Opening JupyterLab; Ctrl-C ends it.");
  return run(venvPython, [...lab, ...args], { cwd: root });
}

await main(task);
