from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datavault_jupyter.base.errors import BadArgument, BadFile, BadTable, ValueDoesNotFit

Bench = Any


def test_pandas_types(bench: Bench) -> None:
    frame = pd.DataFrame(
        {"i": [1, 2], "f": [1.5, float("nan")], "t": ["x", None], "b": [True, False],
         "d": pd.Series([pd.Timestamp("2026-01-02"), None]), "c": pd.Categorical(["u", "v"])}
    )  # fmt: skip
    before = frame.copy(deep=True)
    kinds, rows = bench.table(frame)
    assert kinds == {"i": "BIGINT", "f": "DOUBLE", "t": "VARCHAR", "b": "BOOLEAN",
                     "d": "TIMESTAMP", "c": "VARCHAR"}  # fmt: skip
    assert rows == [(1, 1.5, "x", True, dt.datetime(2026, 1, 2), "u"),  # noqa: DTZ001
                    (2, None, None, False, None, "v")]  # fmt: skip
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([2**70, None], "HUGEINT"),
        ([2**64 - 1, 0], "UBIGINT"),
        ([Decimal("1.50"), Decimal("12345678901234567890.10")], "DECIMAL(22,2)"),
        ([b"a", b""], "BLOB"),
        ([uuid.UUID(int=5), None], "UUID"),
        ([[1, 2], [3]], "BIGINT[]"),
        ([dt.date(2026, 1, 2), None], "DATE"),
        (["x", ""], "VARCHAR"),
    ],
)
def test_pandas_objects(bench: Bench, values: list[object], kind: str) -> None:
    frame = pd.DataFrame({"x": pd.Series(values, dtype=object)})
    kinds, rows = bench.table(frame)
    assert kinds == {"x": kind}
    assert [row[0] for row in rows] == values


def test_mixed_objects_become_text_with_a_note(bench: Bench) -> None:
    loaded = bench.load(pd.DataFrame({"x": pd.Series([1, "y", 2**70], dtype=object)}))
    assert bench.rows(loaded) == [("1",), ("y",), (str(2**70),)]
    assert "mixes" in loaded.notes[0].message


def test_objects_that_cannot_be_stored(bench: Bench) -> None:
    frame = pd.DataFrame({"a": [1], "x": [object()]})
    error = bench.refused(frame)
    assert isinstance(error, BadArgument)
    assert "'x'" in error.message
    assert bench.table(frame, columns=["a"]) == ({"a": "BIGINT"}, [(1,)])


def test_pandas_index_and_names(bench: Bench) -> None:
    loaded = bench.load(pd.DataFrame({"a": [1, 2]}, index=pd.Index(["x", "y"], name="k")))
    assert bench.rows(loaded) == [("x", 1), ("y", 2)]
    assert "'k'" in loaded.notes[0].message
    twice = bench.load(pd.DataFrame([[1, 2, 3]], columns=["a", "a", 5]))
    assert twice.columns.names == ["a", "a_1", "5"]


def test_empty_frames(bench: Bench) -> None:
    kinds, rows = bench.table(pd.DataFrame({"a": pd.Series([], dtype="int64")}))
    assert (kinds, rows) == ({"a": "BIGINT"}, [])


def test_no_columns_and_no_frame(bench: Bench) -> None:
    assert isinstance(bench.refused(pd.DataFrame()), BadTable)
    for thing in (3, pd.Series([1]), [1]):
        assert isinstance(bench.refused(thing), BadArgument)


def test_polars(bench: Bench) -> None:
    frame = pl.DataFrame({"a": [1, None], "f": [1.0, float("nan")], "t": [dt.time(1, 2), None]})
    frame = frame.with_columns(h=pl.lit(2**100, dtype=pl.Int128))
    kinds, rows = bench.table(frame)
    assert kinds == {"a": "BIGINT", "f": "DOUBLE", "t": "TIME_NS", "h": "HUGEINT"}
    assert rows[0] == (1, 1.0, dt.time(1, 2), 2**100)
    assert str(rows[1][1]) == "nan"  # Arrow's NaN is a number; only pandas means "missing" by it
    assert bench.table(frame.lazy())[0] == kinds


def test_arrow(bench: Bench) -> None:
    table = pa.table(
        {"ns": pa.array([1], pa.timestamp("ns")), "nz": pa.array([1], pa.timestamp("ns", "UTC")),
         "wide": pa.array([Decimal(10) ** 50], pa.decimal256(60, 2)), "none": pa.nulls(1),
         "d": pa.array(["x"]).dictionary_encode(), "u": pa.array([2**64 - 1], pa.uint64())}
    )  # fmt: skip
    loaded = bench.load(table)
    assert [column.type for column in loaded.columns] == [
        "TIMESTAMP_NS", "TIMESTAMPTZ_NS", "VARCHAR", "VARCHAR", "VARCHAR", "UBIGINT",
    ]  # fmt: skip
    assert bench.rows(loaded) == [
        ("1970-01-01 00:00:00.000000001", "1970-01-01 00:00:00.000000001+00",
         "1" + "0" * 50 + ".00", None, "x", 2**64 - 1)
    ]  # fmt: skip
    reader = table.select(["u"]).to_reader()
    assert bench.table(reader) == ({"u": "UBIGINT"}, [(2**64 - 1,)])


def test_relation_keeps_what_arrow_loses(bench: Bench) -> None:
    with duckdb.connect() as connection:
        relation = connection.sql(
            "SELECT 170141183460469231731687303715884105727::HUGEINT AS h, "
            "'12:00:00+02'::TIMETZ AS tz, INTERVAL '-1 month 3.000001 seconds' AS i, "
            "'101'::BIT AS b, 1::UNION(n INT, s VARCHAR) AS u, 'x'::ENUM('x', 'y') AS e, "
            "[2::HUGEINT] AS l, NULL AS none"
        )
        loaded = bench.load(relation)
    assert [column.type for column in loaded.columns] == [
        "HUGEINT", "TIME WITH TIME ZONE", "INTERVAL", "BIT", "JSON", "ENUM('x', 'y')",
        "HUGEINT[]", "VARCHAR",
    ]  # fmt: skip
    row = bench.rows(loaded)[0]
    assert row[:2] == (2**127 - 1, "12:00:00+02")
    assert row[3:] == ("101", '{"n":1}', "x", [2], None)
    assert "unions" in loaded.notes[0].message


def test_parquet(bench: Bench) -> None:
    path = bench.folder / "t.parquet"
    table = pa.table({"a b": [1.5, 2.0], "s": [{"x": 1}, None], "y": ["1", "z"]})
    pq.write_table(table, path)
    loaded = bench.load(path)
    assert bench.rows(loaded) == [(1.5, {"x": 1}, "1"), (2.0, None, "z")]
    assert loaded.source_info["format"] == "parquet"
    kinds, rows = bench.table(path, columns={"a b": "n"}, types={"n": "text"})
    assert kinds["n"] == "VARCHAR"
    assert rows[0][0] == "1.5"


def test_parquet_type_that_does_not_fit(bench: Bench) -> None:
    path = bench.folder / "t.parquet"
    pq.write_table(pa.table({"x": [2.0, 1.5], "y": ["1", "z"]}), path)
    for column, shown in (("x", "'1.5'"), ("y", "'z'")):
        error = bench.refused(path, types={column: "integer"})
        assert isinstance(error, ValueDoesNotFit)
        assert f"row 2: {shown}" in error.message
    assert isinstance(bench.refused(path, delimiter=","), BadArgument)
    pq.write_table(pa.table({"w": pa.array([Decimal(1)], pa.decimal256(60, 2))}), path)
    assert isinstance(bench.refused(path), BadFile)


def test_damaged_parquet(bench: Bench) -> None:
    path = bench.folder / "t.parquet"
    pq.write_table(pa.table({"x": list(range(1000))}), path)
    data = bytearray(path.read_bytes())
    data[8:40] = b"\xff" * 32
    path.write_bytes(bytes(data))
    assert isinstance(bench.refused(path), BadFile)
