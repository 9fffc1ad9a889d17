// What must be known before anything else about a dataset: each one sentence and one way on.

import type { DatasetFacts } from "../../../protocol/operations";
import { ago, Banner, usePort } from "../../../ui";
import { refusal } from "./acting";

export function Banners(props: {
  facts: DatasetFacts;
  now: Date;
  trouble?: string;
  onRetry: () => void;
  onExport?: () => void;
  onUnarchive: () => void;
}) {
  const { facts, onExport } = props;
  const { isAlive } = usePort();
  const why = (action: string) => refusal(facts, action, isAlive);
  const exporting = onExport && !why("export") ? { label: "Export", onPress: onExport } : undefined;
  return (
    <>
      {!isAlive && <Banner icon="offline" text="Saved copy. Run the cell to use it." />}
      {props.trouble && (
        <Banner
          tone="bad"
          text={`${props.trouble} What you see is as it was last known.`}
          action={{ label: "Try again", onPress: props.onRetry }}
        />
      )}
      {facts.state === "orphaned" && (
        <Banner
          tone="warn"
          text={`Its pipeline was deleted, so it is read-only. You can read and export version ${facts.version}.`}
          action={exporting}
        />
      )}
      {facts.is_live && facts.pipeline_state === "paused" && (
        <Banner text="Its pipeline is paused: nobody gets new tasks, and what was begun waits." />
      )}
      {facts.source === "pipeline" && facts.state === "complete" && (
        <Banner
          text={`Its pipeline is completed. You see version ${facts.version}, frozen ${ago(facts.version_at ?? facts.updated_at, props.now)}.`}
        />
      )}
      {facts.is_read_only && facts.state !== "orphaned" && (
        <Banner
          icon="lock"
          text="Read-only. You can read and export; nothing can be changed."
          action={exporting}
        />
      )}
      {facts.is_archived && (
        <Banner
          icon="archive"
          text={`Archived${facts.archived_at ? ` ${ago(facts.archived_at, props.now).toLowerCase()}` : ""}. It is left out of the list; its rows and versions stay.`}
          action={why("unarchive") ? undefined : { label: "Unarchive", onPress: props.onUnarchive }}
        />
      )}
    </>
  );
}
