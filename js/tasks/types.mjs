// npm run types: the TypeScript of the wire, out of the Python dataclasses.

import { root, venvPython } from "./places.mjs";
import { main, run } from "./processes.mjs";

await main(() => run(venvPython, ["-m", "datavault_jupyter.protocol.typescript"], { cwd: root }));
