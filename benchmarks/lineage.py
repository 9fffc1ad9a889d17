"""Versions of a large dataset: cloning, appending, comparing, and a long line of them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

import datavault_jupyter as dv
from benchmarks import making
from benchmarks.measuring import Report, interleaved

_LONG_LINE = 1_000


def run(report: Report, folder: Path, *, quick: bool) -> None:
    """Measure on one dataset of 10 M rows, a tenth of that when quick."""
    count = 1_000_000 if quick else 10_000_000
    source = making.csv(folder, count)
    more = folder / "more.csv"
    duckdb.execute(f"COPY (FROM read_csv('{source}') LIMIT 1000) TO '{more}' (HEADER)")
    home = folder / "lineage-vault"
    with dv.Vault(home) as vault:
        rows = vault.import_file(source, name="rows")
        before = _bytes(home)
        _once(report, f"clone of {count:,} rows", lambda: rows.clone("clone"), "≤ 50 ms")
        report.add("  bytes on disk", f"{_bytes(home) - before:,}", "< 1 MB")
        before = _bytes(home)
        _once(report, "append of 1,000 rows", lambda: rows.append(more))
        report.add("  bytes on disk", f"{_bytes(home) - before:,}", "∝ 1,000 rows")
        added = duckdb.connect()
        files = [str(path) for path in rows.files()[1:]]
        series = interleaved(
            {
                "ours": lambda: rows.head.compare("1.0.0"),
                "bare": lambda: added.execute(
                    "SELECT count(*) FROM (SELECT * FROM read_parquet($1) EXCEPT ALL "
                    "SELECT * FROM read_parquet($1) WHERE false)",
                    [files],
                ).fetchall(),
            },
            runs=5,
        )
        what = "difference of two versions that share the rest"
        report.compare(f"{what}: the same SQL on what differs", series["ours"], series["bare"])
        _long_line(report, vault)
    shutil.rmtree(home)


def _long_line(report: Report, vault: dv.Vault) -> None:
    rows = vault["clone"]
    started = time.perf_counter()
    for _ in range(_LONG_LINE):
        rows.new_version()
    each = (time.perf_counter() - started) / _LONG_LINE
    report.add(f"a version on demand, {_LONG_LINE:,} in a row", f"{each * 1000:.1f} ms each")
    series = interleaved({"list": lambda: list(rows.versions)}, runs=5)["list"]
    report.add(f"list of {_LONG_LINE:,} versions", f"{series.median * 1000:.1f} ms")


def _once(report: Report, what: str, call: Callable[[], object], aim: str = "") -> None:
    started = time.perf_counter()
    call()
    report.add(what, f"{(time.perf_counter() - started) * 1000:.1f} ms", aim)


def _bytes(home: Path) -> int:
    """The size of all rows on disk."""
    return sum(path.stat().st_size for path in (home / "rows").rglob("*.parquet"))
