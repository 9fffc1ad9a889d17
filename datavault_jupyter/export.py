"""An export, under way or ended, in the user's hands."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base import wording
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import Cancelled, VaultError
from datavault_jupyter.display import html

if TYPE_CHECKING:
    from datetime import datetime

    from datavault_jupyter.features.exports.records import (
        ExportFormat,
        ExportJob,
        ExportState,
        ExportWish,
    )
    from datavault_jupyter.services import Services

_CSS = {"done": "dv-ok", "running": "", "partial": "dv-warn", "failed": "dv-bad"}
_CSS |= {"interrupted": "dv-warn"}


class Export:
    """An export: how it goes, where its file is and what that holds.

    It stands for the file's path wherever a path is taken. It is remembered in the vault, also
    when this kernel has ended: see ``ds.exports`` and ``vault.exports``.

    >>> made = vault["penguins"].export(folder / "all.json", background=True).wait()
    >>> made.state.value, made.row_count, made.path.name
    ('done', 3, 'all.json')
    """

    def __init__(self, services: Services, job: ExportJob) -> None:
        self._services = services
        self._known = job

    @property
    def _job(self) -> ExportJob:
        if self._known.ended_at is None and self._known.state == "running":
            self._known = self._services.exports.jobs.get(self._known.job_id)
        return self._known

    @property
    def id(self) -> str:
        """``exp_…``."""
        return self._known.job_id

    @property
    def state(self) -> ExportState:
        """``running``, ``done``, ``partial``, ``failed``, ``cancelled`` or ``interrupted``."""
        return self._job.state

    @property
    def percent(self) -> float | None:
        """How much is done; None where that isn't known."""
        share = self._job.share
        return None if share is None else round(share * 100, 1)

    @property
    def eta_s(self) -> float | None:
        """Seconds to the end, about; None where that isn't known."""
        return self._job.eta_s

    @property
    def dataset(self) -> str:
        """The name that the dataset had."""
        return self._known.name

    @property
    def wish(self) -> ExportWish:
        """What was asked for."""
        return self._services.exports.jobs.wish(self.id)

    @property
    def started_at(self) -> datetime:
        """When it began, in UTC."""
        return self._known.started_at

    @property
    def started_by(self) -> str:
        """Who started it."""
        return self._known.started_by

    @property
    def ended_at(self) -> datetime | None:
        """When it ended, in UTC; None while it runs."""
        return self._job.ended_at

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self._job.path)

    @property
    def format(self) -> ExportFormat:
        """What kind of file it is."""
        return self._known.format

    @property
    def row_count(self) -> int:
        """How many rows are in it; 0 until it is done."""
        return self._job.row_count or 0

    @property
    def column_count(self) -> int:
        """How many columns."""
        return self._job.column_count or 0

    @property
    def byte_count(self) -> int:
        """Its size in bytes."""
        return self._job.byte_count or 0

    @property
    def file_count(self) -> int:
        """How many files lie in the archive beside the rows."""
        return self._job.file_count

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return self._job.sha256

    @property
    def has_replaced(self) -> bool:
        """Whether a file of that name was there before."""
        return self._job.replaced

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the file should know, one sentence each."""
        return self._job.notes

    @property
    def problem(self) -> str:
        """Why it stopped; empty where it did not."""
        return self._job.message

    def cancel(self) -> Export:
        """Ask it to end; nothing of it is kept. Works from another kernel as well."""
        self._services.exports.jobs.cancel(self.id)
        return self

    def wait(self, timeout_s: float | None = None) -> Export:
        """Wait for its end.

        Args:
            timeout_s: How many seconds to wait at most.

        Raises:
            TimeoutError: it still runs.
            Cancelled: it was cancelled, or its kernel ended before it did.
            VaultError: what stopped it.
        """
        jobs = self._services.exports.jobs
        self._known = job = jobs.wait(self.id, timeout_s)
        if job.state == "running":
            msg = f"The export of {job.name} still runs after {timeout_s} s."
            raise TimeoutError(msg)
        error = jobs.error_of(self.id)
        if error is not None:
            raise error
        if not job.state.has_file:
            kind = Cancelled if job.state in ("cancelled", "interrupted") else VaultError
            raise kind(job.message or "The export was cancelled.", hint=job.hint or None)
        return self

    def again(self, *, overwrite: bool = False) -> Export:
        """Start it once more with the same options, in the background.

        Args:
            overwrite: Replace a file that is there.
        """
        suite = self._services.exports
        return Export(self._services, suite.jobs.again(self.id, overwrite=overwrite))

    def delete_file(self, *, confirm: str = "") -> Export:
        """Delete the file; that there was an export stays known.

        Args:
            confirm: The word ``delete``.

        Raises:
            NotConfirmed: without ``confirm="delete"``.
            Refused: somebody has changed the file since.
        """
        self._known = self._services.exports.files.delete(self.id, confirm=confirm)
        return self

    def __fspath__(self) -> str:
        """The path, for ``open()`` and others."""
        return os.fspath(self.path)

    def _facts(self) -> list[str]:
        files = [wording.count(self.file_count, "file")] if self.file_count else []
        return [
            wording.count(self.row_count, "row"),
            wording.count(self.column_count, "column"),
            *files,
            wording.size(self.byte_count),
            *(["replaced the file that was there"] if self.has_replaced else []),
        ]

    def __repr__(self) -> str:
        """The file and its facts, then what should be known; how it goes while it runs."""
        job = self._job
        if not job.state.has_file:
            return f"Export of {job.name} to {job.path}: {told_of(job)}"
        head = f"Exported to {self.path} ({', '.join(self._facts())})"
        return "\n".join([head, *self.notes])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        if not self._job.state.has_file:
            return {"text/plain": repr(self), "text/html": html_of("Export", [self._job])}
        body = html.frame(
            f"Exported to {self.path.name}",
            meta=self._facts(),
            text="\n".join([str(self.path), *self.notes]),
        )
        return {"text/plain": repr(self), "text/html": body}


class ExportList(list[Export]):
    """Exports as a list that shows itself as a table, newest first."""

    def __init__(self, services: Services, jobs: Iterable[ExportJob]) -> None:
        self._jobs = tuple(jobs)
        super().__init__(Export(services, job) for job in self._jobs)

    def __repr__(self) -> str:
        """One line for each."""
        lines = [f"{job.name} to {job.path}: {told_of(job)}" for job in self._jobs]
        return "\n".join(lines) or _NOTHING

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": html_of("Exports", self._jobs)}


_NOTHING = "Nothing was exported yet."


def told_of(job: ExportJob) -> str:
    """How far an export is, or what came of it, in words."""
    if job.state == "running":
        return wording.running(job.share, job.eta_s)
    if job.state.has_file:
        gone = "" if job.is_there else ", the file is gone or was changed"
        partial = ", not all of its files" if job.state == "partial" else ""
        return f"{wording.count(job.row_count or 0, 'row')}{partial}{gone}"
    return f"{job.state}: {job.message}" if job.message else str(job.state)


def html_of(title: str, jobs: Sequence[ExportJob]) -> str:
    """Exports as a framed table."""
    if not jobs:
        return html.frame(title, text=_NOTHING)
    heads = ["Dataset", "File", "What became of it", "By", "Started"]
    present = now()
    rows = [
        [
            html.Cell(job.name),
            html.Cell(job.path),
            html.Cell(told_of(job), _CSS.get(job.state, "dv-dim")),
            html.Cell(job.started_by, "dv-dim"),
            html.ago(job.started_at, present, "dv-dim"),
        ]
        for job in jobs
    ]
    body = html.table([html.Head(each) for each in heads], rows, label=title)
    return html.frame(title, body=body)
