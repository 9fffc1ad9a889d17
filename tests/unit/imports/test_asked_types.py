"""A type that the user asks for never changes a value."""

from __future__ import annotations

from typing import Any

import pytest

from datavault_jupyter.base.errors import BadArgument, ValueDoesNotFit

Bench = Any


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("[1.7]", "INTEGER[]"),
        ("[[1],[2.5]]", "INTEGER[][]"),
        ("[1.2,2]", "INTEGER[2]"),
        ("{a=1.5}", "MAP(VARCHAR, INTEGER)"),
        ('[{"a":[1.5]}]', "STRUCT(a INTEGER[])[]"),
        ('{"a":1,"a":2}', "STRUCT(a INTEGER)"),
        (r'["\u00e9"]', "VARCHAR[]"),
        ('["1"]', "JSON[]"),
        ("2026-01-02 03:04:05.123456", "TIMESTAMP_MS"),
        ("2026-01-02 03:04:05+02", "TIMESTAMP_MS"),
        ("2026-01-02 03:04:05.1234567891+00", "TIMESTAMPTZ_NS"),
        ("12:00:00.1234567+02", "TIMETZ"),
        ("12:00:00", "TIMETZ"),
        ("12:00:00.1234567891", "TIME_NS"),
        ("1.7", "BIGNUM"),
        ("1.1 years", "INTERVAL"),
        ("1.5 us", "INTERVAL"),
    ],
)
def test_texts_that_a_type_would_change(bench: Bench, text: str, asked: str) -> None:
    cell = '"' + text.replace('"', '""') + '"'
    path = bench.write("a.csv", f"n,x\n1,{cell}\n")
    error = bench.refused(path, types={"x": asked})
    assert isinstance(error, ValueDoesNotFit)
    assert "'x'" in error.message
    assert error.hint


@pytest.mark.parametrize(
    ("text", "asked", "value"),
    [
        ("[1, 2, null]", "INTEGER[]", "[1, 2, NULL]"),
        ("[]", "INTEGER[]", "[]"),
        ("[1,2]", "INTEGER[2]", "[1, 2]"),
        ('{"b":2,"a":1}', "STRUCT(a INTEGER, b INTEGER)", "{'a': 1, 'b': 2}"),
        ("{a=1}", "MAP(VARCHAR, INTEGER)", "{a=1}"),
        ('[{"a":[1]}]', "STRUCT(a INTEGER[])[]", "[{'a': [1]}]"),
        ('["a b"]', "VARCHAR[]", "[a b]"),
        ("2026-01-02 03:04:05.123", "TIMESTAMP_MS", "2026-01-02 03:04:05.123"),
        ("12:00:00.123456+02", "TIMETZ", "12:00:00.123456+02"),
        ("12:00:00.123456789", "TIME_NS", "12:00:00.123456789"),
        ("12", "BIGNUM", "12"),
        ("1 day 02:03:04.5", "INTERVAL", "1 day 02:03:04.5"),
        ("yes", "BOOLEAN", "true"),
        ("a", "ENUM('a', 'b')", "a"),
    ],
)
def test_texts_that_a_type_holds(bench: Bench, text: str, asked: str, value: str) -> None:
    cell = '"' + text.replace('"', '""') + '"'
    loaded = bench.load(bench.write("a.csv", f"n,x\n1,{cell}\n"), types={"x": asked})
    assert bench.texts(loaded) == [("1", value)]


def test_nested_json_that_a_type_would_change(bench: Bench) -> None:
    path = bench.write("a.json", '[{"a":[1,2]},{"a":[1.7,2]}]')
    error = bench.refused(path, types={"a": "INTEGER[]"})
    assert isinstance(error, ValueDoesNotFit)
    assert "record 2" in error.message
    good = bench.write("b.json", '[{"a":[1,2]},{"a":null}]')
    assert bench.table(good, types={"a": "INTEGER[]"}) == ({"a": "INTEGER[]"}, [([1, 2],), (None,)])


def test_types_that_no_text_fits_exactly(bench: Bench) -> None:
    path = bench.write("a.csv", "n,x\n1,1\n")
    assert isinstance(bench.refused(path, types={"x": "UNION(a INTEGER)"}), BadArgument)


def test_numbers_are_only_called_long_when_they_are(bench: Bench) -> None:
    assert bench.load(bench.write("a.csv", "n,a\n1,-0\n2,5\n")).notes == ()
    (note,) = bench.load(bench.write("a.csv", "n,a\n1," + "9" * 40 + "\n")).notes
    assert "longer than 38 digits" in note.message
