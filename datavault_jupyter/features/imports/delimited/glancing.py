"""A look at a file's quotes beside its reading, for what DuckDB takes and should not.

In DuckDB 2.0.0 a cell such as ``"a" "b"`` loses the two quotes in its middle without a word. They
are rare, so places that look like one are searched for in a thread while DuckDB reads, and only a
file that has some is walked through.
"""

from __future__ import annotations

import re
import threading

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.imports.delimited.tables import Table
from datavault_jupyter.features.imports.delimited.walking import Bytes, Fault, Walk, mapped

# Searched at once: the other threads of Python wait meanwhile.
_WINDOW = 1 << 20
_OVERLAP = 1 << 10


class Glance:
    """The look at one table; `finds_fault` waits for its end."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._is_suspicious = False
        self._error: VaultError | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def finds_fault(self) -> bool:
        """Whether a cell goes on after its closing quote, though DuckDB reads it."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        if not self._is_suspicious:
            return False
        with mapped(self._table.staged.path) as data:
            walk = Walk(data, self._table.reading)
            return any(record.fault in (Fault.GOES_ON, Fault.OPEN) for record in walk)

    def _run(self) -> None:
        if not self._table.reading.quote:
            return
        try:
            with mapped(self._table.staged.path) as data:
                self._is_suspicious = _is_suspicious(data, self._table)
        except VaultError as error:
            self._error = error


def _is_suspicious(data: Bytes, table: Table) -> bool:
    """Whether blanks between two quotes stand where they may be behind the end of a cell."""
    quote = table.reading.quote.encode()
    pattern = re.compile(b"%b +%b" % (re.escape(quote), re.escape(quote)))
    starts = (table.reading.delimiter.encode(), b"\n", b"\r")
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
