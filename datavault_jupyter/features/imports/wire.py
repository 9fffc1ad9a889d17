"""What the import panel asks and is told, as it goes over the wire."""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.features.imports.places import ImportPlace
from datavault_jupyter.features.imports.records import ImportJob, ImportProblem, Upload
from datavault_jupyter.features.imports.reports import ImportReport
from datavault_jupyter.features.imports.surveying import AS_IT_IS, ImportSettings

MOST_REJECTS = 100
_CUT = 300


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
    """Something worth knowing that doesn't stop an import.

    Attributes:
        message: One sentence.
        column: The column that is meant.
        line: The line of the file that is meant.
        setting: The setting that would change it, such as ``date_order``.
    """

    message: str
    column: str | None = None
    line: int | None = None
    setting: str | None = None


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a file would become; nothing is stored.

    Attributes:
        file_name: Without its folder.
        format: csv, tsv, json, ndjson or parquet.
        byte_count: Its size as it lies on disk.
        columns: As they would be imported.
        rows: The first rows; each value as text, None is NULL; a text of 301 characters was cut.
        row_count: How many rows the file has, those with problems among them; None where that
            isn't cheap to tell.
        notes: What is worth knowing.
        problems: Why it can't be imported like this: the first rows that are wrong, or the one
            thing that is wrong with the file. The rows shown are those that can be read.
        problem_count: How many rows are wrong; None where the file as a whole is.
        has_more_problems: Whether there are more than were counted.
        looked_bytes: How much of a big file was searched for problems; None is all of it.
        can_skip: Whether it can be imported without those rows.
        tables: The tables of an archive that has several: one is to be chosen, then there are
            columns and rows.
        table: The one chosen.
        quote: The one used; None for anything but CSV.
        skip: The lines left out before the table; None for anything but CSV.
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
    problem_count: int | None = None
    has_more_problems: bool = False
    looked_bytes: int | None = None
    can_skip: bool = False
    tables: tuple[str, ...] = ()
    table: str | None = None
    quote: str | None = None
    skip: int | None = None
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
        dataset_id: The dataset whose rows they take the place of, as a new version; None makes a
            new dataset.
    """

    source: ImportFrom
    name: str
    settings: ImportSettings = AS_IT_IS
    project_id: str | None = None
    total_rows: int | None = None
    dataset_id: str | None = None


@dataclass(frozen=True, slots=True)
class ImportAgain:
    """What a job was asked for, to be looked at and asked for once more.

    Attributes:
        source: Its file, which is still there.
        settings: How it was read.
        name: Of the dataset.
        project_id: Where it was to go.
        dataset_id: The dataset of which it was to be a new version.
    """

    source: ImportFrom
    settings: ImportSettings
    name: str
    project_id: str | None = None
    dataset_id: str | None = None


@dataclass(frozen=True, slots=True)
class ImportJobArgs:
    """Which job."""

    job_id: str


@dataclass(frozen=True, slots=True)
class ImportPendingArgs:
    """Nothing to say: everything of the asker's that is under way."""


@dataclass(frozen=True, slots=True)
class ImportPending:
    """What is under way: jobs that run or were interrupted, uploads that stopped half way."""

    jobs: tuple[ImportJob, ...]
    uploads: tuple[Upload, ...]


@dataclass(frozen=True, slots=True)
class ImportReportArgs:
    """Which dataset; the report is of its newest version."""

    dataset_id: str


@dataclass(frozen=True, slots=True)
class ImportRejected:
    """A row that was left out.

    Attributes:
        line: Where it begins; of JSON arrays the record's number.
        column: The column that is to blame; None is the whole row.
        reason: Why.
        text: What stands in the file, cut after 300 characters.
        file_name: In which file of several.
    """

    line: int | None
    column: str | None
    reason: str
    text: str
    file_name: str | None = None


@dataclass(frozen=True, slots=True)
class ImportTold:
    """How the import of a dataset's newest version went.

    Attributes:
        source: The file or address.
        read_count: Rows that the source has.
        imported_count: Rows that the import brought.
        rejected_count: Rows that were left out.
        rejects: The first of those, at most 100.
        sha256: Of the source.
        chosen: What was asked for; everything else was detected.
        changed_types: Columns whose type was asked for, with the one detected.
        can_refresh: Whether the source is still there to be read again.
    """

    dataset_id: str
    name: str
    version: str
    source: str
    format: str
    byte_count: int | None
    sha256: str | None
    encoding: str | None
    delimiter: str | None
    read_count: int
    imported_count: int
    rejected_count: int
    rejects: tuple[ImportRejected, ...]
    notes: tuple[str, ...]
    chosen: tuple[str, ...]
    changed_types: tuple[ImportColumn, ...]
    seconds: float | None
    can_refresh: bool


@dataclass(frozen=True, slots=True)
class ImportRejects:
    """All rows that were left out, as a file to mend and import again."""

    file_name: str
    text: str


@dataclass(frozen=True, slots=True)
class ImportDismissArgs:
    """Which job need not be told of any more."""

    job_id: str


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


def told_of(dataset_id: str, report: ImportReport, *, can_refresh: bool) -> ImportTold:
    """A report as the panel shows it."""
    dialect = report.dialect or {}
    return ImportTold(
        dataset_id=dataset_id,
        name=report.dataset,
        version=report.version,
        source=report.source,
        format=report.format,
        byte_count=report.byte_count,
        sha256=report.sha256,
        encoding=report.encoding,
        delimiter=dialect.get("delimiter"),
        read_count=report.read_count,
        imported_count=report.imported_count,
        rejected_count=report.rejected_count,
        rejects=tuple(
            ImportRejected(each.line, each.column, each.reason, each.text[:_CUT], each.file_name)
            for each in report.rejects[:MOST_REJECTS]
        ),
        notes=report.notes,
        chosen=tuple(report.chosen),
        changed_types=tuple(
            ImportColumn(each.source_name, each.name, each.type, each.detected_type)
            for each in report.columns
            if each.detected_type is not None and each.detected_type != each.type
        ),
        seconds=report.seconds,
        can_refresh=can_refresh,
    )
