"""What a dataset can do with its versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from datavault_jupyter.version import DatasetVersion, VersionList

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.records import DatasetRecord
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
        found = self._services.datasets.versions(record)
        known = next(each for each in found if each.key == record.head_key)
        return DatasetVersion(self._services, record, known)

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
