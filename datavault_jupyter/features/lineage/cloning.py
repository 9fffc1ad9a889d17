"""Datasets and versions made of other versions: clones and merges.

Rows are shared by listing the same parts; only rows that no part has alone are written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.access import NOWHERE, Action, Policy
from datavault_jupyter.base.errors import BadArgument, DatasetDeleted, Refused
from datavault_jupyter.base.names import clean_name
from datavault_jupyter.features.datasets.records import (
    DatasetKind,
    DatasetRecord,
)
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.imports.adding import Making
from datavault_jupyter.features.imports.records import Write
from datavault_jupyter.features.lineage import queries
from datavault_jupyter.features.lineage.made import (
    Desk,
    Joining,
    Made,
    Maker,
    Naming,
    Source,
    require_several,
    source_of,
)
from datavault_jupyter.features.lineage.registering import Registrar
from datavault_jupyter.features.lineage.service import LineageService
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.projects.records import Project
from datavault_jupyter.features.versions import queries as versions
from datavault_jupyter.features.versions.records import Version
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
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
        self._registrar = Registrar(store, policy, person, listing, lineage)
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
        making = Making(clean_name(name), source_of([source]), project, source.record.description)

        if where is None:
            made = self._maker.shared(source)
            return self._registrar.dataset(making, kind, [source], made)

        def work(cursor: Cursor, write: Write, scratch: Path) -> Made:
            del cursor, scratch
            return self._maker.copied(write, source, where)

        return self._registrar.dataset(making, kind, [source], work)

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

        return self._registrar.version(target, [head, source], work, naming or Naming(), "clone")

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
        require_several(sources)
        how = joining or Joining()
        making = Making(clean_name(name), source_of(sources), project)

        def work(cursor: Cursor, write: Write, scratch: Path) -> Made:
            return self._maker.merged(Desk(cursor, write, scratch), sources, how)

        return self._registrar.dataset(making, DatasetKind.MERGE, sources, work)

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
        require_several(sources)
        how = joining or Joining()

        def work(cursor: Cursor, write: Write, scratch: Path) -> Made:
            return self._maker.merged(Desk(cursor, write, scratch), sources, how)

        return self._registrar.version(record, sources, work, naming or Naming(), "merge")

    def squash(
        self,
        record: DatasetRecord,
        first: Version,
        last: Version,
        *,
        naming: Naming | None = None,
    ) -> Version:
        """Make one version of a line of them: the rows of the last one, in one part.

        Its parents are those of the first one. The versions of the line stay as they are. Where
        the dataset stands at the last one, it stands at the new one afterwards.

        Args:
            record: The dataset.
            first: Where the line begins.
            last: Where it ends; a descendant of the first one, or the same.
            naming: What the new version is called.

        Raises:
            BadArgument: the last one doesn't descend from the first one.
            Refused: the dataset is read-only, or a version is not final.
        """
        source = Source(record, last)
        self._require_sources([Source(record, first), source])
        with self._store.catalog.read() as connection:
            if first.key not in queries.ancestors_of(connection, [last.key]):
                raise BadArgument(
                    f"Version {last.number} doesn't descend from {first.number}.", field="last"
                )

        def work(cursor: Cursor, write: Write, scratch: Path) -> Made:
            del cursor, scratch
            return self._maker.squashed(write, source)

        above = [parent.key for parent in first.parents]
        return self._registrar.version(
            record, [source], work, naming or Naming(), "squash", parents=above
        )

    def _head(self, record: DatasetRecord) -> Source:
        with self._store.catalog.read() as connection:
            found = versions.by_key(connection, record.head_key) if record.head_key else None
        if found is None:
            raise DatasetDeleted(f"The dataset {record.name!r} was deleted.")
        return Source(record, found)

    def _require_sources(self, sources: Sequence[Source]) -> None:
        for each in sources:
            self._policy.require(Action.DATASET_VIEW, each.record.place)
            if not each.version.state.is_finished:
                raise Refused(
                    f"Version {each.version.number} of {each.record.name!r} is "
                    f"{each.version.state.value}; only from final ones others can be made.",
                    hint="Finalize it first.",
                )
