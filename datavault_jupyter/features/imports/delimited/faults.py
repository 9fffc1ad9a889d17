"""What DuckDB says about a CSV file it can't read, as one sentence with file and line."""

from __future__ import annotations

import re

from datavault_jupyter.base.errors import BadTable, VaultError
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.imports.delimited.dialects import Dialect, undecodable
from datavault_jupyter.features.imports.values.queries import MARK

_LINE = re.compile(r"CSV Error on Line: (\d+)")
_WIDTHS = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
_MARKED = re.compile(re.escape(MARK) + r"(\d+)")
_DELIMITERS = {"\t": "a tab", ",": "a comma", ";": "a semicolon", "|": "a bar", " ": "a space"}


def original(error: BaseException) -> str:
    """The whole text of a translated error's cause."""
    return str(error.__cause__ or error)


def marked_column(error: BaseException) -> int | None:
    """The column whose check failed, when that is what the error is."""
    found = _MARKED.search(original(error))
    return int(found[1]) if found else None


def is_long_line(error: BaseException) -> bool:
    """Whether the reader gave up at a line beyond its limit."""
    return "Maximum line size" in original(error)


def has_mixed_line_ends(error: BaseException) -> bool:
    """Whether the reader met a kind of line end that the first lines don't have."""
    return "reached an invalid state" in original(error)


def may_be_line_ends(error: BaseException) -> bool:
    """Whether the reader may have failed at a line end, or at one inside quotes."""
    return has_mixed_line_ends(error) or "unterminated quote" in original(error)


def explained(error: VaultError, name: str, dialect: Dialect) -> VaultError:
    """Our refusal for the reader's error; the error itself when it isn't the file's fault."""
    text = original(error)
    found = _LINE.search(text)
    line = int(found[1]) if found else 0
    place = f"{name}, line {line:,}"
    widths = _WIDTHS.search(text)
    if "Invalid unicode" in text:
        return undecodable(name, line)
    if widths:
        expected, cells = int(widths[1]), int(widths[2])
        return BadTable(
            f"{place} has {count(cells, 'cell')}, but the table has {count(expected, 'column')}.",
            hint=(
                "Mend that line"
                + ("" if cells < expected else ", or quote the cell that holds a delimiter")
                + f"; the delimiter used is {_spoken(dialect.delimiter)}, see delimiter=."
            ),
            field=str(line),
        )
    if "unterminated quote" in text:
        return BadTable(
            f"{place}: a quoted cell is not closed, or goes on after its closing quote.",
            hint=f"Write a quote inside a cell twice, {dialect.quote * 2}.",
            field=str(line),
        )
    if is_long_line(error):
        return BadTable(
            f"{place} is longer than 64 MB.",
            hint="A quote that is never closed makes one long line; look for it.",
            field=str(line),
        )
    if has_mixed_line_ends(error):
        return BadTable(
            f"{name} mixes kinds of line ends (\\n, \\r\\n, \\r) in a way that can't be read.",
            hint="Write all lines with the same line end.",
        )
    if found:
        return BadTable(f"{place} can't be read as a row.", field=str(line))
    return error


def _spoken(delimiter: str) -> str:
    return _DELIMITERS.get(delimiter, repr(delimiter))
