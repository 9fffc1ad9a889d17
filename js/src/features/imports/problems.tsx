// Why a file can't be imported: line, column, what is wrong, and what stands there.

import type { ImportProblem } from "../../protocol/operations";
import { count, Icon } from "../../ui";

export function Problems({ problems }: { problems: readonly ImportProblem[] }) {
  if (problems.length === 0) return null;
  const hint = problems[0]?.hint;
  return (
    <section class="dv-card dv-import-problems" aria-label="Problem">
      <header>
        <Icon name="warn" class="dv-import-warn" />
        <h2 class="dv-h2">The import would stop here</h2>
        <span class="dv-s dv-3">Nothing is stored.</span>
      </header>
      <table class="dv-table dv-table-s dv-import-table">
        <thead>
          <tr>
            <th class="dv-num" scope="col">
              Line
            </th>
            <th scope="col">Column</th>
            <th scope="col">What is wrong</th>
            <th scope="col">Text in the file</th>
          </tr>
        </thead>
        <tbody>
          {problems.map((problem) => (
            <tr key={problem.message}>
              <td class="dv-num">{problem.line === null ? "" : count(problem.line)}</td>
              <td class={problem.column === null ? "dv-3" : ""}>{problem.column ?? "whole row"}</td>
              <td>{problem.message}</td>
              <td>
                <code>{problem.text}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {hint && <p class="dv-s dv-2 dv-import-hint">{hint}</p>}
    </section>
  );
}
