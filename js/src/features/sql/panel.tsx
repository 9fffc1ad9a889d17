// The SQL pane: a query, its time, and what it gave.

import { useRef, useState } from "preact/hooks";
import { Button, IconButton, Kbd, Menu, useAsk, useEvent, useToasts } from "../../ui";
import { copyText } from "../../ui/clipboard";
import { Editor } from "./editor";
import { useHistory } from "./history";
import { Result, type ResultProps } from "./result";
import { useRun } from "./running";

export interface SqlProps {
  datasetId: string;
  chart: ResultProps["chart"];
  onClose: () => void;
}

/** What is written stays while the page does, for each dataset. */
const drafts = new Map<string, string>();
const MOST_SHOWN = 20;

function useDraft(datasetId: string) {
  const [text, setText] = useState(drafts.get(datasetId) ?? "");
  const write = (made: string) => {
    drafts.set(datasetId, made);
    setText(made);
  };
  return { text, write };
}

const shortened = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
};

function Earlier(props: { history: readonly string[]; onChoose: (text: string) => void }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <IconButton
        icon="clock"
        size="s"
        label="Earlier queries"
        popup="menu"
        isOpen={anchor !== null}
        reason={props.history.length > 0 ? undefined : "No query has run yet"}
        onPress={(event) => setAnchor(event.currentTarget as HTMLElement)}
      />
      {anchor && (
        <Menu
          label="Earlier queries"
          anchor={anchor}
          onClose={() => setAnchor(null)}
          entries={props.history.slice(0, MOST_SHOWN).map((text) => ({
            label: shortened(text),
            onPress: () => props.onChoose(text),
          }))}
        />
      )}
    </>
  );
}

export function SqlPanel({ datasetId, chart, onClose }: SqlProps) {
  const { text, write } = useDraft(datasetId);
  const area = useRef<HTMLTextAreaElement>(null);
  const runButton = useRef<HTMLButtonElement>(null);
  const { say, view: toasts } = useToasts();
  const { history, remember } = useHistory();
  const { state, run, cancel } = useRun(datasetId, remember);
  const described = useAsk("datasets.describe", { dataset_id: datasetId }, [datasetId]);
  const isRunning = state.phase === "running";
  const result = useRef<HTMLDivElement>(null);
  const [floor, setFloor] = useState(0);
  const act = useEvent(() => {
    if (!text.trim()) return;
    // What is below stays where it is while the next rows come.
    setFloor(result.current?.offsetHeight ?? 0);
    run(text);
  });
  const copy = async (code: string) =>
    say(
      (await copyText(code))
        ? { text: "Copied a cell that gives these rows. Paste it into the notebook." }
        : { tone: "bad", text: "The browser did not allow copying. Nothing was copied." },
    );
  const choose = (chosen: string) => {
    write(chosen);
    area.current?.focus();
  };
  return (
    <section class="dv-sql" aria-label="SQL pane">
      <Editor
        {...{ datasetId, history, area }}
        value={text}
        onInput={write}
        onRun={act}
        onLeave={() => runButton.current?.focus()}
      />
      <div class="dv-sql-bar">
        <Button
          kind="primary"
          label="Run"
          keys="Ctrl Enter"
          elementRef={runButton}
          reason={
            isRunning ? "A query is running" : text.trim() ? undefined : "Write a SELECT first"
          }
          onPress={act}
        />
        <Kbd keys="Ctrl Enter" />
        <Earlier history={history} onChoose={choose} />
        <span class="dv-grow" />
        <Button kind="quiet" size="s" icon="left" label="Back to the chart" onPress={onClose} />
      </div>
      <div
        class="dv-sql-result"
        ref={result}
        style={isRunning ? { minHeight: `${floor}px` } : undefined}
      >
        <Result
          {...{ state, chart }}
          name={described.data?.name ?? "the open dataset"}
          onCopy={(code) => void copy(code)}
          onRetry={act}
          onCancel={cancel}
          // The button that had the focus is gone with the query.
          onFocusLost={() => runButton.current?.focus()}
        />
      </div>
      {toasts}
    </section>
  );
}
