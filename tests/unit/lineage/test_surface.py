"""Versions, drafts, clones and merges as the user's hands meet them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.errors import NameTaken, Refused, VersionNotFound


def ids(rows: Any) -> list[int]:
    return [row[0] for row in rows.fetchall()]


def test_versions_are_named_by_number_tag_and_id(vault: Vault, reviews: Dataset) -> None:
    first = reviews.versions[0]
    first.tag("gold")
    with reviews.edit("without the first") as draft:
        draft.remove("id = 1")
    assert [each.number for each in reviews.versions] == ["1.0.1", "1.0.0"]
    assert ids(reviews.rows(["id"])) == [2, 3]
    for word in ("1.0.0", "gold", first.id):
        assert ids(reviews.at(word).rows(["id"])) == [1, 2, 3]
        assert vault.get("reviews", version=word) == first
    assert vault.get("reviews", tag="gold").number == "1.0.0"
    assert reviews.versions["gold"] == first
    with pytest.raises(VersionNotFound, match="no version '1.0.9'") as caught:
        reviews.at("1.0.9")
    assert "1.0.0" in caught.value.hint or "1.0.1" in caught.value.hint


def test_sql_reads_a_dataset_at_a_version(vault: Vault, reviews: Dataset) -> None:
    reviews.at("1.0.0").tag("gold")
    with reviews.edit() as draft:
        draft.remove("id > 1")
    for name, expected in (("reviews", 1), ("reviews@1.0.0", 3), ("reviews@gold", 3)):
        found = vault.sql(f'SELECT count(*) FROM "{name}"').fetchall()
        assert found == [(expected,)], name
    with pytest.raises(VersionNotFound):
        vault.sql('SELECT * FROM "reviews@2.0.0"')
    both = vault.sql('SELECT id FROM "reviews@gold" EXCEPT SELECT id FROM reviews ORDER BY id')
    assert ids(both) == [2, 3]


def test_restoring_loses_nothing(reviews: Dataset) -> None:
    with reviews.edit() as draft:
        draft.remove("id <> 2")
    before = set(reviews.files())
    reviews.restore("1.0.0")
    assert ids(reviews.rows(["id"])) == [1, 2, 3]
    assert [each.number for each in reviews.versions] == ["1.0.2", "1.0.1", "1.0.0"]
    assert reviews.head.new_byte_count == 0
    assert ids(reviews.at("1.0.1").rows(["id"])) == [2]
    assert before.isdisjoint(reviews.files())


def test_a_draft_that_changes_nothing_makes_no_version(
    reviews: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    with reviews.edit() as draft:
        draft.remove("id > 100")
    assert "no version was made" in capsys.readouterr().out
    assert len(reviews.versions) == 1


def test_an_error_in_the_block_ends_the_draft(reviews: Dataset) -> None:
    def failing() -> None:
        with reviews.edit() as draft:
            draft.remove("id = 1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert ids(reviews.rows(["id"])) == [1, 2, 3]
    assert reviews.versions[0].state == "failed"


def test_a_draft_is_taken_up_again(vault: Vault, reviews: Dataset) -> None:
    number = reviews.edit("later").remove("id = 1").number
    path, uid = vault.path, reviews.id
    vault.close()
    with Vault(path) as again:
        draft = again.get(uid).draft(number)
        draft.rename_column("text", "words").finalize()
        assert again.get(uid).columns == ["id", "words", "day"]
        assert again.get(uid).row_count == 2


def test_comparing_counts_and_shows_rows(reviews: Dataset) -> None:
    with reviews.edit() as draft:
        draft.set({"text": "'better'"}, where="id = 2").remove("id = 3")
    made = reviews.head.changes(key="id")
    assert made is not None
    assert (made.added_count, made.changed_count, made.removed_count, made.unchanged_count) == (
        0, 1, 1, 1,
    )  # fmt: skip
    assert ids(made.removed()) == [3]
    row = made.changed().fetchall()[0]
    assert (row[0], row[1], row[2]) == (2, None, "better")
    whole = reviews.head.compare("1.0.0")
    assert (whole.added_count, whole.removed_count) == (1, 2)
    assert "1 changed" in repr(made)


def test_clones_share_files_and_merge_back(vault: Vault, reviews: Dataset) -> None:
    left, right = reviews.clone("left"), reviews.clone("right")
    assert set(left.files()) == set(reviews.files())
    assert left.kind == "clone"
    assert {each.name for each in vault.datasets(kind="clone")} == {"left", "right"}
    assert [each.name for each in vault.datasets(kind="master")] == ["reviews"]
    with left.edit() as draft:
        draft.remove("id = 1")
    with right.edit() as draft:
        draft.set({"text": "'new'"}, where="id = 3")
    merged = vault.merge([left, right], "both", key="id")
    assert merged.kind == "merge"
    assert sorted((row[0], row[1]) for row in merged.rows().fetchall()) == [(2, None), (3, "new")]
    with pytest.raises(Refused):
        reviews.delete(confirm="delete")
    reviews.delete(confirm="delete", force=True)
    assert ids(left.rows(["id"])) == [2, 3]


def test_numbers_are_unique(reviews: Dataset) -> None:
    made = reviews.new_version("spring", description="as of spring", tags=["frozen"])
    assert (made.number, made.parents, made.tags) == ("spring", ("1.0.0",), ("frozen",))
    assert made.new_byte_count == 0
    with pytest.raises(NameTaken, match="has a version 'spring' already"):
        reviews.new_version("spring")
    assert reviews.new_version().number == "1.0.1"


def test_read_only_refuses_all_writes(reviews: Dataset, tmp_path: Path) -> None:
    reviews.is_read_only = True
    path = tmp_path / "more.csv"
    path.write_text("id,text,day\n9,x,2026-01-01\n")
    for write in (
        lambda: reviews.append(path),
        lambda: reviews.edit(),
        lambda: reviews.restore("1.0.0"),
        lambda: reviews.new_version(),
        lambda: reviews.rename("other"),
    ):
        with pytest.raises(Refused, match="read-only"):
            write()
    reviews.is_read_only = False
    assert reviews.append(path).row_count == 4


def test_loads_are_logged_once_a_minute(reviews: Dataset) -> None:
    reviews.df()
    reviews.df()
    reviews.at("1.0.0", alias="train").arrow()
    assert [(use.number, use.alias) for use in reviews.uses()] == [
        ("1.0.0", "train"),
        ("1.0.0", ""),
    ]
    assert all(use.actor for use in reviews.at("1.0.0").uses())
