"""A running import as others see it: what it is at, who listens, how to stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from datavault_jupyter.base.brake import Brake
from datavault_jupyter.base.errors import Cancelled, VaultError
from datavault_jupyter.features.imports import queries
from datavault_jupyter.features.imports.records import (
    ImportJob,
    ImportStage,
    ImportState,
    Loaded,
)
from datavault_jupyter.storage.catalog import Connection
from datavault_jupyter.storage.store import Store

NEWS = "imports.progress"
CANCELLED = "The import was cancelled."
Tell = Callable[[str, Mapping[str, Any]], None]
_TELL_EVERY_S = 0.2
# How often other kernels learn how far it is, and it learns that one of them stops it.
_BEAT_S = 1.0
_MOST_LISTENERS = 20
# What other kernels are told while it runs.
PROGRESS = ("stage", "share", "done_rows", "rate", "eta_s")


class Run:
    """A job's thread as others see it."""

    def __init__(self, job: ImportJob, person_key: int) -> None:
        self.job = job
        self.person_key = person_key
        self.ended = threading.Event()
        self.error: VaultError | None = None
        self.brake = Brake(CANCELLED)
        self._lock = threading.Lock()
        self._listeners: list[Tell] = []
        self._told_at = 0.0
        self._stage_began = time.monotonic()

    def listen(self, tell: Tell) -> None:
        """Send news there, too."""
        with self._lock:
            # A page that was reloaded left a listener that reaches nobody: the oldest go.
            self._listeners = [*self._listeners[1 - _MOST_LISTENERS :], tell]

    def enter(self, stage: ImportStage) -> None:
        """A stage begins.

        Raises:
            Cancelled: the job is to end.
        """
        if self.brake.is_pulled:
            raise Cancelled(CANCELLED)
        self._stage_began = time.monotonic()
        self.tell(stage=stage, share=None, rate=None, eta_s=None)

    def progress(self, share: float) -> None:
        """How much of the stage is done, from 0 to 1."""
        seconds = time.monotonic() - self._stage_began
        job = self.job
        whole = job.total_rows if job.total_rows is not None else job.byte_count
        done = round(share * job.total_rows) if job.total_rows is not None else None
        self.tell(
            is_urgent=False,
            share=share,
            done_rows=done,
            rate=share * whole / seconds if seconds else None,
            eta_s=seconds * (1 - share) / share if share else None,
        )

    def end(self, **changes: Any) -> None:
        """Say how it ended; nobody listens any more."""
        self.tell(**changes)
        with self._lock:
            self._listeners = []
        self.ended.set()

    def tell(self, *, is_urgent: bool = True, **changes: Any) -> None:
        """Change what is known and say so, at most five times a second."""
        with self._lock:
            self.job = job = replace(self.job, **changes)
            present = time.monotonic()
            if not is_urgent and present - self._told_at < _TELL_EVERY_S:
                return
            self._told_at = present
            listeners = list(self._listeners)
        for listener in listeners:
            listener(NEWS, as_news(job))

    def beat(self, store: Store) -> None:
        """Until it ends: tell other kernels how far it is, and listen to them."""
        while not self.ended.wait(_BEAT_S):
            progress = {name: getattr(self.job, name) for name in PROGRESS}
            try:
                with store.catalog.write() as connection:
                    if queries.note_progress(connection, self.job.job_id, progress):
                        self.brake.pull()
            except VaultError:
                continue  # the catalogue is busy, or closed: then the import itself says so


def as_news(job: ImportJob) -> dict[str, Any]:
    """A job as its listeners get it."""
    return {name: getattr(job, name) for name in ImportJob.__slots__}


class RunWatch:
    """Follows the import of one run, and notes its end where the dataset is made."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.cancels = run.brake.cancels
        self.enter = run.enter
        self.progress = run.progress

    @property
    def is_stopped(self) -> bool:
        """Whether the import is to end."""
        return self._run.brake.is_pulled

    def added(self, connection: Connection, dataset_key: int, loaded: Loaded) -> None:
        """Note the end in the transaction that makes the rows visible."""
        result = {
            "row_count": sum(part.row_count for part in loaded.parts),
            "column_count": len(loaded.columns),
            "reject_count": len(loaded.rejects),
            "notes": [note.message for note in loaded.notes],
        }
        queries.end_job(
            connection,
            self._run.job.job_id,
            ImportState.DONE,
            dataset_id=dataset_key,
            done_count=result["row_count"],
            result=result,
        )
