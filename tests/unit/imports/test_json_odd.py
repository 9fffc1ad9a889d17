"""JSON as nobody should write it: imported exactly, or refused with the place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datavault_jupyter.base.errors import BadFile, BadTable
from tests.examples import examples

Bench = Any


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("null", "line 1: record 1 is no object"),
        ("[null]", "line 1: record 1 is no object"),
        ('""', "line 1: record 1 is no object"),
        ("[[]]", "line 1: record 1 is no object"),
        ("{}", "has no columns"),
        ("[]", "holds no records"),
        (b"\xef\xbb\xbf", "holds no records"),
        (b"\xef\xbb\xbf\n {", "line 2: record 1 is no JSON: the file ends in the middle of it"),
        ('[{"a":1}][{"a":2}]', "record 2 can't be read: something follows after the array's end"),
        ('[{"a":1}]{"a":2}', "record 2 can't be read: something follows"),
        ('{"a":1},{"a":2}', "record 2 can't be read: a comma between records"),
        ('[{"a":1},]', "record 2 is no JSON: a comma stands before ] (column 10)"),
        ('[{"a":1},\n  {"a":1,}]', "line 2: record 2 is no JSON: a comma stands before"),
        ('{"a":[1,\n]}', "line 2: record 1 is no JSON: a comma stands before ] (column 1)"),
        ('{/* x */"a":1}', "there are no comments in JSON (column 2)"),
        ("{'a':1}", "texts and keys stand in double quotes (column 2)"),
        ('{"a":nan}', "record 1 is no JSON: expecting value (column 6)"),
        ('{"a":01}', "record 1 is no JSON: expecting ',' delimiter (column 7)"),
        ('{"a":1}\x00', "record 2 is no JSON"),
        ('{"a":"\\x"}', "record 1 is no JSON: invalid \\escape (column 7)"),
        ('{"a":{"b":"\\ud800"}}', "record 1 holds half a character"),
        ('{"\\udfff":1}', "record 1 holds half a character"),
        ('{"a":1}\n{"b":1,"a":2,"b":3}', "line 2: record 2 has the key 'b' twice"),
        ('[{"a":' + "[" * 1_000 + "]" * 1_000 + "}]", "nested deeper than 500 levels"),
        ("[" * 200_000, "nested deeper than 500 levels"),
        ('{"a":' * 200_000, "nested deeper than 500 levels"),
    ],
)  # fmt: skip
def test_refused_with_the_place(bench: Bench, content: str | bytes, said: str) -> None:
    error = bench.refused(bench.write("odd.json", content))
    assert isinstance(error, BadFile)
    assert "odd.json" in error.message
    assert said in error.message
    assert error.hint


def test_the_column_counts_from_the_line_start_wherever_it_is_read(bench: Bench) -> None:
    for blanks in (10, 1_048_570, 3_000_000):
        content = '{"a":1}\n' + " " * blanks + '{"a":x}'
        error = bench.refused(bench.write("far.json", content))
        assert f"line 2: record 2 is no JSON: expecting value (column {blanks + 6:,})" in (
            error.message
        )


def test_refusal_of_an_empty_file(bench: Bench) -> None:
    for name in ("e.json", "e.ndjson"):
        assert "is empty" in bench.refused(bench.write(name, b"")).message
        assert isinstance(bench.refused(bench.write(name, b" \n\n")), BadTable)


@pytest.mark.parametrize(
    ("values", "kind", "found"),
    [
        (["3e-05", "1"], "DOUBLE", [3e-05, 1.0]),
        (["-0.0", "1"], "DOUBLE", [-0.0, 1.0]),
        (["-0", "1"], "VARCHAR", ["-0", "1"]),
        (["1E400", "1"], "VARCHAR", ["1E400", "1"]),
        (["Infinity", "-Infinity", "0"], "DOUBLE", [float("inf"), float("-inf"), 0.0]),
        (["1.10", '"x"'], "VARCHAR", ["1.10", "x"]),
        (["1.10", "true"], "VARCHAR", ["1.10", "true"]),
        (["1", '"\\"1\\""'], "VARCHAR", ["1", '"1"']),
        (["[]", "true", "1.10"], "JSON", ["[]", "true", "1.10"]),
        (['{"b":3e-05}', '"x"'], "JSON", ['{"b":3e-05}', '"x"']),
        (["1" + "0" * 5_000, "1"], "VARCHAR", ["1" + "0" * 5_000, "1"]),
        (['"\\u0000"', '"a\tb"'], "VARCHAR", ["\0", "a\tb"]),
        (['"' + "x" * 20_000_000 + '"'], "VARCHAR", ["x" * 20_000_000]),
        (["[" * 499 + "]" * 499], "JSON", ["[" * 499 + "]" * 499]),
        (['{"a":' * 499 + "1" + "}" * 499], "JSON", ['{"a":' * 499 + "1" + "}" * 499]),
    ],
)
def test_kept_exactly(bench: Bench, values: list[str], kind: str, found: list[object]) -> None:
    text = "[" + ",".join(f'{{"a":{value}}}' for value in values) + "]"
    kinds, rows = bench.table(bench.write("v.json", text))
    assert kinds == {"a": kind}
    assert repr([row[0] for row in rows]) == repr(found)  # -0.0 equals 0.0


def test_keys(bench: Bench) -> None:
    keys = ["", "__proto__", "constructor", "a", "A", "a.b", 'a"b', "a\nb", "\0", "k" * 70_000,
            " x ", "rowid", "c0", "filename", "é", "e\u0301", "$", "*", "[0]"]  # fmt: skip
    loaded = bench.load(
        bench.write("k.json", json.dumps([dict(zip(keys, range(19), strict=True))]))
    )
    assert bench.rows(loaded) == [tuple(range(19))]
    assert [each.source_name for each in loaded.source_columns] == keys
    named = dict(zip(keys, loaded.columns.names, strict=True))
    changed = {key for key in keys if named[key] != key}
    assert len(loaded.notes) == len(changed)
    assert {"", "A"} <= changed


def test_wide(bench: Bench) -> None:
    keys = [f"k{at}" for at in range(2_000)]
    rows = [{key: at for key in keys if at % 7 or key != "k7"} for at in range(30)]
    kinds, found = bench.table(bench.write("w.json", json.dumps(rows)))
    assert set(kinds.values()) == {"BIGINT"}
    assert found == [tuple(row.get(name) for name in kinds) for row in rows]


_TEXTS = st.text(st.characters(codec="utf-8"), max_size=6)
_REALS = st.floats(allow_nan=False, allow_infinity=False)
_PLAIN = st.none() | st.booleans() | st.integers() | _TEXTS | _REALS
_RECORD = st.fixed_dictionaries(
    {"n": st.integers(-(2**63), 2**63 - 1), "t": _TEXTS | st.none()},
    optional={
        "x": _REALS,
        "j": st.lists(_PLAIN, max_size=3) | st.dictionaries(_TEXTS, _PLAIN, max_size=3),
    },
)


@given(
    st.lists(_RECORD, min_size=2, max_size=6),
    st.sampled_from([None, 1, "\t"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["array", "\n", "\r\n\r\n", " "]),
)
@settings(max_examples=examples(40), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_what_python_writes_comes_back(  # noqa: PLR0917 - what is drawn
    long_bench: Bench, rows: list[dict[str, Any]], indent: Any, is_ascii: bool, has_mark: bool,  # noqa: FBT001
    form: str,
) -> None:  # fmt: skip
    def written(value: object) -> str:
        line = None if form not in ("array", " ") else indent
        return json.dumps(value, indent=line, ensure_ascii=is_ascii)

    text = written(rows) if form == "array" else form.join(map(written, rows))
    name = "p.json" if form in ("array", " ") else "p.ndjson"
    loaded = long_bench.load(long_bench.write(name, "\ufeff" * has_mark + text))
    for row, found in zip(rows, long_bench.rows(loaded), strict=True):
        for column, value in zip(loaded.columns, found, strict=True):
            wanted = row.get(column.name)
            if column.name == "j" and wanted is not None:
                assert json.loads(value) == wanted
                assert json.dumps(json.loads(value)) == json.dumps(wanted)
            elif column.name == "x" and wanted is not None:
                assert float(value) == wanted
            else:
                assert value == wanted
