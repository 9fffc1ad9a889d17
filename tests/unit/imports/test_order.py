"""Rows stay in the order of their source: nothing on their way to a part may lose it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter.features.imports import reading
from datavault_jupyter.features.imports.records import Options
from datavault_jupyter.features.imports.values.queries import checked
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.parts import NewPart
from datavault_jupyter.storage.sql import Sql

Bench = Any
WORDS = [f"word {at}" for at in range(40)]


def plan(bench: Bench, query: str) -> str:
    rows = bench.store.engine.moving().execute("EXPLAIN " + query).fetchall()
    return " ".join(str(cell) for row in rows for cell in row).upper()


@pytest.mark.parametrize("kind", ["BIGINT", "DOUBLE", "DATE", "DECIMAL(9,2)"])
@pytest.mark.parametrize("asked", [False, True])
def test_null_words_become_no_join(bench: Bench, kind: str, *, asked: bool) -> None:
    """A join gives up the order of its rows, and shows that from some 500,000 rows on."""
    x = checked("x", kind, 0, null_words=WORDS, asked=asked)
    text = plan(bench, f"SELECT {x} FROM (SELECT CAST(range AS VARCHAR) AS x FROM range(9))")
    assert "PROJECTION" in text
    assert "JOIN" not in text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("na.csv", "n,x,d\n1,NA,NULL\n2,7,2026-01-31\n3,,\n"),
        ("na.json", '[{"n":1,"x":null},{"n":2,"x":7},{"n":3}]'),
    ],
)
def test_imports_write_without_a_join(bench: Bench, name: str, content: str) -> None:
    cursor = bench.store.engine.moving()
    plans = []

    def write(query: Sql, columns: Columns) -> NewPart:
        plans.append(plan(bench, query.text))
        return parts.write(bench.store, cursor, query, columns, dataset_uid="dst_x")

    with tempfile.TemporaryDirectory(dir=bench.folder) as scratch:
        reading.load_file(
            cursor, bench.write(name, content), Options(), write, scratch=Path(scratch)
        )
    assert plans
    assert not [text for text in plans if "JOIN" in text]
