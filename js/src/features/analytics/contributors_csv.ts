// The table of contributors as a file: all its numbers, also those the screen has no place for.

import type { ContributorTable } from "../../protocol/operations";
import { asCsv } from "./section";

const BEFORE = [
  "contributor",
  "kind",
  "answers",
  "items",
  "active_days",
  "per_day",
  "per_hour",
  "median_seconds",
];
const AFTER = [
  "kappa_with_others",
  "agreement_with_others",
  "shared",
  "as_resolved",
  "pass_rate",
  "reviewed",
  "last_active",
];

export function contributorCsv({ columns, rows }: ContributorTable): string {
  const fields = columns.flatMap(({ field, unit }) => [
    `${unit}_${field}`,
    `${unit}_${field}_difference`,
  ]);
  const lines = rows.map((each) => [
    each.name,
    each.kind,
    each.answer_count,
    each.item_count,
    each.day_count,
    each.per_day,
    each.per_hour,
    each.median_seconds,
    ...columns.flatMap(({ mean }, at) => {
      const own = each.means[at] ?? null;
      return [own, own === null || mean === null ? null : own - mean];
    }),
    each.kappa,
    each.agree,
    each.shared,
    each.as_resolved,
    each.passed,
    each.reviewed_count,
    each.active_at,
  ]);
  return asCsv([...BEFORE, ...fields, ...AFTER], lines);
}
