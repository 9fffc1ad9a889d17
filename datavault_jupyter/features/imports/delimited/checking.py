"""All rows of a CSV file that can't be imported, without importing it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.imports import overrides
from datavault_jupyter.features.imports.delimited import faults, queries
from datavault_jupyter.features.imports.delimited.loading import sift
from datavault_jupyter.features.imports.delimited.mending import mending
from datavault_jupyter.features.imports.delimited.tables import Table, look
from datavault_jupyter.features.imports.records import OnError, Options, Reject
from datavault_jupyter.features.imports.sources import Source
from datavault_jupyter.storage.engine import rows_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor


def problems(
    cursor: Cursor, source: Source, options: Options, limit: int, scratch: Path
) -> tuple[Reject, ...]:
    """The rows that would be left out, in their order; none where the file can be imported.

    Args:
        cursor: Of the engine that moves data.
        source: The file.
        options: What the user asked for; `on_error` doesn't count.
        limit: How many are enough.
        scratch: A folder of our own.

    Raises:
        BadFile: the fault is not one of single rows, as where the file holds nothing.
    """
    if limit < 1:
        return ()
    options = replace(options, on_error=OnError.SKIP)
    table = look(cursor, source, options, scratch)
    try:
        # DuckDB reads a sound file many times faster than the walk through its records.
        sound = mending(cursor, table, options, scratch, lambda made: _read(cursor, made, options))
    except VaultError as error:
        if not faults.is_about_rows(error):
            raise
    else:
        if not options.types and not options.date_order:
            return ()
        table = sound
    return tuple(sift(cursor, table, options, scratch, limit=limit).rejects[:limit])


def _read(cursor: Cursor, table: Table, options: Options) -> Table:
    """The table, if all of its rows can be read."""
    positions = [column.position for column in overrides.pick(table.names, options)]
    rows_of(cursor, queries.any_text(table.scan, positions))
    return table
