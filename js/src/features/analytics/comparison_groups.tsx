// Any field by the values of a column: A against B, with effect size and test.

import { useState } from "preact/hooks";
import type { GroupPair, GroupTable } from "../../protocol/operations";
import { count, Select, Spinner, useEvent } from "../../ui";
import {
  asCsv,
  Behind,
  Card,
  chance,
  ExportButton,
  Scroll,
  type SectionProps,
  saveCsv,
  span,
  two,
  useSection,
} from "./section";

const TITLE = "A against B";
const FEW = 12;
const HEAD = [
  "first",
  "second",
  "first_n",
  "second_n",
  "first_mean",
  "second_mean",
  "difference",
  "low",
  "high",
  "p_value",
  "effect",
  "effect_name",
  "superiority",
  "reason",
];

/** Nothing is compared before somebody asks: it is one question among many. */
export function Groups(props: SectionProps & { columns: readonly string[] }) {
  const { fields, columns } = props;
  const [field, setField] = useState("");
  const [group, setGroup] = useState("");
  const shownField = fields.some(({ name }) => name === field) ? field : (fields[0]?.name ?? "");
  const shownGroup = columns.includes(group) ? group : "";
  const asked = shownGroup ? { field: shownField, group: shownGroup } : null;
  const { data, error, isLoading } = useSection("analytics.groups", props, asked);
  const isFresh = data?.field === shownField && data.group === shownGroup;
  const onExport = useEvent(
    () => data && saveCsv(`${data.field}-by-${data.group}.csv`, text(data)),
  );
  return (
    <Card
      title={TITLE}
      note="any field by any column with few values"
      isBusy={isLoading}
      end={
        data &&
        asked && (
          <>
            <Behind
              about={`${data.field} by ${data.group}`}
              sql={data.sql}
              formula={data.notes.join(" ")}
            />
            <ExportButton about="all pairs" onPress={onExport} />
          </>
        )
      }
    >
      <div class="dv-body dv-row dv-models">
        <Select
          label="Compare"
          size="s"
          value={shownField}
          options={fields.map(({ name }) => ({ value: name, label: name }))}
          onChange={setField}
        />
        <Select
          label="by"
          size="s"
          value={shownGroup}
          placeholder="Choose a column"
          options={columns.map((name) => ({ value: name, label: name }))}
          onChange={setGroup}
        />
        {isLoading && <Spinner label="Comparing" />}
      </div>
      {error && asked && <p class="dv-footnote dv-2">{error.message}</p>}
      {data && asked && !error && <Pairs data={data} isFresh={isFresh} />}
    </Card>
  );
}

function Pairs({ data, isFresh }: { data: GroupTable; isFresh: boolean }) {
  const [isWhole, setWhole] = useState(false);
  if (data.pairs.length === 0) {
    return <p class="dv-footnote dv-3">{data.group} has one value only, so nothing is compared.</p>;
  }
  const hasNumbers = data.pairs.some(({ first_mean }) => first_mean !== null);
  const shown = isWhole ? data.pairs : data.pairs.slice(0, FEW);
  return (
    <>
      <Scroll class={isFresh ? "" : "is-old"}>
        <table
          class="dv-table dv-table-s dv-groups is-topped"
          aria-label={`${data.field} by ${data.group}`}
        >
          <thead>
            <tr>
              <th>A</th>
              <th>B</th>
              {hasNumbers && <th class="dv-num is-share">Mean A</th>}
              {hasNumbers && <th class="dv-num is-share">Mean B</th>}
              {hasNumbers && <th class="dv-num is-value">A − B</th>}
              {hasNumbers && <th class="is-span">95% interval</th>}
              <th class="dv-num is-effect">{data.pairs[0]?.effect_name}</th>
              <th class="dv-num is-value">p</th>
              <th class="dv-num is-count">Answers</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((each) => (
              <Pair key={`${each.first} ${each.second}`} each={each} hasNumbers={hasNumbers} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {data.pairs.length > FEW && (
        <p class="dv-footnote">
          <button type="button" class="dv-btn dv-btn-0 dv-btn-s" onClick={() => setWhole(!isWhole)}>
            {isWhole ? "Show fewer" : `Show all ${count(data.pairs.length)} pairs`}
          </button>
        </p>
      )}
      <p class="dv-s dv-3 dv-footnote">
        p-values are of single pairs, not corrected for looking at {count(data.pairs.length)}.
      </p>
    </>
  );
}

function Pair({ each, hasNumbers }: { each: GroupPair; hasNumbers: boolean }) {
  return (
    <tr title={each.reason || undefined}>
      <th scope="row" title={each.first}>
        {each.first}
      </th>
      <td title={each.second}>{each.second}</td>
      {hasNumbers && <td class="dv-num">{two(each.first_mean)}</td>}
      {hasNumbers && <td class="dv-num">{two(each.second_mean)}</td>}
      {hasNumbers && (
        <td class="dv-num dv-m">
          {each.difference !== null && each.difference > 0 && "+"}
          {two(each.difference)}
        </td>
      )}
      {hasNumbers && <td class="dv-2">{span(each.low, each.high)}</td>}
      <td class="dv-num">{two(each.effect)}</td>
      <td class="dv-num">{chance(each.p_value)}</td>
      <td class="dv-num">
        {count(each.first_count)} and {count(each.second_count)}
      </td>
    </tr>
  );
}

const text = (data: GroupTable): string =>
  asCsv(
    HEAD,
    data.pairs.map((each) => [
      each.first,
      each.second,
      each.first_count,
      each.second_count,
      each.first_mean,
      each.second_mean,
      each.difference,
      each.low,
      each.high,
      each.p_value,
      each.effect,
      each.effect_name,
      each.superiority,
      each.reason,
    ]),
  );
