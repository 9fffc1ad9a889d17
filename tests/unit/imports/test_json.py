from __future__ import annotations

import gzip
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples

Bench = Any


def records(bench: Bench, text: str | bytes, name: str = "r.json", **options: Any) -> Any:
    return bench.table(bench.write(name, text), **options)


@pytest.mark.parametrize(
    "content",
    [
        b'[{"a":1,"b":"x"},{"a":2}]',
        b'{"a":1,"b":"x"}\n{"a":2}\n',
        b'{"a":1,"b":"x"}{"a":2}',
        b'{\n "a": 1,\n "b": "x"\n}\n\n{"a":2,"b":null}',
        b'\xef\xbb\xbf[{"a":1,"b":"x"},{"a":2}]',
        '[{"a":1,"b":"x"},{"a":2}]'.encode("utf-16"),
        gzip.compress(b'[{"a":1,"b":"x"},{"a":2}]', mtime=0),
    ],
)
def test_ways_of_writing(bench: Bench, content: bytes) -> None:
    name = "r.json.gz" if content.startswith(b"\x1f\x8b") else "r.json"
    assert records(bench, content, name) == (
        {"a": "BIGINT", "b": "VARCHAR"},
        [(1, "x"), (2, None)],
    )


@pytest.mark.parametrize(
    ("values", "kind", "found"),
    [
        ("1,-2", "BIGINT", [1, -2]),
        ("18446744073709551616,1", "HUGEINT", [18446744073709551616, 1]),
        ("9007199254740993,0.5", "DECIMAL(17,1)", [Decimal("9007199254740993.0"), Decimal("0.5")]),
        ("1.12345678901234567890,1", "DECIMAL(21,20)", [Decimal("1.12345678901234567890"),
                                                         Decimal(1)]),
        ("1,2.5", "DOUBLE", [1.0, 2.5]),
        ("1e400,1", "VARCHAR", ["1e400", "1"]),
        ("true,false", "BOOLEAN", [True, False]),
        ('"1","2"', "VARCHAR", ["1", "2"]),
        ('"2026-01-02"', "VARCHAR", ["2026-01-02"]),
        ('1,"x",true,null', "VARCHAR", ["1", "x", "true", None]),
        ('{"b":[1, 2.50, 1e400]}', "JSON", ['{"b":[1,2.50,1e400]}']),
        ('{"b":1},"x",2', "JSON", ['{"b":1}', '"x"', "2"]),
        ("null,null", "VARCHAR", [None, None]),
        ("NaN,1.5", "DOUBLE", [None, 1.5]),
    ],
)  # fmt: skip
def test_kinds(bench: Bench, values: str, kind: str, found: list[object]) -> None:
    parts = values.split(",") if "{" not in values else values.replace("},", "}|").split("|")
    if values == '{"b":1},"x",2':
        parts = ['{"b":1}', '"x"', "2"]
    text = "[" + ",".join(f'{{"a":{part}}}' for part in parts) + "]"
    kinds, rows = records(bench, text)
    assert kinds == {"a": kind}
    assert [row[0] for row in rows] == found


def test_odd_keys(bench: Bench) -> None:
    loaded = bench.load(bench.write("k.json", '[{"":1,"__proto__":2,"a":3,"A":4,"filename":5}]'))
    assert loaded.columns.names == ["column0", "__proto__", "a", "A_1", "filename"]
    assert bench.rows(loaded) == [(1, 2, 3, 4, 5)]
    assert len(loaded.notes) == 2


def test_single_object_is_one_row(bench: Bench) -> None:
    loaded = bench.load(bench.write("o.json", '{"a":1,"b":[1]}'))
    assert bench.rows(loaded) == [(1, "[1]")]
    assert "one row" in loaded.notes[0].message


def test_key_that_appears_in_a_later_batch(bench: Bench) -> None:
    lines = ['{"a":1}'] * 20_000 + ['{"b":"late","a":2}']
    kinds, rows = records(bench, "\n".join(lines), "b.ndjson")
    assert list(kinds) == ["a", "b"]
    assert rows[0] == (1, None)
    assert rows[-1] == (2, "late")
    assert len(rows) == 20_001


def test_record_longer_than_the_buffer(bench: Bench) -> None:
    text = "x" * 3_000_000
    _, rows = records(bench, f'[{{"a":"{text}"}},{{"a":"y"}}]')
    assert rows == [(text,), ("y",)]


def test_types_asked_for(bench: Bench) -> None:
    kinds, rows = records(bench, '[{"a":"7","b":{"c":1}}]', types={"a": "integer", "b": "text"})
    assert kinds == {"a": "BIGINT", "b": "VARCHAR"}
    assert rows == [(7, '{"c":1}')]


def test_value_that_does_not_fit_is_named(bench: Bench) -> None:
    path = bench.write("x.json", '[{"a":"7"},{"a":"x"}]')
    assert "x.json, record 2: 'x'" in bench.refused(path, types={"a": "integer"}).message


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.text(st.characters(codec="utf-8"), max_size=4), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(st.lists(st.dictionaries(st.sampled_from("abc"), _VALUES, min_size=1), min_size=1,
                max_size=6), st.booleans())  # fmt: skip
@settings(max_examples=examples(40), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_values_come_back(long_bench: Bench, rows: list[dict[str, Any]], lines: bool) -> None:  # noqa: FBT001
    text = "\n".join(json.dumps(row) for row in rows) if lines else json.dumps(rows, indent=1)
    path = long_bench.write("p.ndjson" if lines else "p.json", text)
    if not lines and len(rows) == 1:
        path = long_bench.write("p.json", json.dumps(rows))
    loaded = long_bench.load(path)
    names = loaded.columns.names
    for row, found in zip(rows, long_bench.rows(loaded), strict=True):
        for column, value in zip(loaded.columns, found, strict=True):
            expected = row.get(column.name)
            if expected is None:
                assert value is None
            elif column.type == "JSON" or (
                isinstance(value, str) and not isinstance(expected, str)
            ):
                assert json.loads(value) == expected
            elif isinstance(value, Decimal):
                assert value == Decimal(repr(expected))
            else:
                assert value == expected
    assert set(names) == {key for row in rows for key in row}


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_words_inside_nested_values_are_missing_with_a_note(bench: Bench, word: str) -> None:
    loaded = bench.load(bench.write("w.json", f'[{{"a":{{"b":[{word},1.50]}}}},{{"a":[]}}]'))
    assert bench.rows(loaded) == [('{"b":[null,1.50]}',), ("[]",)]
    assert [note.message for note in loaded.notes] == [
        "The words NaN and Infinity inside nested values count as missing."
    ]
    plain = bench.load(bench.write("p.json", f'[{{"a":[null,"{word}"]}},{{"a":[]}}]'))
    assert plain.notes == ()
