"""Imports that go on by themselves: at once an id, then news, then a dataset or a reason.

A job is a row of the catalogue and a thread of this process. The row turns to ``done`` in the
transaction that makes the dataset visible, so that no crash leaves one without the other.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import NOWHERE, Action, Policy
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import Cancelled, NotFound, Unexpected, VaultError
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.imports import queries
from datavault_jupyter.features.imports.permission import require_creator
from datavault_jupyter.features.imports.problems import problem_of
from datavault_jupyter.features.imports.records import (
    ImportJob,
    ImportProblem,
    ImportStage,
    ImportState,
    Loaded,
)
from datavault_jupyter.features.imports.runs import Run, RunWatch, Tell
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.projects.records import Project
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.features.imports.service import ImportService

_LOOKED_BACK = 50
# A job of another process is asked for in the catalogue.
_ASKED_EVERY_S = 0.3
_INTERRUPTED = "The kernel ended before the import did. Nothing of it was kept."


@dataclass(frozen=True, slots=True)
class JobWish:
    """What is to be imported.

    Attributes:
        name: Of the dataset.
        label: What is imported, as people know it, such as a file's name.
        run: Does the import, followed and stopped by the watch it is given.
        project: Where a new dataset goes.
        project_name: Where the dataset is that gets a new version.
        is_new: Whether a dataset is made, so that its name must be free.
        byte_count: Size of the source, 0 where that isn't known.
        total_rows: Rows of the source, where they were counted before.
        path: The file, where a problem's text can be shown from it.
        encoding: Of that file.
        again: What it takes to ask for the same once more, ready for JSON, with the file's place
            as ``path``; None where the file will not stay.
        on_end: Called when it has ended; True: rows were added.
    """

    name: str
    label: str
    run: Callable[[RunWatch], tuple[DatasetRecord, Loaded]]
    project: Project | None = None
    project_name: str | None = None
    is_new: bool = True
    byte_count: int = 0
    total_rows: int | None = None
    path: Path | None = None
    encoding: str | None = None
    again: Mapping[str, Any] | None = None
    on_end: Callable[[bool], None] = lambda _is_done: None


# By store, not by vault object: a second `Vault` of the process finds the same jobs.
_runs: weakref.WeakKeyDictionary[Store, dict[str, Run]] = weakref.WeakKeyDictionary()


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
        """
        project = wish.project
        if wish.is_new:
            self._policy.require(Action.DATASET_CREATE, project.place if project else NOWHERE)
        else:
            require_creator(self._policy)
        job = ImportJob(
            job_id=new_id("job"),
            name=self._service.require_name(wish.name, project) if wish.is_new else wish.name,
            project_name=project.name if project else wish.project_name,
            file_name=wish.label,
            state=ImportState.RUNNING,
            stage=ImportStage.READ,
            byte_count=wish.byte_count,
            started_at=now(),
            total_rows=wish.total_rows,
            can_repeat=wish.again is not None,
        )
        settings = {
            "name": job.name,
            "project": job.project_name,
            "file_name": job.file_name,
            "byte_count": job.byte_count,
            "total_rows": job.total_rows,
            "again": wish.again,
        }
        with self._store.catalog.write() as connection:
            queries.insert_job(
                connection, job.job_id, self._person.key, self._store.liveness.name, settings
            )
        run = Run(job, self._person.key)
        run.listen(tell)
        self._runs[job.job_id] = run
        for target, args in ((self._work, (run, wish)), (run.beat, (self._store,))):
            threading.Thread(target=target, args=args, name="datavault-import", daemon=True).start()
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
        job = self.get(job_id)
        if run is not None:
            run.brake.pull()
        elif job.state is ImportState.RUNNING:
            with self._store.catalog.write() as connection:
                queries.ask_to_end(connection, job_id)
        return self.get(job_id)

    def recent(self, limit: int = 20) -> tuple[ImportJob, ...]:
        """The actor's jobs, newest first, however they ended."""
        require_creator(self._policy)
        with self._store.catalog.read() as connection:
            ids = queries.recent_ids(connection, self._person.key, limit)
        return tuple(self.get(each) for each in ids)

    def running(self) -> tuple[ImportJob, ...]:
        """The actor's jobs that run, in any living process."""
        require_creator(self._policy)
        with self._store.catalog.read() as connection:
            ids = queries.running_ids(connection, self._person.key)
        jobs = (self.get(each) for each in ids)
        return tuple(job for job in jobs if job.state is ImportState.RUNNING)

    def interrupted(self) -> tuple[ImportJob, ...]:
        """The actor's jobs whose kernel ended before they did, and that they were not told of."""
        return tuple(
            job for job in self.recent(_LOOKED_BACK) if job.state is ImportState.INTERRUPTED
        )

    def dismiss(self, job_id: str) -> None:
        """Don't tell of an interrupted job any more."""
        if self.get(job_id).state is ImportState.INTERRUPTED:
            with self._store.catalog.write() as connection:
                queries.forget_job(connection, job_id)

    def again(self, job_id: str) -> Mapping[str, Any]:
        """What a job was asked for, as its wish said it.

        Raises:
            NotFound: the actor has no such job, or its file is gone.
        """
        require_creator(self._policy)
        with self._store.catalog.read() as connection:
            row = queries.job_by_id(connection, job_id)
        if row is None or row.person_id != self._person.key or not _can_repeat(row.settings):
            raise NotFound("The file of this import is gone.", hint="Choose it again.")
        made: Mapping[str, Any] = row.settings["again"]
        return made

    def wait(self, job_id: str, timeout_s: float | None = None) -> ImportJob:
        """A job when it has ended, or as it is when the time is over."""
        require_creator(self._policy)
        run = self._runs.get(job_id)
        if run is not None:
            run.ended.wait(timeout_s)
            return self.get(job_id)
        end = None if timeout_s is None else time.monotonic() + timeout_s
        while (job := self.get(job_id)).state is ImportState.RUNNING:
            if end is not None and time.monotonic() > end:
                break
            time.sleep(_ASKED_EVERY_S)
        return job

    def error_of(self, job_id: str) -> VaultError | None:
        """What stopped a job of this process; None where nothing did, or another one ran it."""
        require_creator(self._policy)
        run = self._runs.get(job_id)
        return run.error if run is not None and run.person_key == self._person.key else None

    def _work(self, run: Run, wish: JobWish) -> None:
        """The whole life of a job, in its thread."""
        try:
            end = self._imported(run, wish)
        except Cancelled:
            end = {"state": ImportState.CANCELLED}
        except VaultError as error:
            run.error = error
            problem = problem_of(error, wish.path, wish.encoding)
            end = {"state": ImportState.ERROR, "problem": problem}
        except BaseException as error:  # noqa: BLE001 - a thread that dies silently tells nobody
            trouble = Unexpected(f"This did not work, and it should have: {error!r}.")
            run.error = trouble
            end = {"state": ImportState.ERROR, "problem": problem_of(trouble)}
        self._note_end(run, end)
        wish.on_end(end["state"] is ImportState.DONE)
        run.end(**end, ended_at=now(), share=None, rate=None, eta_s=None)

    def _imported(self, run: Run, wish: JobWish) -> dict[str, Any]:
        record, loaded = wish.run(RunWatch(run))
        count = sum(part.row_count for part in loaded.parts)
        return {
            "state": ImportState.DONE,
            "dataset_id": record.id,
            "name": record.name,
            "done_rows": count,
            "total_rows": count,
            "reject_count": len(loaded.rejects),
            "column_count": len(loaded.columns),
            "notes": tuple(note.message for note in loaded.notes),
        }

    def _note_end(self, run: Run, end: dict[str, Any]) -> None:
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
                "message": _INTERRUPTED,
                "hint": "Import the file again.",
                "code": "interrupted",
            }
        return ImportJob(
            job_id=row.uid,
            name=settings.get("name", ""),
            project_name=settings.get("project"),
            file_name=settings.get("file_name", ""),
            state=state,
            stage=ImportStage.ADD if state is ImportState.DONE else _stage(result),
            share=result.get("share") if state is ImportState.RUNNING else None,
            rate=result.get("rate") if state is ImportState.RUNNING else None,
            eta_s=result.get("eta_s") if state is ImportState.RUNNING else None,
            byte_count=settings.get("byte_count", 0),
            started_at=row.started_at or row.created_at,
            ended_at=row.ended_at,
            total_rows=result.get("row_count", row.total_count),
            done_rows=result.get("row_count", result.get("done_rows")),
            reject_count=result.get("reject_count", 0),
            can_repeat=_can_repeat(settings),
            dataset_id=row.dataset_uid,
            column_count=result.get("column_count"),
            notes=tuple(result.get("notes", ())),
            problem=ImportProblem(**error) if error else None,
        )


def _can_repeat(settings: Mapping[str, Any] | None) -> bool:
    again = (settings or {}).get("again") or {}
    return "path" in again and Path(again["path"]).is_file()


def _stage(result: Mapping[str, Any]) -> ImportStage:
    return ImportStage(result.get("stage") or ImportStage.READ)
