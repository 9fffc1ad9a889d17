// What can be done with versions: each says what came of it, in a toast.

import { useEffect, useReducer } from "preact/hooks";
import type { VersionItem, VersionOutcomes, VersionPage } from "../../protocol/operations";
import { sentence } from "../../transport/port";
import { counted, type Toast, useAsk, useEvent, usePort } from "../../ui";
import { type Outcomes, resultsOf, summed } from "./outcomes";

/** What is said about a version; what is left out stays as it is. */
export type Change = Partial<Pick<VersionItem, "name" | "description" | "metadata">>;
export type Say = (said: Toast) => void;
type Show = (outcomes: Outcomes) => void;

/** The versions, asked anew whenever the catalogue changes. */
export function useVersions(datasetId: string) {
  const port = usePort();
  const [turn, again] = useReducer((n: number, _: unknown) => n + 1, 0);
  const found = useAsk("lineage.versions", { dataset_id: datasetId }, [datasetId, turn]);
  useEffect(
    () => port.onNews(({ news }) => news === "datasets.changed" && again(undefined)),
    [port],
  );
  return { ...found, again: () => again(undefined) };
}

/** What came of it: `verb` for each version, `done` where all of them were. */
function telling(page: VersionPage, show: Show) {
  return (data: VersionOutcomes, verb: string, done = verb): Toast => {
    const results = resultsOf(page.versions, data.outcomes);
    const first = results.find(({ problem }) => problem);
    if (!first) return { text: `${done} ${counted(data.outcomes.length, "version")}` };
    const why = `${first.item.number}: ${first.problem}`;
    const action = { label: "Show", onPress: () => show({ results, done: verb }) };
    return { text: `${summed(results, verb)}. ${why}`, tone: "bad", action };
  };
}

/** Changes what is said about a version. */
function useDescribing(datasetId: string, again: () => void) {
  const port = usePort();
  /** Resolves to why it was refused, for the field to say; to nothing once it is done. */
  return useEvent(async (id: string, change: Change): Promise<unknown> => {
    try {
      await port.ask("lineage.describe", { dataset_id: datasetId, version_id: id, ...change });
      again();
      return undefined;
    } catch (error) {
      return error;
    }
  });
}

/** Actions on versions; what can't be done is said, the rest is done. */
export function useActing(page: VersionPage, say: Say, again: () => void, show: Show) {
  const { dataset_id: datasetId } = page;
  const port = usePort();
  const trying = async (act: () => Promise<Toast | undefined>): Promise<boolean> => {
    try {
      const said = await act();
      again();
      if (said) say(said);
      return true;
    } catch (error) {
      say({ text: sentence(error), tone: "bad" });
      return false;
    }
  };
  const told = telling(page, show);
  const archive = useEvent(
    (ids: string[], isOn: boolean, isUndo = false): Promise<boolean> =>
      trying(async () => {
        const op = isOn ? "lineage.archive" : "lineage.unarchive";
        const { data } = await port.ask(op, { dataset_id: datasetId, version_ids: ids });
        const said = told(data, isOn ? "Archived" : "Brought back");
        const undo = { label: "Undo", onPress: () => void archive(ids, !isOn, true) };
        return { action: isUndo ? undefined : undo, ...said };
      }),
  );
  const publish = useEvent((ids: string[]) =>
    trying(async () => {
      const asked = { dataset_id: datasetId, version_ids: ids };
      return told((await port.ask("lineage.publish", asked)).data, "Published");
    }),
  );
  const tag = useEvent(
    (ids: string[], word: string, isOff = false): Promise<boolean> =>
      trying(async () => {
        const asked = {
          dataset_id: datasetId,
          version_ids: ids,
          tag: word,
          is_off: isOff === true,
        };
        const { data } = await port.ask("lineage.tag", asked);
        return isOff
          ? told(data, "Untagged", `Took “${word}” off`)
          : told(data, "Tagged", `Tagged “${word}”:`);
      }),
  );
  return { archive, publish, tag, describe: useDescribing(datasetId, again) };
}
