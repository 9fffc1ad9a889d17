// What stands where the table would be, and what is said above it.

import type { DatasetList } from "../../../protocol/operations";
import { sentence } from "../../../transport/port";
import {
  Banner,
  type ButtonProps,
  clock,
  count,
  counted,
  dateTime,
  EmptyState,
  Skeleton,
} from "../../../ui";
import { isFiltering, type Query } from "./query";

interface Ways {
  onImport?: (way: "file" | "hub") => void;
  onClear: () => void;
  onArchived: () => void;
  onRetry: () => void;
}

const quoted = (text: string) => `“${text.trim()}”`;

function NoMatch(props: { list: DatasetList; query: Query; ways: Ways }) {
  const { list, query, ways } = props;
  const text = query.search.trim();
  const isFiltered = isFiltering({ ...query, search: "" });
  const asked = text ? `No dataset matches ${quoted(text)}` : "No dataset matches the filters";
  const hidden = query.has_archived ? 0 : list.archived_count;
  const rest = hidden
    ? `${counted(hidden, "archived dataset")} ${hidden === 1 ? "is" : "are"} not searched.`
    : "";
  const where = text
    ? `Names were searched${isFiltered ? ", under the filters above" : ""}; descriptions and rows were not. `
    : "";
  const actions: ButtonProps[] = [
    { label: isFiltered ? "Clear filters" : "Clear search", onPress: ways.onClear },
  ];
  if (hidden) actions.push({ label: "Show archived", kind: "quiet", onPress: ways.onArchived });
  return <EmptyState icon="search" title={asked} text={where + rest} actions={actions} />;
}

function NoDatasets(props: { list: DatasetList; ways: Ways }) {
  const { list, ways } = props;
  if (list.archived_count > 0)
    return (
      <EmptyState
        icon="archive"
        title="All datasets are archived"
        text={`${counted(list.archived_count, "dataset")} can be shown again.`}
        actions={[{ label: "Show archived", onPress: ways.onArchived }]}
      />
    );
  const reason = list.import_refused;
  const { onImport } = ways;
  const file = { label: "Import file", icon: "upload", kind: "primary", reason } as const;
  const hub = { label: "Search the Hub", icon: "huggingface", reason } as const;
  const actions: ButtonProps[] = onImport
    ? [
        { ...file, onPress: () => onImport("file") },
        { ...hub, onPress: () => onImport("hub") },
      ]
    : [];
  const text = reason ? (
    "Datasets that are shared with you appear here."
  ) : (
    <>
      Import a CSV, JSON or Parquet file, take one from the Hugging Face Hub, or bring a data frame
      from code: <code>vault.import_frame(df, name="reviews")</code>
    </>
  );
  return <EmptyState icon="vault" title="No datasets yet" text={text} actions={actions} />;
}

export function Nothing(props: { list: DatasetList; query: Query; ways: Ways }) {
  return isFiltering(props.query) ? <NoMatch {...props} /> : <NoDatasets {...props} />;
}

export function Failed({ error, ways }: { error: Error; ways: Ways }) {
  const copy = () => void navigator.clipboard?.writeText(`${error.name}: ${sentence(error)}`);
  return (
    <EmptyState
      icon="error"
      title="The list could not be read"
      text={sentence(error)}
      actions={[
        { label: "Try again", icon: "refresh", kind: "primary", onPress: ways.onRetry },
        { label: "Copy details", kind: "quiet", onPress: copy },
      ]}
    />
  );
}

const BARS = [40, 30, 46, 34, 26, 42, 30, 38];

/** Rows of the true height, so that nothing jumps. */
export function Loading({ rows }: { rows: number }) {
  return (
    <div aria-busy="true" role="status" class="dv-listing-wait">
      <span class="dv-vh">Loading datasets</span>
      {Array.from({ length: Math.min(rows, BARS.length) }, (_, i) => (
        <div key={BARS[i]} class="dv-row">
          <span class="dv-grow">
            <Skeleton width={`${BARS[i]}%`} />
          </span>
          <Skeleton width="15%" />
          <Skeleton width="8%" />
          <Skeleton width="15%" />
        </div>
      ))}
    </div>
  );
}

/** Busy kernel, saved copy, a refresh that failed, datasets that wait to be shown. */
export function Banners(props: {
  list: DatasetList | undefined;
  error: Error | undefined;
  isBusy: boolean;
  isAlive: boolean;
  arrived: number;
  onShow: () => void;
  onRetry: () => void;
}) {
  const { list, error, arrived } = props;
  const at = list && new Date(list.read_at);
  if (!props.isAlive)
    return (
      <Banner
        icon="offline"
        text={
          list && at
            ? `Saved copy of ${counted(list.rows.length, "dataset")}${list.rows.length < list.total_count ? ` of ${count(list.total_count)}` : ""}, ${dateTime(at)}. Run the cell to see them as they are now.`
            : "Saved copy without its list. Run the cell to see the datasets."
        }
      />
    );
  return (
    <>
      {props.isBusy && (
        <Banner
          icon="clock"
          text={`The kernel is busy with a cell.${at ? ` Shown as of ${clock(at)}.` : ""}`}
        />
      )}
      {error && list && (
        <Banner
          tone="bad"
          text={`The list could not be read again; this is an older state. ${sentence(error)}`}
          action={{ label: "Try again", onPress: props.onRetry }}
        />
      )}
      {arrived > 0 && (
        <Banner
          text={counted(arrived, "new dataset")}
          action={{ label: arrived === 1 ? "Show it" : "Show them", onPress: props.onShow }}
        />
      )}
    </>
  );
}
