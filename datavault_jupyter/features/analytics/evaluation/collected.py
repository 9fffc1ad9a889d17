"""The answers of pipelines in memory: a typed table of each, brought up to date by its revision."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from datavault_jupyter.base.errors import PipelineNotFound
from datavault_jupyter.features.analytics.evaluation import queries
from datavault_jupyter.features.pipelines import queries as pipelines
from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.live.columns import known_fields
from datavault_jupyter.features.pipelines.live.queries import arrived
from datavault_jupyter.features.pipelines.records import PipelineRecord
from datavault_jupyter.storage.engine import MEMORY, change, rows_of
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.sql import quoted
from datavault_jupyter.storage.store import Store

_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Collected:
    """The answers of one pipeline that count, as they were at a revision.

    Attributes:
        table: Its name, ready for SQL.
        fields: Of its columns `queries.field_column`, in their order.
        revision: Of the tasks.
    """

    table: str
    fields: tuple[Field, ...]
    revision: int
    generation: int


class CollectedAnswers:
    """The pipelines whose answers this process has looked at; one for a vault and process.

    Args:
        store: The vault.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._locks: dict[int, threading.Lock] = {}
        self._known: dict[int, Collected] = {}

    @classmethod
    def of(cls, store: Store) -> CollectedAnswers:
        """The one of a store."""
        return store.engine.companion(cls, lambda: cls(store))

    def table(self, pipeline: PipelineRecord) -> Collected:
        """The answers of now: those of tasks that changed since the last look are fetched.

        Raises:
            PipelineNotFound: it was deleted.
        """
        with self._lock:
            lock = self._locks.setdefault(pipeline.key, threading.Lock())
        with lock:
            known = self._known.get(pipeline.key)
            if known is not None and known.generation != self._store.engine.generation:
                known = None
            with self._store.catalog.read() as connection:
                present = pipelines.by_key(connection, pipeline.key)
                if present is None:
                    raise PipelineNotFound(f"The pipeline {pipeline.name!r} was deleted.")
                revision = queries.revision_of(connection, pipeline.key)
            fields = tuple(each for each in known_fields(present.settings) if each.is_asked)
            if known is None or known.fields != fields:
                known = self._load(pipeline.key, fields, known)
            elif known.revision != revision:
                known = self._change(pipeline.key, known)
            self._known[pipeline.key] = known
            return known

    def _load(self, key: int, fields: Sequence[Field], old: Collected | None) -> Collected:
        generation = self._store.engine.generation
        name = f"{MEMORY}.main.{quoted(f'collected{next(_numbers)}')}"
        cursor = self._store.engine.answering()
        try:
            # Counter and answers in one state of the catalogue.
            with self._store.catalog.read() as connection, translated():
                revision = queries.revision_of(connection, key)
                rows = queries.that_count(connection, key)
                with arrived(cursor, rows, queries.RAW) as source:
                    rows_of(cursor, queries.load(name, source, fields))
            if old is not None:
                rows_of(cursor, queries.drop(old.table))
        finally:
            cursor.close()
        return Collected(name, tuple(fields), revision, generation)

    def _change(self, key: int, known: Collected) -> Collected:
        cursor = self._store.engine.answering()
        try:
            with self._store.catalog.read() as connection, translated():
                revision = queries.revision_of(connection, key)
                rows = queries.that_count_since(connection, key, known.revision)
                with arrived(cursor, rows, queries.RAW) as source:
                    fresh = queries.load(queries.FRESH, source, known.fields, is_temporary=True)
                    rows_of(cursor, fresh)
                change(cursor, queries.replaced(known.table))
        finally:
            cursor.close()
        return Collected(known.table, known.fields, revision, known.generation)
