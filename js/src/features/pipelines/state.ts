// What is known of the work in a form.

import type { WorkItem, WorkPlace } from "../../protocol/operations";
import type { Values } from "./values";

/**
 * idle: nothing was begun; none: nothing is left to do now; lost: the claim has ended, and what
 * was typed is still here.
 */
export type Phase = "idle" | "claiming" | "working" | "sending" | "none" | "lost";

/** partly: what fits is kept; unsaved: nothing is, `trouble` says why. */
export type Keeping = "none" | "waiting" | "saving" | "saved" | "partly" | "unsaved";

export interface WorkState {
  place: WorkPlace | undefined;
  phase: Phase;
  item: WorkItem | undefined;
  values: Values;
  /** Sentences by field. */
  problems: Readonly<Record<string, string>>;
  keeping: Keeping;
  /** When the claim goes back, in the page's own time. */
  dueAt: number | undefined;
  /** What the kernel refused last. */
  trouble: string;
  /** The pipeline is gone, or nothing can be said of it. */
  isGone: boolean;
  skipped: readonly string[];
  /** The answer that can still be taken back. */
  last: { work_id: string; task_id: string } | undefined;
  doneCount: number;
}

/** Before anything is known. */
export const START: WorkState = {
  place: undefined,
  phase: "idle",
  item: undefined,
  values: {},
  problems: {},
  keeping: "none",
  dueAt: undefined,
  trouble: "",
  isGone: false,
  skipped: [],
  last: undefined,
  doneCount: 0,
};
