// What can be done with versions: each says what came of it, in a toast.

import { useEffect, useReducer } from "preact/hooks";
import type { VersionItem, VersionOutcomes } from "../../protocol/operations";
import { sentence } from "../../transport/port";
import { counted, type Toast, useAsk, useEvent, usePort } from "../../ui";

/** What is said about a version; what is left out stays as it is. */
export type Change = Partial<Pick<VersionItem, "name" | "description" | "metadata">>;
export type Say = (said: Toast) => void;

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

const problems = ({ outcomes }: VersionOutcomes) => outcomes.filter(({ problem }) => problem);

/** Actions on versions; what can't be done is said, the rest is done. */
export function useActing(datasetId: string, say: Say, again: () => void) {
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
  const told = (data: VersionOutcomes, done: string, undo?: () => void): Toast => {
    const [first] = problems(data);
    if (first) return { text: `${first.problem} ${first.hint}`.trim(), tone: "bad" };
    const text = `${done} ${counted(data.outcomes.length, "version")}`;
    return { text, action: undo && { label: "Undo", onPress: undo } };
  };
  const archive = useEvent(
    (ids: string[], isOn: boolean, isUndo = false): Promise<boolean> =>
      trying(async () => {
        const op = isOn ? "lineage.archive" : "lineage.unarchive";
        const { data } = await port.ask(op, { dataset_id: datasetId, version_ids: ids });
        const undo = () => void archive(ids, !isOn, true);
        return told(data, isOn ? "Archived" : "Brought back", isUndo ? undefined : undo);
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
        return told(data, isOff ? `Took “${word}” off` : `Tagged “${word}”:`);
      }),
  );
  /** Resolves to why it was refused, for the field to say; to nothing once it is done. */
  const describe = useEvent(async (id: string, change: Change): Promise<unknown> => {
    try {
      await port.ask("lineage.describe", { dataset_id: datasetId, version_id: id, ...change });
      again();
      return undefined;
    } catch (error) {
      return error;
    }
  });
  return { archive, publish, tag, describe };
}
