from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest

from datavault_jupyter.features.exports.archives import member_name

COLUMNS = [("a", "INTEGER"), ("b", "VARCHAR")]
ROWS = "(1, 'x'), (2, NULL)"


@pytest.mark.parametrize(("form", "member"), [("zip", "birds.csv"), ("zip-json", "birds.json")])
def test_archive_holds_the_rows_and_what_they_must_be(export: Any, form: str, member: str) -> None:
    export(COLUMNS, ROWS, member)
    moment = datetime(2024, 1, 2, tzinfo=UTC)
    written = export(
        COLUMNS, ROWS, "t.zip", form, name="birds", facts={"version": "1.0.0", "made_at": moment}
    )
    with zipfile.ZipFile(export.folder / "t.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [member, "manifest.json"]
        assert {each.compress_type for each in archive.infolist()} == {zipfile.ZIP_DEFLATED}
        packed, manifest = archive.read(member), json.loads(archive.read("manifest.json"))
    assert packed.decode() == export.text(member)
    made = datetime.fromisoformat(manifest.pop("created_at"))
    assert made.tzinfo is not None
    assert manifest == {
        "format_version": 1,
        "dataset": {"name": "birds", "version": "1.0.0", "made_at": "2024-01-02T00:00:00+00:00"},
        "row_count": 2,
        "columns": [{"name": "a", "type": "INTEGER"}, {"name": "b", "type": "VARCHAR"}],
        "notes": [],
        "files": [
            {
                "path": member,
                "byte_count": len(packed),
                "sha256": hashlib.sha256(packed).hexdigest(),
            }
        ],
    }
    whole = (export.folder / "t.zip").read_bytes()
    assert (written.byte_count, written.sha256) == (len(whole), hashlib.sha256(whole).hexdigest())
    assert (written.format.value, written.row_count, written.column_count) == (form, 2, 2)
    assert export.left() == sorted([member, "t.zip"])


def test_notes_and_guard_reach_the_archive(export: Any) -> None:
    written = export([("a", "VARCHAR")], "('=1'), ('x')", "t.zip", guard_formulas=True)
    with zipfile.ZipFile(export.folder / "t.zip") as archive:
        assert archive.read("dataset.csv") == b"a\n'=1\nx\n"
        assert json.loads(archive.read("manifest.json"))["notes"] == list(written.notes)
    assert written.notes == (
        "1 cell that a spreadsheet could take for a formula starts with an added '.",
    )


def test_no_rows(export: Any) -> None:
    assert export(COLUMNS, "", "t.zip", "zip-json").row_count == 0
    with zipfile.ZipFile(export.folder / "t.zip") as archive:
        assert archive.read("dataset.json") == b"[]\n"


def test_large_files_get_zip64(export: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 100)
    export.query([("i", "BIGINT")], "SELECT i FROM range(1000) AS r(i)", "t.zip")
    with zipfile.ZipFile(export.folder / "t.zip") as archive:
        info = archive.infolist()[0]
        assert info.extract_version == zipfile.ZIP64_VERSION
        assert archive.read(info).count(b"\n") == 1001


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("birds", "birds.csv"),
        ("../../etc/passwd", "_.._etc_passwd.csv"),
        ("..", "dataset.csv"),
        ("", "dataset.csv"),
        ("C:\\x", "C__x.csv"),
        ("a\x00\nb", "a__b.csv"),
        ("con", "_con.csv"),
        ("LPT1.x", "_LPT1.x.csv"),
        ("Vögel 🐦", "Vögel 🐦.csv"),
        (" . x . ", "x.csv"),
        ("é" * 300, "é" * 100 + ".csv"),
        ("🐦" * 300, "🐦" * 50 + ".csv"),
    ],
)
def test_member_names_are_safe(name: str, expected: str) -> None:
    assert member_name(name, "csv") == expected


def test_rows_never_take_the_name_of_the_manifest(export: Any) -> None:
    export(COLUMNS, ROWS, "t.zip", "zip-json", name="Manifest")
    with zipfile.ZipFile(export.folder / "t.zip") as archive:
        assert archive.namelist() == ["Manifest_.json", "manifest.json"]
