// What is chosen of a dataset, and what is asked for with it.

import type { HubConfiguration, HubSelection } from "../../protocol/operations";

export interface Choice {
  splits: readonly string[];
  columns: readonly string[];
  /** As it is typed, like the limit. */
  where: string;
  limit: string;
}

/** What is chosen before anybody chose: the training split where there is one, no media. */
export function firstChoice(configuration: HubConfiguration): Choice {
  const splits = configuration.splits.map((split) => split.name);
  return {
    splits: splits.includes("train") ? ["train"] : splits,
    columns: configuration.columns.filter((each) => each.is_default).map((each) => each.name),
    where: "",
    limit: "",
  };
}

/** The limit that is typed; null: none; undefined: it is no count. */
export function limitOf(text: string): number | null | undefined {
  const plain = text.replace(/[\s,._’']/g, "");
  if (plain === "") return null;
  const limit = /^\d+$/.test(plain) ? Number(plain) : 0;
  return limit > 0 && Number.isSafeInteger(limit) ? limit : undefined;
}

/** Why nothing can be asked for with this choice; "" where all is well. */
export function wrongWith(configuration: HubConfiguration, choice: Choice): string {
  if (configuration.subset === null) return "Choose a subset first.";
  if (choice.splits.length === 0) return "Choose a split first.";
  if (choice.columns.length === 0) return "Choose a column first.";
  return limitOf(choice.limit) === undefined ? "The row limit is a whole number from 1." : "";
}

const isAll = (chosen: readonly string[], all: readonly string[]) =>
  chosen.length === all.length && all.every((each) => chosen.includes(each));

/** The same as it is asked for: at the commit that was shown, and null where all is wanted. */
export function selectionOf(configuration: HubConfiguration, choice: Choice): HubSelection {
  const { splits, columns } = configuration;
  const plain = columns.filter((each) => each.is_default).map((each) => each.name);
  const names = columns.map((each) => each.name).filter((name) => choice.columns.includes(name));
  const parts = splits.map((each) => each.name);
  return {
    repo_id: configuration.repo_id,
    subset: configuration.subset,
    splits: isAll(choice.splits, parts) ? null : parts.filter((p) => choice.splits.includes(p)),
    columns: isAll(names, plain) ? null : names,
    where: choice.where.trim() || null,
    limit: limitOf(choice.limit) ?? null,
    revision: configuration.sha,
  };
}
