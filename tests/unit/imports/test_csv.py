from __future__ import annotations

import csv
import gzip
import hashlib
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datavault_jupyter.features.imports.delimited.tables import NULL_WORDS
from tests.examples import examples

Bench = Any


def test_first_slice(bench: Bench) -> None:
    path = bench.write("a.csv", 'id,text,f\n1,"x,\ny",0.5\n2,,1\n3,"",2.25\n')
    loaded = bench.load(path)
    kinds = {column.name: column.type for column in loaded.columns}
    assert kinds == {"id": "BIGINT", "text": "VARCHAR", "f": "DOUBLE"}
    assert bench.rows(loaded) == [(1, "x,\ny", 0.5), (2, None, 1.0), (3, "", 2.25)]
    assert loaded.source_info["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert loaded.source_info["dialect"]["delimiter"] == ","


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tsv", "a\tb\n1\tx\n"),
        ("semicolon.csv", "a;b\n1;x\n"),
        ("bar.txt", "a|b\n1|x\n"),
        ("bom.csv", b"\xef\xbb\xbfa,b\n1,x\n"),
        ("windows.csv", "a,b\r\n1,x\r\n"),
        ("mac.csv", "a,b\r1,x\r"),
        ("mixed.csv", "a,b\r\n1,x\n"),
        ("no_last_newline.csv", "a,b\n1,x"),
        ("utf16.csv", "a,b\n1,x\n".encode("utf-16")),
        ("packed.csv.gz", gzip.compress(b"a,b\n1,x\n", mtime=0)),
        ("packed.csv.zst", pa.compress(b"a,b\n1,x\n", codec="zstd", asbytes=True)),
        ("pattern[1]*.csv", "a,b\n1,x\n"),
        ("preamble.csv", "# made by a program\n\na,b\n1,x\n"),
        ("blank.csv", "a,b\n\n1,x\n\n"),
    ],
)
def test_ways_of_writing(bench: Bench, name: str, content: str | bytes) -> None:
    kinds, rows = bench.table(bench.write(name, content))
    assert kinds == {"a": "BIGINT", "b": "VARCHAR"}
    assert rows == [(1, "x")]


def test_encoding_is_overridden(bench: Bench) -> None:
    path = bench.write("latin.csv", "a,b\n1,café\n".encode("latin-1"))
    loaded = bench.load(path, encoding="latin-1")
    assert bench.rows(loaded) == [(1, "café")]
    assert loaded.source_info["encoding"] == "iso8859-1"


def test_quoted_line_breaks_survive_mixed_line_ends(bench: Bench) -> None:
    _, rows = bench.table(bench.write("m.csv", 'a,b\r\n1,"x\r\ny"\n2,z"z\r\n3,"q""\r\n"\n'))
    assert rows == [(1, "x\r\ny"), (2, 'z"z'), (3, 'q"\r\n')]


def test_header_of_texts_above_texts(bench: Bench) -> None:
    kinds, rows = bench.table(bench.write("t.csv", "name,city\nbob,paris\nann,rome\n"))
    assert list(kinds) == ["name", "city"]
    assert rows == [("bob", "paris"), ("ann", "rome")]


def test_numbers_are_no_header(bench: Bench) -> None:
    loaded = bench.load(bench.write("n.csv", "1,2\n3,4\n"))
    assert bench.rows(loaded) == [(1, 2), (3, 4)]
    assert "header=True" in loaded.notes[0].message
    _, rows = bench.table(bench.write("n.csv", "1,2\n3,4\n"), header=True)
    assert rows == [(3, 4)]


def test_names_are_made_usable_with_a_note(bench: Bench) -> None:
    loaded = bench.load(bench.write("h.csv", "a,a,,A\n1,2,3,4\n"))
    assert loaded.columns.names == ["a", "a_1", "column2", "A_2"]
    assert len(loaded.notes) == 3


def test_columns_and_types_are_overridden(bench: Bench) -> None:
    path = bench.write("o.csv", "id,n,d\n007,1,2026-01-02\n")
    assert bench.table(path, columns=["d", "id"], types={"id": "integer"}) == (
        {"d": "DATE", "id": "BIGINT"},
        [(date(2026, 1, 2), 7)],
    )
    kinds, _ = bench.table(path, columns={"n": "number"}, types={"number": "text"})
    assert kinds == {"id": "VARCHAR", "number": "VARCHAR", "d": "DATE"}


def test_null_words(bench: Bench) -> None:
    assert bench.column("1", "NA", "2") == ("BIGINT", [1, None, 2])
    assert bench.column("x", "NA", "") == ("VARCHAR", ["x", "NA", None])
    assert bench.column("x", "-", '"-"', null_values=["-"]) == ("VARCHAR", ["x", None, "-"])
    assert bench.column("1", "NA", null_values=[]) == ("VARCHAR", ["1", "NA"])


def test_null_word_after_the_sample_is_counted(bench: Bench) -> None:
    lines = "".join(f"{at},{at}\n" for at in range(5000))
    loaded = bench.load(bench.write("late.csv", "n,x\n" + lines + "5000,NA\n"))
    assert loaded.columns.named("x").type == "BIGINT"
    assert "1 time" in loaded.notes[0].message
    assert bench.rows(loaded)[-1] == (5000, None)


@pytest.mark.parametrize(
    ("last", "kind", "value"),
    [
        ("x", "VARCHAR", "x"),
        ("18446744073709551615", "UBIGINT", 18446744073709551615),
        ("0.5", "DOUBLE", 0.5),
        ("007", "VARCHAR", "007"),
    ],
)
def test_all_rows_decide(bench: Bench, last: str, kind: str, value: object) -> None:
    lines = "".join(f"{at},{at}\n" for at in range(5000))
    loaded = bench.load(bench.write("late.csv", f"n,x\n{lines}5000,{last}\n"))
    assert loaded.columns.named("x").type == kind
    assert bench.rows(loaded)[-1][1] == value
    assert [row[0] for row in bench.rows(loaded)] == list(range(5001))


def test_column_empty_in_the_sample_gets_its_type(bench: Bench) -> None:
    lines = "".join(f"{at},\n" for at in range(5000))
    kinds, rows = bench.table(bench.write("late.csv", f"n,x\n{lines}5000,7\n"))
    assert kinds["x"] == "BIGINT"
    assert rows[-1] == (5000, 7)


def test_line_longer_than_duckdbs_limit(bench: Bench) -> None:
    text = "x" * 3_000_000
    _, rows = bench.table(bench.write("long.csv", f"a,b\n1,{text}\n2,y\n"))
    assert rows == [(1, text), (2, "y")]


_CELLS = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12),
    st.integers().map(str),
    st.floats(allow_nan=False).map(repr),
    st.sampled_from(["007", "+1", "1_000", " 5", "5 ", "1e5", "-0", "0x1F", "true", "NA", ".5",
                     "1.50", "2026-01-02", "2026-01-02 03:04:05", "1.5\t", "inf", "1e-400"]),
)  # fmt: skip


@given(st.data())
@settings(max_examples=examples(30), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_texts_come_back_as_they_were(long_bench: Bench, data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 4))
    rows = data.draw(
        st.lists(st.lists(_CELLS, min_size=width, max_size=width), min_size=1, max_size=8)
    )
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([f"name {at}" for at in range(width)])
    for row in rows:
        # None is written as an empty cell without quotes, which Python's writer can't mix in.
        cells = ["" if cell is None else '"' + cell.replace('"', '""') + '"' for cell in row]
        text.write(",".join(cells) + "\r\n" if width > 1 else (cells[0] or "") + "\r\n")
    path = long_bench.write("p.csv", text.getvalue().encode())
    asked = {f"name {at}": "text" for at in range(width)}
    _, found = long_bench.table(path, types=asked, header=True, delimiter=",")
    assert found == [tuple(row) for row in rows]


@pytest.mark.parametrize("cell", [".", "-", "-.", "+", "e5", ".e5"])
def test_signs_and_points_alone_are_text(bench: Bench, cell: str) -> None:
    assert bench.column("0.12345678901234567891", cell) == (
        "VARCHAR",
        ["0.12345678901234567891", cell],
    )
    assert bench.column(cell) == ("VARCHAR", [cell])


@given(cells=st.lists(_CELLS.filter(lambda cell: cell is not None), min_size=1, max_size=6))
@settings(max_examples=examples(60), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_no_value_is_lost_or_rounded(long_bench: Bench, cells: list[str]) -> None:
    """Whatever type was chosen: written again, each value is what stood there."""
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    text = "n,x\r\n" + "".join(f"{at},{cell}\r\n" for at, cell in enumerate(quoted))
    path = long_bench.write("v.csv", text.encode())
    kinds, rows = long_bench.table(path, delimiter=",", header=True)
    for cell, (_, value) in zip(cells, rows, strict=True):
        if kinds["x"] == "VARCHAR":
            assert value == cell
        elif value is None:
            assert cell in ("", *NULL_WORDS)
        elif isinstance(value, bool):
            assert str(value).lower() == cell.lower()
        elif isinstance(value, int):
            assert str(value) == cell
        elif isinstance(value, float):
            assert _digits(repr(value)) == _digits(cell)
            assert float(cell) == value
        elif kinds["x"].startswith("DECIMAL"):
            assert value == Decimal(cell)
        else:
            assert str(value) == cell


def _digits(text: str) -> str:
    mantissa = text.lower().partition("e")[0]
    return "".join(char for char in mantissa if char.isdigit()).strip("0")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["a\rb", "a\r\nb", "a\nb"])
@pytest.mark.parametrize("header", [True, False])
def test_line_breaks_in_the_first_row_lose_no_row(
    bench: Bench, name: str, end: str, *, header: bool
) -> None:
    """DuckDB's reader would take the quoted break for the end of all rows, and lose them."""
    text = end.join([f'"{name}",n', '"x",1', '"y\rz",2', ""])
    path = bench.write("odd.csv", text.encode())
    kinds, rows = bench.table(path, header=header, delimiter=",")
    found = [tuple(map(str, row)) for row in rows]
    expected = [("x", "1"), ("y\rz", "2")]
    assert found == (expected if header else [(name, "n"), *expected])
    assert list(kinds) == ([name, "n"] if header else ["column0", "column1"])
