"""All coefficients of a field of a million ratings: 100 raters, 200,000 items, most pairs gaps."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measuring import Report, in_fresh_processes

_MAKE = """
import sys, time
import numpy as np
import pandas as pd
import datavault_jupyter as dv
from datavault_jupyter.features.analytics.agreement.result import Agreement

kind, level, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
random = np.random.default_rng(7)
items = count // 5
# Five of a hundred raters for each item, no rater twice.
shift = random.integers(1, 20, (items, 1)) * np.arange(5)
rater = (random.integers(0, 100, (items, 1)) + shift) % 100
truth = random.integers(0, 5, (items, 1))
value = np.where(random.random((items, 5)) < 0.7, truth, random.integers(0, 5, (items, 5)))
if kind == "scores":
    value = value + random.random((items, 5))
frame = pd.DataFrame({
    "item": np.char.add("item-", np.repeat(np.arange(items), 5).astype(str)),
    "rater": np.char.add("rater-", rater.ravel().astype(str)),
    "value": value.ravel() + 1,
})
dv.agreement(frame[:500], item="item", rater="rater", value="value")["conger_kappa"]
"""
_ALL = (
    _MAKE
    + """
started = time.perf_counter()
result = dv.agreement(frame, item="item", rater="rater", value="value", level=level)
found = [metric.value for metric in result.values()]
seconds = time.perf_counter() - started
"""
)
_ALPHA = (
    _MAKE
    + """
started = time.perf_counter()
dv.agreement(frame, item="item", rater="rater", value="value", level=level)["krippendorff_alpha"]
seconds = time.perf_counter() - started
"""
)
_BARE = (
    _MAKE
    + """
import duckdb
started = time.perf_counter()
duckdb.sql("SELECT item, value, count(*) FROM frame GROUP BY ALL").fetchnumpy()
seconds = time.perf_counter() - started
"""
)


def run(report: Report, folder: Path, *, quick: bool) -> None:  # noqa: ARG001 - it needs no disk
    """Measure in fresh processes, beside DuckDB's plain count of the same frame."""
    count = 100_000 if quick else 1_000_000
    runs = 1 if quick else 3
    for kind, level, aim in (
        ("categories", "nominal", "≤ 2 s"),
        ("categories", "ordinal", "≤ 2 s"),
        ("scores", "interval", "≤ 2 s"),
        ("scores", "ratio", "≤ 2 s"),
    ):
        arguments = [kind, level, str(count)]
        ways = {"all": _ALL, "alpha": _ALPHA, "bare": _BARE}
        series = in_fresh_processes(ways, dict.fromkeys(ways, arguments), runs)
        what = f"{count:,} {kind}, {level}"
        report.compare(f"all metrics of {what}", series["all"], series["bare"], aim)
        report.compare(f"  alpha of {what}", series["alpha"], series["bare"])
