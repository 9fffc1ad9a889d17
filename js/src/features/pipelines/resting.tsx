// The form while no task is open: the way in, and what to say where there is none.

import type { WorkPlace } from "../../protocol/operations";
import { Banner, type ButtonProps, count, counted, EmptyState } from "../../ui";
import { total, WORDS } from "./head";
import type { WorkState } from "./state";

/** How many tasks there are, by status; a table, so that it can be read aloud. */
function Counts({ place }: { place: WorkPlace }) {
  const known = WORDS.filter(([status]) => place.counts[status]);
  if (known.length === 0) return null;
  return (
    <dl class="dv-work-counts" aria-label="Tasks by status">
      {known.map(([status, word]) => (
        <div key={status}>
          <dt>{word}</dt>
          <dd>{count(place.counts[status] ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
}

const STILL: Record<string, [title: string, text: string]> = {
  draft: ["Not active yet", "Nobody works here before the pipeline is activated."],
  paused: ["Paused", "Tasks are handed out again once the pipeline is active."],
  completed: ["Completed", "The collecting has ended; what was handed in is in the dataset."],
  archived: ["Archived", "The pipeline was completed and put out of sight."],
};

export interface Ways {
  onClaim: () => void;
  /** Also what was skipped. */
  onAgain: () => void;
  onUndo: () => void;
}

interface Said {
  title: string;
  text: string;
  actions: ButtonProps[];
}

/** Why there is no next task. */
function nothing(place: WorkPlace, state: WorkState, ways: Ways): Said {
  const again = { label: "Look again", onPress: ways.onClaim };
  const all = total(place.counts);
  const done = place.counts.finished ?? 0;
  if (state.skipped.length > 0) {
    const label = `Go through the ${counted(state.skipped.length, "skipped task")}`;
    return {
      title: "Only skipped tasks are left",
      text: "They wait for you or for others.",
      actions: [{ label, kind: "primary", onPress: ways.onAgain }, again],
    };
  }
  if (all > 0 && done === all)
    return { title: "All tasks are finished", text: "There is nothing left to do.", actions: [] };
  if (all === 0 && Object.keys(place.counts).length > 0)
    return {
      title: "No tasks yet",
      text: "They appear here once they are added.",
      actions: [again],
    };
  return {
    title: "Nothing for you right now",
    text: "What is left is with others, waits for somebody else, or was answered by you already.",
    actions: [again],
  };
}

function said(state: WorkState, ways: Ways): Said {
  const { place, phase } = state;
  if (!place) return { title: "The pipeline can't be shown", text: state.trouble, actions: [] };
  const still = STILL[place.status];
  if (still) return { title: still[0], text: still[1], actions: [] };
  if (place.refused)
    return {
      title: "You can't work here",
      text: `${place.refused} Ask an owner of the project.`,
      actions: [],
    };
  if (phase === "none") return nothing(place, state, ways);
  const held = place.held_count;
  const label = held > 0 ? "Go on" : "Start";
  const text =
    held > 0
      ? `You hold ${counted(held, "task")}; drafts are kept.`
      : "You get one task after the other. Nothing is claimed before you start.";
  return {
    title: place.description || "Work through the tasks",
    text,
    actions: [
      {
        label,
        kind: "primary",
        isBusy: phase === "claiming",
        onPress: ways.onClaim,
      },
    ],
  };
}

export function Resting(props: Ways & { state: WorkState }) {
  const { state } = props;
  if (state.isGone)
    return (
      <EmptyState
        icon="trash"
        title="The pipeline is gone"
        text={`${state.trouble} Its dataset keeps its rows.`}
      />
    );
  const { title, text, actions } = said(state, props);
  const isDone = title === "All tasks are finished";
  const undo: ButtonProps = { label: "Undo last", kind: "quiet", onPress: props.onUndo };
  return (
    <div class="dv-work-rest">
      {state.trouble && state.place && <Banner tone="warn" text={state.trouble} isInset />}
      <EmptyState
        icon={isDone ? "check" : "pipeline"}
        title={title}
        text={text}
        actions={state.last ? [...actions, undo] : actions}
      />
      {state.place && <Counts place={state.place} />}
    </div>
  );
}

/** In a saved notebook: nothing is behind the form. */
export function Saved({ place }: { place: WorkPlace | undefined }) {
  return (
    <div class="dv-work-rest">
      <EmptyState
        icon="offline"
        title={place?.name ?? "Work form"}
        text="This is a saved copy: no kernel is behind it. Open the notebook and run the cell to work."
      />
      {place && <Counts place={place} />}
    </div>
  );
}
