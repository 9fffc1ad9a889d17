// Several texts under each other: options, people; and what the points of a scale mean.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button, IconButton, TextInput } from "../../../ui";
import { moved, put } from "./sheet";

const kept = (rows: readonly string[]) => rows.filter((row) => row.trim() !== "");

const isSame = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((each, at) => each === b[at]);

/** The lines as they stand, also empty ones, which aren't told. */
function useRows(value: readonly string[], onChange: (made: string[]) => void) {
  const [rows, setRows] = useState<readonly string[]>(value);
  const shown = isSame(kept(rows), value) ? rows : value;
  const change = (made: readonly string[]) => {
    setRows(made);
    onChange(kept(made));
  };
  return [shown.length > 0 ? shown : [""], change] as const;
}

/** The line that is to have the focus once it is drawn. */
function useLine() {
  const list = useRef<HTMLUListElement>(null);
  const next = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    const at = next.current;
    if (at === undefined) return;
    next.current = undefined;
    list.current?.querySelectorAll("input")[at]?.focus();
  });
  const go = (at: number) => {
    next.current = at;
  };
  return { list, go };
}

interface ListProps {
  /** What one of them is: "Option". */
  noun: string;
  value: readonly string[];
  placeholder?: string;
  isOrdered?: boolean;
  onChange: (value: string[]) => void;
}

/** What the keys and the clipboard do with lines. */
function useLines(props: ListProps) {
  const [rows, change] = useRows(props.value, props.onChange);
  const { list, go } = useLine();
  const move = (at: number, to: number) => {
    if (to < 0 || to >= rows.length) return;
    go(to);
    change(moved(rows, at, to));
  };
  const add = (at: number) => {
    go(at);
    change(put(rows, at, ""));
  };
  const remove = (at: number) => {
    go(Math.max(0, at - 1));
    change(rows.filter((_, i) => i !== at));
  };
  const write = (at: number, text: string) =>
    change(rows.map((each, i) => (i === at ? text : each)));
  const keys = (at: number) => (event: KeyboardEvent) => {
    const isMove = event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown");
    const isGone = event.key === "Backspace" && rows[at] === "" && rows.length > 1;
    if (!isMove && !isGone && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") add(at + 1);
    else if (isGone) remove(at);
    else if (props.isOrdered) move(at, event.key === "ArrowUp" ? at - 1 : at + 1);
  };
  const paste = (at: number) => (event: ClipboardEvent) => {
    const lines = kept((event.clipboardData?.getData("text") ?? "").split(/\r?\n/));
    if (lines.length < 2) return;
    event.preventDefault();
    go(at + lines.length - 1);
    const rest = rows.filter((row, i) => i !== at || row !== "");
    change([...rest.slice(0, at), ...lines.map((line) => line.trim()), ...rest.slice(at)]);
  };
  return { rows, list, move, add, remove, write, keys, paste };
}

/** Lines of text: Enter begins the next, Alt+↑ and Alt+↓ move one; pasted lines are lines. */
export function TextList(props: ListProps) {
  const { noun, isOrdered } = props;
  const { rows, list, move, add, remove, write, keys, paste } = useLines(props);
  const word = noun.toLowerCase();
  return (
    <div class="dv-stack dv-stack-4">
      <ul ref={list} class="dv-stack dv-stack-4">
        {rows.map((row, at) => (
          <li key={at} class="dv-row dv-row-4" onPaste={paste(at)}>
            <TextInput
              class="dv-grow"
              label={`${noun} ${at + 1}`}
              placeholder={at === 0 ? props.placeholder : undefined}
              value={row}
              onInput={(text) => write(at, text)}
              onKeyDown={keys(at)}
            />
            {isOrdered && (
              <IconButton
                icon="arrow-up"
                label={`Move ${word} ${at + 1} up`}
                reason={at === 0 ? "It is the first" : undefined}
                onPress={() => move(at, at - 1)}
              />
            )}
            <IconButton
              icon="trash"
              label={`Remove ${word} ${at + 1}`}
              reason={rows.length === 1 && row === "" ? "It is empty" : undefined}
              onPress={() => remove(at)}
            />
          </li>
        ))}
      </ul>
      <div class="dv-row">
        <Button
          size="s"
          kind="quiet"
          icon="plus"
          label={`Add ${noun === "Option" ? "an option" : `a ${word}`}`}
          onPress={() => add(rows.length)}
        />
      </div>
    </div>
  );
}

const MOST_POINTS = 21;

/** What the points of a scale mean; of a long scale its ends, and those that are named already. */
export function Meanings(props: {
  low: number;
  high: number;
  value: Readonly<Record<string, string>>;
  onChange: (value: Record<string, string>) => void;
}) {
  const { low, high, value } = props;
  const isShort = high - low >= 0 && high - low < MOST_POINTS;
  const all = isShort ? Array.from({ length: high - low + 1 }, (_, i) => low + i) : [low, high];
  const named = Object.keys(value).map(Number);
  const points = [...new Set([...all, ...named])].sort((a, b) => a - b);
  const change = (point: number, text: string) => {
    const { [String(point)]: _, ...rest } = value;
    props.onChange(text ? { ...rest, [String(point)]: text } : rest);
  };
  return (
    <ul class="dv-points">
      {points.map((point) => (
        <li key={point} class="dv-row">
          <span class="dv-num dv-2" aria-hidden="true">
            {String(point).replace("-", "−")}
          </span>
          <TextInput
            class="dv-grow"
            label={`What ${point} means`}
            value={value[String(point)] ?? ""}
            onInput={(text) => change(point, text)}
          />
        </li>
      ))}
    </ul>
  );
}
