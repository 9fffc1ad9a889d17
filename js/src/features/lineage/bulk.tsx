// What can be done with all chosen versions at once, each with how many of them it takes.

import { useState } from "preact/hooks";
import type { VersionItem, VersionPage } from "../../protocol/operations";
import { Button, count, Icon, Kbd, Menu } from "../../ui";
import type { Acting, Open } from "./info";

interface BulkProps {
  page: VersionPage;
  shown: readonly VersionItem[];
  chosen: readonly VersionItem[];
  acting: Acting;
  onOpen: (open: Open) => void;
  onChoose: (ids: ReadonlySet<string>) => void;
  onCompare: (after: string, before: string) => void;
}

const idsOf = (versions: readonly VersionItem[]) => versions.map(({ version_id }) => version_id);
const part = (verb: string, n: number, of: number) =>
  n === of ? verb : `${verb} ${count(n)} of ${count(of)}`;

/** Which of the chosen each action takes. */
export function takes(chosen: readonly VersionItem[]) {
  const isUnfinished = ({ state }: VersionItem) => state === "failed" || state === "aborted";
  return {
    archive: chosen.filter((each) => each.archived_at === null && !each.is_head),
    restore: chosen.filter((each) => each.archived_at !== null),
    remove: chosen.filter((each) => each.archived_at !== null || isUnfinished(each)),
  };
}

function Choosing({ page, shown, chosen, onChoose }: BulkProps) {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const choose = (versions: readonly VersionItem[]) => onChoose(new Set(idsOf(versions)));
  return (
    <>
      <Button
        size="s"
        kind="quiet"
        caret
        label={`${count(chosen.length)} chosen`}
        popup="menu"
        isOpen={anchor !== undefined}
        onPress={({ currentTarget }) =>
          setAnchor(anchor ? undefined : (currentTarget as HTMLElement))
        }
      />
      {anchor && (
        <Menu
          anchor={anchor}
          label="Choose"
          onClose={() => setAnchor(undefined)}
          entries={[
            {
              label: "All",
              note: count(page.versions.length),
              onPress: () => choose(page.versions),
            },
            { label: "Filtered", note: count(shown.length), onPress: () => choose(shown) },
            { label: "None", keys: "Esc", onPress: () => choose([]) },
          ]}
        />
      )}
    </>
  );
}

/** Why the actions don't take all of the chosen. */
function Why({ chosen }: { chosen: readonly VersionItem[] }) {
  const head = chosen.find(({ is_head: isHead }) => isHead);
  const isShort = takes(chosen).remove.length < chosen.length;
  const reasons = [
    head && `The dataset stands at ${head.number}, which stays.`,
    isShort && "Only archived versions can be deleted.",
  ].filter(Boolean);
  if (reasons.length === 0) return null;
  return (
    <div class="dv-why dv-s dv-2">
      <Icon name="info" small />
      <span>{reasons.join(" ")}</span>
    </div>
  );
}

function Deeds({ page, chosen, acting, onOpen, onChoose }: BulkProps) {
  const n = chosen.length;
  const { archive, restore, remove } = takes(chosen);
  const refused = page.refused || undefined;
  const move = (versions: readonly VersionItem[], isOff: boolean) =>
    void acting
      .archive(idsOf(versions), isOff)
      .then((isDone) => isDone && onChoose(new Set<string>()));
  return (
    <>
      <Button
        size="s"
        kind="quiet"
        icon="plus"
        label="Add a tag"
        reason={refused}
        onPress={() => onOpen({ what: "tag", ids: idsOf(chosen) })}
      />
      <Button
        size="s"
        kind="quiet"
        icon="archive"
        label={part("Archive", archive.length, n)}
        reason={refused ?? (archive.length === 0 ? "None of these can be archived" : undefined)}
        onPress={() => move(archive, true)}
      />
      {restore.length > 0 && (
        <Button
          size="s"
          kind="quiet"
          icon="archive"
          label={part("Unarchive", restore.length, n)}
          reason={refused}
          onPress={() => move(restore, false)}
        />
      )}
      <Button
        size="s"
        kind="quiet"
        icon="trash"
        label={`${part("Delete", remove.length, n)}…`}
        reason={page.delete_refused || (remove.length === 0 ? "Archive them first" : undefined)}
        onPress={() => onOpen({ what: "delete", ids: idsOf(remove) })}
      />
    </>
  );
}

export function Bulk(props: BulkProps) {
  const { chosen, onChoose, onCompare } = props;
  const [newer, older] = chosen;
  return (
    <div class="dv-bulk">
      <div class="dv-bulk-bar" role="toolbar" aria-label={`${count(chosen.length)} chosen`}>
        <Choosing {...props} />
        {chosen.length === 2 && newer && older && (
          <Button
            size="s"
            kind="quiet"
            icon="sort"
            label="Compare the two"
            onPress={() => onCompare(newer.version_id, older.version_id)}
          />
        )}
        <Deeds {...props} />
        <span class="dv-grow" />
        <button
          type="button"
          class="dv-btn dv-btn-s dv-btn-0"
          onClick={() => onChoose(new Set<string>())}
        >
          Clear
          <Kbd keys="Esc" />
        </button>
      </div>
      <Why chosen={chosen} />
    </div>
  );
}
