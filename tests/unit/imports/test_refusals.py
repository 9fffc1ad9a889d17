"""Files that can't be imported: one sentence with file and line, and no trace."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from datavault_jupyter.base.errors import (
    BadFile,
    BadTable,
    UnknownFormat,
    UnreadableText,
    VaultError,
)

Bench = Any
_GOOD = b"a,b\n" + b"1,2\n" * 60_000
_PACKED = gzip.compress(b"a,b\n1,2\n", mtime=0)


@pytest.mark.parametrize(
    ("name", "content", "kind", "said"),
    [
        ("empty.csv", b"", BadFile, "empty.csv is empty"),
        ("blank.csv", b"\n \n", BadTable, "blank.csv"),
        ("header.csv", b"name,city\n", BadTable, "no data"),
        ("short.csv", b"a,b,c\n1,2,3\n1,2\n4,5,6\n", BadTable, "short.csv, line 3"),
        ("wide.csv", b"a,b\n1,2\n1,2,3\n", BadTable, "wide.csv, line 3"),
        ("late.csv", _GOOD + b"1,2,3\n", BadTable, "late.csv, line 60,002"),
        ("broken.csv", b'a,b\n1,"x"\n1,"never closed\n2,3\n', BadTable, "broken.csv, line 3"),
        ("bytes.csv", b"a,b\n1,caf\xe9\n2,\xc3\xa9\n", UnreadableText, "line 2: byte 10"),
        ("bytes_late.csv", _GOOD + b"\xc3\xa9,caf\xe9\n", UnreadableText, "line 60,002"),
        ("cut.csv.gz", _PACKED[:-4], BadFile, "cut.csv.gz"),
        ("sum.csv.gz", _PACKED[:-6] + b"\x00" + _PACKED[-5:], BadFile, "sum.csv.gz"),
        ("plain.csv.gz", b"a,b\n1,2\n", BadFile, "plain.csv.gz"),
        ("cut.csv.zst", b"\x28\xb5\x2f\xfd\x00", BadFile, "cut.csv.zst"),
        ("book.csv", b"PK\x03\x04xx", UnknownFormat, "Excel"),
        ("thing.xyz", b"whatever", UnknownFormat, "thing.xyz"),
        ("bad.parquet", b"PAR1 and no more PAR1", BadFile, "bad.parquet"),
        ("not.parquet", b"hello", BadFile, "not.parquet"),
        ("empty.json", b" \n", BadTable, "empty.json"),
        ("list.json", b"[]", BadTable, "list.json"),
        ("keys.json", b"[{},{}]", BadTable, "keys.json"),
        ("scalar.json", b"3", BadTable, "scalar.json, line 1"),
        ("mixed.json", b'[{"a":1},\n3]', BadTable, "mixed.json, line 2: record 2"),
        ("cut.json", b'[{"a":1},\n{"a":2', BadTable, "cut.json, line 2: record 2"),
        ("tail.json", b'[{"a":1}]\nx', BadTable, "tail.json, line 2"),
        ("comma.json", b'[{"a":1}\n{"a":2}]', BadTable, "comma.json, line 2"),
        ("line.ndjson", b'{"a":1}\n{"a":}\n{"a":2}\n', BadTable, "line.ndjson, line 2"),
        ("twice.json", b'[{"a":1,"a":2}]', BadTable, "'a' twice"),
        ("half.json", b'[{"a":"\\ud800"}]', BadTable, "half.json"),
        ("bytes.json", b'[{"a":1},\n{"a":"\xff"}]', UnreadableText, "bytes.json"),
        ("wrapped.json", b'{"meta":1,"data":[{"a":1}]}', BadTable, "'data'"),
    ],
)
def test_bad_file(
    bench: Bench, name: str, content: bytes, kind: type[VaultError], said: str
) -> None:
    error = bench.refused(bench.write(name, content))
    assert isinstance(error, kind)
    assert said in error.message
    assert error.hint


def test_missing_file_and_folder(bench: Bench) -> None:
    assert "does not exist" in bench.refused(bench.folder / "no.csv").message
    (bench.folder / "dir.csv").mkdir()
    assert "folder" in bench.refused(bench.folder / "dir.csv").message


def test_wrong_encoding_is_refused(bench: Bench) -> None:
    path = bench.write("u.csv", b"a,b\n1,\x81\n")
    assert isinstance(bench.refused(path, encoding="cp1252"), UnreadableText)
