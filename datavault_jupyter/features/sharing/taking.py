"""Exports by a link: of the rows of now, into the vault until they are fetched, and bounded.

Who comes by a link is nobody the catalogue knows, so what they started is known by the link itself:
the same one, the same person, the same hidden columns. What was exported before a column was hidden
is theirs no more.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import NotAllowed, NotFound, Refused
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.exports import outbox
from datavault_jupyter.features.exports.estimating import Estimates
from datavault_jupyter.features.exports.jobs import ExportJobs
from datavault_jupyter.features.exports.keeping import KIND, ExportFiles
from datavault_jupyter.features.exports.records import (
    ExportJob,
    ExportState,
    ExportSubject,
    ExportWish,
)
from datavault_jupyter.features.exports.running import Running, Tell
from datavault_jupyter.features.exports.service import ExportService
from datavault_jupyter.features.exports.sources import Source, Sources
from datavault_jupyter.features.exports.suite import ExportSuite
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.sharing.opening import Opened
from datavault_jupyter.storage import jobs
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

# Anybody may have a link, and as many as they like may use it at once.
MOST_AT_ONCE = 2
MOST_FILES = 10
_LOOKED_AT = 500
_MARK = "link"


class GuestSources(Sources):
    """What an export by a link reads: the rows of now, never answers, changes or versions."""

    @contextmanager
    def open(
        self, record: DatasetRecord, wish: ExportWish, cursor: Cursor, *, is_glance: bool = False
    ) -> Iterator[Source]:
        """One state of the rows, for the length of a block.

        Raises:
            NotAllowed: something else than the rows of now is asked for.
        """
        self._policy.require(Action.DATASET_EXPORT, record.place)
        if wish.subject is not ExportSubject.ROWS or wish.version:
            raise NotAllowed("By a link the rows of now are exported, and nothing else.")
        with super().open(record, wish, cursor, is_glance=is_glance) as source:
            yield source

    def has_answers(self, record: DatasetRecord) -> bool:
        """Single answers are nobody's who came by a link."""
        del record
        return False


class GuestJobs(ExportJobs):
    """The exports of whoever came by a link: their own, and nobody else's.

    Args:
        store: The vault.
        policy: What the link allows.
        person: How they are told.
        datasets: The one dataset.
        service: Writes files.
        opened: By which link they came.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        person: Person,
        datasets: DatasetService,
        service: ExportService,
        *,
        opened: Opened,
    ) -> None:
        super().__init__(store, policy, person, datasets, service)
        self._opened = opened

    @property
    def _mark(self) -> dict[str, Any]:
        opened = self._opened
        return {"share": opened.share_key, "who": opened.who, "hidden": sorted(opened.hidden)}

    def start(self, record: DatasetRecord, wish: ExportWish, tell: Tell | None = None) -> ExportJob:
        """Start to write the dataset to a file in the vault.

        Raises:
            NotAllowed: the link allows no export, or the file would lie elsewhere.
            Refused: by this link as much is written as may be at once.
        """
        self._policy.require(Action.DATASET_EXPORT, record.place)
        if not outbox.is_inside(self._store, wish.path):
            raise NotAllowed("By a link files are written in the vault only.")
        self._make_room(record)
        return super().start(record, wish, tell)

    def again(self, job_id: str, *, overwrite: bool = False, tell: Tell | None = None) -> ExportJob:
        """Refuse: an export by a link is started, not repeated."""
        del job_id, overwrite, tell
        raise NotAllowed("By a link no export is repeated.")

    def get(self, job_id: str, tell: Tell | None = None) -> ExportJob:
        """How an export of theirs is going.

        Raises:
            NotFound: they have none with this id.
        """
        self.row(job_id)
        return super().get(job_id, tell)

    def cancel(self, job_id: str) -> ExportJob:
        """Stop an export of theirs.

        Raises:
            NotFound: they have none with this id.
        """
        self.row(job_id)
        return super().cancel(job_id)

    def recent(
        self, record: DatasetRecord | None = None, *, limit: int = 50
    ) -> tuple[ExportJob, ...]:
        """None: what others export by the same link is theirs."""
        del record, limit
        return ()

    def row(self, job_id: str) -> Any:
        """What the catalogue knows of an export of theirs.

        Raises:
            NotFound: they have none with this id.
        """
        with self._store.catalog.read() as connection:
            row = jobs.by_id(connection, KIND, job_id)
        if (
            row is None
            or row.person_id is not None
            or row.dataset_uid != self._opened.dataset_id
            or (row.settings or {}).get(_MARK) != self._mark
        ):
            raise NotFound("There is no such export.", hint="Start it again.")
        self._policy.require(Action.DATASET_EXPORT, self._datasets.get(row.dataset_uid).place)
        return row

    def _read(self, row: Any) -> ExportJob:
        return replace(super()._read(row), is_mine=True, started_by="")

    def _begin(self, record: DatasetRecord, wish: ExportWish) -> Running:
        running = super()._begin(record, wish)
        with self._store.catalog.write() as connection:
            marks = {_MARK: self._mark, jobs.STARTED_BY: self._person.display_name}
            jobs.mark(connection, running.job.job_id, **marks)
        return running

    def _make_room(self, record: DatasetRecord) -> None:
        """Refuse too many at once, and remove the oldest of too many files."""
        with self._store.catalog.read() as connection:
            rows = jobs.newest(connection, KIND, dataset_key=record.key, limit=_LOOKED_AT)
        share = self._opened.share_key
        ours = [
            row for row in rows if ((row.settings or {}).get(_MARK) or {}).get("share") == share
        ]
        made = [self._read(row) for row in ours]
        if sum(job.state is ExportState.RUNNING for job in made) >= MOST_AT_ONCE:
            raise Refused(
                f"By this link {MOST_AT_ONCE} exports are being written already.",
                hint="Wait until one of them is ready.",
            )
        for job in [each for each in made if each.is_there][MOST_FILES - 1 :]:
            if outbox.is_inside(self._store, job.path):
                with suppress(OSError):
                    shutil.rmtree(Path(job.path).parent)


class GuestExports(ExportSuite):
    """The services of exports for whoever came by a link.

    Args:
        store: The vault.
        policy: What the link allows.
        person: How they are told.
        datasets: The one dataset.
        opened: By which link they came.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        person: Person,
        datasets: DatasetService,
        *,
        opened: Opened,
    ) -> None:
        super().__init__(store, policy, person, datasets)
        # A link says nothing of the vault it opens a part of.
        self.vault_id = ""
        self.writing.sources = GuestSources(store, policy, datasets)
        self.jobs = GuestJobs(store, policy, person, datasets, self.writing, opened=opened)
        self.files = ExportFiles(store, policy, person, datasets, self.jobs)
        self.estimates = Estimates(store, self.writing)
