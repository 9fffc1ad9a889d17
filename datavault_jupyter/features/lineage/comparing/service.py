"""Comparing versions: use cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.checking import word_of
from datavault_jupyter.base.errors import DatasetDeleted
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.lineage.comparing.comparing import Compared, Side, compare
from datavault_jupyter.features.lineage.comparing.records import RowsKind
from datavault_jupyter.features.sql.rows import Origin, Rows
from datavault_jupyter.features.versions import queries as versions
from datavault_jupyter.features.versions.records import ParentLink, Version
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.store import Store

Sided = tuple[DatasetRecord, Version]
Cancels = Callable[[Callable[[], None]], AbstractContextManager[object]]


class CompareService:
    """What differs between any two versions that the actor may see."""

    def __init__(self, store: Store, policy: Policy, listing: DatasetService) -> None:
        self._store = store
        self._policy = policy
        self._listing = listing

    def compare(
        self,
        before: Sided,
        after: Sided,
        key: Sequence[str] = (),
        *,
        cancels: Cancels = nullcontext,
    ) -> Compared:
        """Compare two versions; parts that both list are not read.

        Raises:
            BadArgument: a key column is missing on a side, or several rows share a key.
        """
        for record, _ in (before, after):
            self._policy.require(Action.DATASET_VIEW, record.place)
        cursor = self._store.engine.answering()
        is_one = before[0].id == after[0].id
        left, right = (self._side(each, is_one=is_one) for each in (before, after))
        with cancels(cursor.interrupt):
            return compare(cursor, left, right, key, self._store.path)

    def rows(self, before: Sided, after: Sided, compared: Compared, kind: str) -> Rows:
        """The rows that were added, removed or changed, not yet fetched.

        Raises:
            BadArgument: changed rows where rows were compared as a whole.
        """
        records = [record for record, _ in (before, after)]
        for record in records:
            self._policy.require(Action.DATASET_VIEW, record.place)
        query = compared.rows(word_of(RowsKind, kind, "kind"))
        cursor = self._store.engine.answering()
        origin = Origin(tuple(dict.fromkeys(record.path for record in records)))
        with translated():
            relation = cursor.sql(query.text)
            return Rows(relation, cursor, self._listing.explaining(*records), origin)

    def of_link(self, link: ParentLink) -> Sided:
        """The version that a link points to, with its dataset.

        Raises:
            DatasetDeleted: it is gone.
            NotAllowed: the actor may not see its dataset.
        """
        self._policy.visibility()
        with self._store.catalog.read() as connection:
            version = versions.by_key(connection, link.key)
            record = datasets.by_key(connection, version.dataset_key) if version else None
        if version is None or record is None:
            raise DatasetDeleted(f"Version {link.number} of {link.dataset!r} was deleted.")
        self._policy.require(Action.DATASET_VIEW, record.place)
        return record, version

    def _side(self, sided: Sided, *, is_one: bool) -> Side:
        record, version = sided
        with self._store.catalog.read() as connection:
            listed = versions.listed(connection, version.key)
        if listed is None:
            raise DatasetDeleted(f"Version {version.number} of {record.name!r} was deleted.")
        label = version.number if is_one else f"{record.name} {version.number}"
        return Side(label, listed, version.row_count, version.byte_count)
