// Rows of a view become a dataset of their own.

import { useEffect, useState } from "preact/hooks";
import type { ContentQuery, ListedProject, SaveResult, Selection } from "../../protocol/operations";
import type { Refusal } from "../../transport/port";
import { Banner, count, counted, Dialog, Field, Radio, Select, TextInput, usePort } from "../../ui";

/** Projects that take datasets, and whether one may stand outside all of them. */
function useProjects() {
  const port = usePort();
  const [projects, setProjects] = useState<ListedProject[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    port.ask("projects.list", {}, { signal: stop.signal }).then(
      ({ data }) =>
        stop.signal.aborted || setProjects(data.projects.filter((each) => each.is_open)),
      // Without projects the new dataset is outside all of them, which needs no choice.
      () => undefined,
    );
    return () => stop.abort();
  }, [port]);
  return projects;
}

interface SaveProps {
  datasetId: string;
  query: ContentQuery;
  matching: number;
  selection: Selection | undefined;
  selected: number;
  shown: string[];
  all: number;
  onSaved: (saved: SaveResult) => void;
  onClose: () => void;
}

/** The question, while it is under way, and why it was refused. */
function useSave(props: SaveProps) {
  const port = usePort();
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const save = async (name: string, project: string, isSelected: boolean, isShown: boolean) => {
    setBusy(true);
    setRefusal(null);
    try {
      const { data } = await port.ask("content.save", {
        dataset_id: props.datasetId,
        name: name.trim(),
        project_id: project || null,
        query: props.query,
        selection: isSelected ? props.selection : null,
        columns: isShown ? props.shown : null,
      });
      props.onSaved(data);
    } catch (error) {
      setRefusal(error as Refusal);
      setBusy(false);
    }
  };
  return { save, isBusy, refusal };
}

export function SaveDialog(props: SaveProps) {
  const { matching, selection, selected, shown, all, onClose } = props;
  const projects = useProjects();
  const [name, setName] = useState("");
  const [project, setProject] = useState("");
  const [rows, setRows] = useState(selection ? "selected" : "view");
  const [columns, setColumns] = useState("all");
  const { save, isBusy, refusal } = useSave(props);
  const many = rows === "selected" ? selected : matching;
  const isName = refusal?.field === "name" || refusal?.code === "name_taken";
  const reason = name.trim() ? undefined : "Give it a name first";
  const act = () => save(name, project, rows === "selected", columns === "shown");
  return (
    <Dialog
      title="Save as dataset"
      onClose={onClose}
      actions={[
        { label: "Cancel", kind: "quiet", onPress: onClose },
        { label: `Save ${counted(many, "row")}`, kind: "primary", reason, isBusy, onPress: act },
      ]}
    >
      {refusal && !isName && <Banner isInset tone="bad" text={refusal.message} />}
      <Field label="Name" isWrong={isName} hint={isName ? refusal?.message : undefined}>
        <TextInput size="l" label="Name" value={name} onInput={setName} autoFocus />
      </Field>
      {projects.length > 0 && (
        <Field label="Project" optional>
          <Select
            size="l"
            label="Project"
            value={project}
            options={[
              { value: "", label: "None" },
              ...projects.map(({ id, name: label }) => ({ value: id, label })),
            ]}
            onChange={setProject}
          />
        </Field>
      )}
      {selection && (
        <Radio
          label="Rows"
          value={rows}
          options={[
            { value: "selected", label: "Selected rows", end: count(selected) },
            { value: "view", label: "All rows of this view", end: count(matching) },
          ]}
          onChange={setRows}
        />
      )}
      {shown.length < all && (
        <Radio
          label="Columns"
          value={columns}
          options={[
            { value: "all", label: "All columns", end: count(all) },
            { value: "shown", label: "Columns on screen", end: count(shown.length) },
          ]}
          onChange={setColumns}
        />
      )}
    </Dialog>
  );
}
