"""A look at a file's quotes beside its reading, for what DuckDB takes and should not.

In DuckDB 2.0.0 a cell such as ``"a" "b"`` loses the two quotes in its middle without a word. They
are rare, so places that look like one are searched for in a thread while DuckDB reads, and only a
file that has some is walked through; as is one with a carriage return at the start of a cell, at
which DuckDB would begin a row. So is each file that DuckDB reads with one thread: then it
drops, without a word, a last row whose quote is never closed.
"""

from __future__ import annotations

import re
import threading

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.imports.delimited.tables import Table
from datavault_jupyter.features.imports.delimited.walking import Bytes, Walk, mapped

# Searched at once: the other threads of Python wait meanwhile.
_WINDOW = 1 << 20
_OVERLAP = 1 << 10


class Glance:
    """The look at one table; `finds_fault` waits for its end."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._has_fault = False
        self._error: VaultError | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def finds_fault(self) -> bool:
        """Whether a cell goes on after its closing quote, though DuckDB reads it."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._has_fault

    def _run(self) -> None:
        table = self._table
        try:
            with mapped(table.staged.path) as data:
                if table.is_serial or _is_suspicious(data, table):
                    walk = Walk(data, table.reading)
                    self._has_fault = any(record.fault is not None for record in walk)
        except VaultError as error:
            self._error = error


def _is_suspicious(data: Bytes, table: Table) -> bool:
    """Whether something stands in a file that DuckDB may take for what it is not."""
    delimiter, quote = table.reading.delimiter.encode(), table.reading.quote.encode()
    if Walk(data, table.reading).line_end == b"\n":
        # A table of one column has no delimiters that would be followed by Windows' line end.
        end = rb"\r" if len(table.names) == 1 else rb"\r(?!\n)"
        if data.find(b"\r") >= 0 and re.search(re.escape(delimiter) + end, data):
            return True
    if not quote:
        return False
    pattern = re.compile(b"%b +%b" % (re.escape(quote), re.escape(quote)))
    starts = (delimiter, b"\n", b"\r")
    for window in range(0, len(data), _WINDOW):
        for found in pattern.finditer(data, window, window + _WINDOW + _OVERLAP):
            if _may_close(data, found.start(), quote, starts):
                return True
    return False


def _may_close(data: Bytes, at: int, quote: bytes, starts: tuple[bytes, ...]) -> bool:
    r"""Whether a quote may close its cell: not when it opens one, or is half of a doubled one.

    >>> starts = (b",", b"\n", b"\r")
    >>> _may_close(b'"a" "b"', 2, b'"', starts), _may_close(b'"a"" ""b"', 3, b'"', starts)
    (True, False)
    >>> _may_close(b'," ",', 1, b'"', starts), _may_close(b'"" "x', 1, b'"', starts)
    (False, True)
    """
    first = at
    while first >= len(quote) and data[first - len(quote) : first] == quote:
        first -= len(quote)
    is_odd = (at - first) // len(quote) % 2 == 0
    is_begin = first == 0 or data[max(first - 4, 0) : first].endswith(starts)
    return is_odd != is_begin
