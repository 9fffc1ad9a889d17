// npm run audit: known weaknesses, in our code (bandit) and in what it is built on (pip-audit, npm audit).
// It asks services on the internet, so it is no part of `npm test`, and says so when they can't be reached.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { inRoot, root, venvPython } from "./places.mjs";
import { capture, main, must } from "./processes.mjs";
import { ensureVenv } from "./python.mjs";

// An environment of their own: what they need is nothing the vault needs.
const TOOLS = ["bandit==1.9.4", "pip-audit==2.10.1"];
const place = inRoot(".venv-audit");
const tool = (name) => join(place, process.platform === "win32" ? "Scripts" : "bin", name);

async function ensureTools() {
  if (existsSync(tool("pip-audit"))) return;
  await ensureVenv();
  console.log("Making .venv-audit …");
  await must("The environment of the audit was not made", venvPython, ["-m", "venv", place]);
  const install = ["-m", "pip", "install", "--quiet", ...TOOLS];
  await must("The tools of the audit were not installed", tool("python"), install);
}

/**
 * What bandit finds and nobody answered. An answer is ruff's `noqa` of the same number on the line: ruff looks
 * for the same things at every commit. SQL put together (B608) is ruff's alone: where it is allowed stands in
 * pyproject.toml.
 */
function bandit() {
  const args = ["-q", "-r", "datavault_jupyter", "-f", "json", "--skip", "B608"];
  const { stdout, stderr } = capture(tool("bandit"), args, { cwd: root, maxBuffer: 1 << 28 });
  const { results, errors } = JSON.parse(stdout || `{"results":[],"errors":["${stderr}"]}`);
  const open = results.filter(
    ({ code, test_id }) => !new RegExp(`noqa:[^#]*\\bS${test_id.slice(1)}\\b`).test(code),
  );
  for (const each of open)
    console.log(`  ${each.filename}:${each.line_number} ${each.test_id} ${each.issue_text}`);
  for (const each of errors) console.log(`  ${JSON.stringify(each)}`);
  console.log(`  ${results.length - open.length} answered where they stand, ${open.length} open.`);
  return open.length + errors.length === 0;
}

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const notAsked = (why) => {
  console.log(`  Not looked up: its service can't be reached from here${why}.`);
  return null;
};

/** The packages of requirements.lock: true clean, false not, null when nobody could be asked. */
function pipAudit() {
  const lock = ["--requirement", "requirements.lock", "--require-hashes", "--disable-pip"];
  const args = [...lock, "--progress-spinner", "off", "--format", "json"];
  const { stdout } = capture(tool("pip-audit"), args, { cwd: root, maxBuffer: 1 << 28 });
  const packages = parsed(stdout)?.dependencies;
  if (!packages) return notAsked("");
  const known = packages.filter(({ vulns }) => vulns?.length > 0);
  for (const { name, version, vulns } of known)
    console.log(`  ${name} ${version}: ${vulns.map(({ id }) => id).join(", ")}`);
  const skipped = packages.filter(({ skip_reason }) => skip_reason).length;
  console.log(
    `  ${packages.length - skipped} packages looked up, ${known.length} with weaknesses.`,
  );
  if (known.length > 0) return false;
  return skipped > 0 ? notAsked(` for ${skipped} of ${packages.length} packages`) : true;
}

/** The packages of package-lock.json, likewise. */
function npmAudit() {
  const { stdout } = capture("npm", ["audit", "--package-lock-only", "--json"], { cwd: root });
  const counts = parsed(stdout)?.metadata?.vulnerabilities;
  if (!counts) return notAsked("");
  console.log(`  ${counts.total} packages with weaknesses.`);
  if (counts.total > 0) console.log(stdout);
  return counts.total === 0;
}

await main(async () => {
  await ensureTools();
  console.log("\n— bandit");
  const found = [bandit()];
  console.log("\n— pip-audit");
  found.push(pipAudit());
  console.log("\n— npm audit");
  found.push(npmAudit());
  if (found.includes(false)) return 1;
  // Not looked up is not clean: whoever relies on it is told by the exit code, too.
  return found.includes(null) ? 2 : 0;
});
