// The projects of a vault, and a new one.

import { useState } from "preact/hooks";
import type { ProjectCard, ProjectCards } from "../../protocol/operations";
import {
  ago,
  Banner,
  Button,
  count,
  Dialog,
  EmptyState,
  exact,
  Field,
  Icon,
  TextInput,
  useNow,
  usePort,
} from "../../ui";
import { useTried } from "../../ui/tried";

/** The dialog for a new project, and for another name or description of one. */
export function ProjectDialog(props: {
  title: string;
  label: string;
  project?: ProjectCard;
  done: (name: string, description: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const { project } = props;
  const [name, setName] = useState(project?.name ?? "");
  const [description, setDescription] = useState(project?.description ?? "");
  const { isBusy, trouble, tried } = useTried();
  const done = async () => {
    if (await tried(() => props.done(name, description))) props.onClose();
  };
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={[
        { label: "Cancel", onPress: props.onClose },
        {
          label: props.label,
          kind: "primary",
          isBusy,
          reason: name.trim() ? undefined : "Give it a name",
          onPress: () => void done(),
        },
      ]}
    >
      <Field label="Name" hint={trouble || undefined} isWrong={Boolean(trouble)}>
        <TextInput label="Name" value={name} onInput={setName} />
      </Field>
      <Field label="Description" optional>
        <TextInput label="Description" value={description} onInput={setDescription} />
      </Field>
    </Dialog>
  );
}

function Line(props: { project: ProjectCard; parent: string; onOpen: (id: string) => void }) {
  const { project, parent } = props;
  const now = useNow();
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          class="dv-way"
          title={project.description || undefined}
          onClick={() => props.onOpen(project.id)}
        >
          <Icon name="folder" small />
          {project.name}
        </button>
        {parent && <small class="dv-3"> in {parent}</small>}
      </th>
      <td class="is-right">{count(project.dataset_count)}</td>
      <td class="is-right">{count(project.pipeline_count)}</td>
      <td class="is-right is-extra">{count(project.member_count)}</td>
      <td class="is-extra">{project.role}</td>
      <td class="is-extra dv-2" title={exact(project.updated_at)}>
        {ago(project.updated_at, now)}
      </td>
    </tr>
  );
}

export function Projects(props: {
  cards: ProjectCards;
  onOpen: (id: string) => void;
  onChanged: () => void;
}) {
  const { cards, onOpen } = props;
  const port = usePort();
  const [isNew, setNew] = useState(false);
  const names = new Map(cards.projects.map(({ id, name }) => [id, name]));
  const reason = cards.may_create ? undefined : "Only admins of the vault make projects";
  const make = async (name: string, description: string) => {
    const { data } = await port.ask("projects.create", { name, description });
    props.onChanged();
    onOpen(data.id);
  };
  return (
    <>
      {cards.projects.length === 0 ? (
        <EmptyState
          icon="folder"
          title="No project yet"
          text="A project holds datasets and pipelines, and says who may see and change them."
          actions={[{ label: "New project", icon: "plus", reason, onPress: () => setNew(true) }]}
        />
      ) : (
        <>
          <div class="dv-bar">
            <span class="dv-grow" />
            <Button
              size="s"
              icon="plus"
              label="New project"
              reason={reason}
              onPress={() => setNew(true)}
            />
          </div>
          <table class="dv-table dv-people" aria-label="Projects">
            <thead>
              <tr>
                <th>Name</th>
                <th class="is-right">Datasets</th>
                <th class="is-right">Pipelines</th>
                <th class="is-right is-extra">Members</th>
                <th class="is-extra">Your role</th>
                <th class="is-extra">Changed</th>
              </tr>
            </thead>
            <tbody>
              {cards.projects.map((each) => (
                <Line
                  key={each.id}
                  project={each}
                  parent={names.get(each.parent_id) ?? ""}
                  onOpen={onOpen}
                />
              ))}
            </tbody>
          </table>
        </>
      )}
      {!cards.may_create && cards.projects.length === 0 && (
        <Banner isInset text="An admin of the vault can add you to a project." />
      )}
      {isNew && (
        <ProjectDialog
          title="New project"
          label="Create"
          done={make}
          onClose={() => setNew(false)}
        />
      )}
    </>
  );
}
