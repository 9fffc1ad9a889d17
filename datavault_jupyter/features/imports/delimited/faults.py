"""What is wrong with a CSV file that can't be read, as one sentence with file and line."""

from __future__ import annotations

import re

from datavault_jupyter.base.errors import BadFile, BadTable, UnreadableText, VaultError
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.imports.delimited.tables import Table
from datavault_jupyter.features.imports.delimited.walking import Bytes, Fault, Record, Walk, mapped
from datavault_jupyter.features.imports.values.queries import MARK

_ABOUT_ROWS = (
    "CSV Error on Line", "reached an invalid state", "Maximum line size", "Parallel CSV Reader",
)  # fmt: skip
_MARKED = re.compile(re.escape(MARK) + r"(\d+)")
_DELIMITERS = {"\t": "a tab", ",": "a comma", ";": "a semicolon", "|": "a bar", " ": "a space"}
# Where a file begins with lines of another width, these are more likely not of the table.
_FIRST_ROWS = 5


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


def is_undecodable(error: BaseException) -> bool:
    """Whether the reader met a byte that is no UTF-8."""
    return "Invalid unicode" in original(error)


def may_be_parallel(error: BaseException) -> bool:
    """Whether a thread that began to read inside a quoted cell may have taken it for rows.

    The reader notices in the end, and then gives up or blames a line that is as it should be.
    """
    return any(each in original(error) for each in _ABOUT_ROWS)


def may_be_line_ends(error: BaseException) -> bool:
    """Whether the reader may have failed at a line end, or at one inside quotes."""
    text = original(error)
    return "reached an invalid state" in text or "unterminated quote" in text


def is_about_rows(error: BaseException) -> bool:
    """Whether an error is the fault of single rows, which can be left out."""
    text = original(error)
    return isinstance(error, BadFile) or any(each in text for each in _ABOUT_ROWS)


def explained(error: VaultError, table: Table) -> VaultError:
    """Our refusal for the reader's error; the error itself when it isn't the file's fault.

    The reader counts rows and calls them lines, so the file is walked through for the true one.
    """
    if isinstance(error, BadFile) or not is_about_rows(error):
        return error
    found = _first_of(table)
    if found is not None:
        return found
    if is_long_line(error):
        return BadTable(
            f"{table.source.name} has a line that is longer than 64 MB.",
            hint="A quote that is never closed makes one long line; look for it.",
        )
    return BadTable(
        f"{table.source.name} mixes kinds of line ends (\\n, \\r\\n, \\r) in a way that can't be "
        "read.",
        hint="Write all lines with the same line end.",
    )


def first_of(table: Table) -> VaultError:
    """The refusal of the first record that is no row, where there is one."""
    return _first_of(table) or BadTable(f"{table.source.name} can't be read as a table.")


def _first_of(table: Table) -> VaultError | None:
    width = len(table.names)
    with mapped(table.staged.path) as data:
        walk = Walk(data, table.reading)
        for at, record in enumerate(each for each in walk if each.is_row(width)):
            bad_byte = bad_byte_of(data, record)
            if record.fits(width) and bad_byte is None:
                continue
            if bad_byte is not None and record.fits(width):
                return _undecodable(table, record, bad_byte)
            return refusal(table, record, is_early=at < _FIRST_ROWS)
    return None


def bad_byte_of(data: Bytes, record: Record) -> int | None:
    """The first byte of a record that is no UTF-8, counted from 1 in the whole text."""
    try:
        data[record.start : record.end].decode()
    except UnicodeDecodeError as error:
        return record.start + error.start + 1
    return None


def _undecodable(table: Table, record: Record, byte: int) -> UnreadableText:
    line = table.lines.of_file(record.line)
    return UnreadableText(
        f"{table.source.name}, line {line:,}: byte {byte:,} is not UTF-8.",
        hint="Mend that byte, or leave such rows out with on_error='skip'.",
        field=str(line),
    )


def reason_of(record: Record, width: int) -> str:
    """Why a record is no row of a table that wide, as one sentence without its place."""
    if record.fault is Fault.OPEN and record.line_count > 1:
        lines = count(record.line_count - 1, "line")
        return f"A quote is opened and never closed, so that the {lines} after it belong to it."
    if record.fault is Fault.OPEN:
        return "A quote is opened and never closed."
    if record.fault is Fault.GOES_ON:
        return "A quoted cell goes on after its closing quote."
    if record.fault is Fault.LINE_END:
        return "A line end stands inside the row that is unlike those of the other rows."
    cells = max(record.cell_count, 1)
    return f"It has {count(cells, 'cell')}, but the table has {count(width, 'column')}."


def refusal(table: Table, record: Record, *, is_early: bool = False) -> BadTable:
    """The refusal of a record that is no row of the table."""
    line = table.lines.of_file(record.line)
    place = f"{table.source.name}, line {line:,}"
    reason = reason_of(record, len(table.names))
    if record.fault is None:
        said = f"{place} {reason.removeprefix('It ')}"
        hint = _hint_of_width(table, record, is_early=is_early)
    else:
        said = f"{place}: {reason[:1].lower()}{reason[1:]}"
        mark = table.dialect.quote
        hint = (
            "Write all lines with the same line end."
            if record.fault is Fault.LINE_END
            else f"Write a quote inside a cell twice, {mark * 2}, or pass quote='' if quotes are "
            "no more than text here."
        )
    return BadTable(said, hint=hint, field=str(line))


def _hint_of_width(table: Table, record: Record, *, is_early: bool) -> str:
    is_wider = record.cell_count > len(table.names)
    delimiter = table.dialect.delimiter
    spoken = _DELIMITERS.get(delimiter, repr(delimiter))
    return (
        "Mend that line"
        + (", or quote the cell that holds a delimiter" if is_wider else "")
        + (", or pass skip= if the table begins further down" if is_early and is_wider else "")
        + f"; the delimiter used is {spoken}, see delimiter=."
    )
