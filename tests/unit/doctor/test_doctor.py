"""What the doctor finds, mends, and leaves to people."""

from pathlib import Path

import pytest

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.errors import DataFileCorrupt, DataFileMissing


def test_a_healthy_vault(vault: Vault, reviews: Dataset) -> None:
    report = vault.doctor(verify=True)
    assert report.is_well
    assert report.findings == []
    assert report.facts["Datasets"] == "1"
    assert report.facts["Folder"] == str(vault.path)
    assert {"Python", "SQLite", "duckdb", "catalogue"} <= set(report.versions)
    assert "Vault: Well" in str(report)
    assert "Well" in report._repr_mimebundle_()["text/html"]


def test_a_file_that_is_gone(vault: Vault, reviews: Dataset) -> None:
    reviews.files()[0].unlink()
    (finding,) = vault.doctor().findings
    assert "is gone or can't be read" in finding.what
    assert "A file of the vault is gone" in repr(reviews)
    assert "'reviews'" in finding.hint
    with pytest.raises(DataFileMissing, match="doctor"):
        reviews.df()


def test_a_file_of_another_size(vault: Vault, reviews: Dataset) -> None:
    (path,) = reviews.files()
    path.write_bytes(path.read_bytes()[:-20])
    (finding,) = vault.doctor().findings
    assert "bytes instead of" in finding.what
    with pytest.raises(DataFileCorrupt):
        reviews.df()


def test_a_file_that_changes_after_it_was_read(reviews: Dataset) -> None:
    before = reviews.df()  # from here on its footer may be in memory
    (path,) = reviews.files()
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    with pytest.raises(DataFileCorrupt):
        reviews.df()
    path.write_bytes(whole)
    assert reviews.df().equals(before)


def test_a_flipped_bit_is_found_when_asked(vault: Vault, reviews: Dataset) -> None:
    (path,) = reviews.files()
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    assert vault.doctor().findings == []
    (finding,) = vault.doctor(verify=True).findings
    assert "does not hold what was written" in finding.what


def test_leftovers_are_mended_or_only_told(vault: Vault) -> None:
    stray = vault.path / "rows" / "dst_gone" / "prt_gone.parquet"
    stray.parent.mkdir()
    stray.write_bytes(b"x" * 2000)
    dead = vault.path / "processes" / "dead.lock"
    dead.touch()
    (told,) = vault.doctor(mend=False).findings
    assert not told.is_mended
    assert stray.exists()
    report = vault.doctor()
    assert report.is_well
    assert [finding.what for finding in report.findings] == [
        "1 process ended without closing the vault.",
        "1 abandoned file removed (2 KB).",
    ]
    assert not stray.exists()
    assert not stray.parent.exists()
    assert not dead.exists()
    assert vault.doctor().findings == []


def test_opening_sweeps_what_the_dead_have_left(vault: Vault, tmp_path: Path) -> None:
    stray = vault.path / "rows" / "dst_gone" / "prt_gone.parquet"
    stray.parent.mkdir()
    stray.write_bytes(b"x")
    (vault.path / "processes" / "dead.lock").touch()
    Vault(vault.path)
    assert not stray.exists()
