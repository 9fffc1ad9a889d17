"""A running export as others see it: how far it is, who listens, how to stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from datavault_jupyter.base.brake import Brake
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import Cancelled, VaultError
from datavault_jupyter.features.exports.records import ExportJob
from datavault_jupyter.protocol.coding import encoded
from datavault_jupyter.storage import jobs
from datavault_jupyter.storage.store import Store

NEWS = "exports.progress"
CANCELLED = "The export was cancelled."
Tell = Callable[[str, Mapping[str, Any]], None]

_TELL_EVERY_S = 0.25
# How often other kernels learn how far it is, and it learns that one of them stops it.
_BEAT_S = 1.0
_MOST_LISTENERS = 20


class Running:
    """One export while it is written, in whatever thread that is.

    Args:
        job: As it starts.
        person_key: Who started it.
    """

    def __init__(self, job: ExportJob, person_key: int) -> None:
        self.job = job
        self.person_key = person_key
        self.error: VaultError | None = None
        # Its process ends.
        self.is_leaving = False
        self.brake = Brake(CANCELLED)
        self.ended = threading.Event()
        self.thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._listeners: list[Tell] = []
        self._began = time.monotonic()
        self._told_at = 0.0

    def listen(self, tell: Tell) -> None:
        """Send news there, too."""
        with self._lock:
            if tell in self._listeners:
                return
            # A page that was reloaded left a listener that reaches nobody: the oldest go.
            self._listeners = [*self._listeners[1 - _MOST_LISTENERS :], tell]

    def progress(self, share: float) -> None:
        """Take a share, and stop the thread that writes where nothing else would.

        Called by DuckDB's watcher, too, whose own thread must not be broken off; there the
        cursor's interrupt does it. The last call comes when the file is in its place.
        """
        is_mine = threading.current_thread() is self.thread
        if self.brake.is_pulled and is_mine and share < 1:
            raise Cancelled(CANCELLED)
        seconds = time.monotonic() - self._began
        left = seconds * (1 - share) / share if share > 0 else None
        self.job = replace(self.job, share=share, eta_s=left)
        if time.monotonic() - self._told_at >= _TELL_EVERY_S:
            self.tell()

    def tell(self) -> None:
        """Send the job as it is now."""
        self._told_at = time.monotonic()
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(NEWS, encoded(self.job))

    def end(self, **facts: Any) -> None:
        """Keep how it ended, and send it; nobody listens any more."""
        self.job = replace(self.job, ended_at=now(), eta_s=None, **facts)
        self.tell()
        with self._lock:
            self._listeners = []
        self.ended.set()

    def beat(self, store: Store) -> None:
        """Until it ends: tell other kernels how far it is, and listen to them."""
        while not self.ended.wait(_BEAT_S):
            progress = {"share": self.job.share, "eta_s": self.job.eta_s}
            try:
                with store.catalog.write() as connection:
                    if jobs.note_progress(connection, self.job.job_id, progress):
                        self.brake.pull()
            except VaultError:
                continue  # the catalogue is busy, or closed: then the export itself says so
