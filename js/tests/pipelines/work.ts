// Fields, tasks and places as the kernel would tell of them.

import type { FormField, WorkItem, WorkPlace } from "../../src/protocol/operations";

export const field = (
  name: string,
  type: string,
  settings: Record<string, unknown> = {},
  more: Partial<FormField> = {},
): FormField => ({
  name,
  type,
  label: name,
  helper: "",
  is_optional: false,
  least: 0,
  most: 0,
  settings,
  ...more,
});

export const item = (more: Partial<WorkItem> = {}): WorkItem => ({
  work_id: "ans_1",
  task_id: "tsk_1",
  node: "rate",
  is_review: false,
  round: 1,
  form_number: 1,
  instructions: "",
  fields: [field("score", "rating"), field("why", "long_text", {}, { is_optional: true })],
  seen: [],
  answers: [],
  draft: {},
  note: "",
  left_s: 60,
  ...more,
});

export const place = (more: Partial<WorkPlace> = {}): WorkPlace => ({
  pipeline_id: "pip_1",
  name: "P",
  description: "",
  project: null,
  status: "active",
  contributor: "ana",
  refused: "",
  held_count: 0,
  counts: { pending: 2 },
  ...more,
});
