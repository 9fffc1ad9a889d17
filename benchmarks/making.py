"""The data: 12 columns (4 whole numbers, 4 decimals, 3 texts, a time), the same every time."""

from __future__ import annotations

from pathlib import Path

import duckdb

_ROWS = """
SELECT
    range AS id,
    CAST(hash(range) % 1000000 AS BIGINT) AS amount,
    CAST(hash(range + 7) % 97 AS BIGINT) AS grade,
    CASE WHEN hash(range + 1) % 20 = 0 THEN NULL ELSE CAST(hash(range + 2) % 5000 AS BIGINT) END
        AS parts,
    round(CAST(hash(range + 3) % 100000000 AS DOUBLE) / 10000, 4) AS price,
    CAST(hash(range + 4) % 1000000007 AS DOUBLE) / 1000000007 AS share,
    round(CAST(hash(range + 5) % 36000 AS DOUBLE) / 100 - 180, 2) AS angle,
    CASE WHEN hash(range + 6) % 10 = 0 THEN NULL
         ELSE round(CAST(hash(range + 8) % 100000 AS DOUBLE) / 1000, 3) END AS score,
    'c' || CAST(hash(range + 9) % 50 AS VARCHAR) AS category,
    'user-' || CAST(hash(range + 10) % 200000 AS VARCHAR) AS name,
    'some words about row ' || CAST(hash(range + 11) % 1000 AS VARCHAR) AS note,
    TIMESTAMP '2024-01-01' + to_seconds(CAST(hash(range + 12) % 63072000 AS BIGINT)) AS at
FROM range({count})
"""


def csv(folder: Path, count: int) -> Path:
    """A CSV file of so many rows (132 bytes each), made once."""
    path = folder / f"rows-{count}.csv"
    if not path.exists():
        duckdb.connect().execute(
            f"COPY ({_ROWS.format(count=count)}) TO '{path}' (FORMAT csv, HEADER)"
        )
    return path


def ndjson(folder: Path, count: int) -> Path:
    """The same rows as NDJSON (260 bytes each), made once."""
    path = folder / f"rows-{count}.ndjson"
    if not path.exists():
        duckdb.connect().execute(f"COPY ({_ROWS.format(count=count)}) TO '{path}' (FORMAT json)")
    return path


def small_csvs(folder: Path, count: int) -> Path:
    """A folder with so many CSV files of 100 rows each, made once."""
    place = folder / f"small-{count}"
    if not place.exists():
        place.mkdir()
        connection = duckdb.connect()
        connection.execute(f"CREATE TABLE rows AS {_ROWS.format(count=count * 100)}")
        for at in range(count):
            connection.execute(
                f"COPY (FROM rows WHERE id // 100 = {at}) "
                f"TO '{place}/part-{at:05}.csv' (FORMAT csv, HEADER)"
            )
    return place
