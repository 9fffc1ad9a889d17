// Knows what is being imported and exported: begun here, or in a kernel, which is asked about.

import type { ExportJob, ImportJob } from "../../protocol/operations";
import type { Port } from "../../transport/port";

export const BUSY_MS = 1000;
export const IDLE_MS = 8000;
/** So many of the latest exports are looked at. */
const MOST = 20;

export type Work = { kind: "import"; job: ImportJob } | { kind: "export"; job: ExportJob };

export const isRunning = ({ job }: Work): boolean => job.state === "running";

/** "Importing flights, 42%"; of several their number. Empty when nothing runs. */
export function wordsOf(works: readonly Work[]): string {
  const running = works.filter(isRunning);
  const [only] = running;
  if (!only) return "";
  if (running.length > 1) return `${running.length} imports and exports`;
  const { share, name } = only.job;
  const word = only.kind === "import" ? "importing" : "exporting";
  return `${word} ${name}${share === null ? "" : `, ${Math.floor(share * 100)}%`}`;
}

export class JobWatch {
  /** By job id, in the order they were met. */
  readonly #known = new Map<string, Work>();
  readonly #listeners = new Set<(works: readonly Work[]) => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking = Promise.resolve();

  constructor(private readonly port: Port) {}

  get works(): readonly Work[] {
    return [...this.#known.values()];
  }

  /** Hear of every change; somebody who listens keeps it looking. Returns the undo. */
  listen(listener: (works: readonly Work[]) => void): () => void {
    this.#listeners.add(listener);
    listener(this.works);
    if (this.#listeners.size === 1) void this.look();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size) return;
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  /** A job that this page began: followed from now on. */
  began(work: Work): void {
    this.#known.set(work.job.job_id, work);
    this.#tell();
    void this.look();
  }

  async cancel({ kind, job: { job_id } }: Work): Promise<void> {
    await this.port.ask(`${kind}s.cancel`, { job_id });
    await this.look();
  }

  /** Don't tell of one that ended any more. */
  dismiss({ job }: Work): void {
    this.#known.delete(job.job_id);
    this.#tell();
  }

  /** Look now, then again after a while; one look at a time, so that none tells what is over. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look());
    return this.#looking;
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    if (!document.hidden) await Promise.all([this.#imports(), this.#exports()]);
    this.#tell();
    clearTimeout(this.#timer);
    const wait = this.works.some(isRunning) ? BUSY_MS : IDLE_MS;
    this.#timer = this.#listeners.size ? setTimeout(() => void this.look(), wait) : undefined;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener(this.works);
  }

  #keep(works: readonly Work[]): void {
    for (const work of works) this.#known.set(work.job.job_id, work);
  }

  /** Whoever may import nothing is told of nothing; a look that failed is made up for later. */
  async #imports(): Promise<void> {
    try {
      const { data } = await this.port.ask("imports.pending", {});
      const running = data.jobs.filter(({ state }) => state === "running");
      const ids = new Set(running.map(({ job_id }) => job_id));
      this.#keep(running.map((job) => ({ kind: "import", job })));
      const ended = this.works.filter(
        (each) => each.kind === "import" && isRunning(each) && !ids.has(each.job.job_id),
      );
      for (const { job } of ended) {
        const answer = await this.port.ask("imports.job", { job_id: job.job_id });
        this.#keep([{ kind: "import", job: answer.data }]);
      }
    } catch {}
  }

  async #exports(): Promise<void> {
    try {
      const { data } = await this.port.ask("exports.list", { dataset_id: null, limit: MOST });
      const told = data.exports.filter(
        ({ state, job_id }) => state === "running" || this.#follows(job_id),
      );
      this.#keep(told.map((job) => ({ kind: "export", job })));
    } catch {}
  }

  #follows(jobId: string): boolean {
    const known = this.#known.get(jobId);
    return known !== undefined && isRunning(known);
  }
}
