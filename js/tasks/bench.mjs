// npm run bench: the benchmarks, apart from the tests since a timing is not a truth. Arguments go to them.

import { root, venvPython } from "./places.mjs";
import { main, run } from "./processes.mjs";
import { setUp } from "./setup.mjs";

await main(async (args) => {
  await setUp();
  return run(venvPython, ["-m", "benchmarks", ...args], { cwd: root });
});
