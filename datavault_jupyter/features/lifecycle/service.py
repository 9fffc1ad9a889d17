"""Archive, unarchive, delete: use cases."""

from __future__ import annotations

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import DatasetDeleted
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.lifecycle import rules
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.versions import queries as versions
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.store import Store


class LifecycleService:
    """The end of datasets, final or not."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._policy = policy

    def archive(self, record: DatasetRecord) -> DatasetRecord:
        """Hide a dataset from the default listing; its rows, versions and shares stay.

        Raises:
            Refused: rows are coming in.
        """
        self._policy.require(Action.DATASET_ARCHIVE, record.place)
        rules.require_idle(record, "archived")
        return self._set_archived(record, is_archived=True)

    def unarchive(self, record: DatasetRecord) -> DatasetRecord:
        """Bring an archived dataset back into the listing."""
        self._policy.require(Action.DATASET_ARCHIVE, record.place)
        return self._set_archived(record, is_archived=False)

    def _set_archived(self, record: DatasetRecord, *, is_archived: bool) -> DatasetRecord:
        with self._store.catalog.write() as connection:
            present = datasets.by_key(connection, record.key)
            if present is None:
                raise DatasetDeleted(f"The dataset {record.name!r} was deleted.")
            if is_archived:
                rules.require_idle(present, "archived")
            if present.is_archived == is_archived:
                return present
            moment = now() if is_archived else None
            datasets.update(connection, record.key, archived_at=moment)
            action = "dataset.archive" if is_archived else "dataset.unarchive"
            people.record(connection, self._policy.actor_name, action, present.id, present.name)
            bump(connection)
            changed = datasets.by_key(connection, record.key)
        return changed or present

    def delete(self, record: DatasetRecord, *, confirm: str = "", force: bool = False) -> None:
        """Delete a dataset for good, with its versions; parts used by no other dataset too.

        The bytes go at once where no other process has the vault open, else after the grace
        period that lets running reads finish. Datasets that were cloned or merged from it keep
        their rows: they list the same parts.

        Args:
            record: The dataset.
            confirm: The word ``delete``.
            force: Also when others were made from it.

        Raises:
            NotConfirmed: without ``confirm="delete"``.
            Refused: rows are coming in, it is read-only, or others were made from it.
        """
        self._policy.require(Action.DATASET_DELETE, record.place)
        rules.require_idle(record, "deleted")
        rules.require_writable(record, "deleted")
        rules.require_confirmed(record, confirm)
        with self._store.catalog.write() as connection:
            present = datasets.by_key(connection, record.key)
            if present is None or present.id != record.id:
                raise DatasetDeleted(f"The dataset {record.name!r} was deleted already.")
            rules.require_idle(present, "deleted")
            rules.require_writable(present, "deleted")
            if not force:
                rules.require_childless(present, versions.made_from(connection, record.key))
            part_ids = versions.part_ids_of_dataset(connection, record.key)
            versions.leave_children(connection, record.key)
            datasets.delete(connection, record.key)
            parts.trash_unlisted(connection, part_ids)
            people.record(
                connection,
                self._policy.actor_name,
                "dataset.delete",
                present.id,
                present.name,
                row_count=present.row_count,
            )
            bump(connection)
        parts.empty_trash(self._store, at_once=True)
