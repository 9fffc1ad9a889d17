// The terms of a share: until when, with export or not, without which columns; and who opened it.

import { useId, useState } from "preact/hooks";
import { ago, Check, counted, day, exact, Select, useNow, WithTip } from "../../ui";
import { ColumnPicker } from "../../ui/column_picker";
import type { Sharing } from "./sheet";
import type { ShareOpening, Sheet, Terms } from "./types";
import { dateOf, endOfField, inDays, isOver, LINKS } from "./words";

const AHEAD = [7, 30, 90] as const;
const NEVER = "";
const OWN = "own";

/** Days by name, the present end among them, and a day of one's own. */
function endings(ends: string | null, now: Date) {
  const ahead = AHEAD.map((days) => {
    const at = inDays(days, now);
    return { value: dateOf(at), label: `in ${days} days, ${day(at)}` };
  });
  const present = dateOf(ends);
  const isNamed = !ends || ahead.some(({ value }) => value === present);
  const held = ends && !isNamed ? [{ value: present, label: day(ends) }] : [];
  return [
    { value: NEVER, label: "never" },
    ...held,
    ...ahead,
    { value: OWN, label: "on another day…" },
  ];
}

function Ends({ terms, onChange }: { terms: Terms; onChange: (ends: string | null) => void }) {
  const now = useNow();
  const id = useId();
  const [isOwn, setOwn] = useState(false);
  const [text, setText] = useState("");
  const isWrong = text !== "" && isOver(endOfField(text), now);
  const choose = (value: string) => {
    setOwn(value === OWN);
    if (value !== OWN) onChange(endOfField(value));
  };
  const write = (value: string) => {
    setText(value);
    const ends = endOfField(value);
    if (ends && !isOver(ends, now)) onChange(ends);
  };
  return (
    <>
      <Select
        label="Ends"
        size="s"
        value={isOwn ? OWN : dateOf(terms.ends_at)}
        options={endings(terms.ends_at, now)}
        onChange={choose}
      />
      {isOwn && (
        <label class={`dv-input dv-input-s ${isWrong ? "is-bad" : ""}`}>
          <input
            type="date"
            aria-label="Last day"
            aria-invalid={isWrong || undefined}
            aria-describedby={isWrong ? id : undefined}
            min={dateOf(now.toISOString())}
            value={text}
            onInput={(event) => write(event.currentTarget.value)}
          />
        </label>
      )}
      {isWrong && (
        <span id={id} class="dv-hint is-bad" role="alert">
          That day has gone by.
        </span>
      )}
      {!isWrong && isOver(terms.ends_at, now) && (
        <span class="dv-hint is-bad">It has ended: the link opens nothing.</span>
      )}
    </>
  );
}

export function TermsFields({ sheet, sharing }: { sheet: Sheet; sharing: Sharing }) {
  const { terms, change } = sharing;
  if (!terms) return null;
  const all = sheet.columns.map((each) => each.name);
  const shown = all.filter((name) => !terms.hidden.includes(name));
  return (
    <>
      <div class="dv-row dv-wrap dv-sharing-terms">
        <Ends terms={terms} onChange={(ends_at) => change({ ends_at })} />
        <Check
          label="They can export it"
          isOn={terms.can_export}
          onChange={(can_export) => change({ can_export })}
        />
      </div>
      <div class="dv-sharing-columns">
        <ColumnPicker
          all={all}
          chosen={terms.hidden.length ? shown : null}
          onChange={(chosen) => {
            const kept = new Set(chosen ?? all);
            change({ hidden: all.filter((name) => !kept.has(name)) });
          }}
        />
        <span class="dv-hint">
          {terms.hidden.length
            ? `Nobody with the link sees ${counted(terms.hidden.length, "column")}.`
            : "Every column can be read."}
        </span>
      </div>
    </>
  );
}

/** Who opened it, newest first; folded away until somebody asks. */
export function Openings({ openings }: { openings: readonly ShareOpening[] }) {
  const last = openings[0];
  if (!last) return <p class="dv-s dv-3 dv-sharing-none">Nobody has opened it yet.</p>;
  const all = openings.reduce((sum, each) => sum + each.count, 0);
  return (
    <details class="dv-sharing-openings">
      <summary>
        Opened {counted(all, "time")}
        <span class="dv-3">, last {ago(last.at).toLowerCase()}</span>
      </summary>
      <table class="dv-table" aria-label="Who opened it">
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col" class="is-extra">
              By
            </th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {openings.map((each, i) => (
            <tr key={i}>
              <td class="dv-cut">{each.who || "Someone without sign-in"}</td>
              <td class="dv-3 is-extra">{LINKS[each.link]}</td>
              <td>
                <WithTip text={exact(each.at)}>{ago(each.at)}</WithTip>
                {each.count > 1 && <span class="dv-3">, {counted(each.count, "time")}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
