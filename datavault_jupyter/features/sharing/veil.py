"""One dataset as a link shows it: no other one is there, and hidden columns do not exist.

Whatever reads rows (pages, filters, sorts, searches, summaries, charts, exports) reads them through
the list of datasets. Here that list leaves the hidden columns out before anybody sees them, so what
stands on it can't name them, by whatever way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from datavault_jupyter.access import Policy
from datavault_jupyter.base.errors import NotAllowed
from datavault_jupyter.base.paging import Page
from datavault_jupyter.features.datasets.listed import DatasetFacets
from datavault_jupyter.features.datasets.live import Content
from datavault_jupyter.features.datasets.records import DatasetQuery, DatasetRecord, ListPage
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.versions.queries import Listed
from datavault_jupyter.features.versions.records import Version
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.live import LiveRows

_NO_LIST = "A link opens one dataset, and no list of them."


class VeiledDatasets(DatasetService):
    """The list of datasets of whoever came by a link: one, without what is hidden of it.

    Args:
        store: The vault.
        policy: What the link allows.
        live: Reads datasets that a pipeline fills.
        dataset_id: The one that is shared.
        hidden: The names of its columns that are not shown.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        live: Callable[[], LiveRows],
        *,
        dataset_id: str,
        hidden: Collection[str],
    ) -> None:
        super().__init__(store, policy, live)
        self._dataset_id = dataset_id
        self._hidden = frozenset(hidden)

    def find(self, name_or_id: str) -> DatasetRecord | None:
        """The dataset, by its id; by a name nothing is found, its own neither."""
        if name_or_id != self._dataset_id:
            return None
        found = super().find(name_or_id)
        return self._veiled(found) if found is not None else None

    def reload(self, record: DatasetRecord) -> DatasetRecord:
        """The dataset as it is now.

        Raises:
            DatasetDeleted: it is gone.
        """
        return self._veiled(super().reload(record))

    def by_ids(self, ids: Sequence[str]) -> Sequence[DatasetRecord]:
        """The dataset, where its id is among them."""
        found = [self.find(uid) for uid in ids if uid == self._dataset_id]
        return [each for each in found if each is not None]

    def versions(self, record: DatasetRecord) -> Sequence[Version]:
        """None: a link shows what is there now."""
        del record
        return ()

    def content(self, record: DatasetRecord) -> Content:
        """What the rows are read from, with the columns that are shown."""
        found = super().content(record)
        columns = self._shown(found.columns)
        live = replace(found.live, columns=columns) if found.live is not None else None
        return Content(columns, found.paths, live)

    def listed(self, record: DatasetRecord) -> Listed:
        """The columns that are shown, and the parts."""
        found = super().listed(record)
        return replace(found, columns=self._shown(found.columns))

    @contextmanager
    def still(self, record: DatasetRecord) -> Iterator[Content]:
        """One state of the rows, with the columns that are shown."""
        with super().still(record) as found:
            yield replace(found, columns=self._shown(found.columns))

    def columns(self, record: DatasetRecord) -> Columns:
        """The columns that are shown."""
        return self._shown(super().columns(record))

    def list(self, wanted: DatasetQuery) -> Page[DatasetRecord]:
        """Refuse: there is no list."""
        del wanted
        raise NotAllowed(_NO_LIST)

    def listing(self, wanted: DatasetQuery) -> ListPage:
        """Refuse: there is no list."""
        del wanted
        raise NotAllowed(_NO_LIST)

    def ids(self, wanted: DatasetQuery) -> tuple[Sequence[str], int]:
        """Refuse: there is no list."""
        del wanted
        raise NotAllowed(_NO_LIST)

    def facets(self, wanted: DatasetQuery) -> DatasetFacets:
        """Refuse: there is no list."""
        del wanted
        raise NotAllowed(_NO_LIST)

    def totals(self) -> dict[str, int]:
        """Refuse: there is no list."""
        raise NotAllowed(_NO_LIST)

    def names(self, starts: str = "", *, limit: int = 1000) -> Sequence[str]:
        """None: nothing is completed, and no name is suggested."""
        del starts, limit
        return ()

    def _hint(self, name: str) -> str:
        del name
        return "A link opens one dataset."

    def _shown(self, columns: Columns) -> Columns:
        return Columns(column for column in columns if column.name not in self._hidden)

    def _veiled(self, record: DatasetRecord) -> DatasetRecord:
        """Without where it lies, whose it is, and how many columns there are that aren't shown."""
        has_rows = record.is_live or record.head_key is not None
        count = len(self.columns(record)) if self._hidden and has_rows else record.column_count
        return replace(
            record,
            project=None,
            project_key=None,
            owner="",
            pipeline_name=None,
            column_count=count,
        )
