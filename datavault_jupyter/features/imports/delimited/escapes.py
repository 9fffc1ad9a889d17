r"""A copy of a CSV file in which quotes inside cells are doubled instead of escaped.

DuckDB 2.0.0 drops a backslash that stands before any other character, and takes a file for whole
that ends with one inside an open quote.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from datavault_jupyter.features.imports.delimited import faults
from datavault_jupyter.features.imports.delimited.dialects import Dialect
from datavault_jupyter.features.imports.delimited.tables import Table
from datavault_jupyter.features.imports.delimited.walking import Walk, mapped
from datavault_jupyter.features.imports.records import Note
from datavault_jupyter.storage.foreign import translated


def doubled(table: Table, scratch: Path) -> Table:
    """The table with doubled quotes; as it is where nothing is escaped in it.

    Raises:
        BadTable: a row can't be taken apart.
    """
    dialect = table.reading
    if not dialect.quote or dialect.escape == dialect.quote:
        return table
    rewriter = _Rewriter(dialect)
    target = scratch / "doubled.csv"
    with mapped(table.staged.path) as data, translated(), target.open("wb") as copy:
        walk = Walk(data, dialect)
        copy.write(data[: walk.start])
        for record in walk:
            if record.fault is not None:
                raise faults.refusal(table, record)
            for start, end, is_quoted in walk.pieces(record):
                piece = data[start:end]
                copy.write(rewriter.rewritten(piece, record.line) if is_quoted else piece)
    notes = table.notes
    if rewriter.kept_on is not None:
        line = table.lines.of_file(rewriter.kept_on)
        said = f"On line {line:,} {dialect.escape} stands before no quote; it was kept as text."
        notes = [*notes, Note(said, line=line)]
    return replace(table.moved(target), is_doubled=True, notes=notes)


class _Rewriter:
    """Doubles the quotes of cells, and remembers the line of the first other escape."""

    def __init__(self, dialect: Dialect) -> None:
        self.kept_on: int | None = None
        self._quote = dialect.quote.encode()
        self._escape = dialect.escape.encode()
        found = b"%b(.)|%b" % (re.escape(self._escape), re.escape(self._quote))
        self._pair = re.compile(found, re.DOTALL)

    def rewritten(self, cell: bytes, line: int) -> bytes:
        """A cell with its outer quotes; `line` is where its row begins."""
        start, end = cell.index(self._quote) + len(self._quote), cell.rindex(self._quote)

        def turned(found: re.Match[bytes]) -> bytes:
            if found[1] == self._escape:
                return self._escape
            if self._quote in (found[1], found[0]):
                return self._quote * 2
            self.kept_on = self.kept_on or line
            return found[0]

        return cell[:start] + self._pair.sub(turned, cell[start:end]) + cell[end:]
