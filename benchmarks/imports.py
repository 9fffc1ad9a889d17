"""Importing large CSV and NDJSON files and many small ones, beside bare DuckDB and pandas."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks import making
from benchmarks.measuring import Report, in_fresh_processes

# The same row groups and packing as a part has, so that both write the same bytes.
_BARE = """
import sys, time
import duckdb
connection = duckdb.connect()
connection.execute("SET enable_progress_bar = false")
started = time.perf_counter()
connection.execute(
    f"COPY (SELECT * FROM {sys.argv[3]}('{sys.argv[1]}')) TO '{sys.argv[2]}' "
    "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 61440)"
)
seconds = time.perf_counter() - started
"""
# The checksum of the source and of the part, and the sync, are work that an import owes.
_BARE_AND_SAFE = (
    _BARE.replace("seconds = ", "_before = ")
    + """
import glob, hashlib, os
for place in (*glob.glob(sys.argv[1]), sys.argv[2]):
    with open(place, "rb") as file:
        hashlib.file_digest(file, "sha256")
descriptor = os.open(sys.argv[2], os.O_RDONLY)
os.fsync(descriptor)
seconds = time.perf_counter() - started
"""
)
_PANDAS = """
import glob, sys, time
import pandas as pd
started = time.perf_counter()
if sys.argv[3] == "read_csv":
    made = [pd.read_csv(each) for each in sorted(glob.glob(sys.argv[1]))]
else:
    made = [pd.read_json(sys.argv[1], lines=True)]
frame = made[0] if len(made) == 1 else pd.concat(made)
frame.to_parquet(sys.argv[2], compression="zstd", row_group_size=61440)
seconds = time.perf_counter() - started
"""
_OURS = """
import sys, time
import datavault_jupyter as dv
vault = dv.Vault(sys.argv[2])
repr(vault)
import duckdb
started = time.perf_counter()
dataset = vault.import_file(sys.argv[1], name="rows", stack="*" in sys.argv[1])
seconds = time.perf_counter() - started
dataset.delete(confirm="delete")
"""
_SMALL_FILES = 1_000


def run(report: Report, folder: Path, *, quick: bool) -> None:
    """Measure a large file of each kind, and one a tenth as long: memory must not follow."""
    counts = (1_000_000,) if quick else (1_000_000, 8_000_000)
    for count in counts:
        source = making.csv(folder, count)
        what = f"{source.stat().st_size / 1e6:,.0f} MB CSV, {count:,} rows"
        _measure(report, folder, what, str(source), reader="read_csv", runs=1 if quick else 3)
    for count in (400_000,) if quick else (400_000, 4_000_000):
        source = making.ndjson(folder, count)
        what = f"{source.stat().st_size / 1e6:,.0f} MB NDJSON, {count:,} rows"
        _measure(report, folder, what, str(source), reader="read_json", runs=1 if quick else 3)
    place = making.small_csvs(folder, _SMALL_FILES)
    what = f"{_SMALL_FILES:,} CSV files of 100 rows"
    _measure(report, folder, what, f"{place}/*.csv", reader="read_csv", runs=1 if quick else 5)


def _measure(
    report: Report, folder: Path, what: str, source: str, *, reader: str, runs: int
) -> None:
    part = folder / "bare.parquet"
    vault = folder / "import-vault"
    bare = [source, str(part), reader]
    series = in_fresh_processes(
        {"ours": _OURS, "bare": _BARE, "safe": _BARE_AND_SAFE, "pandas": _PANDAS},
        {"ours": [source, str(vault)], "bare": bare, "safe": bare, "pandas": bare},
        runs=runs,
    )
    report.compare(f"{what}: bare COPY", series["ours"], series["bare"])
    report.compare("  bare COPY + checksums + sync", series["ours"], series["safe"], "≤ 1.15")
    report.compare("  pandas + to_parquet", series["ours"], series["pandas"])
    shutil.rmtree(vault)
    part.unlink()
