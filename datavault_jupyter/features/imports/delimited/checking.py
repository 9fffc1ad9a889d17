"""All rows of a CSV file that can't be imported, without importing it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.imports import overrides
from datavault_jupyter.features.imports.delimited import faults, queries
from datavault_jupyter.features.imports.delimited.glancing import Glance
from datavault_jupyter.features.imports.delimited.loading import (
    dated,
    profiles_of,
    refuse_unfit,
    sift,
)
from datavault_jupyter.features.imports.delimited.mending import Mending
from datavault_jupyter.features.imports.delimited.tables import Table, look
from datavault_jupyter.features.imports.overrides import Picked
from datavault_jupyter.features.imports.records import Checked, OnError, Options, Reject
from datavault_jupyter.features.imports.sources import Source
from datavault_jupyter.storage.engine import rows_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor


def problems(
    cursor: Cursor, source: Source, options: Options, limit: int, scratch: Path
) -> tuple[Reject, ...]:
    """The rows that would be left out: see `check`."""
    return check(cursor, source, options, limit, scratch).rejects


def check(cursor: Cursor, source: Source, options: Options, limit: int, scratch: Path) -> Checked:
    """The rows that would be left out, in their order, and how many others there are.

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
        return Checked(())
    options = replace(options, on_error=OnError.SKIP)
    mending = Mending(cursor, look(cursor, source, options, scratch), options, scratch)
    try:
        # DuckDB reads a sound file many times faster than the walk through its records.
        table = mending.result(lambda made: _read(cursor, made, options))
        refuse_unfit(cursor, table, _asked(cursor, table, options), table.scan)
    except VaultError as error:
        if not faults.is_about_rows(error):
            raise
    else:
        return Checked((), int(str(rows_of(cursor, queries.row_count(table.scan))[0][0])))
    left = sift(cursor, mending.decoded, options, scratch, limit=limit)
    is_whole = len(left.rejects) < limit
    return Checked(tuple(left.rejects[:limit]), left.row_count if is_whole else None)


def _asked(cursor: Cursor, table: Table, options: Options) -> list[Picked]:
    """The columns with the types asked for, those of dates in an order among them."""
    asked = overrides.pick(table.names, options)
    if table.date_order is None:
        return asked
    return dated(asked, profiles_of(cursor, table, asked), table.date_order)


def _read(cursor: Cursor, table: Table, options: Options) -> Table:
    """The table, if all of its rows can be read."""
    glance = Glance(table)
    positions = [column.position for column in overrides.pick(table.names, options)]
    rows_of(cursor, queries.any_text(table.scan, positions))
    if glance.finds_fault():
        raise faults.first_of(table)
    return table
