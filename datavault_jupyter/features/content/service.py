"""A dataset's rows for a grid: use cases."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from datavault_jupyter.access import NOWHERE, Action, Policy
from datavault_jupyter.base.errors import (
    BadArgument,
    DataFileMissing,
)
from datavault_jupyter.features.content import copying, queries, selecting
from datavault_jupyter.features.content.grounds import Grounds, grounds_of
from datavault_jupyter.features.content.records import (
    DRAWER_CHARACTERS,
    NO_QUERY,
    Cancels,
    Cell,
    ContentQuery,
    Copied,
    CopyFormat,
    Counted,
    Description,
    RowPage,
    Selection,
    Summary,
    Values,
)
from datavault_jupyter.features.content.running import Run, as_stream, get_ready, running
from datavault_jupyter.features.content.shaping import content_column
from datavault_jupyter.features.content.summaries import Summaries
from datavault_jupyter.features.content.views import Views
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.sql.rows import Origin, Rows
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.features.imports.service import ImportService
    from datavault_jupyter.features.projects.service import ProjectService
    from datavault_jupyter.storage.engine import Cursor

MOST_ROWS = 1_000
_MOST_LENGTH = 1_000_000


class ContentService:
    """Pages, counts, summaries and single values of a dataset's rows.

    Every method may be called from several threads at once. Each takes `cancels`, which says
    how a question can be withdrawn while its query runs: the `cancels` of a wire call.

    Args:
        store: The vault.
        policy: What the actor may do.
        datasets: The list of datasets.
        imports: Gives what makes new datasets, when one is made.
        projects: The projects a new dataset can go to.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        datasets: DatasetService,
        *,
        imports: Callable[[], ImportService],
        projects: ProjectService,
    ) -> None:
        self._store = store
        self._policy = policy
        self._datasets = datasets
        self._imports = imports
        self._projects = projects
        self._views = store.engine.companion(Views, lambda: Views(store.engine))
        self._summaries = store.engine.companion(Summaries, lambda: Summaries(self._views))

    def get_ready(self) -> None:
        """Load what the first page needs, beside whatever else is done."""
        self._policy.visibility()
        get_ready(self._store.engine)

    def record(self, dataset_id: str) -> DatasetRecord:
        """The dataset with an id.

        Raises:
            DatasetNotFound: there is none that the actor may see.
        """
        return self._datasets.get(dataset_id)

    def describe(self, record: DatasetRecord) -> Description:
        """The columns of a dataset and how many rows it has."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        grounds = self._grounds(record)
        columns = tuple(content_column(column) for column in grounds.columns)
        return Description(
            record.id, columns, grounds.row_count, grounds.fingerprint, is_live=record.is_live
        )

    def page(
        self,
        record: DatasetRecord,
        query: ContentQuery = NO_QUERY,
        *,
        columns: Sequence[str],
        offset: int = 0,
        limit: int = 100,
        cancels: Cancels | None = None,
    ) -> RowPage:
        """Some rows of a view, with the columns asked for.

        Raises:
            BadArgument: an unknown column, or a filter that can't be understood.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        _require_range(offset, limit, MOST_ROWS)
        with self._reading(record, cancels) as (run, grounds):
            known = Columns([grounds.columns.named(name) for name in columns])
            span = range(offset, offset + limit)
            table = self._views.page(run, grounds, query, known, span)
            count = self._views.known_count(grounds, query)
        # Who asks for more than the beginning is likely to jump.
        self._views.prepare(grounds, query, order=offset > 0)
        return RowPage(offset, table.num_rows, count, grounds.fingerprint, as_stream(table))

    def count(
        self, record: DatasetRecord, query: ContentQuery, *, cancels: Cancels | None = None
    ) -> Counted:
        """How many rows a view has, exactly."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        with self._reading(record, cancels) as (run, grounds):
            return Counted(self._views.count(run, grounds, query), grounds.row_count)

    def position(
        self,
        record: DatasetRecord,
        query: ContentQuery,
        row_id: int,
        *,
        cancels: Cancels | None = None,
    ) -> int | None:
        """Where a row stands in a view, counted from 0; None where the view leaves it out."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        with self._reading(record, cancels) as (run, grounds):
            _require_row(grounds, row_id)
            return self._views.position(run, grounds, query, row_id)

    def summaries(
        self,
        record: DatasetRecord,
        query: ContentQuery,
        columns: Sequence[str],
        *,
        cancels: Cancels | None = None,
    ) -> tuple[Summary, ...]:
        """What the headers of some columns show."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        with self._reading(record, cancels) as (run, grounds):
            return tuple(
                self._summaries.summary(run, grounds, query, grounds.columns.named(name))
                for name in columns
            )

    def values(
        self,
        record: DatasetRecord,
        query: ContentQuery,
        column: str,
        *,
        search: str = "",
        limit: int = 100,
        cancels: Cancels | None = None,
    ) -> Values:
        """The values of a column with their counts, most frequent first."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        _require_range(0, limit, MOST_ROWS)
        with self._reading(record, cancels) as (run, grounds):
            known = grounds.columns.named(column)
            return self._summaries.values(run, grounds, query, known, search=search, limit=limit)

    def cell(
        self,
        record: DatasetRecord,
        row_id: int,
        column: str,
        *,
        offset: int = 0,
        length: int = 20_000,
        cancels: Cancels | None = None,
    ) -> Cell:
        """A piece of one value.

        Args:
            record: The dataset.
            row_id: The row.
            column: The column's name.
            offset: Where the piece starts, in characters; in bytes for binary values.
            length: At most so many of them, up to a million.
            cancels: How the question can be withdrawn.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        _require_range(offset, length, _MOST_LENGTH)
        with self._reading(record, cancels) as (run, grounds):
            known = Columns([grounds.columns.named(column)])
            (cell,) = self._cells(run, grounds, row_id, known, range(offset, offset + length))
            return cell

    def row(
        self,
        record: DatasetRecord,
        row_id: int,
        columns: Sequence[str] | None = None,
        *,
        cancels: Cancels | None = None,
    ) -> tuple[Cell, ...]:
        """The values of one row, long ones cut at 2,000 characters."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        with self._reading(record, cancels) as (run, grounds):
            return self._cells(
                run, grounds, row_id, grounds.columns.only(columns), range(DRAWER_CHARACTERS)
            )

    def _cells(
        self, run: Run, grounds: Grounds, row_id: int, columns: Columns, span: range
    ) -> tuple[Cell, ...]:
        _require_row(grounds, row_id)
        with self._views.source(grounds) as source:
            asked = queries.pieces(source, list(columns), row_id, span)
            values = run.row(asked)
        made = []
        for at, column in enumerate(columns):
            text, whole = values[2 * at], int(values[2 * at + 1] or 0)
            is_cut = text is not None and span.stop < whole
            made.append(Cell(column.name, text, span.start, whole, is_cut))
        return tuple(made)

    def copy(
        self,
        record: DatasetRecord,
        query: ContentQuery,
        selection: Selection | None = None,
        *,
        columns: Sequence[str],
        format: CopyFormat = CopyFormat.TSV,  # noqa: A002 - the word users know
        limit: int = 10_000,
        cancels: Cancels | None = None,
    ) -> Copied:
        """Rows as text with a header line and exact values, in the order of the view."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        _require_range(0, limit, copying.MOST_ROWS)
        with self._reading(record, cancels) as (run, grounds):
            known = grounds.columns.only(columns)
            return copying.copied(
                run, self._views, grounds, query, selection,
                columns=known, form=format, limit=limit,
            )  # fmt: skip

    def selection(
        self,
        record: DatasetRecord,
        query: ContentQuery = NO_QUERY,
        selection: Selection | None = None,
        *,
        columns: Sequence[str] | None = None,
    ) -> Rows:
        """Chosen rows of a view in its order, or all its rows, as a lazy relation."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        cursor = self._store.engine.answering()
        return self._selected(cursor, record, query, selection, columns)

    def _selected(
        self,
        cursor: Cursor,
        record: DatasetRecord,
        query: ContentQuery,
        selection: Selection | None,
        columns: Sequence[str] | None,
    ) -> Rows:
        grounds = self._grounds(record)
        known = grounds.columns.only(columns)
        text = selecting.relation(
            Run(cursor), self._views, grounds, query, selection, columns=known
        )
        with translated():
            relation = cursor.sql(text)
        origin = Origin(*record.origin(selecting.said(query, selection)))
        return Rows(relation, cursor, self._datasets.explaining(record), origin)

    def save_as(
        self,
        record: DatasetRecord,
        name: str,
        *,
        query: ContentQuery = NO_QUERY,
        selection: Selection | None = None,
        project: str | None = None,
        columns: Sequence[str] | None = None,
        description: str = "",
        cancels: Cancels | None = None,
    ) -> DatasetRecord:
        """Make a dataset out of the rows of a view, or of chosen ones, in the order of the view.

        Args:
            record: Where the rows are.
            name: Of the new dataset.
            query: The view.
            selection: The rows; all of the view when None.
            project: Id or name of the project it goes to; None is outside all.
            columns: Names; all when None.
            description: Of the new dataset.
            cancels: How the question can be withdrawn.

        Raises:
            NameTaken: a dataset of the project has the name.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        place = self._projects.get(project) if project else None
        self._policy.require(Action.DATASET_CREATE, place.place if place else NOWHERE)
        from datavault_jupyter.features.imports.records import Options

        cursor = self._store.engine.answering()
        with cancels(cursor.interrupt) if cancels else contextlib.nullcontext():
            rows = self._selected(cursor, record, query, selection, columns)
            made, _ = self._imports().import_frame(
                rows, name, Options(), project=place, description=description
            )
        return made

    def _grounds(self, record: DatasetRecord) -> Grounds:
        return grounds_of(self._store, self._datasets, record)

    @contextlib.contextmanager
    def _reading(
        self, record: DatasetRecord, cancels: Cancels | None
    ) -> Iterator[tuple[Run, Grounds]]:
        grounds = self._grounds(record)
        try:
            with self._views.worker.waiting(), running(self._store.engine, cancels) as run:
                yield run, grounds
        except DataFileMissing as error:
            raise self._datasets.explaining(record)(error) from error.__cause__


def _require_range(offset: int, limit: int, most: int) -> None:
    if offset < 0 or not 0 <= limit <= most:
        raise BadArgument(
            f"An offset is 0 or more and a limit at most {most:,}, not {offset:,} and {limit:,}."
        )


def _require_row(grounds: Grounds, row_id: int) -> None:
    if not 0 <= row_id < grounds.row_count:
        raise BadArgument(f"There is no row with the id {row_id}.", field="row_id")
