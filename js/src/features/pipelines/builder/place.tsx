// Where on the sheet something is written: with what is wrong there, and how it is changed.

import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import type { BuilderTable } from "../../../protocol/operations";
import { Field, Icon, type Toast } from "../../../ui";
import type { BuilderSession, Building } from "./session";
import type { Field as FieldSheet, Sheet, Step } from "./sheet";

export interface Bench {
  session: BuilderSession;
  now: Building;
  sheet: Sheet;
  table: BuilderTable;
  say: (toast: Toast) => void;
  /** Told to readers. */
  speak: (text: string) => void;
  /** The key of the field whose settings are open; "" : none. */
  open: string;
  setOpen: (key: string) => void;
  /** Put the focus on what a selector finds, once what comes is drawn. */
  aim: (selector: string) => void;
  /** The step that the preview shows. */
  watched: string;
  watch: (key: string) => void;
}

export const OnBench = createContext<Bench | null>(null);

export function useBench(): Bench {
  const found = useContext(OnBench);
  if (found === null) throw new Error("A part of the builder stands outside of it.");
  return found;
}

/** As problems name it: the step's key, the field's, the setting. */
export const placeOf = (step: string, field: string, setting: string): string =>
  `${step}/${field}/${setting}`;

/** What is wrong at a place, once it is to be told. */
export function useProblem(place: string): string | undefined {
  const { session, now } = useBench();
  const found = now.problems.find(
    (each) => placeOf(each.step, each.field, each.setting) === place && session.isShown(each),
  );
  return found?.text;
}

/** Whether anything is wrong with a field that is told already; "" : with the step itself. */
export function useIsWrong(step: string, field: string): boolean {
  const { session, now } = useBench();
  return now.problems.some(
    (each) => each.step === step && each.field === field && session.isShown(each),
  );
}

/** Changing one step, one field: the rest of the sheet stays. */
export function useChange() {
  const { session, sheet } = useBench();
  const write = (change: Partial<Sheet>, place = "") =>
    session.write({ ...(session.now.sheet ?? sheet), ...change }, place);
  const steps = () => (session.now.sheet ?? sheet).steps;
  const step = (key: string, change: Partial<Step>, setting = "") =>
    write(
      { steps: steps().map((each) => (each.key === key ? { ...each, ...change } : each)) },
      placeOf(key, "", setting),
    );
  const field = (own: string, key: string, change: Partial<FieldSheet>, setting = "") => {
    const fields = steps().find((each) => each.key === own)?.fields ?? [];
    const made = fields.map((each) => (each.key === key ? { ...each, ...change } : each));
    write(
      { steps: steps().map((each) => (each.key === own ? { ...each, fields: made } : each)) },
      placeOf(own, key, setting),
    );
  };
  return { write, step, field };
}

/** A control with its label, and what is wrong with what it holds. */
export function Labelled(props: {
  place: string;
  label: string;
  hint?: string;
  optional?: boolean;
  children: ComponentChildren;
  class?: string;
}) {
  const problem = useProblem(props.place);
  return (
    <div class={`dv-place ${props.class ?? ""}`} data-place={props.place}>
      <Field
        label={props.label}
        hint={problem ?? props.hint}
        isWrong={problem !== undefined}
        optional={props.optional}
      >
        {props.children}
      </Field>
    </div>
  );
}

/** Controls that have labels of their own, and what is wrong with them. */
export function Grouped(props: {
  place: string;
  label?: string;
  children: ComponentChildren;
  class?: string;
}) {
  const problem = useProblem(props.place);
  return (
    <fieldset
      class={`dv-place dv-stack dv-stack-4 ${props.class ?? ""}`}
      data-place={props.place}
      aria-label={props.label}
    >
      {props.label && (
        <span class="dv-label" aria-hidden="true">
          {props.label}
        </span>
      )}
      {props.children}
      <Wrong text={problem} />
    </fieldset>
  );
}

/** One sentence on what is wrong, where something is. */
export function Wrong({ text }: { text: string | undefined }) {
  return (
    <span class="dv-hint is-bad dv-wrong" aria-live="polite">
      {text && <Icon name="error" small />}
      {text}
    </span>
  );
}
