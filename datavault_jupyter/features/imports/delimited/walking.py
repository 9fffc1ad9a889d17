"""The records of a CSV file one by one, in Python: slow, and exact about where each begins.

Only for files with something wrong in them, and for the line of a single row. It takes the same
records for whole as DuckDB's strict reader does, which a test compares.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from datavault_jupyter.features.imports.delimited.dialects import Dialect
from datavault_jupyter.storage.foreign import translated

Bytes = bytes | mmap.mmap

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ANY_END = re.compile(rb"\r\n|\n|\r")


class Fault(StrEnum):
    """Why a record can't be taken apart."""

    OPEN = "a quote that is never closed"
    GOES_ON = "a cell that goes on after its closing quote"
    LINE_END = "a line end unlike the others"


@dataclass(frozen=True, slots=True)
class Record:
    """One record, or what stands in the place of one.

    Attributes:
        line: The line on which it begins, counted from 1.
        start: Its first byte.
        end: The byte behind it and behind its line end.
        cell_count: How many cells it has, 0 for a blank line; of a faulty one, those before.
        empty_count: How many cells at its end are empty and unquoted.
        line_count: How many lines it takes.
        fault: What is wrong with it.
    """

    line: int
    start: int
    end: int
    cell_count: int
    empty_count: int = 0
    line_count: int = 1
    fault: Fault | None = None

    def is_row(self, width: int) -> bool:
        """Whether it stands for a row; a blank line does where the table has one column."""
        return self.cell_count > 0 or self.fault is not None or width == 1

    def fits(self, width: int) -> bool:
        """Whether it is a row of a table that wide; delimiters at its end hold no value."""
        surplus = max(self.cell_count, 1) - width
        return self.fault is None and (surplus == 0 or 0 < surplus <= self.empty_count)


class Walk:
    """Goes through the records of a file.

    Args:
        data: The file's bytes: UTF-8, or damaged UTF-8.
        dialect: How it is written.
        swallows: Whether a quote that isn't closed takes in the lines after it, up to where that
            fails; else the line with the quote is at fault alone, and the next one begins anew.
    """

    def __init__(self, data: Bytes, dialect: Dialect, *, swallows: bool = False) -> None:
        self._data = data
        self._size = len(data)
        self._swallows = swallows
        self._delimiter = dialect.delimiter.encode()
        self._quote = dialect.quote.encode()
        self._patterns = _Patterns(dialect)
        self.start = self._behind_skipped(dialect.skip)
        """The byte at which the table begins."""
        self.line_end = self._patterns.first_end(data, self.start)
        """How rows end: ``\\n``, ``\\r\\n`` or ``\\r``, as the first one does."""
        self.first_line = 1 + self._lines_in(0, self.start)
        """The line at which the table begins, counted from 1."""

    @property
    def line_end_before(self) -> bytes:
        """How lines before the table end, one of each kind; empty where there are none."""
        ends = {found[0] for found in _ANY_END.finditer(self._data, 0, self.start)}
        return b"".join(ends)

    def _behind_skipped(self, skip: int) -> int:
        at = len(_BYTE_ORDER_MARK) if self._data[:3] == _BYTE_ORDER_MARK else 0
        for _ in range(skip):
            found = _ANY_END.search(self._data, at)
            if found is None:
                return self._size
            at = found.end()
        return at

    def __iter__(self) -> Iterator[Record]:
        """All records behind the skipped lines, blank lines among them."""
        data, delimiter, quote = self._data, self._delimiter, self._quote
        last = b"\r" if self.line_end == b"\r" else b"\n"
        at, line = self.start, self.first_line
        while at < self._size:
            stop = data.find(last, at) + 1 or self._size
            text = data[at:stop]
            bare = text.removesuffix(last)
            if last == b"\n" and bare is not text:
                bare = bare.removesuffix(b"\r")
            if (quote and quote in bare) or b"\r" in bare or b"\n" in bare:
                record = self._careful(at, line)
            else:
                count = bare.count(delimiter) + 1 if bare else 0
                record = Record(line, at, stop, count, _empties(bare, delimiter))
            yield record
            at, line = record.end, line + record.line_count

    def pieces(self, record: Record) -> Iterator[tuple[int, int, bool]]:
        """The stretches that make up a record without fault: its quoted cells and all between.

        Yields:
            First byte, the byte behind, and whether it is a cell in quotes.
        """
        cell, at = self._patterns.cell(self.line_end), record.start
        while at < record.end and (found := cell.match(self._data, at)):
            start, end = found.span("cell")
            if self._quote and self._patterns.opening.match(self._data, start):
                yield start, end, True
                start = end
            yield start, found.end(), False
            at = found.end()

    def _careful(self, start: int, line: int) -> Record:
        """A record with quotes or odd line ends in it."""
        found = self._patterns.record(self.line_end).match(self._data, start)
        if found is None:
            cell, at, count = self._patterns.cell(self.line_end), start, 0
            while good := cell.match(self._data, at):
                at, count = good.end(), count + 1
            return self._faulty(start, line, at, count)
        end = found.end()
        text = self._data[start:end]
        # What stands between quotes is one cell, whatever it holds.
        bare = self._patterns.quoted_cell.sub(b"x", text).rstrip(b"\r\n")
        count = bare.count(self._delimiter) + 1
        lines = self._lines_in(start, end) + (not found["end"])
        return Record(line, start, end, count, _empties(bare, self._delimiter), lines)

    def _faulty(self, start: int, line: int, at: int, count: int) -> Record:
        """What is left out from a record on whose cell at `at` can't be taken apart."""
        quoted = self._patterns.quoted.match(self._data, at)
        if quoted:
            fault, where = Fault.GOES_ON, quoted.end()
        elif self._patterns.opening.match(self._data, at):
            fault, where = Fault.OPEN, self._size
        else:
            fault, where = Fault.LINE_END, at
        ends = self._patterns.ends(self.line_end)
        found = ends.search(self._data, where if self._swallows else at)
        end = found.end() if found else self._size
        if fault is Fault.GOES_ON and where > end:
            fault = Fault.OPEN  # what closes it is a quote of another line
        is_cut = self._data[end - 1 : end] not in (b"\n", b"\r")
        return Record(line, start, end, count, 0, self._lines_in(start, end) + is_cut, fault)

    def _lines_in(self, start: int, end: int) -> int:
        """How many lines end between two places, also inside quotes."""
        if self.line_end == b"\r":
            return sum(1 for _ in _ANY_END.finditer(self._data, start, end))
        return self._data[start:end].count(b"\n")


class _Patterns:
    """What cells and line ends look like."""

    def __init__(self, dialect: Dialect) -> None:
        self._delimiter = re.escape(dialect.delimiter.encode())
        quote, escape = dialect.quote.encode(), dialect.escape.encode()
        mark, out = re.escape(quote), re.escape(escape)
        if not quote:
            inside = opening = rb"(?!)"
        elif quote == escape or not escape:
            inside = rb" ?%b[^%b]*+(?:%b%b[^%b]*+)*+%b" % ((mark,) * 6)
            opening = rb" ?%b" % mark
        else:
            inside = rb" ?%b(?:[^%b%b]|%b.)*+%b" % (mark, mark, out, out, mark)
            opening = rb" ?%b" % mark
        self.quoted = re.compile(inside, re.DOTALL)
        self.opening = re.compile(opening)
        self.quoted_cell = re.compile(
            rb"(?:\A|(?<=%b))%b *+" % (self._delimiter, inside), re.DOTALL
        )
        plain = rb"(?!%b)(?:(?!%b)[^\r\n])*+" % (opening, self._delimiter)
        if len(dialect.delimiter.encode()) == 1:
            plain = rb"(?!%b)[^%b\r\n]*+" % (opening, self._delimiter)
        self._inside = rb"%b *+|%b" % (inside, plain)

    @cache  # noqa: B019 - there are three kinds of line ends, and a walk has its own patterns
    def cell(self, line_end: bytes) -> re.Pattern[bytes]:
        """A cell and what ends it: a delimiter, a line end or the file's."""
        end = rb"(?P<end>%b|%b|\Z)" % (self._delimiter, _end_pattern(line_end))
        return re.compile(rb"(?P<cell>%b)%b" % (self._inside, end), re.DOTALL)

    @cache  # noqa: B019 - as above
    def record(self, line_end: bytes) -> re.Pattern[bytes]:
        """A whole record with its line end, where it can be taken apart."""
        parts = self._inside, self._delimiter, self._inside, _end_pattern(line_end)
        return re.compile(rb"(?:(?:%b)%b)*+(?:%b)(?P<end>%b|\Z)" % parts, re.DOTALL)

    def ends(self, line_end: bytes) -> re.Pattern[bytes]:
        """Line ends as the file's rows have them."""
        return re.compile(_end_pattern(line_end))

    def first_end(self, data: Bytes, start: int) -> bytes:
        """The line end behind the first record, or the first line end where it has a fault."""
        cells = self.cell(b"")
        at = start
        while found := cells.match(data, at):
            if _ANY_END.fullmatch(found["end"]):
                return found["end"]
            if found.end() == at or not found["end"]:
                break
            at = found.end()
        any_end = _ANY_END.search(data, start)
        return any_end[0] if any_end else b"\n"


def _end_pattern(line_end: bytes) -> bytes:
    if not line_end:
        return _ANY_END.pattern
    # What stands between \n and \r\n in a file is no question: line_ends makes them alike.
    return rb"\r(?!\n)" if line_end == b"\r" else rb"\r?\n|\r\Z"


def _empties(bare: bytes, delimiter: bytes) -> int:
    """How many cells at the end of a line without quotes are empty.

    >>> _empties(b"1,2,,", b","), _empties(b"1", b",")
    (2, 0)
    """
    count = 0
    while bare.endswith(delimiter):
        bare = bare[: -len(delimiter)]
        count += 1
    return count


@contextmanager
def mapped(path: Path) -> Iterator[Bytes]:
    """A file's bytes without reading them all into memory."""
    with translated(), path.open("rb") as file:
        try:
            data: Bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            data = b""  # there is nothing to map in an empty file
        try:
            yield data
        finally:
            if isinstance(data, mmap.mmap):
                data.close()
