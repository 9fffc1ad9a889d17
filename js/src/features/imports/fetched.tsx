// A file among the contents of Jupyter's server: fetched from there, then imported like any other.

import { useEffect, useState } from "preact/hooks";
import { Button, bytes, EmptyState, later, Progress, Spinner } from "../../ui";
import type { ImportPanelProps } from "./panel";

const ImportPanel = later<ImportPanelProps>("ImportPanel");

/** Where a file is, and what it is known by. */
export interface Found {
  url: string;
  modified: number;
  byteCount: number | null;
}

const WHY: Record<number, string> = {
  403: "Jupyter does not let you read it.",
  404: "It is not there any more: it was moved, renamed or deleted.",
};

const whyNot = (status: number) => WHY[status] ?? `The server answered with status ${status}.`;

/** What went wrong, in a sentence; Jupyter's own errors carry the response. */
function sentenceOf(error: unknown): string {
  const status = (error as { response?: Response }).response?.status;
  if (status) return whyNot(status);
  if (error instanceof TypeError) return "The server does not answer. Look whether it still runs.";
  return error instanceof Error ? error.message : String(error);
}

/** All of a file, part by part, so that it need not lie in memory whole. */
async function fetched(
  name: string,
  { url, modified }: Found,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<File> {
  const response = await fetch(url, { signal, cache: "no-store" });
  if (!response.ok || !response.body) throw new Error(whyNot(response.status));
  const parts: Blob[] = [];
  let pending: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  let count = 0;
  const lay = () => {
    parts.push(new Blob(pending));
    pending = [];
    held = 0;
  };
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pending.push(value);
    held += value.byteLength;
    count += value.byteLength;
    if (held > 4_000_000) lay();
    onBytes(count);
  }
  lay();
  return new File(parts, name, { lastModified: modified });
}

type State = { count: number; total: number | null } | { file: File } | { trouble: string };

function useFile(name: string, find: () => Promise<Found>) {
  const [state, setState] = useState<State>({ count: 0, total: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const fetching = new AbortController();
    const { signal } = fetching;
    const set = (next: State) => signal.aborted || setState(next);
    set({ count: 0, total: null });
    find()
      .then((found) =>
        fetched(name, found, (count) => set({ count, total: found.byteCount }), signal),
      )
      .then(
        (file) => set({ file }),
        (error) => set({ trouble: sentenceOf(error) }),
      );
    return () => fetching.abort();
  }, [turn]);
  return { state, again: () => setTurn(turn + 1) };
}

/** The import panel with a file of Jupyter's server chosen. */
export function ImportFetched(props: {
  name: string;
  find: () => Promise<Found>;
  onDone: (datasetId: string) => void;
  onClose: () => void;
}) {
  const { name, onDone, onClose } = props;
  const { state, again } = useFile(name, props.find);
  const cancel = { label: "Cancel", onPress: onClose };
  if ("file" in state) return <ImportPanel files={[state.file]} {...{ onDone, onClose }} />;
  if ("trouble" in state)
    return (
      <EmptyState
        icon="error"
        title={`${name} can’t be read`}
        text={state.trouble}
        actions={[{ label: "Try again", onPress: again }, cancel]}
      />
    );
  const { count, total } = state;
  return (
    <div class="dv-import-job">
      <div class="dv-row">
        <h2 class="dv-m dv-cut dv-grow">Reading {name}</h2>
        <Button size="s" {...cancel} />
      </div>
      {total ? (
        <Progress
          label={`Reading ${name}`}
          done={Math.min(count, total)}
          total={total}
          note={`${bytes(count)} of ${bytes(total)}`}
        />
      ) : (
        <Spinner label={count ? bytes(count) : "Looking for it"} />
      )}
    </div>
  );
}
