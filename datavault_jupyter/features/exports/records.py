from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from datavault_jupyter.storage.filters import Filter, Sort


class ExportFormat(StrEnum):
    """The kinds of file an export can make.

    ``zip`` holds a CSV file, ``zip-json`` a JSON file; both hold a manifest, and the files that
    fields refer to.
    """

    CSV = "csv"
    JSON = "json"
    NDJSON = "ndjson"
    PARQUET = "parquet"
    ARROW = "arrow"
    ZIP = "zip"
    ZIP_JSON = "zip-json"

    @property
    def inner(self) -> ExportFormat:
        """The format of the rows: what lies inside an archive, itself otherwise.

        >>> ExportFormat.ZIP_JSON.inner.value, ExportFormat.CSV.inner.value
        ('json', 'csv')
        """
        return _INSIDE.get(self, self)

    @property
    def is_archive(self) -> bool:
        """Whether the rows lie inside an archive, beside a manifest."""
        return self in _INSIDE


_INSIDE = {ExportFormat.ZIP: ExportFormat.CSV, ExportFormat.ZIP_JSON: ExportFormat.JSON}


@dataclass(frozen=True, slots=True)
class Written:
    """A file that an export made.

    Attributes:
        path: Where it is, absolute.
        format: What it is.
        row_count: How many rows it holds, as counted by the writer itself.
        column_count: How many columns.
        byte_count: Its size.
        sha256: The digest of its bytes, in hexadecimal.
        replaced: Whether a file was there before.
        notes: What a reader should know, one sentence each; empty when nothing is to be said.
        file_count: Files of fields that lie in an archive beside the rows.
        missing_count: Files that rows refer to and that could not be packed.
    """

    path: Path
    format: ExportFormat
    row_count: int
    column_count: int
    byte_count: int
    sha256: str
    replaced: bool
    notes: tuple[str, ...]
    file_count: int = 0
    missing_count: int = 0


@dataclass(frozen=True, slots=True)
class ExportRows:
    """Which rows to write, in which order: those of a view.

    Attributes:
        filter: What rows must fulfil.
        search: A text that any searched column must hold, literally, upper and lower case alike.
        search_columns: Where the search looks; None is everywhere.
        sorts: The first counts most; ties keep the stored order.
    """

    filter: Filter | None = None
    search: str = ""
    search_columns: tuple[str, ...] | None = None
    sorts: tuple[Sort, ...] = ()


class ExportSubject(StrEnum):
    """What of a dataset is written.

    ``answers`` is one row for each answer of a pipeline's contributors, ``changes`` the rows that
    differ between two versions, with a column that says how.
    """

    ROWS = "rows"
    ANSWERS = "answers"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What to write where: all it takes to do it once more.

    Attributes:
        path: The file; ``~`` is the home folder.
        format: What it becomes.
        subject: Rows, single answers, or changes since a version.
        rows: The rows of a view instead of all, in its order.
        where: Only rows that meet this condition in SQL.
        columns: Only these, in this order; None is all.
        version: The version to write, by number, tag, name or id; None is what is there now.
        since: For changes: the version before.
        key: For changes: the columns that say which row is which; none compares whole rows.
        has_files: Whether an archive holds the files that fields refer to.
        overwrite: Replace a file that is there.
        guard_formulas: In CSV, put ``'`` before text a spreadsheet would run.
    """

    path: str
    format: ExportFormat
    subject: ExportSubject = ExportSubject.ROWS
    rows: ExportRows | None = None
    where: str | None = None
    columns: tuple[str, ...] | None = None
    version: str | None = None
    since: str | None = None
    key: tuple[str, ...] = ()
    has_files: bool = True
    overwrite: bool = False
    guard_formulas: bool = False


class ExportState(StrEnum):
    """How far an export is.

    ``partial``: the file is there, and something that belongs into it is not. ``interrupted``: its
    kernel ended before it did. Nothing is kept of one that failed, was cancelled or interrupted.
    """

    RUNNING = "running"
    DONE = "done"
    PARTIAL = "partial"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"

    @property
    def has_file(self) -> bool:
        """Whether it made a file."""
        return self in (ExportState.DONE, ExportState.PARTIAL)


@dataclass(frozen=True, slots=True)
class ExportAbout:
    """What of a dataset an export is, in short.

    Attributes:
        column_count: How many columns were chosen; None: all.
        is_guarded: Whether cells that look like formulas are guarded.
    """

    subject: ExportSubject
    version: str | None
    since: str | None
    is_filtered: bool
    column_count: int | None
    is_guarded: bool

    @classmethod
    def of(cls, wish: ExportWish) -> ExportAbout:
        """In short what was asked for."""
        rows = wish.rows
        return cls(
            subject=wish.subject,
            version=wish.version,
            since=wish.since,
            is_filtered=wish.where is not None or bool(rows and (rows.filter or rows.search)),
            column_count=None if wish.columns is None else len(wish.columns),
            is_guarded=wish.guard_formulas,
        )


@dataclass(frozen=True, slots=True)
class ExportJob:
    """An export under way, or how it ended.

    Attributes:
        job_id: ``exp_…``.
        dataset_id: What was exported; None once it is deleted.
        name: The name the dataset had.
        path: The file; whole once it is done.
        started_by: Who started it.
        is_mine: Whether that is the actor.
        share: How much is done, from 0 to 1; None where that isn't known.
        eta_s: Seconds to the end, about.
        row_count: Rows in the file, once it is done; the other counts too.
        file_count: Files in the archive beside the rows.
        sha256: The digest of the file's bytes.
        replaced: Whether a file was there before.
        is_there: Whether the file is still there as it was written.
        is_in_vault: Whether it lies in the vault, where a server puts it until it is fetched.
        notes: What a reader of the file should know, one sentence each.
        code: Why it failed, for programs; message, hint and field say it for people.
        about: What of the dataset it is, in short.
    """

    job_id: str
    dataset_id: str | None
    name: str
    state: ExportState
    path: str
    format: ExportFormat
    started_at: datetime
    about: ExportAbout
    started_by: str = ""
    is_mine: bool = True
    ended_at: datetime | None = None
    share: float | None = None
    eta_s: float | None = None
    row_count: int | None = None
    column_count: int | None = None
    byte_count: int | None = None
    file_count: int = 0
    sha256: str = ""
    replaced: bool = False
    is_there: bool = False
    is_in_vault: bool = False
    notes: tuple[str, ...] = ()
    code: str = ""
    message: str = ""
    hint: str = ""
    field: str = ""
