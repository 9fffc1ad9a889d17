"""The SQL pane: use cases."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import Cancelled, VaultError
from datavault_jupyter.features.content.running import Run
from datavault_jupyter.features.datasets.live import LiveTable
from datavault_jupyter.features.datasets.records import DatasetRecord, DatasetSource
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.sql import texts
from datavault_jupyter.features.sql.service import Beside, SqlService
from datavault_jupyter.features.sqlpane import offers, queries
from datavault_jupyter.features.sqlpane.records import ResultRecord
from datavault_jupyter.features.sqlpane.results import Results
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import described, rows_of
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.features.content.memory import Table
    from datavault_jupyter.storage.engine import Cursor

# Runs a block during which calling the callable stops the query: a wire call's `cancels`.
Cancels = Callable[[Callable[[], None]], AbstractContextManager[object]]
# So many rows of a result are kept to be looked at; a frame or a dataset has no such end.
MOST_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Ran:
    """A query that has run.

    Attributes:
        record: Its result, which reads like a dataset.
        is_cut: Whether there are more rows than are kept.
        seconds: How long it took.
    """

    record: ResultRecord
    is_cut: bool
    seconds: float


class SqlPaneService:
    """SELECTs of a person, and their results while they look at them.

    Args:
        store: The vault.
        policy: What the actor may do.
        datasets: The list of datasets.
        sql: Lets a SELECT pass.
        results: Where results are kept: the actor's own.
        most_rows: How many rows of one are kept.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        datasets: DatasetService,
        *,
        sql: SqlService,
        results: Results,
        most_rows: int = MOST_ROWS,
    ) -> None:
        self._store = store
        self._policy = policy
        self._datasets = datasets
        self._sql = sql
        self._results = results
        self._most_rows = most_rows
        self._functions: Sequence[str] = ()

    def run(
        self, record: DatasetRecord, text: str, *, pane: str, cancels: Cancels | None = None
    ) -> Ran:
        """Run one SELECT and keep its rows; the result before it is dropped.

        Args:
            record: The open dataset, which the query may call ``this``.
            text: The SELECT.
            pane: Whose result it is: any word, another for each pane.
            cancels: Lets whoever asked stop the query.

        Raises:
            BadQuery: no single SELECT, or it reaches for files.
            DatasetNotFound: it names a dataset that the actor can't see.
            Cancelled: it was stopped, or its pane closed.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        started = time.perf_counter()
        uid = self._results.begin(pane)
        asked = self._sql.beside(record, text)
        explain = self._datasets.explaining(record, *asked.read)
        try:
            run = Run(asked.cursor)
            with cancels(run.stop) if cancels else contextlib.nullcontext():
                table, columns, is_cut = self._kept(run, uid, asked)
        except VaultError as error:
            raise explain(error) from error.__cause__
        finally:
            asked.cursor.close()
        made = _result(record, uid, asked, table, columns)
        if not self._results.keep(pane, made):
            raise Cancelled("The query was stopped.")
        return Ran(made, is_cut, time.perf_counter() - started)

    def _kept(self, run: Run, uid: str, asked: Beside) -> tuple[Table, Columns, bool]:
        """Its table, the columns as people see them, and whether rows were left out."""
        query = asked.rows.origin.query if asked.rows.origin else ""
        names = asked.rows.columns
        physical = [each.physical for each in Columns.of([(name, "") for name in names])]
        cut: list[Any] = []

        def fill(cursor: Cursor, name: str) -> None:
            del cursor
            run.rows(queries.kept(name, query, physical, self._most_rows + 1))
            cut.extend(run.rows(queries.cut(name, self._most_rows)))

        table = self._results.make(uid, run.cursor, fill, len(names))
        types = [kind for _, kind in described(run.cursor, queries.columns(table.name))]
        return table, Columns.of(zip(names, types, strict=True)), bool(cut)

    def close(self, pane: str) -> None:
        """Drop the result a pane shows, and stop caring for the one it waits for."""
        self._policy.visibility()
        self._results.close(pane)

    def complete(self, record: DatasetRecord, above: str, below: str) -> offers.Offered:
        """What can stand at the cursor of a query.

        Args:
            record: The open dataset.
            above: The SQL up to the cursor.
            below: The SQL after it.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        if not self._functions:
            cursor = self._store.engine.answering()
            try:
                self._functions = [str(row[0]) for row in rows_of(cursor, queries.functions())]
            finally:
                cursor.close()
        return offers.offered(
            above, below, offers.Known(self._datasets.names, self._columns(record), self._functions)
        )

    def _columns(self, record: DatasetRecord) -> Callable[[str], Sequence[str]]:
        def columns(name: str) -> Sequence[str]:
            try:
                found = record if name.lower() == offers.THIS else self._datasets.find_at(name)
                return self._datasets.columns(found).names if found is not None else []
            except VaultError:
                return []  # a name that means several, or no version: not a moment to say so

        return columns


def _result(
    record: DatasetRecord, uid: str, asked: Beside, table: Table, columns: Columns
) -> ResultRecord:
    query = asked.rows.origin.query if asked.rows.origin else ""
    values = {each.name: getattr(record, each.name) for each in fields(DatasetRecord)}
    values |= {
        # No dataset of the catalogue: nothing can be changed or kept under it.
        "key": 0, "head_key": None, "id": uid, "name": "query result", "description": "",
        "source": DatasetSource.EXPORT, "pipeline_name": None, "pipeline_status": None,
        "is_read_only": True, "row_count": table.row_count, "byte_count": 0,
        "column_count": len(columns), "version_count": 0,
    }  # fmt: skip
    return ResultRecord(
        **values,
        table=LiveTable(columns, table.name, "rowid", table.row_count, 0),
        read=asked.read,
        place_seen=record.place,
        query=texts.named(query, record.path) if asked.says_this else query,
    )
