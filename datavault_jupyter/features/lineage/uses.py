"""Who loaded which version: a log that never stands in the way of a load."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.lineage import queries
from datavault_jupyter.features.lineage.records import Use
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.features.versions.records import Version

# One entry for the same version, place and alias in this time.
_EVERY = timedelta(minutes=1)


class UseLog:
    """Notes loads of versions, and tells of them."""

    def __init__(self, store: Store, policy: Policy, listing: DatasetService) -> None:
        self._store = store
        self._policy = policy
        self._listing = listing
        self._noted: dict[tuple[int, str, str], float] = {}

    def note(self, record: DatasetRecord, place: str, alias: str = "") -> None:
        """Note that somebody loaded the version a record stands at; what can't be noted is let go.

        Args:
            record: The dataset, at the version.
            place: The notebook or program.
            alias: What they call it there.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        key = (record.head_key or 0, place, alias)
        present = time.monotonic()
        last = self._noted.get(key)
        if record.head_key is None or (last is not None and present - last < _EVERY.seconds):
            return
        self._noted[key] = present
        try:
            with self._store.catalog.write() as connection:
                queries.note_use(
                    connection,
                    record.head_key,
                    actor=self._policy.actor_name,
                    place=place,
                    alias=alias,
                    since=now() - _EVERY,
                )
        except VaultError:
            return  # a vault that can't be written, or is busy, is read all the same

    def all(
        self, record: DatasetRecord, version: Version | None = None, *, limit: int = 100
    ) -> list[Use]:
        """Who loaded a version, or any of the dataset, newest first."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        wanted = [version] if version else self._listing.versions(record)
        with self._store.catalog.read() as connection:
            rows = queries.uses_of(connection, [each.key for each in wanted], limit)
        return [Use(row.number, row.at, row.actor, row.place, row.alias) for row in rows]
