# ruff: noqa: E501 - a table of cases reads best with a case a line
from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from datavault_jupyter.base.errors import BadArgument


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_null_and_empty_text_differ(export: Any) -> None:
    written = export([("a", "VARCHAR"), ("b", "INTEGER")], "(NULL, 1), ('', NULL)", "t.csv")
    assert export.text("t.csv") == 'a,b\n,1\n"",\n'
    assert (written.row_count, written.column_count, written.notes) == (2, 2, ())
    assert written.byte_count == len(export.text("t.csv"))


def test_quotes_commas_and_line_breaks(export: Any) -> None:
    export([("a", "VARCHAR")], "('say \"x\"'), ('a,b'), (e'a\\nb'), (e'a\\rb'), (' é ')", "t.csv")
    assert cells(export.text("t.csv"))[1:] == [['say "x"'], ["a,b"], ["a\nb"], ["a\rb"], [" é "]]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("BOOLEAN", "true", "true"),
        ("HUGEINT", "'170141183460469231731687303715884105727'", "170141183460469231731687303715884105727"),
        ("DECIMAL(5,2)", "1.10", "1.10"),
        ("DOUBLE", "0.1", "0.1"),
        ("FLOAT", "0.1", "0.1"),
        ("DOUBLE", "'nan'", "NaN"),
        ("DOUBLE", "'-inf'", "-inf"),
        ("DATE", "'2024-02-29'", "2024-02-29"),
        ("TIMESTAMP", "'2024-02-29 12:30:00.5'", "2024-02-29 12:30:00.5"),
        ("TIMESTAMP_NS", "'2024-02-29 12:30:00.123456789'", "2024-02-29 12:30:00.123456789"),
        ("TIMESTAMPTZ", "'2024-02-29 12:30:00+02'", "2024-02-29 10:30:00+00:00"),
        ("TIMESTAMPTZ", "'infinity'", "infinity"),
        ("TIMETZ", "'12:30:00+02'", "12:30:00+02"),
        ("INTERVAL", "'1 month 2 days 00:00:00.000005'", "1 month 2 days 00:00:00.000005"),
        ("BLOB", "'\\xAA\\xFF'", "qv8="),
        ("ENUM('a', 'b')", "'b'", "b"),
        ("JSON", "'{\"a\": 1.10, \"b\": [NaN]}'", '{"a": 1.10, "b": [NaN]}'),
        ("INTEGER[]", "[1, NULL]", "[1,null]"),
        ("INTEGER[]", "[]", "[]"),
        ("INTEGER[2]", "[1, 2]", "[1,2]"),
        ('STRUCT(a VARCHAR, "b ""c" DECIMAL(5,2))', "{'a': 'x', 'b \"c': 1.1}", '{"a":"x","b \\"c":1.10}'),
        ("MAP(INTEGER, VARCHAR)", "MAP {1: 'x'}", '{"1":"x"}'),
        ("TUPLE(INTEGER, VARCHAR)", "row(1, 'x')", '[1,"x"]'),
        ("BIT", "'0101'", "0101"),
        ("UUID", "'550e8400-e29b-41d4-a716-446655440000'", "550e8400-e29b-41d4-a716-446655440000"),
    ],
)  # fmt: skip
def test_how_a_value_is_written(export: Any, kind: str, value: str, expected: str) -> None:
    export([("k", "INTEGER"), ("v", kind)], f"(1, {value}), (2, NULL)", "t.csv")
    assert cells(export.text("t.csv")) == [["k", "v"], ["1", expected], ["2", ""]]


def test_union_names_its_member(export: Any) -> None:
    kind = "UNION(num INTEGER, word VARCHAR)"
    text = f"SELECT 'x'::{kind} UNION ALL SELECT 1::{kind} UNION ALL SELECT NULL::{kind}"
    export.query([("u", kind)], text, "t.csv")
    assert cells(export.text("t.csv"))[1:] == [['{"word":"x"}'], ['{"num":1}'], []]


def test_header_is_what_people_see(export: Any) -> None:
    names = ["", "a", "A", 'q"uote', "new\nline", "n" * 300, "#c", "nul\x00", "v0"]
    columns = [(name, "INTEGER") for name in names]
    for rows in (f"({', '.join('1' for _ in names)})", ""):
        export(columns, rows, "t.csv", overwrite=True)
        assert cells(export.text("t.csv"))[0] == names


def test_no_rows_is_the_header_alone(export: Any) -> None:
    assert export([("a", "VARCHAR"), ("é", "DATE")], "", "t.csv").row_count == 0
    assert export.text("t.csv") == "a,é\n"


def test_a_lone_null_is_an_empty_line_and_said(export: Any) -> None:
    written = export([("a", "VARCHAR")], "(NULL), ('x')", "t.csv")
    assert export.text("t.csv") == "a\n\nx\n"
    assert "1 row without a value is an empty line" in written.notes[0]


def test_formulas_are_left_alone_unless_asked(export: Any) -> None:
    rows = "('=1+1', -1), ('+a', 2), ('-b', 3), ('@c', 4), (e'\\tt', 5), (e'\\rr', 6), ('a=', 7)"
    columns = [("=h", "VARCHAR"), ("-n", "INTEGER")]
    assert export(columns, rows, "plain.csv").notes == ()
    assert cells(export.text("plain.csv"))[1] == ["=1+1", "-1"]
    written = export(columns, rows, "guarded.csv", guard_formulas=True)
    assert cells(export.text("guarded.csv")) == [
        ["'=h", "'-n"], ["'=1+1", "-1"], ["'+a", "2"], ["'-b", "3"], ["'@c", "4"],
        ["'\tt", "5"], ["'\rr", "6"], ["a=", "7"],
    ]  # fmt: skip
    assert written.notes == (
        "6 cells and 2 column names that a spreadsheet could take for a formula start with an added '.",
    )


@pytest.mark.parametrize("file", ["t.json", "t.ndjson", "t.parquet"])
def test_formula_guard_is_for_csv_only(export: Any, file: str) -> None:
    with pytest.raises(BadArgument, match="guard_formulas"):
        export([("a", "VARCHAR")], "('x')", file, guard_formulas=True)
    assert export.left() == []


def test_what_is_said_of_bytes_and_nested_numbers(export: Any) -> None:
    columns = [("b", "BLOB"), ("l", "DOUBLE[]"), ("d", "DOUBLE")]
    written = export(columns, "('x', ['1', 'nan', 'inf'], 'nan')", "t.csv")
    assert written.notes == (
        "2 NaN or infinite numbers in column 'l' are written as null: JSON text, as nested values are in CSV, has no such numbers.",
        "Bytes in column 'b' are written as base64 text.",
    )


def test_bound_values_and_order_survive(export: Any) -> None:
    text = "SELECT i FROM range(?) AS r(i) WHERE i % ? = 0"
    written = export.query([("i", "BIGINT")], text, "t.csv", params=(500_000, 2))
    assert written.row_count == 250_000
    assert export.text("t.csv") == "i\n" + "".join(f"{i}\n" for i in range(0, 500_000, 2))
