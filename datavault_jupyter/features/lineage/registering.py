"""New versions and datasets that share parts with others: written, then seen in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import DatasetDeleted
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.datasets import rules
from datavault_jupyter.features.datasets.records import (
    DatasetKind,
    DatasetRecord,
    DatasetStatus,
)
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.imports.adding import Adder, Making
from datavault_jupyter.features.imports.records import Loaded, Watch, Write
from datavault_jupyter.features.lineage import queries
from datavault_jupyter.features.lineage.made import (
    Made,
    Naming,
    Source,
    once,
)
from datavault_jupyter.features.lineage.service import LineageService
from datavault_jupyter.features.lineage.texts import line, tag_of
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.versions import queries as versions
from datavault_jupyter.features.versions.records import FIRST_NUMBER, Version
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.storage.catalog import Connection
    from datavault_jupyter.storage.engine import Cursor

    Work = Callable[[Cursor, Write, Path], Made]

_WAY_OUT = "Make a dataset of its own: ds.clone(…) or vault.merge(…)."


class Registrar:
    """Makes rows that are ready into versions."""

    def __init__(
        self,
        store: Store,
        policy: Policy,
        person: Person,
        listing: DatasetService,
        lineage: LineageService,
    ) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._listing = listing
        self._lineage = lineage
        self._adder = Adder(store, policy.actor_name, person, listing)

    def version(
        self,
        record: DatasetRecord,
        sources: Sequence[Source],
        work: Work,
        naming: Naming,
        change: str,
        *,
        parents: Sequence[int] | None = None,
    ) -> Version:
        """Make a version of a dataset.

        Args:
            record: The dataset.
            sources: What it is made from; its parents, unless others are given.
            work: Makes the rows.
            naming: What it is called.
            change: What it is, for the log.
            parents: Its parents instead; the dataset stands at it where it stood at the source.

        Raises:
            Refused: the dataset is read-only, or its rows come from a pipeline.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        rules.require_growable(record, _WAY_OUT)
        keys: list[int] = []

        def register(made: Made, loaded: Loaded) -> None:
            with self._store.catalog.write() as connection:
                present = rules.present(connection, record)
                rules.require_growable(present, _WAY_OUT)
                number = self._lineage.free_number(connection, present, naming.number)
                place = (record.key, versions.next_ordinal(connection, record.key), number)
                key = self._listed(connection, place, (made, loaded), change, sources)
                name = line(naming.name, "name")
                queries.update(connection, key, name=name, description=naming.description)
                queries.add_tags(connection, key, [tag_of(each) for each in naming.tags])
                is_head = None
                if parents is not None:
                    queries.set_parents(connection, key, parents)
                    is_head = present.head_key == sources[-1].version.key
                self._lineage.advance(connection, present, key, is_head=is_head)
                self._note(connection, f"version.{change}", present, number, sources)
                keys.append(key)

        self._load(record.id, work, register)
        with self._store.catalog.read() as connection:
            found = versions.by_key(connection, keys[0])
        if found is None:
            raise DatasetDeleted(f"The dataset {record.name!r} was deleted.")
        return found

    def dataset(
        self,
        making: Making,
        kind: DatasetKind,
        sources: Sequence[Source],
        work: Work | Made,
    ) -> DatasetRecord:
        """Make a dataset.

        Args:
            making: What it is to be.
            kind: A clone, or a merge.
            sources: What it is made from; the parents of its first version.
            work: Makes the rows, while the name is kept; or the rows, where none is written.

        Raises:
            NameTaken: a dataset of the project has the name.
        """
        uid = datasets.new_uid()
        is_written = not isinstance(work, Made)

        def register(made: Made, loaded: Loaded) -> None:
            with self._store.catalog.write() as connection:
                if not is_written:
                    self._listing.require_free(connection, making.project_key, making.name)
                facts = made.facts(loaded.parts)
                key = datasets.insert(
                    connection,
                    uid,
                    making.name,
                    project_id=making.project_key,
                    description=making.description,
                    status=DatasetStatus.COMPLETE,
                    source=making.source,
                    kind=kind,
                    master_id=sources[0].record.key if kind is DatasetKind.CLONE else None,
                    owner_id=self._person.key,
                    column_count=len(made.columns),
                    version_count=1,
                    **facts,
                )
                place = (key, 1, FIRST_NUMBER)
                head = self._listed(connection, place, (made, loaded), kind.value, sources)
                datasets.update(connection, key, head_id=head)
                if is_written:
                    datasets.release(connection, making.project_key, making.name)
                present = datasets.by_key(connection, key)
                assert present is not None  # noqa: S101 - made in the same transaction
                self._note(connection, f"dataset.{kind}", present, FIRST_NUMBER, sources)

        if isinstance(work, Made):
            register(work, Loaded([], work.columns))
        else:
            with self._adder.reserved(making):
                self._load(uid, work, register)
        return self._listing.get(uid)

    def _load(self, uid: str, work: Work, register: Callable[[Made, Loaded], None]) -> None:
        made: list[Made] = []

        def load(cursor: Cursor, write: Write, scratch: Path) -> Loaded:
            made.append(work(cursor, write, scratch))
            return Loaded(list(made[0].written), made[0].columns)

        def registered(loaded: Loaded, watch: Watch) -> None:
            del watch
            register(made[0], loaded)

        self._adder.load(uid, load, registered)

    def _listed(
        self,
        connection: Connection,
        place: tuple[int, int, str],
        made: tuple[Made, Loaded],
        change: str,
        sources: Sequence[Source],
    ) -> int:
        """Make the version: the parts it shares, then those that were written."""
        dataset_key, ordinal, number = place
        merged, loaded = made
        shared = queries.still_there(connection, merged.listed)
        if len(shared) != len(set(merged.listed)):
            raise DatasetDeleted("A version this was made from was deleted meanwhile.")
        key = versions.insert_final(
            connection,
            dataset_key,
            number,
            ordinal=ordinal,
            part_ids=[*merged.listed, *parts.register(connection, self._store, loaded.parts)],
            columns=merged.columns,
            person_key=self._person.key,
            source_info={
                "change": change,
                "from": [f"{each.record.name} {each.version.number}" for each in sources],
                "notes": list(merged.notes),
                **merged.info,
            },
            **merged.facts(loaded.parts),
        )
        queries.set_parents(connection, key, once(each.version.key for each in sources))
        return key

    def _note(
        self,
        connection: Connection,
        action: str,
        record: DatasetRecord,
        number: str,
        sources: Sequence[Source],
    ) -> None:
        people.record(
            connection,
            self._policy.actor_name,
            action,
            record.id,
            record.name,
            number=number,
            sources=[f"{each.record.name} {each.version.number}" for each in sources],
        )
        bump(connection)
