"""Imports that go on by themselves: at once an id, then news, then a dataset or a reason.

A job is a row of the catalogue and a thread of this process. The row turns to ``done`` in the
transaction that makes the dataset visible, so that no crash leaves one without the other.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import NOWHERE, Action, Policy
from datavault_jupyter.base.brake import Brake
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import Cancelled, NotFound, Unexpected, VaultError
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.features.imports import queries, sources
from datavault_jupyter.features.imports.permission import require_creator
from datavault_jupyter.features.imports.problems import problem_of
from datavault_jupyter.features.imports.records import (
    ImportJob,
    ImportProblem,
    ImportStage,
    ImportState,
    Loaded,
    Options,
)
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.projects.records import Project
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.features.imports.service import ImportService

NEWS = "imports.progress"
Tell = Callable[[str, Mapping[str, Any]], None]
_TELL_EVERY_S = 0.2
_MOST_LISTENERS = 20


@dataclass(frozen=True, slots=True)
class JobWish:
    """What is to be imported.

    Attributes:
        path: The file.
        name: Of the dataset.
        options: How to read it.
        project: Where it goes.
        total_rows: Rows of the file, where they were counted before.
        on_end: Called when it has ended; True: a dataset was made.
    """

    path: Path
    name: str
    options: Options
    project: Project | None = None
    total_rows: int | None = None
    on_end: Callable[[bool], None] = lambda _is_done: None


class _Run:
    """A job's thread as others see it: what it is at, who listens, how to stop it."""

    def __init__(self, job: ImportJob, person_key: int) -> None:
        self.job = job
        self.person_key = person_key
        self.ended = threading.Event()
        self.brake = Brake("The import was cancelled.")
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
            raise Cancelled("The import was cancelled.")
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
            listener(NEWS, _as_news(job))


def _as_news(job: ImportJob) -> dict[str, Any]:
    return {name: getattr(job, name) for name in ImportJob.__slots__}


class _Watch:
    """Follows the import of one run, and notes its end where the dataset is made."""

    def __init__(self, run: _Run) -> None:
        self._run = run
        self.cancels = run.brake.cancels
        self.enter = run.enter
        self.progress = run.progress

    def added(self, connection: queries.Connection, dataset_key: int, loaded: Loaded) -> None:
        """Note the end in the transaction that makes the dataset visible."""
        result = {
            "row_count": sum(part.row_count for part in loaded.parts),
            "column_count": len(loaded.columns),
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


# By store, not by vault object: a second `Vault` of the process finds the same jobs.
_runs: weakref.WeakKeyDictionary[Store, dict[str, _Run]] = weakref.WeakKeyDictionary()


class ImportJobs:
    """Imports in the background."""

    def __init__(
        self, store: Store, policy: Policy, person: Person, service: ImportService
    ) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._service = service
        self._runs = _runs.setdefault(store, {})

    def start(self, wish: JobWish, tell: Tell = lambda _news, _data: None) -> ImportJob:
        """Begin an import and return at once.

        Args:
            wish: What is to be imported.
            tell: Takes the news, as ``imports.progress``.

        Raises:
            NotAllowed: the actor may not add datasets there.
            BadName: the name can't be used.
            NameTaken: another dataset of the project has it.
            BadFile: there is no such file.
        """
        project = wish.project
        self._policy.require(Action.DATASET_CREATE, project.place if project else NOWHERE)
        job = ImportJob(
            job_id=new_id("job"),
            name=self._service.require_name(wish.name, project),
            project_name=project.name if project else None,
            file_name=wish.path.name,
            state=ImportState.RUNNING,
            stage=ImportStage.READ,
            byte_count=sources.examine(wish.path).byte_count,
            started_at=now(),
            total_rows=wish.total_rows,
        )
        settings = {
            "name": job.name,
            "project": job.project_name,
            "file_name": job.file_name,
            "byte_count": job.byte_count,
            "total_rows": job.total_rows,
        }
        with self._store.catalog.write() as connection:
            queries.insert_job(
                connection, job.job_id, self._person.key, self._store.liveness.name, settings
            )
        run = _Run(job, self._person.key)
        run.listen(tell)
        self._runs[job.job_id] = run
        threading.Thread(
            target=self._work, args=(run, wish), name="datavault-import", daemon=True
        ).start()
        return job

    def get(self, job_id: str, tell: Tell | None = None) -> ImportJob:
        """A job as it is now; with `tell`, its news go there from now on, too.

        Raises:
            NotFound: the actor has no such job.
        """
        require_creator(self._policy)
        run = self._runs.get(job_id)
        if run is not None and run.person_key == self._person.key:
            if tell is not None:
                run.listen(tell)
            return run.job
        with self._store.catalog.read() as connection:
            row = queries.job_by_id(connection, job_id)
        if row is None or row.person_id != self._person.key:
            raise NotFound(f"There is no import {job_id!r}.", hint="Look for it in the listing.")
        return self._read(row)

    def cancel(self, job_id: str) -> ImportJob:
        """Ask a job to end; its news say when it has. Nothing of it is kept.

        Raises:
            NotFound: the actor has no such job.
        """
        require_creator(self._policy)
        run = self._runs.get(job_id)
        if run is not None and run.person_key == self._person.key:
            run.brake.pull()
        return self.get(job_id)

    def running(self) -> tuple[ImportJob, ...]:
        """The actor's jobs that run, in any living process."""
        require_creator(self._policy)
        with self._store.catalog.read() as connection:
            ids = queries.running_ids(connection, self._person.key)
        jobs = (self.get(each) for each in ids)
        return tuple(job for job in jobs if job.state is ImportState.RUNNING)

    def wait(self, job_id: str, timeout_s: float | None = None) -> ImportJob:
        """A job of this process when it has ended, or as it is when the time is over."""
        require_creator(self._policy)
        run = self._runs.get(job_id)
        if run is not None:
            run.ended.wait(timeout_s)
        return self.get(job_id)

    def _work(self, run: _Run, wish: JobWish) -> None:
        """The whole life of a job, in its thread."""
        try:
            end = self._imported(run, wish)
        except Cancelled:
            end = {"state": ImportState.CANCELLED}
        except VaultError as error:
            problem = problem_of(error, wish.path, wish.options.encoding)
            end = {"state": ImportState.ERROR, "problem": problem}
        except BaseException as error:  # noqa: BLE001 - a thread that dies silently tells nobody
            trouble = Unexpected(f"This did not work, and it should have: {error!r}.")
            end = {"state": ImportState.ERROR, "problem": problem_of(trouble)}
        self._note_end(run, end)
        wish.on_end(end["state"] is ImportState.DONE)
        run.end(**end, ended_at=now(), share=None, rate=None, eta_s=None)

    def _imported(self, run: _Run, wish: JobWish) -> dict[str, Any]:
        record, loaded = self._service.import_file(
            wish.path, wish.name, wish.options, project=wish.project, watch=_Watch(run)
        )
        return {
            "state": ImportState.DONE,
            "dataset_id": record.id,
            "done_rows": record.row_count,
            "total_rows": record.row_count,
            "column_count": len(loaded.columns),
            "notes": tuple(note.message for note in loaded.notes),
        }

    def _note_end(self, run: _Run, end: dict[str, Any]) -> None:
        problem = end.get("problem")
        try:
            with self._store.catalog.write() as connection:
                queries.end_job(
                    connection,
                    run.job.job_id,
                    end["state"],
                    error=asdict(problem) if problem else None,
                )
        except VaultError:
            pass  # the vault was closed meanwhile: the next process reads it as interrupted

    def _read(self, row: Any) -> ImportJob:
        """A job as the catalogue has it."""
        settings, result, error = row.settings or {}, row.result or {}, row.error or {}
        state = ImportState(row.state)
        is_gone = state is ImportState.RUNNING and not self._store.liveness.is_alive(row.writer)
        # A sweep closes the jobs of the dead with a bare sentence; our own errors have a code.
        if is_gone or (state is ImportState.ERROR and "code" not in error):
            state = ImportState.INTERRUPTED
            error = {
                "message": "The kernel ended before the import did. Nothing of it was kept.",
                "hint": "Import the file again.",
                "code": "interrupted",
            }
        return ImportJob(
            job_id=row.uid,
            name=settings.get("name", ""),
            project_name=settings.get("project"),
            file_name=settings.get("file_name", ""),
            state=state,
            stage=ImportStage.ADD if state is ImportState.DONE else ImportStage.READ,
            byte_count=settings.get("byte_count", 0),
            started_at=row.started_at or row.created_at,
            ended_at=row.ended_at,
            total_rows=result.get("row_count", row.total_count),
            done_rows=result.get("row_count"),
            dataset_id=row.dataset_uid,
            column_count=result.get("column_count"),
            notes=tuple(result.get("notes", ())),
            problem=ImportProblem(**error) if error else None,
        )
