// What a chart can filter by, as a list: for keys, for readers, and for marks too small to press.

import { useState } from "preact/hooks";
import type { BoardDrawing, Brush } from "../../../protocol/operations";
import { Button, Check, Popover, Select, TextInput } from "../../../ui";
import { between, type Picked } from "./selection";

const MOST = 60;

export interface ValuesProps {
  anchor: HTMLElement;
  name: string;
  drawing: BoardDrawing;
  own: readonly Picked[];
  onPick: (pick: Picked, isMore: boolean) => void;
  onClose: () => void;
}

/** "species is Adelie" below "species" is "Adelie". */
const shortened = (words: string, title: string): string => {
  const value = words.startsWith(`${title} `) ? words.slice(title.length + 1) : words;
  return value.replace(/^is /, "");
};

function Group(props: ValuesProps & { title: string; picks: readonly number[] }) {
  const { title, picks, drawing, own } = props;
  const [search, setSearch] = useState("");
  const all = picks.flatMap((at) => drawing.picks[at] ?? []);
  const found = all.filter(({ words }) => words.toLowerCase().includes(search.toLowerCase()));
  const isOn = (words: string) => own.some((each) => each.words === words);
  return (
    <fieldset class="dv-board-values">
      <legend>{title}</legend>
      {all.length > MOST && (
        <TextInput label={`Search ${title}`} icon="search" value={search} onInput={setSearch} />
      )}
      {found.slice(0, MOST).map((pick) => (
        <Check
          key={pick.words}
          label={shortened(pick.words, title)}
          isOn={isOn(pick.words)}
          onChange={() => props.onPick(pick, true)}
        />
      ))}
      {found.length > MOST && (
        <p class="dv-s dv-3">{found.length - MOST} more: search to find them</p>
      )}
    </fieldset>
  );
}

/** What was written as a place on the axis: a number, or the clock time of a date. */
function placeOf(brush: Brush, text: string): number {
  if (brush.form === "number") return text.trim() ? Number(text) : Number.NaN;
  const found = /^\s*(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?\s*$/.exec(text);
  return found ? Date.parse(`${found[1]}T${found[2] ?? "00:00"}Z`) : Number.NaN;
}

function Range(props: ValuesProps & { brush: Brush }) {
  const { brush, own } = props;
  const edges = brush.edges ?? [];
  const span = own.find((each) => each.span)?.span;
  const written = (place: number | undefined) => {
    if (place === undefined) return "";
    return brush.form === "number" ? `${place}` : new Date(place).toISOString().slice(0, 10);
  };
  const [from, setFrom] = useState(written(span?.[0]));
  const [to, setTo] = useState(written(span?.[1]));
  const [first, setFirst] = useState(span?.[0] ?? edges[0]?.place ?? 0);
  const [last, setLast] = useState(span?.[1] ?? edges.at(-1)?.place ?? 0);
  const isBinned = edges.length > 0;
  const ends = isBinned ? [first, last] : [placeOf(brush, from), placeOf(brush, to)];
  const [low, high] = ends as [number, number];
  const pick = low <= high ? between(brush, low, high) : undefined;
  const options = edges.map(({ place, words }) => ({ value: place, label: words }));
  const hint = brush.form === "number" ? "" : "2026-01-31";
  return (
    <fieldset class="dv-board-range">
      <legend>{`Range of ${brush.column}`}</legend>
      {isBinned ? (
        <>
          <Select label="From" value={first} options={options} onChange={setFirst} size="s" />
          <Select label="up to" value={last} options={options} onChange={setLast} size="s" />
        </>
      ) : (
        <>
          <TextInput label="From" placeholder={hint || "From"} value={from} onInput={setFrom} />
          <TextInput label="To" placeholder={hint || "To"} value={to} onInput={setTo} />
        </>
      )}
      <Button
        size="s"
        label="Filter by this range"
        reason={pick ? undefined : "It needs a beginning and a later end"}
        onPress={() => pick && props.onPick(pick, false)}
      />
    </fieldset>
  );
}

export function Values(props: ValuesProps) {
  const { drawing, name } = props;
  const groups = drawing.groups ?? [];
  return (
    <Popover
      anchor={props.anchor}
      label={`Filter the other charts by ${name}`}
      width={280}
      class="dv-board-pop"
      onClose={props.onClose}
    >
      {drawing.brush && <Range {...props} brush={drawing.brush} />}
      {groups.map(({ title, picks }) => (
        <Group key={title} {...props} title={title} picks={picks} />
      ))}
    </Popover>
  );
}
