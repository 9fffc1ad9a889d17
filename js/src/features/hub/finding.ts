// The search as it is asked: the text is the widget's trait, order and length are the view's own.

import { useEffect, useRef, useState } from "preact/hooks";
import type { HubDataset, HubProblem, HubSort } from "../../protocol/operations";
import { useAsk, useEvent, useTrait } from "../../ui";
import { problemOf } from "./problems";
import { repoIdOf } from "./words";

const TYPING_MS = 300;
const PAGE = 20;
/** The Hub panel's wire gives no more than so many. */
const MOST = 200;

/** A dataset that is named outright but not among the finds: it can be looked into all the same. */
const named = (repo_id: string): HubDataset => ({
  repo_id,
  description: "Look into the dataset of this id",
  downloads: 0,
  likes: 0,
  row_count: null,
  row_range: "",
  byte_count: null,
  gate: "open",
  is_private: false,
  licence: "",
  updated_at: null,
  url: "",
});

export interface Finds {
  typed: string;
  /** The text the finds are of. */
  text: string;
  type: (text: string) => void;
  /** Ask at once what is typed. */
  flush: () => void;
  sort: HubSort;
  setSort: (sort: HubSort) => void;
  datasets: readonly HubDataset[];
  /** Whether the first one is not a find but what was named. */
  hasNamed: boolean;
  isKnown: boolean;
  isLoading: boolean;
  hasMore: boolean;
  isEnd: boolean;
  problem: HubProblem | undefined;
  more: () => void;
  reload: () => void;
}

/** The text as it is typed, and as it is asked: a moment after the last key. */
function useText() {
  const [asked, ask] = useTrait<string>("text");
  const [typed, setTyped] = useState(asked ?? "");
  const told = useRef(asked ?? "");
  const timer = useRef(0);
  const tell = useEvent((text: string) => {
    clearTimeout(timer.current);
    told.current = text;
    ask(text);
  });
  useEffect(() => {
    // Set from elsewhere, from Python or by another view.
    if (asked === told.current) return;
    clearTimeout(timer.current);
    told.current = asked;
    setTyped(asked);
  }, [asked]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    if (text === "") tell(text);
    else timer.current = window.setTimeout(() => tell(text), TYPING_MS);
  };
  return { typed, text: (asked ?? "").trim(), type, flush: () => tell(typed) };
}

export function useFinds(): Finds {
  const words = useText();
  const [sort, setSort] = useState<HubSort>("downloads");
  const [length, setLength] = useState({ about: "", limit: PAGE });
  const id = repoIdOf(words.text);
  const text = id ?? words.text;
  // Another question begins at its beginning.
  const about = `${sort} ${text}`;
  const limit = length.about === about ? length.limit : PAGE;
  const asked = useAsk("hub.search", { text, sort, limit }, [about, limit]);
  const found = asked.data?.datasets ?? [];
  const hasNamed = id !== null && !found.some((each) => each.repo_id === id);
  const problem = asked.error ? problemOf(asked.error) : (asked.data?.problem ?? undefined);
  const hasMore = asked.data?.has_more ?? false;
  return {
    ...words,
    sort,
    setSort,
    datasets: hasNamed ? [named(id), ...found] : found,
    hasNamed,
    isKnown: asked.data !== undefined,
    isLoading: asked.isLoading,
    hasMore: hasMore && limit < MOST,
    isEnd: hasMore && limit >= MOST,
    problem,
    more: () => setLength({ about, limit: Math.min(MOST, limit + PAGE) }),
    reload: asked.reload,
  };
}
