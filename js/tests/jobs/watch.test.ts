import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BUSY_MS, IDLE_MS, JobWatch, type Work, wordsOf } from "../../src/features/jobs/watch";
import type { ExportJob, ImportJob } from "../../src/protocol/operations";
import type { Port } from "../../src/transport/port";

const anImport = (job_id: string, more: Partial<ImportJob> = {}) =>
  ({ job_id, name: `in-${job_id}`, state: "running", share: 0.429, ...more }) as ImportJob;
const anExport = (job_id: string, more: Partial<ExportJob> = {}) =>
  ({ job_id, name: `out-${job_id}`, state: "running", share: null, ...more }) as ExportJob;

/** A vault whose imports and exports the test moves on. */
function vault() {
  const imports = new Map<string, ImportJob>();
  const exports = new Map<string, ExportJob>();
  const asked: string[] = [];
  let isRefusing = false;
  const ask = async (op: string, args: { job_id?: string }) => {
    asked.push(op);
    if (isRefusing && op === "imports.pending") throw new Error("Contributors may not.");
    const running = [...imports.values()].filter(({ state }) => state === "running");
    if (op === "imports.pending") return { data: { jobs: running, uploads: [] }, frames: {} };
    if (op === "exports.list") return { data: { exports: [...exports.values()] }, frames: {} };
    const id = String(args.job_id);
    if (op === "imports.cancel") imports.set(id, anImport(id, { state: "cancelled" }));
    if (op === "exports.cancel") exports.set(id, anExport(id, { state: "cancelled" }));
    return { data: imports.get(id) ?? exports.get(id), frames: {} };
  };
  const refuse = () => {
    isRefusing = true;
  };
  return { imports, exports, asked, refuse, port: { ask } as unknown as Port };
}

const states = (watch: JobWatch) => watch.works.map(({ job }) => [job.job_id, job.state]);

describe("JobWatch", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("document", { hidden: false });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("finds what was begun elsewhere, follows it and keeps how it ended", async () => {
    const { imports, exports, port } = vault();
    const watch = new JobWatch(port);
    const told: string[] = [];
    const stop = watch.listen((works) => told.push(wordsOf(works)));
    await vi.advanceTimersByTimeAsync(0);
    expect(watch.works).toEqual([]);
    imports.set("a", anImport("a"));
    // What ended before anybody looked is nobody's news.
    exports.set("old", anExport("old", { state: "done" }));
    await vi.advanceTimersByTimeAsync(IDLE_MS);
    expect(told.at(-1)).toBe("importing in-a, 42%");
    exports.set("b", anExport("b"));
    await vi.advanceTimersByTimeAsync(BUSY_MS);
    expect(told.at(-1)).toBe("2 imports and exports");
    imports.set("a", anImport("a", { state: "done" }));
    await vi.advanceTimersByTimeAsync(BUSY_MS);
    expect(told.at(-1)).toBe("exporting out-b");
    exports.set("b", anExport("b", { state: "failed" }));
    await vi.advanceTimersByTimeAsync(BUSY_MS);
    expect(told.at(-1)).toBe("");
    expect(states(watch)).toEqual([
      ["a", "done"],
      ["b", "failed"],
    ]);
    watch.dismiss(watch.works[0] as Work);
    await vi.advanceTimersByTimeAsync(IDLE_MS);
    expect(states(watch)).toEqual([["b", "failed"]]);
    stop();
  });

  it("follows what the page began at once, and cancels it", async () => {
    const { imports, exports, port } = vault();
    const watch = new JobWatch(port);
    watch.listen(() => undefined);
    imports.set("a", anImport("a"));
    exports.set("b", anExport("b"));
    watch.began({ kind: "import", job: anImport("a") });
    watch.began({ kind: "export", job: anExport("b") });
    expect(watch.works).toHaveLength(2);
    for (const work of watch.works) await watch.cancel(work);
    expect(states(watch)).toEqual([
      ["a", "cancelled"],
      ["b", "cancelled"],
    ]);
  });

  it("asks nothing out of sight, nor without a listener, and lives with refusals", async () => {
    const { exports, asked, refuse, port } = vault();
    refuse();
    exports.set("b", anExport("b"));
    const watch = new JobWatch(port);
    const stop = watch.listen(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(states(watch)).toEqual([["b", "running"]]);
    vi.stubGlobal("document", { hidden: true });
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(3 * IDLE_MS);
    expect(asked).toHaveLength(before);
    vi.stubGlobal("document", { hidden: false });
    await vi.advanceTimersByTimeAsync(BUSY_MS);
    expect(asked.length).toBeGreaterThan(before);
    stop();
    const after = asked.length;
    await vi.advanceTimersByTimeAsync(3 * IDLE_MS);
    expect(asked).toHaveLength(after);
  });
});
