"""What a dataset can do with its versions.

What edits and merges them is loaded on first use: a vault that is only looked at needs none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from datavault_jupyter.base.checking import word_of
from datavault_jupyter.version import DatasetVersion, VersionList

if TYPE_CHECKING:
    from datavault_jupyter.draft import Draft
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.lineage.made import Joining, Source
    from datavault_jupyter.features.lineage.records import Use
    from datavault_jupyter.services import Services


class Versioning:
    """Verbs on versions; mixed into `Dataset`."""

    _services: Services
    known: DatasetRecord

    @property
    def _record(self) -> DatasetRecord:
        raise NotImplementedError

    @property
    def versions(self) -> VersionList:
        """Its versions, newest first; ``ds.versions["1.2.0"]`` is one of them.

        >>> [version.number for version in vault["penguins"].versions]
        ['1.0.0']
        """
        record = self._record
        return VersionList(self._services, record, self._services.datasets.versions(record))

    def at(self, version: str, *, alias: str = "") -> DatasetVersion:
        """One of its versions.

        Args:
            version: A number, a tag, a name or an id.
            alias: What you call it in this notebook; kept in the log of uses.

        Raises:
            VersionNotFound: none; the hint has the nearest.

        >>> vault["penguins"].at("1.0.0").row_count
        3
        """
        record = self._record
        known = self._services.lineage.find(record, version)
        return DatasetVersion(self._services, record, known, alias=alias)

    @property
    def head(self) -> DatasetVersion:
        """The version it stands at."""
        record = self._record
        return DatasetVersion(self._services, record, self._services.lineage.head(record))

    def new_version(
        self,
        number: str | None = None,
        *,
        name: str = "",
        description: str = "",
        tags: Sequence[str] = (),
        base: str | None = None,
    ) -> DatasetVersion:
        """Make a version of what it holds now, or of another version: a list, no bytes.

        Args:
            number: Its number, any text; the next one when None.
            name: A name for people.
            description: What it is.
            tags: Words to find it by.
            base: The version whose rows it has; the present one when None.

        Raises:
            NameTaken: a version has the number.

        >>> vault["penguins"].new_version("1.1.0", description="before cleaning").parents
        ('1.0.0',)
        """
        record = self._record
        known = self._services.lineage.find(record, base) if base else self.head.known
        made = self._services.lineage.create(
            record, known, number=number, name=name, description=description, tags=tags
        )
        return DatasetVersion(self._services, self._record, made)

    def restore(self, version: str) -> Self:
        """Let it hold again what a version holds: a new version on top, nothing is lost.

        >>> vault["penguins"].restore("1.0.0").row_count
        3
        """
        record = self._record
        known = self._services.lineage.find(record, version)
        self._services.lineage.create(record, known, change="restore", is_head=True)
        return self

    def clone(
        self,
        name: str = "",
        *,
        where: str | None = None,
        version: str | None = None,
        project: str | None = None,
        into: Self | None = None,
        key: str | Sequence[str] | None = None,
        differing: str = "refuse",
    ) -> Self:
        """Make a dataset with its rows: a list of its files, no bytes, whatever its size.

        Args:
            name: The clone's.
            where: Only rows that meet this SQL condition: these are written.
            version: One of its versions; the present one when None.
            project: The project to put the clone in.
            into: Add the rows to this dataset instead: a new version of it.
            key: With ``into``: the columns that say which row is which.
            differing: With ``into``, where columns differ: ``refuse``, or ``fill`` with NULL.

        Raises:
            NameTaken: a dataset of the project has the name.

        >>> vault["penguins"].clone("birds").row_count
        3
        """
        source = source_of(self.at(version) if version else self.head)
        clones = self._services.clones
        if into is not None:
            clones.clone_into(
                source, into.known, where=where, joining=joining(key, "keep", differing)
            )
            return into
        place = self._services.projects.get(project) if project else None
        record = clones.clone(source, name, where=where, project=place)
        # What this is mixed into is made of services and a record.
        return type(self)(self._services, record)  # type: ignore[call-arg]

    def edit(self, note: str = "", *, number: str | None = None, base: str | None = None) -> Draft:
        """Begin a version in the making: ``with ds.edit("…") as draft: draft.remove("…")``.

        Args:
            note: What it is for.
            number: Its number; the next one when None.
            base: The version it goes on from; the present one when None.

        Raises:
            Refused: the dataset is read-only, or a pipeline's.
        """
        from datavault_jupyter.draft import Draft

        record = self._record
        known = self._services.lineage.find(record, base) if base else self.head.known
        made = self._services.drafts.begin(record, known, number=number, note=note)
        return Draft(self._services, record, made)

    def draft(self, number: str) -> Draft:
        """Take up a draft that was begun before, also by a kernel that has ended.

        Raises:
            VersionNotFound: there is none.
            Refused: it is no draft any more.
        """
        from datavault_jupyter.draft import Draft

        record = self._record
        return Draft(self._services, record, self._services.drafts.take_up(record, number))

    def merge(
        self,
        *versions: str | DatasetVersion,
        key: str | Sequence[str] | None = None,
        number: str | None = None,
        name: str = "",
        description: str = "",
        duplicates: str = "keep",
        differing: str = "refuse",
    ) -> DatasetVersion:
        """Make a version out of several, of this dataset or of others, in order: later ones win.

        What either side removed since their common ancestor stays removed.

        Args:
            versions: Numbers or tags of this dataset, or versions of any.
            key: The columns that say which row is which; without, rows are merged as a whole.
            number: Its number; the next one when None.
            name: A name for people.
            description: What it is.
            duplicates: Rows that two sides added alike: ``keep`` or ``drop``.
            differing: Where columns differ: ``refuse``, or ``fill`` with NULL.

        Raises:
            ColumnsDiffer: columns differ, and it was not said what to do then.
        """
        from datavault_jupyter.features.lineage.made import Naming

        record = self._record
        sources = [source_of(self.at(each) if isinstance(each, str) else each) for each in versions]
        made = self._services.clones.merge_into(
            record,
            sources,
            joining=joining(key, duplicates, differing),
            naming=Naming(number, name, description),
        )
        return DatasetVersion(self._services, self._record, made)

    def squash(
        self, first: str, last: str, *, number: str | None = None, description: str = ""
    ) -> DatasetVersion:
        """Make one version of a line of versions: the content of the last, in few files.

        Its parents are those of the first; the versions stay as they are.

        Args:
            first: Where the line begins: a number, tag or id.
            last: Where it ends.
            number: The new version's; the next one when None.
            description: What it is.
        """
        from datavault_jupyter.features.lineage.made import Naming

        record = self._record
        made = self._services.clones.squash(
            record,
            self._services.lineage.find(record, first),
            self._services.lineage.find(record, last),
            naming=Naming(number, "", description),
        )
        return DatasetVersion(self._services, self._record, made)

    @property
    def is_read_only(self) -> bool:
        """Whether all writes are refused; set it to change it."""
        return self._record.is_read_only

    @is_read_only.setter
    def is_read_only(self, value: bool) -> None:
        self.known = self._services.lineage.set_read_only(self._record, is_read_only=bool(value))

    def uses(self, *, limit: int = 100) -> list[Use]:
        """Who loaded which of its versions, newest first."""
        return self._services.lineage.uses.all(self._record, limit=limit)


def source_of(version: DatasetVersion) -> Source:
    """A version as what others are made from."""
    from datavault_jupyter.features.lineage.made import Source

    return Source(version.record, version.known)


def joining(key: str | Sequence[str] | None, duplicates: str, differing: str) -> Joining:
    """How versions are merged, from words.

    Raises:
        BadArgument: a word isn't known.
    """
    from datavault_jupyter.features.imports.fitting import Differing
    from datavault_jupyter.features.lineage.made import Joining
    from datavault_jupyter.features.lineage.merging.records import Duplicates

    keys = (key,) if isinstance(key, str) else tuple(key or ())
    return Joining(
        keys,
        word_of(Duplicates, duplicates, "duplicates"),
        word_of(Differing, differing, "differing"),
    )
