"""Rows that can't be imported, and a copy of the file without them.

The way for files with something wrong: what is left of the file then takes the ordinary road, and
so is held to every value like any other file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from datavault_jupyter.base.errors import BadTable
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.imports.delimited import faults, queries
from datavault_jupyter.features.imports.delimited.lines import Lines
from datavault_jupyter.features.imports.delimited.tables import Table
from datavault_jupyter.features.imports.delimited.walking import Bytes, Fault, Record, Walk, mapped
from datavault_jupyter.features.imports.overrides import Picked
from datavault_jupyter.features.imports.records import MOST_REJECTS, Reject
from datavault_jupyter.features.imports.values.showing import shown
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.foreign import translated

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

# What the texts of all rejects may take, in bytes; and how many lines one may take in.
_MOST_BYTES = 64_000_000
_MOST_LINES = 10_000

# Why a row is left out, and the column to blame; None is for a row that stays.
Verdict = tuple[str, str | None] | None
Judge = Callable[[Bytes, Record, int], Verdict]


@dataclass(frozen=True, slots=True)
class _Enough:
    """How many rejects and how many rows are enough; None is all."""

    rejects: int | None
    rows: int | None


@dataclass(slots=True)
class Sifted:
    """What a sifting left of a table.

    Attributes:
        table: The table without the rows that were left out.
        rejects: Those rows, in their order.
        row_count: How many rows are left, besides the one of names.
    """

    table: Table
    rejects: list[Reject] = field(default_factory=list)
    row_count: int = 0


def sifted(
    cursor: Cursor,
    table: Table,
    picked: Callable[[Table], Sequence[Picked]],
    scratch: Path,
    *,
    limit: int | None = None,
    most_rows: int | None = None,
) -> Sifted:
    """Leave out the rows that are none, and those with a value that an asked type can't hold.

    Args:
        cursor: Of the engine that moves data.
        table: The file.
        picked: The columns of a table whose rows can all be read, with the types asked for.
        scratch: A folder of our own.
        limit: How many rejects are enough; without it more than `MOST_REJECTS` are refused.
        most_rows: How many rows are enough; None is all.

    Raises:
        BadTable: no row is left, or too many can't be imported.
    """
    enough = _Enough(limit, most_rows)
    made = _without(table, _by_shape(table), scratch / "readable.csv", enough)
    if made.row_count and (limit is None or len(made.rejects) < limit):
        unfit = _unfit(cursor, made.table, picked(made.table), limit or MOST_REJECTS)
        if unfit:
            before = made.rejects
            made = _without(made.table, _by_value(unfit), scratch / "fitting.csv", enough)
            made.rejects = sorted([*before, *made.rejects], key=lambda each: each.line or 0)
            _require_few(table, made.rejects, limit)
    if limit is None and made.rejects and not made.row_count:
        first = made.rejects[0]
        raise BadTable(
            f"No row of {table.source.name} can be imported; of the first, on line "
            f"{first.line:,}: {_lowered(first.reason)}",
            hint="Look at the delimiter, the quotes and the types asked for.",
            field=str(first.line),
        )
    return made


def _by_shape(table: Table) -> Judge:
    """Judges by a row's cells, quotes and bytes."""
    width = len(table.names)

    def judge(data: Bytes, record: Record, row: int) -> Verdict:
        del row
        if not record.fits(width):
            return faults.reason_of(record, width), None
        byte = faults.bad_byte_of(data, record)
        return None if byte is None else (f"Not valid UTF-8 at byte {byte:,}.", None)

    return judge


def _by_value(unfit: Mapping[int, tuple[str, str]]) -> Judge:
    """Judges by the rows' numbers."""

    def judge(data: Bytes, record: Record, row: int) -> Verdict:
        del data, record
        return unfit.get(row)

    return judge


def _unfit(
    cursor: Cursor, table: Table, picked: Sequence[Picked], limit: int
) -> dict[int, tuple[str, str]]:
    """Rows with a value that an asked type can't hold: why, and the column, by number from 1."""
    asked = [each for each in picked if each.asked_type not in (None, "VARCHAR")]
    if not asked:
        return {}
    words = ("", *table.null_words)
    wishes = {each.position: each.asked_type or "" for each in asked}
    query = queries.unfit(table.scan, wishes, words, table.date_order, limit + 1)
    by_position = {each.position: each for each in asked}
    found = {}
    for row, position, text in rows_of(cursor, query):
        column = by_position[int(position)]
        reason = (
            f"{shown(str(text))} in column {column.name!r} is not exactly held by "
            f"{column.asked_type}."
        )
        found[int(row)] = (reason, column.name)
    return found


def _without(table: Table, judge: Judge, target: Path, enough: _Enough) -> Sifted:
    """The table without the rows that a judge leaves out.

    Where some cells of a file hold line breaks, the lines behind a quote that isn't closed may be
    of its cell. Where no cell does, they are rows, and the quote is the fault of its line alone.
    """
    with mapped(table.staged.path) as data:
        sieve = _sieved(table, data, judge, target, enough, swallows=False)
        if sieve.has_open_quote and sieve.has_broken_cell:
            sieve = _sieved(table, data, judge, target, enough, swallows=True)
    lines = Lines(tuple(sieve.starts), tuple(sieve.surpluses), table.lines)
    moved = replace(table.moved(target), lines=lines, is_sifted=True)
    return Sifted(moved, sieve.rejects, sieve.row_count)


def _sieved(
    table: Table, data: Bytes, judge: Judge, target: Path, enough: _Enough, *, swallows: bool
) -> _Sieve:
    with translated(), target.open("wb") as copy:
        walk = Walk(data, table.reading, swallows=swallows)
        sieve = _Sieve(table, data, copy, enough)
        sieve.keep(0, walk.start)
        for record in walk:
            if sieve.is_full:
                break
            sieve.take(record, judge)
        sieve.flush()
    return sieve


class _Sieve:
    """Copies the rows that stay, in long stretches, and remembers the others."""

    def __init__(self, table: Table, data: Bytes, copy: IO[bytes], enough: _Enough) -> None:
        self.rejects: list[Reject] = []
        self.starts: list[int] = []
        self.surpluses: list[int] = []
        self.row_count = 0
        self.has_open_quote = False
        self.has_broken_cell = False
        self._table = table
        self._width = len(table.names)
        self._data = data
        self._copy = copy
        self._enough = enough
        self._stretch = (0, 0)
        self._surplus = 0
        self._byte_count = 0
        self._is_names = table.dialect.header

    @property
    def is_full(self) -> bool:
        """Whether enough was found."""
        rejects, rows = self._enough.rejects, self._enough.rows
        return (rejects is not None and len(self.rejects) >= rejects) or (
            rows is not None and self.row_count >= rows
        )

    def take(self, record: Record, judge: Judge) -> None:
        """Keep a record or leave it out."""
        if not record.is_row(self._width):
            self.keep(record.start, record.end)
            return
        if record.fault in (Fault.OPEN, Fault.GOES_ON):
            self.has_open_quote = True
        elif record.line_count > 1:
            self.has_broken_cell = True
        row = 0 if self._is_names else self.row_count + len(self.rejects) + 1
        verdict = judge(self._data, record, row)
        if self._is_names:
            self._is_names = False
            if verdict:
                raise _bad_names(self._table, record, verdict)
            self.keep(record.start, record.end)
        elif verdict is None:
            self.row_count += 1
            self.keep(record.start, record.end)
        else:
            self._leave_out(record, *verdict)

    def keep(self, start: int, end: int) -> None:
        """Copy some bytes, later."""
        if self._stretch[1] != start:
            self.flush()
            self._stretch = (start, start)
        self._stretch = (self._stretch[0], end)

    def flush(self) -> None:
        """Copy what is kept so far."""
        start, end = self._stretch
        while start < end:
            start += self._copy.write(self._data[start : min(end, start + (1 << 22))])

    def _leave_out(self, record: Record, reason: str, column: str | None) -> None:
        line = self._table.lines.of_file(record.line)
        if record.line_count > _MOST_LINES:
            raise BadTable(
                f"{self._table.source.name}, line {line:,}: a quote is opened that takes in the "
                f"{count(record.line_count - 1, 'line')} after it.",
                hint="Close that quote, or pass quote='' if quotes are no more than text here.",
                field=str(line),
            )
        self.starts.append(record.line - self._surplus)
        self._surplus += record.line_count
        self.surpluses.append(self._surplus)
        text = self._data[record.start : record.end]
        text = text.removesuffix(b"\n").removesuffix(b"\r")
        self._byte_count += len(text)
        self.rejects.append(Reject(reason, text.decode(errors="backslashreplace"), line, column))
        if self._byte_count > _MOST_BYTES:
            raise _too_many(self._table, self.rejects)
        _require_few(self._table, self.rejects, self._enough.rejects)


def _require_few(table: Table, rejects: Sequence[Reject], limit: int | None) -> None:
    if limit is None and len(rejects) > MOST_REJECTS:
        raise _too_many(table, rejects)


def _too_many(table: Table, rejects: Sequence[Reject]) -> BadTable:
    first = rejects[0]
    return BadTable(
        f"{table.source.name} has more than {count(len(rejects) - 1, 'row')} that can't be "
        f"imported; of the first, on line {first.line:,}: {_lowered(first.reason)}",
        hint="The file is probably read the wrong way: see delimiter=, quote=, skip= and types=.",
        field=str(first.line),
    )


def _bad_names(table: Table, record: Record, verdict: tuple[str, str | None]) -> BadTable:
    line = table.lines.of_file(record.line)
    return BadTable(
        f"{table.source.name}, line {line:,}: the names can't be read: {_lowered(verdict[0])}",
        hint="Mend that line, or pass skip= to leave it out.",
        field=str(line),
    )


def _lowered(reason: str) -> str:
    return reason[:1].lower() + reason[1:]
