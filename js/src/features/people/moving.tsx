// The datasets of a project, and where else they may go.

import { useState } from "preact/hooks";
import type { ListedDataset, Moved, ProjectCard } from "../../protocol/operations";
import { sentence } from "../../transport/port";
import {
  Banner,
  Button,
  Check,
  count,
  counted,
  Dialog,
  Field,
  Select,
  Skeleton,
  type Toast,
  useAsk,
  usePort,
} from "../../ui";
import { useTried } from "../../ui/tried";

const MOST = 200;

function MoveDialog(props: {
  chosen: readonly ListedDataset[];
  from: ProjectCard;
  projects: readonly ProjectCard[];
  move: (target: string) => Promise<Moved>;
  onClose: () => void;
}) {
  const { chosen, from } = props;
  const others = props.projects.filter(({ id }) => id !== from.id);
  const options = [
    ...others.map(({ id, name, may_edit: may }) => ({
      value: id,
      label: name,
      reason: may ? undefined : "You may not add datasets there",
    })),
    { value: "", label: "No project" },
  ];
  const [target, setTarget] = useState(others.find((each) => each.may_edit)?.id ?? "");
  const [refused, setRefused] = useState<Moved["refused"]>([]);
  const { isBusy, trouble, tried } = useTried();
  const go = () =>
    tried(async () => {
      const told = await props.move(target);
      setRefused(told.refused);
      if (told.refused.length === 0) props.onClose();
    });
  const [first] = chosen;
  const what = chosen.length === 1 ? `“${first?.name}”` : counted(chosen.length, "dataset");
  return (
    <Dialog
      title={`Move ${what}`}
      onClose={props.onClose}
      actions={[
        { label: "Cancel", onPress: props.onClose },
        { label: "Move", kind: "primary", isBusy, onPress: () => void go() },
      ]}
    >
      <Field
        label="To"
        hint="Versions, tags and charts go along; so does the pipeline that fills it."
      >
        <Select label="To" value={target} options={options} onChange={setTarget} />
      </Field>
      {refused.map((each) => (
        <Banner key={each.id} isInset tone="bad" text={`${each.name} stayed: ${each.reason}`} />
      ))}
      {trouble && <Banner isInset tone="bad" text={trouble} />}
    </Dialog>
  );
}

interface DatasetsProps {
  project: ProjectCard;
  projects: readonly ProjectCard[];
  revision: number;
  onOpen?: (datasetId: string) => void;
  onChanged: () => void;
  say: (toast: Toast) => void;
}

/** The chosen datasets, and their way to another project and back. */
function useMoving(props: DatasetsProps, rows: readonly ListedDataset[]) {
  const { project } = props;
  const port = usePort();
  const [ids, setIds] = useState<readonly string[]>([]);
  const { trouble, tried } = useTried();
  const chosen = rows.filter(({ id }) => ids.includes(id));
  const put = async (dataset_ids: string[], project_id: string) => {
    const { data: told } = await port.ask("projects.move", { dataset_ids, project_id });
    props.onChanged();
    return told;
  };
  const move = async (target: string) => {
    const moved = chosen.map(({ id }) => id);
    const told = await put(moved, target);
    const kept = told.refused.map(({ id }) => id);
    setIds(kept);
    const gone = moved.filter((id) => !kept.includes(id));
    const name = props.projects.find(({ id }) => id === target)?.name ?? "no project";
    if (gone.length > 0)
      props.say({
        text: `${counted(gone.length, "dataset")} moved to ${name}`,
        action: { label: "Undo", onPress: () => void tried(() => put(gone, project.id)) },
      });
    return told;
  };
  const choose = (id: string, isOn: boolean) =>
    setIds(isOn ? [...ids, id] : ids.filter((each) => each !== id));
  return { chosen, choose, move, trouble };
}

function DatasetTable(props: {
  rows: readonly ListedDataset[];
  chosen: readonly ListedDataset[];
  onChoose: (id: string, isOn: boolean) => void;
  onOpen?: (id: string) => void;
}) {
  const { chosen, onOpen } = props;
  return (
    <table class="dv-table dv-people" aria-label="Datasets">
      <tbody>
        {props.rows.map((each) => (
          <tr key={each.id} class={chosen.includes(each) ? "is-sel" : ""}>
            <td class="is-check">
              <Check
                isHidingLabel
                label={`Choose ${each.name}`}
                isOn={chosen.includes(each)}
                onChange={(isOn) => props.onChoose(each.id, isOn)}
              />
            </td>
            <th scope="row" class="dv-cut">
              {onOpen ? (
                <button type="button" class="dv-way" onClick={() => onOpen(each.id)}>
                  {each.name}
                </button>
              ) : (
                each.name
              )}
            </th>
            <td class="dv-2">{each.is_archived ? "Archived" : each.status}</td>
            <td class="is-right is-extra">{counted(each.row_count, "row")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function ProjectDatasets(props: DatasetsProps) {
  const { project } = props;
  const args = { projects: [project.id], has_archived: true, limit: MOST };
  const { data, error } = useAsk("datasets.list", args, [project.id, props.revision]);
  const [isMoving, setMoving] = useState(false);
  const rows = data?.rows ?? [];
  const { chosen, choose, move, trouble } = useMoving(props, rows);
  const none = chosen.length > 0 ? undefined : "Choose datasets first";
  const said = error ? sentence(error) : trouble;
  return (
    <section class="dv-card" aria-label="Datasets">
      <header>
        <h3>Datasets</h3>
        <span class="dv-3">{data ? count(data.total_count) : ""}</span>
        <span class="dv-grow" />
        <Button
          size="s"
          kind="quiet"
          icon="folder"
          label="Move to…"
          reason={project.may_edit ? none : "Only owners move datasets"}
          onPress={() => setMoving(true)}
        />
      </header>
      {said && <Banner isInset tone="bad" text={said} />}
      {!data && !error && <Skeleton width={240} />}
      {data && rows.length === 0 && <p class="dv-none">No dataset lies here yet.</p>}
      {rows.length > 0 && (
        <DatasetTable {...{ rows, chosen }} onChoose={choose} onOpen={props.onOpen} />
      )}
      {data && data.total_count > rows.length && (
        <p class="dv-none">
          The first {count(rows.length)} of {count(data.total_count)}. The listing shows all.
        </p>
      )}
      {isMoving && (
        <MoveDialog
          {...{ chosen, move }}
          from={project}
          projects={props.projects}
          onClose={() => setMoving(false)}
        />
      )}
    </section>
  );
}
