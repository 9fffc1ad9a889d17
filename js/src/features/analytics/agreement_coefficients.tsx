// Everything there is to say of one field: all coefficients, its answers, each rater left out.

import type { AgreementDetail, Coefficient } from "../../protocol/operations";
import { count, IconButton, useEvent, WithTip } from "../../ui";
import type { FieldProps } from "./agreement_matrix";
import {
  asCsv,
  Behind,
  Card,
  ExportButton,
  FailedCard,
  Scroll,
  saveCsv,
  share,
  span,
  two,
  useSection,
  WaitingCard,
} from "./section";

const TITLE = "All coefficients";
const HEAD = [
  "metric",
  "value",
  "low",
  "high",
  "interval",
  "items",
  "reason",
  "note",
  "formula",
  "source",
];

export function Coefficients(props: FieldProps & { onClose: () => void }) {
  const { field } = props.field;
  const { data, error, reload } = useSection("analytics.coefficients", props, { field });
  const onExport = useEvent(() => {
    if (!data) return;
    const rows = data.coefficients.map((each) => [
      each.name,
      each.value,
      each.low,
      each.high,
      each.interval,
      each.item_count,
      each.reason,
      each.note,
      each.formula,
      each.source,
    ]);
    saveCsv(`coefficients-${field}.csv`, asCsv(HEAD, rows));
  });
  if (!data && error) return <FailedCard title={TITLE} error={error} onRetry={reload} />;
  if (!data) return <WaitingCard title={TITLE} lines={8} />;
  return (
    <Card
      title={TITLE}
      note={data.field}
      end={
        <>
          <Behind about={`agreement on ${data.field}`} sql={data.sql} />
          <ExportButton about="all coefficients" onPress={onExport} />
          <IconButton icon="close" size="s" label={`Close ${TITLE}`} onPress={props.onClose} />
        </>
      }
    >
      <Scroll>
        <table class="dv-table dv-table-s dv-coefficients is-topped" aria-label={TITLE}>
          <thead>
            <tr>
              <th class="is-metric">Metric</th>
              <th class="dv-num is-value">Value</th>
              <th class="is-span">95% interval</th>
              <th class="dv-num is-items">Items</th>
              <th>How it is read, or why it is undefined</th>
            </tr>
          </thead>
          <tbody>
            {data.coefficients.map((each) => (
              <Line key={each.name} each={each} isFitting={each.name === props.field.metric} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <div class="dv-pair dv-inside">
        <Answers data={data} />
        <Without data={data} symbol={props.field.symbol} />
      </div>
    </Card>
  );
}

function Line({ each, isFitting }: { each: Coefficient; isFitting: boolean }) {
  const words = each.reason || each.reading || each.note;
  return (
    <tr class={isFitting ? "is-sel" : ""}>
      <th scope="row" title={`${each.formula}. ${each.source}`}>
        {each.label}
        {isFitting && <small class="dv-3"> fits this field</small>}
      </th>
      <td class="dv-num dv-m">{two(each.value)}</td>
      <td class="dv-2" title={each.interval}>
        {each.value === null ? "" : span(each.low, each.high)}
      </td>
      <td class="dv-num">{count(each.item_count)}</td>
      <td class="dv-3">
        <WithTip text={words}>
          <span class="dv-cut">{words}</span>
        </WithTip>
      </td>
    </tr>
  );
}

function Answers({ data }: { data: AgreementDetail }) {
  return (
    <Scroll>
      <table class="dv-table dv-table-s" aria-label="Agreement by answer">
        <caption class="dv-caption">When one person gave an answer, how often another did</caption>
        <thead>
          <tr>
            <th>Answer</th>
            <th class="dv-num is-value">Given</th>
            <th class="dv-num is-value">Share</th>
            <th class="dv-num is-value">Agree</th>
            <th class="dv-num is-value">κ</th>
          </tr>
        </thead>
        <tbody>
          {data.answers.map((each) => (
            <tr key={each.answer}>
              <th scope="row" title={each.answer}>
                {each.answer || "empty text"}
              </th>
              <td class="dv-num">{count(each.count)}</td>
              <td class="dv-num">{share(each.share)}</td>
              <td class="dv-num">{share(each.agree)}</td>
              <td class="dv-num">{two(each.kappa)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Without({ data, symbol }: { data: AgreementDetail; symbol: string }) {
  if (data.without.length === 0) {
    return <p class="dv-s dv-3">Leaving one person out takes three to forty people.</p>;
  }
  return (
    <Scroll>
      <table class="dv-table dv-table-s" aria-label="Without one person">
        <caption class="dv-caption">{symbol} without one person; a plus: it is higher</caption>
        <thead>
          <tr>
            <th>Without</th>
            <th class="dv-num is-value">Answers</th>
            <th class="dv-num is-value">{symbol}</th>
            <th class="dv-num is-value">Change</th>
          </tr>
        </thead>
        <tbody>
          {data.without.map((each) => (
            <tr key={each.rater}>
              <th scope="row" title={each.rater}>
                {each.rater}
              </th>
              <td class="dv-num">{count(each.count)}</td>
              <td class="dv-num" title={each.reason}>
                {two(each.value)}
              </td>
              <td class="dv-num">
                {each.change !== null && each.change > 0 && "+"}
                {two(each.change)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
