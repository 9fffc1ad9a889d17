"""A vault of 100,000 datasets: a page of the listing, one by name, one more."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

import datavault_jupyter as dv
from benchmarks.measuring import Report, interleaved
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.features.datasets import queries
from datavault_jupyter.features.imports.adding import Making, Nobody
from datavault_jupyter.features.imports.records import Loaded
from datavault_jupyter.storage import tables
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.parts import NewPart, column_set_id
from datavault_jupyter.storage.store import Store


def fill(store: Store, count: int) -> None:
    """Make datasets with a version and a part each; the parts' files are not there."""
    columns = Columns.of([(f"column {number}", "BIGINT") for number in range(12)])
    moment = now()
    with store.catalog.write() as connection:
        schema = column_set_id(connection, columns)
        numbers = range(1, count + 1)
        connection.execute(
            sa.insert(tables.dataset),
            [
                {
                    "id": n, "uid": new_id("dst"), "name": f"dataset {n * 7919 % 1000003}",
                    "name_key": f"dataset {n * 7919 % 1000003}", "status": "complete",
                    "source": "file", "created_at": moment, "updated_at": moment, "head_id": n,
                    "row_count": n, "byte_count": n, "column_count": 12, "version_count": 1,
                }
                for n in numbers
            ],
        )  # fmt: skip
        connection.execute(
            sa.insert(tables.version),
            [
                {
                    "id": n, "uid": new_id("ver"), "dataset_id": n, "ordinal": 1,
                    "number": "1.0.0", "state": "final", "column_set_id": schema,
                    "created_at": moment,
                }
                for n in numbers
            ],
        )  # fmt: skip
        connection.execute(
            sa.insert(tables.part),
            [
                {
                    "id": n, "uid": new_id("prt"), "path": f"rows/{n}/{n}.parquet",
                    "sha256": "", "column_set_id": schema, "created_at": moment,
                }
                for n in numbers
            ],
        )  # fmt: skip
        connection.execute(
            sa.insert(tables.version_part),
            [{"version_id": n, "position": 0, "part_id": n} for n in numbers],
        )


_PAGE = "SELECT * FROM dataset WHERE archived_at IS NULL ORDER BY updated_at DESC, id LIMIT 50"
_SEARCH = "SELECT * FROM dataset WHERE name_key LIKE ? ORDER BY +updated_at DESC, id LIMIT 50"
_NAMED = "SELECT * FROM dataset WHERE name_key = ?"


def run(report: Report, folder: Path, *, quick: bool) -> None:
    """Each step against the same rows read by bare SQLite."""
    count = 10_000 if quick else 100_000
    place = folder / "many-vault"
    small = folder / "one.csv"
    small.write_text("a\n1\n")
    with dv.Vault(place) as vault:
        fill(vault._services.store, count)
        bare = sqlite3.connect(place / "catalog.sqlite")
        name = f"dataset {count // 2 * 7919 % 1000003}"
        _beside_sqlite(report, vault, bare, name)
        bare.close()
        _alone(report, "rename, with audit", lambda: vault[name].rename(name))
        numbers = iter(range(10**9))
        _alone(
            report,
            "import of a tiny file",
            lambda: vault.import_file(small, name=f"new {next(numbers)}"),
        )
        _insert(report, vault)
    shutil.rmtree(place)


def _beside_sqlite(report: Report, vault: dv.Vault, bare: sqlite3.Connection, name: str) -> None:
    """Questions that bare SQLite can answer, too."""
    steps = {
        "page of 50, newest first": (lambda: vault.datasets(limit=50), (_PAGE, [])),
        "page with a search that finds some": (
            lambda: vault.datasets("99999", limit=50),
            (_SEARCH, ["%99999%"]),
        ),
        "page with a search that finds nothing": (
            lambda: vault.datasets("zebra", limit=50),
            (_SEARCH, ["%zebra%"]),
        ),
        "open by name": (lambda: vault[name], (_NAMED, [name])),
    }
    aims = {"page of 50, newest first": "≤ 20 ms", "open by name": "≤ 5 ms"}
    for what, (ours, (text, values)) in steps.items():
        ways = {
            "ours": ours,
            "bare": lambda text=text, values=values: bare.execute(text, values).fetchall(),
        }
        series = interleaved(ways, runs=20, warm=3)
        report.compare(what, series["ours"], series["bare"], aims.get(what, ""))


def _insert(report: Report, vault: dv.Vault) -> None:
    """The transaction that makes a dataset, without the Parquet file around it."""
    store = vault._services.store
    columns = Columns.of([("a", "BIGINT")])
    adder = vault._services.imports._adder
    numbers = iter(range(10**9))

    def insert() -> None:
        number = next(numbers)
        path = f"rows/x/{number}.parquet"
        with store.catalog.write() as connection:
            connection.execute(
                sa.insert(tables.pending).values(
                    path=path, writer=store.liveness.name, created_at=now()
                )
            )
        part = NewPart(new_id("prt"), path, 1, 1, "", columns)
        making = Making(f"inserted {number}")
        adder._register(queries.new_uid(), making, Loaded([part], columns), Nobody())

    _alone(report, "insert (two transactions)", insert, "≤ 10 ms")


def _alone(report: Report, what: str, work: Callable[[], object], aim: str = "") -> None:
    """A step that has no counterpart in bare SQLite."""
    series = interleaved({"ours": work}, runs=30, warm=3)["ours"]
    low, high = min(series.seconds) * 1000, max(series.seconds) * 1000
    report.add(what, f"{series.median * 1000:9.1f} ms ({low:.1f}–{high:.1f})", aim)
