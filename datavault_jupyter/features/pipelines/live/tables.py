"""Live datasets in memory: a typed table of tasks, brought up to date by their revision."""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import DatasetDeleted
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.features.datasets.live import LiveTable
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.live import queries
from datavault_jupyter.features.pipelines.live.columns import known_fields, live_columns
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.catalog import Connection
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import MEMORY, change, rows_of
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.sql import Sql, quoted
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_numbers = itertools.count()


@dataclass
class _Loaded:
    """A table as it was last brought up to date."""

    name: str
    columns: Columns
    generation: int
    revision: int
    row_count: int
    last_key: int


class LiveTables:
    """The live datasets that this process has looked at; one for a vault and process.

    Args:
        store: The vault.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._locks: dict[int, threading.Lock] = {}
        self._loaded: dict[int, _Loaded] = {}

    @classmethod
    def of(cls, store: Store) -> LiveTables:
        """The one of a store."""
        return store.engine.companion(cls, lambda: cls(store))

    def columns(self, record: DatasetRecord) -> Columns:
        """The columns of now.

        Raises:
            DatasetDeleted: it is gone, or no longer live.
        """
        return live_columns(known_fields(self._facts(record).settings))

    def table(self, record: DatasetRecord) -> LiveTable:
        """The rows of now: what changed since the last look is fetched.

        Raises:
            DatasetDeleted: it is gone, or no longer live.
        """
        with self._lock:
            lock = self._locks.setdefault(record.key, threading.Lock())
        with lock:
            facts = self._facts(record)
            fields = known_fields(facts.settings)
            columns = live_columns(fields)
            known = self._loaded.get(record.key)
            engine = self._store.engine
            is_new = (
                known is None or known.generation != engine.generation or known.columns != columns
            )
            if is_new or (known is not None and known.revision != facts.revision):
                known = self._bring(record, None if is_new else known, fields, columns)
            assert known is not None  # noqa: S101 - brought above
            return LiveTable(
                known.columns, known.name, queries.PLACE, known.row_count, known.revision
            )

    def _facts(self, record: DatasetRecord) -> queries.LiveFacts:
        with self._store.catalog.read() as connection:
            facts = queries.facts(connection, record.key)
        if facts is None:
            raise DatasetDeleted(f"The dataset {record.name!r} was deleted.")
        return facts

    def _bring(
        self,
        record: DatasetRecord,
        known: _Loaded | None,
        fields: list[Field],
        columns: Columns,
    ) -> _Loaded:
        generation = self._store.engine.generation
        cursor = self._store.engine.answering()
        try:
            # Counter and rows in one state of the catalogue.
            with self._store.catalog.read() as connection, translated():
                facts = queries.facts(connection, record.key)
                revision = facts.revision if facts else 0
                if known is None:
                    name = f"{MEMORY}.main.{quoted(f'live{next(_numbers)}')}"
                    _load(cursor, connection, record, queries.load(name, fields, columns))
                    self._drop_old(cursor, record, generation)
                else:
                    name = known.name
                    rows = queries.rows_since(connection, record.key, known.revision)
                    with queries.arrived(cursor, rows) as source:
                        changed = queries.change(
                            known.name,
                            source,
                            fields,
                            known.columns,
                            last_key=known.last_key,
                            row_count=known.row_count,
                        )
                        change(cursor, changed)
            ((count, last),) = rows_of(cursor, queries.extent(name))
        finally:
            cursor.close()
        made = _Loaded(name, columns, generation, revision, int(count), int(last))
        self._loaded[record.key] = made
        return made

    def _drop_old(self, cursor: Cursor, record: DatasetRecord, generation: int) -> None:
        old = self._loaded.get(record.key)
        if old is not None and old.generation == generation:
            rows_of(cursor, Sql(f"DROP TABLE IF EXISTS {old.name}"))

    @contextlib.contextmanager
    def still(self, record: DatasetRecord) -> Iterator[tuple[Columns, Path]]:
        """The rows of now in a Parquet file in their stored form, gone after the block."""
        cursor = self._store.engine.moving()
        folder = self._store.root / "processes" / "scratch"
        path = folder / f"{new_id('live')}.parquet"
        try:
            columns, query = self.snapshot(cursor, record)
            with translated():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                rows_of(cursor, parts.to_file(query, path))
            yield columns, path
        finally:
            cursor.close()
            path.unlink(missing_ok=True)

    def snapshot(self, cursor: Cursor, record: DatasetRecord) -> tuple[Columns, Sql]:
        """One state of the rows on another cursor: their columns, and a query of the stored form.

        Args:
            cursor: Of the moving instance; the rows go into a temporary table of it.
            record: The dataset.
        """
        with self._store.catalog.read() as connection, translated():
            facts = queries.facts(connection, record.key)
            if facts is None:
                raise DatasetDeleted(f"The dataset {record.name!r} was deleted.")
            fields = known_fields(facts.settings)
            columns = live_columns(fields)
            made = queries.load(queries.SNAPSHOT, fields, columns, is_temporary=True)
            _load(cursor, connection, record, made)
        return columns, queries.stored(columns)


def _load(cursor: Cursor, connection: Connection, record: DatasetRecord, made: Sql) -> None:
    """Bring all tasks of a dataset in, and make a table of them."""
    packed = queries.packed_rows(connection, record.key)
    with queries.arrived(cursor, packed, queries.PACKED) as source:
        rows_of(cursor, queries.land(source))
    rows_of(cursor, made)
    rows_of(cursor, queries.leave())
