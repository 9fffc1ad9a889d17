"""What the Versions tab shows: reading use cases."""

from __future__ import annotations

from collections.abc import Iterable

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.features.datasets.records import DatasetRecord, DatasetStatus
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.lineage.uses import UseLog
from datavault_jupyter.features.lineage.wire import (
    VersionItem,
    VersionLog,
    VersionPage,
    VersionRows,
    event_of,
    item_of,
    text_of,
)
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.sql.service import SqlService
from datavault_jupyter.features.versions.records import Version
from datavault_jupyter.storage.store import Store

_MOST_EVENTS = 500


class LookService:
    """Versions with the names of people, and what may be done with them."""

    def __init__(
        self, store: Store, policy: Policy, listing: DatasetService, sql: SqlService, uses: UseLog
    ) -> None:
        self._sql = sql
        self._uses = uses
        self._store = store
        self._policy = policy
        self._listing = listing

    def page(self, record: DatasetRecord) -> VersionPage:
        """All versions of a dataset, newest first."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        found = self._listing.versions(record)
        names = self._names(each.created_by for each in found)
        head = next((each.id for each in found if each.key == record.head_key), None)
        columns = self._listing.columns(record).names if head else []
        return VersionPage(
            dataset_id=record.id,
            versions=tuple(item_of(record, each, names) for each in found),
            head_id=head,
            refused=self._refused(record, Action.DATASET_EDIT),
            delete_refused=self._refused(record, Action.DATASET_DELETE),
            key_columns=tuple(columns),
        )

    def item(self, record: DatasetRecord, version: Version) -> VersionItem:
        """One version as the tab shows it."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        return item_of(record, version, self._names([version.created_by]))

    def rows(self, record: DatasetRecord, version: Version, limit: int) -> VersionRows:
        """The first rows of a version, as text."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        found = self._sql.rows(self._listing.at(record, version))
        return VersionRows(
            names=tuple(found.columns),
            types=tuple(found.types),
            rows=tuple(tuple(map(text_of, row)) for row in found.limit(limit).fetchall()),
            row_count=version.row_count,
        )

    def log(self, record: DatasetRecord, version: Version) -> VersionLog:
        """What was done with a version, and who loaded it, newest first."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        events = None
        if self._policy.allows(Action.AUDIT_VIEW):
            with self._store.catalog.read() as connection:
                entries = people.audit_entries(connection, record.id, _MOST_EVENTS)
            events = tuple(
                event_of(entry)
                for entry in entries
                if entry.details.get("number") == version.number
            )
        return VersionLog(events, tuple(self._uses.all(record, version)))

    def _names(self, identities: Iterable[str]) -> dict[str, str]:
        with self._store.catalog.read() as connection:
            return people.display_names(connection, identities)

    def _refused(self, record: DatasetRecord, action: Action) -> str:
        if not self._policy.allows(action, record.place):
            return f"You may not {action.words}"
        if record.status is DatasetStatus.ORPHANED:
            return "Orphaned. Its pipeline was deleted, so it is read-only"
        return "Read-only. Make it writable first" if record.is_read_only else ""
