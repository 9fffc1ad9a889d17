"""Importing a large CSV file against bare DuckDB that writes the same Parquet."""

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
    f"COPY (SELECT * FROM read_csv('{sys.argv[1]}')) TO '{sys.argv[2]}' "
    "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 61440)"
)
seconds = time.perf_counter() - started
"""
# The checksum of the source and of the part, and the sync, are work that an import owes.
_BARE_AND_SAFE = (
    _BARE.replace("seconds = ", "_before = ")
    + """
import hashlib, os
for place in sys.argv[1:3]:
    with open(place, "rb") as file:
        hashlib.file_digest(file, "sha256")
descriptor = os.open(sys.argv[2], os.O_RDONLY)
os.fsync(descriptor)
seconds = time.perf_counter() - started
"""
)
_OURS = """
import sys, time
import datavault_jupyter as dv
vault = dv.Vault(sys.argv[2])
repr(vault)
import duckdb
started = time.perf_counter()
dataset = vault.import_file(sys.argv[1], name="rows")
seconds = time.perf_counter() - started
dataset.delete(confirm="delete")
"""


def run(report: Report, folder: Path, *, quick: bool) -> None:
    """Measure one file, and one a tenth as long to show that memory does not follow."""
    for count in (1_000_000,) if quick else (1_000_000, 10_000_000):
        source = making.csv(folder, count)
        part = folder / "bare.parquet"
        vault = folder / "import-vault"
        series = in_fresh_processes(
            {"ours": _OURS, "bare": _BARE, "safe": _BARE_AND_SAFE},
            {
                "ours": [str(source), str(vault)],
                "bare": [str(source), str(part)],
                "safe": [str(source), str(part)],
            },
            runs=1 if quick else 5,
        )
        size = source.stat().st_size / 1e6
        what = f"import of {size:,.0f} MB CSV, {count:,} rows"
        report.compare(f"{what}: bare COPY", series["ours"], series["bare"])
        report.compare("  bare COPY + checksums + sync", series["ours"], series["safe"], "≤ 1.15")
        shutil.rmtree(vault)
        part.unlink()
