// How strong each is: a dot with its interval, the best first, the average at 0.

import type { ModelScore, PairwiseTable } from "../../protocol/operations";
import { decimal, Select } from "../../ui";
import { Card, span, two } from "./section";

/** 1, 2, 5, 10, 20, 50 …: the least of them that is not below. */
function stepOf(least: number): number {
  const ten = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  return ten * ([1, 2, 5, 10].find((times) => times * ten >= least) ?? 10);
}

/** Even steps between the ends, the middle among them, and a little room at both sides. */
export function scaleOf(values: readonly number[], middle = 0, most = 6) {
  const [low, high] = [Math.min(middle, ...values), Math.max(middle, ...values)];
  const room = Math.max((high - low) * 0.06, 0.1);
  const [first, last] = [low - room, high + room];
  const size = stepOf((last - first) / most);
  const steps: number[] = [];
  // Adding 0 makes −0 a 0.
  for (let at = Math.ceil(first / size); at * size <= last; at += 1) steps.push(at * size + 0);
  return { first, last, steps };
}

const intervalOf = ({ strength_low: low, strength_high: high }: ModelScore): string =>
  low === null ? "no interval" : `95% interval ${span(low, high)}`;

const hasStrength = (each: ModelScore): each is ModelScore & { strength: number } =>
  each.strength !== null;

const METHODS = [
  { value: "bradley_terry", label: "Bradley–Terry" },
  { value: "davidson", label: "Davidson, ties apart" },
  { value: "elo", label: "Elo" },
];
/** Where everybody begins. */
const ELO = 1000;

export function Strength(props: { data: PairwiseTable; onMethod: (method: string) => void }) {
  const { data } = props;
  const middle = data.method === "elo" ? ELO : 0;
  const placed = data.models.filter(hasStrength);
  const without = data.models.filter((each) => !hasStrength(each));
  const ends = placed.flatMap(({ strength, strength_low: low, strength_high: high }) => [
    low ?? strength,
    high ?? strength,
  ]);
  const { first, last, steps } = scaleOf(ends, middle);
  const at = (value: number) => `${((value - first) / (last - first)) * 100}%`;
  return (
    <Card
      title="Strength"
      note={data.method_words}
      end={
        <Select
          label="Method"
          isHidingLabel
          size="s"
          value={data.method}
          options={METHODS}
          onChange={props.onMethod}
        />
      }
    >
      <div class="dv-body">
        {placed.length > 0 && (
          <table class="dv-strength" aria-label="Strength with 95% interval">
            <colgroup>
              <col class="is-model" />
              <col />
              <col class="is-strength" />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">
                  <span class="dv-vh">Model</span>
                </th>
                <th scope="col">
                  <span class="dv-vh">95% interval</span>
                </th>
                <th scope="col">
                  <span class="dv-vh">Strength</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {placed.map((each) => (
                <tr key={each.name}>
                  <th scope="row" title={each.name}>
                    {each.name}
                  </th>
                  <td>
                    <span class="dv-vh">{intervalOf(each)}</span>
                    <Dot {...{ each, steps, at, middle }} />
                  </td>
                  <td class="dv-num" title={intervalOf(each)}>
                    {middle ? decimal(each.strength, 0) : two(each.strength)}
                  </td>
                </tr>
              ))}
            </tbody>
            <tfoot aria-hidden="true">
              <tr>
                <td />
                <td>
                  <svg width="100%" height="20" aria-hidden="true">
                    {steps.map((step) => (
                      <text key={step} x={at(step)} y="14" text-anchor="middle" class="dv-ax">
                        {decimal(step)}
                      </text>
                    ))}
                  </svg>
                </td>
                <td />
              </tr>
            </tfoot>
          </table>
        )}
        {without.map((each) => (
          <p key={each.name} class="dv-s dv-2">
            <b class="dv-m">{each.name}</b> has no strength. {each.reason}
          </p>
        ))}
        {data.models.length === 0 && <p class="dv-3">Nothing is compared yet.</p>}
      </div>
    </Card>
  );
}

function Dot(props: {
  each: ModelScore & { strength: number };
  steps: readonly number[];
  middle: number;
  at: (value: number) => string;
}) {
  const { each, at } = props;
  return (
    <svg width="100%" height="36" aria-hidden="true">
      {props.steps.map((step) => (
        <line
          key={step}
          x1={at(step)}
          x2={at(step)}
          y1="0"
          y2="36"
          stroke={step === props.middle ? "var(--dv-line-3)" : "var(--dv-line-1)"}
        />
      ))}
      {each.strength_low !== null && each.strength_high !== null && (
        <line
          x1={at(each.strength_low)}
          x2={at(each.strength_high)}
          y1="18"
          y2="18"
          stroke="var(--dv-ink-2)"
          stroke-width="2"
        />
      )}
      <circle cx={at(each.strength)} cy="18" r="4.5" fill="var(--dv-accent)" />
    </svg>
  );
}
