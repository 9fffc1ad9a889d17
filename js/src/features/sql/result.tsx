// What a query gave: rows as a grid, a chart of them; or why there are none.

import type { VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Filter, SqlRan } from "../../protocol/operations";
import type { Refusal } from "../../transport/port";
import {
  Banner,
  Button,
  count,
  counted,
  duration,
  EmptyState,
  Skeleton,
  Tabs,
  useAsk,
  useEvent,
} from "../../ui";
import { focused } from "../../ui/layer";
import { type Chosen, ContentPanel, NOTHING_CHOSEN, PLAIN_VIEW, type View } from "../content";
import { type Run, useElapsed } from "./running";

export interface ShownResult {
  datasetId: string;
  filters: Filter | null;
  onFilter: (filters: Filter | null) => void;
}

export interface ResultProps {
  state: Run;
  name: string;
  /** The Studio over a result: it stands above this pane, and comes from there. */
  chart: (shown: ShownResult) => VNode;
  onCopy: (code: string) => void;
  onRetry: () => void;
  onCancel: () => void;
  onFocusLost: () => void;
}

const TABS = [
  { id: "rows", label: "Rows" },
  { id: "chart", label: "Chart" },
] as const;
const HEIGHT = 440;

function Running(props: { since: number } & Pick<ResultProps, "onCancel" | "onFocusLost">) {
  const elapsed = useElapsed(props.since);
  const button = useRef<HTMLButtonElement>(null);
  const onFocusLost = useEvent(props.onFocusLost);
  useLayoutEffect(() => {
    const own = button.current as HTMLButtonElement;
    return () => {
      if (focused(own) === own) onFocusLost();
    };
  }, [onFocusLost]);
  return (
    <div class="dv-sql-waits" aria-busy="true">
      <div class="dv-row">
        <Button size="s" label="Cancel" elementRef={button} onPress={props.onCancel} />
        <span class="dv-s dv-2" aria-hidden="true">
          Running, {(elapsed / 1000).toFixed(1)} s
        </span>
      </div>
      <span class="dv-vh" role="status">
        Running the query
      </span>
      {[60, 80, 40].map((width) => (
        <Skeleton key={width} width={`${width}%`} />
      ))}
    </div>
  );
}

/** A mistake as DuckDB marks it: the line, and a caret under the place. */
function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { hint = "", retryable = false } = error as Partial<Refusal>;
  const [first = "", ...rest] = error.message.split("\n");
  const retry = { label: "Run again", onPress: onRetry };
  return (
    <>
      <Banner
        isInset
        tone="bad"
        text={`${first}${/[.!?]$/.test(first) || !hint ? "" : "."} ${hint}`.trim()}
        action={retryable ? retry : undefined}
      />
      {rest.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
        <pre class="dv-pre" tabIndex={0}>
          {rest.join("\n")}
        </pre>
      )}
    </>
  );
}

function NoRows({ ran }: { ran: SqlRan }) {
  const described = useAsk("content.describe", { dataset_id: ran.result_id }, [ran.result_id]);
  const columns = described.data?.columns ?? [];
  return (
    <EmptyState
      icon="table"
      title="The query gave no rows"
      text={`Its columns: ${columns.map(({ name, type }) => `${name} ${type}`).join(", ")}.`}
    />
  );
}

function Rows(props: { ran: SqlRan; tab: string } & Pick<ResultProps, "chart">) {
  const { ran, tab } = props;
  const [view, setView] = useState<View>(PLAIN_VIEW);
  const [selection, setSelection] = useState<Chosen>(NOTHING_CHOSEN);
  const { filters } = view;
  const datasetId = ran.result_id;
  const onFilter = (made: Filter | null) => setView({ ...view, filters: made });
  return (
    <div role="tabpanel" aria-label={tab === "rows" ? "Rows" : "Chart"}>
      {tab === "rows" ? (
        <ContentPanel
          {...{ datasetId, view, selection }}
          isResult
          onView={setView}
          onSelection={setSelection}
          height={HEIGHT}
        />
      ) : (
        props.chart({ datasetId, filters, onFilter })
      )}
    </div>
  );
}

function Done(props: ResultProps & { ran: SqlRan }) {
  const { ran } = props;
  const [tab, setTab] = useState<string>("rows");
  const isEmpty = ran.row_count === 0;
  return (
    <>
      <div class="dv-sql-facts">
        {!isEmpty && <Tabs label="Result" tabs={TABS} chosen={tab} onChoose={setTab} />}
        <span class="dv-grow" />
        <span class="dv-facts-line dv-cut" role="status">
          <span>
            <b>{count(ran.row_count)}</b> {ran.row_count === 1 ? "row" : "rows"}
          </span>
          <span class="dv-dot">{counted(ran.column_count, "column")}</span>
          <span class="dv-dot">{duration(ran.took_ms)}</span>
        </span>
        <Button
          kind="quiet"
          size="s"
          icon="book"
          label="Open in notebook"
          tip="Copy a cell that gives these rows as a frame"
          onPress={() => props.onCopy(ran.code)}
        />
      </div>
      {ran.is_cut && (
        <Banner
          isInset
          tone="warn"
          text={`These are the first ${count(ran.row_count)} rows, and the query gives more. Open it in the notebook to have them all.`}
        />
      )}
      {isEmpty ? <NoRows ran={ran} /> : <Rows {...{ ran, tab }} chart={props.chart} />}
    </>
  );
}

export function Result(props: ResultProps) {
  const { state } = props;
  switch (state.phase) {
    case "running":
      return <Running {...props} since={state.since} />;
    case "done":
      return <Done key={state.ran.result_id} {...props} ran={state.ran} />;
    case "failed":
      return <Failed error={state.error} onRetry={props.onRetry} />;
    case "stopped":
      return <Banner isInset text={`Stopped after ${duration(state.after)}. No rows were kept.`} />;
    default:
      return (
        <EmptyState
          icon="code"
          title="Ask with one SELECT"
          text={
            <>
              <code>this</code> is {props.name}; any other dataset you may see is named as in{" "}
              <code>vault[…]</code>. Nothing can be changed from here.
            </>
          }
        />
      );
  }
}
