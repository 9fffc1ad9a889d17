"""JSON in which some records can't be imported: left out one by one, or all refused."""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datavault_jupyter.base.errors import BadFile, BadTable, UnreadableText, ValueDoesNotFit
from datavault_jupyter.features.imports import objects, sources
from datavault_jupyter.features.imports.objects import loading, sifting
from datavault_jupyter.features.imports.records import Options, Reject
from tests.examples import examples

Bench = Any


def skipped(bench: Bench, name: str, content: str | bytes, **options: Any) -> Any:
    """The rows and the rejects of a file whose bad records are left out."""
    loaded = bench.load(bench.write(name, content), on_error="skip", **options)
    return bench.rows(loaded), loaded.rejects


def told(bench: Bench, name: str, content: str | bytes, limit: int = 100, **options: Any) -> Any:
    path = bench.write(name, content)
    with tempfile.TemporaryDirectory(dir=bench.folder) as scratch:
        return objects.problems(
            bench.store.engine.moving(),
            sources.examine(path),
            Options(**options),
            limit,
            Path(scratch),
        )


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ('{"a":2', "It is no JSON: the line ends in the middle of it."),
        ('{"a":"x', "It is no JSON: the line ends in the middle of it."),
        ('{"a":', "It is no JSON: the line ends in the middle of it."),
        ('{"a":2,}', "It is no JSON: a comma stands before } (column 8)."),
        ('{"a":[2,]}', "It is no JSON: a comma stands before ] (column 9)."),
        ("{'a':2}", "It is no JSON: texts and keys stand in double quotes (column 2)."),
        ('{"a":2} // no', "It is no JSON: there are no comments in JSON (column 9)."),
        ("# no", "It is no JSON: there are no comments in JSON (column 1)."),
        ('{"a":1}, ', "It is no JSON: expecting value (column 8)."),
        ('  {"a":tru}', "It is no JSON: expecting value (column 8)."),
        ("3", "It is no object."),
        ("null", "It is no object."),
        ('"text"', "It is no object."),
        ('[{"a":2}]', "It is no object."),
        ('{"a":2,"a":3}', "It has the key 'a' twice."),
        ('{"a":"\\ud800"}', "It holds half a character (a lone surrogate)."),
        ('{"a":{"\\udc00":1}}', "It holds half a character (a lone surrogate)."),
        ('{"a":' + "[" * 700 + "]" * 700 + "}", "It is nested deeper than 500 levels."),
        ("[" * 100_000, "It is nested deeper than 500 levels."),
    ],
)
def test_bad_line(bench: Bench, bad: str, reason: str) -> None:
    content = f'{{"a":1}}\n\n{bad}\r\n{{"a":3}}\r\n'
    assert skipped(bench, "r.ndjson", content) == ([(1,), (3,)], (Reject(reason, bad, 3),))
    with pytest.raises(BadTable, match=r"r\.ndjson, line 3: record [23] ") as caught:
        bench.load(bench.folder / "r.ndjson")
    assert caught.value.message.endswith(reason.removeprefix("It "))
    assert told(bench, "r.ndjson", content) == (Reject(reason, bad, 3),)


def test_bytes_that_are_no_text(bench: Bench) -> None:
    content = b'\xef\xbb\xbf{"a":"\xc3\xa9"}\n{"a":"caf\xe9"}\n{"a":"y"}'
    rows, rejects = skipped(bench, "b.ndjson", content, encoding="utf-8")
    assert rows == [("é",), ("y",)]
    assert rejects == (Reject("It is not UTF-8 text.", '{"a":"caf\\xe9"}', 2),)
    with pytest.raises(UnreadableText, match="line 2"):
        bench.load(bench.folder / "b.ndjson", encoding="utf-8")


def test_last_line_that_was_cut_off(bench: Bench) -> None:
    rows, rejects = skipped(bench, "c.ndjson", '{"a":1}\n{"a":2}\n{"a":3')
    assert rows == [(1,), (2,)]
    assert [(each.line, each.text) for each in rejects] == [(3, '{"a":3')]


def test_a_line_that_goes_on_is_no_record(bench: Bench) -> None:
    content = '{"a":1}\n{"a":\n{"a":2}\n}\n{"a":3}'
    error = bench.refused(bench.write("g.ndjson", content))
    assert "g.ndjson, line 2: record 2 is no JSON: the line ends" in error.message
    rows, rejects = skipped(bench, "g.ndjson", content)
    assert rows == [(1,), (2,), (3,)]
    assert [(each.line, each.text) for each in rejects] == [(2, '{"a":'), (4, "}")]


def test_lines_under_the_name_of_json(bench: Bench) -> None:
    rows, rejects = skipped(bench, "l.json", '{"a":1}\n{"a":2}{"a":3}\n{"a":x}\n{"a":4}')
    assert rows == [(1,), (2,), (3,), (4,)]
    assert [(each.line, each.text) for each in rejects] == [(3, '{"a":x}')]


def test_columns_and_types_come_from_the_records_that_stay(bench: Bench) -> None:
    lines = ['{"a":1}', '{"a":"x","z":1}!', '{"b":"y","a":2}']
    loaded = bench.load(bench.write("t.ndjson", "\n".join(lines)), on_error="skip")
    assert [(each.name, each.type) for each in loaded.columns] == [("a", "BIGINT"),
                                                                   ("b", "VARCHAR")]  # fmt: skip


def test_records_of_an_array(bench: Bench) -> None:
    content = '[{"a":1},\n 3, {"a":2},\n[1,\n2], null, {"a":"\\udc00"}, {"b":1,"b":2}, {"a":4}]'
    rows, rejects = skipped(bench, "a.json", content)
    assert rows == [(1,), (2,), (4,)]
    assert [(each.line, each.text) for each in rejects] == [
        (2, "3"), (4, "[1,\n2]"), (5, "null"), (6, '{"a":"\\udc00"}'), (7, '{"b":1,"b":2}')
    ]  # fmt: skip
    assert told(bench, "a.json", content) == rejects
    assert told(bench, "a.json", content, limit=2) == rejects[:2]
    assert told(bench, "a.json", content, limit=0) == ()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('[{"a":1},\n{"a":x},\n{"a":2}]', "line 2: record 2 is no JSON"),
        ('[{"a":1},\n3,\n{"a":2}', "line 3: record 4 can't be read: the file ends"),
        ('[{"a":1}][{"a":2}]', "line 1: record 2 can't be read: something follows"),
        ('{\n"a":1\n}\n{\n"a":\n}\n{"b":\n2}', "line 6: record 2 is no JSON"),
    ],
)
def test_what_has_no_end_can_not_be_left_out(bench: Bench, content: str, place: str) -> None:
    error = bench.refused(bench.write("e.json", content), on_error="skip")
    assert isinstance(error, BadTable)
    assert place in error.message
    assert "has its own line" in error.hint
    (*_, last) = told(bench, "e.json", content)
    assert last.reason == error.message.split(": ", 1)[1].capitalize() or "ecord" in last.reason
    assert last.text == content.split("\n")[(last.line or 0) - 1]


def test_values_that_a_type_asked_for_does_not_hold(bench: Bench) -> None:
    lines = ['{"a":"1","b":1}', '{"a":"x","b":2}', "oops", '{"a":"3","b":300}', '{"a":"4","b":4}']
    types = {"a": "integer", "b": "TINYINT"}
    content = "\n".join(lines)
    rows, rejects = skipped(bench, "u.ndjson", content, types=types)
    assert rows == [(1, 1), (4, 4)]
    assert [(each.line, each.column, each.text) for each in rejects] == [
        (2, "a", lines[1]), (3, None, "oops"), (4, "b", lines[3])
    ]  # fmt: skip
    assert rejects[0].reason == "'x' in column 'a' is not exactly held by BIGINT."
    assert told(bench, "u.ndjson", content, types=types) == rejects
    assert told(bench, "u.ndjson", content, 2, types=types) == rejects[:2]
    rows, rejects = skipped(
        bench, "u.json", "[" + ",".join(lines[:2] + lines[3:]) + "]", types=types
    )
    assert rows == [(1, 1), (4, 4)]
    assert [each.line for each in rejects] == [2, 3]


def test_json_asked_for_where_the_last_nested_value_is_left_out(bench: Bench) -> None:
    lines = ['{"a":"x","b":1}', '{"a":[],"b":"y"}', '{"a":"[1]","b":2}']
    rows, rejects = skipped(
        bench, "j.ndjson", "\n".join(lines), types={"a": "json", "b": "integer"}
    )
    assert rows == [("[1]", 2)]
    assert [each.text for each in rejects] == lines[:2]


def test_nothing_is_left_out_of_a_sound_file(bench: Bench) -> None:
    rows, rejects = skipped(bench, "s.json", '[{"a":1},{"a":2}]')
    assert (rows, rejects) == ([(1,), (2,)], ())
    assert told(bench, "s.json", '[{"a":1},{"a":2}]') == ()


@pytest.mark.parametrize("content", ["3\n4\n", "[1,2]", '{"a":\n', "[]", " \n"])
def test_where_nothing_is_left(bench: Bench, content: str) -> None:
    error = bench.refused(bench.write("n.ndjson", content), on_error="skip")
    assert isinstance(error, BadFile)
    assert error.hint


def test_too_many(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifting, "MOST_REJECTS", 3)
    lines = ['{"a":1}', "x", "x", "x"]
    _, rejects = skipped(bench, "m.ndjson", "\n".join(lines))
    assert len(rejects) == len(lines) - 1
    with pytest.raises(BadTable, match=r"more than 3 records can't be imported\. The first: It"):
        skipped(bench, "m.ndjson", "\n".join([*lines, "x"]))


def test_preview_leaves_them_out_too(bench: Bench) -> None:
    path = bench.write("p.ndjson", '{"a":1}\nx\n{"a":"y"}\n{"a":3}')
    with pytest.raises(BadTable):
        bench.preview(path)
    assert bench.preview(path, on_error="skip").rows == [("1",), ("y",), ("3",)]
    with pytest.raises(ValueDoesNotFit):
        bench.preview(bench.write("q.json", '[{"a":1},{"a":"y"}]'), types={"a": "integer"})
    made = bench.preview(bench.folder / "q.json", on_error="skip", types={"a": "integer"})
    assert made.rows == [(1,)]


def test_a_large_file_takes_the_quick_road_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f'{{"id":{at},"text":"{"x" * 100}"}}' for at in range(30_000)]
    lines[17_000] = "{broken"
    slow: list[object] = []
    monkeypatch.setattr(loading, "lay_down", lambda *given, **_: slow.append(given))
    rows, rejects = skipped(bench, "big.ndjson", "\n".join(lines))
    assert not slow
    assert [row[0] for row in rows] == [at for at in range(30_000) if at != 17_000]
    assert rejects == (Reject("It is no JSON: expecting property name enclosed in double quotes "
                              "(column 2).", "{broken", 17_001),)  # fmt: skip


def test_source_columns(bench: Bench) -> None:
    loaded = bench.load(
        bench.write("s.json", '[{"a":"7","A":1.5,"":true,"n":{"x":1}}]'),
        columns={"a": "first"}, types={"first": "integer", "A_1": "text"},
    )  # fmt: skip
    assert [
        (each.source_name, each.name, each.type, each.detected_type)
        for each in loaded.source_columns
    ] == [
        ("a", "first", "BIGINT", "VARCHAR"),
        ("A", "A_1", "VARCHAR", "DOUBLE"),
        ("", "column2", "BOOLEAN", "BOOLEAN"),
        ("n", "n", "JSON", "JSON"),
    ]


_BAD = st.one_of(
    st.sampled_from(
        ["{", "}", "[", '{"a":', "3", "null", '{"a":1}}', '{"a":1,"a":2}', "{}x", '"', "[{}]",
         '{"a":"\\uD800"}', "//", '{"a":NaN0}', "\x00", "\x0b{}", "{'a':1}"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1).map("?".__add__),
)  # fmt: skip
_GOOD = st.dictionaries(
    st.sampled_from("abc"),
    st.integers() | st.text(st.characters(codec="utf-8"), max_size=6) | st.booleans(),
    min_size=1,
)


@given(
    st.lists(_GOOD, min_size=1, max_size=8),
    st.lists(_BAD, max_size=5),
    st.randoms(use_true_random=False),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
@settings(max_examples=examples(40), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_good_lines_come_in_and_bad_ones_come_back(  # noqa: PLR0917 - what is drawn
    long_bench: Bench,
    good: list[dict[str, Any]],
    bad: list[str],
    order: random.Random,
    end: str,
    has_mark: bool,  # noqa: FBT001
) -> None:
    lines = [(json.dumps(each, ensure_ascii=at == 0 or order.random() < 0.5), True)
             for at, each in enumerate(good)]  # fmt: skip
    lines += [(each, False) for each in bad]
    order.shuffle(lines)
    lines.sort(key=lambda line: line != (json.dumps(good[0]), True))  # the first tells the form
    text = "\ufeff" * has_mark + end.join(line for line, _ in lines)
    path = long_bench.write("r.ndjson", text)
    plain = long_bench.write("g.ndjson", end.join(line for line, is_good in lines if is_good))
    loaded = long_bench.load(path, on_error="skip", encoding="utf-8")
    assert [(each.line, each.text) for each in loaded.rejects] == [
        (at, line.rstrip("\r")) for at, (line, is_good) in enumerate(lines, start=1) if not is_good
    ]
    expected = long_bench.load(plain, encoding="utf-8")
    assert loaded.columns == expected.columns
    assert repr(long_bench.rows(loaded)) == repr(long_bench.rows(expected))
    with pytest.raises(BadFile) if bad else pytest.MonkeyPatch.context():
        long_bench.load(path, encoding="utf-8")
