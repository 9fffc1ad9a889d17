// Conditions on numbers and times: a stretch of the distribution, or two bounds typed in.

import { useEffect, useState } from "preact/hooks";
import type { GridColumn } from "../../../grid";
import { Check, count, Skeleton, TextInput } from "../../../ui";
import { bounds, ranged } from "../tree";
import { shapeOf } from "../words";
import { Distribution } from "./distribution";
import type { EditorProps } from "./editor";

const END_OF_DAY = " 23:59:59.999999";

/** Times with a zone are stored in UTC and shown, and chosen by day, as the reader's own. */
const isZoned = (column: GridColumn): boolean => /TIME ZONE|TIMESTAMPTZ/i.test(column.type);

function dayOf(value: string, column: GridColumn): string {
  if (!isZoned(column) || value.length <= 10) return value.slice(0, 10);
  const iso = value.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00");
  const local = new Date(iso);
  if (Number.isNaN(local.getTime())) return value.slice(0, 10);
  return new Date(local.getTime() - local.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** What the engine compares with for the beginning or the end of a day. */
function boundOf(day: string, isEnd: boolean, column: GridColumn): string {
  if (!day || column.kind === "date") return day;
  if (!isZoned(column)) return isEnd ? day + END_OF_DAY : day;
  const moment = new Date(`${day}T${isEnd ? "23:59:59.999" : "00:00"}`);
  return Number.isNaN(moment.getTime()) ? "" : moment.toISOString();
}

/** What was typed as the engine reads it; null where it is no number. */
function typed(text: string): string | null {
  const plain = text
    .trim()
    .replace("−", "-")
    .replaceAll(/[\s_,](?=\d{3}(\D|$))/g, "");
  return plain === "" || Number.isFinite(Number(plain)) ? plain : null;
}

function NumberBound(props: {
  label: string;
  value: string;
  placeholder: string;
  onChange: (value: string) => void;
  onEnter: () => void;
  autoFocus?: boolean;
}) {
  const [text, setText] = useState(props.value);
  useEffect(() => {
    if (typed(text) !== props.value) setText(props.value);
  }, [props.value]);
  const input = (next: string) => {
    setText(next);
    const value = typed(next);
    if (value !== null) props.onChange(value);
  };
  return (
    <TextInput
      size="s"
      class="dv-bound"
      inputMode="decimal"
      label={props.label}
      value={text}
      placeholder={props.placeholder}
      isWrong={typed(text) === null}
      onInput={input}
      onEnter={props.onEnter}
      autoFocus={props.autoFocus}
    />
  );
}

function DayBound(props: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <label class="dv-input dv-input-s dv-day">
      <input
        type="date"
        aria-label={props.label}
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
    </label>
  );
}

function Bounds(props: EditorProps & { from: string; to: string; set: SetBounds }) {
  const { column, summary, from, to, set, onDone } = props;
  if (shapeOf(column.kind) === "time") {
    return (
      <div class="dv-row">
        <DayBound
          label="From"
          value={dayOf(from, column)}
          onChange={(day) => set(boundOf(day, false, column), to)}
        />
        <span class="dv-3">to</span>
        <DayBound
          label="To"
          value={dayOf(to, column)}
          onChange={(day) => set(from, boundOf(day, true, column))}
        />
      </div>
    );
  }
  return (
    <div class="dv-row">
      <NumberBound
        label="From"
        value={from}
        placeholder={summary?.low ?? ""}
        onChange={(value) => set(value, to)}
        onEnter={onDone}
        autoFocus
      />
      <span class="dv-3">to</span>
      <NumberBound
        label="To"
        value={to}
        placeholder={summary?.high ?? ""}
        onChange={(value) => set(from, value)}
        onEnter={onDone}
      />
    </div>
  );
}

type SetBounds = (from: string, to: string) => void;

export function RangeEditor(props: EditorProps) {
  const { column, draft, summary, onDraft } = props;
  const [from, to] = bounds(draft);
  const orMissing = draft?.orMissing ?? draft?.op === "is_null";
  const put = (a: string, b: string, isOr: boolean) => onDraft(ranged(column.name, a, b, isOr));
  const set: SetBounds = (a, b) => put(a, b, orMissing);
  const missing = summary?.null_count ?? 0;
  return (
    <>
      {summary ? (
        summary.bins.length > 0 && (
          <Distribution
            bins={summary.bins}
            kind={column.kind}
            label={column.name}
            from={from}
            to={to}
            onChange={set}
          />
        )
      ) : (
        <div class="dv-brush is-loading" aria-busy="true">
          <Skeleton width={200} />
        </div>
      )}
      <Bounds {...props} from={from} to={to} set={set} />
      {(missing > 0 || orMissing) && (
        <div class="dv-row dv-s dv-2">
          <Check
            isOn={orMissing}
            label="and rows without a value"
            onChange={(isOn) => put(from, to, isOn)}
          />
          <span class="dv-grow" />
          <span class="dv-3">{count(missing)}</span>
        </div>
      )}
    </>
  );
}
