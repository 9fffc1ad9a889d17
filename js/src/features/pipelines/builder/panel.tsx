// The builder: a linear pipeline as a form, with a preview of what contributors will get.

import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";
import type { BuilderState, Problem } from "../../../protocol/operations";
import {
  Banner,
  Button,
  Dialog,
  EmptyState,
  Select,
  Skeleton,
  TextArea,
  TextInput,
  usePort,
  useSurroundings,
  useToasts,
  useTrait,
} from "../../../ui";
import { FOCUSABLE } from "../../../ui/layer";
import { Foot } from "./foot";
import { Head } from "./head";
import { type Bench, Labelled, OnBench, placeOf, useBench, useChange } from "./place";
import { Preview } from "./preview";
import { PublishDialog } from "./publish";
import { type BuilderSession, type Building, builderOf } from "./session";
import { newStep, type Sheet } from "./sheet";
import { nameIn, StepCard } from "./step";
import { YamlView } from "./yaml";

export interface BuilderPanelProps {
  /** What travelled with the widget. */
  state?: BuilderState;
}

function useSession(state: BuilderState | undefined): [BuilderSession, Building] {
  const { port, model } = useSurroundings();
  const session = builderOf(port, model, state);
  const [, redraw] = useReducer((n: number, _: unknown) => n + 1, 0);
  useEffect(() => session.listen(() => redraw(undefined)), [session]);
  return [session, session.now];
}

const NONE = "";

/** Where a new one is to be; where one is stands in the head. */
function Project() {
  const { session, now } = useBench();
  const { state } = now;
  if (!state || state.pipeline_id) return null;
  const none = { value: NONE, label: "No project" };
  const own = state.projects.map((name) => ({ value: name, label: name }));
  return (
    <Labelled place="project" label="Project">
      <Select
        label="Project"
        value={now.project}
        placeholder="Choose a project"
        options={state.is_vault_open ? [none, ...own] : own}
        onChange={(name) => session.choose(name)}
      />
    </Labelled>
  );
}

function Basics() {
  const { sheet } = useBench();
  const { write } = useChange();
  return (
    <section class="dv-build-basics" aria-label="Pipeline">
      <Labelled place={placeOf("", "", "name")} label="Name">
        <TextInput
          label="Name"
          placeholder="Also the name of its dataset"
          value={sheet.name}
          onInput={(name) => write({ name }, placeOf("", "", "name"))}
        />
      </Labelled>
      <Project />
      <Labelled
        place={placeOf("", "", "description")}
        label="What it is for"
        optional
        class="is-whole"
      >
        <TextArea
          label="What it is for"
          rows={1}
          value={sheet.description}
          onInput={(description) => write({ description }, placeOf("", "", "description"))}
        />
      </Labelled>
    </section>
  );
}

function Steps() {
  const { sheet, watch, setOpen, aim } = useBench();
  const { write } = useChange();
  const add = (kind: "subtask" | "review") => {
    const step = newStep(sheet, kind);
    aim(nameIn(step.key));
    watch(step.key);
    setOpen(step.fields[0]?.key ?? "");
    write({ steps: [...sheet.steps, step] });
  };
  const last = sheet.steps.at(-1);
  const noReview = last?.kind === "subtask" ? undefined : "A review follows a subtask";
  if (!last)
    return (
      <div data-adding="steps">
        <EmptyState
          icon="pipeline"
          title="No steps yet"
          text="A subtask is a form that contributors fill in for each task. A review comes after it, where somebody is to look at the answers."
          actions={[{ label: "Add a subtask", icon: "plus", onPress: () => add("subtask") }]}
        />
      </div>
    );
  return (
    <>
      <ol class="dv-steps">
        {sheet.steps.map((step, at) => (
          <StepCard key={step.key} step={step} at={at} />
        ))}
      </ol>
      <div class="dv-row dv-wrap" data-adding="steps">
        <Button icon="plus" label="Add a subtask" onPress={() => add("subtask")} />
        <Button icon="plus" label="Add a review" reason={noReview} onPress={() => add("review")} />
      </div>
    </>
  );
}

/** What went wrong last, and the way out. */
function Trouble(props: { session: BuilderSession; now: Building; say: Bench["say"] }) {
  const { session, now, say } = props;
  if (!now.trouble) return null;
  const load = () => {
    const { sheet, text, source, isChanged } = now;
    void session.load().then(() => {
      const undo = () => session.restore({ sheet, text, source, isChanged });
      say({ text: "Loaded as it is now", action: { label: "Go back to mine", onPress: undo } });
    });
  };
  const action = now.isStale
    ? { label: "Load it as it is now", onPress: load }
    : { label: "Dismiss", onPress: () => session.dismiss() };
  const text = now.isStale ? `${now.trouble} What you wrote is still here.` : now.trouble;
  return <Banner tone="bad" text={text} action={action} />;
}

/** Another pipeline was asked for from Python, and there are changes. */
function Leaving({ session, now }: { session: BuilderSession; now: Building }) {
  if (now.wanted === undefined) return null;
  return (
    <Dialog
      title="Leave your changes?"
      onClose={() => session.stay()}
      actions={[
        { label: "Keep writing", onPress: () => session.stay() },
        { label: "Discard the changes", kind: "danger", onPress: () => session.leave() },
      ]}
    >
      <p>Another pipeline was asked for. What you changed here isn't saved.</p>
    </Dialog>
  );
}

/** Lead to where something is to be mended. */
function lead(root: HTMLElement | null, { step, field, setting }: Problem): void {
  const place = CSS.escape(placeOf(step, field, setting));
  const ways = [
    setting && `[data-place="${place}"] :is(${FOCUSABLE})`,
    field && `[data-key="${field}"] button`,
    step && nameIn(step),
    "[data-adding=steps] button",
  ];
  for (const way of ways) {
    const found = way && root?.querySelector<HTMLElement>(way);
    if (!found) continue;
    found.focus();
    found.scrollIntoView({ block: "center" });
    return;
  }
}

const SOON_MS = 1000;

/** What the parts of the form share. */
function useParts(
  session: BuilderSession,
  now: Building,
  say: Bench["say"],
  root: RefObject<HTMLElement | null>,
) {
  const aimed = useRef({ selector: "", at: 0 });
  useLayoutEffect(() => {
    const { selector, at } = aimed.current;
    const found = selector && root.current?.querySelector<HTMLElement>(selector);
    // What isn't there soon must not take the focus later.
    if (found || Date.now() - at > SOON_MS) aimed.current = { selector: "", at: 0 };
    if (!found) return;
    found.focus();
    found.scrollIntoView({ block: "nearest" });
    if (found instanceof HTMLInputElement) found.select();
  });
  const aim = (selector: string) => {
    aimed.current = { selector, at: Date.now() };
  };
  const [open, setOpen] = useState("");
  const [watched, watch] = useState("");
  const [spoken, speak] = useState("");
  const bench = (sheet: Sheet, table: BuilderState["table"]): Bench => ({
    session,
    now,
    sheet,
    table,
    say,
    speak,
    open,
    setOpen,
    aim,
    watched,
    watch,
  });
  return { bench, spoken, setOpen };
}

function Waiting({ now, session }: { now: Building; session: BuilderSession }) {
  if (now.doing === "loading")
    return (
      <div class="dv-work-rest" aria-busy="true">
        <span class="dv-vh">Loading the pipeline</span>
        <Skeleton width={240} />
      </div>
    );
  const again = { label: "Try again", onPress: () => void session.load() };
  return (
    <EmptyState
      icon="pipeline"
      title="The pipeline can't be shown"
      text={now.trouble}
      actions={[again]}
    />
  );
}

const Saved = ({ state }: { state: BuilderState | undefined }) => (
  <EmptyState
    icon="offline"
    title={state?.name || "Pipeline builder"}
    text="This is a saved copy: no kernel is behind it. Open the notebook and run the cell to go on."
  />
);

/** Saving, publishing, and what is said about it. */
function useActs(session: BuilderSession, say: Bench["say"]) {
  const [isAsking, ask] = useState(false);
  return {
    isAsking,
    close: () => ask(false),
    keep: () => void session.keep().then((isKept) => isKept && say({ text: "Draft saved" })),
    ready: () => void session.isReady().then((isReady) => isReady && ask(true)),
    publish: (isActivated: boolean) => {
      ask(false);
      const before = session.now.state?.form_number ?? 0;
      void session.publish(isActivated).then((isDone) => {
        const number = session.now.state?.form_number ?? 0;
        const more = isActivated ? ", and the pipeline is active" : "";
        const isNew = number > before;
        const text = isNew ? `Form ${number} is published${more}` : "The pipeline is active";
        if (isDone) say({ text });
      });
    },
  };
}

export function BuilderPanel({ state }: BuilderPanelProps) {
  const port = usePort();
  const root = useRef<HTMLDivElement>(null);
  const [session, now] = useSession(state);
  const [height] = useTrait<number>("height");
  const { say, view: toasts } = useToasts();
  const parts = useParts(session, now, say, root);
  const acts = useActs(session, say);
  if (!port.isAlive) return <Saved state={state} />;
  if (!now.state) return <Waiting now={now} session={session} />;
  const { sheet, changes } = now;
  const keys = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    acts.keep();
  };
  const go = (problem: Problem) => {
    if (problem.field) parts.setOpen(problem.field);
    requestAnimationFrame(() => requestAnimationFrame(() => lead(root.current, problem)));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for what has a button
    <div ref={root} class="dv-build" style={{ maxHeight: `${height ?? 800}px` }} onKeyDown={keys}>
      <Head session={session} now={now} say={say} />
      <Trouble session={session} now={now} say={say} />
      {now.view === "yaml" || !sheet ? (
        <div class="dv-build-main is-yaml">
          <YamlView session={session} now={now} />
        </div>
      ) : (
        <OnBench.Provider value={parts.bench(sheet, now.state.table)}>
          <div class="dv-build-main">
            <div class="dv-build-form">
              <Basics />
              <Steps />
            </div>
            <Preview />
          </div>
        </OnBench.Provider>
      )}
      <Foot now={now} onGo={go} onKeep={acts.keep} onPublish={acts.ready} />
      {acts.isAsking && changes && (
        <PublishDialog now={now} changes={changes} onPublish={acts.publish} onClose={acts.close} />
      )}
      <Leaving session={session} now={now} />
      <span class="dv-vh" aria-live="polite">
        {parts.spoken}
      </span>
      {toasts}
    </div>
  );
}
