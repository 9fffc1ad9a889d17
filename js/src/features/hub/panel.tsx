// The panel of the Hub: results left, the chosen dataset right; narrow, one after the other.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ImportJob } from "../../protocol/operations";
import {
  Banner,
  EmptyState,
  IconButton,
  useAsk,
  useEvent,
  usePort,
  useTrait,
  useWidth,
} from "../../ui";
import { Account, AccountBanner } from "./account";
import { useFinds } from "./finding";
import { Pane } from "./pane";
import { ProblemCard } from "./problem";
import { Results } from "./results";
import { Job, Others } from "./running";

export interface HubPanelProps {
  /** Told the id of what was imported, when it is to be opened. */
  onDone: (datasetId: string) => void;
  onClose?: () => void;
  /** The other way in: a file. */
  onFile?: () => void;
}

function useBusy(): boolean {
  const port = usePort();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => port.onBusy(setBusy), [port]);
  return isBusy;
}

/** What is chosen and what is being imported, and where the focus goes between them. */
function useSteps() {
  const [repoId, setRepoId] = useTrait<string>("repo_id");
  const [job, setJob] = useState<{ job: ImportJob; repoId: string }>();
  const root = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const width = useWidth(root);
  const isOne = width === "narrow" || width === "side";
  const wanted = useRef<"heading" | "list" | undefined>(undefined);
  const isAway = repoId !== "" || job !== undefined;
  useLayoutEffect(() => {
    const to = wanted.current === "heading" ? heading.current : (list.current ?? field.current);
    if (wanted.current) to?.focus({ preventScroll: true });
    wanted.current = undefined;
  }, [repoId, job, isAway]);
  useEffect(() => {
    // Another dataset was asked for, here or from Python: its settings are wanted, not the old job.
    setJob((old) => (old?.repoId && old.repoId !== repoId ? undefined : old));
  }, [repoId]);
  const back = useEvent(() => {
    // Where both are in sight, what is chosen stays.
    const isLeft = job !== undefined || (isOne && repoId !== "");
    if (!isLeft) return list.current?.focus();
    wanted.current = "list";
    setJob(undefined);
    if (isOne) setRepoId("");
  });
  const choose = useEvent((id: string) => {
    if (isOne) wanted.current = "heading";
    setJob(undefined);
    setRepoId(id);
  });
  const another = useEvent(() => {
    wanted.current = "list";
    setJob(undefined);
    setRepoId("");
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    back();
  };
  return {
    ...{ repoId: repoId ?? "", job, setJob, root, list, field, heading },
    ...{ isOne, isAway, back, choose, another, onKeyDown },
  };
}

function Head(props: {
  account: Parameters<typeof Account>[0]["account"];
  onAgain: () => void;
  onClose: (() => void) | undefined;
}) {
  return (
    <div class="dv-head dv-hub-head">
      <h1 class="dv-h1">Hugging Face Hub</h1>
      <Account account={props.account} onAgain={props.onAgain} />
      <span class="dv-grow" />
      {props.onClose && <IconButton icon="close" label="Close" onPress={props.onClose} />}
    </div>
  );
}

/** What is at the right: the job, the chosen dataset, or how to begin. */
function Right(props: {
  steps: ReturnType<typeof useSteps>;
  ways: Parameters<typeof Pane>[0]["ways"];
  onDone: (datasetId: string) => void;
}) {
  const { steps, ways } = props;
  const { repoId, job, isOne } = steps;
  const own = job && job.repoId === repoId;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leads back to the list
    <div class="dv-hub-right" onKeyDown={steps.onKeyDown}>
      {job && (
        <Job
          job={job.job}
          onOpen={props.onDone}
          onSettings={own && repoId ? () => steps.setJob(undefined) : undefined}
          onAnother={steps.another}
          onBack={isOne ? steps.back : undefined}
        />
      )}
      {repoId && (
        <Pane
          key={repoId}
          repoId={repoId}
          ways={ways}
          headingRef={steps.heading}
          isHidden={job !== undefined}
          onBack={isOne ? steps.back : undefined}
          onJob={(started) => steps.setJob({ job: started, repoId })}
        />
      )}
      {!repoId && !job && (
        <EmptyState
          icon="huggingface"
          title="Choose a dataset"
          text="Its subsets, splits, columns and first rows appear here. Nothing is stored before you press Import."
        />
      )}
    </div>
  );
}

function LivePanel({ onDone, onClose, onFile }: HubPanelProps) {
  const steps = useSteps();
  const finds = useFinds();
  const status = useAsk("hub.status", {}, []);
  const isBusy = useBusy();
  const account = status.data;
  const ways = {
    endpoint: account?.endpoint ?? "https://huggingface.co",
    isSignedIn: account?.has_token ?? false,
    onFile,
  };
  const asked = useEvent(() => status.reload());
  const searched = useEvent(() => {
    status.reload();
    finds.reload();
  });
  const { problem } = finds;
  const card =
    problem && !finds.isLoading ? (
      <ProblemCard problem={problem} repoId="" ways={{ ...ways, onAgain: searched }} />
    ) : undefined;
  // A failure stands alone: there is nothing to choose beside it.
  const isAlone = card !== undefined && !steps.isAway;
  const at = isAlone ? "alone" : steps.isAway ? "right" : "left";
  return (
    <div class="dv-hub" ref={steps.root} data-at={at} data-one={steps.isOne}>
      <Head account={account} onAgain={searched} onClose={onClose} />
      {isBusy && (
        <Banner icon="clock" text="The kernel is busy with a cell. This goes on when it is free." />
      )}
      <AccountBanner account={account} onAgain={searched} />
      <Others
        shown={steps.job?.job}
        onShow={(job) => steps.setJob({ job, repoId: "" })}
        onOpen={onDone}
      />
      <div class="dv-hub-panes">
        <Results
          finds={finds}
          chosen={steps.repoId}
          onChoose={steps.choose}
          listRef={steps.list}
          fieldRef={steps.field}
          problem={card}
        />
        {!isAlone && <Right steps={steps} ways={{ ...ways, onAgain: asked }} onDone={onDone} />}
      </div>
    </div>
  );
}

export function HubPanel(props: HubPanelProps) {
  if (usePort().isAlive) return <LivePanel {...props} />;
  return (
    <div class="dv-hub is-still">
      <Head account={undefined} onAgain={() => undefined} onClose={props.onClose} />
      <EmptyState
        icon="offline"
        title="This is a saved copy"
        text="No kernel is behind it, so the Hub can't be asked from here. Run the cell to go on."
      />
    </div>
  );
}
