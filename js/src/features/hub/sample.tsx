// The first rows of what would be imported. A cell is always text.

import type { HubColumn, HubRows } from "../../protocol/operations";
import { Banner, Icon, Skeleton, Spinner } from "../../ui";
import { kindOf } from "../imports/columns";
import { columnIcon } from "./columns";
import type { Looking } from "./configuration";
import { sentence } from "./problems";

const NUMBERS = new Set(["integer", "number", "decimal"]);
const CUT = 300;

const isNumber = (column: HubColumn | undefined) =>
  column !== undefined && column.labels.length === 0 && NUMBERS.has(kindOf(column.type));

function Cell({ text, column }: { text: string | null; column: HubColumn | undefined }) {
  if (text === null) return <span class="dv-null">NULL</span>;
  if (text === "") return <span class="dv-empty">empty text</span>;
  const at = column?.labels.indexOf(text) ?? -1;
  return (
    <>
      {at >= 0 && <span class="dv-3">{at} </span>}
      {text.slice(0, CUT).replace(/\r\n?|\n/g, " ⏎ ")}
    </>
  );
}

function Rows({ shown, label }: { shown: HubRows; label: string }) {
  const { columns, rows } = shown;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys
    <section class="dv-hub-sample" tabIndex={0} aria-label={label}>
      <table class="dv-table dv-table-s">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" class={isNumber(column) ? "dv-num" : ""}>
                <Icon name={columnIcon(column)} small /> {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((text, at) => (
                <td key={at} class={isNumber(columns[at]) ? "dv-num" : ""}>
                  <Cell text={text} column={columns[at]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const BARS = ["62%", "48%", "70%"];

const Waiting = () => (
  <div class="dv-hub-sample is-waiting" aria-busy="true">
    {BARS.map((width) => (
      <div key={width}>
        <Skeleton width={width} />
      </div>
    ))}
  </div>
);

export function Sample({ looking, name }: { looking: Looking; name: string }) {
  const { rows, problem, condition, wrong, isReading } = looking;
  if (wrong || condition) return null;
  return (
    <div class="dv-stack dv-stack-4">
      <div class="dv-row">
        <h3 class="dv-label">First rows</h3>
        {rows && isReading && <Spinner label="Reading" isHidingLabel />}
      </div>
      {problem ? (
        <Banner
          isInset
          tone="bad"
          text={sentence(problem)}
          action={
            problem.is_retryable ? { label: "Try again", onPress: looking.reload } : undefined
          }
        />
      ) : !rows ? (
        <Waiting />
      ) : rows.rows.length === 0 ? (
        <p class="dv-2">No row matches.</p>
      ) : (
        <Rows shown={rows} label={`First rows of ${name}`} />
      )}
    </div>
  );
}
