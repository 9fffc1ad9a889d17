// What a file becomes: a dataset of this name in this project, or a new version of one.

import { useState } from "preact/hooks";
import type { ImportPreview, ImportSettings } from "../../protocol/operations";
import { Field, Select, TextInput, useAsk } from "../../ui";
import { Reading } from "./reading";
import { TableField } from "./tables";

export type Settings = Partial<ImportSettings>;

/** A dataset that was made of the file before. */
export interface Earlier {
  id: string;
  /** "Support / support-tickets". */
  path: string;
}

export interface Target {
  /** As it is typed. */
  text: string;
  name: string;
  setName: (name: string) => void;
  projectId: string | null;
  setProject: (id: string | null) => void;
  projects: { value: string | null; label: string; reason?: string }[];
  /** "Support / support-tickets". */
  path: string;
  /** Why the name can't be used. */
  wrong: string;
  earlier: Earlier | undefined;
  /** Whether it becomes a new version of the earlier dataset. */
  isVersion: boolean;
  setVersion: (isVersion: boolean) => void;
}

/** The projects that somebody may add to, and none where that is allowed. */
function useProjects() {
  const listed = useAsk("projects.list", {}, []).data;
  const none =
    listed?.is_vault_open === false ? "You may add datasets to projects only." : undefined;
  return [
    { value: null, label: "No project", reason: none },
    ...(listed?.projects ?? []).map(({ id, name, is_open }) => ({
      value: id,
      label: name,
      reason: is_open ? undefined : "You may only look at this project.",
    })),
  ];
}

/** Where the rows go and what they are called; checked while it is typed. */
export function useTarget(
  preview: Pick<ImportPreview, "suggested_name"> | undefined,
  earlier?: Earlier,
  given?: string | null,
): Target {
  const [typed, setName] = useState<string | null>(null);
  const [chosen, setProject] = useState(given);
  const [isVersion, setVersion] = useState(earlier !== undefined);
  const projects = useProjects();
  const first = projects.find((project) => !project.reason)?.value ?? null;
  const projectId = chosen === undefined ? first : chosen;
  const name = typed ?? preview?.suggested_name ?? "";
  const args = name.trim() && !isVersion ? { name, project_id: projectId } : null;
  const asked = useAsk("imports.name", args, [name, projectId]);
  const checked = name.trim() ? asked.data : undefined;
  const refused = asked.error?.message ?? (checked ? `${checked.message} ${checked.hint}` : "");
  const own = name.trim() ? refused.trim() : "Give it a name.";
  const project = projects.find((each) => each.value === projectId);
  const path = projectId ? `${project?.label} / ${name.trim()}` : name.trim();
  return {
    text: name,
    name: name.trim(),
    setName,
    projectId,
    setProject,
    projects,
    path: isVersion && earlier ? earlier.path : path,
    wrong: preview && !isVersion ? own : "",
    earlier,
    isVersion,
    setVersion,
  };
}

/** Only after an import: the same dataset once more, or another one. */
function Becoming({ target }: { target: Target }) {
  if (!target.earlier) return null;
  return (
    <Field label="Becomes">
      <Select
        label="Becomes"
        value={target.isVersion}
        options={[
          { value: true, label: `A new version of ${target.earlier.path}` },
          { value: false, label: "A dataset of its own" },
        ]}
        onChange={target.setVersion}
      />
    </Field>
  );
}

export function Fields(props: {
  preview: ImportPreview;
  settings: Settings;
  target: Target;
  onSettings: (change: Settings) => void;
}) {
  const { preview, target, onSettings } = props;
  return (
    <div class="dv-import-fields">
      <Becoming target={target} />
      {!target.isVersion && (
        <>
          <Field label="Name" hint={target.wrong || undefined} isWrong={target.wrong !== ""}>
            <TextInput label="Name" value={target.text} onInput={target.setName} />
          </Field>
          <Field label="Project">
            <Select
              label="Project"
              value={target.projectId}
              options={target.projects}
              onChange={target.setProject}
            />
          </Field>
        </>
      )}
      {/* Wishes for columns belong to the table they were made for. */}
      <TableField
        preview={preview}
        onTable={(table) => onSettings({ table, names: {}, types: {} })}
      />
      <Reading {...props} />
    </div>
  );
}
