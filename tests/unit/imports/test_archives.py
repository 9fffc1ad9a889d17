"""ZIP archives: the table that is meant, or a sentence why none comes out."""

from __future__ import annotations

import gzip
import io
import stat
import tempfile
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter.base.errors import (
    BadArgument,
    BadFile,
    Cancelled,
    DiskFull,
    SeveralTables,
    VaultError,
)
from datavault_jupyter.features.imports import archives, packing


def packed(path: Path, members: Mapping[str, bytes], **how: Any) -> Path:
    with zipfile.ZipFile(path, "w", **how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def extracted(path: Path, table: Any = None) -> dict[str, bytes]:
    folder = Path(tempfile.mkdtemp(dir=path.parent))
    made = archives.extract(path, table, folder, lambda: False)
    for each in made:
        assert each.path.is_relative_to(folder)
        assert each.byte_count == each.path.stat().st_size
    return {each.member: each.path.read_bytes() for each in made}


def refused(path: Path, table: Any = None) -> VaultError:
    with pytest.raises(VaultError) as caught:
        archives.extract(path, table, path.parent / "out", lambda: False)
    assert path.name in caught.value.message
    assert caught.value.hint
    assert "\n" not in caught.value.message
    return caught.value


@pytest.mark.parametrize(
    "how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_the_only_table_comes_out(tmp_path: Path, how: int) -> None:
    others = {"a/": b"", "__MACOSX/a/._t.csv": b"x", "a/.hidden.csv": b"x", "README.txt": b"hello",
              "a/photo.png": b"x"}  # fmt: skip
    path = packed(tmp_path / "t.zip", {**others, "a/t.csv": b"a\n1\n" * 999}, compression=how)
    assert archives.tables(path) == ["a/t.csv"]
    assert extracted(path) == {"a/t.csv": b"a\n1\n" * 999}


def test_packed_members_and_texts_alone(tmp_path: Path) -> None:
    path = packed(tmp_path / "g.zip", {"t.csv.gz": gzip.compress(b"a\n1\n"), "note.txt": b"x"})
    assert list(extracted(path)) == ["t.csv.gz"]
    assert list(extracted(packed(tmp_path / "n.zip", {"note.txt": b"x"}))) == ["note.txt"]


def test_several_tables_ask_for_a_choice(tmp_path: Path) -> None:
    names = [f"day {at}.csv" for at in (10, 9, 2)]
    path = packed(tmp_path / "t.zip", {**dict.fromkeys(names, b"a\n1\n"), "x.json": b"[]"})
    error = refused(path)
    assert isinstance(error, SeveralTables)
    assert error.code == "several_tables"
    assert error.tables == ("day 2.csv", "day 9.csv", "day 10.csv", "x.json")
    assert "day 2.csv, day 9.csv" in error.message
    assert "table=" in error.hint
    assert list(extracted(path, "day*.csv")) == ["day 2.csv", "day 9.csv", "day 10.csv"]


def test_choosing(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "t.zip",
        {"a/x.csv": b"1", "b/x.csv": b"2", "a/y.csv": b"3", "[1].csv": b"4", "data": b"5",
         "in.zip": b"PK"},
    )  # fmt: skip
    assert extracted(path, "b/x.csv") == {"b/x.csv": b"2"}
    assert extracted(path, "y.csv") == {"a/y.csv": b"3"}
    assert extracted(path, "[1].csv") == {"[1].csv": b"4"}
    assert extracted(path, "a/*") == {"a/x.csv": b"1", "a/y.csv": b"3"}
    assert extracted(path, ["y.csv", "*/x.csv", "a/x.csv"]) == {
        "a/y.csv": b"3", "a/x.csv": b"1", "b/x.csv": b"2"
    }  # fmt: skip
    assert extracted(path, "data") == {"data": b"5"}
    assert isinstance(refused(path, "x.csv"), SeveralTables)
    error = refused(path, "z.csv")
    assert isinstance(error, BadArgument)
    assert error.field == "table"
    assert "inside another" in refused(path, "in.zip").message
    nothing: list[Any] = ["", []]
    for table in nothing:
        with pytest.raises(BadArgument):
            archives.extract(path, table, tmp_path / "out", lambda: False)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../t.csv", "leads out"),
        ("a/../../t.csv", "leads out"),
        ("..\\t.csv", "leads out"),
        ("/etc/t.csv", "absolute"),
        ("C:\\t.csv", "absolute"),
        ("a\x01.csv", "control characters"),
    ],
)
def test_names_that_lead_elsewhere(tmp_path: Path, name: str, said: str) -> None:
    path = packed(tmp_path / "t.zip", {"fine.csv": b"a\n1\n", name: b"a\n1\n"})
    assert said in refused(path).message
    assert said in refused(path, "fine.csv").message


def test_names_with_backslashes_are_paths(tmp_path: Path) -> None:
    path = packed(tmp_path / "t.zip", {"in\\t.csv": b"a\n1\n"})
    assert list(extracted(path)) == ["in/t.csv"]


def test_links_and_encrypted_members(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("t.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "is a link" in refused(path).message
    packed(path, {"t.csv": b"a\n1\n"})
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(data)
    assert "is encrypted" in refused(path).message


def test_two_members_of_one_name(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("t.csv", "a\n1\n")
        archive.writestr("t.csv", "a\n2\n")
    assert "two members named 't.csv'" in refused(path, "t.csv").message


def test_damage(tmp_path: Path) -> None:
    path = packed(tmp_path / "t.zip", {"t.csv": b"a\n" + bytes(range(48, 58)) * 900})
    whole = path.read_bytes()
    at = whole.index(bytes(range(48, 58)))
    path.write_bytes(whole[:at] + b"X" + whole[at + 1 :])
    assert "t.csv is damaged" in refused(path).message
    path.write_bytes(whole[:-30])
    assert "damaged or incomplete ZIP" in refused(path).message
    path.write_bytes(b"PK\x03\x04")
    assert archives.is_archive(path)
    assert "damaged or incomplete ZIP" in refused(path).message


def test_any_flipped_bit_is_noticed(tmp_path: Path) -> None:
    content = b"a,b\n" + b"1,2\n" * 50
    path = packed(tmp_path / "t.zip", {"t.csv": content}, compression=zipfile.ZIP_DEFLATED)
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        try:
            made = extracted(path)
        except VaultError:
            pass
        else:
            assert list(made.values()) == [content]


def test_archives_without_a_table(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("t.csv", "a\n1\n")
    assert "another ZIP" in refused(packed(tmp_path / "z.zip", {"i.zip": inner.getvalue()})).message
    assert "photo.png" in refused(packed(tmp_path / "p.zip", {"photo.png": b"x"})).hint
    assert "no table" in refused(packed(tmp_path / "e.zip", {})).message
    assert "is empty" in refused(packed(tmp_path / "0.zip", {"t.csv": b""})).message


def test_workbooks_are_no_archives(tmp_path: Path) -> None:
    assert not archives.is_archive(packed(tmp_path / "b.xlsx", {"[Content_Types].xml": b""}))
    assert archives.is_archive(packed(tmp_path / "noending", {"t.csv": b""}))
    (tmp_path / "t.csv").write_bytes(b"a\n1\n")
    assert not archives.is_archive(tmp_path / "t.csv")
    assert not archives.is_archive(tmp_path / "missing.zip")


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "FREE_BYTES", 1 << 20)
    monkeypatch.setattr(packing, "MOST_TIMES", 100)
    path = packed(
        tmp_path / "t.zip", {"t.csv": bytes(4 << 20)}, compression=zipfile.ZIP_DEFLATED
    )  # fmt: skip
    assert "more than 100 times" in refused(path).message
    assert not list((tmp_path / "out").rglob("*.csv"))
    # Each alone is honest, all together they are not.
    members = {f"{at}.csv": bytes(1_000_000) for at in range(8)}
    packed(path, members, compression=zipfile.ZIP_DEFLATED)
    assert "more than 100 times" in refused(path, "*.csv").message


def test_overlapping_members(tmp_path: Path) -> None:
    path = packed(tmp_path / "t.zip", {"a.csv": b"a\n1\n", "b.csv": b"a\n1\n"})
    data = bytearray(path.read_bytes())
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[second + 42 : second + 46] = bytes(4)  # the second begins where the first does
    path.write_bytes(data)
    assert "overlap" in refused(path, "a.csv").message


def test_room_and_stopping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "t.zip", {"t.csv": b"a\n1\n"})
    with pytest.raises(Cancelled):
        archives.extract(path, None, tmp_path / "out", lambda: True)
    shares: list[float] = []
    archives.extract(path, None, tmp_path / "o2", lambda: False, shares.append)
    assert shares == [1.0]
    monkeypatch.setattr(packing, "ROOM_LEFT", 1 << 62)
    with pytest.raises(DiskFull):
        archives.extract(path, None, tmp_path / "o3", lambda: False)
    assert issubclass(SeveralTables, BadFile)
