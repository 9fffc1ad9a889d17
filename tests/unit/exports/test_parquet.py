# ruff: noqa: E501 - a table of cases reads best with a case a line
from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest


def read(export: Any, connection: Any, file: str = "t.parquet") -> tuple[list[Any], list[tuple]]:
    place = str(export.folder / file)
    described = connection.execute("DESCRIBE FROM read_parquet(?)", [place]).fetchall()
    rows = connection.execute("SELECT * FROM read_parquet(?)", [place]).fetchall()
    return [(row[0], row[1]) for row in described], rows


def test_what_parquet_keeps_is_left_alone(export: Any, connection: Any) -> None:
    columns = [
        ("i", "BIGINT"), ("d", "DECIMAL(38,10)"), ("f", "DOUBLE"), ("t", "VARCHAR"), ("b", "BLOB"),
        ("j", "JSON"), ("l", "INTEGER[]"), ("s", "STRUCT(a DATE)"), ("m", "MAP(VARCHAR, INTEGER)"),
        ("ts", "TIMESTAMP_NS"), ("u", "UUID"),
    ]  # fmt: skip
    rows = (
        "(9007199254740993, 12345678901234567890.1, '0.5', '', '\\xAA', '{\"a\": 1.10}', [1, NULL],"
        " {'a': DATE '2024-02-29'}, MAP {'k': 1}, '2024-01-01 00:00:00.123456789', uuid()),"
        " (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"
    )
    written = export(columns, rows, "t.parquet")
    described, found = read(export, connection)
    assert described == columns
    assert found[0][1:6] == (
        Decimal("12345678901234567890.1000000000"), 0.5, "", b"\xaa", '{"a": 1.10}',
    )  # fmt: skip
    assert found[1] == (None,) * 11
    assert (written.row_count, written.notes) == (2, ())


def test_compression_is_zstd(export: Any, connection: Any) -> None:
    export([("i", "BIGINT")], "(1)", "t.parquet")
    place = str(export.folder / "t.parquet")
    found = connection.execute("SELECT compression FROM parquet_metadata(?)", [place]).fetchall()
    assert found == [("ZSTD",)]


@pytest.mark.parametrize("kind", ["HUGEINT", "UHUGEINT", "BIGNUM"])
def test_wide_integers_are_decimals_where_all_fit(export: Any, connection: Any, kind: str) -> None:
    written = export([("w", kind)], f"('{'9' * 38}'), (NULL), ('0')", "fits.parquet")
    described, rows = read(export, connection, "fits.parquet")
    assert described == [("w", "DECIMAL(38,0)")]
    assert rows == [(Decimal("9" * 38),), (None,), (Decimal(0),)]
    assert written.notes == (
        f"Column 'w' ({kind}): written as DECIMAL(38,0), which holds every value.",
    )
    written = export([("w", kind)], f"('1{'0' * 38}'), (NULL)", "wide.parquet")
    described, rows = read(export, connection, "wide.parquet")
    assert described == [("w", "VARCHAR")]
    assert rows == [("1" + "0" * 38,), (None,)]
    assert written.notes == (
        f"Column 'w' ({kind}): written as text, because Parquet would change the values.",
    )


@pytest.mark.parametrize(
    ("kind", "value", "stored", "expected"),
    [
        ("INTERVAL", "'1 month -3 days 00:00:00.000005'", "VARCHAR", "1 month -3 days 00:00:00.000005"),
        ("TIME WITH TIME ZONE", "'12:30:00+02:30'", "VARCHAR", "12:30:00+02:30"),
        ("BIT", "'0101'", "VARCHAR", "0101"),
        ("HUGEINT[]", "[1, NULL]", "VARCHAR[]", ["1", None]),
        ("INTERVAL[1]", "[INTERVAL '1 day']", "VARCHAR[]", ["1 day"]),
        ('STRUCT("a ""b" HUGEINT, c DATE[])', "{'a \"b': 1, 'c': []}", 'STRUCT("a ""b" VARCHAR, c DATE[])', {'a "b': "1", "c": []}),
        ("MAP(HUGEINT, BIT)", "MAP {1: '01'}", "MAP(VARCHAR, VARCHAR)", {"1": "01"}),
    ],
)  # fmt: skip
def test_what_parquet_would_change_is_text(
    export: Any, connection: Any, *, kind: str, value: str, stored: str, expected: object
) -> None:
    written = export([("v", kind)], f"({value}), (NULL)", "t.parquet")
    described, rows = read(export, connection)
    assert described == [("v", stored)]
    assert rows == [(expected,), (None,)]
    assert "'v'" in written.notes[0]
    assert "written as text" in written.notes[0]


@pytest.mark.parametrize("wrap", ["{}", "{}[]", "STRUCT(a {})"])
def test_unions_are_json(export: Any, connection: Any, wrap: str) -> None:
    union = "UNION(num INTEGER, word VARCHAR)"
    member = f"'x'::{union}"
    value = {"{}": member, "{}[]": f"[{member}]", "STRUCT(a {})": f"{{'a': {member}}}"}[wrap]
    kind = wrap.format(union)
    text = f"SELECT {value} UNION ALL SELECT NULL::{kind}"
    written = export.query([("u", kind)], text, "t.parquet")
    described, rows = read(export, connection)
    assert described == [("u", "JSON")]
    inner = '{"word":"x"}'
    assert rows == [
        ({"{}": inner, "{}[]": f"[{inner}]", "STRUCT(a {})": f'{{"a":{inner}}}'}[wrap],), (None,)
    ]  # fmt: skip
    assert written.notes[0].endswith("written as JSON, because Parquet has no unions.")


def test_names_that_parquet_takes_are_kept(export: Any, connection: Any) -> None:
    names = ["a b", 'q"uote', "new\nline", "n" * 300, "filename", "select", "é"]
    written = export([(name, "INTEGER") for name in names], "(1, 2, 3, 4, 5, 6, 7)", "t.parquet")
    described, _ = read(export, connection)
    assert [name for name, _ in described] == names
    assert written.notes == ()


def test_names_that_it_does_not_take_are_said(export: Any, connection: Any) -> None:
    names = ["", "a", "A", "column0"]
    written = export([(name, "INTEGER") for name in names], "(1, 2, 3, 4)", "t.parquet")
    described, rows = read(export, connection)
    assert [name for name, _ in described] == ["column0_1", "a", "A_1", "column0"]
    assert rows == [(1, 2, 3, 4)]
    assert "'' is 'column0_1' and 'A' is 'A_1'" in written.notes[0]


def test_no_rows_keep_the_columns(export: Any, connection: Any) -> None:
    columns = [("a", "DATE"), ("h", "HUGEINT")]
    assert export(columns, "", "t.parquet").row_count == 0
    assert read(export, connection) == ([("a", "DATE"), ("h", "DECIMAL(38,0)")], [])
