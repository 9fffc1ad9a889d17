"""Questions of the export dialog, as they come over the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.exports.choosing import (
    ExportTarget,
    formats,
    look_at,
    suggested_path,
)
from datavault_jupyter.features.exports.records import ExportJob
from datavault_jupyter.features.exports.wire import (
    ExportAgainArgs,
    ExportDeleteArgs,
    ExportEstimate,
    ExportFileArgs,
    ExportFilePart,
    ExportJobArgs,
    ExportList,
    ExportListArgs,
    ExportOptions,
    ExportOptionsArgs,
    ExportStartArgs,
    ExportTargetArgs,
    ExportVersion,
)
from datavault_jupyter.protocol.operations import Call, operation

if TYPE_CHECKING:
    from datavault_jupyter.features.exports.suite import ExportSuite

_MOST_VERSIONS = 200


class ExportOps:
    """Taking a dataset out of the vault.

    Args:
        suite: Gives the services of exports; reading files needs modules that a listing doesn't.
        datasets: Finds datasets.
    """

    def __init__(self, suite: Callable[[], ExportSuite], datasets: DatasetService) -> None:
        self._suite = suite
        self._datasets = datasets

    @operation("exports.options")
    def options(self, args: ExportOptionsArgs, _call: Call) -> ExportOptions:
        """What an export of this dataset can be, and where it could go."""
        record = self._datasets.get(args.dataset_id)
        columns = self._datasets.columns(record)
        versions = self._datasets.versions(record)[:_MOST_VERSIONS]
        return ExportOptions(
            formats(),
            tuple(columns.names),
            record.row_count,
            suggested_path(record.name),
            tuple(
                ExportVersion(each.number, each.name or "", each.row_count, each.created_at)
                for each in versions
                if each.state.is_finished
            ),
            record.is_live,
            self._suite().writing.sources.has_answers(record),
            self._suite().estimates.file_columns(columns),
            self._suite().vault_id,
        )

    @operation("exports.target")
    def target(self, args: ExportTargetArgs, _call: Call) -> ExportTarget:
        """What lies at a path, what would be replaced there, and how the path may go on."""
        return look_at(args.path, args.format, limit=args.limit)

    @operation("exports.estimate")
    def estimate(self, args: ExportStartArgs, call: Call) -> ExportEstimate:
        """How many rows an export would write, and about how many bytes."""
        record = self._datasets.get(args.dataset_id)
        return self._suite().estimates.of(record, args.wish, call.cancels)

    @operation("exports.start")
    def start(self, args: ExportStartArgs, call: Call) -> ExportJob:
        """Start an export; news `exports.progress` tell how it goes, as the same record."""
        record = self._datasets.get(args.dataset_id)
        return self._suite().jobs.start(record, args.wish, call.tell)

    @operation("exports.again")
    def again(self, args: ExportAgainArgs, call: Call) -> ExportJob:
        """Start an export once more, as it was asked for; news tell as those of `exports.start`."""
        return self._suite().jobs.again(args.job_id, overwrite=args.overwrite, tell=call.tell)

    @operation("exports.job")
    def job(self, args: ExportJobArgs, call: Call) -> ExportJob:
        """How an export is going; its news go to whoever asked from now on, too."""
        return self._suite().jobs.get(args.job_id, call.tell)

    @operation("exports.cancel")
    def cancel(self, args: ExportJobArgs, _call: Call) -> ExportJob:
        """Stop an export; nothing of it is kept. One that has ended stays as it is."""
        return self._suite().jobs.cancel(args.job_id)

    @operation("exports.list")
    def list(self, args: ExportListArgs, _call: Call) -> ExportList:
        """Exports, newest first: of a dataset, or the actor's own."""
        record = self._datasets.get(args.dataset_id) if args.dataset_id else None
        limit = max(1, min(args.limit, 500))
        return ExportList(self._suite().jobs.recent(record, limit=limit))

    @operation("exports.file", frames=("bytes",))
    def file(self, args: ExportFileArgs, call: Call) -> ExportFilePart:
        """Some bytes of the file that an export made."""
        byte_count, piece = self._suite().files.read(args.job_id, args.offset)
        call.attach("bytes", piece)
        return ExportFilePart(byte_count)

    @operation("exports.delete")
    def delete(self, args: ExportDeleteArgs, _call: Call) -> ExportJob:
        """Delete the file that an export made."""
        return self._suite().files.delete(args.job_id, confirm=args.confirm)

    @operation("exports.forget")
    def forget(self, args: ExportJobArgs, _call: Call) -> None:
        """Take an export without a file off the list."""
        self._suite().files.forget(args.job_id)
