// One step of a pipeline: a subtask with its fields, or a review.

import { useState } from "preact/hooks";
import { Button, counted, Icon, TextArea, TextInput } from "../../../ui";
import { CardButtons, useMoving } from "./cards";
import { FieldCard, titleOf } from "./field";
import { TextList } from "./lists";
import {
  Grouped,
  Labelled,
  placeOf,
  useBench,
  useChange,
  useIsWrong,
  useProblem,
  Wrong,
} from "./place";
import { Setting, told } from "./setting";
import { moved, newField, put, type Step, stepAgain } from "./sheet";

interface Props {
  step: Step;
  at: number;
}

/** Where the name of a step is written. */
export const nameIn = (step: string): string => `[data-place="${placeOf(step, "", "name")}"] input`;

function useCard({ step, at }: Props) {
  const { session, sheet, speak, say, aim } = useBench();
  const { write } = useChange();
  const { steps } = sheet;
  const name = step.name || "Unnamed step";
  return {
    name,
    at,
    count: steps.length,
    onMove: (to: number) => {
      write({ steps: moved(steps, at, to) });
      speak(`${name}: step ${to + 1} of ${steps.length}`);
    },
    onCopy: () => {
      const made = stepAgain(step, sheet);
      aim(nameIn(made.key));
      write({ steps: put(steps, at + 1, made) });
    },
    onRemove: () => {
      const beside = steps[at + 1] ?? steps[at - 1];
      aim(beside ? nameIn(beside.key) : "[data-adding=steps] button");
      write({ steps: steps.filter((each) => each.key !== step.key) });
      const undo = () => {
        const now = session.now.sheet;
        if (now)
          session.write({ ...now, steps: put(now.steps, Math.min(at, now.steps.length), step) });
      };
      say({ text: `${name} removed`, action: { label: "Undo", onPress: undo } });
    },
  };
}

function Fields({ step }: { step: Step }) {
  const { setOpen, aim } = useBench();
  const { step: change } = useChange();
  const add = () => {
    const made = newField();
    aim(titleOf(step.key, made.key));
    setOpen(made.key);
    change(step.key, { fields: [...step.fields, made] });
  };
  return (
    <section class="dv-stack" aria-label={`Fields of ${step.name}`}>
      <h3 class="dv-label">Fields</h3>
      {step.fields.length > 0 && (
        <ol class="dv-field-list">
          {step.fields.map((field, at) => (
            <FieldCard key={field.key} step={step} field={field} at={at} />
          ))}
        </ol>
      )}
      <div class="dv-row" data-adding={step.key}>
        <Button size="s" icon="plus" label="Add a field" onPress={add} />
      </div>
    </section>
  );
}

/** What the settings come to, for whoever doesn't open them. */
function summary({ kind, settings, people }: Step, defaults: Record<string, string>): string {
  const of = (name: string) => String(settings[name] ?? defaults[name] ?? "");
  const minutes = `back after ${of("claim_minutes")} min`;
  const who = people.length > 0 ? people.join(", ") : "Everybody";
  const first =
    kind === "review"
      ? `sent back up to ${of("max_rounds")} times`
      : `${counted(Number(of("overlap")) || 1, "answer")} a task`;
  return [who, first, minutes].join(", ");
}

function Settings({ step }: { step: Step }) {
  const { table } = useBench();
  const { step: change } = useChange();
  const [isOpen, open] = useState(false);
  const known = step.kind === "review" ? table.review : table.subtask;
  const isWrong = useIsWrong(step.key, "");
  const defaults = Object.fromEntries(known.map((each) => [each.name, String(each.default)]));
  const hasOwn = known.some((each) => each.name in step.settings);
  const isShown = isOpen || (isWrong && hasOwn);
  return (
    <section class="dv-stack" aria-label={`Settings of ${step.name}`}>
      <button
        type="button"
        class="dv-fold dv-row dv-row-4"
        aria-expanded={isShown}
        onClick={() => open(!isShown)}
      >
        <Icon name={isShown ? "down" : "right"} small />
        <span class="dv-m">Who and how often</span>
        {!isShown && <span class="dv-s dv-3 dv-grow dv-cut">{summary(step, defaults)}</span>}
      </button>
      {isShown && (
        <div class="dv-field-body">
          <Grouped
            place={placeOf(step.key, "", "people")}
            label="Who may work on it"
            class="is-whole"
          >
            <TextList
              noun="Person"
              placeholder="Everybody"
              value={step.people}
              onChange={(people) => change(step.key, { people }, "people")}
            />
          </Grouped>
          {known.map((setting) => (
            <Setting
              key={setting.name}
              setting={setting}
              step={step.key}
              field=""
              value={step.settings[setting.name]}
              onChange={(value) =>
                change(
                  step.key,
                  { settings: told(step.settings, setting.name, value) },
                  setting.name,
                )
              }
            />
          ))}
        </div>
      )}
    </section>
  );
}

export function StepCard(props: Props) {
  const { step, at } = props;
  const { watch } = useBench();
  const { step: change } = useChange();
  const card = useCard(props);
  const keys = useMoving(card);
  const whole = useProblem(placeOf(step.key, "", ""));
  const isWrong = useIsWrong(step.key, "");
  const isReview = step.kind === "review";
  const word = isReview ? "Review" : "Subtask";
  return (
    <li
      class={`dv-step ${isWrong ? "is-bad" : ""}`}
      data-key={step.key}
      data-place={placeOf(step.key, "", "")}
      onKeyDown={keys}
      onFocusIn={() => watch(step.key)}
    >
      <div class="dv-row dv-step-head">
        <span class="dv-s dv-3">
          {at + 1}. {word}
        </span>
        <span class="dv-grow" />
        <CardButtons {...card} />
      </div>
      <div class="dv-stack dv-step-body">
        <Wrong text={whole} />
        <Labelled place={placeOf(step.key, "", "name")} label={`Name of the ${word.toLowerCase()}`}>
          <TextInput
            label={`Name of the ${word.toLowerCase()}`}
            value={step.name}
            onInput={(name) => change(step.key, { name }, "name")}
          />
        </Labelled>
        <Labelled place={placeOf(step.key, "", "instructions")} label="Instructions" optional>
          <TextArea
            label="Instructions"
            rows={2}
            placeholder="What to do, in Markdown, shown beside the form"
            value={step.instructions}
            onInput={(instructions) => change(step.key, { instructions }, "instructions")}
          />
        </Labelled>
        {!isReview && <Fields step={step} />}
        <Settings step={step} />
      </div>
    </li>
  );
}
