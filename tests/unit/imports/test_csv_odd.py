"""CSV files as they come: text around the table, odd quotes and line ends, names of all kinds."""

from __future__ import annotations

import csv
import io
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datavault_jupyter.base.errors import BadArgument, BadTable
from datavault_jupyter.features.imports.delimited import queries
from datavault_jupyter.features.imports.delimited.dialects import Dialect
from datavault_jupyter.features.imports.delimited.walking import Walk
from datavault_jupyter.storage.foreign import translated
from tests.examples import examples

Bench = Any


def _messages(loaded: Any) -> list[str]:
    return [note.message for note in loaded.notes]


@pytest.mark.parametrize(
    "before",
    ["Report of May\n", "# made by a program\n# twice\n", "\n\n", "Report\r\n\r\n", "Report\n\r\n"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_before_the_table(bench: Bench, before: str, end: str) -> None:
    path = bench.write("b.csv", before + end.join(["a,b", "1,x", "2,y", ""]))
    loaded = bench.load(path)
    assert loaded.columns.names == ["a", "b"]
    assert bench.rows(loaded) == [(1, "x"), (2, "y")]
    if before.strip():
        assert "before the table" in _messages(loaded)[0]
        assert repr(before.split(maxsplit=1)[0])[1:-1] in _messages(loaded)[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_that_are_to_be_skipped(bench: Bench, end: str) -> None:
    lines = ["Report, of May", 'all "in, EUR', "", "a,b,c", "1,x,2", "2,y,3", ""]
    path = bench.write("s.csv", end.join(lines))
    loaded = bench.load(path, skip=3)
    assert loaded.columns.names == ["a", "b", "c"]
    assert bench.rows(loaded) == [(1, "x", 2), (2, "y", 3)]
    assert loaded.source_info["dialect"]["skip"] == 3
    error = bench.load(
        bench.write("t.csv", end.join([*lines[:-1], "1,2"])), skip=3, on_error="skip"
    )
    assert [each.line for each in error.rejects] == [7]


def test_a_table_further_down_is_hinted_at(bench: Bench) -> None:
    error = bench.refused(bench.write("d.csv", "Report, of May\na,b,c\n1,2,3\n"))
    assert "line 2 has 3 cells, but the table has 2 columns" in error.message
    assert "skip=" in error.hint
    assert "skips" not in bench.refused(bench.write("e.csv", "a,b\n1\n")).hint


def test_skipping_nothing_keeps_prose_as_data(bench: Bench) -> None:
    loaded = bench.load(bench.write("p.csv", "note\nx\ny\n"), skip=0, header=False)
    assert bench.rows(loaded) == [("note",), ("x",), ("y",)]


def test_skipping_everything_is_refused(bench: Bench) -> None:
    assert isinstance(bench.refused(bench.write("p.csv", "a,b\n1,2\n"), skip=9), BadTable)


def test_a_total_at_the_end_is_kept_and_said(bench: Bench) -> None:
    ragged = bench.write("u.csv", "city,n\nRome,1\nParis,2\nTotal: 3\n")
    assert "line 4 has 1 cell" in bench.refused(ragged).message
    loaded = bench.load(ragged, on_error="skip")
    assert [each.text for each in loaded.rejects] == ["Total: 3"]
    assert not any("total" in each for each in _messages(loaded))
    loaded = bench.load(bench.write("t.csv", "city,n\nRome,1\nParis,2\nTotal,3\n"))
    assert bench.rows(loaded)[-1] == ("Total", 3)
    assert "The last row, 'Total', looks like a total; it was kept as a row." in _messages(loaded)


@pytest.mark.parametrize(
    ("content", "options", "rows"),
    [
        ('a,b\n"x,1\ny",2\n', {"quote": ""}, [('"x', 1), ('y"', 2)]),
        ("a,b\n'x,y',1\n'z',2\n", {"quote": "'"}, [("x,y", 1), ("z", 2)]),
        ("a,b\n'x',1\n'z',2\n", {"quote": "'"}, [("x", 1), ("z", 2)]),
        ('a,b\n|x,"y|,1\n|z||z|,2\n', {"quote": "|", "delimiter": ","}, [('x,"y', 1), ("z|z", 2)]),
        ("a;b\n`x;y`;1\n", {"quote": "`"}, [("x;y", 1)]),
    ],
)
def test_quotes_that_were_asked_for(
    bench: Bench, content: str, options: dict[str, Any], rows: list[Any]
) -> None:
    loaded = bench.load(bench.write("q.csv", content), **options)
    assert bench.rows(loaded) == rows
    assert loaded.source_info["dialect"]["quote"] == options["quote"]


@pytest.mark.parametrize("quote", ["ab", "«", "\n", " ", "\0", 5])
def test_quotes_that_can_not_be(bench: Bench, quote: object) -> None:
    error = bench.refused(bench.write("a.csv", "a,b\n1,2\n"), quote=quote)
    assert isinstance(error, BadArgument)
    assert error.field == "quote"
    assert bench.refused(bench.write("a.csv", "a,b\n1,2\n"), quote=",", delimiter=",").field


def test_lines_are_counted_through_line_breaks_in_cells(bench: Bench) -> None:
    """DuckDB counts rows and calls them lines."""
    path = bench.write("n.csv", 'a,b\n1,"x\ny"\n2,"\n\n"\n3\n')
    assert bench.refused(path).message == "n.csv, line 7 has 1 cell, but the table has 2 columns."


def test_a_cell_that_goes_on_after_its_quote_is_refused(bench: Bench) -> None:
    """DuckDB 2.0.0 would read x y, without the quotes in its middle."""
    path = bench.write("g.csv", 'a,b\n1," "\n2,"say ""a"" ""b"""\n3,"x" "y"\n')
    with pytest.raises(BadTable) as caught:
        bench.load(path)
    assert caught.value.message == "g.csv, line 4: a quoted cell goes on after its closing quote."
    sound = bench.write("h.csv", 'a,b\n1," "\n2,"say ""a"" ""b"""\n')
    assert bench.rows(bench.load(sound)) == [(1, " "), (2, 'say "a" "b"')]


def test_backslashes_before_quotes(bench: Bench) -> None:
    r"""DuckDB 2.0.0 drops the others, too: c:\dir would become c:dir."""
    rows = "".join(f'{at},"say \\"q\\" c:\\dir\\\\ {at}"\n' for at in range(20))
    loaded = bench.load(bench.write("e.csv", "a,b\n" + rows + "20,c:\\dir\n"))
    assert bench.rows(loaded)[3] == (3, 'say "q" c:\\dir\\ 3')
    assert bench.rows(loaded)[20] == (20, "c:\\dir")
    assert loaded.source_info["dialect"]["escape"] == "\\"
    assert any("On line 2" in each and "kept as text" in each for each in _messages(loaded))
    error = bench.write("f.csv", "a,b\n" + rows + '20,"x\\')
    with pytest.raises(BadTable, match="line 22"):
        bench.load(error)


@pytest.mark.parametrize("tail", ["7,7", 'y""'])
def test_cells_that_look_like_rows(bench: Bench, tail: str) -> None:
    """A thread of DuckDB's that begins inside such a cell takes it for rows, and gives up later."""
    inside = "{0},7,7\n" * 40
    rows = "".join(f'{at},"x\n{inside.format(at)}{tail}",{at}\n' for at in range(60_000))
    path = bench.write("p.csv", "id,t,u\n" + rows)
    loaded = bench.load(path)
    (part,) = loaded.parts
    source = f"read_parquet('{bench.store.path(part.path)}')"
    text = tail.replace('""', '"')
    checked = bench.store.engine.answering().execute(
        f"SELECT count(*), bool_and(id = u AND t = 'x' || chr(10) || "
        f"repeat(id || ',7,7' || chr(10), 40) || '{text}') FROM {source}"
    )
    assert checked.fetchall() == [(60_000, True)]
    whole = path.read_bytes()
    path.write_bytes(whole + b"1,2\n")
    with pytest.raises(BadTable, match=r"line 2,520,002 has 2 cells"):
        bench.load(path)
    # Of which DuckDB's single thread says nothing.
    path.write_bytes(whole + b'1,"never,2\n')
    with pytest.raises(BadTable, match=r"line 2,520,002: a quote is opened and never closed"):
        bench.load(path)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"a,b\n1,x\ry\n3,4\n", 2),
        (b"a,b\r\n1,x\ry\r\n", 2),
        (b"a,b\r1,x\n3,4\r", 2),
        (b"a,b\n1,x\n2,x\r\r\n", 3),
        (b"a,b\n1,x\n2,\r,y\n", 3),
    ],
)
def test_line_ends_inside_a_row_are_refused(bench: Bench, content: bytes, line: int) -> None:
    with pytest.raises(BadTable) as caught:
        bench.load(bench.write("m.csv", content))
    error = caught.value
    assert f"m.csv, line {line}: a line end stands inside the row" in error.message


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\r\n1,x\n2,y\r\n",
        b"a,b\n1,x\r\n2,y\n",
        b'a,b\n1,"x"\r\n2,"y"\n',
        b"a,b\r1,x\r2,y",
        b"a,b\n\n1,x\n\n\n2,y\n\n",
        b"a,b\r\n\r\n1,x\r\n\r\n2,y",
    ],
)
def test_line_ends_of_several_kinds(bench: Bench, content: bytes) -> None:
    assert bench.table(bench.write("m.csv", content))[1] == [(1, "x"), (2, "y")]


def test_names_of_all_kinds(bench: Bench) -> None:
    long = "n" * 1_200
    loaded = bench.load(bench.write("n.csv", f'id,ID,,{long},"a\nb","x,y"\n1,2,3,4,5,6\n'))
    assert loaded.columns.names == ["id", "ID_1", "column2", long, "a\nb", "x,y"]
    assert bench.rows(loaded) == [(1, 2, 3, 4, 5, 6)]
    said = _messages(loaded)
    assert any("'ID_1'" in each for each in said)
    assert any("'column2'" in each for each in said)
    assert any("a name of 1,200 characters" in each for each in said)


@pytest.mark.parametrize("content", ["a,b\n", "a,b", "a,b\r\n\r\n", "\n\na,b\n\n"])
def test_names_without_rows_are_refused(bench: Bench, content: str) -> None:
    assert "one row of names and no data" in bench.refused(bench.write("h.csv", content)).message


def test_source_columns_tell_both_types(bench: Bench) -> None:
    path = bench.write("c.csv", "id,n,d\n007,1,3/4/2026\n008,2,5/4/2026\n")
    loaded = bench.load(path, columns={"n": "number"}, types={"id": "integer"}, date_order="dmy")
    assert [
        (each.source_name, each.name, each.type, each.detected_type)
        for each in loaded.source_columns
    ] == [
        ("id", "id", "BIGINT", "VARCHAR"),
        ("n", "number", "BIGINT", "BIGINT"),
        ("d", "d", "DATE", "VARCHAR"),
    ]


def test_types_that_change_after_a_million_rows(bench: Bench) -> None:
    count = 1_100_000
    lines = "".join(f"{at},2026-01-01\n" for at in range(count))
    loaded = bench.load(bench.write("big.csv", f"n,day\n{lines}0.25,soon\n"))
    kinds = {column.name: column.type for column in loaded.columns}
    assert kinds == {"n": "DOUBLE", "day": "VARCHAR"}
    (part,) = loaded.parts
    cursor = bench.store.engine.answering()
    source = f"read_parquet('{bench.store.path(part.path)}')"
    made = cursor.execute(f"SELECT sum(n), count(DISTINCT day), count(day) FROM {source}")
    assert made.fetchall() == [(count * (count - 1) // 2 + 0.25, 2, count + 1)]


def test_the_walk_and_duckdb_take_the_same_files(bench: Bench) -> None:
    """Thousands of tiny files with quotes and blanks anywhere: as many rows, or both refuse."""
    draw = random.Random(20261128)
    cursor = bench.store.engine.moving()
    for _ in range(1_500):
        end, width = draw.choice(["\n", "\r\n", "\r"]), draw.choice([1, 2, 3])
        pieces = ["a", "b", ",", ",", '"', '"', " ", end, end]
        body = "".join(draw.choice(pieces) for _ in range(draw.randint(1, 14)))
        data = (",".join("h" * width) + end + body).encode()
        path = bench.write("w.csv", data)
        dialect = Dialect(",", '"', '"', 0, header=False)
        walked = [each for each in Walk(data, dialect) if each.is_row(width)]
        assert b"".join(data[each.start : each.end] for each in Walk(data, dialect)) == data
        scan = queries.texts(path, dialect, width, None, wide=False, line_end=None)
        try:
            with translated():
                found = len(cursor.execute(f"SELECT * FROM {scan}").fetchall())
        except Exception:  # noqa: BLE001 - whatever it says, it does not take the file
            found = -1
        mine = len(walked) if all(each.fits(width) for each in walked) else -1
        is_reopened = '" ' in body and found >= 0 > mine
        assert mine == found or is_reopened, data


_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=10)


@given(data=st.data())
@settings(max_examples=examples(60), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_tables_come_back_from_any_dialect(long_bench: Bench, data: st.DataObject) -> None:
    width = data.draw(st.integers(2, 4))
    rows = data.draw(
        st.lists(st.lists(_TEXTS, min_size=width, max_size=width), min_size=1, max_size=8)
    )
    delimiter = data.draw(st.sampled_from([",", ";", "\t", "|"]))
    quote = data.draw(st.sampled_from(['"', "'"]))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"]))
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=delimiter,
        quotechar=quote,
        lineterminator=data.draw(st.sampled_from(["\n", "\r\n", "\r"])),
        quoting=data.draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])),
    )
    writer.writerow([f"name {at}" for at in range(width)])
    writer.writerows(rows)
    path = long_bench.write("d.csv", text.getvalue().encode(encoding))
    loaded = long_bench.load(
        path,
        delimiter=delimiter,
        quote=quote,
        header=True,
        skip=0,
        encoding=encoding,
        types={f"name {at}": "text" for at in range(width)},
    )
    assert long_bench.rows(loaded) == [tuple(row) for row in rows]
    assert loaded.rejects == ()
