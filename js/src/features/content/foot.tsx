// What the view holds, in exact numbers, and what can be done with it.

import { useState } from "preact/hooks";
import { Button, count, counted, IconButton, Menu, type MenuEntry, Spinner } from "../../ui";

export interface FootProps {
  total: number | null;
  matching: number | null;
  isWhole: boolean;
  columns: number;
  hidden: number;
  selected: number | null;
  row: number | null;
  isBusy: boolean;
  isChanged: boolean;
  isLive: boolean;
  isNarrow: boolean;
  isAlive: boolean;
  rowField: { current: HTMLInputElement | null };
  onGo: (row: number) => void;
  onLeave: () => void;
  onRefresh: () => void;
  onClearSelection: () => void;
  /** Absent: a choice of rows can't be had there. */
  onNotebook?: () => void;
  onCopy: (format: "tsv" | "markdown") => void;
  /** Left out where nothing can be saved. */
  onSave?: () => void;
}

export function Foot(props: FootProps) {
  const { hidden, selected, isNarrow, isAlive } = props;
  const hasSelection = selected !== null && selected > 0;
  return (
    <div class="dv-foot">
      <span class="dv-facts-line dv-cut">
        <Rows {...props} />
        {!isNarrow && (
          <span class="dv-dot">
            {counted(props.columns, "column")}
            {hidden > 0 && `, ${count(hidden)} hidden`}
          </span>
        )}
        {props.isLive && <span class="dv-dot">Live</span>}
        {hasSelection && (
          <span class="dv-dot">
            <b>{count(selected)}</b> selected
          </span>
        )}
      </span>
      {hasSelection && (
        <IconButton size="s" icon="close" label="Select none" onPress={props.onClearSelection} />
      )}
      <span class="dv-grow" />
      {props.isChanged && (
        <>
          <span class="dv-cut">The dataset changed</span>
          <Button size="s" kind="quiet" label="Show the new rows" onPress={props.onRefresh} />
          <span class="dv-sep" />
        </>
      )}
      {isAlive && <Doing {...props} hasSelection={hasSelection} />}
      <RowField {...props} />
    </div>
  );
}

function Rows({ total, matching, isWhole, isBusy, isAlive }: FootProps) {
  if (isBusy) return <Spinner label="The kernel is busy with a cell; this waits for it" />;
  if (matching === null) return <Spinner label="Counting rows" />;
  if (isWhole || total === null) {
    return (
      <span>
        <b>{count(matching)}</b>
        {!isAlive && total !== null && total > matching ? ` of ${count(total)}` : ""}{" "}
        {(isAlive ? matching : (total ?? matching)) === 1 ? "row" : "rows"}
      </span>
    );
  }
  return (
    <span>
      <b>{count(matching)}</b> of <b>{count(total)}</b> {total === 1 ? "row" : "rows"}
    </span>
  );
}

/** The deeds: buttons with words where there is room, else one menu. */
function Doing(props: FootProps & { hasSelection: boolean }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { hasSelection, isNarrow } = props;
  const what = hasSelection ? "selection" : "view";
  const entries: MenuEntry[] = [
    {
      label: `Copy ${what} as text`,
      icon: "copy",
      keys: "Ctrl C",
      onPress: () => props.onCopy("tsv"),
    },
    { label: `Copy ${what} as Markdown`, icon: "copy", onPress: () => props.onCopy("markdown") },
  ];
  const { onSave } = props;
  if (onSave) entries.push("line", { label: "Save as dataset", icon: "save", onPress: onSave });
  const toNotebook: MenuEntry = {
    label: "Selection to notebook",
    icon: "book",
    onPress: props.onNotebook,
  };
  const open = (event: MouseEvent) => setAnchor(event.currentTarget as HTMLElement);
  return (
    <>
      {hasSelection && !isNarrow && props.onNotebook && (
        <Button
          size="s"
          kind="quiet"
          icon="book"
          label="Selection to notebook"
          onPress={props.onNotebook}
        />
      )}
      {isNarrow ? (
        <IconButton size="s" icon="more" label="Copy and save" popup="menu" onPress={open} />
      ) : (
        <>
          <Button size="s" kind="quiet" label="Copy" caret popup="menu" onPress={open} />
          {onSave && (
            <Button size="s" kind="quiet" icon="save" label="Save as dataset" onPress={onSave} />
          )}
        </>
      )}
      {anchor && (
        <Menu
          anchor={anchor}
          label="Copy and save"
          entries={
            isNarrow
              ? hasSelection && props.onNotebook
                ? [toNotebook, ...entries]
                : entries
              : entries.slice(0, 2)
          }
          onClose={() => setAnchor(null)}
        />
      )}
      <span class="dv-sep" />
    </>
  );
}

/** Go to a row by its number; it is read when Enter is pressed. */
function RowField(props: FootProps) {
  const { matching, rowField, row } = props;
  const [text, setText] = useState("");
  const [isWrong, setWrong] = useState(false);
  const most = matching ?? 0;
  const go = () => {
    const wanted = Number(text.replaceAll(/[\s,.]/g, ""));
    if (!text.trim() || !Number.isInteger(wanted) || wanted < 1 || wanted > most) {
      return setWrong(true);
    }
    setText("");
    props.onGo(wanted - 1);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter") go();
    else if (event.key === "Escape") {
      setText("");
      props.onLeave();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const hint = most > 0 ? `1–${count(most)}` : "";
  return (
    <label class="dv-row dv-row-4">
      Row
      <span class={`dv-input dv-input-s dv-rowfield ${isWrong ? "is-bad" : ""}`}>
        <input
          ref={rowField}
          value={text}
          size={Math.max(5, hint.length)}
          placeholder={row === null ? hint : count(row + 1)}
          aria-label={`Go to row${hint && `, ${hint.replace("–", " to ")}`}`}
          aria-invalid={isWrong || undefined}
          inputMode="numeric"
          autocomplete="off"
          disabled={most === 0}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setWrong(false);
          }}
          onKeyDown={keys}
        />
      </span>
    </label>
  );
}
