from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from datavault_jupyter.storage.filters import Filter, Sort


class ExportFormat(StrEnum):
    """The kinds of file an export can make.

    ``zip`` holds a CSV file, ``zip-json`` a JSON file; both hold a manifest.
    """

    CSV = "csv"
    JSON = "json"
    NDJSON = "ndjson"
    PARQUET = "parquet"
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
    """

    path: Path
    format: ExportFormat
    row_count: int
    column_count: int
    byte_count: int
    sha256: str
    replaced: bool
    notes: tuple[str, ...]


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
