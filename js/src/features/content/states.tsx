// What stands in the place of rows: while they come, when there are none, when they can't come.

import type { Refusal } from "../../transport/port";
import { Banner, type ButtonProps, EmptyState, Skeleton } from "../../ui";

const WIDTHS = [64, 88, 96, 140, 72, 80, 56, 92];

/** As high as the grid will be. */
export function Loading(props: { height: number }) {
  const rows = Math.max(3, Math.floor((props.height - 148) / 28));
  return (
    <div class="dv-loading" role="status" aria-busy="true" style={{ height: `${props.height}px` }}>
      <span class="dv-vh">Loading rows</span>
      <div class="dv-loading-say">
        <Skeleton width={72} />
      </div>
      <div class="dv-loading-head">
        {WIDTHS.map((width) => (
          <Skeleton key={width} width={width} />
        ))}
      </div>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} class="dv-loading-row">
          {WIDTHS.map((width, at) => (
            <Skeleton key={width} width={width * (1 - ((row * 7 + at * 5) % 4) / 10)} />
          ))}
        </div>
      ))}
    </div>
  );
}

export const hintOf = (error: Error): string => (error as Partial<Refusal>).hint ?? "";

/** A refusal in the place of rows that never came. */
export function Refused(props: { error: Error; actions: ButtonProps[] }) {
  return (
    <EmptyState
      icon="error"
      title="The rows can't be shown"
      text={`${props.error.message} ${hintOf(props.error)}`}
      actions={props.actions}
    />
  );
}

/** A refusal above rows that stay. */
export function RefusedBanner(props: { error: Error; onRetry: () => void }) {
  return (
    <Banner
      tone="bad"
      text={`${props.error.message} ${hintOf(props.error)}`}
      action={{ label: "Retry", onPress: props.onRetry }}
    />
  );
}

export function NoMatch(props: { sentence: string; onClear: () => void }) {
  return (
    <EmptyState
      icon="search"
      title="No row matches"
      text={`Looked for: ${props.sentence}.`}
      actions={[{ label: "Clear the filter", onPress: props.onClear }]}
    />
  );
}

export function NoRows(props: { columns: number }) {
  const words = props.columns === 1 ? "one column" : `${props.columns} columns`;
  return (
    <EmptyState
      icon="table"
      title="No rows yet"
      text={`This dataset has ${words} and no rows. New rows appear here.`}
    />
  );
}
