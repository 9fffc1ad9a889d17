// The page of whoever works on tasks and has no notebook: where they may work, and the form.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { WorkChoice, WorkPlaces } from "../../protocol/operations";
import { localModel } from "../../transport/model";
import { type Port, sentence } from "../../transport/port";
import {
  Badge,
  type BadgeState,
  Banner,
  Button,
  capital,
  counted,
  EmptyState,
  Skeleton,
  useAsk,
  useEvent,
} from "../../ui";
import { Surrounding, type Surroundings } from "../../ui/port";
import { WorkPanel } from "./panel";

export interface WorkPageProps {
  /** A port of its own for each form: what is typed belongs to one pipeline. */
  portOf: () => Port;
  /** The pipeline the address names; "" where it names none. */
  pipelineId: string;
  /** `isOnly`: nobody chose it, there is no other. */
  onPipeline: (pipelineId: string, isOnly?: boolean) => void;
  /** The session with Jupyter has ended: nothing is kept until somebody signs in again. */
  isSignedOut: boolean;
  signIn: string;
  /** The vault's own page, for whoever may look at it. */
  vault: string;
}

const SIGNS: Record<string, BadgeState> = {
  active: "collecting",
  paused: "draft",
  completed: "complete",
};

/** What can be worked on stands first. */
const ordered = (places: readonly WorkChoice[]): WorkChoice[] => {
  const rank = ({ status }: WorkChoice) => Object.keys(SIGNS).indexOf(status);
  return [...places].sort((one, other) => rank(one) - rank(other));
};

/** More than the page has: the form takes the height it is given. */
const TALL = 100_000;

/** The surroundings of each pipeline's form, which outlive it: what was typed waits there. */
function useForms(portOf: () => Port): (pipelineId: string) => Surroundings {
  const forms = useMemo(() => new Map<string, Surroundings>(), [portOf]);
  return (pipelineId) => {
    const traits = { pipeline_id: pipelineId, node: "", contributor: "", height: TALL };
    const form = forms.get(pipelineId) ?? { port: portOf(), model: localModel(traits) };
    forms.set(pipelineId, form);
    return form;
  };
}

function Places(props: { places: readonly WorkChoice[]; onOpen: (pipelineId: string) => void }) {
  const list = useRef<HTMLUListElement>(null);
  // Whoever comes back from a form goes on here.
  useLayoutEffect(() => list.current?.focus({ preventScroll: true }), []);
  return (
    <ul class="dv-workpage-places" aria-label="Pipelines" ref={list} tabIndex={-1}>
      {ordered(props.places).map((each) => (
        <li key={each.pipeline_id}>
          <button type="button" onClick={() => props.onOpen(each.pipeline_id)}>
            <span class="dv-row">
              <b class="dv-b dv-grow dv-cut">{each.name}</b>
              <Badge state={SIGNS[each.status] ?? "pending"} word={capital(each.status)} />
            </span>
            {each.description && <span class="dv-2 dv-note-text">{each.description}</span>}
            <span class="dv-s dv-3">
              {[each.project, each.held_count > 0 && `you hold ${counted(each.held_count, "task")}`]
                .filter(Boolean)
                .join(", ")}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Body(props: WorkPageProps & { found?: WorkPlaces; error?: Error; onAgain: () => void }) {
  const { found, error, pipelineId, onPipeline } = props;
  // Once open it stays: what becomes of the pipeline meanwhile, the form itself says.
  const opened = useRef("");
  const formOf = useForms(props.portOf);
  if (found?.places.some((each) => each.pipeline_id === pipelineId)) opened.current = pipelineId;
  if (pipelineId && opened.current === pipelineId)
    return (
      <Surrounding.Provider key={pipelineId} value={formOf(pipelineId)}>
        <WorkPanel />
      </Surrounding.Provider>
    );
  const again = { label: "Look again", onPress: props.onAgain };
  if (!found && error)
    return (
      <EmptyState
        icon="lock"
        title="Nothing for you here"
        text={sentence(error)}
        actions={[again]}
      />
    );
  if (!found)
    return (
      <div class="dv-workpage-places" aria-busy="true">
        <span class="dv-vh">Loading what there is to do</span>
        <Skeleton width={240} />
        <Skeleton width={160} />
      </div>
    );
  if (pipelineId)
    return (
      <EmptyState
        icon="pipeline"
        title="You can’t work on this pipeline"
        text="It names you at no step, has not begun, or is gone. Ask whoever sent you the link."
        actions={[again, { label: "All pipelines", onPress: () => onPipeline("") }]}
      />
    );
  if (found.places.length === 0)
    return (
      <EmptyState
        icon="check"
        title="Nothing to do"
        text="No pipeline waits for you. Pipelines appear here once somebody names you at one of their steps."
        actions={[again]}
      />
    );
  return <Places places={found.places} onOpen={onPipeline} />;
}

export function WorkPage(props: WorkPageProps) {
  const { pipelineId, onPipeline, isSignedOut, signIn, vault } = props;
  const [turn, setTurn] = useState(0);
  const { data: found, error, reload } = useAsk("pipelines.places", {}, [turn]);
  const only = found?.places.length === 1 ? found.places[0]?.pipeline_id : undefined;
  // One pipeline needs no list.
  useEffect(() => {
    if (!pipelineId && only) onPipeline(only, true);
  }, [pipelineId, only, onPipeline]);
  const wake = useEvent(() => {
    if (document.visibilityState === "visible") reload();
  });
  useEffect(() => {
    // Whoever comes back, with the session anew or after an hour, sees what is now.
    addEventListener("focus", wake);
    document.addEventListener("visibilitychange", wake);
    return () => {
      removeEventListener("focus", wake);
      document.removeEventListener("visibilitychange", wake);
    };
  }, [wake]);
  const back = () => {
    onPipeline("");
    setTurn(turn + 1);
  };
  const hasList = pipelineId !== "" && (found?.places.length ?? 0) > 1;
  return (
    <>
      <header class="dv-row dv-workpage-bar">
        {hasList ? (
          <Button kind="quiet" size="s" icon="left" label="All pipelines" onPress={back} />
        ) : (
          <h1 class="dv-h1">Tasks</h1>
        )}
        <span class="dv-grow" />
        {found && <span class="dv-s dv-3 dv-cut">{found.contributor}</span>}
        {found?.is_member && (
          <a class="dv-s" href={vault}>
            Open the vault
          </a>
        )}
      </header>
      {isSignedOut && (
        <Banner
          tone="warn"
          text={
            <>
              You are signed out, so nothing can be saved. What you typed stays here:{" "}
              <a href={signIn} target="_blank" rel="noopener">
                sign in in another tab
              </a>
              , then come back to this one.
            </>
          }
        />
      )}
      <Body {...props} found={found} error={error} onAgain={reload} />
    </>
  );
}
