// One field to fill in: its title and hint left, its control right, what is wrong below.

import type { FormField } from "../../protocol/operations";
import { Icon } from "../../ui";
import { isChosen } from "./controls/choices";
import { Control, Repeated } from "./controls/control";
import { isList, isUpright } from "./keys";
import { Markdown } from "./markdown";

interface QuestionProps {
  field: FormField;
  value: unknown;
  problem: string | undefined;
  /** Of a review: the value differs from the one that stands. */
  isChanged?: boolean;
  onChange: (name: string, value: unknown) => void;
  idBase: string;
}

function role(field: FormField): "radiogroup" | "group" {
  const isOne = isChosen(field) && field.most === 0 && !field.settings.is_multiple;
  return isOne && !field.settings.has_other && !isList(field) ? "radiogroup" : "group";
}

export function Question(props: QuestionProps) {
  const { field, problem } = props;
  const id = `${props.idBase}-${field.name}`;
  const isWrong = problem !== undefined;
  const Body = field.most > 0 ? Repeated : Control;
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a name and a description
    <div
      class={`dv-question ${isWrong ? "is-bad" : ""}`}
      data-field={field.name}
      data-upright={isUpright(field) || field.type === "ranking" || undefined}
      role={role(field)}
      aria-labelledby={`${id}-title`}
      aria-describedby={isWrong ? `${id}-problem` : undefined}
    >
      <div class="dv-question-title">
        <span id={`${id}-title`} class="dv-m">
          {field.label}
        </span>
        {props.isChanged && <span class="dv-tag dv-tag-acc">corrected</span>}
        {field.helper && <Markdown text={field.helper} />}
        {field.settings.rubric ? <Markdown text={String(field.settings.rubric)} /> : null}
        {field.is_optional && <span class="dv-s dv-3">Optional</span>}
      </div>
      <div class="dv-question-body">
        <Body
          field={field}
          value={props.value}
          isWrong={isWrong}
          onChange={(value) => props.onChange(field.name, value)}
        />
        <span class="dv-hint is-bad" id={`${id}-problem`} aria-live="polite">
          {isWrong && <Icon name="error" small />}
          {problem}
        </span>
      </div>
    </div>
  );
}
