// What there is in a dataset, and what is chosen of it, as it is asked.

import { useEffect, useRef, useState } from "preact/hooks";
import type { HubConfiguration, HubProblem } from "../../protocol/operations";
import { useAsk } from "../../ui";
import { type Choice, firstChoice, selectionOf, wrongWith } from "./choice";
import { problemOf } from "./problems";

const SETTLING_MS = 350;
const ROWS = 5;

/** A value that stayed the same for a moment; the first one counts at once. */
export function useSettled<T>(value: T): T {
  const [settled, settle] = useState(value);
  useEffect(() => {
    if (settled === value) return;
    const timer = setTimeout(() => settle(value), SETTLING_MS);
    return () => clearTimeout(timer);
  }, [value, settled]);
  return settled;
}

/** Problems of one field, under which they are said; the rest of what is known stays. */
const IN_A_FIELD: Record<string, "revision" | "subset" | undefined> = {
  hub_revision_not_found: "revision",
  hub_choice: "subset",
};

export function useConfiguration(repoId: string) {
  const [wish, setWish] = useState<{ revision: string | null; subset: string | null }>({
    revision: null,
    subset: null,
  });
  const { revision, subset } = wish;
  const args = { repo_id: repoId, revision, subset };
  const asked = useAsk("hub.configure", args, [repoId, revision, subset]);
  const last = useRef<HubConfiguration | undefined>(undefined);
  last.current = asked.data?.configuration ?? last.current;
  const problem = asked.error ? problemOf(asked.error) : (asked.data?.problem ?? undefined);
  const field = last.current && problem ? IN_A_FIELD[problem.code] : undefined;
  return {
    configuration: last.current,
    isLoading: asked.isLoading,
    /** Which field the problem belongs to; none: it stands in the place of all. */
    field,
    problem,
    revision,
    // Another revision may have other subsets.
    setRevision: (text: string | null) => setWish({ revision: text, subset: null }),
    setSubset: (name: string) => setWish({ ...wish, subset: name }),
    reload: asked.reload,
  };
}

/** What is chosen; another subset or commit begins anew, but for what is typed. */
export function useChoice(configuration: HubConfiguration | undefined) {
  const about = configuration && `${configuration.sha} ${configuration.subset}`;
  const [state, setState] = useState<{ about?: string; choice: Choice }>({
    choice: { splits: [], columns: [], where: "", limit: "" },
  });
  const { where, limit } = state.choice;
  const choice =
    configuration && state.about !== about
      ? { ...firstChoice(configuration), where, limit }
      : state.choice;
  const change = (some: Partial<Choice>) => setState({ about, choice: { ...choice, ...some } });
  return { choice, change };
}

const isOfCondition = (problem: HubProblem | undefined, choice: Choice) =>
  problem?.code === "bad_query" && choice.where.trim() !== "";

/** The first rows and what an import would take, of what is chosen now. */
export function useLooking(configuration: HubConfiguration | undefined, choice: Choice) {
  const wrong = configuration ? wrongWith(configuration, choice) : "";
  const isReady = configuration !== undefined && wrong === "";
  const wish = isReady ? JSON.stringify(selectionOf(configuration, choice)) : "";
  const settled = useSettled(wish);
  const selection = settled ? JSON.parse(settled) : null;
  const estimated = useAsk("hub.estimate", selection && { selection }, [settled]);
  const shown = useAsk("hub.preview", selection && { selection, rows: ROWS }, [settled]);
  const estimateProblem = estimated.error
    ? problemOf(estimated.error)
    : (estimated.data?.problem ?? undefined);
  const previewProblem = shown.error ? problemOf(shown.error) : (shown.data?.problem ?? undefined);
  const problem = previewProblem ?? estimateProblem;
  const isCondition = isOfCondition(problem, choice);
  // Numbers of another choice are shown to nobody, least of all on the button.
  const isSettling = wish !== settled || estimated.isLoading;
  const isCounted = isReady && !isSettling && !estimateProblem;
  return {
    wrong,
    selection: isReady ? selectionOf(configuration, choice) : null,
    isSettling,
    isReading: wish !== settled || shown.isLoading,
    estimate: isCounted ? (estimated.data?.estimate ?? undefined) : undefined,
    rows: isReady && !previewProblem ? (shown.data?.preview ?? undefined) : undefined,
    condition: isCondition ? problem : undefined,
    problem: isCondition ? undefined : problem,
    reload: () => {
      estimated.reload();
      shown.reload();
    },
  };
}

export type Configuring = ReturnType<typeof useConfiguration>;
export type Looking = ReturnType<typeof useLooking>;
