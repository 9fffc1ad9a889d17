"""The first rows of a CSV file as they would be imported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.imports import overrides
from datavault_jupyter.features.imports.delimited import faults, queries
from datavault_jupyter.features.imports.delimited.loading import (
    SAMPLE_ROWS,
    dated,
    of_dates,
    plan_for,
    profiles_of,
    refuse_unfit,
    sift,
)
from datavault_jupyter.features.imports.delimited.mending import Mending
from datavault_jupyter.features.imports.delimited.tables import Table, look
from datavault_jupyter.features.imports.records import Note, Options, Preview, PreviewColumn
from datavault_jupyter.features.imports.sources import Source
from datavault_jupyter.features.imports.values.showing import shown_list
from datavault_jupyter.storage.engine import rows_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

# A file up to this size is counted at once.
_COUNTED_BYTES = 16_000_000


def preview(
    cursor: Cursor, source: Source, options: Options, row_count: int, scratch: Path
) -> Preview:
    """The first rows, and types told from a few more.

    Raises:
        BadFile: the first rows can't be imported exactly as they are.
    """
    mending = Mending(cursor, look(cursor, source, options, scratch), options, scratch)

    def attempt(made: Table) -> Preview:
        return _preview(cursor, made, options, row_count)

    try:
        return mending.result(attempt)
    except VaultError as error:
        if not options.skips or not faults.is_about_rows(error):
            raise
        left = sift(cursor, mending.decoded, options, scratch, most_rows=SAMPLE_ROWS)
        made = Mending(cursor, left.table, options, scratch).result(attempt)
        said = f"{count(len(left.rejects), 'row')} of the first ones would be left out."
        return replace(made, notes=(*made.notes, Note(said)), row_count=None)


def _preview(cursor: Cursor, table: Table, options: Options, row_count: int) -> Preview:
    picked = overrides.pick(table.names, options)
    profiles = profiles_of(cursor, table, picked, limit=SAMPLE_ROWS)
    picked = dated(picked, profiles, table.date_order)
    plan = plan_for(table, picked, profiles, is_whole=True)
    sample = queries.first_rows(table.scan, SAMPLE_ROWS)
    refuse_unfit(cursor, table, picked, sample)
    shown = min(max(row_count, 0), SAMPLE_ROWS)
    select_list = shown_list(plan.columns, plan.expressions)
    rows = rows_of(
        cursor,
        queries.select(
            select_list,
            queries.with_values(sample, plan.parsed, plan.dated, table.date_order),
            shown,
        ),
    )
    said = of_dates(cursor, table, picked, profiles, SAMPLE_ROWS)
    notes = [*table.notes, *plan.notes, *said]
    total = None
    if table.staged.path.stat().st_size <= _COUNTED_BYTES:
        total = int(str(rows_of(cursor, queries.row_count(table.scan))[0][0]))
    if total is None or total > SAMPLE_ROWS:
        notes.append(
            Note(
                f"Types are told from the first {count(SAMPLE_ROWS, 'row')} here; "
                "the import decides them from all."
            )
        )
    return Preview(
        file_name=table.source.name,
        format=table.source.format,
        columns=tuple(
            PreviewColumn(made.name, made.type, column.source_name)
            for made, column in zip(plan.columns, picked, strict=True)
        ),
        rows=rows,
        notes=tuple(notes),
        row_count=total,
        byte_count=table.source.byte_count,
        encoding=table.staged.encoding,
        dialect=table.dialect.as_info(),
    )
