// How far people agree: a line for each field, what it means, who agrees with whom.

import { useState } from "preact/hooks";
import type { AgreementTable, FieldAgreement } from "../../protocol/operations";
import { Banner, Button, EmptyState, Icon, useEvent, WithTip } from "../../ui";
import { Coefficients } from "./agreement_coefficients";
import { Disagreed } from "./agreement_disagreed";
import { Matrix } from "./agreement_matrix";
import {
  asCsv,
  Behind,
  Card,
  ExportButton,
  FailedCard,
  Scroll,
  type SectionProps,
  saveCsv,
  share,
  span,
  two,
  useRows,
  useSection,
  WaitingCard,
} from "./section";

const TITLE = "Agreement";
type Open = "disagreed" | "coefficients" | null;

/** The first field that has a number, until somebody chooses another. */
function shownOf({ fields }: AgreementTable, chosen: string): FieldAgreement | undefined {
  const known = fields.find(({ field }) => field === chosen);
  return known ?? fields.find(({ value }) => value !== null) ?? fields[0];
}

export function AgreementSection(props: SectionProps) {
  const { data, error, reload } = useSection("analytics.agreement", props, {});
  const [chosen, setChosen] = useState("");
  const [open, setOpen] = useState<Open>(null);
  const [trouble, setTrouble] = useState("");
  const rows = useRows(props, setTrouble);
  const toggle = (which: Open) => setOpen(open === which ? null : which);
  if (!data && error) return <FailedCard title={TITLE} error={error} onRetry={reload} />;
  if (!data) {
    return (
      <div class="dv-pair">
        <WaitingCard title={TITLE} />
        <WaitingCard title="Who agrees with whom" />
      </div>
    );
  }
  const shown = shownOf(data, chosen);
  if (!shown) return <Nothing />;
  const more = { ...props, field: shown, noun: data.noun, onRaters: rows };
  return (
    <>
      {trouble && <Banner tone="warn" text={trouble} />}
      <div class="dv-pair">
        <Table {...{ data, shown, open, toggle }} onChoose={setChosen} />
        <Matrix {...more} />
      </div>
      {open === "disagreed" && <Disagreed {...more} onClose={() => setOpen(null)} />}
      {open === "coefficients" && <Coefficients {...more} onClose={() => setOpen(null)} />}
    </>
  );
}

function Nothing() {
  return (
    <Card title={TITLE}>
      <EmptyState
        icon="category"
        title="Nothing to agree on"
        text="People agree on ratings, numbers, yes or no, choices, pairs and rankings; none is asked for here."
      />
    </Card>
  );
}

interface TableProps {
  data: AgreementTable;
  shown: FieldAgreement;
  open: Open;
  toggle: (which: Open) => void;
  onChoose: (field: string) => void;
}

/** "3 answers on every task", where all have as many. */
function overlapWords({ fewest, most }: FieldAgreement, noun: string): string {
  if (fewest !== most || most === 0) return "";
  return `${most === 1 ? "1 answer" : `${most} answers`} on every ${noun}`;
}

const CSV_HEAD = [
  "field",
  "level",
  "agreement",
  "metric",
  "value",
  "low",
  "high",
  "reason",
  "items_with_overlap",
  "single_items",
  "pairs",
  "raters",
  "source",
];

function asRows({ fields }: AgreementTable) {
  return fields.map((each) => [
    each.field,
    each.level,
    each.agree,
    each.metric,
    each.value,
    each.low,
    each.high,
    each.reason,
    each.item_count,
    each.single_count,
    each.pair_count,
    each.rater_count,
    each.source,
  ]);
}

function Table({ data, shown, open, toggle, onChoose }: TableProps) {
  const symbols = new Set(data.fields.map(({ symbol }) => symbol));
  const [symbol] = symbols;
  const isOne = symbols.size === 1;
  const onExport = useEvent(() => saveCsv("agreement.csv", asCsv(CSV_HEAD, asRows(data))));
  return (
    <Card
      title={TITLE}
      note={overlapWords(shown, data.noun)}
      end={
        <>
          <Button
            label="Most disagreed"
            size="s"
            kind="quiet"
            isOpen={open === "disagreed"}
            onPress={() => toggle("disagreed")}
          />
          <Behind about={shown.field} sql={shown.sql} formula={shown.formula} />
          <ExportButton about="agreement of all fields" onPress={onExport} />
        </>
      }
    >
      <Scroll>
        <table class="dv-table dv-table-s dv-agree is-topped">
          <thead>
            <tr>
              <th class="is-field">Field</th>
              <th class="dv-num is-share">Agree</th>
              <th class="dv-num is-value">{isOne ? symbol : "Value"}</th>
              <th class="is-span">95% interval</th>
              <th class="is-line">
                <span class="dv-vh">Interval on a line from 0 to 1</span>
                <span class="dv-ends" aria-hidden="true">
                  <span>0</span>
                  <span>1</span>
                </span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.fields.map((each) => (
              <Row
                key={each.field}
                each={each}
                isShown={each.field === shown.field}
                isOne={isOne}
                onChoose={onChoose}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
      <Reading data={data} shown={shown} isOpen={open === "coefficients"} toggle={toggle} />
    </Card>
  );
}

function Row(props: {
  each: FieldAgreement;
  isShown: boolean;
  isOne: boolean;
  onChoose: (field: string) => void;
}) {
  const { each, isShown, isOne } = props;
  const choose = () => props.onChoose(each.field);
  return (
    <tr class={isShown ? "is-sel" : ""} onClick={choose}>
      <th scope="row" title={each.title}>
        <button type="button" class="dv-name" aria-pressed={isShown} onClick={choose}>
          {each.field}
        </button>
      </th>
      <td class="dv-num is-share">{share(each.agree)}</td>
      <td class="dv-num dv-m">
        {each.value === null ? (
          <WithTip text={each.reason}>
            <span class="dv-3">undefined</span>
          </WithTip>
        ) : (
          two(each.value)
        )}
        {!isOne && each.value !== null && <small class="dv-3"> {each.symbol}</small>}
      </td>
      <td class="dv-2">{each.value === null ? "" : span(each.low, each.high)}</td>
      <td>{each.value !== null && <IntervalLine {...each} value={each.value} />}</td>
    </tr>
  );
}

const at = (value: number) => `${Math.min(Math.max(value, 0), 1) * 100}%`;

/** A dot and its interval on a line from 0 to 1, with ticks where readings change. */
function IntervalLine(props: { value: number; low: number | null; high: number | null }) {
  const { value, low, high } = props;
  return (
    <svg class="dv-interval" width="100%" height="16" aria-hidden="true">
      <line x1="0" x2="100%" y1="8" y2="8" stroke="var(--dv-line-2)" />
      {["0%", "67%", "80%", "100%"].map((x) => (
        <line key={x} x1={x} x2={x} y1="4" y2="12" stroke="var(--dv-line-3)" />
      ))}
      {low !== null && high !== null && (
        <line x1={at(low)} x2={at(high)} y1="8" y2="8" stroke="var(--dv-ink-2)" stroke-width="2" />
      )}
      <circle cx={at(value)} cy="8" r="4" fill="var(--dv-accent)" />
    </svg>
  );
}

function Reading(props: {
  data: AgreementTable;
  shown: FieldAgreement;
  isOpen: boolean;
  toggle: (which: Open) => void;
}) {
  const { data, shown } = props;
  const [first, ...rest] = shown.meaning;
  const remarks = data.fields.filter(({ remark }) => remark);
  return (
    <div class="dv-reading dv-stack dv-stack-4" aria-live="polite">
      <p>
        <b class="dv-m">{shown.field}:</b> {`${(first ?? "").toLowerCase()}${rest.join("")}`}
      </p>
      <p class="dv-s dv-3">
        {shown.ground} {shown.value !== null && "Ticks at 0.67 and 0.80."}
      </p>
      <p class="dv-s dv-3">
        {shown.why} {shown.source}.
      </p>
      {shown.notes.map((note) => (
        <p key={note} class="dv-s dv-3">
          {note}
        </p>
      ))}
      {remarks.map((each) => (
        <p key={each.field} class="dv-s dv-2">
          <Icon name="info" small /> <b class="dv-m">{each.field}</b>
          {each.remark.slice(each.field.length)}
        </p>
      ))}
      <p>
        <Button
          label="All coefficients"
          size="s"
          kind="quiet"
          class="is-flush"
          isOpen={props.isOpen}
          onPress={() => props.toggle("coefficients")}
        />
      </p>
    </div>
  );
}
