from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datavault_jupyter.base.errors import BadTable, ValueDoesNotFit

Bench = Any


def test_csv(bench: Bench) -> None:
    path = bench.write("a.csv", "id,d\n1,2026-01-02\n2,\n3,\n")
    seen = bench.preview(path, 2, columns={"d": "day"})
    assert [(each.name, each.type, each.source_name) for each in seen.columns] == [
        ("id", "BIGINT", "id"),
        ("day", "DATE", "d"),
    ]
    assert seen.rows == [(1, date(2026, 1, 2)), (2, None)]
    assert (seen.row_count, seen.byte_count, seen.encoding) == (3, path.stat().st_size, "utf-8")
    assert seen.dialect is not None
    assert seen.dialect["delimiter"] == ","


def test_types_from_a_sample_are_said_to_be(bench: Bench) -> None:
    path = bench.write("s.csv", "n,x\n" + "1,2\n" * 5000 + "1,word\n")
    seen = bench.preview(path)
    assert seen.columns[1].type == "BIGINT"
    assert "the import decides" in seen.notes[-1].message
    assert bench.load(path).columns.named("x").type == "VARCHAR"


def test_json_and_parquet(bench: Bench) -> None:
    seen = bench.preview(bench.write("r.json", '[{"a":1},{"a":2.5}]'), 1)
    assert (seen.rows, seen.row_count) == ([(1.0,)], 2)
    path = bench.folder / "t.parquet"
    pq.write_table(pa.table({"x": [1, 2, 3], "t": pa.array([0] * 3, pa.timestamp("us", "UTC"))}),
                   path)  # fmt: skip
    seen = bench.preview(path, 2)
    assert seen.rows == [(1, "1970-01-01 00:00:00+00"), (2, "1970-01-01 00:00:00+00")]
    assert seen.row_count == 3


def test_nothing_is_written(bench: Bench) -> None:
    bench.preview(bench.write("a.csv", "a,b\n1,2\n"))
    assert not list((bench.store.root / "rows").iterdir())


def test_bad_rows_are_refused_here_too(bench: Bench) -> None:
    with pytest.raises(BadTable, match="line 3"):
        bench.preview(bench.write("r.csv", "a,b\n1,2\n1\n"))
    with pytest.raises(ValueDoesNotFit, match="line 2"):
        bench.preview(bench.write("f.csv", "a,b\nx,2\n"), types={"a": "integer"})
