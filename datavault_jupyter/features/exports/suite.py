"""The services of exports, put together once."""

from __future__ import annotations

from datavault_jupyter.access import Policy
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.exports.estimating import Estimates
from datavault_jupyter.features.exports.jobs import ExportJobs
from datavault_jupyter.features.exports.keeping import ExportFiles
from datavault_jupyter.features.exports.service import ExportService
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.storage.store import Store


class ExportSuite:
    """All use cases of exports, for one actor.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        person: The actor.
        datasets: Finds and reads datasets.

    Attributes:
        vault_id: ``vlt_…``.
    """

    def __init__(
        self, store: Store, policy: Policy, person: Person, datasets: DatasetService
    ) -> None:
        self.vault_id = store.id
        self.writing = ExportService(store, policy, datasets)
        self.estimates = Estimates(store, self.writing)
        self.jobs = ExportJobs(store, policy, person, datasets, self.writing)
        self.files = ExportFiles(store, policy, person, datasets, self.jobs)
