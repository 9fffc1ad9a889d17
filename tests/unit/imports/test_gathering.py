"""Whatever a user names becomes files on this disk, in their order."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter.base.errors import (
    BadArgument,
    Cancelled,
    SeveralTables,
    UnreadableText,
    VaultError,
)
from datavault_jupyter.features.imports import globbing
from datavault_jupyter.features.imports.gathering import Gathered, gather

Bench = Any
TABLE = b"a,b\n1,2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "work"
    made.mkdir()
    return made


def write(folder: Path, *names: str, content: bytes = TABLE) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def gathered(folder: Path, source: object, **more: Any) -> Gathered:
    made = gather(source, base=folder, scratch=folder.parent / "scratch", **more)
    for member in made.members:
        assert member.path.is_file()
        assert member.byte_count == member.path.stat().st_size
        json.dumps(member.origin)
    assert len({member.name for member in made.members}) == len(made.members)
    return made


def names(folder: Path, source: object, **more: Any) -> list[str]:
    return [member.name for member in gathered(folder, source, **more).members]


def refused(folder: Path, source: object, **more: Any) -> VaultError:
    with pytest.raises(VaultError) as caught:
        gather(source, base=folder, scratch=folder.parent / "scratch", **more)
    assert "\n" not in caught.value.message
    return caught.value


def test_paths(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "a.csv", "in/b.csv")
    (member,) = gathered(folder, "a.csv").members
    assert member.path == folder / "a.csv"
    assert member.origin == {"kind": "file", "file_name": "a.csv", "path": str(folder / "a.csv")}
    assert names(folder, Path("in/b.csv")) == ["b.csv"]
    assert names(folder, str(folder / "in" / "b.csv")) == ["b.csv"]
    assert names(folder, (folder / "in" / "b.csv").as_uri()) == ["b.csv"]
    monkeypatch.setenv("HOME", str(folder))
    assert names(folder / "in", "~/a.csv") == ["a.csv"]
    monkeypatch.chdir(folder)
    made = gather("a.csv", scratch=folder.parent / "scratch")
    assert made.members[0].origin["path"] == str(folder / "a.csv")


def test_patterns_are_in_natural_order(folder: Path) -> None:
    wanted = ["day 1.csv", "Day 2.csv", "day 10.csv", "day 010.csv"]
    mixed = wanted[:]
    random.Random(3).shuffle(mixed)
    write(folder, *mixed, ".day 3.csv", "other.json", "sub/day 4.csv")
    (folder / "day 5.csv").mkdir()
    found = names(folder, "[dD]ay*.csv")
    assert found == ["day 1.csv", "Day 2.csv", "day 010.csv", "day 10.csv"]
    assert names(folder, ".day*") == [".day 3.csv"]
    assert names(folder, "?ther.json") == ["other.json"]


def test_folders_in_patterns(folder: Path) -> None:
    write(folder, "x.csv", "2/x.csv", "10/x.csv", "2/deep/er/x.csv", ".git/x.csv", "2/y.csv")
    assert names(folder, "**/x.csv") == ["2/deep/er/x.csv", "2/x.csv", "10/x.csv", "x.csv"]
    assert names(folder, "**/**/x.csv") == names(folder, "**/x.csv")
    assert names(folder, "*/x.csv") == ["2/x.csv", "10/x.csv"]
    assert names(folder, "2/**") == ["deep/er/x.csv", "x.csv", "y.csv"]
    assert names(folder, str(folder / "2" / "*.csv")) == ["x.csv", "y.csv"]


def test_links_don_t_lead_in_circles(folder: Path) -> None:
    write(folder, "a/x.csv")
    (folder / "a" / "again").symlink_to(folder)
    (folder / "a" / "y.csv").symlink_to(folder / "a" / "x.csv")
    made = gathered(folder, "**/*.csv")
    assert [member.name for member in made.members] == ["x.csv"]
    assert "y.csv" in made.notes[0].message


def test_a_name_with_signs_wins_over_the_pattern(folder: Path) -> None:
    write(folder, "a[1].csv", "a1.csv", "b*.csv", "bc.csv")
    assert names(folder, "a[1].csv") == ["a[1].csv"]
    assert names(folder, "b*.csv") == ["b*.csv"]
    assert names(folder, "a[[]1].csv") == ["a[1].csv"]


def test_nothing_matches(folder: Path) -> None:
    write(folder, *[f"in/{at}.json" for at in range(9)])
    error = refused(folder, "in/*.csv")
    assert "No file matches" in error.message
    assert "0.json, 1.json, 2.json, 3.json, 4.json, 5.json and 3 more" in error.hint
    assert "there is no folder" in refused(folder, "nowhere/*.csv").message
    (folder / "empty").mkdir()
    assert "nothing in it" in refused(folder, "empty/*").hint


def test_too_many_match(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(globbing, "MOST_FILES", 3)
    write(folder, *[f"{at}.csv" for at in range(4)])
    assert "more than 3 files" in refused(folder, "*.csv").message


def test_missing_files_and_folders(folder: Path) -> None:
    write(folder, "reviews.csv")
    error = refused(folder, "reveiws.csv")
    assert "does not exist" in error.message
    assert "reviews.csv" in error.hint
    (folder / "sub").mkdir()
    error = refused(folder, "sub/")
    assert "is a folder" in error.message
    assert "'sub/*.csv'" in error.hint
    assert isinstance(refused(folder, "a,b\n1,2\n"), BadArgument)
    assert isinstance(refused(folder, ""), BadArgument)
    assert "import_hub" in refused(folder, "hf://datasets/a/b").hint
    assert "import_frame" in refused(folder, 3).hint
    assert "empty" in refused(folder, []).message


def test_lists_keep_their_order_and_each_file_once(folder: Path) -> None:
    write(folder, "a.csv", "b.csv", "c.csv")
    made = gathered(folder, ["c.csv", "*.csv", Path("b.csv"), TABLE], format="csv")
    assert [member.name for member in made.members] == ["c.csv", "a.csv", "b.csv", "bytes.csv"]
    assert "Named more than once" in made.notes[0].message


def test_equal_names_are_told_apart(folder: Path) -> None:
    write(folder, "2025/x.csv", "2026/x.csv", "y.csv")
    found = names(folder, ["2026/x.csv", "y.csv", "2025/x.csv", TABLE, TABLE], format="csv")
    assert found[:3] != sorted(found[:3])
    assert found[1] == "y.csv"
    assert found[0].endswith("2026/x.csv")
    assert found[2].endswith("2025/x.csv")
    assert names(folder, "*/x.csv") == ["2025/x.csv", "2026/x.csv"]


def test_bytes(folder: Path) -> None:
    for data in (TABLE, bytearray(TABLE), memoryview(TABLE), memoryview(TABLE + TABLE)[:8]):
        (member,) = gathered(folder, data, format="csv").members
        assert (member.name, member.path.read_bytes()) == ("bytes.csv", TABLE)
        assert member.origin == {"kind": "bytes", "file_name": "bytes.csv"}
    assert names(folder, b'{"a":1}') == ["bytes.json"]
    assert names(folder, gzip.compress(b'[{"a":1}]')) == ["bytes.json"]
    error = refused(folder, TABLE)
    assert isinstance(error, BadArgument)
    assert error.field == "format"
    assert isinstance(refused(folder, TABLE, format="word"), BadArgument)
    assert "PDF" in refused(folder, b"%PDF-1.4").message


def test_open_files(folder: Path) -> None:
    write(folder, "a.csv", content=b"a\r\n\xc3\xa4\r\n")
    with (folder / "a.csv").open("rb") as file:
        (member,) = gathered(folder, file).members
    assert (member.name, member.path.read_bytes()) == ("a.csv", b"a\r\n\xc3\xa4\r\n")
    assert (member.encoding, member.origin["kind"]) == (None, "stream")
    (member,) = gathered(folder, io.StringIO("a\nä\n"), format="csv").members
    assert (member.name, member.encoding) == ("file.csv", "utf-8")
    assert member.path.read_bytes() == b"a\n\xc3\xa4\n"
    with (folder / "a.csv").open("rb") as file:
        file.read()
        assert "seek(0)" in refused(folder, file).hint
    assert isinstance(refused(folder, io.StringIO("a\n\ud800\n"), format="csv"), UnreadableText)
    assert isinstance(refused(folder, io.BytesIO(TABLE)), BadArgument)

    class Odd:
        name = "../../x.csv"

        def __init__(self, *chunks: object) -> None:
            self.chunks = list(chunks)

        def read(self, size: int) -> object:
            return self.chunks.pop(0) if size and self.chunks else b""

    assert names(folder, Odd(TABLE, TABLE)) == ["x.csv"]
    assert "bytes and text" in refused(folder, Odd(b"a", "b")).message
    assert "not bytes or text" in refused(folder, Odd([1])).message


def test_archives_stand_for_their_tables(folder: Path) -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name in ("in/b.csv", "a.csv", "c.csv.gz"):
            archive.writestr(name, gzip.compress(TABLE) if name.endswith("z") else TABLE)
    write(folder, "t.zip", content=sink.getvalue())
    made = gathered(folder, "t.zip", table="*.csv")
    assert [member.name for member in made.members] == ["a.csv", "b.csv"]
    assert made.is_table_used
    assert made.members[1].origin == {
        "kind": "file", "path": str(folder / "t.zip"), "file_name": "b.csv", "archive": "t.zip",
        "member": "in/b.csv",
    }  # fmt: skip
    assert isinstance(refused(folder, "t.zip"), SeveralTables)
    assert names(folder, sink.getvalue(), table="c*") == ["c.csv.gz"]
    assert names(folder, ["t.zip", sink.getvalue()], table="a.csv")[0].endswith("t.zip/a.csv")
    assert not gathered(folder, TABLE, format="csv").is_table_used


def test_other_storage(folder: Path) -> None:
    files = pytest.importorskip("fsspec").filesystem("memory")
    for at in (10, 9):
        files.pipe(f"/gathering/day {at}.csv", b"a\n%d\n" % at)
    made = gathered(folder, "memory://gathering/*.csv")
    assert [member.name for member in made.members] == ["day 9.csv", "day 10.csv"]
    assert made.members[0].origin["url"] == "memory:///gathering/day 9.csv"
    (member,) = gathered(folder, "memory://gathering/day 10.csv").members
    assert member.path.read_bytes() == b"a\n10\n"
    assert "does not exist" in refused(folder, "memory://gathering/no.csv").message
    assert "No file matches" in refused(folder, "memory://gathering/*.json").message
    assert "is a folder" in refused(folder, "memory://gathering").message
    error = refused(folder, "s3://key:pw@bucket/a.csv")
    assert isinstance(error, BadArgument)
    assert "s3fs" in error.hint
    assert "pw" not in str(error)
    assert "aren't known" in refused(folder, "nonsense://a/b.csv").message


def test_stopping_and_progress(folder: Path) -> None:
    write(folder, "a.csv", "b.csv")
    with pytest.raises(Cancelled):
        gather("*.csv", base=folder, scratch=folder.parent / "s", is_stopped=lambda: True)
    shares: list[float] = []
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("a.csv", TABLE)
    gathered(folder, ["a.csv", sink.getvalue()], on_progress=shares.append)
    assert shares == [1.0]


def test_what_is_gathered_can_be_loaded(bench: Bench) -> None:
    bench.write("t.csv", TABLE)
    made = gather("t.csv", base=bench.folder, scratch=bench.folder / "s")
    assert bench.table(made.members[0].path)[1] == [(1, 2)]
