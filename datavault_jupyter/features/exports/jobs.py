"""Exports that run beside everything else, tell how they go, and can be stopped."""

from __future__ import annotations

import atexit
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from datavault_jupyter.base.brake import Brake
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import Cancelled, NotFound, Unexpected, VaultError
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.exports.records import ExportFormat, ExportRows, Written
from datavault_jupyter.features.exports.service import ExportService
from datavault_jupyter.protocol.coding import encoded

NEWS = "exports.progress"
Tell = Callable[[str, Mapping[str, Any]], None]

_TELL_EVERY_S = 0.25
_WAIT_AT_EXIT_S = 3.0
_MOST_KEPT = 100


class ExportState(StrEnum):
    """How far an export is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What to write where."""

    path: str
    format: ExportFormat
    rows: ExportRows | None = None
    columns: tuple[str, ...] | None = None
    overwrite: bool = False
    guard_formulas: bool = False


@dataclass(frozen=True, slots=True)
class ExportJob:
    """An export under way, or how it ended.

    Attributes:
        job_id: ``exp_…``.
        path: The file; whole once it is done.
        share: How much is done, from 0 to 1; None where that isn't known.
        row_count: Rows in the file, once it is done; the other counts too.
        replaced: Whether a file was there before.
        notes: What a reader of the file should know, one sentence each.
        code: Why it failed, for programs; message, hint and field say it for people.
    """

    job_id: str
    dataset_id: str
    state: ExportState
    path: str
    format: ExportFormat
    started_at: datetime
    ended_at: datetime | None = None
    share: float | None = None
    row_count: int | None = None
    column_count: int | None = None
    byte_count: int | None = None
    replaced: bool = False
    notes: tuple[str, ...] = ()
    code: str = ""
    message: str = ""
    hint: str = ""
    field: str = ""


class _Running:
    """One export in its thread."""

    def __init__(self, job: ExportJob, tell: Tell) -> None:
        self.job = job
        self.brake = Brake("The export was cancelled.")
        self.thread: threading.Thread | None = None
        self._tell = tell
        self._told_at = 0.0

    def progress(self, share: float) -> None:
        """Take a share, and stop the thread that writes where nothing else would.

        Called by DuckDB's watcher, too, whose own thread must not be broken off; there the
        cursor's interrupt does it. The last call comes when the file is in its place.
        """
        is_mine = threading.current_thread() is self.thread
        if self.brake.is_pulled and is_mine and share < 1:
            raise Cancelled("The export was cancelled.")
        self.job = replace(self.job, share=share)
        if time.monotonic() - self._told_at >= _TELL_EVERY_S:
            self.tell()

    def tell(self) -> None:
        """Send the job as it is now."""
        self._told_at = time.monotonic()
        self._tell(NEWS, encoded(self.job))

    def end(self, **facts: Any) -> None:
        """Keep how it ended, and send it."""
        self.job = replace(self.job, ended_at=now(), **facts)
        self.tell()


class ExportJobs:
    """The exports of one vault in this process.

    Args:
        service: Writes files.
    """

    def __init__(self, service: ExportService) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._all: dict[str, _Running] = {}
        _known.add(self)

    def start(self, record: DatasetRecord, wish: ExportWish, tell: Tell) -> ExportJob:
        """Start to write a dataset to a file; `tell` hears how it goes.

        What is refused is told as a job that failed, never raised.
        """
        job = ExportJob(
            new_id("exp"), record.id, ExportState.RUNNING, wish.path, wish.format, now()
        )
        running = _Running(job, tell)
        running.thread = threading.Thread(
            target=self._run, args=(running, record, wish), name="datavault-export", daemon=True
        )
        with self._lock:
            ended = [key for key, each in self._all.items() if each.job.ended_at is not None]
            for key in ended[: max(0, len(self._all) + 1 - _MOST_KEPT)]:
                del self._all[key]
            self._all[job.job_id] = running
        running.thread.start()
        return job

    def get(self, job_id: str) -> ExportJob:
        """How an export is going.

        Raises:
            NotFound: this kernel knows none with this id.
        """
        return self._running(job_id).job

    def cancel(self, job_id: str) -> ExportJob:
        """Stop an export; news tell when it has stopped. One that has ended stays as it is.

        Raises:
            NotFound: this kernel knows none with this id.
        """
        running = self._running(job_id)
        running.brake.pull()
        return running.job

    def close(self, wait_s: float = _WAIT_AT_EXIT_S) -> None:
        """Stop all that run, so that they can take their unfinished files away."""
        with self._lock:
            running = [each for each in self._all.values() if each.job.ended_at is None]
        for each in running:
            each.brake.pull()
        last = time.monotonic() + wait_s
        for each in running:
            if each.thread is not None:
                each.thread.join(max(0.0, last - time.monotonic()))

    def _running(self, job_id: str) -> _Running:
        with self._lock:
            found = self._all.get(job_id)
        if found is None:
            raise NotFound("This kernel knows no such export.", hint="Start it again.")
        return found

    def _run(self, running: _Running, record: DatasetRecord, wish: ExportWish) -> None:
        try:
            written = self._service.export(
                record,
                wish.path,
                format=wish.format.value,
                columns=wish.columns,
                rows=wish.rows,
                overwrite=wish.overwrite,
                guard_formulas=wish.guard_formulas,
                on_progress=running.progress,
                cancels=running.brake.cancels,
            )
        except VaultError as error:
            if running.brake.is_pulled and isinstance(error, Cancelled):
                running.end(state=ExportState.CANCELLED)
            else:
                running.end(**_failure(error))
        except BaseException as error:  # noqa: BLE001 - silence would leave the dialog waiting
            trouble = Unexpected(f"This did not work, and it should have: {error!r}.")
            running.end(**_failure(trouble))
        else:
            running.end(**_success(written))


def _success(written: Written) -> dict[str, Any]:
    return {
        "state": ExportState.DONE,
        "path": str(written.path),
        "share": 1.0,
        "row_count": written.row_count,
        "column_count": written.column_count,
        "byte_count": written.byte_count,
        "replaced": written.replaced,
        "notes": written.notes,
    }


def _failure(error: VaultError) -> dict[str, Any]:
    return {
        "state": ExportState.FAILED,
        "code": error.code,
        "message": error.message,
        "hint": error.hint,
        "field": error.field or "",
    }


_known: weakref.WeakSet[ExportJobs] = weakref.WeakSet()


def _close_all() -> None:
    for jobs in list(_known):
        jobs.close()


# Registered after the store's, so it runs before it: the cursors are still there.
atexit.register(_close_all)
