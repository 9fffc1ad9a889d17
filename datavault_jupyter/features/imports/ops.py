"""Questions of the import panel, as they come over the wire."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from datavault_jupyter.base.errors import BadArgument, BadName, NameTaken, VaultError
from datavault_jupyter.base.names import name_of_file
from datavault_jupyter.features.imports.places import complete
from datavault_jupyter.features.imports.problems import setting_of
from datavault_jupyter.features.imports.readers import Wish
from datavault_jupyter.features.imports.records import MOST_REJECTS, ImportJob, Note, Upload
from datavault_jupyter.features.imports.service import ImportService
from datavault_jupyter.features.imports.surveying import (
    ImportSettings,
    Survey,
    Surveyor,
    as_text,
)
from datavault_jupyter.features.imports.wire import (
    ImportAgain,
    ImportColumn,
    ImportCompleteArgs,
    ImportDismissArgs,
    ImportFrom,
    ImportJobArgs,
    ImportNameArgs,
    ImportNameResult,
    ImportNote,
    ImportPending,
    ImportPendingArgs,
    ImportPlaces,
    ImportPreview,
    ImportPreviewArgs,
    ImportRejects,
    ImportReportArgs,
    ImportStartArgs,
    ImportTold,
    UploadArgs,
    UploadBeginArgs,
    UploadChunkArgs,
    told_of,
)
from datavault_jupyter.features.projects.records import Project
from datavault_jupyter.features.projects.service import ProjectService
from datavault_jupyter.protocol.coding import decoded, encoded
from datavault_jupyter.protocol.operations import Call, operation

_MOST_PLACES = 200
_MOST_ROWS = 200


class ImportOps:
    """Wire operations of the import panel."""

    def __init__(self, service: ImportService, projects: ProjectService) -> None:
        self._service = service
        self._projects = projects
        self._surveyor = Surveyor(service)

    @operation("imports.complete")
    def complete(self, args: ImportCompleteArgs, call: Call) -> ImportPlaces:
        """Folders and importable files that a typed path may go on with."""
        self._service.require_creator()
        limit = max(1, min(args.limit, _MOST_PLACES))
        found = complete(args.text, limit + 1, lambda: call.is_cancelled)
        return ImportPlaces(tuple(found[:limit]), has_more=len(found) > limit)

    @operation("imports.preview")
    def preview(self, args: ImportPreviewArgs, call: Call) -> ImportPreview:
        """What a file would become, and why it can't be imported as it is; stores nothing."""
        self._service.require_creator()
        path = self._path(args.source)
        rows = max(0, min(args.rows, _MOST_ROWS))
        survey = self._surveyor.look(path, args.settings, rows, call.cancels)
        return self._shown(path, survey)

    @operation("imports.name")
    def name(self, args: ImportNameArgs, call: Call) -> ImportNameResult:
        """Whether a new dataset can have a name."""
        del call
        self._service.require_creator()
        try:
            self._service.require_name(args.name, self._project(args.project_id))
        except (BadName, NameTaken) as error:
            return ImportNameResult(error.message, error.hint)
        return ImportNameResult()

    @operation("imports.start")
    def start(self, args: ImportStartArgs, call: Call) -> ImportJob:
        """Begin an import; its news are `imports.progress`, each an `ImportJob`."""
        self._service.require_creator()
        upload_id = args.source.upload_id
        path = self._path(args.source)

        def ended(is_done: bool) -> None:  # noqa: FBT001 - says how it ended
            if is_done and upload_id:
                self._service.uploads.discard(upload_id)

        wish = Wish(path, args.settings.options(), args.settings.table)
        if args.dataset_id is not None:
            made = self._service.wish_again(
                args.dataset_id, wish, total_rows=args.total_rows, on_end=ended
            )
        else:
            made = self._service.wish_for(
                wish,
                args.name,
                project=self._project(args.project_id),
                total_rows=args.total_rows,
                on_end=ended,
            )
        # What was uploaded is gone with this kernel: nothing could find it again.
        again = None if upload_id else {"path": str(path), **_again(args)}
        return self._service.jobs.start(replace(made, again=again), call.tell)

    @operation("imports.repeat")
    def repeat(self, args: ImportJobArgs, call: Call) -> ImportAgain:
        """What a job was asked for, to be asked for once more."""
        del call
        kept = self._service.jobs.again(args.job_id)
        return ImportAgain(
            ImportFrom(path=kept["path"]),
            decoded(ImportSettings, kept.get("settings", {})),
            kept.get("name", ""),
            kept.get("project_id"),
            kept.get("dataset_id"),
        )

    @operation("imports.cancel")
    def cancel(self, args: ImportJobArgs, call: Call) -> ImportJob:
        """Ask a job to end; nothing of it is kept."""
        del call
        return self._service.jobs.cancel(args.job_id)

    @operation("imports.job")
    def job(self, args: ImportJobArgs, call: Call) -> ImportJob:
        """A job as it is now; its news come to this panel from now on."""
        return self._service.jobs.get(args.job_id, call.tell)

    @operation("imports.pending")
    def pending(self, args: ImportPendingArgs, call: Call) -> ImportPending:
        """The asker's jobs that run or were interrupted, and uploads that stopped half way."""
        del args, call
        jobs = (*self._service.jobs.running(), *self._service.jobs.interrupted())
        return ImportPending(jobs, self._service.uploads.unfinished())

    @operation("imports.dismiss")
    def dismiss(self, args: ImportDismissArgs, call: Call) -> None:
        """Don't tell of an interrupted job any more."""
        del call
        self._service.jobs.dismiss(args.job_id)

    @operation("imports.report")
    def report(self, args: ImportReportArgs, call: Call) -> ImportTold:
        """How the import of a dataset's newest version went."""
        del call
        report, can_refresh = self._service.report_by_id(args.dataset_id)
        return told_of(args.dataset_id, report, can_refresh=can_refresh)

    @operation("imports.rejects")
    def rejects(self, args: ImportReportArgs, call: Call) -> ImportRejects:
        """The rows that were left out, as a file in the source's own form."""
        del call
        report, _ = self._service.report_by_id(args.dataset_id)
        return ImportRejects(report.rejects_name, report.rejects_text())

    @operation("imports.upload_begin")
    def upload_begin(self, args: UploadBeginArgs, call: Call) -> Upload:
        """Make room for a file, or find what is here of it already."""
        del call
        return self._service.uploads.begin(
            args.name, args.byte_count, args.fingerprint, is_fresh=args.is_fresh
        )

    @operation("imports.upload_chunk")
    def upload_chunk(self, args: UploadChunkArgs, call: Call) -> Upload:
        """Lay down the next bytes of a file; the answer is the acknowledgement."""
        if len(call.buffers) != 1:
            raise BadArgument("A piece of a file is one binary part.", field="buffers")
        return self._service.uploads.append(
            args.upload_id, args.offset, call.buffers[0], args.sha256
        )

    @operation("imports.upload_end")
    def upload_end(self, args: UploadArgs, call: Call) -> Upload:
        """Say that all of a file was sent."""
        del call
        return self._service.uploads.end(args.upload_id)

    @operation("imports.upload_discard")
    def upload_discard(self, args: UploadArgs, call: Call) -> None:
        """Remove what is here of a file."""
        del call
        self._service.uploads.discard(args.upload_id)

    def _path(self, source: ImportFrom) -> Path:
        if bool(source.path) == bool(source.upload_id):
            raise BadArgument("Name a path or an upload.", field="source")
        if source.upload_id:
            return self._service.uploads.path(source.upload_id)
        return Path(source.path).expanduser().absolute()

    def _project(self, project_id: str | None) -> Project | None:
        return self._projects.get(project_id) if project_id else None

    def _shown(self, path: Path, survey: Survey) -> ImportPreview:
        made, found = survey.preview, survey.found
        dialect = (made.dialect if made else None) or {}
        notes = made.notes if made else ()
        named = PurePath(survey.table) if survey.table else path
        return ImportPreview(
            file_name=path.name,
            format=survey.format,
            byte_count=path.stat().st_size,
            columns=_columns(survey),
            rows=tuple(
                tuple(as_text(value) for value in row) for row in (made.rows if made else ())
            ),
            row_count=_row_count(survey),
            notes=tuple(map(_note, notes)),
            problems=survey.problems,
            problem_count=min(len(found.rejects), MOST_REJECTS) if found else None,
            has_more_problems=found.has_more if found else False,
            looked_bytes=found.looked_bytes if found else None,
            can_skip=survey.can_skip,
            suggested_name=self._free_name(name_of_file(named)),
            tables=survey.tables,
            table=survey.table,
            encoding=made.encoding if made else None,
            delimiter=dialect.get("delimiter"),
            quote=dialect.get("quote"),
            skip=dialect.get("skip"),
            has_header=dialect.get("header"),
        )

    def _free_name(self, name: str) -> str:
        """The name, with a number where another dataset has it."""
        for number in range(1, 100):
            wanted = name if number == 1 else f"{name}-{number}"
            try:
                return self._service.require_name(wanted)
            except NameTaken:
                continue
            except VaultError:
                break  # one may add datasets to a project only, or the name is none
        return name


def _again(args: ImportStartArgs) -> dict[str, Any]:
    """What was asked for, ready for JSON."""
    return {
        "settings": encoded(args.settings),
        "name": args.name,
        "project_id": args.project_id,
        "dataset_id": args.dataset_id,
    }


def _columns(survey: Survey) -> tuple[ImportColumn, ...]:
    columns = survey.preview.columns if survey.preview else ()
    return tuple(
        ImportColumn(
            each.source_name,
            each.name,
            each.type,
            survey.detected.get(each.source_name, each.type),
        )
        for each in columns
    )


def _row_count(survey: Survey) -> int | None:
    """All rows of the file, those with problems among them."""
    found, made = survey.found, survey.preview
    if found is not None:
        return None if found.fine_count is None else found.fine_count + len(found.rejects)
    return made.row_count if made else None


def _note(note: Note) -> ImportNote:
    message, setting = setting_of(note)
    return ImportNote(message, note.column, note.line, setting)
