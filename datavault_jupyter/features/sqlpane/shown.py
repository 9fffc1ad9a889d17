"""Datasets and results alike, for what shows rows and charts of either."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import DatasetNotFound
from datavault_jupyter.base.ids import is_id
from datavault_jupyter.features.datasets.live import Content
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.sqlpane.records import ResultRecord
from datavault_jupyter.features.sqlpane.results import PREFIX, Results
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.live import LiveRows


class ShownDatasets(DatasetService):
    """The list of datasets, in which a result of a query is found by its id.

    Args:
        store: The vault.
        policy: What the actor may do.
        live: Reads datasets that a pipeline fills.
        results: The actor's.
    """

    def __init__(
        self, store: Store, policy: Policy, live: Callable[[], LiveRows], results: Results
    ) -> None:
        super().__init__(store, policy, live)
        self._results = results

    def get(self, name_or_id: str) -> DatasetRecord:
        """The dataset with this name or id, or the result with this id.

        Raises:
            DatasetNotFound: there is none that the actor may see, or the result was let go.
        """
        if not is_id(name_or_id, PREFIX):
            return super().get(name_or_id)
        found = self._results.find(name_or_id)
        if found is None:
            raise DatasetNotFound(
                "This result was let go to make room.", hint="Run the query again."
            )
        self._require_all(found)
        return found

    def _require_all(self, record: ResultRecord) -> None:
        """Refuse who has lost the sight of one of the datasets that were read."""
        for place in (record.place, *(each.place for each in record.read)):
            self._policy.require(Action.DATASET_VIEW, place)

    def content(self, record: DatasetRecord) -> Content:
        """What the rows are read from."""
        if isinstance(record, ResultRecord):
            self._require_all(record)
            return Content(record.table.columns, (), record.table)
        return super().content(record)

    def columns(self, record: DatasetRecord) -> Columns:
        """The columns of a dataset's head, or of a result."""
        if isinstance(record, ResultRecord):
            return self.content(record).columns
        return super().columns(record)
