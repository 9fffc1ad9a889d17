// One field of a subtask: a line, and below it what it is, while it is open.

import { useId } from "preact/hooks";
import { Check, Icon, Radio, Select, Tag, TextArea, TextInput } from "../../../ui";
import { Control, Repeated } from "../controls/control";
import { ICONS } from "../icons";
import { CardButtons, useMoving } from "./cards";
import { choosing } from "./choosing";
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
import {
  type Field,
  fieldAgain,
  formField,
  kindOf,
  moved,
  put,
  retyped,
  type Step,
  settingsOf,
} from "./sheet";

const SOURCES: Record<string, string> = {
  answer: "Filled in",
  given: "Comes with the task",
  static: "Same for all",
};
const RULES: Record<string, string> = {
  latest: "The latest answer",
  first: "The first answer",
  majority: "What most answer",
  mean: "The mean",
  median: "The median",
};

interface Props {
  step: Step;
  field: Field;
  at: number;
}

/** Where the title of a field is written. */
export const titleOf = (step: string, field: string): string =>
  `[data-place="${placeOf(step, field, "title")}"] input`;

export const nameOf = (field: Field): string => field.title || field.name || "Unnamed field";

function useCard({ step, field, at }: Props) {
  const { session, speak, say, setOpen, aim } = useBench();
  const { step: change } = useChange();
  const name = nameOf(field);
  const { fields } = step;
  const write = (made: Field[]) => change(step.key, { fields: made });
  return {
    name,
    at,
    count: fields.length,
    onMove: (to: number) => {
      write(moved(fields, at, to));
      speak(`${name}: field ${to + 1} of ${fields.length}`);
    },
    onCopy: () => {
      if (!session.now.sheet) return;
      const made = fieldAgain(field, session.now.sheet);
      aim(titleOf(step.key, made.key));
      setOpen(made.key);
      write(put(fields, at + 1, made));
    },
    onRemove: () => {
      const beside = fields[at + 1] ?? fields[at - 1];
      aim(beside ? `[data-key="${beside.key}"] button` : `[data-adding="${step.key}"] button`);
      write(fields.filter((each) => each.key !== field.key));
      const undo = () => {
        const now = session.now.sheet?.steps.find((each) => each.key === step.key)?.fields;
        if (now) change(step.key, { fields: put(now, Math.min(at, now.length), field) });
      };
      say({ text: `${name} removed`, action: { label: "Undo", onPress: undo } });
    },
  };
}

/** A name of a column that a title stands for: "How helpful is it?" is how_helpful_is_it. */
const columnOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 60);

function Naming({ step, field }: Props) {
  const { field: change } = useChange();
  const place = (setting: string) => placeOf(step.key, field.key, setting);
  const set = (part: Partial<Field>, setting: string) => change(step.key, field.key, part, setting);
  // A name that was made of the title follows it.
  const retitle = (title: string) => {
    const isMade = field.name === columnOf(field.title);
    set(isMade ? { title, name: columnOf(title) } : { title }, "title");
  };
  return (
    <>
      <Labelled place={place("title")} label="Title" hint="What contributors read">
        <TextInput label="Title" value={field.title} onInput={retitle} />
      </Labelled>
      <Labelled place={place("name")} label="Column" hint="Its name in the dataset">
        <TextInput
          label="Column"
          isCode
          value={field.name}
          onInput={(name) => set({ name }, "name")}
        />
      </Labelled>
      <Labelled place={place("helper")} label="Hint" optional class="is-whole">
        <TextArea
          label="Hint"
          rows={1}
          placeholder="Below the title, in Markdown"
          value={field.helper}
          onInput={(helper) => set({ helper }, "helper")}
        />
      </Labelled>
    </>
  );
}

/** How many values: one, or from one number to another. */
function Repeat({ step, field }: Props) {
  const { field: change } = useChange();
  const isRepeated = field.least !== "" || field.most !== "";
  const set = (part: Partial<Field>) => change(step.key, field.key, part, "repeat");
  return (
    <Grouped place={placeOf(step.key, field.key, "repeat")}>
      <Check
        label="Several values"
        isOn={isRepeated}
        onChange={(isOn) => set(isOn ? { least: "1", most: "5" } : { least: "", most: "" })}
      />
      {isRepeated && (
        <div class="dv-row dv-s dv-2">
          <span>from</span>
          <TextInput
            class="is-short"
            label="How many values at least"
            inputMode="numeric"
            value={field.least}
            onInput={(least) => set({ least: least || "0" })}
          />
          <span>to</span>
          <TextInput
            class="is-short"
            label="How many values at most"
            inputMode="numeric"
            value={field.most}
            onInput={(most) => set({ most: most || "0" })}
          />
        </div>
      )}
    </Grouped>
  );
}

function StaticValue({ step, field }: Props) {
  const { table } = useBench();
  const { field: change } = useChange();
  const place = placeOf(step.key, field.key, "value");
  const problem = useProblem(place);
  const label = "The value all tasks have";
  const shown = { ...formField(table, field), label };
  const set = (value: unknown) => change(step.key, field.key, { value }, "value");
  const Body = shown.most > 0 ? Repeated : Control;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the controls in it
    <div
      class="dv-place dv-work dv-static is-whole"
      data-place={place}
      onKeyDown={choosing(
        [shown],
        () => field.value,
        (_, value) => set(value),
      )}
    >
      <span class="dv-label" aria-hidden="true">
        {label}
      </span>
      <div class="dv-question-body" data-field={shown.name}>
        <Body field={shown} value={field.value} isWrong={problem !== undefined} onChange={set} />
      </div>
      <Wrong text={problem} />
    </div>
  );
}

function Origin(props: Props) {
  const { step, field } = props;
  const { table } = useBench();
  const { field: change } = useChange();
  const isAsked = field.source === "answer";
  const isSeveral = Number(step.settings.overlap ?? 1) > 1;
  const kind = kindOf(table, field.type);
  const normal = RULES[kind?.rule ?? ""] ?? "";
  return (
    <>
      <div class="is-whole">
        <Radio
          isSegmented
          label="Where its value comes from"
          value={field.source}
          options={table.sources.map((value) => ({ value, label: SOURCES[value] ?? value }))}
          onChange={(source) => change(step.key, field.key, { source, value: null }, "source")}
        />
      </div>
      {field.source === "static" && <StaticValue {...props} />}
      {isAsked && isSeveral && (
        <Labelled
          place={placeOf(step.key, "", "resolve")}
          label="Of several answers, the dataset has"
        >
          <Select
            label="Of several answers, the dataset has"
            value={field.rule}
            options={[
              { value: "", label: `${normal}, as usual` },
              ...table.rules.map((rule) => ({ value: rule, label: RULES[rule] ?? rule })),
            ]}
            onChange={(rule) => change(step.key, field.key, { rule }, "rule")}
          />
        </Labelled>
      )}
    </>
  );
}

function OwnSettings({ step, field }: Props) {
  const { table } = useBench();
  const { field: change } = useChange();
  const kind = kindOf(table, field.type);
  if (!kind) return null;
  const { min, max } = formField(table, field).settings as Record<string, number | null>;
  return (
    <>
      {settingsOf(kind, field).map((setting) => (
        <Setting
          key={setting.name}
          setting={setting}
          step={step.key}
          field={field.key}
          value={field.settings[setting.name]}
          scale={[min ?? 1, max ?? 5]}
          onChange={(value) =>
            change(
              step.key,
              field.key,
              { settings: told(field.settings, setting.name, value) },
              setting.name,
            )
          }
        />
      ))}
    </>
  );
}

function Editor(props: Props) {
  const { step, field } = props;
  const { table } = useBench();
  const { field: change } = useChange();
  const kind = kindOf(table, field.type);
  return (
    <div class="dv-field-body">
      <Labelled place={placeOf(step.key, field.key, "type")} label="Type" class="is-whole">
        <Select
          label="Type"
          value={field.type}
          icon={ICONS[field.type]}
          options={table.kinds.map(({ type, label }) => ({
            value: type,
            label,
            icon: ICONS[type],
          }))}
          onChange={(type) => change(step.key, field.key, retyped(table, field, type), "type")}
        />
      </Labelled>
      <Naming {...props} />
      <Origin {...props} />
      <OwnSettings {...props} />
      {field.source === "answer" && (
        <Check
          label="May be left out"
          isOn={field.is_optional}
          onChange={(is_optional) => change(step.key, field.key, { is_optional }, "is_optional")}
        />
      )}
      {kind?.is_repeatable && <Repeat {...props} />}
    </div>
  );
}

export function FieldCard(props: Props) {
  const { step, field } = props;
  const { table, open, setOpen, aim } = useBench();
  const id = useId();
  const card = useCard(props);
  const move = useMoving(card);
  const isOpen = open === field.key;
  // Escape leads out step by step: to the line first.
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !isOpen || event.defaultPrevented) return move(event);
    event.preventDefault();
    event.stopPropagation();
    aim(`[data-key="${field.key}"] button`);
    setOpen("");
  };
  const isWrong = useIsWrong(step.key, field.key);
  const kind = kindOf(table, field.type)?.label ?? field.type;
  const isRepeated = field.least !== "" || field.most !== "";
  return (
    <li
      class={`dv-field-card ${isOpen ? "is-open" : ""} ${isWrong ? "is-bad" : ""}`}
      data-key={field.key}
      onKeyDown={keys}
    >
      <div class="dv-row dv-field-line">
        <button
          type="button"
          class="dv-field-head dv-grow"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setOpen(isOpen ? "" : field.key)}
        >
          <Icon name={isOpen ? "down" : "right"} small />
          <Icon name={ICONS[field.type] ?? "text"} />
          <span class="dv-cut dv-m">{card.name}</span>
          <span class="dv-s dv-3 dv-cut">{kind}</span>
          {field.source === "given" && <Tag label="Given" />}
          {field.source === "static" && <Tag label="Same for all" />}
          {field.is_optional && <Tag label="Optional" />}
          {isRepeated && <Tag label={`${field.least || 0} to ${field.most}`} />}
          {isWrong && <Icon name="error" class="is-bad" />}
          {isWrong && <span class="dv-vh">Something is to be mended</span>}
        </button>
        <CardButtons {...card} />
      </div>
      {isOpen && (
        <div id={id}>
          <Editor {...props} />
        </div>
      )}
    </li>
  );
}
