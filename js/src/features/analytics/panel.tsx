// The Analytics tab: which answers, a block for each field, then agreement, comparison, people.

import { useState } from "preact/hooks";
import type {
  Block,
  EvaluatedField,
  Evaluation,
  FieldSetting,
  Filter,
  Mapping,
} from "../../protocol/operations";
import { sentence } from "../../transport/port";
import { Banner, EmptyState, Skeleton, useEvent, usePort } from "../../ui";
import { useTried } from "../../ui/tried";
import { BlockCard } from "./block";
import { asked, type Found, useEvaluation, type Which } from "./evaluation";
import { FieldDialog } from "./field";
import { FilterBar } from "./filterbar";
import { MappingBar, MappingDialog } from "./mapping";
import { saveCsv } from "./section";
import { AgreementSection, ComparisonSection, ContributorsSection } from "./sections";
import { SqlDialog } from "./sql";

export interface AnalyticsProps {
  datasetId: string;
  /** Whether a pipeline collects or collected the answers. */
  isPipeline: boolean;
  /** Of the whole view: the grid has the same. */
  filters: Filter | null;
  search: string;
  onFilter: (filters: Filter | null, search: string) => void;
  /** Shows rows in the grid. */
  onRows: (filter: Filter | null) => void;
}

type Open =
  | { what: "sql"; block: Block | null }
  | { what: "field"; field: EvaluatedField; block: Block }
  | { what: "mapping" }
  | null;

/** Keeping a mapping, and saving the numbers. */
function useDeeds({ datasetId, filter, mapping }: Which, again: () => void) {
  const port = usePort();
  const { isBusy, trouble, setTrouble, tried } = useTried();
  const keep = useEvent((made: Mapping | null) =>
    tried(async () => {
      await port.ask("analytics.map", { dataset_id: datasetId, mapping: made });
      again();
    }),
  );
  const save = useEvent(() =>
    tried(async () => {
      const args = { dataset_id: datasetId, query: filter, mapping };
      const { data } = await port.ask("analytics.csv", args);
      saveCsv(data.name, data.text);
    }),
  );
  return { isBusy, trouble, setTrouble, keep, save };
}

/** A field's setting among those of the mapping; what it leaves out stays as it was. */
function withField(mapping: Mapping, setting: FieldSetting): Mapping {
  const fields = mapping.fields ?? [];
  const before = fields.find(({ name }) => name === setting.name);
  const made = {
    name: setting.name,
    kind: setting.kind ?? before?.kind ?? null,
    level: setting.level ?? before?.level ?? null,
    order: setting.order,
  };
  return { ...mapping, fields: [...fields.filter((each) => each !== before), made] };
}

export function AnalyticsPanel(props: AnalyticsProps) {
  const { datasetId, isPipeline, filters, search } = props;
  const [isFinished, setFinished] = useState(true);
  const [open, setOpen] = useState<Open>(null);
  const { isAlive } = usePort();
  const which: Which = {
    datasetId,
    filter: asked(filters, search, { isPipeline, isFinished }),
    mapping: null,
  };
  const found = useEvaluation(which);
  const deeds = useDeeds(which, found.again);
  const { data } = found;
  const clear = () => {
    props.onFilter(null, "");
    setFinished(false);
  };
  return (
    <div class="dv-analytics">
      <FilterBar
        {...{ ...props, isFinished, isAlive, data }}
        isStale={found.isStale}
        onFinished={setFinished}
        onSql={() => setOpen({ what: "sql", block: null })}
        onExport={() => void deeds.save()}
      />
      {deeds.trouble && open === null && (
        <Banner
          tone="bad"
          text={deeds.trouble}
          action={{ label: "Dismiss", onPress: () => deeds.setTrouble("") }}
        />
      )}
      <Body
        {...props}
        {...{ found, which, isAlive, clear }}
        isFiltered={Boolean(filters || search || (isPipeline && isFinished))}
        onOpen={setOpen}
      />
      {data && <Opened {...{ datasetId, data, open, deeds }} onClose={() => setOpen(null)} />}
    </div>
  );
}

/** The dialog that is open. */
function Opened(props: {
  datasetId: string;
  data: Evaluation;
  open: Open;
  deeds: ReturnType<typeof useDeeds>;
  onClose: () => void;
}) {
  const { datasetId, data, open, deeds } = props;
  const onClose = useEvent(props.onClose);
  const keep = async (mapping: Mapping | null) => {
    if (await deeds.keep(mapping)) onClose();
  };
  if (open?.what === "sql") {
    return <SqlDialog evaluation={data} block={open.block} onClose={onClose} />;
  }
  if (open?.what === "mapping") {
    return (
      <MappingDialog
        {...{ datasetId, onClose }}
        evaluation={data}
        isBusy={deeds.isBusy}
        trouble={deeds.trouble}
        onSave={(mapping) => void keep(mapping)}
      />
    );
  }
  if (open?.what !== "field") return null;
  return (
    <FieldDialog
      field={open.field}
      block={open.block}
      isPipeline={data.is_pipeline}
      isBusy={deeds.isBusy}
      onSave={(setting) => void keep(withField(data.mapping, setting))}
      onClose={onClose}
    />
  );
}

interface BodyProps extends AnalyticsProps {
  found: Found & { again: () => void };
  which: Which;
  isAlive: boolean;
  isFiltered: boolean;
  clear: () => void;
  onOpen: (open: Open) => void;
}

function Body(props: BodyProps) {
  const { found, isAlive, which, isFiltered, clear } = props;
  const { data, error, again } = found;
  const retry = { label: "Try again", onPress: again };
  if (!data && error) {
    const actions = isFiltered ? [{ label: "Clear the filter", onPress: clear }, retry] : [retry];
    return (
      <EmptyState
        icon="error"
        title="The numbers can’t be shown"
        text={sentence(error)}
        actions={actions}
      />
    );
  }
  if (!data && !isAlive) {
    return (
      <EmptyState
        icon="offline"
        title="The numbers need the kernel"
        text="This is a saved copy. Run the cell to work with it."
      />
    );
  }
  if (!data) return <Waiting />;
  return (
    <div class={`dv-analysed ${found.isStale ? "is-stale" : ""}`}>
      {error && <Banner tone="bad" isInset text={sentence(error)} action={retry} />}
      {!data.is_pipeline && (
        <MappingBar evaluation={data} onChange={() => props.onOpen({ what: "mapping" })} />
      )}
      <Blocks {...props} data={data} />
      {data.answer_count > 0 && data.fields.length > 0 && (
        <Sections {...props} data={data} which={which} />
      )}
    </div>
  );
}

function Waiting() {
  return (
    <div class="dv-analysed" aria-busy="true">
      <span class="dv-vh">Loading the numbers</span>
      <div class="dv-blocks">
        {[64, 80, 72, 56].map((width) => (
          <section key={width} class="dv-card dv-block">
            <div class="dv-body dv-stack dv-stack-16 dv-waits">
              <Skeleton width={`${width - 20}%`} />
              <Skeleton width={`${width}%`} />
              <Skeleton width={`${width - 10}%`} />
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}

/** Nothing to sum up: which of several reasons, and the way out. */
function Nothing(props: BodyProps & { data: Evaluation }) {
  const { data, isFiltered, clear, onOpen } = props;
  if (!data.fields.length) {
    const choose = { label: "Choose columns", onPress: () => onOpen({ what: "mapping" as const }) };
    return (
      <EmptyState
        icon="number"
        title="Nothing to evaluate"
        text={
          data.is_pipeline
            ? "The form asks for nothing that has numbers."
            : "No column holds ratings, numbers or categories as far as can be told."
        }
        actions={data.is_pipeline || !data.can_map ? [] : [choose]}
      />
    );
  }
  const show = { label: data.is_pipeline ? "Show all tasks" : "Clear the filter", onPress: clear };
  return (
    <EmptyState
      icon="number"
      title="No answers yet"
      text={
        isFiltered
          ? `None belongs to ${data.words}.`
          : "They appear here as they come, without a reload."
      }
      actions={isFiltered ? [show] : []}
    />
  );
}

function Blocks(props: BodyProps & { data: Evaluation }) {
  const { data, which, found, onOpen } = props;
  const [broken, setBroken] = useState<Record<string, string>>({});
  if (!data.fields.length || data.answer_count === 0) return <Nothing {...props} />;
  const known = new Set(data.groups.map(({ name }) => name));
  const byOf = (name: string) => (known.has(broken[name] ?? "") ? (broken[name] ?? "") : "");
  return (
    <div class="dv-blocks">
      {data.blocks.map((block, at) => {
        const field = data.fields[at];
        if (!field) return null;
        return (
          <BlockCard
            key={field.name}
            {...{ block, field, which }}
            evaluation={data}
            revision={found.revision}
            by={byOf(field.name)}
            onBy={(by) => setBroken((all) => ({ ...all, [field.name]: by }))}
            onSql={(shown) => onOpen({ what: "sql", block: shown })}
            onField={
              data.can_map ? (shown) => onOpen({ what: "field", field: shown, block }) : undefined
            }
          />
        );
      })}
    </div>
  );
}

function Sections(props: BodyProps & { data: Evaluation; which: Which }) {
  const { data, which, found, onRows } = props;
  const shared = {
    datasetId: which.datasetId,
    filter: which.filter,
    mapping: which.mapping,
    fields: data.fields,
    revision: found.revision,
    onRows,
  };
  const hasPeople = data.rater_count !== null;
  return (
    <>
      {hasPeople && data.item_count !== null && <AgreementSection {...shared} />}
      <ComparisonSection {...shared} />
      {hasPeople && <ContributorsSection {...shared} />}
    </>
  );
}
