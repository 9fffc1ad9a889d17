"""Questions of the export dialog, as they come over the wire."""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.exports.choosing import (
    ExportFormatChoice,
    ExportTarget,
    formats,
    look_at,
    suggested_path,
)
from datavault_jupyter.features.exports.jobs import ExportJob, ExportJobs, ExportWish
from datavault_jupyter.features.exports.records import ExportFormat, ExportRows
from datavault_jupyter.protocol.operations import Call, operation


@dataclass(frozen=True, slots=True)
class ExportOptionsArgs:
    """Which dataset is to be exported."""

    dataset_id: str


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What an export can be.

    Attributes:
        formats: The kinds of file, the usual one first.
        columns: The names of all columns, in order.
        row_count: Of all rows.
        path: A file that would be a good place, without its extension; ``~`` is the home folder.
    """

    formats: tuple[ExportFormatChoice, ...]
    columns: tuple[str, ...]
    row_count: int
    path: str


@dataclass(frozen=True, slots=True)
class ExportTargetArgs:
    """A path as far as it is typed, and the format the file is to have.

    Attributes:
        limit: At most so many places to go on with.
    """

    path: str
    format: ExportFormat
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ExportStartArgs:
    """What to write where.

    Attributes:
        path: The file; ``~`` is the home folder.
        rows: Which rows in which order; None is all as they are stored.
        columns: Names in their order; None is all.
        overwrite: Replace a file that is there.
        guard_formulas: In CSV, put ``'`` before text a spreadsheet would run.
    """

    dataset_id: str
    format: ExportFormat
    path: str
    rows: ExportRows | None = None
    columns: tuple[str, ...] | None = None
    overwrite: bool = False
    guard_formulas: bool = False


@dataclass(frozen=True, slots=True)
class ExportJobArgs:
    """Which export."""

    job_id: str


class ExportOps:
    """Taking a dataset out of the vault.

    Args:
        jobs: Runs exports.
        datasets: Finds datasets.
    """

    def __init__(self, jobs: ExportJobs, datasets: DatasetService) -> None:
        self._jobs = jobs
        self._datasets = datasets

    @operation("exports.options")
    def options(self, args: ExportOptionsArgs, _call: Call) -> ExportOptions:
        """What an export of this dataset can be, and where it could go."""
        record = self._datasets.get(args.dataset_id)
        columns = self._datasets.columns(record)
        return ExportOptions(
            formats(), tuple(columns.names), record.row_count, suggested_path(record.name)
        )

    @operation("exports.target")
    def target(self, args: ExportTargetArgs, _call: Call) -> ExportTarget:
        """What lies at a path, what would be replaced there, and how the path may go on."""
        return look_at(args.path, args.format, limit=args.limit)

    @operation("exports.start")
    def start(self, args: ExportStartArgs, call: Call) -> ExportJob:
        """Start an export; news `exports.progress` tell how it goes, as the same record."""
        record = self._datasets.get(args.dataset_id)
        wish = ExportWish(
            path=args.path,
            format=args.format,
            rows=args.rows,
            columns=args.columns,
            overwrite=args.overwrite,
            guard_formulas=args.guard_formulas,
        )
        return self._jobs.start(record, wish, call.tell)

    @operation("exports.job")
    def job(self, args: ExportJobArgs, _call: Call) -> ExportJob:
        """How an export is going."""
        return self._jobs.get(args.job_id)

    @operation("exports.cancel")
    def cancel(self, args: ExportJobArgs, _call: Call) -> ExportJob:
        """Stop an export; nothing of it is kept. One that has ended stays as it is."""
        return self._jobs.cancel(args.job_id)
