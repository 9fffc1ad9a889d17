// The work form: one task after the other, by keyboard first.

import { useEffect, useId, useReducer, useState } from "preact/hooks";
import type { WorkItem, WorkPlace } from "../../protocol/operations";
import {
  Banner,
  Skeleton,
  usePort,
  useSurroundings,
  useToasts,
  useTrait,
  useWidth,
} from "../../ui";
import { copyText } from "../../ui/clipboard";
import { type Deeds, useDeeds } from "./deeds";
import { FilesOf } from "./files";
import { Foot } from "./foot";
import { Head } from "./head";
import { KeysDialog, OwnKeys } from "./keylist";
import { Markdown } from "./markdown";
import { useKeys } from "./pressing";
import { Question } from "./question";
import { Resting, Saved } from "./resting";
import { Answers, ReviewFoot, ReviewNote } from "./review";
import { Given, Note } from "./seen";
import { sessionOf, type WorkSession } from "./session";
import type { WorkState } from "./state";
import { contentOf, standing } from "./values";

export interface WorkPanelProps {
  /** What travelled with the widget. */
  place?: WorkPlace;
}

function useSession(place: WorkPlace | undefined): [WorkSession, WorkState] {
  const { port, model } = useSurroundings();
  const session = sessionOf(port, model, place);
  const [, redraw] = useReducer((n: number, _: unknown) => n + 1, 0);
  useEffect(() => session.listen(() => redraw(undefined)), [session]);
  return [session, session.state];
}

/** Nothing can be handed in, but what was typed is here, and can be copied. */
function Lost({ state, deeds }: { state: WorkState; deeds: Deeds }) {
  const { item, values, isGone } = state;
  if (!item) return null;
  const content = contentOf(item.fields, values);
  const isTyped = Object.keys(content).length > 0;
  const claim = { label: "Claim again", onPress: deeds.start };
  const copy = () => void copyText(JSON.stringify(content, null, 2));
  return (
    <>
      <Banner
        tone="bad"
        text={state.trouble || "The claim has ended."}
        action={isGone ? undefined : claim}
      />
      {isTyped && (
        <Banner text="What you typed is still here." action={{ label: "Copy it", onPress: copy }} />
      )}
    </>
  );
}

function Troubles({
  state,
  session,
  deeds,
}: {
  state: WorkState;
  session: WorkSession;
  deeds: Deeds;
}) {
  const { place, phase, trouble } = state;
  if (phase === "lost") return <Lost state={state} deeds={deeds} />;
  if (place && place.status !== "active")
    return (
      <Banner
        tone="warn"
        text={`The pipeline is ${place.status}: what you fill in waits here, and is saved and handed in once it is active again.`}
      />
    );
  if (!trouble) return null;
  const dismiss = { label: "Dismiss", onPress: () => session.dismiss() };
  return <Banner tone="bad" text={trouble} action={dismiss} />;
}

function Questions({ state, session }: { state: WorkState; session: WorkSession }) {
  const id = useId();
  const { item, values, problems } = state;
  if (!item) return null;
  const before = item.is_review ? standing(item) : undefined;
  return (
    <div class="dv-questions">
      {item.fields.map((field) => (
        <Question
          key={`${item.work_id} ${field.name}`}
          idBase={id}
          field={field}
          value={values[field.name]}
          problem={problems[field.name]}
          isChanged={
            before && JSON.stringify(before[field.name]) !== JSON.stringify(values[field.name])
          }
          onChange={(name, value) => session.set(name, value)}
        />
      ))}
    </div>
  );
}

function Task({ state, session, deeds }: { state: WorkState; session: WorkSession; deeds: Deeds }) {
  const { item, values } = state;
  if (!item) return null;
  const asked = new Set(item.fields.map((field) => field.name));
  const pair = item.fields.find((field) => field.type === "pairwise" && field.most === 0);
  return (
    <div class="dv-work-task">
      <Note note={item.note} round={item.round} />
      <Given
        key={item.task_id}
        seen={item.seen.filter((each) => !asked.has(each.field.name))}
        pair={pair}
        choice={pair && values[pair.name]}
        taskId={item.task_id}
      />
      {item.is_review && <Answers item={item} />}
      <Questions state={state} session={session} />
      {item.is_review && (
        <ReviewNote
          note={deeds.note}
          onNote={deeds.setNote}
          isWrong={deeds.isNoteWrong}
          elementRef={deeds.noteBox}
        />
      )}
    </div>
  );
}

function Guide({ item }: { item: WorkItem }) {
  return (
    <aside class="dv-work-guide" aria-label="Instructions">
      <div class="dv-row">
        <h2 class="dv-h2 dv-grow">Instructions</h2>
        <span class="dv-s dv-3">version {item.form_number}</span>
      </div>
      {item.instructions ? (
        <Markdown text={item.instructions} />
      ) : (
        <p class="dv-3">There are none for this step.</p>
      )}
      <div class="dv-work-keys dv-s">
        <h3 class="dv-m">Keys</h3>
        <OwnKeys item={item} />
      </div>
    </aside>
  );
}

export function WorkPanel({ place }: WorkPanelProps) {
  const port = usePort();
  const [session, state] = useSession(place);
  const [height] = useTrait<number>("height");
  const { say, view: toasts } = useToasts();
  const deeds = useDeeds(session, say);
  const [hasKeys, setKeys] = useState(false);
  const [isEscalating, setEscalating] = useState(false);
  const width = useWidth(deeds.form);
  const [wish, setWish] = useState<boolean>();
  const isGuided = wish ?? width === "wide";
  const keys = useKeys(session, deeds, { keys: setKeys, escalating: setEscalating });
  const { item, phase } = state;
  const isOpen = item !== undefined && phase !== "idle" && phase !== "none";
  const feet = { state, onSkip: deeds.skip };
  return (
    <div
      ref={deeds.form}
      class="dv-work"
      tabIndex={-1}
      style={{ maxHeight: `${height ?? 640}px` }}
      {...keys}
    >
      <Head
        state={state}
        isGuided={isGuided}
        onGuide={isOpen ? () => setWish(!isGuided) : undefined}
        onKeys={() => setKeys(true)}
      />
      {!port.isAlive && <Saved place={place} />}
      {port.isAlive && !isOpen && <Idle state={state} deeds={deeds} />}
      {port.isAlive && isOpen && (
        <>
          <Troubles state={state} session={session} deeds={deeds} />
          <div
            key={item.work_id}
            class={`dv-work-main ${isGuided ? "is-guided" : ""}`}
            aria-busy={phase === "sending" || phase === "claiming"}
          >
            <FilesOf.Provider value={state.place?.pipeline_id ?? ""}>
              <Task state={state} session={session} deeds={deeds} />
            </FilesOf.Provider>
            {isGuided && <Guide item={item} />}
          </div>
          {phase !== "lost" &&
            (item.is_review ? (
              <ReviewFoot {...feet} onPass={deeds.pass} onReturn={deeds.sendBack} />
            ) : (
              <Foot
                {...feet}
                session={session}
                isEscalating={isEscalating}
                onEscalating={setEscalating}
                onGo={deeds.go}
                onSubmit={deeds.submit}
                onUndo={deeds.undo}
                onEscalate={deeds.escalate}
              />
            ))}
        </>
      )}
      {hasKeys && <KeysDialog onClose={() => setKeys(false)} />}
      {toasts}
    </div>
  );
}

function Idle({ state, deeds }: { state: WorkState; deeds: Deeds }) {
  if (!state.place && !state.trouble)
    return (
      <div class="dv-work-rest" aria-busy="true">
        <span class="dv-vh">Loading the pipeline</span>
        <Skeleton width={240} />
      </div>
    );
  return <Resting state={state} onClaim={deeds.start} onAgain={deeds.again} onUndo={deeds.undo} />;
}
