"""Exports that last: they run beside everything else, can be stopped, and are remembered."""

from __future__ import annotations

import atexit
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import Cancelled, NotAllowed, NotFound, Unexpected, VaultError
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.exports import outbox
from datavault_jupyter.features.exports.keeping import INTERRUPTED, KIND, job_of, result_of, wish_of
from datavault_jupyter.features.exports.records import (
    ExportAbout,
    ExportJob,
    ExportState,
    ExportWish,
    Written,
)
from datavault_jupyter.features.exports.running import CANCELLED, Running, Tell
from datavault_jupyter.features.exports.service import ExportService
from datavault_jupyter.features.exports.targets import final_path
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.protocol.coding import encoded
from datavault_jupyter.storage import jobs
from datavault_jupyter.storage.store import Store

_WAIT_AT_EXIT_S = 3.0
_MOST_KEPT = 100
# A job of another process is asked for in the catalogue.
_ASKED_EVERY_S = 0.3


class ExportJobs:
    """The exports of a vault: those that run here, and all that the catalogue remembers.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        person: The actor.
        datasets: Finds datasets.
        service: Writes files.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        person: Person,
        datasets: DatasetService,
        service: ExportService,
    ) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._datasets = datasets
        self._service = service
        # By store, not by vault object: a second `Vault` of the process finds the same jobs.
        self._here = store.engine.companion(_Here, _Here)

    def start(self, record: DatasetRecord, wish: ExportWish, tell: Tell | None = None) -> ExportJob:
        """Start to write a dataset to a file; `tell` hears how it goes.

        What stands in the way of the file is told as a job that failed.

        Raises:
            NotAllowed: the actor may not export the dataset.
        """
        self._policy.require(Action.DATASET_EXPORT, record.place)
        running = self._begin(record, wish)
        if tell is not None:
            running.listen(tell)
        job = running.job
        running.thread = threading.Thread(
            target=self._run, args=(running, record, wish), name="datavault-export", daemon=True
        )
        running.thread.start()
        return job

    def run(
        self,
        record: DatasetRecord,
        wish: ExportWish,
        on_progress: Callable[[float], None] | None = None,
    ) -> ExportJob:
        """Write a dataset to a file, now.

        Raises:
            VaultError: what stood in the way; nothing was written then.
            KeyboardInterrupt: the cell was interrupted; nothing was written.
        """
        self._policy.require(Action.DATASET_EXPORT, record.place)
        running = self._begin(record, wish)
        running.thread = threading.current_thread()
        if on_progress is not None:
            running.listen(lambda _news, job: on_progress(job["share"] or 0.0))
        self._run(running, record, wish)
        if running.error is not None:
            raise running.error
        return running.job

    def again(self, job_id: str, *, overwrite: bool = False, tell: Tell | None = None) -> ExportJob:
        """Start an export once more, as it was asked for.

        What lay in the vault gets a place of its own there again.

        Raises:
            NotFound: there is none with this id that the actor may know of.
            DatasetNotFound: its dataset is gone.
        """
        row = self.row(job_id)
        record = self._datasets.get(row.dataset_uid or row.settings["name"])
        self._policy.require(Action.DATASET_EXPORT, record.place)
        wish = replace(wish_of(row), overwrite=overwrite)
        if outbox.is_inside(self._store, wish.path):
            wish = replace(wish, path=str(outbox.place(self._store, Path(wish.path).name)))
        return self.start(record, wish, tell)

    def wish(self, job_id: str) -> ExportWish:
        """What an export was asked for.

        Raises:
            NotFound: there is none with this id that the actor may know of.
        """
        return wish_of(self.row(job_id))

    def get(self, job_id: str, tell: Tell | None = None) -> ExportJob:
        """How an export is going, or ended; with `tell`, its news go there from now on, too.

        Raises:
            NotFound: there is none with this id that the actor may know of.
        """
        self._policy.visibility()
        running = self._here.find(job_id)
        if running is not None and running.person_key == self._person.key:
            if tell is not None:
                running.listen(tell)
            if not running.ended.is_set():
                return running.job
        return self._read(self.row(job_id))

    def cancel(self, job_id: str) -> ExportJob:
        """Stop an export; news tell when it has stopped. One that has ended stays as it is.

        Works for one that runs in another kernel, too.

        Raises:
            NotFound: the actor has none with this id.
        """
        self._policy.visibility()
        running = self._here.find(job_id)
        if running is not None and running.person_key == self._person.key:
            running.brake.pull()
            return self.get(job_id)
        job = self.get(job_id)
        if not job.is_mine:
            raise NotFound("You have no such export.", hint="Who started it can stop it.")
        if job.state is ExportState.RUNNING:
            with self._store.catalog.write() as connection:
                jobs.ask_to_end(connection, job_id)
        return job

    def wait(self, job_id: str, timeout_s: float | None = None) -> ExportJob:
        """An export when it has ended, or as it is when the time is over."""
        self._policy.visibility()
        running = self._here.find(job_id)
        if running is not None:
            running.ended.wait(timeout_s)
            return self.get(job_id)
        end = None if timeout_s is None else time.monotonic() + timeout_s
        while (job := self.get(job_id)).state is ExportState.RUNNING:
            if end is not None and time.monotonic() > end:
                break
            time.sleep(_ASKED_EVERY_S)
        return job

    def error_of(self, job_id: str) -> VaultError | None:
        """What stopped an export of this process; None where nothing did."""
        self._policy.visibility()
        running = self._here.find(job_id)
        is_mine = running is not None and running.person_key == self._person.key
        return running.error if running is not None and is_mine else None

    def recent(
        self, record: DatasetRecord | None = None, *, limit: int = 50
    ) -> tuple[ExportJob, ...]:
        """Exports, newest first: all of a dataset, or the actor's own of all datasets."""
        if record is not None:
            self._policy.require(Action.DATASET_EXPORT, record.place)
        self._policy.visibility()
        person = None if record is not None else self._person.key
        key = None if record is None else record.key
        with self._store.catalog.read() as connection:
            rows = jobs.newest(connection, KIND, person_key=person, dataset_key=key, limit=limit)
        return tuple(self._read(row) for row in rows)

    def row(self, job_id: str) -> Any:
        """What the catalogue knows of an export that the actor may know of.

        Raises:
            NotFound: there is none.
        """
        self._policy.visibility()
        with self._store.catalog.read() as connection:
            row = jobs.by_id(connection, KIND, job_id)
        if row is not None and row.person_id == self._person.key:
            return row
        if row is not None and row.dataset_uid is not None:
            with suppress(NotFound, NotAllowed):
                record = self._datasets.get(row.dataset_uid)
                self._policy.require(Action.DATASET_EXPORT, record.place)
                return row
        raise NotFound("There is no such export.", hint="Start it again.")

    def _read(self, row: Any) -> ExportJob:
        running = self._here.find(row.uid)
        if running is not None and not running.ended.is_set():
            return running.job
        is_alive = row.state != jobs.RUNNING or self._store.liveness.is_alive(row.writer)
        return job_of(self._store, row, is_alive=is_alive, person_key=self._person.key)

    def _begin(self, record: DatasetRecord, wish: ExportWish) -> Running:
        job = ExportJob(
            job_id=new_id("exp"),
            dataset_id=record.id,
            name=record.name,
            state=ExportState.RUNNING,
            path=wish.path,
            format=wish.format,
            started_at=now(),
            about=ExportAbout.of(wish),
            is_in_vault=outbox.is_inside(self._store, wish.path),
            started_by=self._person.display_name or self._person.identity,
        )
        settings = {"name": record.name, "wish": encoded(wish)}
        with suppress(VaultError, OSError, RuntimeError):  # the export says what is wrong with it
            folder = final_path(Path(wish.path).expanduser()).parent
            settings[jobs.UNFINISHED] = {"folder": str(folder), "prefix": f".{job.job_id}"}
        with self._store.catalog.write() as connection:
            jobs.insert(
                connection,
                KIND,
                job.job_id,
                self._person.key,
                writer=self._store.liveness.name,
                settings=settings,
                dataset_key=record.key,
            )
        running = Running(job, self._person.key)
        self._here.add(running)
        threading.Thread(
            target=running.beat, args=(self._store,), name="datavault-export-beat", daemon=True
        ).start()
        return running

    def _run(self, running: Running, record: DatasetRecord, wish: ExportWish) -> None:
        """The whole life of an export: whatever happens, how it ended is noted."""
        try:
            written = self._service.export(
                record,
                wish,
                mark=running.job.job_id,
                on_progress=running.progress,
                cancels=running.brake.cancels,
            )
        except VaultError as error:
            running.error = error
            is_asked = running.brake.is_pulled and isinstance(error, Cancelled)
            self._end(running, _stopped(running) if is_asked else _failure(error))
        except KeyboardInterrupt:
            running.error = Cancelled(CANCELLED)
            self._end(running, {"state": ExportState.CANCELLED})
            raise
        except BaseException as error:  # noqa: BLE001 - silence would leave the dialog waiting
            running.error = Unexpected(f"This did not work, and it should have: {error!r}.")
            self._end(running, _failure(running.error))
        else:
            self._end(running, _success(written), result_of(written))

    def _end(
        self, running: Running, facts: dict[str, Any], result: dict[str, Any] | None = None
    ) -> None:
        error = {name: facts[name] for name in _ERROR if name in facts}
        state = facts["state"]
        # Closed meanwhile: the next process reads it as interrupted.
        with suppress(VaultError), self._store.catalog.write() as connection:
            jobs.end(connection, running.job.job_id, state, result=result, error=error or None)
        running.end(**facts)


_ERROR = ("code", "message", "hint", "field")


def _success(written: Written) -> dict[str, Any]:
    facts = asdict(written)
    is_whole = not facts.pop("missing_count")
    return {
        **facts,
        "state": ExportState.DONE if is_whole else ExportState.PARTIAL,
        "path": str(written.path),
        "share": 1.0,
        "is_there": True,
    }


def _stopped(running: Running) -> dict[str, Any]:
    """Somebody stopped it, or its process ends, which nobody asked of the export."""
    if running.is_leaving:
        return {"state": ExportState.INTERRUPTED, "message": INTERRUPTED}
    return {"state": ExportState.CANCELLED}


def _failure(error: VaultError) -> dict[str, Any]:
    return {
        "state": ExportState.FAILED,
        "code": error.code,
        "message": error.message,
        "hint": error.hint,
        "field": error.field or "",
    }


class _Here:
    """The exports that run in this process, or ran a while ago."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: dict[str, Running] = {}
        _known.add(self)

    def add(self, running: Running) -> None:
        """Remember one; of those that have ended, the oldest are forgotten."""
        with self._lock:
            ended = [key for key, each in self._all.items() if each.ended.is_set()]
            for key in ended[: max(0, len(self._all) + 1 - _MOST_KEPT)]:
                del self._all[key]
            self._all[running.job.job_id] = running

    def find(self, job_id: str) -> Running | None:
        """The one with this id, or None."""
        with self._lock:
            return self._all.get(job_id)

    def close(self, wait_s: float = _WAIT_AT_EXIT_S) -> None:
        """Stop all that run, so that they can take their unfinished files away."""
        with self._lock:
            running = [each for each in self._all.values() if not each.ended.is_set()]
        for each in running:
            each.is_leaving = True
            each.brake.pull()
        last = time.monotonic() + wait_s
        for each in running:
            if each.thread is not None and each.thread is not threading.current_thread():
                each.thread.join(max(0.0, last - time.monotonic()))


_known: weakref.WeakSet[_Here] = weakref.WeakSet()


def close_all(wait_s: float = _WAIT_AT_EXIT_S) -> None:
    """Stop the exports of this process."""
    for here in list(_known):
        here.close(wait_s)


# Registered after the store's, so it runs before it: the cursors are still there.
atexit.register(close_all)
