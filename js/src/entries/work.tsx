// The task page: the work form over HTTP, for people without a notebook, and nothing of the vault.

import { render } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { WorkPage } from "../features/pipelines/workpage";
import { HttpPort, SIGNED_OUT } from "../transport/http";
import { localModel } from "../transport/model";
import { type News, type Port, Refusal } from "../transport/port";
import { useEvent, useTheme, useWidth } from "../ui";
import { Surrounding } from "../ui/port";
import { styled } from "./served";

interface Settings {
  base: string;
  vault: string;
  pipeline: string;
}

const { base, vault, pipeline }: Settings = JSON.parse(
  document.getElementById("datavault-page")?.textContent ?? "{}",
);
const http = new HttpPort({ base: new URL(base, location.origin).href, vault });

/** Contributors hear no news of the vault, so the form looks now and then. */
const LOOK_EVERY = 10_000;
const CHANGED: News = { news: "datasets.changed", data: {}, seq: 0 };

/** Drafts that the server didn't take: whoever leaves the page is asked first. */
let unkept = 0;

/** The port of one form, which says whether the session still holds. */
function ported(onSession: (isOver: boolean) => void): Port {
  let isUnkept = false;
  const keep = (isMissing: boolean) => {
    unkept += Number(isMissing) - Number(isUnkept);
    isUnkept = isMissing;
  };
  const ask: Port["ask"] = async (op, args, options) => {
    const isDraft = op === "pipelines.save";
    try {
      const answer = await http.ask(op, args, options);
      onSession(false);
      if (isDraft || op === "pipelines.claim") keep(false);
      return answer as never;
    } catch (error) {
      if (error instanceof Refusal && error.code === SIGNED_OUT) onSession(true);
      if (isDraft) keep(true);
      throw error;
    }
  };
  const onNews: Port["onNews"] = (listener) => {
    const look = () => document.visibilityState === "visible" && listener(CHANGED);
    const timer = setInterval(look, LOOK_EVERY);
    addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  };
  const onBusy: Port["onBusy"] = (listener) => http.onBusy(listener);
  return { isAlive: true, isServed: true, ask, onNews, onBusy };
}

addEventListener("beforeunload", (event) => unkept > 0 && event.preventDefault());

const asked = (): string => new URLSearchParams(location.search).get("pipeline") ?? "";

/** The address names the pipeline, so that it can be sent and gone back to. */
function useAddress(first: string): [string, (pipelineId: string, isOnly?: boolean) => void] {
  const [pipelineId, setPipelineId] = useState(first);
  useEffect(() => {
    const follow = () => setPipelineId(asked());
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  const go = useEvent((next: string, isOnly = false) => {
    const query = new URLSearchParams({ vault, ...(next && { pipeline: next }) });
    // From the only pipeline there is nothing to go back to.
    history[isOnly ? "replaceState" : "pushState"](null, "", `?${query}`);
    setPipelineId(next);
  });
  return [pipelineId, go];
}

function Page() {
  const root = useRef<HTMLDivElement>(null);
  useTheme(root);
  useWidth(root);
  const [isSignedOut, setSignedOut] = useState(false);
  const [pipelineId, go] = useAddress(pipeline);
  const portOf = useMemo(() => () => ported(setSignedOut), []);
  const own = useMemo(() => ({ port: portOf(), model: localModel() }), [portOf]);
  return (
    <div ref={root} class="dv dv-workpage">
      <Surrounding.Provider value={own}>
        <WorkPage
          portOf={portOf}
          pipelineId={pipelineId}
          onPipeline={go}
          isSignedOut={isSignedOut}
          signIn={`${base}datavault/work?signed=in`}
          vault={`${base}datavault?${new URLSearchParams({ vault })}`}
        />
      </Surrounding.Provider>
    </div>
  );
}

styled();
render(<Page />, document.getElementById("datavault") as HTMLElement);
