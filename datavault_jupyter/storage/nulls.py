"""How many values of each column are NULL: from what Parquet records, else by one scan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.storage.columns import Columns, sql_names
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.parts import scan
from datavault_jupyter.storage.sql import Sql, quoted

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor


def null_counts(cursor: Cursor, columns: Columns, paths: Sequence[Path]) -> tuple[int, list[int]]:
    """The number of rows, and of NULLs in each column, both exact.

    Args:
        cursor: Reads the parts.
        columns: All columns of the parts.
        paths: The parts.
    """
    if not paths:
        return 0, [0] * len(columns)
    row_count, known = _recorded(cursor, paths)
    counts = [known.get(column.physical, -1) for column in columns]
    unknown = [at for at, number in enumerate(counts) if number < 0]
    if unknown:
        _, counted = counted_nulls(cursor, columns, scan(columns, paths), unknown)
        for at, number in zip(unknown, counted, strict=True):
            counts[at] = number
    return row_count, counts


def _recorded(cursor: Cursor, paths: Sequence[Path]) -> tuple[int, dict[str, int]]:
    """How many rows the files hold, and the NULLs of each plain column that they record.

    A column that isn't plain has other paths, or several. A path that means both a leaf of a
    nested column and a column of that very name appears too often; so both are left out.
    """
    files = [str(path) for path in paths]
    ((row_count, groups),) = rows_of(
        cursor,
        Sql("SELECT sum(num_rows), sum(num_row_groups) FROM parquet_file_metadata(?)", (files,)),
    )
    rows = rows_of(
        cursor,
        Sql(
            "SELECT path_in_schema, CAST(sum(stats_null_count) AS BIGINT) "
            "FROM parquet_metadata(?) GROUP BY ALL "
            "HAVING count(*) = ? AND count(stats_null_count) = ? AND sum(num_values) = ?",
            (files, groups, groups, row_count),
        ),
    )
    return int(row_count), {str(path): int(number) for path, number in rows}


def counted_nulls(
    cursor: Cursor, columns: Columns, rows: str, positions: Sequence[int]
) -> tuple[int, list[int]]:
    """The number of rows, and of NULLs in some columns, by a scan.

    Args:
        cursor: Reads the rows.
        columns: All columns of the rows.
        rows: The query that gives them, under the names people see.
        positions: Of the columns that are counted.
    """
    names = sql_names(columns.names)
    counts = "".join(f", count(*) - count({quoted(names[at])})" for at in positions)
    ((row_count, *found),) = rows_of(cursor, Sql(f"SELECT count(*){counts} FROM ({rows})"))
    return int(row_count), [int(number) for number in found]
