// Starting other programs: their output goes straight through, their exit code comes back.

import { spawn, spawnSync } from "node:child_process";

/** A task can't go on; the message is one sentence for the person at the terminal. */
export class TaskError extends Error {}

/** Run a program in the foreground and resolve to its exit code. */
export function run(command, args, { cwd, env, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      stdio: quiet ? ["ignore", "ignore", "inherit"] : "inherit",
    });
    // Ctrl-C reaches the child as well; it decides how to end, and we outlive it to report.
    const stayAlive = () => {};
    process.on("SIGINT", stayAlive);
    child.on("error", (error) =>
      reject(new TaskError(`${command} did not start: ${error.message}.`)),
    );
    child.on("close", (code) => {
      process.off("SIGINT", stayAlive);
      resolve(code ?? 1);
    });
  });
}

/** Like `run`, but a failure ends the task with `sentence`. */
export async function must(sentence, command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) throw new TaskError(`${sentence} (exit code ${code}).`);
}

/** Run a program silently; its exit code and all it said. */
export function capture(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", ...options });
  return { code: status ?? 1, stdout: stdout ?? "", stderr: stderr ?? "" };
}

/** The output of a program, or null when it failed or is not there. */
export function ask(command, args, options) {
  const { code, stdout } = capture(command, args, options);
  return code === 0 ? stdout.trim() : null;
}

/** What every task file ends with: run `task`, turn its outcome into the exit code. */
export async function main(task) {
  try {
    process.exitCode = (await task(process.argv.slice(2))) ?? 0;
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
