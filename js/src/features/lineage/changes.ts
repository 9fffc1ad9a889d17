// How many rows each version added to its first parent, changed and removed: counted one version
// after the other, and only for those in sight.

import { useEffect, useMemo, useReducer } from "preact/hooks";
import type { CompareAnswer, VersionItem } from "../../protocol/operations";
import type { Port } from "../../transport/port";
import { usePort } from "../../ui";

export type Change = Pick<CompareAnswer, "added_count" | "changed_count" | "removed_count">;

export interface Changes {
  /** The column that says which row is which; empty: rows are compared whole. */
  key: string;
  /** The counts, "failed", or nothing while they aren't known. */
  of: (item: VersionItem) => Change | "failed" | undefined;
  /** Whether counting is not begun without being asked: many rows would be read. */
  isLong: (item: VersionItem) => boolean;
  want: (item: VersionItem) => void;
}

/** Above this many rows nothing is counted unasked. */
const LONG = 2_000_000;

const canCount = ({ state }: VersionItem) => state === "final" || state === "published";

// Another parent, after one was deleted, is another count.
const nameOf = ({ version_id: id, parents }: VersionItem) => `${id} ${parents[0]?.version_id}`;

class Counting {
  private readonly known = new Map<string, Change | "failed">();
  private readonly waiting: VersionItem[] = [];
  private readonly stopping = new AbortController();
  private isBusy = false;

  constructor(
    private readonly port: Port,
    private readonly datasetId: string,
    private readonly key: string,
    private readonly redraw: () => void,
  ) {}

  of(item: VersionItem): Change | "failed" | undefined {
    if (item.parents.length > 0) return this.known.get(nameOf(item));
    return { added_count: item.row_count, changed_count: 0, removed_count: 0 };
  }

  want(item: VersionItem) {
    const isWaiting = this.waiting.some((each) => nameOf(each) === nameOf(item));
    if (isWaiting || this.of(item) !== undefined || !canCount(item)) return;
    this.waiting.push(item);
    void this.work();
  }

  stop() {
    this.stopping.abort();
  }

  private async work() {
    if (this.isBusy) return;
    this.isBusy = true;
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      if (this.stopping.signal.aborted) return;
      this.known.set(nameOf(next), await this.counted(next));
      this.waiting.shift();
      this.redraw();
    }
    this.isBusy = false;
  }

  private async counted({ version_id: after_id }: VersionItem): Promise<Change | "failed"> {
    const asked = { dataset_id: this.datasetId, after_id, key: this.key ? [this.key] : [] };
    const { signal } = this.stopping;
    try {
      return (await this.port.ask("lineage.compare", asked, { signal })).data;
    } catch {
      return "failed";
    }
  }
}

/** Counts of a dataset's versions; they begin anew with another key column. */
export function useChanges(datasetId: string, key: string): Changes {
  const port = usePort();
  const [turn, redraw] = useReducer((n: number, _: unknown) => n + 1, 0);
  const counting = useMemo(
    () => new Counting(port, datasetId, key, () => redraw(undefined)),
    [port, datasetId, key],
  );
  useEffect(() => () => counting.stop(), [counting]);
  return useMemo(
    () => ({
      key,
      of: (item: VersionItem) => counting.of(item),
      isLong: (item: VersionItem) => item.row_count > LONG,
      want: (item: VersionItem) => counting.want(item),
    }),
    [counting, turn, key],
  );
}
