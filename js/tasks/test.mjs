// npm test: the checks, then every test in one pytest run, whose summary is the last line.
// `--full` adds the long runs; everything else on the command line goes to pytest.

import { check } from "./check.mjs";
import { ensureChromium } from "./chromium.mjs";
import { root, venvPython } from "./places.mjs";
import { main, run } from "./processes.mjs";
import { setUp } from "./setup.mjs";

async function task(args) {
  const isFull = args.includes("--full");
  const forPytest = args.filter((arg) => arg !== "--full");
  await setUp();
  await ensureChromium();
  const failed = await check();
  if (failed.length > 0) {
    console.error(
      `\nNot clean: ${failed.join(", ")}. The tests run all the same; the exit code will not be 0.`,
    );
  }
  console.log("\n— pytest");
  const env = isFull ? { ...process.env, DATAVAULT_TEST_FULL: "1" } : process.env;
  // Two at a time: a test in a browser leaves a core idle half of its time. Each file's tests stay
  // together as long as there are others, since they share what is dear to set up.
  const spread = forPytest.includes("-n") ? [] : ["-n", "2", "--dist", "worksteal"];
  const pytest = ["-m", "pytest", ...spread, ...forPytest];
  const code = await run(venvPython, pytest, { cwd: root, env });
  return code !== 0 || failed.length === 0 ? code : 1;
}

await main(task);
