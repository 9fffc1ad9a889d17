// Which column fills which field, and what the first tasks would be.

import type { FormField, SeedLook, SeedTask } from "../../../protocol/operations";
import { Banner, count, counted, Icon, Select, type SelectOption } from "../../../ui";
import { ICONS } from "../icons";
import type { Seeding } from "./state";

const SHOWN = 5;

const columnOptions = (look: SeedLook, none: string): SelectOption<string>[] => [
  { value: "", label: none },
  ...look.columns.map(({ name }) => ({ value: name, label: name })),
];

const samplesOf = (look: SeedLook, column: string): string =>
  look.columns.find(({ name }) => name === column)?.samples.join(" · ") ?? "";

function Match({ field, look, seeding }: { field: FormField; look: SeedLook; seeding: Seeding }) {
  const column = look.mapping[field.name] ?? "";
  const samples = samplesOf(look, column);
  const isLacking = !column && !field.is_optional;
  const none = field.is_optional ? "Leave empty" : "Choose a column";
  return (
    <tr>
      <th scope="row" title={field.name}>
        <span class="dv-src">
          <Icon name={ICONS[field.type] ?? "text"} />
          <span class="dv-cut">{field.label}</span>
          {!field.is_optional && <span class="dv-s dv-3">needed</span>}
        </span>
      </th>
      <td>
        <Select
          size="s"
          class={isLacking ? "is-bad" : ""}
          label={`Column of ${field.label}`}
          isHidingLabel
          value={column}
          options={columnOptions(look, none)}
          onChange={(value) => seeding.match(field.name, value)}
        />
      </td>
      <td class="dv-3 dv-cut" title={samples}>
        {samples}
      </td>
    </tr>
  );
}

function Identity({ look, seeding }: { look: SeedLook; seeding: Seeding }) {
  return (
    <tr>
      <th scope="row">
        <span class="dv-src">
          <Icon name="id" />
          <span class="dv-cut">Which row is which</span>
        </span>
      </th>
      <td>
        <Select
          size="s"
          label="Column that says which row is which"
          isHidingLabel
          value={look.key}
          options={columnOptions(look, "Nothing: add every row")}
          onChange={seeding.identify}
        />
      </td>
      <td class="dv-3">{look.key && "A row that has a task already is left out."}</td>
    </tr>
  );
}

export function Matching({ look, seeding }: { look: SeedLook; seeding: Seeding }) {
  const used = new Set([...Object.values(look.mapping), look.key]);
  const rest = look.columns.map(({ name }) => name).filter((name) => !used.has(name));
  return (
    <section class="dv-card">
      <header>
        <h3>Columns and fields</h3>
        <span class="dv-s dv-3">{counted(look.fields.length, "field")}</span>
      </header>
      <div class="dv-seed-scroll">
        <table class="dv-table dv-table-s dv-told is-lined dv-seed-match">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Column</th>
              <th scope="col">First values</th>
            </tr>
          </thead>
          <tbody>
            {look.fields.map((field) => (
              <Match key={field.name} {...{ field, look, seeding }} />
            ))}
            <Identity look={look} seeding={seeding} />
          </tbody>
        </table>
      </div>
      {rest.length > 0 && (
        <p class="dv-s dv-3 dv-seed-rest dv-cut" title={rest.join(", ")}>
          Not used: {rest.join(", ")}
        </p>
      )}
    </section>
  );
}

export function Problems({ look }: { look: SeedLook }) {
  const { problems, problem_count: all, looked_count: looked } = look;
  if (all === 0) return null;
  const verb = all === 1 ? "makes" : "make";
  const those =
    all === looked
      ? "No row makes a task"
      : `${count(all)} of ${counted(looked, "row")} ${verb} no task`;
  const shown = problems.slice(0, SHOWN);
  const text = (
    <>
      {those}; nothing is added before all do.
      <ul class="dv-seed-problems">
        {shown.map((each) => (
          <li key={each.row}>{each.message}</li>
        ))}
        {all > shown.length && <li>and {counted(all - shown.length, "other")}</li>}
      </ul>
    </>
  );
  return <Banner tone="bad" isInset text={text} />;
}

const cellOf = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);

export function FirstTasks({ fields, tasks }: { fields: FormField[]; tasks: SeedTask[] }) {
  if (tasks.length === 0 || fields.length === 0) return null;
  return (
    <section class="dv-card">
      <header>
        <h3>The first tasks</h3>
      </header>
      <div class="dv-seed-scroll">
        <table class="dv-table dv-table-s is-lined dv-seed-first">
          <thead>
            <tr>
              <th scope="col" class="dv-num">
                Row
              </th>
              {fields.map((field) => (
                <th scope="col" key={field.name}>
                  {field.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tasks.map((task) => (
              <tr key={task.row}>
                <td class="dv-num dv-3">{count(task.row)}</td>
                {fields.map((field) => (
                  <td key={field.name} class="dv-cut" title={cellOf(task.given[field.name])}>
                    {cellOf(task.given[field.name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
