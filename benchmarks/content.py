"""A grid over 10 M rows × 12 columns against bare DuckDB with the same rows in its memory.

The limit is what a widget without features would do: ``SELECT *`` of 50 rows from a native table,
fetched to Python. Ours reads Parquet until its copy in memory is there, sends Arrow, and says which
rows it sent. The data is that of the peers' benchmark: every price once, in no order.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from pathlib import Path
from typing import Any

import datavault_jupyter as dv
from benchmarks.measuring import Report, interleaved
from datavault_jupyter.features.content.records import NO_QUERY, ContentQuery
from datavault_jupyter.storage.filters import Filter, Op, Sort

_ROWS = """
SELECT 10000000 + i AS id,
    ['alpha','beta','gamma','delta','epsilon','zeta','eta','theta'][1 + (hash(i) % 8)::INT]
        AS category,
    ((i * 2654435761) % 4294967296) / 100.0 AS price,
    (hash(i + 1) % 1000)::INTEGER AS qty,
    (1 + hash(i + 2) % 5)::TINYINT AS rating,
    CASE WHEN hash(i + 3) % 10 = 0 THEN NULL ELSE (hash(i + 3) % 100000) / 1000.0 END AS score,
    hash(i + 4) % 2 = 0 AS flag,
    'city_' || lpad((hash(i + 5) % 250)::VARCHAR, 3, '0') AS city,
    'user_' || lpad((hash(i + 6) % 1000000)::VARCHAR, 7, '0') AS name,
    CASE WHEN hash(i + 7) % 5 = 0 THEN NULL
         ELSE 'note ' || (hash(i + 7) % 5000) || ' lorem ipsum' END AS note,
    DATE '2015-01-01' + (hash(i + 8) % 3650)::INT AS day,
    TIMESTAMP '2020-01-01' + INTERVAL (i * 7) SECOND AS ts
FROM range({count}) r(i)
"""
_BY_PRICE = (Sort("price"),)
_DELTA = Filter(Op.EQ, "category", ("delta",))
VIEWS: dict[str, tuple[ContentQuery, str, str]] = {
    "first rows": (NO_QUERY, "", "≤ 2"),
    "jump to the middle": (NO_QUERY, "OFFSET {middle}", "≤ 2"),
    "sort by price": (ContentQuery(sorts=_BY_PRICE), "ORDER BY price", "≤ 3"),
    "filter, sorted by price": (
        ContentQuery(_DELTA, sorts=_BY_PRICE), "WHERE category = 'delta' ORDER BY price", "≤ 2",
    ),
    "filter": (ContentQuery(_DELTA), "WHERE category = 'delta'", "≤ 2"),
    "jump under a sort": (
        ContentQuery(sorts=_BY_PRICE), "ORDER BY price LIMIT 50 OFFSET {middle}", "≤ 2",
    ),
}  # fmt: skip
# What a round trip through the widget's transport takes, as the peers' benchmark found it.
_TRANSPORT_S = 0.05


class _Grid:
    """A dataset as the wire asks for it."""

    def __init__(self, vault: dv.Vault, dataset: dv.Dataset) -> None:
        self.content: Any = vault._services.content
        self.record = self.content.record(dataset.id)
        described = self.content.describe(self.record)
        self.columns = [column.name for column in described.columns]
        self.row_count = described.row_count

    def page(self, query: ContentQuery, offset: int = 0) -> int:
        record = self.content.record(self.record.id)  # each question looks it up anew
        page = self.content.page(record, query, columns=self.columns, offset=offset, limit=50)
        return len(page.rows)

    def wait(self) -> None:
        if not self.content._views.worker.wait(600):
            raise RuntimeError("the copy in memory was not finished in ten minutes")


def _file(folder: Path, count: int) -> Path:
    import duckdb

    path = folder / f"grid-{count}.parquet"
    if not path.exists():
        duckdb.connect().execute(
            f"COPY ({_ROWS.format(count=count)} ORDER BY i) TO '{path}' (FORMAT parquet)"
        )
    return path


def _timed(report: Report, what: str, work: Any, aim: str = "") -> None:
    started = time.perf_counter()
    work()
    report.add(what, f"{(time.perf_counter() - started) * 1000:9.1f} ms", aim)


def run(report: Report, folder: Path, *, quick: bool) -> None:
    """Pages, jumps, sorts and filters against bare DuckDB; then all headers at once."""
    import duckdb

    file = _file(folder, 1_000_000 if quick else 10_000_000)
    place = folder / "grid-vault"
    bare = duckdb.connect()
    bare.execute(f"CREATE TABLE t AS FROM '{file}'")
    with dv.Vault(place) as vault:
        dataset = vault.import_file(file, name="rows")
        grid = _Grid(vault, dataset)
        _timed(report, "first page of all, from Parquet, cold", lambda: grid.page(NO_QUERY))
        _timed(report, "sort by price, from Parquet", lambda: grid.page(VIEWS["sort by price"][0]))
        report.add("bytes of a page of 50 rows", f"{grid.page(NO_QUERY):9,}", "≤ 204,800")
        _timed(report, "until the copy in memory is there", grid.wait)
        _compare(report, grid, bare, runs=5 if quick else 11)
        _headers(report, grid, NO_QUERY, "all 12 headers")
        _headers(report, grid, ContentQuery(_DELTA), "all 12 headers again, under a filter")
        with contextlib.suppress(OSError):
            report.add("memory of the process, bare table included", f"{_resident_mb():9.0f} MB")
    shutil.rmtree(place)


def _compare(report: Report, grid: _Grid, bare: Any, *, runs: int) -> None:
    middle = grid.row_count // 2
    for what, (query, tail, aim) in VIEWS.items():
        offset = middle if "jump" in what else 0
        text = f"SELECT * FROM t {tail.format(middle=middle)}"
        text = text if "LIMIT" in text else text.replace("OFFSET", "LIMIT 50 OFFSET")
        text = text if "LIMIT" in text else f"{text} LIMIT 50"
        series = interleaved(
            {
                "ours": lambda query=query, offset=offset: grid.page(query, offset),
                "bare": lambda text=text: bare.execute(text).fetchall(),
            },
            runs=runs,
        )
        report.compare(what, series["ours"], series["bare"])
        ours, limit = (series[name].median + _TRANSPORT_S for name in ("ours", "bare"))
        report.add(f"{what}, with 50 ms of transport", f"{ours / limit:9.2f} ×", aim)


def _headers(report: Report, grid: _Grid, query: ContentQuery, what: str) -> None:
    def ask() -> None:
        for column in grid.columns:
            grid.content.summaries(grid.record, query, [column])

    _timed(report, what, ask, "≤ 2,000 ms")


def _resident_mb() -> float:
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
