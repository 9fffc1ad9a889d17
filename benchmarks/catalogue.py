"""A vault of 100,000 datasets: a page of the listing, one by name, one more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

import datavault_jupyter as dv
from benchmarks.measuring import Report, interleaved
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.features.datasets import queries
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


def run(report: Report, folder: Path, *, quick: bool) -> None:
    """Each step against the same rows read by bare SQLite."""
    import sqlite3

    count = 10_000 if quick else 100_000
    place = folder / "many-vault"
    small = folder / "one.csv"
    small.write_text("a\n1\n")
    with dv.Vault(place) as vault:
        fill(vault._services.store, count)
        bare = sqlite3.connect(place / "catalog.sqlite")
        name = f"dataset {count // 2 * 7919 % 1000003}"
        page = (
            "SELECT * FROM dataset WHERE archived_at IS NULL ORDER BY updated_at DESC, id LIMIT 50"
        )
        numbers = iter(range(10**9))
        steps = {
            "page of 50, newest first": (
                lambda: vault.datasets(limit=50),
                lambda: bare.execute(page).fetchall(),
            ),
            "page of 50 with a search that finds 11": (
                lambda: vault.datasets("99999", limit=50),
                lambda: bare.execute(
                    "SELECT * FROM dataset WHERE name_key LIKE '%99999%' "
                    "ORDER BY +updated_at DESC, id LIMIT 50"
                ).fetchall(),
            ),
            "page of 50 with a search that finds nothing": (
                lambda: vault.datasets("zebra", limit=50),
                lambda: bare.execute(
                    "SELECT * FROM dataset WHERE name_key LIKE '%zebra%' "
                    "ORDER BY +updated_at DESC, id LIMIT 50"
                ).fetchall(),
            ),
            "open by name": (
                lambda: vault[name],
                lambda: bare.execute("SELECT * FROM dataset WHERE name_key = ?", [name]).fetchall(),
            ),
        }
        for what, (ours, limit) in steps.items():
            series = interleaved({"ours": ours, "bare": limit}, runs=20, warm=3)
            aim = {"page of 50, newest first": "≤ 20 ms", "open by name": "≤ 5 ms"}.get(what, "")
            report.compare(f"{count:,} datasets: {what}", series["ours"], series["bare"], aim)
        _alone(report, f"{count:,} datasets: rename, with audit", lambda: vault[name].rename(name))
        _alone(
            report,
            f"{count:,} datasets: import of a tiny file",
            lambda: vault.import_file(small, name=f"new {next(numbers)}"),
        )
        _insert(report, vault, count)
        bare.close()
    shutil.rmtree(place)


def _insert(report: Report, vault: dv.Vault, count: int) -> None:
    """The transaction that makes a dataset, without the Parquet file around it."""
    store = vault._services.store
    columns = Columns.of([("a", "BIGINT")])
    service = vault._services.imports
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
        service._register(
            queries.new_uid(), f"inserted {number}", Loaded([part], columns), None, "", None
        )

    _alone(report, f"{count:,} datasets: insert (two transactions)", insert, "≤ 10 ms")


def _alone(report: Report, what: str, work: Callable[[], object], aim: str = "") -> None:
    """A step that has no counterpart in bare SQLite."""
    series = interleaved({"ours": work}, runs=30, warm=3)["ours"]
    low, high = min(series.seconds) * 1000, max(series.seconds) * 1000
    report.add(what, f"{series.median * 1000:9.1f} ms ({low:.1f}–{high:.1f})", aim)
