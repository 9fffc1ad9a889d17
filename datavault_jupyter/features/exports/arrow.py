"""Rows into an Arrow file, batch by batch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from datavault_jupyter.features.exports import queries
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.running import stoppable
from datavault_jupyter.storage.sql import Sql

_AT_ONCE = 100_000


def write_arrow(
    cursor: Any, rows: Sql, target: Path, on_progress: Callable[[float], None] | None
) -> int:
    """Write a query's rows in Arrow's file format; how many there were.

    Args:
        cursor: A DuckDB cursor.
        rows: Cells in types that Arrow keeps.
        target: The file, which exists.
        on_progress: Called with a share from 0 to 1.
    """
    whole = int(rows_of(cursor, queries.count_of(rows))[0][0]) if on_progress else 0

    def work() -> int:
        import pyarrow as pa

        batches = cursor.sql(rows.text, params=list(rows.params)).to_arrow_reader(_AT_ONCE)
        done = 0
        # A file of Python's: what the system says when it can't be written reaches us as it is.
        with target.open("wb") as file, pa.ipc.new_file(file, batches.schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
                done += batch.num_rows
                if on_progress is not None and whole:
                    on_progress(min(1.0, done / whole))
        return done

    return stoppable(cursor, work)
