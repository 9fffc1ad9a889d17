"""Exporting a dataset: the use case."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import BadArgument, BadQuery, VaultError
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.exports.records import Written
from datavault_jupyter.features.exports.writing import format_of, write_file
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.storage import gate
from datavault_jupyter.storage.columns import Columns, sql_names
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.parts import scan
from datavault_jupyter.storage.running import Progress
from datavault_jupyter.storage.sql import Sql, quoted
from datavault_jupyter.storage.store import Store


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
        overwrite: bool = False,
        guard_formulas: bool = False,
        on_progress: Progress | None = None,
    ) -> Written:
        """Write a dataset to a file: the whole file or none.

        Raises:
            TargetExists: a file is in the way and ``overwrite`` is off.
            BadQuery: ``where`` is no condition on the dataset's columns.
        """
        self._policy.require(Action.DATASET_EXPORT, record.place)
        target = Path(path).expanduser()
        kind = format_of(target, format)
        known, paths = self._datasets.content(record)
        picked = known.only(columns)
        query = self._query(known, picked, paths, where)
        written = write_file(
            self._store.engine.moving(),
            query,
            [(column.name, column.type) for column in picked],
            target,
            kind,
            overwrite=overwrite,
            guard_formulas=guard_formulas,
            name=record.name,
            facts=self._facts(record, where),
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

    def _query(
        self, known: Columns, picked: Columns, paths: Sequence[Path], where: str | None
    ) -> Sql:
        names = dict(zip(known.names, sql_names(known.names), strict=True))
        chosen = ", ".join(quoted(names[column.name]) for column in picked)
        if where is None:
            return Sql(f"SELECT {chosen} FROM ({scan(known, paths)})")
        self._check_condition(known, where)
        # By name, since the condition may speak of the dataset again.
        whole = f"WITH this AS ({scan(known, paths)})"
        return Sql(f"{whole} SELECT {chosen} FROM this WHERE ({where}\n)")

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

    def _facts(self, record: DatasetRecord, where: str | None) -> dict[str, object]:
        """What a manifest tells about where the rows came from."""
        return {
            "dataset": record.name,
            "id": record.id,
            "project": record.project,
            "description": record.description,
            "source": str(record.source),
            "condition": where,
            "exported_at": now().isoformat(),
        }
