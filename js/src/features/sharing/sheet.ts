// The state of a share: looked at, and changed by deeds one after another.

import { useEffect, useRef, useState } from "preact/hooks";
import type { ArgsOf, ResultOf } from "../../protocol/operations";
import { isWithdrawn, sentence } from "../../transport/port";
import { Pace, useEvent, usePort } from "../../ui";
import { type Deed, type Sheet, sheetOf, type Terms } from "./types";

const PACE_MS = 2_000;

const termsOf = ({ ends_at, can_export, columns }: Sheet): Terms => ({
  ...{ ends_at, can_export },
  hidden: columns.filter((each) => each.is_hidden).map((each) => each.name),
});

type Given<O extends Deed> = Omit<ArgsOf<O>, "dataset_id">;

/** What runs: looks and deeds are counted, so that an older answer is known. */
interface Line {
  looks: number;
  deeds: number;
  open: number;
  last: Promise<unknown>;
}

function useLooks(datasetId: string) {
  const port = usePort();
  const [sheet, setSheet] = useState<Sheet>();
  const [error, setError] = useState<Error>();
  const line = useRef<Line>({ looks: 0, deeds: 0, open: 0, last: Promise.resolve() });
  /** A look that a deed overtook is forgotten: the deed's answer is newer. */
  const look = useEvent(async () => {
    const it = line.current;
    it.looks += 1;
    const { looks, deeds } = it;
    const isOld = () => it.looks !== looks || it.deeds !== deeds || it.open > 0;
    try {
      const { data } = await port.ask("sharing.look", { dataset_id: datasetId });
      if (isOld()) return;
      setSheet(data);
      setError(undefined);
    } catch (failed) {
      if (!isOld() && !isWithdrawn(failed)) setError(failed as Error);
    }
  });
  useEffect(() => {
    if (!port.isAlive) return;
    void look();
    const pace = new Pace(look, PACE_MS);
    const hush = port.onNews(({ news }) => {
      if (news === "shares") void look();
      else if (news === "datasets.changed") pace.due();
    });
    return () => {
      hush();
      pace.close();
    };
  }, [port, datasetId]);
  return { sheet, setSheet, error, look, line: line.current };
}

export function useSheet(datasetId: string) {
  const port = usePort();
  const { sheet, setSheet, error, look, line } = useLooks(datasetId);
  const [trouble, setTrouble] = useState("");
  const [running, setRunning] = useState("");
  const [draft, setDraft] = useState<Terms | null>(null);

  const asked = async <O extends Deed>(op: O, args: Given<O>): Promise<ResultOf<O> | undefined> => {
    try {
      const { data } = await port.ask(op, { dataset_id: datasetId, ...args } as ArgsOf<O>);
      setSheet(sheetOf(data));
      return data;
    } catch (failed) {
      if (!isWithdrawn(failed)) setTrouble(sentence(failed));
      return undefined;
    } finally {
      line.open -= 1;
      if (line.open === 0) {
        setRunning("");
        setDraft(null);
      }
    }
  };
  /** Do something once what was pressed before is done; undefined where it was refused. */
  const act = useEvent(<O extends Deed>(op: O, args: Given<O>) => {
    line.deeds += 1;
    line.open += 1;
    setTrouble("");
    setRunning(op);
    const done = line.last.then(() => asked(op, args));
    line.last = done;
    return done;
  });

  const terms = draft ?? (sheet && termsOf(sheet));
  /** Terms are shown as they are wanted until the last answer says how they are. */
  const change = useEvent((wanted: Partial<Terms>) => {
    if (!terms) return;
    const next = { ...terms, ...wanted };
    setDraft(next);
    void act("sharing.change", next);
  });
  return { sheet, error, trouble, running, terms, look, act, change, setTrouble };
}

export type Sharing = ReturnType<typeof useSheet>;
