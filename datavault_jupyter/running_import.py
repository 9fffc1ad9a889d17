"""An import that goes on by itself, in the user's hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from datavault_jupyter.base import wording
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import Cancelled, VaultError
from datavault_jupyter.dataset import Dataset
from datavault_jupyter.display import html

if TYPE_CHECKING:
    from datetime import datetime

    from datavault_jupyter.features.imports.records import ImportJob, ImportProblem, ImportState
    from datavault_jupyter.services import Services

_CSS = {"done": "dv-ok", "running": "", "error": "dv-bad", "interrupted": "dv-warn"}


class RunningImport:
    r"""An import that goes on while the notebook does other things.

    It is a handle: each property tells what is true now, also of an import in another kernel.

    >>> run = vault.import_file(b"id\n1\n", format="csv", name="more", background=True)
    >>> run.wait().name, run.state.value
    ('more', 'done')
    """

    def __init__(self, services: Services, job_id: str) -> None:
        self._services = services
        self._id = job_id

    @property
    def _job(self) -> ImportJob:
        return self._services.imports.jobs.get(self._id)

    @property
    def id(self) -> str:
        """``job_…``."""
        return self._id

    @property
    def name(self) -> str:
        """The dataset's name; it is reserved while the import runs."""
        return self._job.name

    @property
    def source(self) -> str:
        """What is imported."""
        return self._job.file_name

    @property
    def state(self) -> ImportState:
        """``running``, ``done``, ``error``, ``cancelled`` or ``interrupted``."""
        return self._job.state

    @property
    def percent(self) -> float | None:
        """How much of the present stage is done; None where that isn't known."""
        share = self._job.share
        return None if share is None else round(share * 100, 1)

    @property
    def rate(self) -> float | None:
        """Rows a second; bytes a second where the rows were not counted before."""
        return self._job.rate

    @property
    def eta_s(self) -> float | None:
        """Seconds to the end of the present stage, about."""
        return self._job.eta_s

    @property
    def started_at(self) -> datetime:
        """When it began, in UTC."""
        return self._job.started_at

    @property
    def problem(self) -> ImportProblem | None:
        """Why it stopped: sentence, way out, line, column and what stands there."""
        return self._job.problem

    @property
    def dataset(self) -> Dataset | None:
        """What it made; None before it is done."""
        made = self._job.dataset_id
        return Dataset(self._services, self._services.datasets.get(made)) if made else None

    def cancel(self) -> RunningImport:
        """Ask it to end; nothing of it is kept. Works from another kernel as well."""
        self._services.imports.jobs.cancel(self._id)
        return self

    def wait(self, timeout_s: float | None = None) -> Dataset:
        """Wait for it, then give the dataset.

        Args:
            timeout_s: How many seconds to wait at most.

        Raises:
            TimeoutError: it still runs.
            Cancelled: it was cancelled, or its kernel ended before it did.
            VaultError: what stopped it.
        """
        job = self._services.imports.jobs.wait(self._id, timeout_s)
        if job.state == "running":
            msg = f"The import of {job.file_name} still runs after {timeout_s} s."
            raise TimeoutError(msg)
        error = self._services.imports.jobs.error_of(self._id)
        if error is not None:
            raise error
        made = self.dataset
        if made is None:
            said = job.problem.message if job.problem else f"The import ended as {job.state}."
            kind = Cancelled if job.state in ("cancelled", "interrupted") else VaultError
            raise kind(said, hint=job.problem.hint if job.problem else None)
        return made

    def _told(self) -> str:
        return told_of(self._job)

    def __repr__(self) -> str:
        """What is imported and how far it is."""
        job = self._job
        return f"Import of {job.file_name} as {job.name}: {told_of(job)}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": html_of("Import", [self._job])}


class ImportList(list[RunningImport]):
    """Imports as a list that shows itself as a table, newest first."""

    def __init__(self, services: Services, jobs: Iterable[ImportJob]) -> None:
        self._jobs = tuple(jobs)
        super().__init__(RunningImport(services, job.job_id) for job in self._jobs)

    def __repr__(self) -> str:
        """One line for each."""
        lines = [f"{job.file_name} as {job.name}: {told_of(job)}" for job in self._jobs]
        return "\n".join(lines) or "No imports in the background."

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": html_of("Imports", self._jobs)}


def told_of(job: ImportJob) -> str:
    """How far an import is, in words."""
    if job.state == "running":
        return wording.running(job.share, job.eta_s)
    if job.state == "done":
        left_out = f", {job.reject_count:,} left out" if job.reject_count else ""
        return f"done, {wording.count(job.done_rows or 0, 'row')}{left_out}"
    return f"{job.state}: {job.problem.message}" if job.problem else str(job.state)


def html_of(title: str, jobs: Sequence[ImportJob]) -> str:
    """Imports as a framed table."""
    heads = [html.Head("Source"), html.Head("Dataset"), html.Head("State"), html.Head("Started")]
    present = now()
    rows = [
        [
            html.Cell(job.file_name),
            html.Cell(job.name),
            html.Cell(told_of(job), _CSS.get(job.state, "dv-dim")),
            html.ago(job.started_at, present, "dv-dim"),
        ]
        for job in jobs
    ]
    if not rows:
        return html.frame(title, text="No imports in the background.")
    return html.frame(title, body=html.table(heads, rows, label=title))
