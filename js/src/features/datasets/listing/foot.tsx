// Exact counts, page length, paging.

import type { DatasetList } from "../../../protocol/operations";
import { Button, count, counted, IconButton, Select } from "../../../ui";
import { PAGE_SIZES } from "./columns";
import { isFiltering, type Query } from "./query";

export interface FootProps {
  list: DatasetList;
  query: Query;
  isAlive: boolean;
  isSmall: boolean;
  onPage: (offset: number) => void;
  onLimit: (limit: number) => void;
  onClear: () => void;
}

function Extent({ list, query }: { list: DatasetList; query: Query }) {
  const { total_count: total, offset, rows } = list;
  const noun = total === 1 ? "dataset" : "datasets";
  const isWhole = isFiltering(query);
  return (
    <>
      <span>
        {rows.length > 0 ? (
          <>
            <b>
              {count(offset + 1)}–{count(offset + rows.length)}
            </b>{" "}
            of {count(total)}
            {isWhole ? "" : ` ${noun}`}
          </>
        ) : (
          counted(total, "dataset")
        )}
      </span>
      {isWhole
        ? list.hidden_count > 0 && (
            <span class="dv-dot">{count(list.hidden_count)} hidden by the filter</span>
          )
        : list.active_count > 0 && (
            <span class="dv-dot">{count(list.active_count)} collecting or in draft</span>
          )}
    </>
  );
}

export function Foot(props: FootProps) {
  const { list, query, isAlive, isSmall } = props;
  const end = list.offset + list.rows.length;
  const limit = query.limit;
  const isPaged = list.total_count > (isSmall ? limit : (PAGE_SIZES[0] ?? 10));
  return (
    <div class="dv-foot">
      <Extent list={list} query={query} />
      <span class="dv-grow" />
      {isAlive && isFiltering(query) && (
        <Button size="s" kind="quiet" label="Clear filter" onPress={props.onClear} />
      )}
      {isAlive && !isSmall && <span class="dv-3">Live</span>}
      {isAlive && isPaged && (
        <>
          <span class="dv-row dv-row-4">
            {!isSmall && <span aria-hidden="true">Rows per page</span>}
            <Select
              size="s"
              label="Rows per page"
              isHidingLabel
              value={limit}
              options={PAGE_SIZES.map((value) => ({ value, label: String(value) }))}
              onChange={props.onLimit}
            />
          </span>
          <span class="dv-row dv-row-4">
            <IconButton
              size="s"
              icon="left"
              label="Previous page"
              reason={list.offset > 0 ? undefined : "This is the first page"}
              onPress={() => props.onPage(Math.max(0, list.offset - limit))}
            />
            <IconButton
              size="s"
              icon="right"
              label="Next page"
              reason={end < list.total_count ? undefined : "This is the last page"}
              onPress={() => props.onPage(list.offset + limit)}
            />
          </span>
        </>
      )}
    </div>
  );
}
