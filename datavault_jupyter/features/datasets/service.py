"""Datasets: finding them, naming them, and what they are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from datavault_jupyter.access import Action, Policy, Visibility
from datavault_jupyter.base.errors import (
    AmbiguousName,
    BadArgument,
    DataFileMissing,
    DatasetDeleted,
    DatasetNotFound,
    NameTaken,
    Refused,
    VaultError,
)
from datavault_jupyter.base.ids import is_id
from datavault_jupyter.base.names import clean_name, did_you_mean, name_key
from datavault_jupyter.base.paging import Page
from datavault_jupyter.base.wording import listing
from datavault_jupyter.features.datasets import queries, rules
from datavault_jupyter.features.datasets.listed import DatasetFacets, Facet
from datavault_jupyter.features.datasets.live import Content, LiveRows
from datavault_jupyter.features.datasets.records import (
    DatasetKind,
    DatasetQuery,
    DatasetRecord,
    DatasetSort,
    DatasetSource,
    DatasetStatus,
    ListCounts,
    ListPage,
    WholeCounts,
)
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.versions import finding
from datavault_jupyter.features.versions import queries as versions
from datavault_jupyter.features.versions.queries import Listed
from datavault_jupyter.features.versions.records import Version
from datavault_jupyter.storage.catalog import bump, revision
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    import sqlalchemy as sa


class DatasetService:
    """The list of datasets.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        live: Gives what reads datasets that are still being collected.
    """

    def __init__(self, store: Store, policy: Policy, live: Callable[[], LiveRows]) -> None:
        self._store = store
        self._policy = policy
        self._live = live
        # Replaced, never changed: several threads ask.
        self._whole: dict[tuple[int, Visibility], WholeCounts] = {}
        self._matching: dict[DatasetQuery, tuple[int, int]] = {}

    def list(self, wanted: DatasetQuery) -> Page[DatasetRecord]:
        """The datasets that match and that the actor may see."""
        seen = self._policy.visibility()
        with self._store.catalog.read() as connection:
            entries = queries.page(connection, self._store.catalog, wanted, seen)
            total = len(entries)
            if wanted.offset or wanted.limit is not None:
                total = queries.matching_count(connection, wanted, seen)
        return Page(entries, wanted.offset, total)

    def listing(self, wanted: DatasetQuery) -> ListPage:
        """A page with the counts around it, of one state of the catalogue.

        Counting reads every dataset, so counts are kept until the catalogue changes: paging and
        sorting don't count again.
        """
        seen = self._policy.visibility()
        catalog = self._store.catalog
        with catalog.read() as connection:
            now_at = revision(connection)
            whole = self._whole_counts(connection, now_at, seen)
            same = replace(wanted, sort=DatasetSort.UPDATED, is_descending=True, offset=0, limit=0)
            listed = whole.everything - (0 if wanted.has_archived else whole.archived)
            known = self._matching.get(same)
            if not wanted.is_filtering:
                known = listed, whole.active if wanted.has_archived else whole.active_listed
            records: Sequence[DatasetRecord] = []
            if known is None:
                first = wanted if wanted.offset == 0 else replace(wanted, offset=0)
                records, *found = queries.counted_page(connection, catalog, first, seen)
                known = found[0], found[1]
                self._matching = {**self._matching, same: known}
            limit = wanted.limit or max(known[0], 1)
            asked = replace(
                wanted, offset=min(wanted.offset, (max(known[0], 1) - 1) // limit * limit)
            )
            if asked.offset or (known[0] and not records):
                records = queries.page(connection, catalog, asked, seen)
        return ListPage(records, asked.offset, ListCounts(*known, listed, whole.archived), now_at)

    def _whole_counts(
        self, connection: sa.Connection, now_at: int, seen: Visibility
    ) -> WholeCounts:
        whole = self._whole.get((now_at, seen))
        if whole is None:
            whole = queries.whole_counts(connection, seen)
            self._whole, self._matching = {(now_at, seen): whole}, {}
        return whole

    def ids(self, wanted: DatasetQuery) -> tuple[Sequence[str], int]:
        """The ids of those that match, in order, and how many match in all."""
        seen = self._policy.visibility()
        with self._store.catalog.read() as connection:
            found = queries.ids_of(connection, self._store.catalog, wanted, seen)
            return found, queries.matching_count(connection, wanted, seen)

    def by_ids(self, ids: Sequence[str]) -> Sequence[DatasetRecord]:
        """The datasets with these ids, in their order; those the actor can't see are left out."""
        seen = self._policy.visibility()
        with self._store.catalog.read() as connection:
            found = queries.by_ids(connection, ids, seen)
        return [found[uid] for uid in ids if uid in found]

    def facets(self, wanted: DatasetQuery) -> DatasetFacets:
        """The values of each filter, counted under the other filters."""
        seen = self._policy.visibility()
        catalog = self._store.catalog
        with catalog.read() as connection:
            statuses = queries.word_counts(
                connection, catalog, "status", replace(wanted, statuses=()), seen
            )
            sources = queries.word_counts(
                connection, catalog, "source", replace(wanted, sources=()), seen
            )
            kinds = queries.word_counts(
                connection, catalog, "kind", replace(wanted, kinds=()), seen
            )
            projects = queries.project_counts(connection, catalog, wanted, seen)
        return DatasetFacets(
            tuple(Facet(each, each.label, statuses.get(each, 0)) for each in DatasetStatus),
            tuple(Facet(each, each.label, sources.get(each, 0)) for each in DatasetSource),
            tuple(Facet(each, each.label, kinds.get(each, 0)) for each in DatasetKind),
            tuple(Facet(name, name or "No project", n) for name, n in projects),
        )

    def totals(self) -> dict[str, int]:
        """How many datasets there are by status, archived ones counted apart."""
        seen = self._policy.visibility()
        with self._store.catalog.read() as connection:
            return queries.totals(connection, seen)

    def names(self, starts: str = "", *, limit: int = 1000) -> Sequence[str]:
        """Names for completion, newest first; with the project where a name isn't unique."""
        seen = self._policy.visibility()
        with self._store.catalog.read() as connection:
            found = queries.visible_names(connection, seen, starts=starts, limit=limit)
        keys = [name_key(name) for name, _ in found]
        return [
            f"{project}/{name}" if project and keys.count(name_key(name)) > 1 else name
            for name, project in found
        ]

    def find(self, name_or_id: str) -> DatasetRecord | None:
        """The dataset with this name, ``project/name`` or id, or None.

        Raises:
            AmbiguousName: several projects have one of that name.
        """
        seen = self._policy.visibility()
        _require_text(name_or_id)
        with self._store.catalog.read() as connection:
            if is_id(name_or_id, "dst"):
                found = queries.by_id(connection, name_or_id)
                if found and self._policy.allows(Action.DATASET_VIEW, found.place):
                    return found
            alike = queries.by_name(connection, name_or_id, seen)
            if not alike and "/" in name_or_id:
                project, _, name = name_or_id.partition("/")
                alike = queries.by_name(connection, name, seen, project)
        if len(alike) > 1:
            loose = [each for each in alike if each.project is None]
            paths = [repr(each.path) for each in alike if each.project] + [
                repr(each.id) for each in loose
            ]
            raise AmbiguousName(
                f"{len(alike)} datasets are named {name_or_id!r}.",
                hint=f"Say which: {listing(paths, 'or')}.",
            )
        return alike[0] if alike else None

    def get(self, name_or_id: str) -> DatasetRecord:
        """The dataset with this name, ``project/name`` or id.

        Raises:
            DatasetNotFound: there is none that the actor may see.
            AmbiguousName: several projects have one of that name.
        """
        found = self.find(name_or_id)
        if found is None:
            raise DatasetNotFound(
                f"There is no dataset {name_or_id!r}.", hint=self._hint(name_or_id)
            )
        return found

    def _hint(self, name: str) -> str:
        known = self.names()
        if not known:
            return "The vault is empty: vault.import_file(…) brings the first one."
        return did_you_mean(name, known) or "vault.datasets() lists them."

    def reload(self, record: DatasetRecord) -> DatasetRecord:
        """The dataset as it is now.

        Raises:
            DatasetDeleted: it is gone.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        with self._store.catalog.read() as connection:
            return rules.present(connection, record)

    def versions(self, record: DatasetRecord) -> Sequence[Version]:
        """The versions of a dataset, newest first."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        with self._store.catalog.read() as connection:
            return versions.all_of(connection, record.key)

    def at(self, record: DatasetRecord, version: Version) -> DatasetRecord:
        """The dataset as it is at a version: what reads rows reads those."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        return replace(
            record,
            head_key=version.key,
            row_count=version.row_count,
            byte_count=version.byte_count,
        )

    def find_at(self, name: str) -> DatasetRecord | None:
        """The dataset that a name means, at a version where it says one: ``reviews@1.0.0``.

        A dataset with that very name comes first.

        Raises:
            VersionNotFound: the dataset has no such version.
        """
        self._policy.visibility()
        found = self.find(name)
        if found is not None or "@" not in name:
            return found
        own, _, word = name.rpartition("@")
        record = self.find(own)
        if record is None:
            return None
        return self.at(record, finding.found(self.versions(record), word, record.name))

    def content(self, record: DatasetRecord) -> Content:
        """What the rows of a dataset's head are read from.

        Raises:
            DatasetDeleted: it is gone.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        if record.is_live:
            table = self._live().table(record)
            return Content(table.columns, (), table)
        listed = self.listed(record)
        return Content(listed.columns, [self._store.path(part.path) for part in listed.parts])

    def listed(self, record: DatasetRecord) -> Listed:
        """The columns and parts of a dataset's head.

        Raises:
            DatasetDeleted: it is gone, or stands at no version.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        with self._store.catalog.read() as connection:
            found = versions.listed(connection, record.head_key or 0)
        if found is None:
            raise DatasetDeleted(f"The dataset {record.name!r} was deleted.")
        return found

    @contextmanager
    def still(self, record: DatasetRecord) -> Iterator[Content]:
        """One state of the rows, in files that any instance can read, for the length of a block.

        Raises:
            DatasetDeleted: it is gone.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        if not record.is_live:
            yield self.content(record)
            return
        with self._live().still(record) as (columns, path):
            yield Content(columns, [path])

    def columns(self, record: DatasetRecord) -> Columns:
        """The columns of a dataset's head.

        Raises:
            DatasetDeleted: it is gone.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        return self._live().columns(record) if record.is_live else self.content(record).columns

    def explaining(self, *records: DatasetRecord) -> Callable[[VaultError], VaultError]:
        """Turns a missing file into the deletion of a dataset, unless all are still there."""

        def explain(error: VaultError) -> VaultError:
            if not isinstance(error, DataFileMissing):
                return error
            for record in records:
                try:
                    self.reload(record)
                except DatasetDeleted as deleted:
                    return deleted
            return error

        return explain

    def rename(self, record: DatasetRecord, name: str) -> DatasetRecord:
        """Give a dataset another name; its id stays.

        Raises:
            NameTaken: another dataset of the project has the name.
            Refused: its pipeline owns the name, or it is read-only.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        text = clean_name(name)
        if record.source is DatasetSource.PIPELINE and record.pipeline_name is not None:
            raise Refused(
                f"{record.name!r} takes its name from its pipeline.",
                hint="Rename the pipeline; the dataset follows.",
            )
        rules.require_writable(record)
        with self._store.catalog.write() as connection:
            self.require_free(connection, record.project_key, text, but=record)
            self._change(connection, record, "dataset.rename", name=text)
        return self.reload(record)

    def describe(self, record: DatasetRecord, description: str) -> DatasetRecord:
        """Change a dataset's description."""
        self._policy.require(Action.DATASET_EDIT, record.place)
        if not isinstance(description, str):
            raise BadArgument("A description is text.", field="description")
        rules.require_writable(record)
        with self._store.catalog.write() as connection:
            self._change(connection, record, "dataset.describe", description=description)
        return self.reload(record)

    def require_free(
        self,
        connection: sa.Connection,
        project_key: int | None,
        name: str,
        *,
        but: DatasetRecord | None = None,
    ) -> None:
        """Refuse a name that is in use or reserved, in the transaction that will take it.

        A reservation of a process that has ended doesn't count.

        Raises:
            NameTaken: it is.
        """
        if queries.name_is_used(connection, project_key, name, but_key=but.key if but else 0):
            raise NameTaken(f"A dataset named {name!r} exists already.")
        writer = queries.reserved_by(connection, project_key, name)
        if writer is None:
            return
        if self._store.liveness.is_alive(writer):
            raise NameTaken(f"The name {name!r} is reserved by an import that is running.")
        queries.release(connection, project_key, name)

    def _change(
        self, connection: sa.Connection, record: DatasetRecord, action: str, **values: str
    ) -> None:
        if not queries.update(connection, record.key, **values):
            raise DatasetDeleted(f"The dataset {record.name!r} was deleted.")
        people.record(connection, self._policy.actor_name, action, record.id, record.name, **values)
        bump(connection)


def _require_text(name: object) -> None:
    if not isinstance(name, str):
        raise BadArgument(
            f"A dataset is named by text, not by {type(name).__name__}.",
            hint='For example vault["reviews"].',
        )
