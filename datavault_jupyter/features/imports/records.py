"""What an import asks for and what it finds, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from datavault_jupyter.base.checking import require_count, word_of
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.imports import view
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.parts import NewPart
from datavault_jupyter.storage.sql import Sql

if TYPE_CHECKING:
    from datavault_jupyter.storage.catalog import Connection

# Runs COPY of a query that gives the stored form; cleans up after itself when it raises.
Write = Callable[[Sql, Columns], NewPart]
# Runs a block during which calling the callable stops the work: a wire call's `cancels`.
Cancels = Callable[[Callable[[], None]], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class Note:
    """Something the user should know about an import, as one sentence.

    Attributes:
        message: The sentence.
        column: The column that is meant, when there is one.
        line: The line of the file that is meant, counted from 1.
    """

    message: str
    column: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class PreviewColumn:
    """A column as it would be imported, and what the source calls it."""

    name: str
    type: str
    source_name: str


@dataclass(frozen=True, slots=True, repr=False)
class Preview:
    """The first rows of a file and the types they suggest; nothing is stored.

    Attributes:
        file_name: The file's name without its folder.
        format: Such as ``csv`` or ``parquet``.
        columns: The columns as they would be imported.
        rows: The first rows, as Python values.
        notes: What the user should know.
        row_count: How many rows the file has; None where that isn't cheap to tell.
        byte_count: The size of the file as it lies on disk.
        encoding: Of the text; None for a format that is no text.
        dialect: Delimiter, quote, header and skipped lines of a CSV file.
    """

    file_name: str
    format: str
    columns: tuple[PreviewColumn, ...]
    rows: list[tuple[Any, ...]]
    notes: tuple[Note, ...]
    row_count: int | None
    byte_count: int
    encoding: str | None = None
    dialect: dict[str, Any] | None = None

    def __repr__(self) -> str:
        """File, types, first rows and notes as plain text."""
        return view.as_text(self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": view.as_text(self), "text/html": view.as_html(self)}


class DateOrder(StrEnum):
    """What the first of three numbers in a written date is; ``3/4/2026`` doesn't tell."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


class OnError(StrEnum):
    """What happens at a row that can't be imported exactly."""

    FAIL = "fail"
    SKIP = "skip"


# More rows than this are not left out one by one: then the file is read the wrong way.
MOST_REJECTS = 10_000


@dataclass(frozen=True, slots=True)
class Reject:
    """A row of the source that was left out.

    Attributes:
        reason: Why, as one sentence.
        text: The row as the source has it, whole, so that it can be mended and imported again.
        line: Where it begins, counted from 1; of JSON arrays the record's number.
        column: The column that is to blame; None is the whole row.
        file_name: In which file of several.
    """

    reason: str
    text: str
    line: int | None = None
    column: str | None = None
    file_name: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with the rows of a file.

    Attributes:
        rejects: Those that can't be imported, in the file's order, up to a limit.
        fine_count: How many others there are; None where not all were looked at.
    """

    rejects: tuple[Reject, ...]
    fine_count: int | None = None


_KINDS_OF_OPTIONS: tuple[tuple[str, type, str], ...] = (
    ("columns", Iterable, "a list of names, or a mapping of old names to new ones"),
    ("types", Mapping, "a mapping such as {'price': 'DECIMAL(9,2)'}"),
    ("delimiter", str, r"one character, such as ';' or '\t'"),
    ("header", bool, "True or False"),
    ("encoding", str, "the name of an encoding, such as 'latin-1'"),
    ("null_values", Iterable, "a list of words, such as ['NA', '-']"),
    ("quote", str, "one character, such as '\"', or '' for none"),
    ("skip", int, "how many lines stand before the table"),
)


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for; None leaves the choice to the import.

    Attributes:
        columns: A list keeps only these source columns, in this order; a mapping renames these
            and keeps the others.
        types: Types by final column name: DuckDB's own, or words such as ``text`` or ``number``.
        delimiter: What separates the cells of a CSV file.
        header: Whether a CSV file's first row holds the names.
        encoding: Of a text file, such as ``latin-1``.
        null_values: Words that mean "missing" in every column of a CSV file, unless quoted.
        quote: What stands around a cell of a CSV file that holds a delimiter; "" is nothing.
        skip: How many lines of a CSV file stand before its table.
        date_order: How dates such as ``3/4/2026`` are meant; without it they stay text.
        on_error: ``fail`` imports all rows or none, ``skip`` leaves out those that can't be.
    """

    columns: Sequence[str] | Mapping[str, str] | None = None
    types: Mapping[str, str] | None = None
    delimiter: str | None = None
    header: bool | None = None
    encoding: str | None = None
    null_values: Sequence[str] | None = None
    quote: str | None = None
    skip: int | None = None
    date_order: str | None = None
    on_error: str = OnError.FAIL

    def __post_init__(self) -> None:
        """Refuse values of a wrong kind.

        Raises:
            BadArgument: an option can't be used.
        """
        for name, kinds, wanted in _KINDS_OF_OPTIONS:
            value = getattr(self, name)
            if value is not None and (not isinstance(value, kinds) or isinstance(value, Iterator)):
                raise BadArgument(
                    f"{name}={value!r} can't be used.", hint=f"Pass {wanted}.", field=name
                )
        if self.date_order is not None:
            word_of(DateOrder, self.date_order, "date_order")
        word_of(OnError, self.on_error, "on_error")
        if self.skip is not None:
            require_count(self.skip, "skip")

    def as_info(self) -> dict[str, Any]:
        """What was asked for, ready for JSON; what was left to the import is left out."""
        made: dict[str, Any] = {}
        for name in self.__slots__:
            value = getattr(self, name)
            if value is None or (name == "on_error" and value == OnError.FAIL):
                continue
            if isinstance(value, Mapping):
                made[name] = dict(value)
            else:
                made[name] = value if isinstance(value, str | bool | int) else list(value)
        return made

    @property
    def skips(self) -> bool:
        """Whether rows that can't be imported are left out."""
        return self.on_error == OnError.SKIP


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column as the source has it.

    Attributes:
        source_name: What the source calls it.
        name: What the dataset calls it.
        type: The type it got.
        detected_type: The type it has without a wish; None where that was not looked at.
    """

    source_name: str
    name: str
    type: str
    detected_type: str | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """Parts that are written and not yet listed, and where their rows came from.

    Attributes:
        parts: The parts, in the order of the rows.
        columns: The columns that all parts have.
        notes: What the user should know.
        source_info: Where the rows came from, ready for JSON.
        rejects: The rows that were left out.
        source_columns: What the source calls each column, and the type it has without a wish.
    """

    parts: list[NewPart]
    columns: Columns
    notes: tuple[Note, ...] = ()
    source_info: dict[str, Any] = field(default_factory=dict)
    rejects: tuple[Reject, ...] = ()
    source_columns: tuple[SourceColumn, ...] = ()


class ImportState(StrEnum):
    """How far a job is; ``interrupted``: its kernel ended before it did."""

    RUNNING = "running"
    DONE = "done"
    ERROR = "error"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


class ImportStage(StrEnum):
    """What a running job is at: reading and checking, storing rows, adding them to the vault."""

    READ = "read"
    STORE = "store"
    ADD = "add"


class Watch(Protocol):
    """Somebody who follows an import and may stop it."""

    def cancels(self, stop: Callable[[], None]) -> AbstractContextManager[object]:
        """While the block runs, `stop` is called when the import is to end."""

    def enter(self, stage: ImportStage) -> None:
        """A stage begins.

        Raises:
            Cancelled: the import is to end.
        """

    def progress(self, share: float) -> None:
        """How much of the stage is done, from 0 to 1."""

    def added(self, connection: Connection, dataset_key: int, loaded: Loaded) -> None:
        """The dataset was made, in the transaction that makes it visible."""


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """Why a file can't be imported as it is.

    Attributes:
        message: One sentence.
        hint: The way out.
        code: For programs.
        line: The line of the file, counted from 1.
        column: The column's name; None is the whole row.
        text: What stands there in the file, cut.
    """

    message: str
    hint: str = ""
    code: str = ""
    line: int | None = None
    column: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ImportJob:
    """An import under way, or how it ended.

    Attributes:
        job_id: ``job_…``.
        name: Of the dataset to be.
        project_name: Where it goes; None is outside all projects.
        file_name: What is imported, without its folder.
        state: How far it is.
        stage: What it is at, or was at when it ended.
        byte_count: Size of the file as it lies on disk.
        share: How much of the present stage is done, from 0 to 1; None where that isn't known.
        done_rows: Rows stored; while it runs, reckoned from the share.
        total_rows: Rows of the file, where they were counted before.
        rate: Rows a second; bytes a second where the rows weren't counted before.
        eta_s: Seconds to the end of the present stage, about.
        started_at: When it began.
        ended_at: When it ended.
        dataset_id: What was made.
        column_count: Its columns.
        notes: What the user should know about it.
        reject_count: Rows that were left out.
        can_repeat: Whether its file is still there to be imported again.
        problem: Why it stopped.
    """

    job_id: str
    name: str
    project_name: str | None
    file_name: str
    state: ImportState
    stage: ImportStage
    byte_count: int
    started_at: datetime
    share: float | None = None
    done_rows: int | None = None
    total_rows: int | None = None
    rate: float | None = None
    eta_s: float | None = None
    ended_at: datetime | None = None
    dataset_id: str | None = None
    column_count: int | None = None
    notes: tuple[str, ...] = ()
    reject_count: int = 0
    can_repeat: bool = False
    problem: ImportProblem | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way from the browser.

    Attributes:
        upload_id: ``upl_…``.
        name: The file's name, a label and no path.
        byte_count: Its whole size.
        offset: How many bytes are here.
        fingerprint: What the browser knows the file by.
        tail_offset: Where the piece begins by which a file chosen again is checked.
        tail_sha256: The digest of what is here from there on; empty where nothing is here.
    """

    upload_id: str
    name: str
    byte_count: int
    offset: int
    fingerprint: str
    tail_offset: int = 0
    tail_sha256: str = ""
