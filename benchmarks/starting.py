"""How long the package takes to import, and a fresh process to its first listing."""

from __future__ import annotations

import shutil
from pathlib import Path

import datavault_jupyter as dv
from benchmarks.catalogue import fill
from benchmarks.measuring import Report, in_fresh_processes

_IMPORT = """
import sys, time
started = time.perf_counter()
import datavault_jupyter
seconds = time.perf_counter() - started
"""
_EXTENSION = """
import sys, time
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
started = time.perf_counter()
shell.run_line_magic("load_ext", "datavault_jupyter")
seconds = time.perf_counter() - started
"""
_LISTING = """
import sys, time
started = time.perf_counter()
import datavault_jupyter as dv
dv.Vault(sys.argv[1])._repr_mimebundle_()
seconds = time.perf_counter() - started
"""
_ROWS = """
import sys, time
started = time.perf_counter()
import datavault_jupyter as dv
dv.Vault(sys.argv[1])["one"]._repr_mimebundle_()
seconds = time.perf_counter() - started
"""
_NOTHING = """
import sys, time
started = time.perf_counter()
import sqlalchemy, sqlite3
sqlite3.connect(sys.argv[1] + "/catalog.sqlite").execute("SELECT count(*) FROM dataset").fetchall()
seconds = time.perf_counter() - started
"""


def run(report: Report, folder: Path, *, quick: bool) -> None:
    """Fresh processes, each way in turn; the limit is SQLAlchemy and SQLite alone."""
    place = folder / "start-vault"
    small = folder / "one.csv"
    small.write_text("a\n1\n")
    with dv.Vault(place) as vault:
        fill(vault._services.store, 1_000)
        vault.import_file(small)
    vault_path = [str(place)]
    series = in_fresh_processes(
        {"import": _IMPORT, "ext": _EXTENSION, "list": _LISTING, "rows": _ROWS, "limit": _NOTHING},
        {"list": vault_path, "rows": vault_path, "limit": vault_path},
        runs=3 if quick else 7,
    )
    for name, what, aim in (
        ("import", "import datavault_jupyter", "≤ 300 ms"),
        ("ext", "%load_ext datavault_jupyter", ""),
        ("list", "fresh process to the first listing", "≤ 1 s"),
        ("rows", "fresh process to the first rows", ""),
    ):
        report.compare(what, series[name], series["limit"], aim)
    shutil.rmtree(place)
