// The line at the top: what is done here, by whom, whether it is kept, how long, how far.

import { useEffect, useState } from "preact/hooks";
import type { WorkPlace } from "../../protocol/operations";
import { Button, capital, count, duration, Icon, usePort, WithTip } from "../../ui";
import type { Keeping, WorkState } from "./state";

const KEPT: Record<Keeping, string> = {
  none: "",
  waiting: "Not saved yet",
  saving: "Saving",
  saved: "Saved",
  partly: "Saved but for what is marked",
  unsaved: "Not saved",
};

/** The kernel, or the server, is at something else. */
export function useBusy(): boolean {
  const port = usePort();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => port.onBusy(setBusy), [port]);
  return isBusy;
}

/** How long the claim holds, anew each ten seconds, and each second at the end. */
function useLeft(dueAt: number | undefined): number | undefined {
  const [now, tick] = useState(Date.now());
  const left = dueAt === undefined ? undefined : dueAt - now;
  const isClose = left !== undefined && left < 120_000;
  useEffect(() => {
    if (dueAt === undefined) return;
    tick(Date.now());
    const timer = setInterval(() => tick(Date.now()), isClose ? 1000 : 10_000);
    return () => clearInterval(timer);
  }, [dueAt, isClose]);
  return left;
}

function TimeLeft({ dueAt }: { dueAt: number }) {
  const left = useLeft(dueAt) ?? 0;
  const isOver = left <= 0;
  const text = isOver ? "Time is over" : `${duration(Math.max(1000, left))} left`;
  const tip = isOver
    ? "Others may take the task now. Hand it in before they do"
    : "Then the task goes back, for others to take";
  return (
    <WithTip text={tip}>
      <span class={`dv-row dv-row-4 ${left < 120_000 ? "dv-warn" : ""}`}>
        <Icon name="clock" small />
        {text}
      </span>
    </WithTip>
  );
}

export const WORDS: [status: string, word: string][] = [
  ["finished", "finished"],
  ["in_progress", "in progress"],
  ["pending", "waiting"],
  ["paused", "paused"],
  ["escalated", "escalated"],
  ["quarantined", "quarantined"],
  ["failed", "failed"],
];

export const total = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, each) => sum + each, 0);

/** How many tasks are finished, with the rest by status in its tooltip. */
export function Progress({ place }: { place: WorkPlace }) {
  const all = total(place.counts);
  if (all === 0) return null;
  const done = place.counts.finished ?? 0;
  const parts = WORDS.filter(([status]) => place.counts[status]);
  const words = parts.map(([status, word]) => `${count(place.counts[status] ?? 0)} ${word}`);
  return (
    <WithTip text={capital(words.join(", "))}>
      <span class="dv-row">
        <b class="dv-m">
          {count(done)} of {count(all)}
        </b>
        <span
          class="dv-prog"
          role="progressbar"
          aria-label="Finished tasks"
          aria-valuemin={0}
          aria-valuemax={all}
          aria-valuenow={done}
          aria-valuetext={words.join(", ")}
        >
          <i style={{ width: `${(done / all) * 100}%` }} />
        </span>
      </span>
    </WithTip>
  );
}

export function Head(props: {
  state: WorkState;
  isGuided?: boolean;
  onGuide?: () => void;
  onKeys: () => void;
}) {
  const { place, item, keeping, dueAt, phase } = props.state;
  const isBusy = useBusy();
  const whose = usePort().isServed ? "server" : "kernel";
  const isOpen = item && phase !== "none" && phase !== "idle";
  const kept = isBusy ? `The ${whose} is busy` : isOpen ? KEPT[keeping] : "";
  const facts = [
    kept && (
      <span key="kept" role="status" class={keeping === "unsaved" ? "dv-warn" : ""}>
        {kept}
      </span>
    ),
    isOpen && dueAt !== undefined && phase !== "lost" && <TimeLeft key="left" dueAt={dueAt} />,
    place && <Progress key="far" place={place} />,
  ].filter(Boolean);
  return (
    <header class="dv-head dv-work-head">
      <div class="dv-grow dv-work-name">
        <h2 class="dv-h1 dv-cut">{isOpen ? item.node : (place?.name ?? "Work form")}</h2>
        <span class="dv-s dv-3">
          {isOpen && `${place?.name ?? ""}, `}
          {place && `as ${place.contributor}`}
        </span>
      </div>
      <div class="dv-work-facts dv-s dv-2">{facts}</div>
      {props.onGuide && (
        <Button
          kind="quiet"
          size="s"
          icon="book"
          label="Instructions"
          isOpen={props.isGuided}
          onPress={props.onGuide}
        />
      )}
      {isOpen && (
        <button type="button" class="dv-icon" aria-label="Keys" title="Keys" onClick={props.onKeys}>
          ?
        </button>
      )}
    </header>
  );
}
