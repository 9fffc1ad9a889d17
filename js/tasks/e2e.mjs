// npm run e2e: only the browser tests. Arguments go to pytest.

import { ensureChromium } from "./chromium.mjs";
import { root, venvPython } from "./places.mjs";
import { main, run } from "./processes.mjs";
import { setUp } from "./setup.mjs";

await main(async (args) => {
  await setUp();
  await ensureChromium();
  return run(venvPython, ["-m", "pytest", "tests/e2e", ...args], { cwd: root });
});
