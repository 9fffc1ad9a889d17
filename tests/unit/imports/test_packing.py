"""Packed files come out exactly, or are refused with the reason."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datavault_jupyter.base.errors import BadFile, DiskFull, UnknownFormat
from datavault_jupyter.base.names import name_of_file
from datavault_jupyter.features.imports import packing, sources
from tests.examples import examples

Bench = Any


def zstd(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as out:
        out.write(data)
    made: bytes = sink.getvalue().to_pybytes()
    return made


PACK = {".gz": gzip.compress, ".zst": zstd, ".bz2": bz2.compress, ".xz": lzma.compress}
TABLE = b"a,b\n" + b"".join(b"%d,x%d\n" % (at, at * 7) for at in range(3_000))
EACH = pytest.mark.parametrize("ending", PACK)


def unpacked(path: Path, into: Path | None = None) -> bytes:
    head = path.read_bytes()[:8]
    kind = packing.packing_of(head)
    assert kind is not None
    with packing.unpacked(path, kind, path.name, into=into) as file:
        return file.read()


@EACH
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", b"a,b\n1,2\n"),
        ("t.tsv", b"a\tb\n1\t2\n"),
        ("t.json", b'[{"a":1,"b":2}]'),
        ("t.ndjson", b'{"a":1,"b":2}\n'),
    ],
)
def test_texts_come_back(bench: Bench, ending: str, name: str, content: bytes) -> None:
    path = bench.write(name + ending, PACK[ending](content))
    kinds, rows = bench.table(path)
    assert (kinds, rows) == ({"a": "BIGINT", "b": "BIGINT"}, [(1, 2)])
    assert bench.load(path).source_info["compression"] == packing.ENDINGS[ending]
    assert sources.is_importable(path)
    assert name_of_file(path) == "t"


@EACH
def test_parquet_too(bench: Bench, ending: str) -> None:
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.table({"a": [1]}), sink)
    path = bench.write("t.parquet" + ending, PACK[ending](sink.getvalue()))
    assert bench.table(path) == ({"a": "BIGINT"}, [(1,)])


def test_content_counts_more_than_the_name(bench: Bench) -> None:
    assert "not packed with bzip2" in bench.refused(bench.write("t.csv.bz2", b"a\n1\n")).message
    assert bench.table(bench.write("t.csv.gz", bz2.compress(b"a\n1\n")))[1] == [(1,)]
    assert bench.table(bench.write("t.csv", lzma.compress(b"a\n1\n")))[1] == [(1,)]
    assert bench.table(bench.write("t.gz", gzip.compress(b'[{"a":1}]')))[1] == [(1,)]


def test_a_name_that_says_more_than_the_content(bench: Bench) -> None:
    assert "not packed with bzip2" in bench.refused(bench.write("t.csv.bz2", b"a\n1\n")).message


@EACH
def test_several_streams_are_one_file(tmp_path: Path, ending: str) -> None:
    path = tmp_path / ("t.csv" + ending)
    pieces = [TABLE[:1], b"", TABLE[1:9_000], TABLE[9_000:]]
    path.write_bytes(b"".join(PACK[ending](piece) for piece in pieces))
    assert unpacked(path) == TABLE


@EACH
@pytest.mark.parametrize("cut", [1, 3, 8, 40, 500])
def test_a_cut_file_is_refused(bench: Bench, ending: str, cut: int) -> None:
    packed = PACK[ending](TABLE)
    error = bench.refused(bench.write("cut.csv" + ending, packed[:-cut]))
    assert isinstance(error, BadFile)
    assert "damaged or incomplete" in error.message
    assert "cut.csv" in error.message


@EACH
@pytest.mark.parametrize("cut", [1, 5, 12])
def test_a_cut_second_stream_is_refused(bench: Bench, ending: str, cut: int) -> None:
    packed = PACK[ending](TABLE)
    bench.refused(bench.write("cut.csv" + ending, packed + packed[:-cut]))
    bench.refused(bench.write("cut.csv" + ending, packed + packed[:cut]))


@EACH
@pytest.mark.parametrize("more", [b"\n", b"hello", b"a,b\n9,9\n", b"\x00x", b"PK\x03\x04"])
def test_something_behind_the_end_is_refused(bench: Bench, ending: str, more: bytes) -> None:
    error = bench.refused(bench.write("more.csv" + ending, PACK[ending](TABLE) + more))
    assert "something else behind" in error.message


@pytest.mark.parametrize("ending", [".gz", ".xz"])
def test_padding_is_none_of_it(bench: Bench, ending: str) -> None:
    packed = PACK[ending](b"a\n1\n") + bytes(512) + PACK[ending](b"2\n") + bytes(8)
    assert bench.table(bench.write("t.csv" + ending, packed))[1] == [(1,), (2,)]


@pytest.mark.parametrize("at", range(-8, 0))
def test_a_wrong_gzip_checksum_or_length_is_refused(bench: Bench, at: int) -> None:
    packed = bytearray(gzip.compress(TABLE))
    packed[at] ^= 1
    assert "damaged" in bench.refused(bench.write("sum.csv.gz", bytes(packed))).message


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".xz"])
@settings(deadline=None, max_examples=examples(20))
@given(data=st.data())
def test_any_flipped_bit_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, ending: str, data: st.DataObject
) -> None:
    """zstd is left out: its checksum is optional."""
    packed = bytearray(PACK[ending](TABLE))
    # Of gzip's head, time and system say nothing about the rows.
    first = 10 if ending == ".gz" else 0
    at = data.draw(st.integers(first, len(packed) - 1))
    packed[at] ^= 1 << data.draw(st.integers(0, 7))
    path = tmp_path_factory.mktemp("flip") / ("t.csv" + ending)
    path.write_bytes(packed)
    try:
        with packing.unpacked(path, packing.ENDINGS[ending], path.name) as file:
            made = file.read()
    except BadFile:
        return
    assert made == TABLE


@settings(deadline=None, max_examples=examples(30))
@given(
    ending=st.sampled_from(list(PACK)),
    pieces=st.lists(st.binary(max_size=5_000), min_size=1, max_size=5),
    sizes=st.lists(st.integers(1, 70_000), min_size=1),
)
def test_whatever_was_packed_comes_out(
    tmp_path_factory: pytest.TempPathFactory, ending: str, pieces: list[bytes], sizes: list[int]
) -> None:
    path = tmp_path_factory.mktemp("any") / ("t" + ending)
    path.write_bytes(b"".join(PACK[ending](piece * 30) for piece in pieces))
    wanted = b"".join(piece * 30 for piece in pieces)
    made: list[bytes] = []
    with packing.unpacked(path, packing.ENDINGS[ending], path.name) as file:
        while len(made) < len(sizes) and (some := file.read(sizes[len(made)])):
            made.append(some)
        made.append(file.read())
    assert b"".join(made) == wanted


@EACH
def test_a_bomb_is_refused_early(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "FREE_BYTES", 2 << 20)
    monkeypatch.setattr(packing, "MOST_TIMES", 50)
    path = tmp_path / ("bomb.csv" + ending)
    path.write_bytes(PACK[ending](b"a\n" + b"0\n" * (8 << 20)))
    read: list[int] = []
    with packing.unpacked(path, packing.ENDINGS[ending], path.name) as file:
        with pytest.raises(BadFile, match="more than 50 times its size"):
            read.extend(iter(lambda: len(file.read(1 << 20)), 0))
        assert sum(read) <= 8 << 20


def test_a_gzip_bomb_is_one_by_our_own_measure() -> None:
    zeros = zlib.compress(bytes(64 << 20), 9)
    times = (64 << 20) / len(zeros)
    assert times > packing.MOST_TIMES
    with pytest.raises(BadFile, match="made to fill a disk"):
        packing.require_honest("x.gz", len(zeros) * 20, (64 << 20) * 20)
    packing.require_honest("x.gz", len(zeros), 64 << 20)
    with pytest.raises(BadFile, match="several pieces"):
        packing.require_honest("x.gz", 1 << 40, packing.MOST_BYTES + 1)


def test_the_disk_is_not_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "_ROOM_EVERY", 1 << 20)
    monkeypatch.setattr(packing, "ROOM_LEFT", 1 << 62)
    path = tmp_path / "big.csv.gz"
    path.write_bytes(gzip.compress(TABLE * 200))
    with pytest.raises(DiskFull, match=r"big\.csv\.gz"):
        unpacked(path, tmp_path)
    assert len(unpacked(path)) == len(TABLE) * 200


def test_odd_packings_have_a_sentence(bench: Bench) -> None:
    twice = bench.refused(bench.write("t.csv.gz", gzip.compress(bz2.compress(b"a\n1\n"))))
    assert "packed twice" in twice.message
    assert "empty file" in bench.refused(bench.write("t.csv.gz", gzip.compress(b""))).message
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w:gz") as tar:
        tar.add(bench.write("in.csv", b"a\n1\n"), "in.csv")
    error = bench.refused(bench.write("t.tar.gz", sink.getvalue()))
    assert isinstance(error, UnknownFormat)
    assert "tar archive" in error.message
    error = bench.refused(bench.write("x.csv.gz", gzip.compress(b"PK\x03\x04....")))
    assert "ZIP" in error.message
