"""Charts of 10 M rows against bare DuckDB that reads the same Parquet files for the same numbers.

The limit is the least that any tool would ask: the two queries that give the numbers of the marks
(the ends of the axes, then the groups), fetched to Python. Ours makes the queries from a spec,
checks it, cuts, labels and counts what it leaves out.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import datavault_jupyter as dv
from benchmarks.content import _file
from benchmarks.measuring import Report, interleaved
from datavault_jupyter.features.studio.drawing.painting import painted

_AIM = "≤ 1.3"


def _group(bare: Any, rows: str) -> Callable[[], object]:
    return lambda: bare.execute(
        f"SELECT category, avg(price), count(*) FROM {rows} GROUP BY 1 ORDER BY 1"
    ).fetchall()


def _histogram(bare: Any, rows: str) -> Callable[[], object]:
    def work() -> object:
        low, high = bare.execute(f"SELECT min(score), max(score) FROM {rows}").fetchone()
        step = (high - low) / 25
        return bare.execute(
            f"SELECT floor(score / {step}) AS b, count(*) FROM {rows} "
            "WHERE score IS NOT NULL GROUP BY 1 ORDER BY 1"
        ).fetchall()

    return work


def _heatmap(bare: Any, rows: str) -> Callable[[], object]:
    def work() -> object:
        a, b, c, d = bare.execute(
            f"SELECT min(price), max(price), min(score), max(score) FROM {rows}"
        ).fetchone()
        one, two = (b - a) / 43, (d - c) / 40
        return bare.execute(
            f"SELECT floor(price / {one}), floor(score / {two}), count(*) FROM {rows} "
            "WHERE score IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
        ).fetchall()

    return work


CHARTS: dict[str, tuple[dict[str, Any], Callable[[Any, str], Callable[[], object]]]] = {
    "group-by: mean of a number by category": (
        {"kind": "bar", "x": "category", "y": "mean(price)"},
        _group,
    ),
    "histogram": ({"kind": "histogram", "x": "score"}, _histogram),
    "heatmap of two numbers": ({"kind": "heatmap", "x": "price", "y": "score"}, _heatmap),
}


def run(report: Report, folder: Path, *, quick: bool) -> None:
    """Each chart's query and layers, pair by pair with bare DuckDB."""
    import duckdb

    file = _file(folder, 1_000_000 if quick else 10_000_000)
    place = folder / "chart-vault"
    with dv.Vault(place) as vault:
        dataset = vault.import_file(file, name="rows")
        files = ", ".join(f"'{path}'" for path in dataset.files())
        rows = f"read_parquet([{files}])"
        bare = duckdb.connect()
        for what, (asked, limit) in CHARTS.items():
            _compare(report, what, dataset, asked, limit(bare, rows))
        _redraw(report, dataset)
    shutil.rmtree(place)


def _compare(
    report: Report,
    what: str,
    dataset: dv.Dataset,
    asked: dict[str, Any],
    limit: Callable[[], object],
) -> None:
    given = dict(asked)
    kind = given.pop("kind")
    made = interleaved(
        {"ours": lambda: painted(dataset.chart(kind, **given)._drawn), "limit": limit}, runs=9
    )
    report.compare(what, made["ours"], made["limit"], _AIM)


def _redraw(report: Report, dataset: dv.Dataset) -> None:
    """From a changed spec to the whole Vega-Lite spec with its data, checked by its schema."""
    changes: dict[str, Callable[[], object]] = {
        "bars": lambda: dataset.chart("bar", x="city", y="sum(qty)").to_dict(),
        "lines": lambda: dataset.chart(
            "line", x="month(ts)", y="mean(price)", color="category"
        ).to_dict(),
        "points, sampled": lambda: dataset.chart("scatter", x="price", y="score").to_dict(),
        "boxes": lambda: dataset.chart("box", x="category", y="score").to_dict(),
        "density": lambda: dataset.chart("density", x="score", color="category").to_dict(),
    }
    for name, series in interleaved(changes, runs=3).items():
        aim = "≤ 500 ms at 1 M rows, ≤ 1.5 s at 10 M"
        report.add(f"changed to drawn: {name}", f"{series.median * 1000:9.1f} ms", aim)
