"""Parquet is taken over as it is, or refused."""

from __future__ import annotations

import io
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datavault_jupyter.base.errors import BadArgument, BadFile, BadTable, UnreadableText
from datavault_jupyter.features.imports import parquet
from datavault_jupyter.features.imports.records import Reject

Bench = Any
_FAR = datetime(9999, 12, 31, 23, 59, 59, 999999)  # noqa: DTZ001


def packed(table: Any, **options: Any) -> bytes:
    target = io.BytesIO()
    pq.write_table(table, target, **options)
    return target.getvalue()


def of(bench: Bench, array: Any, **options: Any) -> Any:
    """The type and the values of a column."""
    path = bench.write("p.parquet", packed(pa.table({"a": array}), **options))
    kinds, rows = bench.table(path)
    return kinds["a"], [row[0] for row in rows]


@pytest.mark.parametrize(
    ("array", "kind", "values"),
    [
        (pa.array([2**64 - 1], pa.uint64()), "UBIGINT", [2**64 - 1]),
        (pa.array([Decimal("1.5")], pa.decimal128(38, 37)), "DECIMAL(38,37)", [Decimal("1.5")]),
        (pa.array([Decimal(7)], pa.decimal256(38, 2)), "DECIMAL(38,2)", [Decimal("7.00")]),
        (pa.array([_FAR], pa.timestamp("us")), "TIMESTAMP", [_FAR]),
        (pa.array([_FAR], pa.timestamp("us", "Asia/Tokyo")), "TIMESTAMP WITH TIME ZONE",
         ["9999-12-31 23:59:59.999999+00"]),
        (pa.array([1577836800123456789], pa.timestamp("ns")), "TIMESTAMP_NS",
         ["2020-01-01 00:00:00.123456789"]),
        (pa.array([1577836800123456789], pa.timestamp("ns", "UTC")), "TIMESTAMPTZ_NS",
         ["2020-01-01 00:00:00.123456789+00"]),
        (pa.array([2932896, 0], pa.date32()), "DATE", [date(9999, 12, 31), date(1970, 1, 1)]),
        (pa.array([{"x": [1, None], "y": {"z": "q"}}]),
         "STRUCT(x BIGINT[], y STRUCT(z VARCHAR))", [{"x": [1, None], "y": {"z": "q"}}]),
        (pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int32())), "MAP(VARCHAR, INTEGER)",
         [{"k": 1}]),
        (pa.array([b"\0" * 20_000_000, b"", None], pa.binary()), "BLOB",
         [b"\0" * 20_000_000, b"", None]),
        (pa.array(["x", "y"]).dictionary_encode(), "VARCHAR", ["x", "y"]),
        (pa.array([1.5], pa.float16()), "FLOAT", [1.5]),
        (pa.nulls(2), "VARCHAR", [None, None]),
        (pa.array([], pa.list_(pa.int8())), "TINYINT[]", []),
    ],
)  # fmt: skip
def test_types(bench: Bench, array: Any, kind: str, values: list[object]) -> None:
    assert of(bench, array) == (kind, values)


@pytest.mark.parametrize(
    "array",
    [
        pa.array([Decimal(10) ** 45], pa.decimal256(50, 2)),
        pa.array([[{"d": Decimal(10) ** 45}]], pa.list_(pa.struct({"d": pa.decimal256(50, 2)}))),
    ],
)
def test_decimals_that_are_too_wide(bench: Bench, array: Any) -> None:
    path = bench.write("w.parquet", packed(pa.table({"a": array, "b": [1]})))
    error = bench.refused(path)
    assert error.message == (
        "w.parquet: column 'a' has decimals of 50 digits; 38 can be kept exactly."
    )
    assert bench.table(path, columns=["b"])[1] == [(1,)]


@pytest.mark.parametrize("is_nested", [False, True])
@pytest.mark.parametrize("name", ["a", "a.b"])
def test_old_time_stamps(bench: Bench, name: str, is_nested: bool) -> None:  # noqa: FBT001
    def written(values: list[int], unit: str) -> Path:
        array = pa.array(values, pa.timestamp(unit))
        if is_nested:
            array = pa.array([[{"t": each}] for each in array])
        table = pa.table({name: array, "b": pa.array([0] * len(values), pa.timestamp("ns"))})
        path: Path = bench.write("i.parquet", packed(table, use_deprecated_int96_timestamps=True))
        return path

    fine = 1577836800123456
    error = bench.refused(written([fine * 1_000, fine * 1_000 + 1], "ns"))
    assert f"column {name!r} has nanoseconds in the old form INT96" in error.message
    assert bench.table(bench.folder / "i.parquet", columns=["b"])[1]
    _, rows = bench.table(written([fine, 253402300799999999, -62135596800000000], "us"))
    assert [row[0][0]["t"] if is_nested else row[0] for row in rows] == [
        datetime(2020, 1, 1, 0, 0, 0, 123456),  # noqa: DTZ001
        _FAR,
        datetime(1, 1, 1),  # noqa: DTZ001
    ]


def test_names_that_change_without_a_word(bench: Bench) -> None:
    names = ["a", "a", "A", "", "a_1", "filename", "x.y", 'q"q', "n\nn"]
    table = pa.Table.from_arrays([pa.array([at]) for at in range(len(names))], names=names)
    loaded = bench.load(bench.write("n.parquet", packed(table)))
    made = ["a", "a_2", "A_3", "column3", "a_1", "filename", "x.y", 'q"q', "n\nn"]
    assert loaded.columns.names == made
    assert bench.rows(loaded) == [tuple(range(len(names)))]
    assert len(loaded.notes) == 3
    assert [each.source_name for each in loaded.source_columns] == names


def test_no_rows_keep_the_columns(bench: Bench) -> None:
    table = pa.table({"a": pa.array([], pa.int64()), "b": pa.array([], pa.string())})
    assert bench.table(bench.write("e.parquet", packed(table))) == (
        {"a": "BIGINT", "b": "VARCHAR"}, [],
    )  # fmt: skip


def test_no_columns(bench: Bench) -> None:
    error = bench.refused(bench.write("c.parquet", packed(pa.table({}))))
    assert isinstance(error, BadTable)
    assert "no columns" in error.message


@pytest.mark.parametrize("kept", [0.3, 0.9, -1, -6])
def test_cut_off(bench: Bench, kept: float) -> None:
    whole = packed(pa.table({"a": list(range(50_000))}))
    cut = whole[: int(len(whole) * kept) if kept > 0 else int(kept)]
    error = bench.refused(bench.write("cut.parquet", cut))
    assert "cut.parquet is damaged" in error.message


def test_encrypted(bench: Bench) -> None:
    path = bench.folder / "k.parquet"
    connection = duckdb.connect()
    connection.execute("SET force_mbedtls_unsafe = 'true'")
    connection.execute("PRAGMA add_parquet_key('k', '0123456789112345')")
    connection.execute(f"COPY (SELECT 42 AS a) TO '{path}' (ENCRYPTION_CONFIG {{footer_key: 'k'}})")
    assert bench.refused(path).message == "k.parquet is encrypted."


def test_texts_that_are_no_text(bench: Bench) -> None:
    offsets = pa.array([0, 2], pa.int32()).buffers()[1]
    wrong = pa.StringArray.from_buffers(1, offsets, pa.py_buffer(b"\xff\xfe"))
    path = bench.write("u.parquet", packed(pa.table({"a": wrong, "b": [1]})))
    error = bench.refused(path)
    assert isinstance(error, UnreadableText)
    assert "u.parquet has a text that is not UTF-8" in error.message
    assert bench.table(path, columns=["b"])[1] == [(1,)]


def test_value_beyond_its_type(bench: Bench) -> None:
    path = bench.write("r.parquet", packed(pa.table({"a": pa.array([2**62], pa.timestamp("ms"))})))
    error = bench.refused(path)
    assert isinstance(error, BadFile)
    assert "r.parquet has a value beyond the range of its type" in error.message
    with pytest.raises(BadFile, match="beyond"):
        bench.preview(path)


def test_only_asked_columns_are_read(bench: Bench) -> None:
    table = pa.table({"a": ["x" * at for at in range(200)], "b": list(range(200))})
    data = bytearray(packed(table, compression="snappy", use_dictionary=False))
    data[60:400] = b"\xff" * 340  # within the pages of the first column
    path = bench.write("d.parquet", bytes(data))
    assert isinstance(bench.refused(path), BadFile)
    kinds, rows = bench.table(path, columns=["b"])
    assert (kinds, len(rows), rows[-1]) == ({"b": "BIGINT"}, 200, (199,))


def test_types_asked_for(bench: Bench) -> None:
    table = pa.table({"a": ["1", "x", None, "4"], "b": [1, 2, 3, 400]})
    path = bench.write("t.parquet", packed(table))
    types = {"a": "integer", "b": "TINYINT"}
    loaded = bench.load(path, types=types, on_error="skip")
    assert bench.rows(loaded) == [(1, 1), (None, 3)]
    assert loaded.rejects == (
        Reject("Its value in column 'a' is not exactly held by BIGINT.", '{"a":"x","b":2}', 2, "a"),
        Reject("Its value in column 'b' is not exactly held by TINYINT.", '{"a":"4","b":400}', 4,
               "b"),
    )  # fmt: skip
    assert [(each.type, each.detected_type) for each in loaded.source_columns] == [
        ("BIGINT", "VARCHAR"), ("TINYINT", "BIGINT")
    ]  # fmt: skip
    assert bench.preview(path, types=types, on_error="skip").rows == [(1, 1), (None, 3)]
    with pytest.raises(BadFile, match=r"t\.parquet, row 2: 'x' in column 'a'"):
        bench.load(path, types=types)


def test_too_many_that_do_not_fit(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bench.write("m.parquet", packed(pa.table({"a": ["1", "x", "y"]})))
    monkeypatch.setattr(parquet, "MOST_REJECTS", 1)
    error = bench.refused(path, types={"a": "integer"}, on_error="skip")
    assert "m.parquet: more than 1 row can't be imported" in error.message
    bench.write("m.parquet", packed(pa.table({"a": ["x"]})))
    error = bench.refused(path, types={"a": "integer"}, on_error="skip")
    assert "none of its rows" in error.message


def test_options_of_text_files(bench: Bench) -> None:
    path = bench.write("o.parquet", packed(pa.table({"a": [1]})))
    for option in ({"quote": "'"}, {"skip": 1}, {"date_order": "dmy"}, {"encoding": "utf-8"}):
        assert isinstance(bench.refused(path, **option), BadArgument)


def test_moments_keep_their_instant(bench: Bench) -> None:
    moment = datetime(2026, 3, 29, 0, 59, 59, tzinfo=timezone.utc)  # noqa: UP017
    array = pa.array([moment], pa.timestamp("us", "Europe/Berlin"))
    assert of(bench, array) == ("TIMESTAMP WITH TIME ZONE", ["2026-03-29 00:59:59+00"])
