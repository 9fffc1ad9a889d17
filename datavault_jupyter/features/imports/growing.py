"""New versions of a dataset from a source: rows added to its rows, or put in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import (
    BadArgument,
    DatasetDeleted,
    VersionConflict,
)
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.datasets import rules
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.imports import queries
from datavault_jupyter.features.imports.adding import Adder, told
from datavault_jupyter.features.imports.fitting import Differing, Fitting, Growth
from datavault_jupyter.features.imports.readers import Reader
from datavault_jupyter.features.imports.records import Loaded, Watch, Write
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.versions import queries as versions
from datavault_jupyter.features.versions.queries import Listed
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.running import Progress
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.storage.catalog import Connection
    from datavault_jupyter.storage.engine import Cursor
    from datavault_jupyter.storage.parts import NewPart

_WAY_OUT = "Import the file as a dataset of its own."


class Grower:
    """Makes new versions; the version before stays as it is."""

    def __init__(
        self, store: Store, policy: Policy, person: Person, listing: DatasetService, adder: Adder
    ) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._listing = listing
        self._adder = adder

    def grow(
        self,
        record: DatasetRecord,
        reader: Reader,
        growth: Growth,
        *,
        differing: Differing = Differing.REFUSE,
        on_progress: Progress | None = None,
        watch: Watch | None = None,
    ) -> tuple[DatasetRecord, Loaded]:
        """Make a new version out of a source.

        Args:
            record: The dataset.
            reader: The source.
            growth: Whether its rows come after the dataset's or in their place.
            differing: What happens where columns differ.
            on_progress: Called with a share from 0 to 1, from another thread.
            watch: Follows the import in more detail, and may stop it.

        Raises:
            ColumnsDiffer: they do, and it was not said what to do then.
            VersionConflict: another kernel made a version meanwhile.
            Refused: it is read-only, or its rows come from a pipeline.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        if growth is Growth.APPEND and differing is Differing.TAKE:
            raise BadArgument(
                'differing="take" is for replace(): rows that stay keep their columns.',
                hint='Pass differing="fill" to fill with NULL.',
                field="differing",
            )
        rules.require_growable(record, _WAY_OUT)
        head = self._head(record)
        fitting = Fitting(head.columns, growth, differing)
        old: list[NewPart] = []

        def load(cursor: Cursor, write: Write, scratch: Path) -> Loaded:
            found = [column.name for column in reader.columns(cursor, scratch)]
            notes = fitting.compare(found, record.name, reader.label)
            loaded = reader.load(cursor, fitting.fitted(write), scratch, fitting.types(found))
            if fitting.is_wider(loaded.columns):
                paths = [self._store.path(part.path) for part in head.parts]
                query = fitting.widened(loaded.columns, parts.scan(head.columns, paths))
                old.append(write(query, fitting.target(loaded.columns)))
            return replace(loaded, notes=(*notes, *loaded.notes))

        def register(loaded: Loaded, watching: Watch) -> None:
            columns = fitting.target(loaded.columns)
            self._register(record, growth, loaded, columns=columns, old=old, watch=watching)

        loaded = self._adder.load(record.id, load, register, on_progress=on_progress, watch=watch)
        return self._listing.reload(record), loaded

    def _head(self, record: DatasetRecord) -> Listed:
        with self._store.catalog.read() as connection:
            found = versions.listed(connection, record.head_key) if record.head_key else None
        if found is None:
            raise DatasetDeleted(f"The dataset {record.name!r} was deleted.")
        return found

    def _register(
        self,
        record: DatasetRecord,
        growth: Growth,
        loaded: Loaded,
        *,
        columns: Columns,
        old: Sequence[NewPart],
        watch: Watch,
    ) -> None:
        """Make the version visible, in one transaction."""
        made = [*old, *loaded.parts]
        with self._store.catalog.write() as connection:
            present = rules.present(connection, record)
            rules.require_growable(present, _WAY_OUT)
            kept = self._kept(connection, present, record, growth, is_rewritten=bool(old))
            facts = {
                "row_count": sum(each.row_count for each in (*kept, *made)),
                "byte_count": sum(each.byte_count for each in (*kept, *made)),
            }
            ordinal, number = versions.next_place(connection, record.key)
            key = versions.insert_final(
                connection,
                record.key,
                number,
                ordinal=ordinal,
                part_ids=[each.id for each in kept] + parts.register(connection, self._store, made),
                columns=columns,
                person_key=self._person.key,
                source_info={**told(loaded), "change": growth},
                parent_key=present.head_key,
                **facts,
            )
            queries.insert_rejects(connection, key, loaded.rejects)
            more = {"column_count": len(columns), "version_count": present.version_count + 1}
            datasets.update(connection, record.key, head_id=key, **facts, **more)
            actor, action = self._policy.actor_name, f"dataset.{growth}"
            noted = {**facts, "number": number}
            people.record(connection, actor, action, present.id, present.name, **noted)
            watch.added(connection, record.key, loaded)
            bump(connection)

    def _kept(
        self,
        connection: Connection,
        present: DatasetRecord,
        planned: DatasetRecord,
        growth: Growth,
        *,
        is_rewritten: bool,
    ) -> list[Any]:
        """The parts of the head that the new version lists, too."""
        has_moved = present.head_key != planned.head_key
        if growth is Growth.APPEND and not is_rewritten and present.head_key is not None:
            now = versions.listed(connection, present.head_key)
            before = versions.listed(connection, planned.head_key or 0)
            # Rows that another kernel added meanwhile stay: ours come after them.
            if now and before and now.columns == before.columns:
                return versions.parts_of(connection, present.head_key)
        if has_moved:
            raise VersionConflict(
                f"Another kernel made a version of {present.name!r} meanwhile; nothing was added."
            )
        return []
