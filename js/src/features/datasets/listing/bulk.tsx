// What can be done with the chosen datasets. It stands between the tools and the table.

import { useEffect, useState } from "preact/hooks";
import type { BulkCheck } from "../../../protocol/operations";
import { Button, count, Icon, Kbd, Menu, useAsk, usePort } from "../../../ui";
import type { Verb } from "./lifecycle";

interface BulkProps {
  selected: readonly string[];
  /** Changes when the vault does. */
  revision: number;
  /** How many match in all. */
  total: number;
  isBusy: boolean;
  onRun: (verb: Verb) => void;
  onVisible: () => void;
  onAll: () => void;
  onNone: () => void;
}

/** "12 of 300" while a long action runs. */
function useProgress(isBusy: boolean): string {
  const port = usePort();
  const [words, setWords] = useState("");
  useEffect(() => {
    if (!isBusy) return setWords("");
    return port.onNews(({ news, data }) => {
      if (news === "lifecycle.progress")
        setWords(`${count(Number(data.done))} of ${count(Number(data.total))}`);
    });
  }, [port, isBusy]);
  return words;
}

const part = (verb: string, n: number, of: number): string =>
  n === of ? verb : `${verb} ${count(n)} of ${count(of)}`;

function Why({ check }: { check: BulkCheck | undefined }) {
  if (!check?.held.length) return null;
  return (
    <div class="dv-why dv-s dv-2">
      <Icon name="info" small />
      <span>
        {check.held.map(({ subject, reason }) => (
          <span key={reason}>
            <b class="dv-m">{subject}</b> {reason}{" "}
          </span>
        ))}
      </span>
    </div>
  );
}

function Deeds(props: {
  n: number;
  check: BulkCheck | undefined;
  isBusy: boolean;
  onRun: BulkProps["onRun"];
}) {
  const { n, check, isBusy, onRun } = props;
  const none = (n: number | undefined, words: string) => (n === 0 ? words : undefined);
  return (
    <>
      <Button
        size="s"
        kind="quiet"
        icon="archive"
        isBusy={isBusy}
        label={part("Archive", check?.archive_count ?? n, n)}
        reason={none(check?.archive_count, "None of these can be archived")}
        onPress={() => onRun("archive")}
      />
      {check && check.unarchive_count > 0 && (
        <Button
          size="s"
          kind="quiet"
          icon="archive"
          label={part("Unarchive", check.unarchive_count, n)}
          onPress={() => onRun("unarchive")}
        />
      )}
      <Button
        size="s"
        kind="quiet"
        icon="trash"
        label={`${part("Delete", check?.delete_count ?? n, n)}…`}
        reason={none(check?.delete_count, "None of these can be deleted")}
        onPress={() => onRun("delete")}
      />
    </>
  );
}

export function BulkBar(props: BulkProps) {
  const { selected, isBusy, onRun } = props;
  const n = selected.length;
  const ids = [...selected];
  const { data, error, isLoading } = useAsk("lifecycle.check", { ids }, [
    ids.join(),
    props.revision,
  ]);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const progress = useProgress(isBusy);
  // Until it is known what each action takes, it takes all: the kernel decides in any case.
  const check = isLoading ? undefined : data;
  return (
    <div class="dv-bulk">
      <div class="dv-bulk-bar" role="toolbar" aria-label={`${count(n)} selected`}>
        <Button
          size="s"
          kind="quiet"
          caret
          label={`${count(n)} selected`}
          popup="menu"
          isOpen={anchor !== null}
          onPress={(event) => setAnchor(anchor ? null : (event.currentTarget as HTMLElement))}
        />
        <Deeds n={n} check={check} isBusy={isBusy} onRun={onRun} />
        <span class="dv-grow dv-s dv-2">{progress}</span>
        <button type="button" class="dv-btn dv-btn-s dv-btn-0" onClick={props.onNone}>
          Clear
          <Kbd keys="Esc" />
        </button>
      </div>
      {error && <div class="dv-why dv-s dv-2">{error.message}</div>}
      <Why check={data} />
      {anchor && (
        <Menu
          anchor={anchor}
          label="Select"
          onClose={() => setAnchor(null)}
          entries={[
            { label: "Those on screen", onPress: props.onVisible },
            { label: "All that match", note: count(props.total), onPress: props.onAll },
            { label: "None", keys: "Esc", onPress: props.onNone },
          ]}
        />
      )}
    </div>
  );
}
