"""Files from the browser: resumed, checked, refused, and gone when nobody wants them."""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest

from datavault_jupyter import OrgRole, Vault
from datavault_jupyter.base.errors import (
    BadArgument,
    BadFile,
    BadName,
    DiskFull,
    NotAllowed,
    NotFound,
    Refused,
    UnknownFormat,
)
from datavault_jupyter.features.imports import folders
from datavault_jupyter.features.imports.uploads import Uploads

TEXT = b"id,name\n" + b"".join(b"%d,row %d\n" % (i, i) for i in range(2_000))


@pytest.fixture
def uploads(vault: Vault) -> Uploads:
    return vault._services.imports.uploads


def begun(uploads: Uploads, name: str = "a.csv", **options: Any) -> str:
    return uploads.begin(name, len(TEXT), "print", **options).upload_id


def on_disk(vault: Vault) -> list[Path]:
    place = vault.path / "processes" / "imports"
    return [path for path in place.rglob("*") if path.is_file()]


def test_pieces_become_the_file(uploads: Uploads) -> None:
    uid = begun(uploads)
    for start in range(0, len(TEXT), 5_000):
        piece = TEXT[start : start + 5_000]
        sha256 = hashlib.sha256(piece).hexdigest()
        assert uploads.append(uid, start, memoryview(piece), sha256).offset == start + len(piece)
    assert uploads.end(uid).offset == len(TEXT)
    assert uploads.path(uid).read_bytes() == TEXT
    assert uploads.path(uid).name == "a.csv"


def test_the_same_file_goes_on_where_it_stopped(vault: Vault, uploads: Uploads) -> None:
    uid = begun(uploads)
    uploads.append(uid, 0, TEXT[:9_000])
    again = Uploads(vault._services.store, vault._services.policy, vault._services.person)
    found = again.begin("a.csv", len(TEXT), "print")
    assert (found.upload_id, found.offset) == (uid, 9_000)
    assert found.tail_sha256 == hashlib.sha256(TEXT[found.tail_offset : 9_000]).hexdigest()
    again.append(uid, 9_000, TEXT[9_000:])
    assert again.path(uid).read_bytes() == TEXT
    assert again.unfinished() == ()


def test_another_file_or_a_fresh_start_begins_anew(vault: Vault, uploads: Uploads) -> None:
    uid = begun(uploads)
    uploads.append(uid, 0, TEXT[:9_000])
    assert uploads.begin("a.csv", len(TEXT), "another print").offset == 0
    assert uploads.begin("a.csv", len(TEXT) + 1, "print").offset == 0
    fresh = uploads.begin("a.csv", len(TEXT), "print", is_fresh=True)
    assert (fresh.offset, fresh.upload_id == uid) == (0, False)
    with pytest.raises(NotFound):
        uploads.append(uid, 9_000, TEXT[9_000:])
    assert sum(path.stat().st_size for path in on_disk(vault)) == 0


@pytest.mark.parametrize("offset", [0, 3_999, 4_001, 8_000, -1])
def test_a_piece_that_belongs_elsewhere_is_refused(uploads: Uploads, offset: int) -> None:
    uid = begun(uploads)
    uploads.append(uid, 0, TEXT[:4_000])
    with pytest.raises(BadArgument) as caught:
        uploads.append(uid, offset, TEXT[4_000:8_000])
    assert caught.value.field == "offset"
    assert "4,000" in caught.value.message
    assert uploads.append(uid, 4_000, TEXT[4_000:]).offset == len(TEXT)


def test_a_changed_piece_is_refused(uploads: Uploads) -> None:
    uid = begun(uploads)
    digest = hashlib.sha256(TEXT[:4_000]).hexdigest()
    with pytest.raises(BadArgument) as caught:
        uploads.append(uid, 0, TEXT[:3_999] + b"?", digest)
    assert caught.value.field == "sha256"
    assert uploads.append(uid, 0, TEXT[:4_000], digest).offset == 4_000


@pytest.mark.parametrize("piece", [b"", TEXT + b"x"])
def test_nothing_and_too_much_are_refused(uploads: Uploads, piece: bytes) -> None:
    uid = begun(uploads)
    with pytest.raises(BadArgument):
        uploads.append(uid, 0, piece)


def test_a_full_disk_keeps_what_was_there(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = begun(uploads)
    uploads.append(uid, 0, TEXT[:4_000])
    path = uploads._get(uid).path
    real = Path.open

    class Full:
        def __init__(self, file: Any) -> None:
            self._file = file

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

        def __getattr__(self, name: str) -> Any:
            return getattr(self._file, name)

        def write(self, data: memoryview) -> int:
            self._file.write(data[:100])
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "open", lambda self, *a, **k: Full(real(self, *a, **k)))
    with pytest.raises(DiskFull):
        uploads.append(uid, 4_000, TEXT[4_000:])
    monkeypatch.undo()
    assert path.stat().st_size == 4_000
    uploads.append(uid, 4_000, TEXT[4_000:])
    assert path.read_bytes() == TEXT


def test_what_will_not_fit_is_refused_before_it_is_sent(
    vault: Vault, uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = SimpleNamespace(free=50_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(DiskFull) as caught:
        uploads.begin("big.csv", 2_000_000_000, "big")
    assert "50 MB left" in caught.value.message
    assert "Free 2.0 GB" in caught.value.hint
    assert on_disk(vault) == []


@pytest.mark.parametrize(
    "name",
    ["../a.csv", "..", ".", "", "/etc/passwd", "a/b.csv", "a\\b.csv", "C:a.csv", "a\x00.csv",
     " a.csv", "a\n.csv", "é" * 101 + ".csv"],
)  # fmt: skip
def test_a_name_is_a_label_and_never_a_path(vault: Vault, uploads: Uploads, name: str) -> None:
    with pytest.raises(BadName):
        uploads.begin(name, 10, "print")
    assert on_disk(vault) == []


def test_an_empty_file_and_a_foreign_one_are_refused_early(vault: Vault, uploads: Uploads) -> None:
    with pytest.raises(BadFile, match="is empty"):
        uploads.begin("a.csv", 0, "print")
    uid = uploads.begin("a.xlsx", 100_000_000, "sheet").upload_id
    with pytest.raises(UnknownFormat):
        uploads.append(uid, 0, b"PK\x03\x04" + b"x" * 1_000)
    assert on_disk(vault) == []


def test_half_an_upload_is_no_file(uploads: Uploads) -> None:
    uid = begun(uploads)
    uploads.append(uid, 0, TEXT[:4_000])
    for asked in (uploads.end, uploads.path):
        with pytest.raises(Refused, match="still missing"):
            asked(uid)
    assert [each.upload_id for each in uploads.unfinished()] == [uid]


def test_discarded_is_gone(vault: Vault, uploads: Uploads) -> None:
    uid = begun(uploads)
    uploads.append(uid, 0, TEXT)
    uploads.discard(uid)
    uploads.discard(uid)
    assert on_disk(vault) == []
    with pytest.raises(NotFound):
        uploads.path(uid)


def test_uploads_of_the_dead_are_removed_and_of_the_living_kept(
    vault: Vault, uploads: Uploads
) -> None:
    uid = begun(uploads)
    uploads.append(uid, 0, TEXT[:4_000])
    left = vault.path / "processes" / "imports" / "0" / "upl_x"
    left.mkdir(parents=True)
    (left / "half.csv").write_bytes(TEXT)
    assert folders.tidy(vault._services.store) == 1
    assert [path.name for path in on_disk(vault)] == ["a.csv"]
    vault.doctor()
    assert uploads.append(uid, 4_000, TEXT[4_000:]).offset == len(TEXT)


def test_people_without_the_right_may_not_upload(
    vault: Vault, uploads: Uploads, act_as: Callable[[str], Vault]
) -> None:
    uid = begun(uploads)
    vault.people.add("carla", role=OrgRole.CONTRIBUTOR)
    vault.people.add("petra", role=OrgRole.PROJECT_ADMIN)
    for name in ("carla", "petra", "nobody"):
        theirs = act_as(name)._services.imports.uploads
        for refused in (
            lambda mine=theirs: mine.begin("a.csv", 10, "print"),
            lambda mine=theirs: mine.append(uid, 0, TEXT),
            lambda mine=theirs: mine.end(uid),
            lambda mine=theirs: mine.path(uid),
            lambda mine=theirs: mine.discard(uid),
            theirs.unfinished,
        ):
            with pytest.raises(NotAllowed):
                refused()


def test_an_upload_is_its_owners_alone(
    vault: Vault, uploads: Uploads, act_as: Callable[[str], Vault]
) -> None:
    uid = begun(uploads)
    uploads.append(uid, 0, TEXT[:4_000])
    vault.people.add("ada", role=OrgRole.ORG_ADMIN)
    hers = act_as("ada")._services.imports.uploads
    assert hers.begin("a.csv", len(TEXT), "print").offset == 0
    with pytest.raises(NotFound):
        hers.append(uid, 4_000, TEXT[4_000:])
    hers.discard(uid)
    assert uploads.append(uid, 4_000, TEXT[4_000:]).offset == len(TEXT)
