// Building a pipeline: what was written, what is wrong with it, what is kept. One a widget, however
// many views it has.

import type {
  BuilderState,
  Checked,
  FormChanges,
  Problem,
  Written,
} from "../../../protocol/operations";
import type { Model } from "../../../transport/model";
import { isWithdrawn, type Port, Refusal, sentence } from "../../../transport/port";
import { type Sheet, said, sheetOf } from "./sheet";

const CHECK_MS = 250;

export type View = "form" | "yaml";

export interface Building {
  /** As it is in the vault; undefined before that is known. */
  state: BuilderState | undefined;
  /** Undefined where it can't be drawn as a form. */
  sheet: Sheet | undefined;
  text: string;
  /** What is checked and kept: what was changed last. */
  source: View;
  view: View;
  project: string;
  problems: readonly Problem[];
  /** Problems are told also where nobody has been yet. */
  isTold: boolean;
  /** What publishing would do; undefined while there are problems. */
  changes: FormChanges | undefined;
  isChecking: boolean;
  doing: "" | "loading" | "keeping" | "publishing";
  trouble: string;
  /** Somebody else changed it meanwhile. */
  isStale: boolean;
  /** Another pipeline was asked for while there are changes. */
  wanted: string | undefined;
  isChanged: boolean;
}

const START: Building = {
  state: undefined,
  sheet: undefined,
  text: "",
  source: "form",
  view: "form",
  project: "",
  problems: [],
  isTold: false,
  changes: undefined,
  isChecking: false,
  doing: "loading",
  trouble: "",
  isStale: false,
  wanted: undefined,
  isChanged: false,
};

export class BuilderSession {
  now: Building = START;
  readonly #port: Port;
  readonly #model: Model;
  readonly #listeners = new Set<() => void>();
  readonly #touched = new Set<string>();
  #base = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;
  #stop: (() => void) | undefined;

  constructor(port: Port, model: Model, state?: BuilderState) {
    this.#port = port;
    this.#model = model;
    if (state) this.#open(state);
  }

  /** Hear of changes; returns the undo. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#stop ??= this.#follow();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  }

  #follow(): () => void {
    const stop = this.#model.on("pipeline_id", () => this.#turnTo());
    const guard = (event: BeforeUnloadEvent) => {
      if (this.now.isChanged) event.preventDefault();
    };
    window.addEventListener("beforeunload", guard);
    if (this.#port.isAlive && !this.now.state) void this.load();
    else if (this.#port.isAlive) this.#checkSoon();
    return () => {
      stop();
      window.removeEventListener("beforeunload", guard);
    };
  }

  #become(change: Partial<Building>): void {
    const { isChanged } = this.now;
    this.now = { ...this.now, ...change };
    if (this.now.isChanged !== isChanged) this.#model.set("is_changed", this.now.isChanged);
    for (const listener of [...this.#listeners]) listener();
  }

  #turnTo(): void {
    const id = this.#model.get<string>("pipeline_id");
    if (id === (this.now.state?.pipeline_id ?? "")) return;
    if (this.now.isChanged) this.#become({ wanted: id });
    else void this.load();
  }

  /** Leave the changes, and go to the pipeline that was asked for. */
  leave(): void {
    this.#become({ wanted: undefined });
    void this.load();
  }

  /** Stay with the changes. */
  stay(): void {
    this.#become({ wanted: undefined });
    this.#model.set("pipeline_id", this.now.state?.pipeline_id ?? "");
  }

  /** The pipeline as it is in the vault; what was changed here is gone. */
  async load(): Promise<void> {
    this.#become({ doing: "loading", trouble: "" });
    const args = {
      pipeline_id: this.#model.get<string>("pipeline_id") ?? "",
      name: this.#model.get<string>("name") ?? "",
      project: this.#model.get<string>("project") ?? "",
    };
    try {
      const { data } = await this.#port.ask("pipelines.draft", args);
      this.#open(data);
      this.#checkSoon();
    } catch (error) {
      if (!isWithdrawn(error)) this.#become({ doing: "", trouble: sentence(error) });
    }
  }

  #open(state: BuilderState): void {
    const sheet = state.draft ? sheetOf(state.draft) : undefined;
    const source = sheet ? "form" : "yaml";
    this.#touched.clear();
    this.#base = sheet ? said(sheet) : state.text;
    this.#become({
      ...START,
      state,
      sheet,
      source,
      text: state.text,
      view: sheet ? this.now.view : "yaml",
      project: state.project,
      doing: "",
    });
  }

  /** The sheet is to be another; `place` names what was changed, as problems name it. */
  write(sheet: Sheet, place = ""): void {
    if (place) this.#touched.add(place);
    // A name that was given in Python is the start of a new one, not a change to it.
    const isChanged = said(sheet) !== this.#base || this.now.source === "yaml";
    this.#become({ sheet, source: "form", isChanged });
    this.#checkSoon();
  }

  /** The YAML is to be another. */
  writeText(text: string): void {
    const isChanged = text !== (this.now.state?.text ?? "");
    this.#become({ text, source: "yaml", isChanged });
    this.#checkSoon();
  }

  choose(project: string): void {
    this.#become({ project });
  }

  /** Show the form, or the YAML. The form there is only for what can be drawn as one. */
  turn(view: View): void {
    this.#become({ view });
  }

  /** All of it as it was before. */
  restore(before: Pick<Building, "sheet" | "text" | "source" | "isChanged">): void {
    this.#become({ ...before });
    this.#checkSoon();
  }

  /** Whether a problem is to be told at its place already: somebody has written there. */
  isShown({ step, field, setting }: Problem): boolean {
    if (this.now.isTold || this.#touched.has(`${step}/${field}/${setting}`)) return true;
    // A name is awaited until it was begun; of settings one can be wrong because of another.
    const isOf = (place: string) => place.startsWith(`${step}/${field}/`);
    return setting !== "name" && setting !== "" && [...this.#touched].some(isOf);
  }

  #written(): Written {
    const { source, sheet, text } = this.now;
    return source === "form" && sheet ? { draft: sheet, text: "" } : { draft: null, text };
  }

  #checkSoon(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#become({ isChecking: true });
    this.#timer = setTimeout(() => void this.#check(), CHECK_MS);
  }

  async #check(): Promise<void> {
    if (!this.#port.isAlive || !this.now.state) return;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const args = { written: this.#written(), pipeline_id: this.now.state.pipeline_id };
    try {
      const { data } = await this.#port.ask("pipelines.check", args, { signal: asking.signal });
      if (!asking.signal.aborted) this.#checked(data);
    } catch (error) {
      if (asking.signal.aborted || isWithdrawn(error)) return;
      this.#become({ isChecking: false, trouble: sentence(error) });
    }
  }

  #checked(found: Checked): void {
    const { source, sheet, text, state } = this.now;
    const isText = source === "yaml";
    // Written as YAML, what can be drawn is the form now; what was drawn before is not.
    const drawn = found.draft && sheetOf(found.draft);
    const isSame = drawn && sheet && said(drawn) === said(sheet);
    const kept = isSame ? sheet : (drawn ?? undefined);
    const isUnchanged = !isText && sheet && said(sheet) === this.#base && state?.text;
    this.#become({
      problems: found.problems,
      changes: found.changes ?? undefined,
      isChecking: false,
      sheet: isText ? (found.problems.length > 0 ? sheet : kept) : sheet,
      text: isText ? text : isUnchanged ? state.text : found.text,
    });
  }

  /** Check now, whatever was going to be checked; whether nothing is wrong. */
  async #settle(): Promise<boolean> {
    clearTimeout(this.#timer);
    await this.#check();
    return this.now.problems.length === 0;
  }

  /** Keep what was written as the draft of the next form; whether it is kept. */
  async keep(): Promise<boolean> {
    const { state, project } = this.now;
    if (!state || this.now.doing) return false;
    this.#become({ isTold: true, trouble: "", isStale: false, doing: "keeping" });
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const args = {
      written: this.#written(),
      pipeline_id: state.pipeline_id,
      project,
      mark: state.mark,
    };
    try {
      const { data } = await this.#port.ask("pipelines.keep", args);
      if (!data.state) {
        this.#become({ problems: data.problems, doing: "", isChecking: false });
        return false;
      }
      this.#kept(data.state);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** What was written is in the vault now; the sheet stays as it is, with its keys. */
  #kept(state: BuilderState): void {
    const { sheet, source } = this.now;
    const drawn = state.draft ? sheetOf(state.draft) : undefined;
    const isSame = drawn && sheet && said(drawn) === said(sheet);
    this.#base = drawn ? said(drawn) : state.text;
    this.#become({
      state,
      sheet: isSame ? sheet : drawn,
      text: state.text,
      source: drawn ? source : "yaml",
      project: state.project,
      problems: [],
      isChanged: false,
      doing: "",
    });
    this.#model.set("pipeline_id", state.pipeline_id);
    this.#checkSoon();
  }

  #fail(error: unknown): void {
    if (isWithdrawn(error)) {
      this.#become({ doing: "" });
      return;
    }
    const isStale = error instanceof Refusal && error.code === "definition_changed";
    this.#become({ doing: "", trouble: sentence(error), isStale });
    this.#checkSoon();
  }

  /** Whether what was written can count: it is checked, and nothing is wrong with it. */
  async isReady(): Promise<boolean> {
    this.#become({ isTold: true });
    return this.#settle();
  }

  /** Keep what was written and make it count; whether that is done. */
  async publish(isActivated: boolean): Promise<boolean> {
    if (this.now.isChanged || !this.now.state?.pipeline_id) {
      if (!(await this.keep())) return false;
    }
    const { state } = this.now;
    if (!state) return false;
    this.#become({ doing: "publishing", trouble: "", isStale: false });
    const { pipeline_id, mark } = state;
    try {
      const { data } = await this.#port.ask("pipelines.publish", {
        pipeline_id,
        mark,
        is_activated: isActivated,
      });
      this.#kept(data);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** Begin with a template; what was written is replaced. */
  async begin(name: string): Promise<void> {
    try {
      const { data } = await this.#port.ask("pipelines.template", { name });
      if (!data.draft) {
        this.#become({ view: "yaml" });
        return this.writeText(data.text);
      }
      const { sheet } = this.now;
      const own = { name: sheet?.name || data.draft.name, description: sheet?.description ?? "" };
      this.write(sheetOf({ ...data.draft, ...own }));
    } catch (error) {
      if (!isWithdrawn(error)) this.#become({ trouble: sentence(error) });
    }
  }

  /** Keep it for others to begin with; why not, where it can't be. */
  async saveTemplate(name: string): Promise<string> {
    const { state } = this.now;
    if (!state) return "";
    try {
      await this.#port.ask("pipelines.save_template", { pipeline_id: state.pipeline_id, name });
      const templates = [...new Set([...state.templates, name])].sort();
      this.#become({ state: { ...state, templates } });
      return "";
    } catch (error) {
      return sentence(error);
    }
  }

  /** As it is in the vault, so far as is known here. */
  discard(): Pick<Building, "sheet" | "text" | "source" | "isChanged"> {
    const { sheet, text, source, isChanged, state } = this.now;
    if (state) {
      this.#open(state);
      this.#checkSoon();
    }
    return { sheet, text, source, isChanged };
  }

  dismiss(): void {
    this.#become({ trouble: "", isStale: false });
  }
}

const sessions = new WeakMap<Port, BuilderSession>();

/** The session of a widget. */
export function builderOf(port: Port, model: Model, state?: BuilderState): BuilderSession {
  const known = sessions.get(port) ?? new BuilderSession(port, model, state);
  sessions.set(port, known);
  return known;
}
