// The question: search and filters are the widget's traits, sort and page the view's own.

import { useEffect, useRef, useState } from "preact/hooks";
import { useEvent, useTrait } from "../../../ui";
import { type Filters, filtersOf, NO_FILTERS, type Query, sortedBy } from "./query";

const TYPING_MS = 120;

export function useQuery(limit: number) {
  const [search, setSearch] = useTrait<string>("search");
  const [trait, setFilters] = useTrait<Partial<Filters>>("filters");
  const [view, setView] = useState<Pick<Query, "sort" | "is_descending" | "offset">>({
    sort: "updated",
    is_descending: true,
    offset: 0,
  });
  const filters = filtersOf(trait);
  const about = JSON.stringify([search, filters, limit]);
  const last = useRef(about);
  // Another question begins on its first page, whoever asked it.
  const offset = last.current === about ? view.offset : 0;
  last.current = about;
  useEffect(() => {
    if (offset !== view.offset) setView((old) => ({ ...old, offset }));
  });
  const query: Query = { ...filters, search: search ?? "", ...view, offset, limit };
  return {
    query,
    search: setSearch,
    filter: (change: Partial<Filters>) => setFilters({ ...filters, ...change }),
    clear: () => {
      setSearch("");
      setFilters({ ...NO_FILTERS, has_archived: filters.has_archived });
    },
    sort: (id: Query["sort"]) => setView(sortedBy(query, id)),
    page: (at: number) => setView((old) => ({ ...old, offset: at })),
  };
}

/** The text of the search field, told on 120 ms after the last key. */
export function useTyped(search: string, onSearch: (text: string) => void) {
  const [text, setText] = useState(search);
  const told = useRef(search);
  const timer = useRef(0);
  const tell = useEvent(onSearch);
  useEffect(() => {
    // Set from elsewhere: from Python, by another view, by "Clear search".
    if (search === told.current) return;
    clearTimeout(timer.current);
    told.current = search;
    setText(search);
  }, [search]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (value: string) => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      told.current = value;
      tell(value);
    }, TYPING_MS);
  };
  return { text, type };
}
