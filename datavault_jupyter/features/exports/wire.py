"""What the export dialog asks and is told, as it goes over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from datavault_jupyter.features.exports.choosing import ExportFormatChoice
from datavault_jupyter.features.exports.records import (
    ExportFormat,
    ExportJob,
    ExportRows,
    ExportSubject,
    ExportWish,
)


@dataclass(frozen=True, slots=True)
class ExportOptionsArgs:
    """Which dataset is to be exported."""

    dataset_id: str


@dataclass(frozen=True, slots=True)
class ExportVersion:
    """A version that can be written, or that changes can be counted from."""

    number: str
    name: str
    row_count: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What an export can be.

    Attributes:
        formats: The kinds of file, the usual one first.
        columns: The names of all columns, in order.
        row_count: Of all rows.
        path: A file that would be a good place, without its extension; ``~`` is the home folder.
        versions: Newest first.
        is_live: Whether a pipeline fills it, so that what is there now is no version.
        has_answers: Whether there are single answers.
        file_columns: The columns whose files an archive can hold.
        vault_id: ``vlt_…``, by which a server names the vault.
    """

    formats: tuple[ExportFormatChoice, ...]
    columns: tuple[str, ...]
    row_count: int
    path: str
    versions: tuple[ExportVersion, ...] = ()
    is_live: bool = False
    has_answers: bool = False
    file_columns: tuple[str, ...] = ()
    vault_id: str = ""


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
        subject: Rows, single answers, or changes since a version.
        version: The version to write; None is what is there now.
        since: For changes: the version before.
        key: For changes: the columns that say which row is which.
        has_files: Whether an archive holds the files that fields refer to.
    """

    dataset_id: str
    format: ExportFormat
    path: str
    rows: ExportRows | None = None
    columns: tuple[str, ...] | None = None
    overwrite: bool = False
    guard_formulas: bool = False
    subject: ExportSubject = ExportSubject.ROWS
    version: str | None = None
    since: str | None = None
    key: tuple[str, ...] = ()
    has_files: bool = True

    @property
    def wish(self) -> ExportWish:
        """The same without the dataset."""
        return ExportWish(
            path=self.path,
            format=self.format,
            subject=self.subject,
            rows=self.rows,
            columns=self.columns,
            version=self.version,
            since=self.since,
            key=self.key,
            has_files=self.has_files,
            overwrite=self.overwrite,
            guard_formulas=self.guard_formulas,
        )


@dataclass(frozen=True, slots=True)
class ExportEstimate:
    """How much an export would be.

    Attributes:
        row_count: Exact as of now.
        byte_count: About, from the first rows; with the files of an archive.
        file_count: Files of an archive beside the rows.
    """

    row_count: int
    byte_count: int
    file_count: int = 0


@dataclass(frozen=True, slots=True)
class ExportJobArgs:
    """Which export."""

    job_id: str


@dataclass(frozen=True, slots=True)
class ExportAgainArgs:
    """Which export is to be done once more, and whether its file may be replaced."""

    job_id: str
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class ExportListArgs:
    """Whose exports: of a dataset, or the actor's own of all datasets."""

    dataset_id: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ExportList:
    """Exports, newest first."""

    exports: tuple[ExportJob, ...]


@dataclass(frozen=True, slots=True)
class ExportFileArgs:
    """Some bytes of an export's file.

    Attributes:
        offset: Where they begin.
    """

    job_id: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ExportFilePart:
    """How large the whole file is; its bytes are in the frame ``bytes``."""

    byte_count: int


@dataclass(frozen=True, slots=True)
class ExportDeleteArgs:
    """Which export's file is to be deleted.

    Attributes:
        confirm: The word ``delete``.
    """

    job_id: str
    confirm: str = ""
