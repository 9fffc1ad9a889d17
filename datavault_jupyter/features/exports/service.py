"""Exporting a dataset: the use case."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import BadArgument, BadQuery, VaultError
from datavault_jupyter.features.datasets.live import Content
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.exports.records import ExportRows, Written
from datavault_jupyter.features.exports.writing import format_of, write_file
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.storage import gate
from datavault_jupyter.storage.columns import Columns, sql_names
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.filters import Compiler, joined
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.parts import scan
from datavault_jupyter.storage.running import Progress
from datavault_jupyter.storage.sql import Sql, quoted
from datavault_jupyter.storage.store import Store

Cancels = Callable[[Callable[[], None]], AbstractContextManager[object]]


class ExportService:
    """Takes datasets out of the vault, whole or in part."""

    def __init__(self, store: Store, policy: Policy, datasets: DatasetService) -> None:
        self._store = store
        self._policy = policy
        self._datasets = datasets

    def export(
        self,
        record: DatasetRecord,
        path: str | os.PathLike[str],
        *,
        format: str | None = None,  # noqa: A002 - the word users know
        columns: Iterable[str] | None = None,
        where: str | None = None,
        rows: ExportRows | None = None,
        overwrite: bool = False,
        guard_formulas: bool = False,
        on_progress: Progress | None = None,
        cancels: Cancels | None = None,
    ) -> Written:
        """Write a dataset to a file: the whole file or none.

        Args:
            record: The dataset.
            path: The file.
            format: One of `ExportFormat`; by default what the file's extension says.
            columns: Only these, in this order.
            where: Only rows that meet this condition in SQL.
            rows: The rows of a view instead, in its order.
            overwrite: Whether a file that is there may be replaced.
            guard_formulas: In CSV, put ``'`` before text a spreadsheet would run.
            on_progress: Called with a share from 0 to 1, also from another thread.
            cancels: Runs a block during which calling the callable stops the work.

        Raises:
            TargetExists: a file is in the way and ``overwrite`` is off.
            BadQuery: ``where`` is no condition on the dataset's columns.
            BadArgument: ``rows`` speaks of what the dataset doesn't have.
            Cancelled: it was stopped.
        """
        self._policy.require(Action.DATASET_EXPORT, record.place)
        target = Path(path).expanduser()
        kind = format_of(target, format)
        cursor = self._store.engine.moving()
        with (
            cancels(cursor.interrupt) if cancels else nullcontext(),
            self._datasets.still(record) as content,
        ):
            picked = content.columns.only(columns)
            if rows is None:
                query = self._query(content, picked, where)
            else:
                query = self._view(content, picked, rows)
            written = write_file(
                cursor,
                query,
                [(column.name, column.type) for column in picked],
                target,
                kind,
                overwrite=overwrite,
                guard_formulas=guard_formulas,
                name=record.name,
                facts=self._facts(record, where, rows),
                on_progress=on_progress,
            )
        with self._store.catalog.write() as connection:
            people.record(
                connection,
                self._policy.actor_name,
                "dataset.export",
                record.id,
                record.name,
                format=str(kind),
                row_count=written.row_count,
            )
        return written

    def _query(self, content: Content, picked: Columns, where: str | None) -> Sql:
        known = content.columns
        names = dict(zip(known.names, sql_names(known.names), strict=True))
        chosen = ", ".join(quoted(names[column.name]) for column in picked)
        if where is None:
            return Sql(f"SELECT {chosen} FROM ({content.scan})")
        self._check_condition(known, where)
        # By name, since the condition may speak of the dataset again.
        whole = f"WITH this AS ({content.scan})"
        return Sql(f"{whole} SELECT {chosen} FROM this WHERE ({where}\n)")

    def _view(self, content: Content, picked: Columns, rows: ExportRows) -> Sql:
        """The rows that a view's filter and search keep, in its order."""
        known = content.columns
        names = dict(zip(known.names, sql_names(known.names), strict=True))
        compiler = Compiler(known, lambda column: quoted(names[column.name]), self._fits)
        # Unlike any column, so that it can stand beside them: equal rows keep the stored order.
        place = quoted("row ".ljust(2 + max(map(len, names.values()), default=0), "·"))
        kept = [compiler.where(rows.filter)] if rows.filter else []
        if rows.search:
            kept.append(compiler.search(rows.search, rows.search_columns))
        chosen = ", ".join(quoted(names[column.name]) for column in picked)
        numbered = f", row_number() OVER () AS {place}" if rows.sorts else ""
        made = Sql(f"SELECT {chosen} FROM (SELECT *{numbered} FROM ({content.scan})) WHERE")
        made += joined(kept, "and")
        return made + Sql(f"ORDER BY {compiler.order(rows.sorts, place)}") if rows.sorts else made

    def _fits(self, text: str, kind: str) -> bool:
        """Whether a text is a value of a type."""
        asked = Sql(f"SELECT TRY_CAST(? AS {kind}) IS NOT NULL", (text,))
        return bool(rows_of(self._store.engine.answering(), asked)[0][0])

    def _check_condition(self, known: Columns, where: str) -> None:
        """Bind the condition on the locked instance first: it may reach nothing but its columns."""
        if not str(where).strip():
            raise BadArgument("where= is a condition in SQL.", hint='For example "rating >= 4".')
        cursor = self._store.engine.answering()
        # Alone between brackets it must be one value: a text that closes the bracket to add rows
        # or clauses of its own is no SQL in this place.
        gate.check(cursor, f"SELECT ({where}\n) FROM this")
        checked = gate.check(cursor, f"SELECT * FROM this WHERE ({where}\n)")
        if checked.tables != ("this",):
            raise BadQuery("where= can speak of this dataset's columns only.")
        try:
            with translated():
                cursor.execute(f"CREATE OR REPLACE TEMP VIEW this AS {scan(known, [])}")
                cursor.execute(f"SELECT * FROM this WHERE ({where}\n)").fetchall()
        except VaultError as error:
            raise BadQuery(error.message, hint="where= is a condition in SQL.") from error

    def _facts(
        self, record: DatasetRecord, where: str | None, rows: ExportRows | None
    ) -> dict[str, object]:
        """What a manifest tells about where the rows came from."""
        return {
            "dataset": record.name,
            "id": record.id,
            "project": record.project,
            "description": record.description,
            "source": str(record.source),
            "condition": where if rows is None else asdict(rows),
            "exported_at": now().isoformat(),
        }
