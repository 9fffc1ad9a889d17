"""What a dataset's rows are read from: parts on disk, or tasks that are still being collected."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.columns import Columns


@dataclass(frozen=True, slots=True)
class LiveTable:
    """Rows in a table of the answering instance, as they were at a revision.

    Attributes:
        columns: What it holds, under their physical names, with true types.
        name: Of the table, ready for SQL.
        place: The SQL of a row's place in it, counted from 0.
        row_count: How many rows it has.
        revision: Of the tasks it shows.
    """

    columns: Columns
    name: str
    place: str
    row_count: int
    revision: int


@dataclass(frozen=True, slots=True)
class Content:
    """What a dataset's rows are read from.

    Attributes:
        columns: Its columns.
        paths: The files of its parts in order.
        live: The table in memory instead, which only the answering instance has.
    """

    columns: Columns
    paths: Sequence[Path]
    live: LiveTable | None = None

    @property
    def scan(self) -> str:
        """The query that reads the rows in their order, as the table people see."""
        if self.live is None:
            return parts.scan(self.columns, self.paths)
        return parts.scan_table(self.columns, self.live.name, self.live.place)


class LiveRows(Protocol):
    """Reads datasets that a pipeline fills; pipelines stand above, and plug themselves in."""

    def table(self, record: DatasetRecord) -> LiveTable:
        """The rows of now, brought up to date."""

    def columns(self, record: DatasetRecord) -> Columns:
        """The columns of now."""

    def still(self, record: DatasetRecord) -> AbstractContextManager[tuple[Columns, Path]]:
        """The rows of now in a Parquet file, for the length of a block."""
