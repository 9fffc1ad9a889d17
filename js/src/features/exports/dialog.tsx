// The export dialog: what, how much, where to; then how it goes, and what came of it.

import { useEffect, useRef, useState } from "preact/hooks";
import type {
  ExportFormat,
  ExportJob,
  ExportRows,
  ExportStartArgs,
} from "../../protocol/operations";
import {
  Banner,
  Check,
  count,
  counted,
  Dialog,
  type DialogAction,
  duration,
  Field,
  Progress,
  Radio,
  Skeleton,
  useAsk,
} from "../../ui";
import { ColumnPicker } from "../../ui/column_picker";
import {
  FAMILIES,
  familyOf,
  formatOf,
  hasGuard,
  isArchive,
  isFiltering,
  isOfNow,
  isOther,
  type Scope,
  scoped,
  wanted,
} from "./choice";
import { EstimateLine, useEstimate } from "./estimate";
import { Histories, type Of } from "./history";
import { hasFile, hasTrouble, type Say, troubleOf, useJob } from "./job";
import { PlaceField, usePlace } from "./place";
import { Result } from "./result";
import { type Chosen, ScopeField, scopeAtFirst, scopesOf } from "./scope";

export interface ExportCounts {
  all: number;
  /** Rows the view's filter keeps; left out while nobody knows. */
  filtered?: number;
}

export interface ExportProps {
  datasetId: string;
  name: string;
  format?: ExportFormat;
  /** The rows of the view: what its filter and search keep, in its order. */
  filter?: ExportRows | null;
  counts: ExportCounts;
  /** For whom the dataset is shared with: what others exported is none of their business. */
  isShared?: boolean;
  /** Tells how an export ended whose dialog was closed before. */
  say: Say;
  onClose: () => void;
}

/** How many rows the view keeps, asked where nobody knows yet. */
function useFiltered({ datasetId, filter, counts }: ExportProps): number | undefined {
  const isUnknown = isFiltering(filter) && counts.filtered === undefined;
  const query = { ...filter, filter: filter?.filter ?? null };
  const counted = useAsk("content.count", isUnknown ? { dataset_id: datasetId, query } : null, [
    datasetId,
  ]);
  return counts.filtered ?? counted.data?.matching_count;
}

/** Everything that is chosen, and what the kernel says about it. */
function useChoice(props: ExportProps) {
  const { datasetId, filter, counts } = props;
  const [format, setFormat] = useState<ExportFormat>(props.format ?? "csv");
  const [picked, setPicked] = useState<Partial<Chosen>>({});
  const [columns, setColumns] = useState<readonly string[] | null>(null);
  const [isGuarded, setGuarded] = useState(false);
  const [hasFiles, setHasFiles] = useState(true);
  const options = useAsk("exports.options", { dataset_id: datasetId }, [datasetId]);
  const place = usePlace(options.data, format);
  const change = (next: ExportFormat) => {
    setFormat(next);
    place.rename(next);
  };
  const filtered = useFiltered(props);
  const chosen: Chosen = {
    ...scopeAtFirst(options.data),
    scope: isFiltering(filter) ? "filter" : "all",
    ...picked,
  };
  const isNow = isOfNow(chosen.scope);
  const hasChoiceOfFiles = isArchive(format) && (options.data?.file_columns?.length ?? 0) > 0;
  const args: ExportStartArgs = {
    dataset_id: datasetId,
    format,
    path: place.file,
    rows: isNow ? wanted(filter, chosen.scope === "filter") : null,
    columns: isNow && columns ? [...columns] : null,
    overwrite: place.target?.exists ?? false,
    guard_formulas: isGuarded && hasGuard(format),
    ...scoped(chosen.scope, chosen),
    ...(hasChoiceOfFiles && !hasFiles && { has_files: false }),
  };
  const isChosen = !(isNow && columns?.length === 0);
  const { estimate, refused } = useEstimate(args, options.data !== undefined && isChosen);
  const known = { filter: filtered, all: counts.all } as Partial<Record<Scope, number>>;
  const rows = known[chosen.scope] ?? estimate?.row_count;
  const reason = !isChosen
    ? "Choose at least one column"
    : (!isNow && refused?.message) || place.trouble;
  return {
    ...{ format, change, chosen, setChosen: setPicked, columns, setColumns, isNow },
    ...{ isGuarded, setGuarded, hasChoiceOfFiles, hasFiles, setHasFiles },
    ...{ options, place, rows, filtered, reason },
    ...{ estimate: isChosen ? estimate : undefined, refused, isChosen },
    error: options.error ?? place.error,
    args,
  };
}

type Choice = ReturnType<typeof useChoice>;

function Kind({ choice }: { choice: Choice }) {
  const { format, change } = choice;
  const family = familyOf(format);
  const other = { json: "One object a line (NDJSON)", zip: "JSON inside instead of CSV" }[
    family as "json" | "zip"
  ];
  return (
    <>
      <Field label="Format">
        <Radio
          isSegmented
          label="Format"
          value={family}
          options={FAMILIES}
          onChange={(next) => change(formatOf(next, false))}
        />
      </Field>
      {other && (
        <Check
          label={other}
          isOn={isOther(format)}
          onChange={(isOn) => change(formatOf(family, isOn))}
        />
      )}
    </>
  );
}

function Form(props: { choice: Choice; trouble: string } & Pick<ExportProps, "filter" | "counts">) {
  const { choice, trouble } = props;
  const { options, error } = choice;
  if (!options.data) {
    return error ? (
      <Banner isInset tone="bad" text={error.message} />
    ) : (
      <div aria-busy="true">
        <span class="dv-vh">Loading what can be exported</span>
        <Skeleton width={240} />
      </div>
    );
  }
  return (
    <>
      {(trouble || error) && <Banner isInset tone="bad" text={trouble || error?.message} />}
      <Kind choice={choice} />
      <ScopeField
        scopes={scopesOf(options.data, props.filter, {
          ...props.counts,
          filtered: choice.filtered,
        })}
        options={options.data}
        chosen={choice.chosen}
        onChange={choice.setChosen}
      />
      {choice.isNow && (
        <ColumnPicker
          all={options.data.columns}
          chosen={choice.columns}
          onChange={choice.setColumns}
        />
      )}
      {choice.hasChoiceOfFiles && (
        <Check
          label="The files that rows refer to"
          note={`Of ${options.data.file_columns.join(", ")}, in a folder of the archive`}
          isOn={choice.hasFiles}
          onChange={choice.setHasFiles}
        />
      )}
      {hasGuard(choice.format) && (
        <Check
          label="Guard cells that look like formulas"
          note="Puts a quote before = + - @, for spreadsheets"
          isOn={choice.isGuarded}
          onChange={choice.setGuarded}
        />
      )}
      <PlaceField place={choice.place} />
      {choice.isChosen && <EstimateLine estimate={choice.estimate} refused={choice.refused} />}
    </>
  );
}

function wordsOf({ share, eta_s }: ExportJob, total: number | undefined): string {
  if (share === null || total === undefined) return "Writing rows";
  const done = `${count(Math.floor(share * total))} of ${counted(total, "row")}`;
  return eta_s ? `${done}, about ${duration(Math.max(eta_s, 1) * 1000)} left` : done;
}

/** What the buttons do now: leave or stop what runs, leave what ended, or start. */
function useActions(
  choice: Choice,
  made: ReturnType<typeof useJob>,
  onClose: () => void,
  onHistory: (() => void) | undefined,
) {
  const { job, start, cancel, forget } = made;
  const [isStopping, setStopping] = useState(false);
  const seen = useRef("");
  useEffect(() => {
    setStopping(false);
    // A file appeared there meanwhile: the hint tells about it, and the next press replaces it.
    if (job?.code === "target_exists" && seen.current !== job.job_id) {
      seen.current = job.job_id;
      forget();
      choice.place.look();
    }
  }, [job?.state]);
  const stop = () => {
    setStopping(true);
    cancel();
  };
  const { rows, reason } = choice;
  const verb = rows === undefined ? "Export rows" : `Export ${counted(rows, "row")}`;
  const leave = (label: string) => ({ label, onPress: onClose });
  const earlier: DialogAction[] = onHistory
    ? [{ label: "Earlier exports", kind: "quiet", onPress: onHistory }]
    : [];
  const actions: DialogAction[] =
    job?.state === "running"
      ? [leave("Hide"), { label: "Cancel export", isBusy: isStopping, onPress: stop }]
      : job && hasFile(job)
        ? [...earlier, leave("Close")]
        : [
            ...earlier,
            leave("Cancel"),
            { label: verb, kind: "primary", reason, onPress: () => void start(choice.args) },
          ];
  return actions;
}

function Body(props: ExportProps & { choice: Choice; made: ReturnType<typeof useJob> }) {
  const { choice, made } = props;
  const { job } = made;
  if (job?.state === "running") {
    const { share } = job;
    return (
      <Progress
        label="Export"
        done={share ?? 0}
        total={share === null ? undefined : 1}
        note={wordsOf(job, choice.rows)}
      />
    );
  }
  if (job && hasFile(job)) return <Result job={job} />;
  const failed = job && hasTrouble(job) ? troubleOf(job) : made.trouble;
  return (
    <>
      {job?.state === "cancelled" && (
        <Banner isInset text="The export was cancelled. Nothing was written." />
      )}
      <Form choice={choice} trouble={failed} filter={props.filter} counts={props.counts} />
    </>
  );
}

/** Closed while it runs, the export goes on; how it ends is told by `say`. */
export function ExportDialog(props: ExportProps) {
  const { name, onClose } = props;
  const [isLookingBack, setLookingBack] = useState(false);
  const [of, setOf] = useState<Of>("dataset");
  const choice = useChoice(props);
  const made = useJob(props.say, choice.place.writer);
  const actions = useActions(
    choice,
    made,
    onClose,
    props.isShared ? undefined : () => setLookingBack(true),
  );
  const isDone = made.job && hasFile(made.job);
  if (isLookingBack) {
    const back: DialogAction[] = [
      { label: "Back to the export", onPress: () => setLookingBack(false) },
      { label: "Close", onPress: onClose },
    ];
    return (
      <Dialog
        key="history"
        isWide
        title={of === "all" ? "All your exports" : `Exports of ${name}`}
        onClose={onClose}
        actions={back}
      >
        <Histories datasetId={props.datasetId} of={of} onOf={setOf} />
      </Dialog>
    );
  }
  return (
    <Dialog
      key="export"
      isWide
      title={`${isDone ? "Exported" : "Export"} ${name}`}
      onClose={onClose}
      actions={actions}
    >
      <Body {...props} choice={choice} made={made} />
    </Dialog>
  );
}
