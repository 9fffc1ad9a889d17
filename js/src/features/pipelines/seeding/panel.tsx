// New tasks: rows on one side, fields on the other, and nothing added before one has looked.

import type { SeedLook, SeedOutcome } from "../../../protocol/operations";
import { sentence } from "../../../transport/port";
import { Banner, Button, count, counted, EmptyState, Icon, Skeleton, usePort } from "../../../ui";
import { FirstTasks, Matching, Problems } from "./matching";
import { SourcePicker } from "./source";
import { type Seeding, useSeeding } from "./state";

/** How many tasks the rows make, as far as that is known before all are read. */
function wordsOf(look: SeedLook): { label: string; note: string } {
  const { row_count: all, looked_count: looked, known_count: known } = look;
  const isWhole = all === looked;
  const fresh = all === null ? null : all - (isWhole ? known : 0);
  const label = fresh === null ? "Add all rows as tasks" : `Add ${counted(fresh, "task")}`;
  const seen = isWhole
    ? ""
    : `The first ${count(looked)} rows were looked at; all are checked before the first is added.`;
  const had = known
    ? `${counted(known, "row")} of these ${known === 1 ? "has" : "have"} a task already.`
    : "";
  return { label, note: [seen, had].filter(Boolean).join(" ") };
}

/** Why nothing can be added now. */
function reasonOf(look: SeedLook): string | undefined {
  if (look.refused) return look.refused;
  if (look.looked_count === 0) return "There is no row.";
  if (look.problem_count > 0)
    return "Some rows make no task: choose other columns, or mend the rows.";
  if (look.row_count === look.looked_count && look.known_count === look.row_count)
    return "Every row has a task already.";
  return undefined;
}

function Foot({ look, seeding }: { look: SeedLook; seeding: Seeding }) {
  const { label, note } = wordsOf(look);
  const isBusy = seeding.isAdding || seeding.look.isLoading;
  return (
    <footer class="dv-seed-foot dv-row">
      <span class="dv-s dv-2 dv-grow">{note}</span>
      <Button
        kind="primary"
        label={seeding.isAdding ? "Adding" : label}
        isBusy={isBusy}
        reason={reasonOf(look)}
        onPress={() => void seeding.add()}
      />
    </footer>
  );
}

function Done({ outcome, seeding }: { outcome: SeedOutcome; seeding: Seeding }) {
  const { added_count: added, known_count: known } = outcome;
  const had = known > 0 ? ` ${counted(known, "row")} had one already.` : "";
  return (
    <EmptyState
      icon="check"
      title={`${counted(added, "task")} added`}
      text={`They wait for whoever works in the pipeline.${had}`}
      actions={[{ label: "Add others", onPress: () => seeding.turnTo("", "") }]}
    />
  );
}

function Looked({ seeding }: { seeding: Seeding }) {
  const { look } = seeding;
  const { data, error } = look;
  if (error && !look.isLoading)
    return (
      <Banner
        tone="bad"
        isInset
        text={sentence(error)}
        action={{ label: "Try again", onPress: look.reload }}
      />
    );
  if (!data)
    return (
      <div aria-busy="true">
        <span class="dv-vh">Looking at the rows</span>
        <Skeleton width={320} />
      </div>
    );
  return (
    <>
      {data.refused && <Banner tone="warn" isInset text={data.refused} />}
      {data.fields.length === 0 ? (
        <Banner
          isInset
          text="No field of this pipeline comes with a task: every row makes an empty one."
        />
      ) : null}
      <Matching look={data} seeding={seeding} />
      <Problems look={data} />
      <FirstTasks fields={data.fields} tasks={data.tasks} />
      {seeding.trouble && (
        <Banner
          tone="bad"
          isInset
          text={seeding.trouble}
          action={{ label: "Dismiss", onPress: seeding.dismiss }}
        />
      )}
      <Foot look={data} seeding={seeding} />
    </>
  );
}

export function SeedPanel() {
  const port = usePort();
  const seeding = useSeeding();
  const name = seeding.look.data?.pipeline;
  return (
    <div class="dv-seed">
      <header class="dv-row">
        <Icon name="pipeline" />
        <h2 class="dv-h2 dv-grow dv-cut">{name ? `New tasks for ${name}` : "New tasks"}</h2>
      </header>
      {!port.isAlive ? (
        <EmptyState
          icon="offline"
          title="New tasks"
          text="This is a saved copy: no kernel is behind it. Open the notebook and run the cell."
        />
      ) : seeding.outcome ? (
        <Done outcome={seeding.outcome} seeding={seeding} />
      ) : (
        <div class="dv-stack dv-stack-12">
          <SourcePicker seeding={seeding} />
          {seeding.kind && <Looked seeding={seeding} />}
        </div>
      )}
    </div>
  );
}
