"""Several files as one dataset: the same rows and types as if they stood in one file."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest

from datavault_jupyter.base.errors import BadArgument, BadFile
from datavault_jupyter.features.imports.records import Loaded
from datavault_jupyter.features.imports.stacking import loading
from datavault_jupyter.features.imports.stacking.batches import Kind
from tests.unit.imports.stacks import Stack

Bench = Any


@pytest.fixture
def stack(bench: Bench) -> Stack:
    return Stack(bench)


def said(loaded: Loaded) -> str:
    return " ".join(note.message for note in loaded.notes)


def test_files_alike_are_read_at_once(stack: Stack) -> None:
    for at in (1, 2, 3):
        stack.add(f"{at}.csv", f"id,word\n{at},a{at}\n{at + 10},\n")
    assert stack.kinds() == [Kind.CSV]
    kinds, rows = stack.table()
    assert kinds == {"id": "BIGINT", "word": "VARCHAR"}
    assert rows == [(1, "a1"), (11, None), (2, "a2"), (12, None), (3, "a3"), (13, None)]
    loaded = stack.load()
    assert len(loaded.parts) == 1
    info = loaded.source_info
    assert info["file_name"] == "1.csv and 2 others"
    assert (info["kind"], info["format"], info["file_count"]) == ("files", "csv", 3)
    assert [each["file_name"] for each in info["files"]] == ["1.csv", "2.csv", "3.csv"]
    assert all(len(each["sha256"]) == 64 for each in info["files"])
    assert info["dialect"]["delimiter"] == ","
    assert [each.source_name for each in loaded.source_columns] == ["id", "word"]


def test_types_are_told_from_all_files(stack: Stack) -> None:
    stack.add("1.csv", "a,b,c,d,e\n1,1,1,NA,1\n")
    stack.add("2.csv", "a,b,c,d,e\n2.5,x,9007199254740993,7,\n")
    stack.add("3.csv", "a,b,c,d,e\n3,007,0.5,,\n")
    for wanted in ([Kind.CSV], [Kind.CSV, Kind.ALONE]):
        assert stack.kinds() == wanted
        kinds, rows = stack.table()
        assert kinds == {
            "a": "DOUBLE", "b": "VARCHAR", "c": "DECIMAL(17,1)", "d": "BIGINT", "e": "BIGINT",
        }  # fmt: skip
        assert [row[0] for row in rows][:3] == [1.0, 2.5, 3.0]
        assert [row[1] for row in rows][:3] == ["1", "x", "007"]
        assert [str(row[2]) for row in rows][:3] == ["1.0", "9007199254740993.0", "0.5"]
        assert [row[3] for row in rows][:3] == [None, 7, None]
        stack.add("4.csv", "a;b;c;d;e\n4;y;4;NA;4\n")


def test_columns_are_united_by_name(stack: Stack) -> None:
    stack.add("1.csv", "id,name\n1,a\n")
    stack.add("2.csv", "name,city,ID\nb,x,2\n")
    stack.add("3.csv", "id\n3\n")
    kinds, rows = stack.table()
    assert kinds == {"id": "BIGINT", "name": "VARCHAR", "city": "VARCHAR"}
    assert rows == [(1, "a", None), (2, "b", "x"), (3, None, None)]
    text = said(stack.load())
    assert "2.csv: 'ID' was taken for 'id'" in text
    assert "Column 'name' is missing in 3.csv" in text
    assert "Column 'city' is missing in 1.csv, 3.csv" in text


def test_a_column_of_file_names(stack: Stack) -> None:
    for at in range(12):
        stack.add(f"in {at}/x.csv", f"a\n{at}\n")
    kinds, rows = stack.table("source")
    assert kinds == {"a": "BIGINT", "source": "VARCHAR"}
    assert rows == [(at, f"in {at}/x.csv") for at in range(12)]
    stack.add("y.json", '[{"b":true}]')
    stack.add("z.csv.gz", gzip.compress(b"a\n99\n"))
    kinds, rows = stack.table("source")
    assert list(kinds) == ["a", "b", "source"]
    assert rows[-2:] == [(None, True, "y.json"), (99, None, "z.csv.gz")]
    assert isinstance(stack.refused("A"), BadArgument)
    assert isinstance(stack.refused(" "), BadArgument)
    only = Stack(stack.bench)
    only.add("one.csv", "a\n1\n")
    assert only.table("source")[1] == [(1, "one.csv")]
    assert only.table()[1] == [(1,)]


def test_json_files_are_one_table(stack: Stack) -> None:
    stack.add("1.json", '[{"a":1,"b":[1]},{"a":2}]')
    stack.add("2.ndjson", '{"a":2.5,"c":"x"}\n{"b":"text"}\n')
    stack.add("3.json", '{"a":null,"c":"7"}')
    stack.add("4.json", "[]")
    assert stack.kinds() == [Kind.JSON]
    kinds, rows = stack.table("source")
    assert kinds == {"a": "DOUBLE", "b": "JSON", "c": "VARCHAR", "source": "VARCHAR"}
    assert rows == [
        (1.0, "[1]", None, "1.json"),
        (2.0, None, None, "1.json"),
        (2.5, None, "x", "2.ndjson"),
        (None, '"text"', None, "2.ndjson"),
        (None, None, "7", "3.json"),
    ]
    assert "4.json holds no records" in said(stack.load())
    assert stack.table(columns=["c", "a"])[1][2] == ("x", 2.5)
    assert stack.table("s", columns=["c", "a"])[1][2] == ("x", 2.5, "2.ndjson")
    stack.add("5.json", '{"meta":1,"data":[{"a":1}]}')
    assert stack.refused().message.startswith("5.json is one object")


def test_parquet_files(stack: Stack) -> None:
    for at in (1, 2):
        stack.parquet(f"{at}.parquet", pa.table({"a": pa.array([at], pa.int32()), "b": ["x"]}))
    assert stack.kinds() == [Kind.PARQUET]
    assert stack.table("s") == (
        {"a": "INTEGER", "b": "VARCHAR", "s": "VARCHAR"},
        [(1, "x", "1.parquet"), (2, "x", "2.parquet")],
    )
    stack.parquet("3.parquet", pa.table({"a": pa.array([1 << 40]), "c": [1.5]}))
    assert stack.kinds() == [Kind.PARQUET, Kind.ALONE]
    kinds, rows = stack.table()
    assert kinds == {"a": "BIGINT", "b": "VARCHAR", "c": "DOUBLE"}
    assert rows == [(1, "x", None), (2, "x", None), (1 << 40, None, 1.5)]


def test_a_column_named_like_our_own(stack: Stack) -> None:
    for at in (1, 2):
        stack.parquet(f"{at}.parquet", pa.table({"filename": [f"x{at}"], "file_row_number": [at]}))
    assert stack.table()[1] == [("x1", 1), ("x2", 2)]


@pytest.mark.parametrize(
    ("types", "values", "wanted"),
    [
        ((pa.int8(), pa.uint64()), (-1, 1 << 63), "HUGEINT"),
        ((pa.int64(), pa.float64()), (1, 0.5), "DOUBLE"),
        ((pa.int64(), pa.float64()), ((1 << 53) + 1, 0.5), "VARCHAR"),
        ((pa.float32(), pa.float64()), (0.5, 0.1), "DOUBLE"),
        ((pa.decimal128(5, 2), pa.decimal128(9, 4)), (1, 2), "DECIMAL(9,4)"),
        ((pa.string(), pa.int64()), ("x", 7), "VARCHAR"),
        ((pa.date32(), pa.int64()), (1, 7), "VARCHAR"),
        ((pa.list_(pa.int8()), pa.struct({"a": pa.int8()})), ([1], {"a": 1}), "JSON"),
        ((pa.list_(pa.int8()), pa.int64()), ([1], 1), "VARCHAR"),
        ((pa.null(), pa.int64()), (None, 1), "BIGINT"),
    ],
)
def test_typed_columns_meet(
    stack: Stack, types: Sequence[Any], values: Sequence[Any], wanted: str
) -> None:
    for at, (kind, value) in enumerate(zip(types, values, strict=True)):
        stack.parquet(f"{at}.parquet", pa.table({"x": pa.array([value, None], kind)}))
    loaded = stack.load()
    assert loaded.columns[0].type == wanted
    rows = [row[0] for row in stack.bench.rows(loaded)]
    assert rows[1] is None
    if wanted == "VARCHAR":
        assert rows[2] == ("7" if values[1] == 7 else str(values[1]))
    elif wanted != "JSON":
        assert [float(row) for row in (rows[0] or 0, rows[2])] == [float(v or 0) for v in values]


def test_formats_meet(stack: Stack) -> None:
    stack.add("1.csv", "a,b\n1,x\n007,y\n")
    stack.add("2.json", '[{"a":2,"b":3}]')
    stack.parquet("3.parquet", pa.table({"a": [3.25], "b": pa.array([4], pa.int16())}))
    kinds, rows = stack.table()
    assert kinds == {"a": "VARCHAR", "b": "VARCHAR"}
    assert rows == [("1", "x"), ("007", "y"), ("2", "3"), ("3.25", "4")]
    assert "it is kept as text" in said(stack.load())


def test_numbers_of_json_beside_texts_keep_how_they_are_written(stack: Stack) -> None:
    stack.add("1.json", '[{"a":1.50},{"a":1e3}]')
    stack.add("2.csv", "a\nx\n")
    assert stack.table()[1] == [("1.50",), ("1e3",), ("x",)]


def test_packings_and_encodings_meet(stack: Stack) -> None:
    stack.add("1.csv", "a,b\n1,ä\n")
    stack.add("2.csv.gz", gzip.compress("a,b\n2,ö\n".encode()))
    stack.add("3.csv", b"\xef\xbb\xbf" + "a,b\n3,ü\n".encode())
    stack.add("4.csv", "a,b\n4,ß\n".encode("utf-16"))
    assert stack.kinds() == [Kind.CSV, Kind.ALONE]
    stack.add("5.tsv", "a\tb\r\n5\té\r\n")
    assert stack.table()[1] == [(1, "ä"), (2, "ö"), (3, "ü"), (4, "ß"), (5, "é")]


def test_other_dialects_behind_one_first_line(stack: Stack) -> None:
    stack.add("1.csv", "a,b\n1,x\n")
    stack.add("2.csv", "a,b\n2,'y,z'\n3,'q'\n")
    stack.add("3.csv", 'a,b\n4,"k\\"l"\n')
    stack.add("4.csv", "a,b\r\n5,m\r\n")
    stack.add("5.csv", 'a,b\n6,"n\r\no"\n')
    rows = stack.table()[1]
    alone = [row for path in stack.paths for row in stack.bench.table(path)[1]]
    assert rows == alone
    assert rows[1] == (2, "y,z")


def test_files_with_names_only(stack: Stack) -> None:
    stack.add("1.csv", "a,b\n1,2\n")
    stack.add("2.csv", "a,b\n")
    stack.add("3.csv", "a,b\n3,4\n")
    stack.add("4.csv.gz", gzip.compress(b"a,b"))
    loaded = stack.load()
    assert stack.bench.rows(loaded) == [(1, 2), (3, 4)]
    assert "2.csv, 4.csv.gz hold names and no rows" in said(loaded)
    assert len(loaded.parts) == 1
    assert loaded.source_info["file_count"] == 4
    none = Stack(stack.bench)
    none.add("n1.csv", "a,b\n")
    none.add("n2.csv", "a,b\n")
    assert "no data" in none.refused().message


def test_choosing_and_renaming_columns(stack: Stack) -> None:
    stack.add("1.csv", "a,b\n1,x\n")
    stack.add("2.csv", "b,c\ny,2\n")
    stack.add("3.csv", "d\n9\n")
    kinds, rows = stack.table(columns=["c", "a"])
    assert (list(kinds), rows) == (["c", "a"], [(None, 1), (2, None), (None, None)])
    kinds, rows = stack.table(columns={"b": "word", "c": "n"}, types={"n": "text", "a": "DOUBLE"})
    assert kinds == {"a": "DOUBLE", "word": "VARCHAR", "n": "VARCHAR", "d": "BIGINT"}
    assert rows[1] == (None, "y", "2", None)
    error = stack.refused(columns=["a", "z"])
    assert isinstance(error, BadArgument)
    assert "None of the 3 files has a column 'z'" in error.message
    assert "None of the 3 files" in stack.refused(types={"z": "text"}).message
    same = Stack(stack.bench)
    same.add("s1.csv", "a\n1\n")
    same.add("s2.csv", "a\n2\n")
    assert "no column 'z'" in same.refused(columns=["z"]).message


@pytest.mark.parametrize(
    ("content", "said_there"),
    [
        ("a,b\n1,2\n3,4,5\n", "bad.csv, line 3"),
        (b"a,b\n1,\xc3\xa9\n2,\xff\xfe\x81\n", "bad.csv"),
        ("", "bad.csv is empty"),
        ('a,b\n1,"x\n', "bad.csv"),
    ],
)
def test_errors_name_the_file(stack: Stack, content: str | bytes, said_there: str) -> None:
    for at in (1, 2):
        stack.add(f"{at}.csv", "a,b\n1,2\n")
    stack.add("bad.csv", content)
    error = stack.refused()
    assert isinstance(error, BadFile)
    assert said_there in error.message


def test_errors_name_files_that_are_named_alike(stack: Stack) -> None:
    stack.add("x/a.csv", "a,b\n1,2\n")
    stack.add("y/a.csv", "a,b\n1,2\n1,2,3\n")
    assert "y/a.csv, line 3" in stack.refused().message
    stack.add("z/a.json", '[{"a":}]')
    stack.paths = [stack.paths[0], stack.paths[2]]
    assert stack.refused().message.startswith("a.json, line 1")
    other = Stack(stack.bench)
    other.add("1.csv", "a\n1\n")
    other.add("2.csv", "a\nx\n")
    error = other.refused(types={"a": "integer"})
    assert error.message.startswith("2.csv, line 2: 'x' in column 'a'")


def test_rows_that_are_left_out_name_their_file(stack: Stack) -> None:
    stack.add("1.csv", "a,b\n1,2\n")
    stack.add("2.csv", "a,b\n3,4\n5,6,7\n8,9\n")
    loaded = stack.load(on_error="skip")
    assert stack.bench.rows(loaded) == [(1, 2), (3, 4), (8, 9)]
    (reject,) = loaded.rejects
    assert (reject.file_name, reject.line) == ("2.csv", 3)


def test_signs_of_patterns_in_names(stack: Stack) -> None:
    for at in (1, 2):
        stack.add(f"a[{at}]*'.csv", f"a\n{at}\n")
        stack.parquet(f"b[{at}]?.parquet", pa.table({"a": [at * 10]}))
    assert stack.table("f")[1] == [
        (1, "a[1]*'.csv"), (10, "b[1]?.parquet"), (2, "a[2]*'.csv"), (20, "b[2]?.parquet")
    ]  # fmt: skip


def test_many_pieces_keep_their_order(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_MOST_ARMS", 3)
    for at in range(20):
        head, row = (("a,b", f"{at},{at}"), ("b,a", f"{at},{at}"), ("c", f"{at}"))[at % 3]
        stack.add(f"{at}.csv", f"{head}\n{row}\n")
    loaded = stack.load("f")
    rows = stack.bench.rows(loaded)
    assert [row[-1] for row in rows] == [f"{at}.csv" for at in range(20)]
    assert all(at in row for at, row in enumerate(rows))
    assert len(loaded.parts) == 7
