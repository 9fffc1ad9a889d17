// One project: who works in it, what lies in it.

import { useState } from "preact/hooks";
import type { PipelineLine, ProjectCard, ProjectInside } from "../../protocol/operations";
import { sentence } from "../../transport/port";
import {
  Banner,
  Button,
  capital,
  count,
  Dialog,
  Icon,
  IconButton,
  Skeleton,
  type Toast,
  useAsk,
  usePort,
} from "../../ui";
import { useTried } from "../../ui/tried";
import { Members } from "./members";
import { ProjectDatasets } from "./moving";
import { ProjectDialog } from "./projects";

interface ProjectProps {
  id: string;
  projects: readonly ProjectCard[];
  revision: number;
  onBack: () => void;
  onDataset?: (datasetId: string) => void;
  onChanged: () => void;
  say: (toast: Toast) => void;
}

function Pipelines(props: {
  pipelines: readonly PipelineLine[];
  onDataset?: (id: string) => void;
}) {
  const { pipelines, onDataset } = props;
  return (
    <section class="dv-card" aria-label="Pipelines">
      <header>
        <h3>Pipelines</h3>
        <span class="dv-3">{count(pipelines.length)}</span>
      </header>
      {pipelines.length === 0 ? (
        <p class="dv-none">No pipeline lies here yet.</p>
      ) : (
        <table class="dv-table dv-people" aria-label="Pipelines">
          <tbody>
            {pipelines.map((each) => (
              <tr key={each.id}>
                <th scope="row" class="dv-cut">
                  {each.dataset_id && onDataset ? (
                    <button type="button" class="dv-way" onClick={() => onDataset(each.dataset_id)}>
                      {each.name}
                    </button>
                  ) : (
                    each.name
                  )}
                </th>
                <td class="dv-2">{capital(each.status)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function DeleteDialog(props: { project: ProjectCard; onDone: () => void; onClose: () => void }) {
  const { project } = props;
  const port = usePort();
  const { isBusy, trouble, tried } = useTried();
  const remove = async () => {
    const args = { project_id: project.id };
    if (await tried(() => port.ask("projects.delete", args))) props.onDone();
  };
  return (
    <Dialog
      title={`Delete the project “${project.name}”?`}
      onClose={props.onClose}
      actions={[
        { label: "Cancel", onPress: props.onClose },
        { label: "Delete the project", kind: "danger", isBusy, onPress: () => void remove() },
      ]}
    >
      <p>It can’t be brought back. Only an empty project is deleted: no dataset is lost.</p>
      {trouble && <Banner isInset tone="bad" text={trouble} />}
    </Dialog>
  );
}

function Head(props: ProjectProps & { project: ProjectCard }) {
  const { project, onBack } = props;
  const port = usePort();
  const [asking, setAsking] = useState<"" | "edit" | "delete">("");
  const close = () => setAsking("");
  const edit = async (name: string, description: string) => {
    if (name !== project.name) await port.ask("projects.rename", { project_id: project.id, name });
    if (description !== project.description)
      await port.ask("projects.describe", { project_id: project.id, description });
    props.onChanged();
  };
  return (
    <header class="dv-people-head">
      <div class="dv-row">
        <IconButton icon="left" label="All projects" onPress={onBack} />
        <Icon name="folder" />
        <h2 class="dv-h2 dv-cut">{project.name}</h2>
        <span class="dv-s dv-3">Your role: {project.role}</span>
        <span class="dv-grow" />
        <Button
          size="s"
          kind="quiet"
          icon="pencil"
          label="Edit"
          reason={project.may_edit ? undefined : "Only owners change a project"}
          onPress={() => setAsking("edit")}
        />
        <IconButton
          icon="trash"
          label="Delete the project"
          reason={project.may_delete ? undefined : "Only admins of the vault delete projects"}
          onPress={() => setAsking("delete")}
        />
      </div>
      {project.description && <p class="dv-2">{project.description}</p>}
      {asking === "edit" && (
        <ProjectDialog
          title="Edit the project"
          label="Save"
          project={project}
          done={edit}
          onClose={close}
        />
      )}
      {asking === "delete" && (
        <DeleteDialog
          project={project}
          onClose={close}
          onDone={() => {
            props.onChanged();
            onBack();
          }}
        />
      )}
    </header>
  );
}

export function Project(props: ProjectProps) {
  const { id, revision, onDataset, onChanged, say } = props;
  const { data, error, reload } = useAsk("projects.inside", { project_id: id }, [id, revision]);
  const inside: ProjectInside | undefined = data?.project.id === id ? data : undefined;
  if (!inside)
    return error ? (
      <Banner
        tone="bad"
        text={sentence(error)}
        action={{ label: "All projects", onPress: props.onBack }}
      />
    ) : (
      <div class="dv-people-head" aria-busy="true">
        <span class="dv-vh">Opening the project</span>
        <Skeleton width={240} />
      </div>
    );
  const { project } = inside;
  return (
    <div class="dv-stack dv-stack-12">
      <Head {...props} project={project} />
      {error && (
        <Banner tone="bad" text={sentence(error)} action={{ label: "Retry", onPress: reload }} />
      )}
      <div class="dv-people-cards">
        <Members inside={inside} onChanged={onChanged} say={say} />
        <Pipelines pipelines={inside.pipelines} onDataset={onDataset} />
      </div>
      <ProjectDatasets
        project={project}
        projects={props.projects}
        revision={revision}
        onOpen={onDataset}
        onChanged={onChanged}
        say={say}
      />
    </div>
  );
}
