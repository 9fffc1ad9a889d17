"""One dataset in all its facts: what the head of its view and its overview show."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.datasets.activity import DatasetEvent, told
from datavault_jupyter.features.datasets.listed import Refusals, badge_words
from datavault_jupyter.features.datasets.origins import DatasetLink, DatasetOrigin, origin_of
from datavault_jupyter.features.datasets.records import (
    DatasetKind,
    DatasetRecord,
    DatasetSource,
    DatasetStatus,
)
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.records import AuditEntry
from datavault_jupyter.features.versions import queries
from datavault_jupyter.features.versions.records import Version
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.nulls import counted_nulls, null_counts
from datavault_jupyter.storage.store import Store
from datavault_jupyter.storage.types import type_id

Cancels = Callable[[Callable[[], None]], AbstractContextManager[object]]

DESCRIBE = "describe"
MOST_EVENTS = 6


@dataclass(frozen=True, slots=True)
class ColumnClass:
    """How many columns hold one class of values, such as number, text or timestamp."""

    word: str
    count: int


@dataclass(frozen=True, slots=True)
class MissingCells:
    """How many cells hold no value.

    Attributes:
        cell_count: Rows times columns.
        null_count: How many of them are NULL.
        row_count: Rows.
        worst_column: The column with most of them, the first of several; None where none is NULL.
        worst_null_count: How many it has.
    """

    cell_count: int
    null_count: int
    row_count: int
    worst_column: str | None
    worst_null_count: int


@dataclass(frozen=True, slots=True)
class DatasetFacts:
    """A dataset as its head and its overview show it.

    Attributes:
        path: Project and name, as ``vault[…]`` takes it.
        state: Which badge it has.
        status: The words of the badge, such as "Collecting · paused".
        kind: Whether it holds its rows itself, is a clone of another, or merges several.
        made_from: What a clone or a merge was made from, in order; what is gone, or what the
            actor may not see, is left out.
        pipeline: The pipeline that fills it.
        pipeline_state: How that pipeline is.
        byte_count: Size of its rows on disk, compressed.
        column_classes: Its columns by what they hold, the most frequent class first.
        is_live: Whether a pipeline fills it; then its rows are those of now, not of a version.
        version: The number of the version it stands at, or of its newest while it is live.
        version_at: When that was made; None for a dataset without one.
        version_by: Who made it.
        notes: What the import had to say, one sentence each.
        activity: What was done with it, newest first; None where the actor may not see it.
        refused: By action (rename, describe, archive, unarchive, delete, export): why it isn't
            allowed now. An action that isn't mentioned is.
    """

    dataset_id: str
    name: str
    path: str
    project: str | None
    description: str
    state: DatasetStatus
    status: str
    source: DatasetSource
    kind: DatasetKind
    made_from: tuple[DatasetLink, ...]
    pipeline: str | None
    pipeline_state: str | None
    owner: str
    is_archived: bool
    is_read_only: bool
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    row_count: int
    byte_count: int
    column_count: int
    column_classes: tuple[ColumnClass, ...]
    is_live: bool
    version: str
    version_count: int
    version_at: datetime | None
    version_by: str
    origin: DatasetOrigin
    notes: tuple[str, ...]
    activity: tuple[DatasetEvent, ...] | None
    refused: Mapping[str, str]


class DetailService:
    """What there is to know about one dataset."""

    def __init__(self, store: Store, policy: Policy, datasets: DatasetService) -> None:
        self._store = store
        self._policy = policy
        self._datasets = datasets

    def facts(self, record: DatasetRecord, refusals: Refusals) -> DatasetFacts:
        """All facts of a dataset.

        Args:
            record: The dataset.
            refusals: Says what isn't allowed with it, and why.

        Raises:
            DatasetDeleted: it is gone.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        columns = self._columns(record)
        versions = self._datasets.versions(record)
        newest = next((each for each in versions if each.key == record.head_key), None)
        if record.is_live and versions:
            newest = versions[0]
        info = newest.source_info if newest else {}
        entries = self._entries(record)
        names = self._display_names(
            [record.owner, newest.created_by if newest else "", *(e.actor for e in entries or ())]
        )
        return DatasetFacts(
            dataset_id=record.id,
            name=record.name,
            path=record.path,
            project=record.project,
            description=record.description,
            state=record.status,
            status=badge_words(record),
            source=record.source,
            kind=record.kind,
            made_from=self._made_from(record),
            pipeline=record.pipeline_name,
            pipeline_state=record.pipeline_status,
            owner=names.get(record.owner, record.owner),
            is_archived=record.is_archived,
            is_read_only=record.is_read_only,
            created_at=record.created_at,
            updated_at=record.updated_at,
            archived_at=record.archived_at,
            row_count=record.row_count,
            byte_count=record.byte_count,
            column_count=record.column_count,
            column_classes=column_classes(columns),
            is_live=record.is_live,
            origin=origin_of(info),
            notes=tuple(str(note) for note in info.get("notes", ())),
            activity=told(entries, names),
            refused=self._refused(record, refusals),
            **_of_version(newest, len(versions), names),
        )

    def missing(self, record: DatasetRecord, *, cancels: Cancels | None = None) -> MissingCells:
        """How many cells are NULL, exactly.

        Raises:
            DatasetDeleted: it is gone.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        content = self._datasets.content(record)
        columns = content.columns
        cursor = self._store.engine.answering()
        with cancels(cursor.interrupt) if cancels else nullcontext():
            if content.live is None:
                row_count, counts = null_counts(cursor, columns, content.paths)
            else:
                every = range(len(columns))
                row_count, counts = counted_nulls(cursor, columns, content.scan, every)
        worst = max(counts, default=0)
        return MissingCells(
            cell_count=row_count * len(columns),
            null_count=sum(counts),
            row_count=row_count,
            worst_column=columns[counts.index(worst)].name if worst else None,
            worst_null_count=worst,
        )

    def load_code(self, record: DatasetRecord) -> str:
        """The line of Python that loads a dataset; the shortest name that means it alone.

        >>> services = vault._services
        >>> detail = DetailService(services.store, services.policy, services.datasets)
        >>> print(detail.load_code(services.datasets.get("penguins")))
        vault["penguins"].df()
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        for name in (record.name, record.path, record.id):
            with suppress(VaultError):
                if self._datasets.get(name).key == record.key:
                    break
        # A name holds no control characters, so that JSON's text is Python's too.
        return f"vault[{json.dumps(name, ensure_ascii=False)}].df()"

    def _made_from(self, record: DatasetRecord) -> tuple[DatasetLink, ...]:
        if record.kind is DatasetKind.MASTER:
            return ()
        with self._store.catalog.read() as connection:
            found = queries.sources_of(connection, record.key)
        seen = {each.id: each.path for each in self._datasets.by_ids([uid for uid, _ in found])}
        return tuple(DatasetLink(uid, seen[uid], number) for uid, number in found if uid in seen)

    def _columns(self, record: DatasetRecord) -> Columns:
        if record.head_key is None and not record.is_live:
            return Columns([])
        return self._datasets.columns(record)

    def _entries(self, record: DatasetRecord) -> Sequence[AuditEntry] | None:
        if not self._policy.allows(Action.AUDIT_VIEW):
            return None
        with self._store.catalog.read() as connection:
            return people.audit_entries(connection, record.id, MOST_EVENTS)

    def _display_names(self, identities: Sequence[str]) -> dict[str, str]:
        with self._store.catalog.read() as connection:
            return people.display_names(connection, identities)

    def _refused(self, record: DatasetRecord, refusals: Refusals) -> dict[str, str]:
        made = dict(refusals(record))
        if not self._policy.allows(Action.DATASET_EDIT, record.place):
            made[DESCRIBE] = f"You may not {Action.DATASET_EDIT.words}"
        elif record.status is DatasetStatus.ORPHANED:
            made[DESCRIBE] = "Orphaned. Its pipeline was deleted, so it is read-only"
        elif record.is_read_only:
            made[DESCRIBE] = "Read-only. Make it writable first"
        return made


def _of_version(newest: Version | None, known: int, names: Mapping[str, str]) -> dict[str, Any]:
    by = newest.created_by if newest else ""
    return {
        "version": newest.number if newest else "",
        "version_count": known,
        "version_at": newest.created_at if newest else None,
        "version_by": names.get(by, by),
    }


_CLASSES = {
    "varchar": "text", "enum": "text", "boolean": "yes or no", "uuid": "id", "date": "date",
    "interval": "duration", "blob": "binary", "bit": "binary", "json": "JSON", "struct": "nested",
    "list": "nested", "array": "nested", "map": "nested", "union": "nested", "tuple": "nested",
    "variant": "nested", "float": "number", "double": "number", "decimal": "number",
    "bignum": "number",
}  # fmt: skip


def column_classes(columns: Columns) -> tuple[ColumnClass, ...]:
    """The columns counted by what they hold, the most frequent class first.

    >>> found = column_classes(Columns.of([("a", "BIGINT"), ("b", "DOUBLE"), ("c", "VARCHAR")]))
    >>> [(each.word, each.count) for each in found]
    [('number', 2), ('text', 1)]
    """
    counts = Counter(_class_of(column.type) for column in columns)
    return tuple(ColumnClass(word, number) for word, number in counts.most_common())


def _class_of(type_text: str) -> str:
    kind = type_id(type_text)
    if kind in _CLASSES:
        return _CLASSES[kind]
    if kind.startswith("timestamp"):
        return "timestamp"
    if kind.startswith("time"):
        return "time"
    return "number" if kind.endswith(("int", "integer")) else "other"
