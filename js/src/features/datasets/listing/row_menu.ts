// What can be done with one dataset; what can't says why.

import type { ListedDataset } from "../../../protocol/operations";
import type { MenuEntry } from "../../../ui";
import type { Verb } from "./lifecycle";

export interface RowMenuActs {
  onOpen: (id: string, tab?: string) => void;
  onExport?: (row: ListedDataset) => void;
  onShare?: (row: ListedDataset) => void;
  onRename: () => void;
  onRun: (verb: Verb) => void;
}

export function rowMenu(row: ListedDataset, acts: RowMenuActs): MenuEntry[] {
  const { onOpen, onExport, onShare, onRename, onRun } = acts;
  const { refused } = row;
  const entries: MenuEntry[] = [
    { label: "Open", icon: "expand", keys: "↵", onPress: () => onOpen(row.id) },
    { label: "Open rows", icon: "table", onPress: () => onOpen(row.id, "content") },
    { label: "Rename", icon: "pencil", keys: "F2", reason: refused.rename, onPress: onRename },
    "line",
  ];
  if (onShare && refused.share === undefined)
    entries.push({ label: "Share…", icon: "share", onPress: () => onShare(row) });
  if (onExport)
    entries.push(
      {
        label: "Export",
        icon: "download",
        reason: refused.export,
        onPress: () => onExport(row),
      },
      "line",
    );
  entries.push(
    row.is_archived
      ? {
          label: "Unarchive",
          icon: "archive",
          reason: refused.unarchive,
          onPress: () => onRun("unarchive"),
        }
      : {
          label: "Archive",
          icon: "archive",
          reason: refused.archive,
          onPress: () => onRun("archive"),
        },
    {
      label: "Delete…",
      icon: "trash",
      isDanger: true,
      reason: refused.delete,
      onPress: () => onRun("delete"),
    },
  );
  return entries;
}
