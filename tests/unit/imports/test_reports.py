"""What is known of an import after it: counts, choices, and the rows that were left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.errors import BadArgument, BadTable, TargetExists

BAD = "id;name;when\n1;Ann;2026-01-02\n2;Bob;2026-01-03;extra\n3;Cy;2026-01-04\nx\n"


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(BAD)
    return path


@pytest.fixture
def skipped(vault: Vault, bad: Path) -> Dataset:
    return vault.import_file(bad, on_error="skip")


def test_failing_adds_nothing(vault: Vault, bad: Path) -> None:
    with pytest.raises(BadTable, match="line 3"):
        vault.import_file(bad)
    assert list(vault.datasets()) == []


def test_what_was_left_out_is_kept_with_line_text_and_reason(skipped: Dataset) -> None:
    report = skipped.import_report()
    assert report is not None
    assert (report.read_count, report.imported_count, report.rejected_count) == (4, 2, 2)
    assert [(each.line, each.text.rstrip("\n")) for each in report.rejects] == [
        (3, "2;Bob;2026-01-03;extra"),
        (5, "x"),
    ]
    assert all(each.reason for each in report.rejects)
    assert [row[0] for row in skipped.rows().fetchall()] == [1, 3]
    assert report.chosen == {"on_error": "skip"}
    assert report.dialect is not None
    assert report.dialect["delimiter"] == ";"
    assert report.byte_count == len(BAD)
    assert report.sha256 is not None
    text = repr(report)
    assert "4 rows read, 2 imported, 2 left out" in text
    assert "line 3" in text


def test_it_outlives_the_kernel(vault: Vault, skipped: Dataset) -> None:
    before = skipped.import_report()
    path, uid = vault.path, skipped.id
    vault.close()
    with Vault(path) as again:
        assert again.get(uid).import_report() == before


def test_rows_left_out_can_be_mended_and_imported_again(skipped: Dataset, tmp_path: Path) -> None:
    report = skipped.import_report()
    assert report is not None
    place = report.save_rejects(tmp_path / "left.csv")
    lines = place.read_text().splitlines()
    assert lines == ["id;name;when", "2;Bob;2026-01-03;extra", "x"]
    with pytest.raises(TargetExists):
        report.save_rejects(place)
    place.write_text("id;name;when\n2;Bob;2026-01-03\n4;Di;2026-01-05\n")
    skipped.append(place)
    assert sorted(row[0] for row in skipped.rows().fetchall()) == [1, 2, 3, 4]
    again = skipped.import_report()
    assert again is not None
    assert (again.change, again.imported_count, again.rejected_count) == ("append", 2, 0)
    with pytest.raises(BadArgument, match="left out no rows"):
        again.save_rejects(tmp_path / "none.csv")


def test_types_asked_for_stand_beside_those_detected(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "zip.csv"
    path.write_text("id,zip\n1,10115\n")
    report = vault.import_file(path, types={"zip": "text"}).import_report()
    assert report is not None
    found = {each.name: (each.detected_type, each.type) for each in report.columns}
    assert found["zip"] == ("BIGINT", "VARCHAR")
    assert "'zip' was detected as BIGINT and is VARCHAR" in repr(report)


def test_markup_in_a_file_stays_text(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n<script>alert(1)</script>\n")
    report = vault.import_file(path, on_error="skip").import_report()
    assert report is not None
    assert "<script>alert" not in report._repr_mimebundle_()["text/html"]


def test_deleting_the_dataset_deletes_what_was_left_out(vault: Vault, skipped: Dataset) -> None:
    skipped.delete(confirm="delete")
    with vault._services.store.catalog.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM reject").scalar() == 0
