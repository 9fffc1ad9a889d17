"""Reading a CSV file again where a first attempt shows how it has to be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from datavault_jupyter.base.errors import Cancelled, VaultError
from datavault_jupyter.features.imports.delimited import faults, line_ends
from datavault_jupyter.features.imports.delimited.escapes import doubled
from datavault_jupyter.features.imports.delimited.tables import Table, decoded_anew
from datavault_jupyter.features.imports.records import Options

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

T = TypeVar("T")
# Another encoding, longer lines, one thread, line ends alike: each is needed once at most.
_MOST_ATTEMPTS = 5
# Several threads read a file from about twice this size on.
_SHARED_BYTES = 4_000_000


class Mending:
    """Attempts to read a table, each as the error of the one before shows.

    Args:
        cursor: Of the engine that moves data.
        table: The file.
        options: What the user asked for.
        scratch: A folder of our own.
    """

    def __init__(self, cursor: Cursor, table: Table, options: Options, scratch: Path) -> None:
        self.decoded = table
        """The table in its true encoding as far as that is known, else as the file has it."""
        self._cursor = cursor
        self._options = options
        self._scratch = scratch

    def result(self, attempt: Callable[[Table], T]) -> T:
        """What an attempt to read the table gives, if need be the second or third time.

        Raises:
            BadFile: the file can't be read; the sentence names the line.
        """
        table = self.decoded
        for _ in range(_MOST_ATTEMPTS):
            try:
                table = doubled(table, self._scratch)
                return attempt(table)
            except Cancelled:
                raise
            except VaultError as error:
                mended = self._mended(error, table)
                if mended is None:
                    raise faults.explained(error, table) from error.__cause__
                table = mended
        return attempt(doubled(table, self._scratch))

    def _mended(self, error: VaultError, table: Table) -> Table | None:
        """The table as it has to be read after that error; None where that would not help."""
        is_utf8 = table.staged.encoding == "utf-8" and not table.is_sifted
        if faults.is_undecodable(error) and is_utf8:
            # From the file itself, of which this table may be a copy that was changed.
            table = self.decoded
            self.decoded = decoded_anew(self._cursor, table, self._options, self._scratch)
            return self.decoded
        if faults.is_long_line(error) and not table.is_wide:
            return table.widened()
        is_shared = table.staged.path.stat().st_size > _SHARED_BYTES
        if faults.may_be_parallel(error) and is_shared and not table.is_serial:
            return replace(table, is_serial=True)
        if faults.may_be_line_ends(error):
            place = line_ends.unified(table.staged.path, table.reading, self._scratch)
            return table.moved(place) if place else None
        return None
