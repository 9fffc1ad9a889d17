// npm run build: sdist and wheel into dist/. What JavaScript has to be built is built before them.

import { rmSync } from "node:fs";
import { inRoot, root, venvPython } from "./places.mjs";
import { main, run } from "./processes.mjs";
import { setUp } from "./setup.mjs";

await main(async () => {
  await setUp();
  // An old file in dist/ would be published along with the new ones.
  rmSync(inRoot("dist"), { recursive: true, force: true });
  // The build backend is in the lock: no isolated environment with an unpinned one.
  return run(venvPython, ["-m", "build", "--no-isolation"], { cwd: root });
});
