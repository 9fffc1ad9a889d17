// Runs the quickstart notebook the way a script would (papermill), on a vault of its own.

import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { inRoot, venvPython } from "./places.mjs";
import { ask, capture, TaskError } from "./processes.mjs";

const LONGEST_OUTPUT = 12; // lines of one cell's output that are printed

const DATASETS = [
  "import sys, datavault_jupyter as dv",
  "for d in dv.Vault(sys.argv[1]).datasets():",
  "    print(f'{d.name}: {d.row_count:,} rows, {len(d.columns)} columns, {d.status}, from {d.source}')",
].join("\n");

const text = (value) => (Array.isArray(value) ? value.join("") : (value ?? ""));

/** The plain text of one output; errors keep their name and message. */
function readable(output) {
  if (output.output_type === "stream") return output.name === "stdout" ? text(output.text) : "";
  if (output.output_type === "error") return `${output.ename}: ${output.evalue}`;
  return text(output.data?.["text/plain"]);
}

function printCell(cell, number) {
  const source = text(cell.source).split("\n");
  const first = source.find((line) => line.trim() && !line.trim().startsWith("#")) ?? "";
  console.log(`\n[${number}] ${first}`);
  const lines = cell.outputs.map(readable).join("\n").trimEnd().split("\n");
  for (const line of lines.slice(0, LONGEST_OUTPUT)) if (line) console.log(`    ${line}`);
  if (lines.length > LONGEST_OUTPUT)
    console.log(`    … ${lines.length - LONGEST_OUTPUT} more lines`);
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function printFiles(title, files, base) {
  console.log(`\n${title}`);
  if (files.length === 0) console.log("    none");
  for (const file of files.sort()) {
    console.log(`    ${relative(base, file)} (${statSync(file).size.toLocaleString("en")} bytes)`);
  }
}

/** What the run left behind, asked from the vault and the disk and not from the notebook. */
function printSummary(work, home, before) {
  const datasets = ask(venvPython, ["-c", DATASETS, home], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (datasets === null) throw new TaskError("The vault could not be read after the notebook ran.");
  console.log("\nIn the vault now");
  for (const line of (datasets || "no datasets").split("\n")) console.log(`    ${line}`);
  const exported = [
    ...filesBelow(join(home, "exports")),
    ...filesBelow(join(work, "notebooks")).filter((file) => !before.has(file)),
  ];
  printFiles("Exported", exported, work);
}

function execute(work) {
  const home = join(work, "vault");
  const notebooks = join(work, "notebooks");
  cpSync(inRoot("notebooks"), notebooks, { recursive: true });
  const before = new Set(filesBelow(notebooks));
  const ran = join(work, "quickstart-ran.ipynb");
  const env = { ...process.env, DATAVAULT_HOME: home, IPYTHONDIR: join(work, "ipython") };
  const papermill = [
    "-m",
    "papermill",
    "--no-progress-bar",
    "--no-log-output",
    "--kernel",
    "python3",
  ];
  const paths = ["--cwd", notebooks, join(notebooks, "quickstart.ipynb"), ran];
  const { code, stderr } = capture(venvPython, [...papermill, ...paths], { env });
  if (!existsSync(ran)) throw new TaskError(`${stderr}\nThe quickstart notebook did not run.`);
  const cells = JSON.parse(readFileSync(ran, "utf8")).cells.filter(
    (cell) => cell.cell_type === "code",
  );
  cells.forEach((cell, index) => {
    printCell(cell, index + 1);
  });
  const failed = cells.filter((cell) => cell.outputs.some((each) => each.output_type === "error"));
  // A kernel that died leaves no error output; papermill's own words say what happened.
  if (code !== 0 && failed.length === 0) console.error(`\n${stderr}`);
  printSummary(work, home, before);
  const verdict =
    failed.length === 0 && code === 0 ? "no errors" : `${failed.length || "some"} failed`;
  const ranCount = cells.filter((cell) => cell.execution_count !== null).length;
  console.log(`\nQuickstart: ${ranCount} of ${cells.length} cells ran, ${verdict}.`);
  return failed.length === 0 ? code : 1;
}

/** Execute in a temporary folder, print cells and leftovers, and clean up; 0 when all is well. */
export function checkQuickstart() {
  if (!existsSync(inRoot("notebooks", "quickstart.ipynb"))) {
    throw new TaskError("notebooks/quickstart.ipynb is not there.");
  }
  const work = mkdtempSync(join(tmpdir(), "datavault-quickstart-"));
  try {
    return execute(work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
