// One dataset of the Hub: what there is, what of it is wanted, and the button that begins.

import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type {
  HubConfiguration,
  HubEstimate,
  HubProblem,
  ImportJob,
} from "../../protocol/operations";
import {
  Banner,
  Button,
  bytes,
  count,
  counted,
  day,
  exact,
  IconButton,
  Skeleton,
  Spinner,
  usePort,
  WithTip,
} from "../../ui";
import { type Target, useTarget } from "../imports/settings";
import { Columns } from "./columns";
import {
  type Configuring,
  type Looking,
  useChoice,
  useConfiguration,
  useLooking,
} from "./configuration";
import { CopyButton } from "./copying";
import { Place, Rest, Splits, Where } from "./fields";
import { ProblemCard, type Ways } from "./problem";
import { problemOf, sentence } from "./problems";
import { Marks } from "./results";
import { Sample } from "./sample";
import { safeUrl } from "./words";

function Title(props: {
  repoId: string;
  configuration: HubConfiguration | undefined;
  isLoading: boolean;
  headingRef: RefObject<HTMLHeadingElement | null>;
  onBack?: () => void;
}) {
  const { configuration: known, onBack } = props;
  const id = known?.repo_id ?? props.repoId;
  return (
    <div class="dv-row dv-hub-title">
      {onBack && <IconButton icon="left" label="Back to the results" onPress={onBack} />}
      <h2 ref={props.headingRef} tabIndex={-1} class="dv-h1 dv-hub-id">
        {id}
      </h2>
      <CopyButton text={id} label="Copy the id" />
      {known && <Marks gate={known.gate} isPrivate={known.is_private} />}
      {known && props.isLoading && <Spinner label={`Looking into ${id}`} isHidingLabel />}
    </div>
  );
}

function About({ configuration }: { configuration: HubConfiguration }) {
  const { sha, revision, committed_at: at, licence, url, description } = configuration;
  const page = safeUrl(url);
  return (
    <div class="dv-stack dv-stack-4">
      <div class="dv-s dv-2 dv-hub-facts">
        <span>
          Revision <code>{sha.slice(0, 12)}</code>
        </span>
        <CopyButton text={sha} label="Copy the whole revision" />
        <span class="dv-3 dv-hub-fact">
          {revision === sha ? "" : `resolved from ${revision}`}
          {at && (
            <WithTip text={exact(at)}>
              {revision === sha ? "" : ", "}
              {day(at)}
            </WithTip>
          )}
        </span>
        {licence && <span class="dv-3 dv-hub-fact">{licence}</span>}
        {page && (
          <a class="dv-hub-fact" href={page} target="_blank" rel="noopener noreferrer">
            Page on the Hub
          </a>
        )}
      </div>
      {description && <p class="dv-s dv-2 dv-hub-about">{description}</p>}
    </div>
  );
}

const Waiting = ({ repoId }: { repoId: string }) => (
  <div class="dv-hub-waiting" aria-busy="true">
    <Spinner label={`Looking into ${repoId}`} />
    {[30, 100, 100, 60, 100].map((width, i) => (
      <Skeleton key={i} width={`${width}%`} />
    ))}
  </div>
);

function Notes({ configuration }: { configuration: HubConfiguration }) {
  const { notes, is_converted: isConverted } = configuration;
  const all = isConverted
    ? [...notes, "It is read from the Parquet copy that the Hub made of its files."]
    : notes;
  if (all.length === 0) return null;
  return (
    <ul class="dv-s dv-3 dv-hub-notes">
      {[...new Set(all)].map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

/** "25,000 rows, 2 columns, about 21 MB to fetch". */
function Sum({ estimate, hasCondition }: { estimate: HubEstimate; hasCondition: boolean }) {
  const { row_count: rows, column_count: columns, byte_count: size, is_exact: isExact } = estimate;
  const most = hasCondition || rows === null ? "at most" : "about";
  return (
    <>
      {rows === null ? (
        hasCondition ? (
          "The rows that match"
        ) : (
          "All rows"
        )
      ) : (
        <>
          <b>{count(rows)}</b> {rows === 1 ? "row" : "rows"}
        </>
      )}
      {columns !== null && (
        <>
          , <b>{count(columns)}</b> {columns === 1 ? "column" : "columns"}
        </>
      )}
      , {isExact ? "" : `${most} `}
      <WithTip text={`${count(size)} bytes in ${counted(estimate.file_count, "file")}`}>
        {bytes(size)}
      </WithTip>{" "}
      to fetch
    </>
  );
}

function Foot(props: {
  looking: Looking;
  target: Target;
  isStarting: boolean;
  onStart: () => void;
}) {
  const { looking, target } = props;
  const { estimate, wrong, condition, selection } = looking;
  const rows = estimate?.row_count ?? null;
  const reason = wrong || (condition ? "Mend the condition first." : target.wrong) || undefined;
  return (
    <div class="dv-foot dv-hub-foot" aria-busy={looking.isSettling}>
      <span class="dv-grow">
        {wrong ||
          (estimate ? (
            <Sum estimate={estimate} hasCondition={selection?.where != null} />
          ) : looking.isSettling ? (
            <Spinner label="Counting rows" />
          ) : (
            "How many rows it has is not known yet."
          ))}
      </span>
      <Button
        kind="primary"
        label={rows === null ? "Import rows" : `Import ${counted(rows, "row")}`}
        reason={reason}
        isBusy={props.isStarting}
        onPress={props.onStart}
      />
    </div>
  );
}

/** Begins the import of what is shown; what is refused stays above the button. */
function useStart(
  configuration: HubConfiguration | undefined,
  looking: Looking,
  target: Target,
  onJob: (job: ImportJob) => void,
) {
  const port = usePort();
  const [trouble, setTrouble] = useState<HubProblem>();
  const [isStarting, setStarting] = useState(false);
  const { selection, estimate } = looking;
  const about = JSON.stringify([selection, target.name, target.projectId]);
  useEffect(() => setTrouble(undefined), [about]);
  const start = () => {
    if (!configuration || !selection) return;
    const { description, revision, sha } = configuration;
    setStarting(true);
    port
      .ask("hub.start", {
        selection,
        name: target.name,
        asked_revision: revision === sha ? null : revision,
        project_id: target.projectId,
        description,
        byte_count: estimate?.byte_count ?? 0,
        total_rows: estimate?.row_count ?? null,
      })
      .then(({ data }) => onJob(data))
      .catch((error: Error) => setTrouble(problemOf(error)))
      .finally(() => setStarting(false));
  };
  return { trouble, isStarting, start };
}

function Form(props: {
  configuring: Configuring;
  configuration: HubConfiguration;
  onJob: (job: ImportJob) => void;
}) {
  const { configuring, configuration } = props;
  const { choice, change } = useChoice(configuration);
  const looking = useLooking(configuration, choice);
  const target = useTarget(configuration, undefined, undefined);
  const { trouble, isStarting, start } = useStart(configuration, looking, target, props.onJob);
  const hasSubset = configuration.subset !== null;
  return (
    <>
      <div class="dv-hub-form" aria-busy={configuring.isLoading}>
        <About configuration={configuration} />
        <Where configuring={configuring} />
        {hasSubset && (
          <>
            <Splits
              splits={configuration.splits}
              chosen={choice.splits}
              onChange={(splits) => change({ splits })}
            />
            <Columns
              columns={configuration.columns}
              chosen={choice.columns}
              onChange={(columns) => change({ columns })}
            />
            <Rest
              configuration={configuration}
              choice={choice}
              looking={looking}
              onChange={change}
            />
            <Place target={target} />
            <Sample looking={looking} name={configuration.repo_id} />
          </>
        )}
        <Notes configuration={configuration} />
      </div>
      {trouble && <Banner tone="bad" text={sentence(trouble)} />}
      <Foot looking={looking} target={target} isStarting={isStarting} onStart={start} />
    </>
  );
}

export interface PaneProps {
  repoId: string;
  ways: Ways;
  headingRef: RefObject<HTMLHeadingElement | null>;
  isHidden: boolean;
  /** Where the results are out of sight. */
  onBack?: () => void;
  onJob: (job: ImportJob) => void;
}

export function Pane(props: PaneProps) {
  const { repoId, ways } = props;
  const configuring = useConfiguration(repoId);
  const { configuration, problem, field } = configuring;
  const again = () => {
    ways.onAgain();
    configuring.reload();
  };
  const own = { ...ways, onAgain: again, onDefault: () => configuring.setRevision(null) };
  const isWhole = problem !== undefined && field === undefined && !configuring.isLoading;
  return (
    <section class="dv-hub-pane" aria-label={`Import ${repoId}`} hidden={props.isHidden}>
      <Title {...props} configuration={configuration} isLoading={configuring.isLoading} />
      {isWhole ? (
        <ProblemCard problem={problem} repoId={repoId} ways={own} />
      ) : configuration ? (
        <Form configuring={configuring} configuration={configuration} onJob={props.onJob} />
      ) : (
        <Waiting repoId={repoId} />
      )}
      <span class="dv-vh" role="status">
        {configuration && !configuring.isLoading && !problem
          ? `${configuration.repo_id}, ${counted(configuration.splits.length, "split")}, ${counted(configuration.columns.length, "column")}`
          : ""}
      </span>
    </section>
  );
}
