// npm run check: lint, format and types of both languages. `--fix` mends what can be mended.

import { pathToFileURL } from "node:url";
import { inRoot, root, venvPython } from "./places.mjs";
import { main, run } from "./processes.mjs";
import { setUp } from "./setup.mjs";

const python = (name, ...args) => ({ name, command: venvPython, args: ["-m", ...args] });
const biome = (...args) => ({
  name: "biome",
  command: process.execPath,
  args: [inRoot("node_modules", "@biomejs", "biome", "bin", "biome"), ...args],
});

const node = (name, file, ...args) => ({
  name,
  command: process.execPath,
  args: [inRoot("node_modules", ...file.split("/")), ...args],
});

const CHECKS = [
  python("ruff check", "ruff", "check"),
  python("ruff format", "ruff", "format", "--check"),
  python("mypy", "mypy"),
  python("wire types", "datavault_jupyter.protocol.typescript", "--check"),
  biome("ci", "--colors=off"),
  node("tsc", "typescript/bin/tsc", "--project", "tsconfig.json"),
  node("vitest", "vitest/vitest.mjs", "run", "--root", "js", "--testTimeout", "30000"),
];

const FIXES = [
  python("ruff check", "ruff", "check", "--fix"),
  python("ruff format", "ruff", "format"),
  biome("check", "--write"),
];

/** Run every step, also after one failed, and return the names of those that did. */
export async function check({ fix = false } = {}) {
  const failed = [];
  for (const { name, command, args } of fix ? FIXES : CHECKS) {
    console.log(`\n— ${name}`);
    if ((await run(command, args, { cwd: root })) !== 0) failed.push(name);
  }
  return failed;
}

async function task(args) {
  await setUp();
  const failed = await check({ fix: args.includes("--fix") });
  if (failed.length > 0) console.error(`\nNot clean: ${failed.join(", ")}.`);
  return failed.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(task);
