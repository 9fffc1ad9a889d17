// The popover of a condition: its editor by the column's type, and what it would leave.

import { useEffect, useRef, useState } from "preact/hooks";
import type { GridColumn } from "../../../grid";
import type { ContentQuery, Counted, Summary } from "../../../protocol/operations";
import { isWithdrawn } from "../../../transport/port";
import { type Anchor, Button, count, Popover, useAsk, usePort } from "../../../ui";
import type { Condition } from "../tree";
import { shapeOf } from "../words";
import { RangeEditor } from "./range";
import { BooleanEditor, TextEditor } from "./values";

export interface EditorProps {
  datasetId: string;
  column: GridColumn;
  draft: Condition | null;
  summary: Summary | null;
  onDraft: (draft: Condition | null) => void;
  /** Take the draft and close. */
  onDone: () => void;
}

const EDITORS = {
  number: RangeEditor,
  time: RangeEditor,
  boolean: BooleanEditor,
  text: TextEditor,
  other: TextEditor,
};

const SOON = 150;

/** How many rows a query leaves; what was counted last stays until the next is there. */
export function useCount(datasetId: string, query: ContentQuery) {
  const port = usePort();
  const [found, setFound] = useState<{ counted?: Counted; refused?: string; key: string }>();
  const key = JSON.stringify([query.filter, query.search]);
  useEffect(() => {
    const stop = new AbortController();
    const ask = () =>
      port.ask("content.count", { dataset_id: datasetId, query }, { signal: stop.signal }).then(
        ({ data }) => stop.signal.aborted || setFound({ counted: data, key }),
        (error: Error) => {
          if (stop.signal.aborted || isWithdrawn(error)) return;
          setFound({ refused: error.message, key });
        },
      );
    const timer = setTimeout(ask, found ? SOON : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [port, datasetId, key]);
  return { ...found, isStale: found?.key !== key };
}

function Outcome(props: { datasetId: string; query: ContentQuery; onDone: () => void }) {
  const { counted, refused, isStale } = useCount(props.datasetId, props.query);
  return (
    <div class="dv-outcome dv-s">
      <span class={`dv-grow ${isStale ? "dv-dim" : ""}`} role="status">
        {refused ? (
          <span class="dv-bad">{refused}</span>
        ) : counted ? (
          <>
            <b class="dv-m">{count(counted.matching_count)}</b>{" "}
            <span class="dv-2">of {count(counted.row_count)} rows</span>
          </>
        ) : (
          <span class="dv-3">Counting rows</span>
        )}
      </span>
      <Button kind="primary" size="s" label="Show rows" onPress={props.onDone} />
    </div>
  );
}

/**
 * Closing takes the draft, Escape leaves the condition as it was. `queryWith` is the view with
 * the draft in the condition's place.
 */
export function ConditionPopover(props: {
  datasetId: string;
  anchor: Anchor;
  column: GridColumn;
  condition: Condition | null;
  summary: Summary | null;
  queryWith: (draft: Condition | null) => ContentQuery;
  onApply: (draft: Condition | null) => void;
  onClose: () => void;
}) {
  const { datasetId, column, condition } = props;
  const [draft, setDraft] = useState(condition);
  const isLeft = useRef(false);
  const args = { dataset_id: datasetId, columns: [column.name] };
  const asked = useAsk("content.summary", props.summary ? null : args, [column.name]);
  const close = () => {
    const isChanged = JSON.stringify(draft) !== JSON.stringify(condition);
    if (isChanged && !isLeft.current) props.onApply(draft);
    props.onClose();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") isLeft.current = true;
  };
  const Editor = EDITORS[shapeOf(column.kind)];
  const summary = props.summary ?? asked.data?.summaries[0] ?? null;
  return (
    <Popover
      anchor={props.anchor}
      label={`Condition on ${column.name}`}
      width={256}
      onClose={close}
    >
      <fieldset class="dv-editor" onKeyDown={keys}>
        <Editor
          datasetId={datasetId}
          column={column}
          draft={draft}
          summary={summary}
          onDraft={setDraft}
          onDone={close}
        />
        <Outcome datasetId={datasetId} query={props.queryWith(draft)} onDone={close} />
      </fieldset>
    </Popover>
  );
}
