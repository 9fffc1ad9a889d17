"""Rows that are left out on request: the good ones exactly, the others with line, text and why."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datavault_jupyter.base.errors import BadTable, ValueDoesNotFit
from datavault_jupyter.features.imports import delimited, sources
from datavault_jupyter.features.imports.delimited import sifting
from datavault_jupyter.features.imports.records import Options, Reject
from tests.examples import examples

Bench = Any


def _told(rejects: tuple[Reject, ...]) -> list[tuple[int | None, str]]:
    return [(each.line, each.text) for each in rejects]


def _problems(bench: Bench, path: Path, limit: int = 100, **options: Any) -> tuple[Reject, ...]:
    with tempfile.TemporaryDirectory(dir=bench.folder) as scratch:
        return delimited.problems(
            bench.store.engine.moving(),
            sources.examine(path),
            Options(**options),
            limit,
            Path(scratch),
        )


@pytest.mark.parametrize(
    ("content", "rows", "told", "reason"),
    [
        (b"a,b\n1,x\n2,y,z\n3,w\n", [(1, "x"), (3, "w")], [(3, "2,y,z")], "has 3 cells"),
        (b"a,b\n1,x\n2\n3,w\n", [(1, "x"), (3, "w")], [(3, "2")], "has 1 cell,"),
        (b"a,b\r\n1,x\r\n2\r\n3,w\r\n", [(1, "x"), (3, "w")], [(3, "2")], "has 1 cell,"),
        (b"a,b\r1,x\r2\r3,w\r", [(1, "x"), (3, "w")], [(3, "2")], "has 1 cell,"),
        (b"a,b\n\n1,x\n\n2\n3,w", [(1, "x"), (3, "w")], [(5, "2")], "has 1 cell,"),
        (b'a,b\n1,"x\ny"\n2\n', [(1, "x\ny")], [(4, "2")], "has 1 cell,"),
        (b'a,b\n1,x\n2,"y\n3,w\n', [(1, "x"), (3, "w")], [(3, '2,"y')], "never closed"),
        (b'a,b\n1,x\n2,"y\n3,"w"\n', [(1, "x"), (3, "w")], [(3, '2,"y')], "never closed"),
        (b'a,b\n1,x\n2,"y"z\n3,w\n', [(1, "x"), (3, "w")], [(3, '2,"y"z')], "goes on after"),
        (b'a,b\n1,x\n2,"y" "z"\n3,w\n', [(1, "x"), (3, "w")], [(3, '2,"y" "z"')], "goes on"),
        (b"a,b\n1,x\n2,y\rz\n3,w\n", [(1, "x"), (3, "w")], [(3, "2,y\rz")], "line end"),
        (b"a,b\n1,\xc3\xa9\n2,\xe9\n3,w\n", [(1, "é"), (3, "w")], [(3, r"2,\xe9")], "at byte 12."),
        (b"pre\nfoo\r\na,b\r\n1,2\r\n3\r\n", [(1, 2)], [(5, "3")], "has 1 cell,"),
        ("a,b\n1,é\n2\n3,w\n".encode("utf-16"), [(1, "é"), (3, "w")], [(3, "2")], "has 1 cell"),
        (b"a,b\n1,\xe9t\xe9\n2\n", [(1, "été")], [(3, "2")], "has 1 cell"),
    ],
)
def test_a_bad_row_is_left_out(
    bench: Bench, content: bytes, rows: list[Any], told: list[Any], reason: str
) -> None:
    path = bench.write("r.csv", content)
    loaded = bench.load(path, on_error="skip")
    assert bench.rows(loaded) == rows
    assert _told(loaded.rejects) == told
    assert reason in loaded.rejects[0].reason
    assert _problems(bench, path) == loaded.rejects


def test_a_blank_line_is_a_row_where_there_is_one_column(bench: Bench) -> None:
    path = bench.write("o.csv", "a\nx\ny,z\n\nw\n")
    loaded = bench.load(path, delimiter=",", on_error="skip")
    assert bench.rows(loaded) == [("x",), (None,), ("w",)]
    assert _told(loaded.rejects) == [(3, "y,z")]


def test_bytes_of_another_encoding_are_no_damage_far_down(bench: Bench) -> None:
    """They are met only after the head of the file was read as UTF-8."""
    rows = f"1,{'y' * 2_000}\n" * 2_200
    path = bench.write("l.csv", f"a,b\n{rows}x,café\n1,2,3\n".encode("latin-1"))
    loaded = bench.load(path, on_error="skip")
    assert _told(loaded.rejects) == [(2_203, "1,2,3")]
    assert loaded.source_info["encoding"] == "cp1252"
    assert _problems(bench, path) == loaded.rejects


def test_types_are_those_of_the_rows_that_stay(bench: Bench) -> None:
    loaded = bench.load(bench.write("t.csv", "n,x\n1,1\n2,oops,3\n3,3\n"), on_error="skip")
    assert [column.type for column in loaded.columns] == ["BIGINT", "BIGINT"]


def test_nothing_is_rejected_in_a_sound_file(bench: Bench) -> None:
    path = bench.write("s.csv", "a,b\n1,x\n")
    assert bench.load(path, on_error="skip").rejects == ()
    assert _problems(bench, path, types={"a": "integer"}) == ()


def test_values_that_an_asked_type_can_not_hold(bench: Bench) -> None:
    path = bench.write("v.csv", 'n,x\n1,"a\nb"\ntwo,c\n3\n4,d\n5.5,e\n')
    loaded = bench.load(path, types={"n": "integer"}, on_error="skip")
    assert bench.rows(loaded) == [(1, "a\nb"), (4, "d")]
    assert _told(loaded.rejects) == [(4, "two,c"), (5, "3"), (7, "5.5,e")]
    assert [each.column for each in loaded.rejects] == ["n", None, "n"]
    assert loaded.rejects[0].reason == "'two' in column 'n' is not exactly held by BIGINT."
    assert _problems(bench, path, types={"n": "integer"}) == loaded.rejects
    assert _problems(bench, path, 2, types={"n": "integer"}) == loaded.rejects[:2]


def test_renamed_columns_are_called_by_their_new_name(bench: Bench) -> None:
    path = bench.write("v.csv", "n,x\n1,a\ntwo,b\n")
    loaded = bench.load(path, columns={"n": "id"}, types={"id": "integer"}, on_error="skip")
    assert [each.column for each in loaded.rejects] == ["id"]


def test_dates_that_are_none_in_the_order_asked_for(bench: Bench) -> None:
    path = bench.write("d.csv", "n,d\n1,3/4/2026\n2,4/13/2026\n3,31/4/2026\n")
    loaded = bench.load(path, date_order="dmy", on_error="skip")
    assert bench.rows(loaded) == [(1, date(2026, 4, 3))]
    assert _told(loaded.rejects) == [(3, "2,4/13/2026"), (4, "3,31/4/2026")]
    assert _problems(bench, path, date_order="dmy") == loaded.rejects


def test_where_cells_hold_line_breaks_an_open_quote_takes_lines_in(bench: Bench) -> None:
    """They may be of its cell: as rows they might be invented."""
    path = bench.write("o.csv", 'a,b\n1,"x\ny"\n2,"z\n3,w\n')
    loaded = bench.load(path, on_error="skip")
    assert bench.rows(loaded) == [(1, "x\ny")]
    assert _told(loaded.rejects) == [(4, '2,"z\n3,w')]
    assert "the 1 line after it belong" in loaded.rejects[0].reason


def test_an_open_quote_that_takes_in_too_much_is_refused(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sifting, "_MOST_LINES", 5)
    path = bench.write("o.csv", 'a,b\n1,"x\ny"\n2,"z\n' + "3,w\n" * 9)
    error = bench.refused(path, on_error="skip")
    assert error.message == "o.csv, line 4: a quote is opened that takes in the 9 lines after it."


def test_too_many_are_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifting, "MOST_REJECTS", 5)
    path = bench.write("m.csv", "a,b\n1,x\n" + "1,2,3\n" * 6)
    error = bench.refused(path, on_error="skip")
    assert isinstance(error, BadTable)
    assert "more than 5 rows" in error.message
    assert "line 3: it has 3 cells, but the table has 2 columns." in error.message
    assert "delimiter=" in error.hint
    path = bench.write("n.csv", "a,b\n1,x\n" + "y,x\n" * 6)
    assert (
        "more than 5 rows" in bench.refused(path, types={"a": "integer"}, on_error="skip").message
    )


def test_no_good_row_is_refused(bench: Bench) -> None:
    error = bench.refused(bench.write("n.csv", "a,b\n1\n2\n"), on_error="skip")
    assert error.message.startswith("No row of n.csv can be imported; of the first, on line 2:")
    path = bench.write("n.csv", "a,b\nx,1\n")
    assert "No row" in bench.refused(path, types={"a": "date"}, on_error="skip").message


def test_names_that_can_not_be_read_are_refused(bench: Bench) -> None:
    error = bench.refused(bench.write("n.csv", b"a,\xff\n1,\xc3\xa9\n"), on_error="skip")
    assert "line 1: byte 3 (0xFF) is not UTF-8" in error.message


def test_one_road_refuses_what_the_other_leaves_out(bench: Bench) -> None:
    path = bench.write("b.csv", 'a,b\n1,"x\ny"\n2,z\n3\n')
    assert bench.refused(path).message == ("b.csv, line 5 has 1 cell, but the table has 2 columns.")
    path = bench.write("c.csv", 'a,b\n1,"x\ny"\nz,z\n')
    error = bench.refused(path, types={"a": "integer"})
    assert isinstance(error, ValueDoesNotFit)
    assert "c.csv, line 4: 'z' in column 'a'" in error.message


def test_a_preview_shows_the_rows_that_would_stay(bench: Bench) -> None:
    path = bench.write("p.csv", "a,b\n1,x\n2,y,z\n3,w\n")
    made = bench.preview(path, on_error="skip")
    assert made.rows == [(1, "x"), (3, "w")]
    assert "1 row of the first ones would be left out." in [note.message for note in made.notes]


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=8)
_BAD = st.sampled_from([b"only", b"1,2,3", b'"x"y,1', b'a,"never', b"\xff,1", b"a,\xc3"])


@given(
    good=st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=12),
    bad=st.lists(st.tuples(st.integers(0, 12), _BAD), min_size=1, max_size=4),
    end=st.sampled_from([b"\n", b"\r\n"]),
)
@settings(max_examples=examples(40), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_good_rows_come_back_and_bad_texts_too(
    long_bench: Bench, good: list[tuple[str, str]], bad: list[tuple[int, bytes]], end: bytes
) -> None:
    lines: list[tuple[bytes, tuple[str, str] | None]] = []
    for row in good:
        text = io.StringIO(newline="")
        csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="").writerow(row)
        lines.append((text.getvalue().encode(), row))
    for at, line in bad:
        lines.insert(min(at, len(lines)), (line, None))
    # A letter in UTF-8 and a bad byte make damaged UTF-8, whatever the rest is.
    content = "é1,é2".encode() + end + b"".join(line + end for line, _ in lines)
    path = long_bench.write("injected.csv", content)
    loaded = long_bench.load(
        path,
        header=True,
        delimiter=",",
        quote='"',
        types={"é1": "text", "é2": "text"},
        encoding="utf-8",
        on_error="skip",
    )
    assert long_bench.rows(loaded) == [row for _, row in lines if row is not None]
    assert _told(loaded.rejects) == [
        (at, line.decode(errors="backslashreplace"))
        for at, (line, row) in enumerate(lines, start=2)
        if row is None
    ]
