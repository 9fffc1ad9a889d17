// A table as the kernel sends it, of two types; and a pipeline that is there.

import type { BuilderState, BuilderTable, SettingShown } from "../../../src/protocol/operations";

const setting = (name: string, form: string, more: Partial<SettingShown> = {}): SettingShown => ({
  name,
  form,
  default: "",
  meaning: `What ${name} means`,
  choices: [],
  outputs: [],
  least: null,
  most: null,
  ...more,
});

const kind = (type: string, settings: SettingShown[]) => ({
  type,
  label: type,
  settings,
  required: [],
  rule: "latest",
  is_repeatable: type !== "criteria",
});

export const TABLE: BuilderTable = {
  kinds: [
    kind("short_text", [setting("max_length", "whole number of 1 or more", { default: "500" })]),
    kind("rating", [
      setting("min", "whole number", { default: "1" }),
      setting("max", "whole number", { default: "5" }),
      setting("labels", "labels by whole number", { default: {} }),
    ]),
    kind("select", [setting("options", "list of different texts")]),
    kind("criteria", [
      setting("output", "text", { default: "number", choices: ["number", "select"] }),
      setting("min", "number", { outputs: ["number"] }),
      setting("options", "list of different texts", { outputs: ["select"] }),
    ]),
  ],
  subtask: [setting("overlap", "whole number", { default: "1" })],
  review: [],
  rules: ["latest"],
  sources: ["answer", "given", "static"],
};

export const state = (more: Partial<BuilderState> = {}): BuilderState => ({
  pipeline_id: "pip_1",
  name: "Tone",
  project: "",
  status: "draft",
  form_number: 0,
  has_draft: true,
  mark: "m1",
  draft: {
    name: "Tone",
    steps: [{ kind: "subtask", name: "rate", fields: [{ name: "warm", type: "rating" }] }],
  },
  text: "name: Tone  # as written\n",
  table: TABLE,
  projects: [],
  is_vault_open: true,
  templates: [],
  ...more,
});
