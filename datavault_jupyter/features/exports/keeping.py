"""What is remembered of an export, and the file it made."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import BadArgument, CannotWrite, NotConfirmed, NotFound, Refused
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.exports import outbox
from datavault_jupyter.features.exports.records import (
    ExportAbout,
    ExportJob,
    ExportState,
    ExportWish,
    Written,
)
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.protocol.coding import decoded
from datavault_jupyter.storage import jobs
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.features.exports.jobs import ExportJobs

KIND = "export"
CONFIRMED = "delete"
# One message of a websocket holds it.
PIECE = 4_000_000
INTERRUPTED = (
    "The kernel or server that wrote it ended before it was whole. No unfinished file is left."
)


def result_of(written: Written) -> dict[str, Any]:
    """What the catalogue keeps of a file: enough to know it again."""
    facts = written.path.stat()
    return {
        "path": str(written.path),
        "row_count": written.row_count,
        "column_count": written.column_count,
        "byte_count": written.byte_count,
        "file_count": written.file_count,
        "sha256": written.sha256,
        "replaced": written.replaced,
        "notes": list(written.notes),
        "changed_ns": facts.st_mtime_ns,
    }


def wish_of(row: Any) -> ExportWish:
    """What an export was asked for, as the catalogue has it."""
    wish: ExportWish = decoded(ExportWish, row.settings["wish"])
    return wish


def job_of(store: Store, row: Any, *, is_alive: bool, person_key: int) -> ExportJob:
    """An export as the catalogue has it."""
    settings, result, error = row.settings or {}, row.result or {}, row.error or {}
    wish = wish_of(row)
    # A sweep closes the jobs of the dead with a word of its own.
    is_swept = row.state not in frozenset(ExportState)
    state = ExportState.INTERRUPTED if is_swept else ExportState(row.state)
    if state is ExportState.RUNNING and not is_alive:
        state = ExportState.INTERRUPTED
    if state is ExportState.INTERRUPTED:
        error = {"code": "interrupted", "message": INTERRUPTED, "hint": "Start it again."}
    path = result.get("path", wish.path)
    return ExportJob(
        job_id=row.uid,
        dataset_id=row.dataset_uid,
        name=settings.get("name", ""),
        state=state,
        path=path,
        format=wish.format,
        started_at=row.started_at or row.created_at,
        about=ExportAbout.of(wish),
        started_by=row.person_name or settings.get(jobs.STARTED_BY, ""),
        is_mine=row.person_id == person_key,
        ended_at=row.ended_at,
        share=1.0 if state.has_file else result.get("share"),
        eta_s=result.get("eta_s") if state is ExportState.RUNNING else None,
        row_count=result.get("row_count"),
        column_count=result.get("column_count"),
        byte_count=result.get("byte_count"),
        file_count=result.get("file_count", 0),
        sha256=result.get("sha256", ""),
        replaced=result.get("replaced", False),
        is_there=state.has_file and _is_as_written(result),
        is_in_vault=outbox.is_inside(store, path),
        notes=tuple(result.get("notes", ())),
        **{name: error.get(name) or "" for name in ("code", "message", "hint", "field")},
    )


def _is_as_written(result: dict[str, Any]) -> bool:
    """Whether the file lies where it was put, and nobody has changed it since."""
    try:
        facts = os.stat(result["path"])  # noqa: PTH116 - of a text out of the catalogue
    except (OSError, KeyError, ValueError):
        return False
    known = (result.get("byte_count"), result.get("changed_ns"))
    return (facts.st_size, facts.st_mtime_ns) == known


class ExportFiles:
    """The files that exports have made: given to a browser, taken away.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        person: The actor.
        datasets: Finds datasets.
        exports: What is remembered.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        person: Person,
        datasets: DatasetService,
        exports: ExportJobs,
    ) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._datasets = datasets
        self._exports = exports

    def read(self, job_id: str, offset: int) -> tuple[int, bytes]:
        """The size of an export's file, and some of its bytes.

        Args:
            job_id: The export.
            offset: Where the bytes begin.

        Raises:
            NotFound: there is no such export, or its file is gone or no longer the same.
            NotAllowed: somebody else made it, and the actor may not change the dataset.
        """
        self._policy.visibility()
        job = self._own(job_id)
        path = _standing(job)
        if offset < 0:
            raise BadArgument("A file begins at 0.", field="offset")
        with translated(), path.open("rb") as file:
            file.seek(offset)
            return int(job.byte_count or 0), file.read(PIECE)

    def delete(self, job_id: str, *, confirm: str = "") -> ExportJob:
        """Delete the file that an export made; that there was an export stays known.

        Args:
            job_id: The export.
            confirm: The word ``delete``.

        Raises:
            NotConfirmed: without ``confirm="delete"``.
            NotFound: there is no such export, or its file is gone.
            Refused: somebody has changed the file since.
        """
        self._policy.visibility()
        job = self._own(job_id)
        if confirm != CONFIRMED:
            raise NotConfirmed(
                f"{job.path} would be deleted for good.", hint='Pass confirm="delete".'
            )
        path = _standing(job)
        try:
            path.unlink()
        except OSError as error:
            raise CannotWrite(f"{path} can't be deleted: {error.strerror}.") from error
        with self._store.catalog.write() as connection:
            people.record(
                connection,
                self._policy.actor_name,
                "export.delete",
                job.dataset_id or "",
                job.name,
                path=job.path,
            )
        return self._exports.get(job_id)

    def forget(self, job_id: str) -> None:
        """Take an export that made no file, or whose file is gone, off the list.

        Raises:
            Refused: it runs, or its file is there.
        """
        self._policy.visibility()
        job = self._own(job_id)
        if job.state is ExportState.RUNNING or job.is_there:
            said = "still runs" if job.state is ExportState.RUNNING else "has a file"
            raise Refused(f"The export of {job.name!r} {said}.", hint="Cancel or delete it first.")
        with self._store.catalog.write() as connection:
            jobs.forget(connection, job_id)

    def _own(self, job_id: str) -> ExportJob:
        """An export whose file the actor may have: their own, or of a dataset they may change."""
        job = self._exports.get(job_id)
        if not job.is_mine:
            record = self._datasets.get(job.dataset_id or "")
            self._policy.require(Action.DATASET_EDIT, record.place)
        return job


def _standing(job: ExportJob) -> Path:
    if job.is_there:
        return Path(job.path)
    if not job.state.has_file:
        raise NotFound("This export made no file.", hint="Start it again.")
    path = Path(job.path)
    if path.exists():
        raise Refused(
            f"{path} was changed since it was exported.", hint="It is left as it is: look at it."
        )
    raise NotFound(f"{path} is not there any more.", hint="Export it once more.")
