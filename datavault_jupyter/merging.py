"""Datasets made of other datasets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.dataset import Dataset
from datavault_jupyter.version import DatasetVersion
from datavault_jupyter.versioning import joining, source_of

if TYPE_CHECKING:
    from datavault_jupyter.services import Services


class Merging:
    """The vault's verbs that make datasets of datasets; mixed into `Vault`."""

    _services: Services

    def merge(
        self,
        sources: Sequence[str | Dataset | DatasetVersion],
        name: str,
        *,
        key: str | Sequence[str] | None = None,
        duplicates: str = "keep",
        differing: str = "refuse",
        project: str | None = None,
    ) -> Dataset:
        """Make a dataset out of several: clones of one master combine, unrelated ones add up.

        Args:
            sources: Datasets, by name too, or versions; later ones win.
            name: The new dataset's.
            key: The columns that say which row is which; without, rows are merged as a whole.
            duplicates: Rows that two sides added alike: ``keep`` or ``drop``.
            differing: Where columns differ: ``refuse``, or ``fill`` with NULL.
            project: The project to put it in.

        Raises:
            ColumnsDiffer: columns differ, and it was not said what to do then.
            NameTaken: a dataset of the project has the name.
        """
        made = [source_of(self._version(each)) for each in sources]
        place = self._services.projects.get(project) if project else None
        record = self._services.clones.merge(
            made, name, joining=joining(key, duplicates, differing), project=place
        )
        return Dataset(self._services, record)

    def _dataset(self, source: str | Dataset) -> Dataset:
        if isinstance(source, Dataset):
            return source
        return Dataset(self._services, self._services.datasets.get(source))

    def _version(self, source: str | Dataset | DatasetVersion) -> DatasetVersion:
        if isinstance(source, DatasetVersion):
            return source
        if not isinstance(source, str | Dataset):
            raise BadArgument("A source is a dataset, its name, or a version.", field="source")
        return self._dataset(source).head
