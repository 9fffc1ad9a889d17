// The fields above a preview: name, project, and how a text file is read.

import { useEffect, useState } from "preact/hooks";
import type { ImportPreview, ImportSettings } from "../../protocol/operations";
import { Field, Select, TextInput, useAsk } from "../../ui";

export type Settings = Partial<ImportSettings>;

const DELIMITERS: [string, string][] = [
  [",", "Comma"],
  [";", "Semicolon"],
  ["\t", "Tab"],
  ["|", "Bar"],
  [" ", "Space"],
];
const ENCODINGS: [string, string][] = [
  ["utf-8", "UTF-8"],
  ["utf-16", "UTF-16"],
  ["latin-1", "Latin-1"],
  ["cp1252", "Windows-1252"],
  ["shift_jis", "Shift JIS"],
  ["gb18030", "GB 18030"],
];

interface Target {
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
}

/** Where the dataset goes and what it is called; checked while it is typed. */
export function useTarget(preview: ImportPreview | undefined): Target {
  const [typed, setName] = useState<string | null>(null);
  const [chosen, setProject] = useState<string | null | undefined>(undefined);
  const listed = useAsk("projects.list", {}, []).data;
  const none =
    listed?.is_vault_open === false ? "You may add datasets to projects only." : undefined;
  const projects = [
    { value: null, label: "No project", reason: none },
    ...(listed?.projects ?? []).map(({ id, name, is_open }) => ({
      value: id,
      label: name,
      reason: is_open ? undefined : "You may only look at this project.",
    })),
  ];
  const first = projects.find((project) => !project.reason)?.value ?? null;
  const projectId = chosen === undefined ? first : chosen;
  const name = typed ?? preview?.suggested_name ?? "";
  const args = name.trim() ? { name, project_id: projectId } : null;
  const asked = useAsk("imports.name", args, [name, projectId]);
  const checked = name.trim() ? asked.data : undefined;
  const wrong = !preview
    ? ""
    : !name.trim()
      ? "Give it a name."
      : (asked.error?.message ?? (checked ? `${checked.message} ${checked.hint}`.trim() : ""));
  const project = projects.find((each) => each.value === projectId);
  return {
    text: name,
    name: name.trim(),
    setName,
    projectId,
    setProject,
    projects,
    path: projectId ? `${project?.label} / ${name.trim()}` : name.trim(),
    wrong,
  };
}

/** A select whose first choice is what was found; `value` undefined means just that. */
function Found<T>(props: {
  label: string;
  known: [T, string][];
  found: T;
  word: string;
  value: T | null | undefined;
  onChange: (value: T | null) => void;
}) {
  const { known, found, value } = props;
  const others = known.filter(([each]) => each !== found);
  const options = [
    { value: null as T | null, label: props.word, note: "detected" },
    ...others.map(([each, label]) => ({ value: each as T | null, label })),
  ];
  return (
    <Field
      label={
        <>
          {props.label} {(value ?? null) === null && <i>detected</i>}
        </>
      }
    >
      <Select
        label={props.label}
        value={value ?? null}
        options={options}
        onChange={props.onChange}
      />
    </Field>
  );
}

const wordOf = (known: [string, string][], value: string) =>
  known.find(([each]) => each === value)?.[1] ?? value;

/** What was found without a wish, kept while wishes change it. */
function useFound<T>(
  value: T | null | undefined,
  wish: T | null | undefined,
): T | null | undefined {
  const [found, setFound] = useState(value);
  useEffect(() => {
    if (wish === undefined || wish === null) setFound(value);
  }, [value, wish]);
  return wish === undefined || wish === null ? value : found;
}

function Reading(props: {
  preview: ImportPreview;
  settings: Settings;
  onSettings: (change: Settings) => void;
}) {
  const { preview, settings, onSettings } = props;
  const isText = preview.format === "csv" || preview.format === "tsv" || preview.format === "";
  const delimiter = useFound(preview.delimiter, settings.delimiter);
  const header = useFound(preview.has_header, settings.header);
  const encoding = useFound(preview.encoding, settings.encoding);
  if (!isText && preview.encoding === null) return null;
  return (
    <>
      {isText && (
        <Found
          label="Delimiter"
          known={DELIMITERS}
          found={delimiter ?? ""}
          word={delimiter ? wordOf(DELIMITERS, delimiter) : "As"}
          value={settings.delimiter}
          onChange={(value) => onSettings({ delimiter: value })}
        />
      )}
      {isText && (
        <Found
          label="First row"
          known={[
            [true, "Column names"],
            [false, "Data"],
          ]}
          found={header ?? null}
          word={header === false ? "Data" : header ? "Column names" : "As"}
          value={settings.header}
          onChange={(value) => onSettings({ header: value })}
        />
      )}
      <Found
        label="Encoding"
        known={ENCODINGS}
        found={encoding ?? ""}
        word={encoding ? wordOf(ENCODINGS, encoding) : "As"}
        value={settings.encoding}
        onChange={(value) => onSettings({ encoding: value })}
      />
    </>
  );
}

export function Fields(props: {
  preview: ImportPreview;
  settings: Settings;
  target: Target;
  onSettings: (change: Settings) => void;
}) {
  const { target } = props;
  return (
    <div class="dv-import-fields">
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
      <Reading {...props} />
    </div>
  );
}
