"""What is taken for a quote, for names and for an option."""

from __future__ import annotations

from typing import Any

import pytest

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.imports.delimited import tables

Bench = Any
_GUESSED = "The first row was taken as names; header=False makes it data."


def test_single_quotes_around_texts_are_kept(bench: Bench) -> None:
    lines = "".join(f"{at},'v{at}'\n" for at in range(20))
    loaded = bench.load(bench.write("q.csv", "id,name\n" + lines))
    assert bench.rows(loaded)[:2] == [(0, "'v0'"), (1, "'v1'")]
    assert loaded.source_info["dialect"]["quote"] == '"'
    assert not loaded.notes


@pytest.mark.parametrize("inside", [",", "\n"])
def test_single_quotes_that_hold_a_delimiter_are_quotes(bench: Bench, inside: str) -> None:
    lines = "".join(f"{at},'v{inside}{at}'\n" for at in range(20))
    loaded = bench.load(bench.write("q.csv", "id,name\n" + lines))
    assert bench.rows(loaded)[1] == (1, f"v{inside}1")
    assert any("Single quotes" in note.message for note in loaded.notes)


@pytest.mark.parametrize("sniffed", [None, (",", '"', '"', 0, False)])
def test_names_that_were_guessed_are_said_to_be(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, sniffed: tuple[object, ...] | None
) -> None:
    sure = bench.write("s.csv", "name,age\nbob,7\nann,8\n")
    assert bench.load(sure).notes == ()  # words over a number can only be names
    path = bench.write("t.csv", "name,city\nbob,paris\nann,rome\n")
    assert [note.message for note in bench.load(path).notes] == [_GUESSED]
    monkeypatch.setattr(tables, "_sniffed", lambda *_: sniffed)
    loaded = bench.load(path)
    assert loaded.columns.names == ["name", "city"]
    assert [note.message for note in loaded.notes] == [_GUESSED]
    assert _GUESSED in [note.message for note in bench.preview(path).notes]
    assert bench.load(path, header=True).notes == ()
    assert bench.load(path, header=False).notes == ()


@pytest.mark.parametrize("encoding", ["base64", "hex", "rot13", "zip", "a\0b"])
def test_encodings_of_no_text(bench: Bench, encoding: str) -> None:
    error = bench.refused(bench.write("a.csv", "a,b\n1,2\n"), encoding=encoding)
    assert isinstance(error, BadArgument)
    assert repr(encoding) in error.message


@pytest.mark.parametrize("delimiter", ["", "::", "||||", "\n", "\0", 5])
def test_delimiters_that_separate_nothing(bench: Bench, delimiter: object) -> None:
    error = bench.refused(bench.write("a.csv", "a::b\n1::2\n"), delimiter=delimiter)
    assert isinstance(error, BadArgument)
    assert error.field == "delimiter"


@pytest.mark.parametrize(
    "options",
    [{"types": "text"}, {"types": ["text"]}, {"columns": 5}, {"columns": iter("ab")},
     {"header": "no"}, {"header": 1}, {"null_values": 5}, {"encoding": 5}],
)  # fmt: skip
def test_options_of_a_wrong_kind(bench: Bench, options: dict[str, Any]) -> None:
    (name,) = options
    for source in ("a.csv", "a.json"):
        content = "a,b\n1,2\n" if source == "a.csv" else '[{"a":1,"b":2}]'
        error = bench.refused(bench.write(source, content), **options)
        assert isinstance(error, BadArgument)
        assert error.field == name
        assert error.hint
