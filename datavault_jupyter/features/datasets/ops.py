"""Questions of a listing, as they come over the wire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.datasets import csvlist
from datavault_jupyter.features.datasets.listed import (
    MOST_IDS,
    MOST_ROWS,
    DatasetFacets,
    DatasetFilter,
    DatasetIds,
    DatasetList,
    DatasetListArgs,
    Judge,
    ListedDataset,
    OrderedFilter,
    listed,
)
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.protocol.operations import Call, operation


@dataclass(frozen=True, slots=True)
class RenameArgs:
    """Which dataset gets which name."""

    dataset_id: str
    name: str


@dataclass(frozen=True, slots=True)
class DatasetTableArgs(OrderedFilter):
    """Which part of the list to write as CSV.

    Attributes:
        columns: Words of the listing's columns, in order; the usual ones when empty.
        offset: Where to start.
        limit: At most so many datasets; all that match when None.
    """

    columns: tuple[str, ...] = ()
    offset: int = 0
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class DatasetTable:
    """What the frame ``csv`` holds: CSV in UTF-8, a head line first."""

    file_name: str
    row_count: int


class DatasetOps:
    """The list of datasets.

    Args:
        service: The list.
        judge: Makes the judge of rows anew for each page: roles may have changed.
    """

    def __init__(self, service: DatasetService, judge: Callable[[], Judge]) -> None:
        self._service = service
        self._judge = judge

    @operation("datasets.list")
    def list(self, args: DatasetListArgs, _call: Call) -> DatasetList:
        """A page of the list, with the counts around it."""
        if args.offset < 0 or not 0 < args.limit <= MOST_ROWS or len(args.ids) > MOST_ROWS:
            raise BadArgument(f"A page holds 1 to {MOST_ROWS} datasets.", field="limit")
        found = self._service.listing(args.ordered(args.offset, args.limit))
        judge = self._judge()
        return DatasetList(
            rows=tuple(listed(record, judge) for record in found.records),
            offset=found.offset,
            total_count=found.counts.matching,
            active_count=found.counts.active,
            hidden_count=found.counts.listed - found.counts.matching,
            archived_count=found.counts.archived,
            revision=found.revision,
            read_at=now(),
            asked=args,
            import_refused=judge.import_refused(),
        )

    @operation("datasets.facets")
    def facets(self, args: DatasetFilter, _call: Call) -> DatasetFacets:
        """The values of the filters, with how many datasets each would leave."""
        return self._service.facets(args.query())

    @operation("datasets.ids")
    def ids(self, args: OrderedFilter, _call: Call) -> DatasetIds:
        """The ids of all that match, up to 10,000."""
        ids, total_count = self._service.ids(args.ordered(limit=MOST_IDS))
        return DatasetIds(tuple(ids), total_count)

    @operation("datasets.rename")
    def rename(self, args: RenameArgs, _call: Call) -> ListedDataset:
        """Give a dataset another name; its row as it is then."""
        changed = self._service.rename(self._service.get(args.dataset_id), args.name)
        return listed(changed, self._judge())

    @operation("datasets.table", frames=("csv",))
    def table(self, args: DatasetTableArgs, call: Call) -> DatasetTable:
        """The list itself as CSV: the page on screen, or all that match."""
        records = self._service.list(args.ordered(args.offset, args.limit)).entries
        call.attach("csv", csvlist.written(records, args.columns))
        return DatasetTable("datasets.csv", len(records))
