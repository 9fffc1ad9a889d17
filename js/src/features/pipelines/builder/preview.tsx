// The form as contributors will get it, with the very parts the work form is made of.

import { useState } from "preact/hooks";
import type { FormField } from "../../../protocol/operations";
import { Tabs } from "../../../ui";
import { Markdown } from "../markdown";
import { Question } from "../question";
import { Given } from "../seen";
import { choosing } from "./choosing";
import { useBench } from "./place";
import { formField, type Step, sample } from "./sheet";

type Tried = Readonly<Record<string, unknown>>;

/** What is tried out belongs to a field as it is: of another type it would be no value. */
const keyOf = (field: FormField): string =>
  `${field.name} ${field.type} ${field.most > 0} ${JSON.stringify(field.settings)}`;

/** What is seen: what comes with the task, here and at the steps before, under its own name. */
function useSeen(step: Step) {
  const { sheet, table } = useBench();
  const at = sheet.steps.findIndex((each) => each.key === step.key);
  const before = sheet.steps.slice(0, Math.max(0, at) + 1).flatMap((each) => each.fields);
  return before
    .filter((field) => field.source !== "answer")
    .map((field) => {
      const form = { ...formField(table, field), name: field.name || field.key };
      const isOwn = field.source === "static" && field.value !== null;
      return { field: form, value: isOwn ? field.value : sample(form) };
    });
}

function FormOf({ step }: { step: Step }) {
  const { table } = useBench();
  const [tried, setTried] = useState<Tried>({});
  const seen = useSeen(step);
  const asked = step.fields
    .filter(({ source }) => source === "answer")
    .map((field) => formField(table, field));
  const pair = asked.find((field) => field.type === "pairwise" && field.most === 0);
  const set = (field: FormField, value: unknown) =>
    setTried((old) => ({ ...old, [keyOf(field)]: value }));
  const keys = choosing(asked, (field) => tried[keyOf(field)], set);
  if (seen.length + asked.length === 0)
    return <p class="dv-3">What contributors will see appears here with the first field.</p>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as one
    <div class="dv-work-task" role="group" aria-label="The form" onKeyDown={keys}>
      {seen.length > 0 && (
        <Given seen={seen} pair={pair} choice={pair && tried[keyOf(pair)]} taskId="a task" />
      )}
      <div class="dv-questions">
        {asked.map((field) => (
          <Question
            key={field.name}
            idBase="preview"
            field={field}
            value={tried[keyOf(field)]}
            problem={undefined}
            onChange={(_, value) => set(field, value)}
          />
        ))}
      </div>
    </div>
  );
}

/** Of a review: what is looked at, and what becomes of it. */
function ReviewOf({ before }: { before: Step | undefined }) {
  return (
    <>
      <p class="dv-2">
        The reviewer sees what each contributor answered and the values that stand, corrects them
        where need be, then passes the task or returns it with a note.
      </p>
      {before && <FormOf step={before} />}
    </>
  );
}

export function Preview() {
  const { sheet, watched, watch } = useBench();
  const { steps } = sheet;
  const at = Math.max(
    0,
    steps.findIndex((step) => step.key === watched),
  );
  const step = steps[at];
  return (
    <aside class="dv-work dv-preview" aria-label="Preview of the form">
      <div class="dv-row">
        <h3 class="dv-h2 dv-grow">Preview</h3>
        <span class="dv-s dv-3">Nothing here is kept</span>
      </div>
      {steps.length > 1 && (
        <Tabs
          label="Step of the preview"
          isSelect={steps.length > 3}
          tabs={steps.map(({ key, name }) => ({ id: key, label: name || "Unnamed step" }))}
          chosen={step?.key ?? ""}
          onChoose={watch}
        />
      )}
      {step ? (
        <>
          {step.instructions && <Markdown text={step.instructions} />}
          {step.kind === "review" ? <ReviewOf before={steps[at - 1]} /> : <FormOf step={step} />}
        </>
      ) : (
        <p class="dv-3">What contributors will see appears here with the first subtask.</p>
      )}
    </aside>
  );
}
