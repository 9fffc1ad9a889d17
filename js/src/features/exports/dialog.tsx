// The export dialog: what, how much, where to; then how it goes, and what came of it.

import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { ExportFormat, ExportRows, ExportTarget } from "../../protocol/operations";
import { isWithdrawn } from "../../transport/port";
import {
  ago,
  Banner,
  bytes,
  Check,
  count,
  counted,
  Dialog,
  type DialogAction,
  Field,
  Progress,
  Radio,
  Skeleton,
  TextInput,
  useAsk,
  usePort,
} from "../../ui";
import {
  extended,
  FAMILIES,
  familyOf,
  formatOf,
  hasGuard,
  isFiltering,
  isOther,
  renamed,
  wanted,
} from "./choice";
import { ColumnPicker } from "./columns";
import { type Say, troubleOf, useJob } from "./job";
import { Result } from "./result";

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
  /** Tells how an export ended whose dialog was closed before. */
  say: Say;
  onClose: () => void;
}

const WAIT = 200;

/** What lies at this very path, asked once nobody has typed for a moment. */
function useTarget(path: string, format: ExportFormat, isAsking: boolean) {
  const port = usePort();
  const [turn, look] = useReducer((n: number, _: unknown) => n + 1, 0);
  const [found, setFound] = useState<{ about: string; target?: ExportTarget; error?: Error }>();
  const about = `${format} ${turn} ${path}`;
  useEffect(() => {
    if (!isAsking) return;
    const asking = new AbortController();
    const ask = () =>
      port.ask("exports.target", { path, format }, { signal: asking.signal }).then(
        ({ data }) => setFound({ about, target: data }),
        (error) => isWithdrawn(error) || setFound({ about, error }),
      );
    const timer = setTimeout(ask, found ? WAIT : 0);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [about, isAsking, port]);
  const places = found?.target?.places;
  const { target, error } = found?.about === about ? found : {};
  return { target, error, places, look: () => look(undefined) };
}

function fileHint(target: ExportTarget | undefined): string | undefined {
  if (!target) return undefined;
  if (target.problem) return target.problem;
  if (!target.exists) return undefined;
  const age = target.changed_at ? `, ${ago(target.changed_at).toLowerCase()}` : "";
  return `A file of this name exists (${bytes(target.byte_count ?? 0)}${age}) and would be replaced.`;
}

/** Everything that is chosen, and what the kernel says about it. */
function useChoice(props: ExportProps) {
  const { datasetId, filter, counts } = props;
  const [format, setFormat] = useState<ExportFormat>(props.format ?? "csv");
  const [isFiltered, setFiltered] = useState(isFiltering(filter));
  const [columns, setColumns] = useState<readonly string[] | null>(null);
  const [isGuarded, setGuarded] = useState(false);
  const [path, setPath] = useState<string | null>(null);
  const options = useAsk("exports.options", { dataset_id: datasetId }, [datasetId]);
  const file = path ?? extended(options.data?.path ?? "", format);
  const asked = useTarget(file, format, options.data !== undefined);
  const { target } = asked;
  const change = (next: ExportFormat) => {
    setFormat(next);
    if (path !== null) setPath(renamed(path, next));
  };
  const isUnknown = isFiltering(filter) && counts.filtered === undefined;
  const query = { ...filter, filter: filter?.filter ?? null };
  const counted = useAsk("content.count", isUnknown ? { dataset_id: datasetId, query } : null, [
    datasetId,
  ]);
  const filtered = counts.filtered ?? counted.data?.matching_count;
  const rows = isFiltered ? filtered : counts.all;
  const reason =
    columns?.length === 0
      ? "Choose at least one column"
      : target
        ? target.problem || undefined
        : "Looking at the file’s place";
  return {
    ...{ format, change, isFiltered, setFiltered, columns, setColumns, isGuarded, setGuarded },
    ...{ file, setPath, options, target, places: asked.places, rows, filtered, reason },
    look: asked.look,
    error: options.error ?? asked.error,
    args: {
      dataset_id: datasetId,
      format,
      path: file,
      rows: wanted(filter, isFiltered),
      columns: columns && [...columns],
      overwrite: target?.exists ?? false,
      guard_formulas: isGuarded && hasGuard(format),
    },
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

function Rows({
  choice,
  filter,
  counts,
}: { choice: Choice } & Pick<ExportProps, "filter" | "counts">) {
  if (!isFiltering(filter)) return null;
  const { filtered } = choice;
  const match =
    filtered === undefined
      ? "Rows that match the filter"
      : `The ${count(filtered)} that match the filter`;
  return (
    <Field label="Rows">
      <Radio
        label="Rows"
        value={choice.isFiltered ? "filter" : "all"}
        options={[
          {
            value: "filter",
            label: match,
            end: filtered === undefined ? undefined : count(filtered),
          },
          { value: "all", label: "All rows", end: count(counts.all) },
        ]}
        onChange={(which) => choice.setFiltered(which === "filter")}
      />
    </Field>
  );
}

function Form(props: { choice: Choice; trouble: string } & Pick<ExportProps, "filter" | "counts">) {
  const { choice, trouble } = props;
  const { options, target, error } = choice;
  const problem = target?.problem;
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
      <Rows choice={choice} filter={props.filter} counts={props.counts} />
      <ColumnPicker
        all={options.data.columns}
        chosen={choice.columns}
        onChange={choice.setColumns}
      />
      {hasGuard(choice.format) && (
        <Check
          label="Guard cells that look like formulas"
          note="Puts a quote before = + - @, for spreadsheets"
          isOn={choice.isGuarded}
          onChange={choice.setGuarded}
        />
      )}
      <Field label="File" hint={fileHint(target)} isWrong={Boolean(problem)}>
        <TextInput
          label="File"
          size="l"
          autoFocus
          value={choice.file}
          onInput={choice.setPath}
          isWrong={Boolean(problem)}
          suggestions={choice.places?.map((place) => place.path)}
        />
      </Field>
    </>
  );
}

function wordsOf(share: number | null, total: number | undefined): string {
  if (share === null) return "Writing rows";
  const done = Math.floor(share * (total ?? 0));
  return total === undefined ? "Writing rows" : `${count(done)} of ${counted(total, "row")}`;
}

/** What the buttons do now: leave or stop what runs, leave what ended, or start. */
function useActions(choice: Choice, made: ReturnType<typeof useJob>, onClose: () => void) {
  const { job, start, cancel, forget } = made;
  const [isStopping, setStopping] = useState(false);
  const seen = useRef("");
  useEffect(() => {
    setStopping(false);
    // A file appeared there meanwhile: the hint tells about it, and the next press replaces it.
    if (job?.code === "target_exists" && seen.current !== job.job_id) {
      seen.current = job.job_id;
      forget();
      choice.look();
    }
  }, [job?.state]);
  const stop = () => {
    setStopping(true);
    cancel();
  };
  const { rows, reason } = choice;
  const verb = rows === undefined ? "Export rows" : `Export ${counted(rows, "row")}`;
  const leave = (label: string) => ({ label, onPress: onClose });
  const actions: DialogAction[] =
    job?.state === "running"
      ? [leave("Hide"), { label: "Cancel export", isBusy: isStopping, onPress: stop }]
      : job?.state === "done"
        ? [leave("Close")]
        : [
            leave("Cancel"),
            { label: verb, kind: "primary", reason, onPress: () => void start(choice.args) },
          ];
  return actions;
}

/** Closed while it runs, the export goes on; how it ends is told by `say`. */
export function ExportDialog(props: ExportProps) {
  const { name, onClose } = props;
  const choice = useChoice(props);
  const made = useJob(props.say);
  const actions = useActions(choice, made, onClose);
  const { job } = made;
  const state = job?.state;
  const failed = state === "failed" && job ? troubleOf(job) : made.trouble;
  const share = job?.share ?? null;
  return (
    <Dialog
      title={`${state === "done" ? "Exported" : "Export"} ${name}`}
      onClose={onClose}
      actions={actions}
    >
      {state === "running" ? (
        <Progress
          label="Export"
          done={share ?? 0}
          total={share === null ? undefined : 1}
          note={wordsOf(share, choice.rows)}
        />
      ) : state === "done" && job ? (
        <Result job={job} />
      ) : (
        <>
          {state === "cancelled" && (
            <Banner isInset text="The export was cancelled. Nothing was written." />
          )}
          <Form choice={choice} trouble={failed} filter={props.filter} counts={props.counts} />
        </>
      )}
    </Dialog>
  );
}
