"""Datasets and versions made of other versions: clones and merges.

Rows are shared by listing the same parts; only rows that no part has alone are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.access import NOWHERE, Action, Policy
from datavault_jupyter.base.errors import BadArgument, DatasetDeleted, Refused
from datavault_jupyter.base.names import clean_name
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.datasets.records import (
    DatasetKind,
    DatasetRecord,
    DatasetSource,
    DatasetStatus,
)
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.imports.adding import Adder, Making
from datavault_jupyter.features.imports.records import Loaded, Watch, Write
from datavault_jupyter.features.lineage import queries
from datavault_jupyter.features.lineage.made import Desk, Joining, Made, Maker, Naming, Source
from datavault_jupyter.features.lineage.service import LineageService
from datavault_jupyter.features.lineage.texts import line, tag_of
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.projects.records import Project
from datavault_jupyter.features.versions import queries as versions
from datavault_jupyter.features.versions.records import FIRST_NUMBER, Version
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.features.lineage.queries import Connection
    from datavault_jupyter.storage.engine import Cursor

    Work = Callable[[Cursor, Write, Path], Made]


class CloneService:
    """Clones and merges."""

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
        self._maker = Maker(store)

    def clone(
        self,
        source: Source,
        name: str,
        *,
        where: str | None = None,
        project: Project | None = None,
    ) -> DatasetRecord:
        """Make a dataset with the rows of a version: a list, 0 bytes, whatever its size.

        Its first version is 1.0.0, with the source as its parent; the source's dataset is its
        master.

        Args:
            source: The dataset and the version of it.
            name: Of the new dataset.
            where: Only rows that meet this SQL condition: these are written.
            project: Where it goes; None is outside all projects.

        Raises:
            NameTaken: a dataset of the project has the name.
            BadQuery: ``where`` is no condition on the columns.
            Refused: the version is not final.
        """
        self._policy.require(Action.DATASET_CREATE, project.place if project else NOWHERE)
        self._require_sources([source])
        kind = DatasetKind.CLONE
        making = Making(clean_name(name), _source_of([source]), project, source.record.description)

        def work(cursor: Cursor, write: Write, scratch: Path) -> Made:
            del cursor, scratch
            return self._maker.copied(write, source, where)

        return self._new_dataset(making, kind, [source], work, is_written=where is not None)

    def clone_into(
        self,
        source: Source,
        target: DatasetRecord,
        *,
        where: str | None = None,
        joining: Joining | None = None,
        naming: Naming | None = None,
    ) -> Version:
        """Add the rows of a version to a dataset that is there: a new version of that.

        As a whole, it is a merge of the dataset with the source: what both have from a common
        ancestor is there once. With a condition, the rows that meet it are added as they are.

        Args:
            source: The dataset and the version of it.
            target: The dataset that gets the rows.
            where: Only rows that meet this SQL condition: these are written.
            joining: How they are merged.
            naming: What the new version is called.

        Raises:
            ColumnsDiffer: columns differ, and it was not said what to do then.
            Refused: the target is read-only, or a version is not final.
        """
        head = self._head(target)
        self._require_sources([source, head])
        how = joining or Joining()

        def work(cursor: Cursor, write: Write, scratch: Path) -> Made:
            if where is None:
                return self._maker.merged(Desk(cursor, write, scratch), [head, source], how)
            return self._maker.added(Desk(cursor, write, scratch), (head, source), where, how)

        return self._new_version(target, [head, source], work, naming or Naming(), "clone")

    def merge(
        self,
        sources: Sequence[Source],
        name: str,
        *,
        joining: Joining | None = None,
        project: Project | None = None,
    ) -> DatasetRecord:
        """Make a dataset out of several: clones of one master combine, unrelated ones add up.

        Args:
            sources: Two or more, each with the version of it; later ones win.
            name: Of the new dataset.
            joining: How they are merged.
            project: Where it goes; None is outside all projects.

        Raises:
            NameTaken: a dataset of the project has the name.
            ColumnsDiffer: columns differ, and it was not said what to do then.
            BadArgument: a key column is missing, or several rows of a side share a key.
        """
        self._policy.require(Action.DATASET_CREATE, project.place if project else NOWHERE)
        self._require_sources(sources)
        _require_several(sources)
        how = joining or Joining()
        making = Making(clean_name(name), _source_of(sources), project)

        def work(cursor: Cursor, write: Write, scratch: Path) -> Made:
            return self._maker.merged(Desk(cursor, write, scratch), sources, how)

        return self._new_dataset(making, DatasetKind.MERGE, sources, work, is_written=True)

    def merge_into(
        self,
        record: DatasetRecord,
        sources: Sequence[Source],
        *,
        joining: Joining | None = None,
        naming: Naming | None = None,
    ) -> Version:
        """Make a version of a dataset out of several versions, of it or of others, in order.

        It becomes the dataset's present state where that is among its ancestors, else a branch.

        Args:
            record: The dataset that gets the version.
            sources: Two or more versions with their datasets; later ones win.
            joining: How they are merged.
            naming: What the new version is called.

        Raises:
            ColumnsDiffer: columns differ, and it was not said what to do then.
            BadArgument: a key column is missing, or several rows of a side share a key.
            Refused: the dataset is read-only, or a version is not final.
        """
        self._require_sources(sources)
        _require_several(sources)
        how = joining or Joining()

        def work(cursor: Cursor, write: Write, scratch: Path) -> Made:
            return self._maker.merged(Desk(cursor, write, scratch), sources, how)

        return self._new_version(record, sources, work, naming or Naming(), "merge")

    def _new_version(
        self,
        record: DatasetRecord,
        sources: Sequence[Source],
        work: Work,
        naming: Naming,
        change: str,
    ) -> Version:
        self._policy.require(Action.DATASET_EDIT, record.place)
        self._require_open(record)
        keys: list[int] = []

        def register(made: Made, loaded: Loaded) -> None:
            with self._store.catalog.write() as connection:
                present = datasets.by_key(connection, record.key)
                if present is None or present.id != record.id:
                    raise DatasetDeleted(f"The dataset {record.name!r} was deleted.")
                self._require_open(present)
                number = self._lineage.free_number(connection, present, naming.number)
                newest = versions.newest_of(connection, record.key) or (0, "")
                place = (record.key, newest[0] + 1, number)
                key = self._listed(connection, place, (made, loaded), change, sources)
                name = line(naming.name, "name")
                queries.update(connection, key, name=name, description=naming.description)
                queries.add_tags(connection, key, [tag_of(each) for each in naming.tags])
                self._lineage.advance(connection, present, key)
                self._note(connection, f"version.{change}", present, number, sources)
                keys.append(key)

        self._load(record.id, work, register)
        with self._store.catalog.read() as connection:
            found = versions.by_key(connection, keys[0])
        if found is None:
            raise DatasetDeleted(f"The dataset {record.name!r} was deleted.")
        return found

    def _new_dataset(
        self,
        making: Making,
        kind: DatasetKind,
        sources: Sequence[Source],
        work: Work,
        *,
        is_written: bool,
    ) -> DatasetRecord:
        uid = datasets.new_uid()

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

        if is_written:
            with self._adder.reserved(making):
                self._load(uid, work, register)
        else:
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
        queries.set_parents(connection, key, _once(each.version.key for each in sources))
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

    def _head(self, record: DatasetRecord) -> Source:
        with self._store.catalog.read() as connection:
            found = versions.by_key(connection, record.head_key) if record.head_key else None
        if found is None:
            raise DatasetDeleted(f"The dataset {record.name!r} was deleted.")
        return Source(record, found)

    def _require_open(self, record: DatasetRecord) -> None:
        self._listing.require_writable(record)
        if record.source is DatasetSource.PIPELINE:
            raise Refused(
                f"The rows of {record.name!r} come from its pipeline.",
                hint="Make a dataset of its own: ds.clone(…) or vault.merge(…).",
            )

    def _require_sources(self, sources: Sequence[Source]) -> None:
        for each in sources:
            self._policy.require(Action.DATASET_VIEW, each.record.place)
            if not each.version.state.is_finished:
                raise Refused(
                    f"Version {each.version.number} of {each.record.name!r} is "
                    f"{each.version.state.value}; only from final ones others can be made.",
                    hint="Finalize it first.",
                )


def _require_several(sources: Sequence[Source]) -> None:
    if len(_once(each.version.key for each in sources)) < 2:
        raise BadArgument("A merge takes two versions or more.", field="parents")


def _source_of(sources: Sequence[Source]) -> DatasetSource:
    """Where the rows of all came from; those of a pipeline are exported from it."""
    found = {each.record.source for each in sources}
    only = next(iter(found))
    return DatasetSource.EXPORT if len(found) > 1 or only is DatasetSource.PIPELINE else only


def _once(keys: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(keys))
