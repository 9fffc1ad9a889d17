// The numbers of a chart as a table: what is drawn, read instead of seen.

import type { LiveChart } from "../../protocol/operations";
import { count } from "../../ui";

/** More rows than that are for a file. */
const SHOWN = 200;

const figure = new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 });

/** A value as text: numbers as they are written here, moments without what says nothing. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return figure.format(value).replace("-", "\u2212");
  if (Array.isArray(value)) return value.map(valueText).join("; ");
  return String(value)
    .replace(/^(\d{4}-\d\d-\d\d)T00:00:00$/, "$1")
    .replace(/^(\d{4}-\d\d-\d\d)T/, "$1 ");
}

/** The columns worth reading: the rows of a mark are told once. */
export function columnsOf(values: Record<string, readonly unknown[]>): string[] {
  const names = Object.keys(values);
  const isRows = (name: string) =>
    name !== "rows" && values.rows?.every((each, at) => each === values[name]?.[at]);
  return names.some(isRows) ? names.filter((name) => name !== "rows") : names;
}

export function Numbers({ live }: { live: LiveChart }) {
  const values = live.values as Record<string, readonly unknown[]>;
  const titles = live.titles as Record<string, string>;
  const names = columnsOf(values);
  const rows = values[names[0] ?? ""]?.length ?? 0;
  const isNumber = (name: string) => values[name]?.some((each) => typeof each === "number");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
    <section class="dv-numbers" tabIndex={0} aria-label="Numbers of the chart">
      <table>
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col" class={isNumber(name) ? "dv-num" : ""}>
                {titles[name] ?? name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: Math.min(rows, SHOWN) }, (_, at) => (
            <tr key={at}>
              {names.map((name) => (
                <td key={name} class={isNumber(name) ? "dv-num" : ""}>
                  {valueText(values[name]?.[at])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows > SHOWN && (
        <p class="dv-s dv-2">
          The first {count(SHOWN)} of {count(rows)} rows; all are in the CSV file.
        </p>
      )}
    </section>
  );
}
