"""What a grid asks about rows and what it is told, as plain values."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum

from datavault_jupyter.storage.filters import Filter, Sort

# Runs a block during which calling the callable stops the query: a wire call's `cancels`.
Cancels = Callable[[Callable[[], None]], AbstractContextManager[object]]

# A text longer than this is cut on a page and in a drawer; one character more says so.
PAGE_CHARACTERS = 300
DRAWER_CHARACTERS = 2_000
# So many bytes of a binary value are shown.
SHOWN_BYTES = 64


class ColumnKind(StrEnum):
    """What a column holds, as far as a grid is concerned."""

    INTEGER = "integer"
    NUMBER = "number"
    DECIMAL = "decimal"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    TIMESTAMP = "timestamp"
    INTERVAL = "interval"
    UUID = "uuid"
    BLOB = "blob"
    JSON = "json"
    LIST = "list"
    STRUCT = "struct"
    MAP = "map"
    OTHER = "other"


class Encoding(StrEnum):
    """How a page carries a column's values.

    ``integer`` is an Arrow integer of at most 64 bits, ``number`` an Arrow double (NaN and
    infinities are values, NULL is none), ``boolean`` an Arrow boolean. ``text`` is text, at most
    300 characters; one of 301 was cut. ``json`` is the same for JSON text. ``blob`` is the
    number of bytes, a colon, and the first 64 bytes in hexadecimal: ``5:68656c6c6f``.
    """

    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TEXT = "text"
    JSON = "json"
    BLOB = "blob"


@dataclass(frozen=True, slots=True)
class ContentColumn:
    """A column of the grid.

    Attributes:
        name: As people see it; any text.
        type: Its true DuckDB type.
        kind: What it holds.
        encoding: How pages carry it.
        is_ordered: Whether it can be sorted and compared by size.
        is_searched: Whether the global search looks into it.
    """

    name: str
    type: str
    kind: ColumnKind
    encoding: Encoding
    is_ordered: bool
    is_searched: bool


@dataclass(frozen=True, slots=True)
class Description:
    """What a grid must know before it asks for rows.

    Attributes:
        dataset_id: The dataset.
        columns: All its columns, in order.
        row_count: Of all rows.
        fingerprint: Equal as long as row ids mean the same rows; another one after a new version.
        is_live: Whether a pipeline fills it: then row ids stay, and views follow by themselves.
    """

    dataset_id: str
    columns: tuple[ContentColumn, ...]
    row_count: int
    fingerprint: str
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class ContentQuery:
    """Which rows a view shows, and in which order.

    Attributes:
        filter: What rows must fulfil.
        search: A text that any searched column must hold, literally, upper and lower case alike.
        search_columns: Where the search looks; None is everywhere.
        sorts: The first counts most; values that are missing come last, ties keep the stored
            order.
    """

    filter: Filter | None = None
    search: str = ""
    search_columns: tuple[str, ...] | None = None
    sorts: tuple[Sort, ...] = ()


NO_QUERY = ContentQuery()


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring rows of a view, by their places in it, both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Selection:
    """Chosen rows of a view.

    Attributes:
        ids: Rows by their ids.
        spans: Rows by their places in the view.
        is_except: Whether all rows of the view but these are chosen.
    """

    ids: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    is_except: bool = False


@dataclass(frozen=True, slots=True)
class RowPage:
    """Some rows of a view.

    Attributes:
        offset: Where they start in the view.
        row_count: How many they are.
        matching_count: How many rows the view has, where that is known already.
        fingerprint: For which row ids hold.
        rows: An Arrow IPC stream: first the row ids (64-bit integers), then the columns asked
            for, in their order, named ``c0``, ``c1`` …
    """

    offset: int
    row_count: int
    matching_count: int | None
    fingerprint: str
    rows: bytes


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows a view has, and how many the dataset."""

    matching_count: int
    row_count: int


@dataclass(frozen=True, slots=True)
class Bin:
    """A bar of a histogram.

    Attributes:
        low: Where it starts, as text of the column's type; included.
        high: Where it ends; excluded, but included in the last bar and in whole-number bars of
            one value.
        count: Of all rows.
        matching_count: Of the rows that the filter keeps.
    """

    low: str
    high: str
    count: int
    matching_count: int


@dataclass(frozen=True, slots=True)
class ValueCount:
    """A value and how often it occurs.

    Attributes:
        value: As text of the column's type, which a filter takes; None is a missing value.
        count: Of all rows.
        matching_count: Of the rows that the filter keeps.
        is_cut: Whether the text is longer; then it suits no filter.
    """

    value: str | None
    count: int
    matching_count: int
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What a column header shows.

    Attributes:
        column: Its name.
        kind: What it holds.
        row_count: Of all rows.
        matching_count: Of the rows that the filter keeps.
        null_count: Rows without a value, of all.
        matching_null_count: The same of those the filter keeps.
        nan_count: Rows whose value is not a number, of all.
        low: The smallest value as text; None where there is none or no order.
        high: The largest.
        distinct_count: How many different values there are; None where nobody counted.
        is_approximate: Whether the distinct count is an estimate (within a few per cent).
        mean_length: Of texts, in characters, possibly of a sample; None otherwise.
        bins: The histogram of numbers, dates and times; infinite values are in none.
        top: The most frequent values, most frequent first; empty where there are too many
            different ones.
    """

    column: str
    kind: ColumnKind
    row_count: int
    matching_count: int
    null_count: int
    matching_null_count: int
    nan_count: int = 0
    low: str | None = None
    high: str | None = None
    distinct_count: int | None = None
    is_approximate: bool = False
    mean_length: float | None = None
    bins: tuple[Bin, ...] = ()
    top: tuple[ValueCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Values:
    """Values of a column with their counts, most frequent first.

    Attributes:
        values: At most as many as asked for; a missing value is one of them.
        has_more: Whether others follow.
    """

    values: tuple[ValueCount, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of one value.

    Attributes:
        column: Its column.
        text: The piece as text (JSON for nested values, hexadecimal for binary ones); None is a
            missing value.
        offset: Where the piece starts, in characters; in bytes for binary values.
        length: Of the whole value, in the same unit.
        is_cut: Whether more follows after this piece.
    """

    column: str
    text: str | None
    offset: int
    length: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Copied:
    """Rows as text.

    Attributes:
        text: With a header line.
        row_count: How many rows it holds.
        is_cut: Whether more rows were chosen than fit.
    """

    text: str
    row_count: int
    is_cut: bool


class CopyFormat(StrEnum):
    """What copied rows look like."""

    TSV = "tsv"
    MARKDOWN = "markdown"
