"""Questions of a grid, as they come over the wire."""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.features.content.records import (
    NO_QUERY,
    Cell,
    ContentQuery,
    Copied,
    CopyFormat,
    Counted,
    Description,
    Selection,
    Summary,
    Values,
)
from datavault_jupyter.features.content.service import ContentService
from datavault_jupyter.protocol.operations import Call, operation


@dataclass(frozen=True, slots=True)
class DescribeArgs:
    """Which dataset."""

    dataset_id: str


@dataclass(frozen=True, slots=True)
class PageArgs:
    """Which rows of which view, and which columns of them.

    Attributes:
        dataset_id: The dataset.
        columns: Names of the columns to fetch, in their order.
        query: The view.
        offset: Where the page starts in the view.
        limit: At most so many rows, up to 1,000.
    """

    dataset_id: str
    columns: tuple[str, ...]
    query: ContentQuery = NO_QUERY
    offset: int = 0
    limit: int = 100


@dataclass(frozen=True, slots=True)
class PageResult:
    """What the frame ``rows`` holds: row ids first, then the columns, as an Arrow IPC stream.

    Attributes:
        offset: Where the rows start in the view.
        row_count: How many they are.
        matching_count: How many rows the view has, where that is known already.
        fingerprint: For which row ids hold.
    """

    offset: int
    row_count: int
    matching_count: int | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class CountArgs:
    """Whose rows to count."""

    dataset_id: str
    query: ContentQuery = NO_QUERY


@dataclass(frozen=True, slots=True)
class SummaryArgs:
    """Which headers to fill; the sorts of the query don't matter."""

    dataset_id: str
    columns: tuple[str, ...]
    query: ContentQuery = NO_QUERY


@dataclass(frozen=True, slots=True)
class SummaryResult:
    """One summary for each column asked for, in that order."""

    summaries: tuple[Summary, ...]


@dataclass(frozen=True, slots=True)
class ValuesArgs:
    """Which values to list: those that hold a text, of one column."""

    dataset_id: str
    column: str
    query: ContentQuery = NO_QUERY
    search: str = ""
    limit: int = 100


@dataclass(frozen=True, slots=True)
class CellArgs:
    """Which piece of which value; offset and length in characters, of binary values in bytes."""

    dataset_id: str
    row_id: int
    column: str
    offset: int = 0
    length: int = 20_000


@dataclass(frozen=True, slots=True)
class RowArgs:
    """Which row; all columns where none are named."""

    dataset_id: str
    row_id: int
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class RowResult:
    """The beginnings of the values of one row."""

    row_id: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PositionArgs:
    """Which row to find in which view."""

    dataset_id: str
    row_id: int
    query: ContentQuery = NO_QUERY


@dataclass(frozen=True, slots=True)
class PositionResult:
    """Its place in the view, counted from 0; None where the view leaves it out."""

    index: int | None


@dataclass(frozen=True, slots=True)
class CopyArgs:
    """Which rows to copy as text; no selection means all rows of the view."""

    dataset_id: str
    columns: tuple[str, ...]
    query: ContentQuery = NO_QUERY
    selection: Selection | None = None
    format: CopyFormat = CopyFormat.TSV
    limit: int = 10_000


@dataclass(frozen=True, slots=True)
class SaveArgs:
    """Which rows become a dataset; no selection means all rows of the view.

    Attributes:
        dataset_id: Where the rows are.
        name: Of the new dataset.
        project_id: Where it goes; None is outside all projects.
        query: The view, whose order the new dataset keeps.
        selection: The rows.
        columns: Names; None is all.
    """

    dataset_id: str
    name: str
    project_id: str | None = None
    query: ContentQuery = NO_QUERY
    selection: Selection | None = None
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SaveResult:
    """The new dataset."""

    dataset_id: str
    name: str
    row_count: int


class ContentOps:
    """Wire operations over rows."""

    def __init__(self, service: ContentService) -> None:
        self._service = service

    @operation("content.describe")
    def describe(self, args: DescribeArgs, call: Call) -> Description:
        """The columns of a dataset and how many rows it has."""
        del call
        return self._service.describe(self._service.record(args.dataset_id))

    @operation("content.page", frames=("rows",))
    def page(self, args: PageArgs, call: Call) -> PageResult:
        """Some rows of a view, as an Arrow IPC stream in the frame `rows`."""
        record = self._service.record(args.dataset_id)
        page = self._service.page(
            record,
            args.query,
            columns=args.columns,
            offset=args.offset,
            limit=args.limit,
            cancels=call.cancels,
        )
        call.attach("rows", page.rows)
        return PageResult(page.offset, page.row_count, page.matching_count, page.fingerprint)

    @operation("content.count")
    def count(self, args: CountArgs, call: Call) -> Counted:
        """How many rows a view has, exactly."""
        record = self._service.record(args.dataset_id)
        return self._service.count(record, args.query, cancels=call.cancels)

    @operation("content.summary")
    def summary(self, args: SummaryArgs, call: Call) -> SummaryResult:
        """What column headers show: histogram or top values, range, share of missing values."""
        record = self._service.record(args.dataset_id)
        return SummaryResult(
            self._service.summaries(record, args.query, args.columns, cancels=call.cancels)
        )

    @operation("content.values")
    def values(self, args: ValuesArgs, call: Call) -> Values:
        """The values of a column with their counts, most frequent first."""
        record = self._service.record(args.dataset_id)
        return self._service.values(
            record,
            args.query,
            args.column,
            search=args.search,
            limit=args.limit,
            cancels=call.cancels,
        )

    @operation("content.cell")
    def cell(self, args: CellArgs, call: Call) -> Cell:
        """A piece of one value, for what is too long for a page."""
        record = self._service.record(args.dataset_id)
        return self._service.cell(
            record,
            args.row_id,
            args.column,
            offset=args.offset,
            length=args.length,
            cancels=call.cancels,
        )

    @operation("content.row")
    def row(self, args: RowArgs, call: Call) -> RowResult:
        """All values of one row, long ones cut at 2,000 characters."""
        record = self._service.record(args.dataset_id)
        cells = self._service.row(record, args.row_id, args.columns, cancels=call.cancels)
        return RowResult(args.row_id, cells)

    @operation("content.position")
    def position(self, args: PositionArgs, call: Call) -> PositionResult:
        """Where a row stands in a view, so that a view keeps its place."""
        record = self._service.record(args.dataset_id)
        return PositionResult(
            self._service.position(record, args.query, args.row_id, cancels=call.cancels)
        )

    @operation("content.copy")
    def copy(self, args: CopyArgs, call: Call) -> Copied:
        """Rows as text with a header line and exact values, for the clipboard."""
        record = self._service.record(args.dataset_id)
        return self._service.copy(
            record,
            args.query,
            args.selection,
            columns=args.columns,
            format=args.format,
            limit=args.limit,
            cancels=call.cancels,
        )

    @operation("content.save")
    def save(self, args: SaveArgs, call: Call) -> SaveResult:
        """Make a dataset out of the rows of a view, or out of chosen ones."""
        record = self._service.record(args.dataset_id)
        made = self._service.save_as(
            record,
            args.name,
            query=args.query,
            selection=args.selection,
            project=args.project_id,
            columns=args.columns,
            cancels=call.cancels,
        )
        return SaveResult(made.id, made.name, made.row_count)
