// What the sections of the analytics tab share: how they ask, their frame, SQL and CSV.

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type {
  ArgsOf,
  ContentQuery,
  Filter,
  Mapping,
  OpName,
  ResultOf,
} from "../../protocol/operations";
import { isWithdrawn, sentence } from "../../transport/port";
import {
  Banner,
  Button,
  Dialog,
  decimal,
  IconButton,
  Skeleton,
  saveFile,
  useAsk,
  useEvent,
  usePort,
} from "../../ui";
import { copyText } from "../../ui/clipboard";

/** A field as the sections name it. */
export interface SectionField {
  name: string;
  title: string;
  kind: string;
}

export interface SectionProps {
  datasetId: string;
  /** Which answers: of a pipeline, which tasks; null for the usual ones. */
  filter: ContentQuery | null;
  /** Where the answers are; null for what is kept or guessed. */
  mapping: Mapping | null;
  fields: readonly SectionField[];
  /** Another number when there are other answers. */
  revision: string | number;
  /** Shows rows in the grid. */
  onRows: (filter: Filter | null) => void;
}

type Which = Pick<SectionProps, "datasetId" | "filter" | "mapping" | "revision">;

/** Asking about a million answers takes a while: it is to take a fifth of the time at most. */
const REST = 4;
const AT_ONCE = 250;

/** The revision that is asked about: the newest, but not before the last answer had its rest. */
function useRested(revision: string | number, isLoading: boolean): string | number {
  const [shown, setShown] = useState(revision);
  const took = useRef({ begun: 0, rest: 0, ended: 0 });
  useEffect(() => {
    const now = performance.now();
    if (isLoading) took.current.begun = now;
    else if (took.current.begun) {
      const length = now - took.current.begun;
      took.current = { begun: 0, ended: now, rest: length > AT_ONCE ? length * REST : 0 };
    }
  }, [isLoading]);
  useEffect(() => {
    if (revision === shown) return;
    const { ended, rest } = took.current;
    const wait = isLoading && rest > 0 ? rest : Math.max(ended + rest - performance.now(), 0);
    const timer = setTimeout(() => setShown(revision), wait);
    return () => clearTimeout(timer);
  }, [revision, shown, isLoading]);
  return shown;
}

/** Ask about the answers, again when they are others; with `more` null nothing is asked. */
export function useSection<O extends OpName>(op: O, which: Which, more: object | null) {
  const { datasetId, filter, mapping, revision } = which;
  const args = more && { dataset_id: datasetId, query: filter, mapping, ...more };
  const [isBusy, setBusy] = useState(false);
  const rested = useRested(revision, isBusy);
  const { data, error, isLoading, reload } = useAsk<O>(op, args as ArgsOf<O> | null, [
    rested,
    JSON.stringify(args),
  ]);
  useEffect(() => setBusy(isLoading), [isLoading]);
  return {
    data: data as ResultOf<O> | undefined,
    error: error && !isWithdrawn(error) ? error : undefined,
    isLoading,
    reload,
  };
}

/** Goes to the rows behind a number; says why where the grid can't show them. */
export function useRows(props: SectionProps, say: (text: string) => void) {
  const port = usePort();
  return useEvent(async (raters: readonly string[], items: readonly string[] = []) => {
    const { datasetId, filter, mapping, onRows } = props;
    const which = { dataset_id: datasetId, query: filter, mapping };
    try {
      const args = { ...which, raters: [...raters], items: [...items] };
      const { data } = await port.ask("analytics.rows", args);
      if (data.reason) say(data.reason);
      else onRows(data.filter);
    } catch (error) {
      if (!isWithdrawn(error)) say(sentence(error));
    }
  });
}

export function Card(props: {
  title: string;
  note?: ComponentChildren;
  end?: ComponentChildren;
  children: ComponentChildren;
  isBusy?: boolean;
  class?: string;
}) {
  return (
    <section
      class={`dv-card dv-section ${props.class ?? ""}`}
      aria-label={props.title}
      aria-busy={props.isBusy || undefined}
    >
      <header>
        <h2 class="dv-h2">{props.title}</h2>
        <span class="dv-s dv-3 dv-cut dv-grow">{props.note}</span>
        {props.end}
      </header>
      {props.children}
    </section>
  );
}

/** A place that scrolls sideways where what is in it is wider; then keys scroll it, too. */
export function Scroll(props: { class?: string; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const own = box.current;
    if (!own) return;
    const measure = () => {
      if (own.scrollWidth > own.clientWidth) own.tabIndex = 0;
      else own.removeAttribute("tabindex");
    };
    const observer = new ResizeObserver(measure);
    observer.observe(own);
    if (own.firstElementChild) observer.observe(own.firstElementChild);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} class={`dv-sideways ${props.class ?? ""}`}>
      {props.children}
    </div>
  );
}

/** While nothing is there yet: lines of about the height of what comes. */
export function WaitingCard({ title, lines = 4 }: { title: string; lines?: number }) {
  return (
    <Card title={title} isBusy>
      <div class="dv-body dv-stack dv-stack-16">
        <span class="dv-vh">Loading {title.toLowerCase()}</span>
        {Array.from({ length: lines }, (_, at) => (
          <Skeleton key={at} width={`${88 - ((at * 17) % 40)}%`} />
        ))}
      </div>
    </Card>
  );
}

export function FailedCard(props: { title: string; error: Error; onRetry: () => void }) {
  return (
    <Card title={props.title}>
      <Banner
        tone="bad"
        text={sentence(props.error)}
        action={{ label: "Try again", onPress: props.onRetry }}
      />
    </Card>
  );
}

/** A button that shows where numbers come from: the formula, and SQL over the answers. */
export function Behind(props: { about: string; sql: string; formula?: string }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <IconButton
        icon="code"
        size="s"
        label={`SQL behind ${props.about}`}
        popup="dialog"
        isOpen={isOpen}
        onPress={() => setOpen(true)}
      />
      {isOpen && (
        <Dialog
          title={`Behind ${props.about}`}
          isWide
          onClose={close}
          actions={[
            { label: "Close", onPress: close },
            { label: "Copy SQL", onPress: () => void copyText(props.sql) },
          ]}
        >
          {props.formula && <p class="dv-s dv-2 dv-formula">{props.formula}</p>}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it */}
          <pre class="dv-pre dv-behind" tabIndex={0}>
            {props.sql}
          </pre>
        </Dialog>
      )}
    </>
  );
}

type CsvCell = string | number | null | undefined;

// What a spreadsheet would run is kept as text.
const quoted = (text: string) =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

const csvCell = (cell: CsvCell): string =>
  cell === null || cell === undefined ? "" : typeof cell === "number" ? `${cell}` : quoted(cell);

/** Rows as CSV (RFC 4180): numbers with all their digits, what is undefined is left empty. */
export const asCsv = (head: readonly string[], rows: readonly (readonly CsvCell[])[]): string =>
  `${[head.map(quoted), ...rows.map((row) => row.map(csvCell))]
    .map((row) => row.join(","))
    .join("\r\n")}\r\n`;

/** The mark at the start tells spreadsheets that it is UTF-8. */
export const saveCsv = (name: string, text: string | Uint8Array<ArrayBuffer>) =>
  saveFile(name, ["\ufeff", text], "text/csv;charset=utf-8");

export function ExportButton(props: { about: string; onPress: () => void }) {
  return (
    <Button
      label="Export"
      icon="download"
      size="s"
      kind="quiet"
      tip={`Save ${props.about} as CSV`}
      onPress={props.onPress}
    />
  );
}

/** The least width of a square: beyond it its cells would hide what they hold. */
export const heatWidth = (columns: number): string => `${Math.max(320, 96 + columns * 56)}px`;

/** A number with two digits, a dash where there is none. */
export const two = (value: number | null): string => (value === null ? "–" : decimal(value, 2, 2));

const SHARE = (digits: number) =>
  new Intl.NumberFormat(undefined, {
    style: "percent",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
const WHOLE = SHARE(0);
const TENTH = SHARE(1);

/** "47.2%", or "47%". */
export const share = (value: number | null, digits: 0 | 1 = 1): string =>
  value === null ? "–" : (digits ? TENTH : WHOLE).format(value);

export const span = (low: number | null, high: number | null): string =>
  low === null || high === null ? "–" : `${two(low)} to ${two(high)}`;

/** A p-value as people read it. */
export const chance = (p: number | null): string =>
  p === null ? "–" : p < 0.001 ? "<0.001" : decimal(p, 3, 3);
