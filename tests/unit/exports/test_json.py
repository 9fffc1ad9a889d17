# ruff: noqa: E501 - a table of cases reads best with a case a line
from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest


def refuse(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


def strict(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_constant=refuse)


def test_array_has_one_record_a_line(export: Any) -> None:
    columns = [("a", "INTEGER"), ("b", "VARCHAR")]
    written = export(columns, "(1, 'x'), (NULL, e'y\\nz')", "t.json")
    assert export.text("t.json") == '[\n{"a":1,"b":"x"},\n{"a":null,"b":"y\\nz"}\n]\n'
    assert (written.row_count, written.notes) == (2, ())


def test_ndjson_has_nothing_around_the_records(export: Any) -> None:
    columns = [("a", "INTEGER"), ("b", "VARCHAR")]
    export(columns, "(1, 'x'), (NULL, e'y\\nz')", "t.ndjson")
    assert export.text("t.ndjson") == '{"a":1,"b":"x"}\n{"a":null,"b":"y\\nz"}\n'


def test_no_rows(export: Any) -> None:
    for file in ("t.json", "t.ndjson"):
        assert export([("a", "INTEGER")], "", file).row_count == 0
    assert strict(export.text("t.json")) == []
    assert export.text("t.ndjson") == ""


def test_keys_are_what_people_see_in_their_order(export: Any) -> None:
    names = ["z", "", "a", "A", 'q"uote', "new\nline", "n" * 300, "nul\x00\x01", "é\u2028"]
    export([(name, "INTEGER") for name in names], f"({', '.join('1' for _ in names)})", "t.json")
    assert list(strict(export.text("t.json"))[0]) == names


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("BOOLEAN", "false", "false"),
        ("BIGINT", "9007199254740993", "9007199254740993"),
        ("UHUGEINT", "'340282366920938463463374607431768211455'", "340282366920938463463374607431768211455"),
        ("BIGNUM", "'1234567890123456789012345678901234567890123'", "1234567890123456789012345678901234567890123"),
        ("DECIMAL(38,10)", "12345678901234567890.1", "12345678901234567890.1000000000"),
        ("DOUBLE", "'-0.0'", "-0.0"),
        ("DOUBLE", "5e-324", "5e-324"),
        ("DOUBLE", "1e300", "1e+300"),
        ("FLOAT", "0.1", "0.1"),
        ("DOUBLE", "'nan'", "null"),
        ("FLOAT", "'-inf'", "null"),
        ("VARCHAR", "''", '""'),
        ("VARCHAR", "'a' || chr(0) || chr(1) || 'é\"'", '"a\\u0000\\u0001é\\""'),
        ("DATE", "'2024-02-29'", '"2024-02-29"'),
        ("TIMESTAMPTZ", "'2024-02-29 12:30:00.25+02'", '"2024-02-29 10:30:00.25+00:00"'),
        ("BLOB", "'\\xAA\\xFF'", '"qv8="'),
        ("ENUM('a', 'b')", "'b'", '"b"'),
        ("JSON", "'{\"a\": 1.10, \"b\": 12345678901234567890.12345}'", '{"a": 1.10, "b": 12345678901234567890.12345}'),
        ("JSON", "'null'", "null"),
        ("JSON", "e'[1,\\r\\n 2]'", "[1,   2]"),
        ("JSON", "'[1, NaN, \"NaN, ]\", -Infinity, {\"a\": inf}, ]'", '[1, null, "NaN, ]", null, {"a": null}]'),
        ("JSON", "'\"nan \\\" , ]\"'", '"nan \\" , ]"'),
        ("JSON[]", "['{\"a\": 1.10}']", '[{"a": 1.10}]'),
        ("DECIMAL(30,20)[][]", "[[1.1], NULL, []]", "[[1.10000000000000000000],null,[]]"),
        ("STRUCT(a HUGEINT, b STRUCT(c DATE))", "{'a': 18446744073709551617, 'b': {'c': DATE '2024-01-01'}}", '{"a":18446744073709551617,"b":{"c":"2024-01-01"}}'),
        ("STRUCT(a INTEGER)", "{'a': NULL}", '{"a":null}'),
        ("MAP(VARCHAR, DOUBLE[])", "MAP {'k\"': [0.5, 'nan'::DOUBLE]}", '{"k\\"":[0.5,null]}'),
        ("MAP(DATE, STRUCT(x BLOB))", "MAP {DATE '2024-01-01': {'x': 'a'::BLOB}}", '{"2024-01-01":{"x":"YQ=="}}'),
        ("VARIANT", "12345678901234567890.1234567890::DECIMAL(38,10)::VARIANT", "12345678901234567890.1234567890"),
        ("VARIANT", "{'a': [1, NULL]}::VARIANT", '{"a":[1,null]}'),
        ("VARIANT", "['nan'::DOUBLE]::VARIANT", "[null]"),
        ("GEOMETRY", "'POINT(1 2)'", '"POINT (1 2)"'),
        ('"NULL"', "NULL", "null"),
    ],
)  # fmt: skip
def test_how_a_value_is_written(export: Any, kind: str, value: str, expected: str) -> None:
    export([("v", kind)], f"({value}), (NULL)", "t.ndjson")
    assert export.text("t.ndjson") == f'{{"v":{expected}}}\n{{"v":null}}\n'
    strict(export.text("t.ndjson").splitlines()[0])


def test_union_names_its_member(export: Any) -> None:
    kind = "UNION(num DOUBLE, word VARCHAR)"
    text = (
        f"SELECT 'x'::{kind} UNION ALL SELECT 'nan'::DOUBLE::{kind} UNION ALL SELECT NULL::{kind}"
    )
    written = export.query([("u", kind)], text, "t.json")
    assert strict(export.text("t.json")) == [
        {"u": {"word": "x"}},
        {"u": {"num": None}},
        {"u": None},
    ]
    assert written.notes[0].startswith("1 NaN or infinite number in column 'u' is written as null")


def test_what_calls_itself_json_and_is_not_becomes_text(export: Any) -> None:
    export.query([("j", "JSON")], "SELECT e'{a\\n:1}!'", "t.json")
    assert strict(export.text("t.json")) == [{"j": "{a\n:1}!"}]


def test_lost_numbers_are_counted_wherever_they_are(export: Any) -> None:
    columns = [
        ("d", "DOUBLE"), ("f", "FLOAT"), ("l", "DOUBLE[]"), ("s", "STRUCT(x DOUBLE, y INTEGER)"),
        ("m", "MAP(INTEGER, FLOAT)"), ("a", "DOUBLE[2]"), ("u", "UNION(n DOUBLE, w VARCHAR)"),
        ("j", "JSON"), ("i", "INTEGER"), ("v", "VARIANT"), ("ok", "DOUBLE"),
    ]  # fmt: skip
    rows = (
        "('nan', 'inf', ['nan', '-inf', '1'], {'x': 'nan', 'y': 1}, MAP {1: 'nan'}, ['inf', '1'],"
        " 'nan'::DOUBLE, '[NaN, Infinity, \"NaN\"]', 1, ['nan'::DOUBLE]::VARIANT, 1),"
        " (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"
    )
    written = export(columns, rows, "t.json")
    assert written.notes[0] == (
        "11 NaN or infinite numbers in columns 'd', 'f', 'l', 's', 'm' and 4 more "
        "are written as null: JSON has no such numbers."
    )
    assert len(strict(export.text("t.json"))) == 2


def test_many_columns_stay_exact(export: Any) -> None:
    columns = [(f"c{number}", "INTEGER") for number in range(2000)]
    export(columns, f"({', '.join(str(number) for number in range(2000))})", "t.json")
    assert strict(export.text("t.json")) == [{f"c{number}": number for number in range(2000)}]


def test_many_rows_keep_their_order(export: Any) -> None:
    written = export.query([("i", "BIGINT")], "SELECT i FROM range(400000) AS r(i)", "t.json")
    assert written.row_count == 400_000
    assert [each["i"] for each in strict(export.text("t.json"))] == list(range(400_000))
