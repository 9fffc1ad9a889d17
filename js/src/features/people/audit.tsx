// The audit trail: who did what, when, narrowed and paged.

import { useEffect, useRef, useState } from "preact/hooks";
import type { AuditArgs, AuditLine, AuditPage } from "../../protocol/operations";
import { isWithdrawn, sentence } from "../../transport/port";
import {
  ago,
  Banner,
  Button,
  capital,
  count,
  EmptyState,
  exact,
  Select,
  Skeleton,
  TextInput,
  useNow,
  usePort,
} from "../../ui";

const KINDS = ["dataset", "version", "chart", "pipeline", "project", "people", "vault"];
const DAY = 86_400_000;
const SINCE: Record<string, number> = { today: DAY, week: 7 * DAY, month: 30 * DAY };
const PAGE = 100;

interface Narrow {
  actor: string;
  kind: string;
  search: string;
  since: string;
}

const WHOLE: Narrow = { actor: "", kind: "", search: "", since: "" };

function argsOf({ since, ...rest }: Narrow): AuditArgs {
  const span = SINCE[since];
  return { ...rest, since: span ? new Date(Date.now() - span).toISOString() : null, limit: PAGE };
}

/** The entries seen so far under one narrowing; a stale answer is withdrawn. */
function useTrail(narrow: Narrow) {
  const port = usePort();
  const [page, setPage] = useState<AuditPage | null>(null);
  const [error, setError] = useState("");
  const [turn, again] = useState(0);
  const asking = useRef(new AbortController());
  const ask = async (before: readonly AuditLine[]) => {
    asking.current.abort();
    const stop = new AbortController();
    asking.current = stop;
    const args = { ...argsOf(narrow), before: before.at(-1)?.key ?? 0 };
    try {
      const { data } = await port.ask("people.audit", args, { signal: stop.signal });
      if (stop.signal.aborted) return;
      setError("");
      setPage((seen) => ({
        ...data,
        entries: [...before, ...data.entries],
        actors: before.length > 0 ? (seen?.actors ?? []) : data.actors,
      }));
    } catch (refused) {
      if (!stop.signal.aborted && !isWithdrawn(refused)) setError(sentence(refused));
    }
  };
  const key = JSON.stringify(narrow);
  useEffect(() => {
    void ask([]);
    return () => asking.current.abort();
  }, [port, key, turn]);
  return {
    page,
    error,
    more: () => void ask(page?.entries ?? []),
    again: () => again((n) => n + 1),
  };
}

function Filters(props: {
  narrow: Narrow;
  actors: readonly string[];
  onNarrow: (narrow: Narrow) => void;
}) {
  const { narrow, onNarrow } = props;
  const any = (label: string) => ({ value: "", label });
  return (
    <div class="dv-bar dv-wrap">
      <TextInput
        size="s"
        icon="search"
        label="Search names"
        placeholder="Name of a dataset, project or person"
        class="dv-find"
        value={narrow.search}
        onInput={(search) => onNarrow({ ...narrow, search })}
      />
      <Select
        isHidingLabel
        size="s"
        label="By"
        value={narrow.actor}
        options={[any("Anybody"), ...props.actors.map((each) => ({ value: each, label: each }))]}
        onChange={(actor) => onNarrow({ ...narrow, actor })}
      />
      <Select
        isHidingLabel
        size="s"
        label="On"
        value={narrow.kind}
        options={[any("Anything"), ...KINDS.map((each) => ({ value: each, label: each }))]}
        onChange={(kind) => onNarrow({ ...narrow, kind })}
      />
      <Select
        isHidingLabel
        size="s"
        label="When"
        value={narrow.since}
        options={[
          any("Any time"),
          { value: "today", label: "Last 24 hours" },
          { value: "week", label: "Last 7 days" },
          { value: "month", label: "Last 30 days" },
        ]}
        onChange={(since) => onNarrow({ ...narrow, since })}
      />
    </div>
  );
}

function Entries({ entries }: { entries: readonly AuditLine[] }) {
  const now = useNow();
  return (
    <table class="dv-table dv-people is-trail" aria-label="Audit trail">
      <thead>
        <tr>
          <th>When</th>
          <th>Who</th>
          <th>Did</th>
          <th>To</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((each) => (
          <tr key={each.key}>
            <td class="dv-2" title={exact(each.at)}>
              {ago(each.at, now)}
            </td>
            <td class="dv-cut" title={each.actor}>
              {each.actor}
            </td>
            <td>{capital(each.text)}</td>
            <td>
              <span class="dv-3">{each.kind}</span> {each.name}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Audit() {
  const [narrow, setNarrow] = useState(WHOLE);
  const { page, error, more, again } = useTrail(narrow);
  const isNarrow = JSON.stringify(narrow) !== JSON.stringify(WHOLE);
  return (
    <>
      <Filters narrow={narrow} actors={page?.actors ?? []} onNarrow={setNarrow} />
      {error && <Banner tone="bad" text={error} action={{ label: "Retry", onPress: again }} />}
      {!page && !error && <Skeleton width={320} />}
      {page && page.entries.length === 0 && (
        <EmptyState
          icon="search"
          title="Nothing matches"
          text="Nothing of the kind was done in that time."
          actions={
            isNarrow ? [{ label: "Clear filters", onPress: () => setNarrow(WHOLE) }] : undefined
          }
        />
      )}
      {page && page.entries.length > 0 && (
        <>
          <Entries entries={page.entries} />
          <div class="dv-bar">
            <span class="dv-s dv-2 dv-grow" role="status">
              {count(page.entries.length)} of {count(page.total_count)}
            </span>
            {page.entries.length < page.total_count && (
              <Button size="s" kind="quiet" label="Show older" onPress={more} />
            )}
          </div>
        </>
      )}
    </>
  );
}
