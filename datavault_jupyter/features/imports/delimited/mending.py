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


def mending(
    cursor: Cursor,
    table: Table,
    options: Options,
    scratch: Path,
    attempt: Callable[[Table], T],
) -> T:
    """What an attempt to read a table gives, if need be the second or third time.

    Args:
        cursor: Of the engine that moves data.
        table: The file.
        options: What the user asked for.
        scratch: A folder of our own.
        attempt: Reads the table; an error of the reader shows what to change.

    Raises:
        BadFile: the file can't be read; the sentence names the line.
    """
    for _ in range(_MOST_ATTEMPTS):
        try:
            table = doubled(table, scratch)
            return attempt(table)
        except Cancelled:
            raise
        except VaultError as error:
            mended = _mended(cursor, error, table, options, scratch)
            if mended is None:
                raise faults.explained(error, table) from error.__cause__
            table = mended
    return attempt(doubled(table, scratch))


def _mended(
    cursor: Cursor, error: VaultError, table: Table, options: Options, scratch: Path
) -> Table | None:
    """The table as it has to be read after that error; None where that would not help."""
    if faults.is_undecodable(error) and table.staged.encoding == "utf-8" and not table.is_sifted:
        return decoded_anew(cursor, table, options, scratch)
    if faults.is_long_line(error) and not table.is_wide:
        return table.widened()
    is_shared = table.staged.path.stat().st_size > _SHARED_BYTES
    if faults.may_be_parallel(error) and is_shared and not table.is_serial:
        return replace(table, is_serial=True)
    if faults.may_be_line_ends(error):
        place = line_ends.unified(table.staged.path, table.reading, scratch)
        return table.moved(place) if place else None
    return None
