"""What a dataset's rows are read from: its parts on disk, or a copy of them in memory.

A row's id is its place in the stored order, counted from 0. It holds as long as the fingerprint
of the parts does, is the same on disk and in memory, and needs no second number for the part.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from datavault_jupyter.features.datasets.live import LiveTable
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.versions.queries import Listed
from datavault_jupyter.storage.columns import Column, Columns
from datavault_jupyter.storage.sql import Sql, literal, quoted
from datavault_jupyter.storage.store import Store
from datavault_jupyter.storage.types import coding


@dataclass(frozen=True, slots=True)
class Part:
    """One file of rows.

    Attributes:
        uid: ``prt_…``.
        path: Where it lies.
        first: The id of its first row.
        row_count: How many it has.
    """

    uid: str
    path: Path
    first: int
    row_count: int


@dataclass(frozen=True)
class Grounds:
    """The columns and parts of a dataset's head; or the table of one that is being collected."""

    columns: Columns
    parts: tuple[Part, ...]
    live: LiveTable | None = None

    @classmethod
    def of(cls, listed: Listed, path: Callable[[str], Path]) -> Grounds:
        """What a version lists.

        Args:
            listed: The version's columns and parts.
            path: Gives the whole path of a part.
        """
        parts, first = [], 0
        for each in listed.parts:
            parts.append(Part(each.uid, path(each.path), first, each.row_count))
            first += each.row_count
        return cls(listed.columns, tuple(parts))

    @cached_property
    def row_count(self) -> int:
        """Of all parts."""
        if self.live is not None:
            return self.live.row_count
        return sum(part.row_count for part in self.parts)

    @cached_property
    def fingerprint(self) -> str:
        """Equal where columns and parts are, or the revision of what is being collected."""
        if self.live is not None:
            text = f"{self.columns.fingerprint} {self.live.name} {self.live.revision}"
            return hashlib.sha256(text.encode()).hexdigest()[:24]
        text = " ".join([self.columns.fingerprint, *(part.uid for part in self.parts)])
        return hashlib.sha256(text.encode()).hexdigest()[:24]


def grounds_of(store: Store, datasets: DatasetService, record: DatasetRecord) -> Grounds:
    """What a dataset's rows are read from now; who may see them was asked before.

    Raises:
        DatasetDeleted: it is gone.
    """
    if record.is_live or record.is_result:
        table = datasets.content(record).live
        assert table is not None  # noqa: S101 - both have one
        return Grounds(table.columns, (), table)
    return Grounds.of(datasets.listed(record), store.path)


class Source(Protocol):
    """Where rows are read from, as pieces of SQL."""

    @property
    def row_id(self) -> str:
        """The SQL of a row's id."""

    @property
    def scan(self) -> str:
        """What stands after FROM to read all rows."""

    def value(self, column: Column) -> str:
        """The SQL of a column's true value."""

    def spans(self, first: int, last: int) -> list[tuple[str, str, Sql]]:
        """What to read for neighbouring rows: scans, the SQL of their ids, and conditions."""

    def picks(self, ids: Sequence[int]) -> list[tuple[str, str, Sql]]:
        """What to read for single rows: scans, the SQL of their ids, and conditions."""


class PartsSource:
    """Rows as they lie in Parquet.

    Args:
        grounds: Its parts; empty ones are never read.
    """

    def __init__(self, grounds: Grounds) -> None:
        self._parts = [part for part in grounds.parts if part.row_count]
        self._columns = grounds.columns

    @property
    def row_id(self) -> str:
        """Made of the place of the part and the row's own number in it."""
        if not self._parts:
            return "file_row_number"
        if len(self._parts) == 1:
            return _shifted(self._parts[0])
        firsts = ", ".join(str(part.first) for part in self._parts)
        first = f"list_extract([{firsts}]::BIGINT[], CAST(file_index AS BIGINT) + 1)"
        return f"({first} + file_row_number)"

    @property
    def scan(self) -> str:
        """All parts, or an empty table with their columns."""
        if not self._parts:
            empty = ", ".join(
                f"{coding(column.type).encode(f'CAST(NULL AS {column.type})')} "
                f"AS {quoted(column.physical)}"
                for column in self._columns
            )
            return f"(SELECT {empty}, 0::BIGINT AS file_row_number WHERE false)"
        return _read([part.path for part in self._parts])

    def value(self, column: Column) -> str:
        """Decoded from the stored form."""
        return coding(column.type).decode(quoted(column.physical))

    def spans(self, first: int, last: int) -> list[tuple[str, str, Sql]]:
        """A range of row numbers for each part that is touched."""
        made = []
        for part in self._parts:
            low, high = max(first - part.first, 0), min(last - part.first, part.row_count - 1)
            if low <= high:
                where = Sql("file_row_number BETWEEN ? AND ?", (low, high))
                made.append((_read([part.path]), _shifted(part), where))
        return made

    def picks(self, ids: Sequence[int]) -> list[tuple[str, str, Sql]]:
        """Row numbers for each part that is touched."""
        firsts = [part.first for part in self._parts]
        groups: dict[int, list[int]] = {}
        for each in ids:
            at = bisect_right(firsts, each) - 1
            groups.setdefault(at, []).append(each - firsts[at])
        return [
            (
                _read([self._parts[at].path]),
                _shifted(self._parts[at]),
                _one_of("file_row_number", group),
            )
            for at, group in groups.items()
        ]


class CopySource:
    """Rows in a table in memory, which holds true values and whose row ids are ours.

    Args:
        table: Its name, ready for SQL.
        row_id: The SQL of a row's id: DuckDB's own where the rows were put in in their order.
    """

    def __init__(self, table: str, row_id: str = "rowid") -> None:
        self._table = table
        self._row_id = row_id

    @property
    def row_id(self) -> str:
        """The place in the stored order."""
        return self._row_id

    @property
    def scan(self) -> str:
        """The table."""
        return self._table

    def value(self, column: Column) -> str:
        """As it is."""
        return quoted(column.physical)

    def spans(self, first: int, last: int) -> list[tuple[str, str, Sql]]:
        """One range."""
        return [(self.scan, self.row_id, Sql(f"{self.row_id} BETWEEN ? AND ?", (first, last)))]

    def picks(self, ids: Sequence[int]) -> list[tuple[str, str, Sql]]:
        """All of them from the one table."""
        return [(self.scan, self.row_id, _one_of(self.row_id, ids))] if ids else []


def lasting(grounds: Grounds) -> Source:
    """Where rows can be read as long as the dataset is there: not from a copy."""
    if grounds.live is not None:
        return CopySource(grounds.live.name, grounds.live.place)
    return PartsSource(grounds)


def _one_of(number: str, wanted: Sequence[int]) -> Sql:
    # As a joined list: an IN of so many constants is tried one after the other, on every row.
    return Sql(f"{number} IN (SELECT unnest(?::BIGINT[]))", (list(wanted),))


def _read(paths: Sequence[Path]) -> str:
    files = ", ".join(literal(str(path)) for path in paths)
    return f"read_parquet([{files}], file_row_number=true)"


def _shifted(part: Part) -> str:
    return f"({part.first} + file_row_number)" if part.first else "file_row_number"
