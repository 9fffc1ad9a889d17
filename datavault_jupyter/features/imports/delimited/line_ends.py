"""A copy of a CSV file whose lines all end alike; line breaks inside quotes stay as they are."""

from __future__ import annotations

import re
from pathlib import Path

from datavault_jupyter.features.imports.delimited.dialects import Dialect
from datavault_jupyter.storage.foreign import translated

_CHUNK = 1 << 20
# With one more carriage return it is no line end, but damage that has to be told.
_WINDOWS_END = re.compile(rb"(?<!\r)\r\n")


def unified(path: Path, dialect: Dialect, scratch: Path) -> Path | None:
    r"""A copy in which rows end in ``\n``; None where the file has no ``\r\n`` to change."""
    target = scratch / "unified.csv"
    if path == target:
        return None
    changed = 0
    with translated(), path.open("rb") as source, target.open("wb") as copy:
        rows = _Rows(dialect)
        while chunk := source.read(_CHUNK):
            while chunk.endswith((b"\r", b'"', b"'", b"\\")) and (more := source.read(1)):
                chunk += more
            made = rows.rewritten(chunk)
            changed += made != chunk
            copy.write(made)
    return target if changed else None


class _Rows:
    """Walks through the quotes of a file, chunk by chunk."""

    def __init__(self, dialect: Dialect) -> None:
        self._quote = dialect.quote.encode()
        self._opens_after = (dialect.delimiter.encode(), b"\n", b"\r", b" ")
        self._escape = dialect.escape.encode() if dialect.escape != dialect.quote else None
        self._is_inside = False
        self._last = b"\n"

    def rewritten(self, chunk: bytes) -> bytes:
        """The chunk with line ends outside quotes made alike."""
        if not self._quote:
            return _WINDOWS_END.sub(b"\n", chunk)
        pieces = chunk.split(self._quote)
        made = []
        for at, piece in enumerate(pieces):
            made.append(piece if self._is_inside else _WINDOWS_END.sub(b"\n", piece))
            if at == len(pieces) - 1:
                self._last = piece[-4:] or self._last
                break
            before = piece or (self._quote if at else self._last)
            if self._is_inside:
                escaped = self._escape is not None and before.endswith(self._escape)
                self._is_inside = escaped
                self._last = self._quote
            else:
                # A quote in the middle of a cell opens nothing.
                self._is_inside = before.endswith((*self._opens_after, self._quote))
                self._last = self._quote
        return self._quote.join(made)
