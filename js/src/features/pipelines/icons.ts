// What stands before a field: by its type.

import type { IconName } from "../../ui";

/** By the name of the type. */
export const ICONS: Record<string, IconName> = {
  short_text: "text",
  long_text: "text",
  code: "code",
  boolean: "boolean",
  numeric: "number",
  datetime: "date",
  select: "category",
  rating: "number",
  ranking: "sort",
  pairwise: "columns",
  criteria: "check",
  file: "file",
};
