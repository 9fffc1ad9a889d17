// A review: what each contributor handed in, in one table; a note; pass or return.

import type { Ref } from "preact";
import type { WorkItem } from "../../protocol/operations";
import { Button, Field, TextArea } from "../../ui";
import { Shown } from "./seen";
import type { WorkState } from "./state";
import { changesOf } from "./values";

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The answer of most; undefined where there is no such one. */
export function usual(values: readonly unknown[]): unknown {
  const texts = values.map((value) => JSON.stringify(value));
  const most = texts.find(
    (text) => texts.filter((each) => each === text).length * 2 > texts.length,
  );
  return most === undefined ? undefined : JSON.parse(most);
}

/** All answers, the ones that differ from most marked by surface and spoken. */
export function Answers({ item }: { item: WorkItem }) {
  if (item.answers.length === 0) return null;
  const usuals = new Map(
    item.fields.map(({ name }) => [name, usual(item.answers.map((each) => each.content[name]))]),
  );
  const differs = (name: string, value: unknown) =>
    item.answers.length > 1 && usuals.get(name) !== undefined && !same(usuals.get(name), value);
  return (
    <div class="dv-answers">
      <table class="dv-table dv-table-s" aria-label="Answers">
        <thead>
          <tr>
            <th scope="col">By</th>
            {item.fields.map((field) => (
              <th key={field.name} scope="col">
                {field.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {item.answers.map(({ contributor, content }) => (
            <tr key={contributor}>
              <th scope="row">{contributor}</th>
              {item.fields.map((field) => {
                const value = content[field.name];
                const isOther = differs(field.name, value);
                return (
                  <td key={field.name} class={isOther ? "is-other" : ""}>
                    <Shown field={field} value={value} />
                    {isOther && <span class="dv-vh">, differs from most</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function ReviewNote(props: {
  note: string;
  onNote: (note: string) => void;
  isWrong: boolean;
  elementRef: Ref<HTMLDivElement>;
}) {
  return (
    <div ref={props.elementRef}>
      <Field
        label="Note to the contributor"
        isWrong={props.isWrong}
        hint={props.isWrong ? "Say what is to be mended." : "Needed when you return the task."}
      >
        <TextArea
          label="Note to the contributor"
          rows={2}
          value={props.note}
          onInput={props.onNote}
        />
      </Field>
    </div>
  );
}

export function ReviewFoot(props: {
  state: WorkState;
  onPass: () => void;
  onReturn: () => void;
  onSkip: () => void;
}) {
  const { item, values, phase, place } = props.state;
  if (!item) return null;
  const changed = Object.keys(changesOf(item, values)).length;
  const isResting = place !== undefined && place.status !== "active";
  const rest = isResting ? `The pipeline is ${place.status}` : undefined;
  const isBusy = phase === "sending" || phase === "claiming";
  const kept = "What is returned keeps its answers: take the corrections back first";
  return (
    <footer class="dv-foot dv-work-foot">
      <span class="dv-grow dv-cut">{changed > 0 && `${changed} corrected`}</span>
      <Button kind="quiet" label="Skip" keys="S" isShowingKeys onPress={props.onSkip} />
      <Button
        size="l"
        label="Return with note"
        keys="R"
        isShowingKeys
        reason={rest ?? (changed > 0 ? kept : undefined)}
        onPress={props.onReturn}
      />
      <Button
        kind="primary"
        size="l"
        label={changed > 0 ? "Pass with corrections" : "Pass"}
        keys="P"
        isShowingKeys
        reason={rest}
        isBusy={isBusy}
        onPress={props.onPass}
      />
    </footer>
  );
}
