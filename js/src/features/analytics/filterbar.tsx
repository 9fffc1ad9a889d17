// Which answers: the grid's own filter as a sentence, with finished tasks before it; then counts.

import { useMemo, useState } from "preact/hooks";
import type { Evaluation, Filter } from "../../protocol/operations";
import { Button, counted, Spinner, useAsk } from "../../ui";
import { Clause, gridColumn, type Opened, readFilter, Sentence, writeFilter } from "../content";
import { mentions } from "./evaluation";

export interface FilterBarProps {
  datasetId: string;
  filters: Filter | null;
  search: string;
  onFilter: (filters: Filter | null, search: string) => void;
  isPipeline: boolean;
  isFinished: boolean;
  onFinished: (isOn: boolean) => void;
  data: Evaluation | undefined;
  isStale: boolean;
  isAlive: boolean;
  onSql: () => void;
  onExport: () => void;
}

const NONE = () => null;

/** "1,236 answers to 412 tasks by 6 people". */
export function countsOf(data: Evaluation): string {
  const { answer_count: answers, item_count: items, rater_count: raters, noun } = data;
  if (noun === "row") return counted(answers, "row");
  const to = items === null ? "" : ` to ${counted(items, noun)}`;
  const by = raters === null ? "" : ` by ${counted(raters, "person", "people")}`;
  return `${counted(answers, "answer")}${to}${by}`;
}

/** What the sentence begins with: whose they are, and that only finished tasks count. */
function Lead(props: FilterBarProps & { isOwn: boolean; hasParts: boolean }) {
  const { data, isOwn, hasParts, search } = props;
  const noun = data?.noun === "row" || (data && !data.is_pipeline) ? "Rows" : "Answers";
  const where = isOwn || !search ? "where" : "that contain";
  return (
    <>
      <span class="dv-lead">
        {isOwn || hasParts || search ? `${noun} ${where}` : `All ${noun.toLowerCase()}`}
      </span>
      {isOwn && (
        <Clause
          icon="category"
          words={["task status", "is", "finished"]}
          label="task status is finished"
          onRemove={props.isAlive ? () => props.onFinished(false) : undefined}
        />
      )}
      {isOwn && (hasParts || search) && <span class="dv-lead">and</span>}
    </>
  );
}

function Tools(props: FilterBarProps) {
  const { data } = props;
  const reason = data?.blocks.length ? undefined : "There are no numbers yet";
  return (
    <div class="dv-saytools">
      <span class={`dv-s dv-counted ${props.isStale ? "dv-dim" : ""}`} role="status">
        {data ? countsOf(data) : <Spinner label="Counting answers" />}
      </span>
      <span class="dv-sep" />
      <Button
        kind="quiet"
        size="s"
        icon="code"
        label="SQL"
        popup="dialog"
        reason={reason}
        onPress={props.onSql}
      />
      <Button
        kind="quiet"
        size="s"
        icon="download"
        label="Export"
        tip="Save every number as CSV"
        reason={reason}
        onPress={props.onExport}
      />
    </div>
  );
}

export function FilterBar(props: FilterBarProps) {
  const { datasetId, filters, search, isAlive, isPipeline, isFinished } = props;
  const [open, setOpen] = useState<Opened | null>(null);
  const described = useAsk("content.describe", { dataset_id: datasetId }, [datasetId]);
  const columns = useMemo(() => (described.data?.columns ?? []).map(gridColumn), [described.data]);
  const parts = useMemo(() => readFilter(filters), [filters]);
  const isFree = isPipeline && !mentions(filters, "status");
  return (
    <div class="dv-say dv-which">
      <div class="dv-words">
        <Sentence
          {...{ datasetId, columns, parts, open }}
          query={{ filter: filters, search }}
          sorts={[]}
          lead={<Lead {...props} isOwn={isFree && isFinished} hasParts={parts.parts.length > 0} />}
          summaryOf={NONE}
          onOpen={setOpen}
          onParts={(made) => props.onFilter(writeFilter(made), search)}
          onSorts={() => undefined}
          onSearch={(text) => props.onFilter(filters, text)}
          onClear={() => props.onFilter(null, "")}
          isFrozen={!isAlive}
        />
        {isFree && !isFinished && isAlive && (
          <Button
            kind="quiet"
            size="s"
            label="Finished tasks only"
            onPress={() => props.onFinished(true)}
          />
        )}
      </div>
      <Tools {...props} />
    </div>
  );
}
