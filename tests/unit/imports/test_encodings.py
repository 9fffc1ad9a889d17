"""In which encoding a file is read: told from all its bytes, said, never guessed against them."""

from __future__ import annotations

import codecs
import gzip
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datavault_jupyter.base.errors import BadArgument, UnreadableText
from datavault_jupyter.features.imports import encodings, sources
from tests.examples import examples

Bench = Any
_WEST = "a,b\n1,café\n2,“naïve”\n"
_PLAIN = b"a,b\n" + b"1,2\n" * 300_000


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)
def test_marks_are_believed_without_a_note(bench: Bench, encoding: str, mark: bytes) -> None:
    loaded = bench.load(bench.write("m.csv", mark + _WEST.encode(encoding)))
    assert loaded.columns.names == ["a", "b"]
    assert bench.rows(loaded) == [(1, "café"), (2, "“naïve”")]
    assert not loaded.notes


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [_WEST, "a,b\n1,日本語\n2,上海市人民政府\n"])
def test_wide_characters_without_a_mark(bench: Bench, encoding: str, text: str) -> None:
    loaded = bench.load(bench.write("w.csv", text.encode(encoding)))
    assert [row[1] for row in bench.rows(loaded)] == [
        line.split(",")[1] for line in text.splitlines()[1:]
    ]
    assert loaded.source_info["encoding"] == encoding
    assert "without a byte order mark; encoding=… changes that." in loaded.notes[0].message


def test_windows_1252_is_said_with_its_line(bench: Bench) -> None:
    loaded = bench.load(bench.write("w.csv", _WEST.encode("cp1252")))
    assert bench.rows(loaded) == [(1, "café"), (2, "“naïve”")]
    assert loaded.source_info["encoding"] == "cp1252"
    (note,) = loaded.notes
    assert note.message == (
        "Read as Windows-1252 text, since line 2 is not UTF-8; encoding=… changes that."
    )
    assert note.line == 2


def test_bytes_that_windows_1252_lacks_are_latin_1(bench: Bench) -> None:
    loaded = bench.load(bench.write("l.csv", b"a,b\n1,\x81 caf\xe9\n"))
    assert bench.rows(loaded) == [(1, "\x81 café")]
    assert loaded.source_info["encoding"] == "iso8859-1"
    assert "Latin-1" in loaded.notes[0].message


def test_other_bytes_behind_the_first_megabytes(bench: Bench) -> None:
    loaded = bench.load(bench.write("late.csv", _PLAIN + b"x,caf\xe9\n"))
    assert bench.rows(loaded)[-1] == ("x", "café")
    assert "since line 300,002 is not UTF-8" in loaded.notes[0].message


def test_packed_files_are_told_the_same(bench: Bench) -> None:
    loaded = bench.load(bench.write("w.csv.gz", gzip.compress(_WEST.encode("cp1252"))))
    assert bench.rows(loaded)[0] == (1, "café")


@pytest.mark.parametrize("place", ["head", "late"])
def test_damaged_utf_8_is_no_other_encoding(bench: Bench, place: str) -> None:
    """Read as Windows-1252 the other letters would come out wrong, without a word."""
    before = b"a,b\n" if place == "head" else _PLAIN
    content = before + "1,café\n".encode() + b"2,caf\xe9\n"
    error = bench.refused(bench.write("d.csv", content))
    assert isinstance(error, UnreadableText)
    line, byte = before.count(b"\n"), len(before) + len("1,café\n".encode()) + 6
    assert f"line {line + 2:,}: byte {byte:,} (0xE9) is not UTF-8" in error.message
    assert f"line {line + 1:,} holds letters that are" in error.message
    assert "on_error='skip'" in error.hint


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Привет, мир", "cp1251"),
        ("日本語の文章", "shift_jis"),
        ("北京市海淀区", "gb18030"),
        ("안녕하세요", "cp949"),
        ("Καλημέρα κόσμε", "cp1253"),
    ],
)
def test_no_western_text_is_not_guessed(bench: Bench, text: str, encoding: str) -> None:
    path = bench.write("o.csv", f"a;b\n1;{text}\n".encode(encoding))
    error = bench.refused(path)
    assert isinstance(error, UnreadableText)
    assert "encoding=" in error.hint
    assert bench.rows(bench.load(path, encoding=encoding)) == [(1, text)]


def test_an_encoding_that_was_named_is_used(bench: Bench) -> None:
    path = bench.write("l.csv", _WEST.encode("cp1252"))
    error = bench.refused(path, encoding="utf-8")
    assert "line 2: byte 10 (0xE9) is not UTF-8" in error.message
    other = bench.write("u.csv", b"a,b\n1,2\n3,\x81\n")
    assert "not cp1252 text, in line 3" in bench.refused(other, encoding="cp1252").message
    assert isinstance(bench.refused(path, encoding="klingon"), BadArgument)
    loaded = bench.load(path, encoding="latin-1")
    assert bench.rows(loaded)[1] == (2, "\x93naïve\x94")
    assert not loaded.notes


def test_zero_characters_are_kept(bench: Bench) -> None:
    content = b"a,b\n1,x\0y\n2,\0\n3,z\0\0\0"
    loaded = bench.load(bench.write("z.csv", content))
    assert bench.rows(loaded) == [(1, "x\0y"), (2, "\0"), (3, "z\0\0\0")]
    assert loaded.source_info["encoding"] == "utf-8"


def test_zero_characters_in_names_are_asked_about(bench: Bench) -> None:
    path = bench.write("z.csv", b"a\0,name of it\n1,2\n")
    error = bench.refused(path)
    assert isinstance(error, UnreadableText)
    assert "'utf-16-le'" in error.hint
    assert bench.load(path, encoding="utf-8").columns.names == ["a\0", "name of it"]


@given(
    cells=st.lists(st.sampled_from(["x\0y", "a\0", "\0b", "1", "", "xyz", "\0\0"]), min_size=1),
    width=st.integers(1, 3),
)
@settings(max_examples=examples(75), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_zero_characters_do_not_make_utf_16(
    long_bench: Bench, cells: list[str], width: int
) -> None:
    rows = [cells[at : at + width] for at in range(0, len(cells), width)]
    text = ",".join(["name"] * width) + "\n" + "".join(",".join(row) + "\n" for row in rows)
    path = long_bench.write("z.csv", text)
    with tempfile.TemporaryDirectory(dir=long_bench.folder) as scratch:
        staged = encodings.stage(sources.examine(path), Path(scratch), None)
    assert staged.encoding == "utf-8"


def test_lines_that_end_in_a_carriage_return_are_counted(bench: Bench) -> None:
    error = bench.refused(bench.write("m.csv", "a,b\r1,é\r2,".encode() + b"\xff\r"))
    assert "line 3: byte" in error.message


@given(text=st.text(st.characters(codec="cp1252"), max_size=40), seed=st.integers(0, 4))
@settings(max_examples=examples(75), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_what_is_told_explains_all_bytes(tmp_path: Path, text: str, seed: int) -> None:
    """Whatever the bytes: they are the text in the encoding told, or the file is refused."""
    path = tmp_path / "t.txt"
    data = text.encode("cp1252") + "é".encode() * (seed == 0)
    path.write_bytes(data)
    try:
        encoding, bad = encodings.told(path, "t.txt")
    except UnreadableText:
        with pytest.raises(UnicodeDecodeError):
            data.decode("utf-8")
        return
    if bad is None:
        assert encoding == "utf-8"
        data.decode("utf-8")
    else:
        assert data.decode(encoding).encode(encoding) == data
        assert data[bad.byte - 1] == bad.value
        assert data[: bad.byte - 1].decode("utf-8", errors="strict") is not None


@pytest.mark.parametrize("size", [(1 << 20) - 2, (1 << 20) - 1, 1 << 20, (1 << 20) + 1])
def test_letters_across_the_pieces_of_a_long_file(tmp_path: Path, size: int) -> None:
    path = tmp_path / "t.txt"
    path.write_bytes(b"x" * size + "€é𝄞".encode() + b"\n")
    assert encodings.told(path, "t.txt") == ("utf-8", None)
    path.write_bytes(b"x\n" + b"x" * (size - 2) + b"\xe9t\xe9\n")
    encoding, bad = encodings.told(path, "t.txt")
    assert encoding == "cp1252"
    assert bad is not None
    assert (bad.line, bad.byte) == (2, size + 1)
