// Working through tasks: what is claimed, what is filled in, what is kept. One a widget, however
// many views it has: all of them show the same task and the same text.

import type { WorkClaimed, WorkItem, WorkOutcome, WorkPlace } from "../../protocol/operations";
import type { Model } from "../../transport/model";
import { isWithdrawn, type Port, Refusal, sentence } from "../../transport/port";
import { START, type WorkState } from "./state";
import { changesOf, contentOf, missing, startOf, type Values } from "./values";

const SAVE_MS = 700;
// However fast others hand in: each look counts the tasks of the pipeline.
const LOOK_MS = 1000;
const NEEDED = "An answer is needed here.";

const GONE = new Set(["pipeline_not_found", "not_found", "vault_closed"]);

interface Aim {
  pipeline_id: string;
  node: string;
  contributor: string;
}

type Told = Omit<Aim, "node"> & { work_id: string; content: Record<string, unknown> };

const aimOf = (model: Model): Aim => ({
  pipeline_id: model.get<string>("pipeline_id"),
  node: model.get<string>("node") ?? "",
  contributor: model.get<string>("contributor") ?? "",
});

const dueIn = (left: number | null): number | undefined =>
  left === null ? undefined : Date.now() + left * 1000;

const codeOf = (error: unknown): string => (error instanceof Refusal ? error.code : "");

export class WorkSession {
  state: WorkState = START;
  readonly #port: Port;
  readonly #model: Model;
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking: ReturnType<typeof setTimeout> | undefined;
  #lookedAt = 0;
  /** Asked to hand in while that was under way. */
  #isPressedAgain = false;
  #saving: Promise<void> = Promise.resolve();
  #stop: (() => void) | undefined;
  #aim: Aim;
  /** Why the last draft couldn't be kept: no longer true once one could. */
  #unkept = "";

  constructor(port: Port, model: Model, place?: WorkPlace) {
    this.#port = port;
    this.#model = model;
    this.#aim = aimOf(model);
    this.state = { ...START, place };
  }

  /** Hear of changes; returns the undo. What waits to be kept is kept when the last one leaves. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#stop ??= this.#follow();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
      void this.#flush();
    };
  }

  #follow(): () => void {
    const stops = [
      this.#port.onNews(({ news }) => void (news === "datasets.changed" && this.#lookSoon())),
      ...["pipeline_id", "node", "contributor"].map((name) =>
        this.#model.on(name, () => this.#turnTo()),
      ),
    ];
    if (this.#port.isAlive) void this.look();
    return () => {
      clearTimeout(this.#looking);
      this.#looking = undefined;
      for (const stop of stops) stop();
    };
  }

  #lookSoon(): void {
    this.#looking ??= setTimeout(
      () => {
        this.#looking = undefined;
        void this.look();
      },
      Math.max(0, this.#lookedAt + LOOK_MS - Date.now()),
    );
  }

  /** Another pipeline, node or name was asked for from Python. */
  #turnTo(): void {
    const aim = aimOf(this.#model);
    if (JSON.stringify(aim) === JSON.stringify(this.#aim)) return;
    void this.#flush();
    this.#aim = aim;
    this.#become({ ...START });
    this.#tellTask();
    void this.look();
  }

  #become(change: Partial<WorkState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }

  #tellTask(): void {
    this.#model.set("task_id", this.state.item?.task_id ?? "");
  }

  /** Where the pipeline stands; whoever works goes on. */
  async look(): Promise<void> {
    const aim = this.#aim;
    this.#lookedAt = Date.now();
    try {
      const { data } = await this.#port.ask("pipelines.work", aim);
      if (aim !== this.#aim) return;
      this.#become({ place: data, isGone: false });
      // What couldn't be kept while the pipeline was paused, or nobody answered, is kept now.
      if (data.status === "active" && this.state.keeping === "unsaved") this.#defer();
    } catch (error) {
      if (isWithdrawn(error)) return;
      if (!this.state.place || GONE.has(codeOf(error))) this.#lose(error, true);
    }
  }

  #lose(error: unknown, isGone: boolean): void {
    const { phase, item } = this.state;
    const isWorking = item !== undefined && phase !== "idle" && phase !== "none";
    this.#become({
      isGone,
      trouble: sentence(error),
      phase: isWorking ? "lost" : "idle",
      last: undefined,
    });
  }

  /** The next task. What was typed for a task that was lost comes back with it. */
  async claim(): Promise<void> {
    const { phase, item: old, values } = this.state;
    const typed = phase === "lost" && old ? { task_id: old.task_id, values } : undefined;
    this.#become({ phase: "claiming", trouble: "" });
    try {
      const { data } = await this.#port.ask("pipelines.claim", {
        ...this.#aim,
        skipped: [...this.state.skipped],
      });
      this.#claimed(data, typed);
    } catch (error) {
      if (isWithdrawn(error)) return;
      this.#become({ phase: typed ? "lost" : "idle", trouble: sentence(error) });
      if (!typed) this.#become({ item: undefined });
    }
    this.#tellTask();
  }

  #claimed({ place, item }: WorkClaimed, typed?: { task_id: string; values: Values }): void {
    if (item) {
      this.#open(item, place);
      if (typed?.task_id !== item.task_id) return;
      this.#become({ values: { ...this.state.values, ...typed.values }, keeping: "waiting" });
      this.#defer();
    } else this.#become({ place, phase: "none", item: undefined, values: {}, problems: {} });
  }

  #open(item: WorkItem, place = this.state.place): void {
    this.#become({
      place,
      item,
      phase: "working",
      values: startOf(item),
      problems: {},
      trouble: "",
      keeping: Object.keys(item.draft).length > 0 ? "saved" : "none",
      dueAt: dueIn(item.left_s),
    });
  }

  /** Fill a field in. */
  set(name: string, value: unknown): void {
    const { [name]: _, ...problems } = this.state.problems;
    const values = { ...this.state.values, [name]: value };
    this.#become({ values, problems, keeping: "waiting" });
    this.#defer();
  }

  #defer(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#flush(), SAVE_MS);
  }

  /** Keep what waits to be kept. */
  #flush(): Promise<void> {
    clearTimeout(this.#timer);
    const { item, values, keeping, phase } = this.state;
    const isDue = keeping === "waiting" || keeping === "unsaved";
    if (!isDue || !item || phase !== "working") return this.#saving;
    // Put together now: when its turn has come, another task may be open.
    const told = this.#told(item, values);
    this.#saving = this.#saving.then(() => this.#save(item, values, told));
    return this.#saving;
  }

  async #save(item: WorkItem, values: Values, told: Told): Promise<void> {
    const status = this.state.place?.status ?? "active";
    if (status !== "active") return this.#become({ keeping: "unsaved" });
    if (this.state.values === values) this.#become({ keeping: "saving" });
    try {
      const { data } = await this.#port.ask("pipelines.save", told);
      if (this.state.item?.work_id !== item.work_id) return;
      // What was typed meanwhile waits for its own turn; its problems are not known yet.
      const isSame = this.state.values === values;
      const kept = data.is_done ? "saved" : "partly";
      this.#become({
        keeping: isSame ? kept : "waiting",
        problems: isSame ? data.problems : this.state.problems,
        trouble: this.state.trouble === this.#unkept ? "" : this.state.trouble,
        // Saved is worked on: the claim begins anew.
        dueAt: dueIn(data.left_s) ?? this.state.dueAt,
      });
    } catch (error) {
      if (isWithdrawn(error) || this.state.item?.work_id !== item.work_id) return;
      this.#become({ keeping: "unsaved" });
      if (codeOf(error) === "claim_lost") this.#lose(error, false);
      else {
        // That the session with Jupyter has ended, the page says by itself.
        this.#unkept = codeOf(error) === "signed_out" ? "" : sentence(error);
        this.#become({ trouble: this.#unkept });
      }
    }
  }

  #told(item: WorkItem, values: Values): Told {
    const content = item.is_review ? changesOf(item, values) : contentOf(item.fields, values);
    const { pipeline_id, contributor } = this.#aim;
    return { pipeline_id, contributor, work_id: item.work_id, content };
  }

  /** Hand in, and go on to the next; false where something is missing or doesn't fit. */
  async submit(): Promise<boolean> {
    const { item, values, phase } = this.state;
    if (phase === "sending") this.#isPressedAgain = true;
    if (!item || item.is_review || phase !== "working") return false;
    const lacking = missing(item, values).map((field) => [field.name, NEEDED]);
    if (lacking.length > 0) {
      this.#become({ problems: { ...this.state.problems, ...Object.fromEntries(lacking) } });
      return false;
    }
    return this.#send(item, () => this.#port.ask("pipelines.submit", this.#told(item, values)));
  }

  /** Let it pass with what was corrected, or return it with a note. */
  async review(verdict: "pass" | "return", note: string): Promise<boolean> {
    const { item, values, phase } = this.state;
    if (!item?.is_review || phase !== "working") return false;
    const told = { ...this.#told(item, values), verdict, note };
    return this.#send(item, () => this.#port.ask("pipelines.review", told));
  }

  async #send(item: WorkItem, ask: () => Promise<{ data: WorkOutcome }>): Promise<boolean> {
    // A draft that came after its answer would find the claim gone.
    clearTimeout(this.#timer);
    const { values } = this.state;
    this.#isPressedAgain = false;
    this.#become({ phase: "sending", trouble: "" });
    await this.#saving;
    if (this.state.phase !== "sending") return false;
    try {
      const { data } = await ask();
      if (!data.is_done) {
        // What was mended meanwhile has other problems, or none, and is handed in if that was asked.
        const isSame = this.state.values === values;
        const { problems } = isSame ? data : this.state;
        this.#become({ phase: "working", problems });
        return !isSame && this.#isPressedAgain ? this.submit() : false;
      }
    } catch (error) {
      this.#refused(error);
      return false;
    }
    const { work_id, task_id } = item;
    const last = item.is_review ? undefined : { work_id, task_id };
    this.#become({ last, doneCount: this.state.doneCount + 1, keeping: "none" });
    await this.claim();
    return true;
  }

  #refused(error: unknown): void {
    if (isWithdrawn(error)) return;
    if (codeOf(error) === "claim_lost" || GONE.has(codeOf(error))) {
      this.#lose(error, GONE.has(codeOf(error)));
      return;
    }
    this.#become({ phase: "working", trouble: sentence(error) });
    // Most likely somebody paused it.
    void this.look();
  }

  /** Give the task back, and take another one. */
  async skip(): Promise<void> {
    const { item } = this.state;
    if (!item) return;
    const ask = () => this.#port.ask("pipelines.release", this.#itself(item));
    await this.#leave(item, ask, [...this.state.skipped, item.task_id]);
  }

  /** Hand the task to the owners of the pipeline, and take another one. */
  async escalate(note: string): Promise<void> {
    const { item } = this.state;
    if (!item) return;
    const ask = () => this.#port.ask("pipelines.escalate", { ...this.#itself(item), note });
    await this.#leave(item, ask, this.state.skipped);
  }

  async #leave(item: WorkItem, ask: () => Promise<unknown>, skipped: readonly string[]) {
    if (this.state.phase !== "working") return;
    await this.#flush();
    this.#become({ phase: "sending", trouble: "" });
    try {
      await ask();
    } catch (error) {
      this.#refused(error);
      return;
    }
    this.#become({ skipped, keeping: "none" });
    if (this.state.item === item) await this.claim();
  }

  #itself = (item: { work_id: string }) => ({
    pipeline_id: this.#aim.pipeline_id,
    work_id: item.work_id,
  });

  /** Also take tasks again that were skipped. */
  async again(): Promise<void> {
    this.#become({ skipped: [] });
    await this.claim();
  }

  /** Take back what was handed in last; the sentence why not, where it can't be. */
  async undo(): Promise<string> {
    const { last } = this.state;
    if (!last) return "";
    await this.#flush();
    this.#become({ last: undefined });
    try {
      const { data } = await this.#port.ask("pipelines.undo", this.#itself(last));
      this.#become({ doneCount: Math.max(0, this.state.doneCount - 1) });
      this.#open(data);
      this.#tellTask();
      void this.look();
      return "";
    } catch (error) {
      return isWithdrawn(error) ? "" : sentence(error);
    }
  }

  /** Put the last refusal out of sight. */
  dismiss(): void {
    this.#become({ trouble: "" });
  }
}

const sessions = new WeakMap<Port, WorkSession>();

/** The session of a widget. */
export function sessionOf(port: Port, model: Model, place?: WorkPlace): WorkSession {
  const known = sessions.get(port) ?? new WorkSession(port, model, place);
  sessions.set(port, known);
  return known;
}
