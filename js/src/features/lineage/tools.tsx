// The line above the versions: what is looked for, the list as a file, what can be begun.

import { useState } from "preact/hooks";
import type { VersionItem, VersionPage } from "../../protocol/operations";
import { Button, counted, IconButton, Menu, Select, Switch, TextInput } from "../../ui";
import { asCsv, download } from "./csv";

const STATES = [
  { value: "", label: "Any state" },
  { value: "final", label: "Final" },
  { value: "published", label: "Published" },
  { value: "draft", label: "Draft" },
  { value: "failed", label: "Failed" },
  { value: "aborted", label: "Aborted" },
];

export interface Wanted {
  search: string;
  state: string;
  hasArchived: boolean;
}

/** The versions that a search and the filters leave. */
export function matching(versions: readonly VersionItem[], wanted: Wanted): VersionItem[] {
  const words = wanted.search.toLowerCase().split(/\s+/).filter(Boolean);
  return versions.filter((item) => {
    const text = [item.number, item.note, item.description, item.created_by, ...item.tags];
    const all = text.join(" ").toLowerCase();
    return (
      (wanted.hasArchived || item.archived_at === null) &&
      (wanted.state === "" || item.state === wanted.state) &&
      words.every((word) => all.includes(word))
    );
  });
}

function Download(props: { all: readonly VersionItem[]; shown: readonly VersionItem[] }) {
  const [menu, setMenu] = useState<HTMLElement>();
  const entry = (label: string, versions: readonly VersionItem[]) => ({
    label: `${label} ${counted(versions.length, "version")}, as CSV`,
    reason: versions.length === 0 ? "There is none" : undefined,
    onPress: () => download("versions.csv", asCsv(versions)),
  });
  return (
    <>
      <IconButton
        icon="download"
        label="Download the list"
        popup="menu"
        isOpen={menu !== undefined}
        onPress={({ currentTarget }) => setMenu(currentTarget as HTMLElement)}
      />
      {menu && (
        <Menu
          anchor={menu}
          label="Download the list"
          onClose={() => setMenu(undefined)}
          entries={[entry("Shown:", props.shown), entry("All:", props.all)]}
        />
      )}
    </>
  );
}

export function Tools(props: {
  page: VersionPage;
  shown: readonly VersionItem[];
  wanted: Wanted;
  isPicking: boolean;
  onWanted: (wanted: Wanted) => void;
  onPick: (isOn: boolean) => void;
  onNew: () => void;
}) {
  const { page, shown, wanted, isPicking, onWanted, onPick } = props;
  const isAlone = page.versions.length < 2;
  return (
    <div class="dv-row dv-version-tools">
      <TextInput
        label="Search versions"
        placeholder="Search versions"
        icon="search"
        value={wanted.search}
        onInput={(search) => onWanted({ ...wanted, search })}
      />
      <Select
        label="State"
        isHidingLabel
        value={wanted.state}
        options={STATES}
        onChange={(state) => onWanted({ ...wanted, state })}
      />
      <span class="dv-grow" />
      <Switch
        label="Show archived"
        isOn={wanted.hasArchived}
        onChange={(hasArchived) => onWanted({ ...wanted, hasArchived })}
      />
      <span class="dv-sep" />
      <Download all={page.versions} shown={shown} />
      <Button
        icon="sort"
        label={isPicking ? "Stop comparing" : "Compare"}
        reason={isAlone ? "There is only one version" : undefined}
        onPress={() => onPick(!isPicking)}
      />
      <Button
        kind="primary"
        icon="plus"
        label="New version"
        reason={page.refused || undefined}
        onPress={props.onNew}
      />
    </div>
  );
}
