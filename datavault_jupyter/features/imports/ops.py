"""Questions of the import panel, as they come over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from datavault_jupyter.base.errors import BadArgument, BadName, NameTaken, VaultError
from datavault_jupyter.base.names import name_of_file
from datavault_jupyter.features.imports.jobs import JobWish
from datavault_jupyter.features.imports.places import ImportPlace, complete
from datavault_jupyter.features.imports.records import ImportJob, ImportProblem, Upload
from datavault_jupyter.features.imports.service import ImportService
from datavault_jupyter.features.imports.surveying import (
    AS_IT_IS,
    ImportSettings,
    Survey,
    Surveyor,
    as_text,
)
from datavault_jupyter.features.projects.records import Project
from datavault_jupyter.features.projects.service import ProjectService
from datavault_jupyter.protocol.operations import Call, operation

_MOST_PLACES = 200
_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class ImportCompleteArgs:
    """A path as far as it is typed; ``~`` is the home folder."""

    text: str
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ImportPlaces:
    """What a typed path may go on with, folders first."""

    places: tuple[ImportPlace, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class ImportFrom:
    """What to import: a path on the kernel's machine, or a finished upload."""

    path: str = ""
    upload_id: str = ""


@dataclass(frozen=True, slots=True)
class ImportPreviewArgs:
    """What to look at, how to read it, and how many rows to show."""

    source: ImportFrom
    settings: ImportSettings = AS_IT_IS
    rows: int = 50


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A column as it would be imported.

    Attributes:
        source_name: What the file calls it.
        name: What the dataset would call it.
        type: Its type, as DuckDB writes it.
        detected_type: The type it has without a wish.
    """

    source_name: str
    name: str
    type: str
    detected_type: str


@dataclass(frozen=True, slots=True)
class ImportNote:
    """Something worth knowing that doesn't stop an import."""

    message: str
    column: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a file would become; nothing is stored.

    Attributes:
        file_name: Without its folder.
        format: csv, tsv, json, ndjson or parquet.
        byte_count: Its size as it lies on disk.
        columns: As they would be imported.
        rows: The first rows; each value as text, None is NULL; a text of 301 characters was cut.
        row_count: How many rows the file has; None where that isn't cheap to tell.
        notes: What is worth knowing.
        problems: Why it can't be imported like this; then the rows are those before the problem.
        suggested_name: A name for the dataset that is free where no project is chosen.
        encoding: The one used; None for a format that is no text.
        delimiter: The one used; None for anything but CSV.
        has_header: Whether the first row holds the names; None for anything but CSV.
    """

    file_name: str
    format: str
    byte_count: int
    columns: tuple[ImportColumn, ...]
    rows: tuple[tuple[str | None, ...], ...]
    row_count: int | None
    notes: tuple[ImportNote, ...]
    problems: tuple[ImportProblem, ...]
    suggested_name: str
    encoding: str | None = None
    delimiter: str | None = None
    has_header: bool | None = None


@dataclass(frozen=True, slots=True)
class ImportNameArgs:
    """A name for a dataset, and the project it is to be in."""

    name: str
    project_id: str | None = None


@dataclass(frozen=True, slots=True)
class ImportNameResult:
    """Why a name can't be used; an empty message: it can."""

    message: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ImportStartArgs:
    """What to import, how, and under which name.

    Attributes:
        source: The file.
        name: Of the dataset.
        settings: How to read it.
        project_id: Where it goes; None is outside all projects.
        total_rows: Rows of the file as the preview counted them, for progress.
    """

    source: ImportFrom
    name: str
    settings: ImportSettings = AS_IT_IS
    project_id: str | None = None
    total_rows: int | None = None


@dataclass(frozen=True, slots=True)
class ImportJobArgs:
    """Which job."""

    job_id: str


@dataclass(frozen=True, slots=True)
class ImportPendingArgs:
    """Nothing to say: everything of the asker's that is under way."""


@dataclass(frozen=True, slots=True)
class ImportPending:
    """What is under way: jobs that run, uploads that stopped half way."""

    jobs: tuple[ImportJob, ...]
    uploads: tuple[Upload, ...]


@dataclass(frozen=True, slots=True)
class UploadBeginArgs:
    """A file in the browser.

    Attributes:
        name: Its name: a label, never a path.
        byte_count: Its size.
        fingerprint: What it is known by when it is chosen again; made of its size and contents.
        is_fresh: Begin anew, also where some of it is here.
    """

    name: str
    byte_count: int
    fingerprint: str
    is_fresh: bool = False


@dataclass(frozen=True, slots=True)
class UploadChunkArgs:
    """The next bytes, in the question's first binary part.

    Attributes:
        upload_id: The upload.
        offset: Where they belong; it must be where the upload stands.
        sha256: Their digest in hexadecimal; empty is unchecked.
    """

    upload_id: str
    offset: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class UploadArgs:
    """Which upload."""

    upload_id: str


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

        def ended(is_done: bool) -> None:  # noqa: FBT001 - says how it ended
            if is_done and upload_id:
                self._service.uploads.discard(upload_id)

        wish = JobWish(
            path=self._path(args.source),
            name=args.name,
            options=args.settings.options(),
            project=self._project(args.project_id),
            total_rows=args.total_rows,
            on_end=ended,
        )
        return self._service.jobs.start(wish, call.tell)

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
        """The asker's jobs that run and uploads that stopped half way."""
        del args, call
        return ImportPending(self._service.jobs.running(), self._service.uploads.unfinished())

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
        made = survey.preview
        dialect = (made.dialect if made else None) or {}
        return ImportPreview(
            file_name=path.name,
            format=made.format if made else "",
            byte_count=path.stat().st_size,
            columns=tuple(
                ImportColumn(
                    each.source_name,
                    each.name,
                    each.type,
                    survey.detected.get(each.source_name, each.type),
                )
                for each in (made.columns if made else ())
            ),
            rows=tuple(
                tuple(as_text(value) for value in row) for row in (made.rows if made else ())
            ),
            row_count=made.row_count if made else None,
            notes=tuple(
                ImportNote(each.message, each.column, each.line)
                for each in (made.notes if made else ())
            ),
            problems=survey.problems,
            suggested_name=self._free_name(name_of_file(path)),
            encoding=made.encoding if made else None,
            delimiter=dialect.get("delimiter"),
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
