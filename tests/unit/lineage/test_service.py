"""The life of versions: tags, archive, deletion, restoring, read-only, verifying."""

from __future__ import annotations

from typing import Any

import pytest

from datavault_jupyter import Dataset
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import BadArgument, NameTaken, Refused, VersionNotFound
from datavault_jupyter.features.lineage.service import LineageService
from datavault_jupyter.features.versions.records import VersionState
from tests.unit.lineage.conftest import Bench, frame


@pytest.fixture
def two(bench: Bench) -> Dataset:
    """Two versions: ids 1 to 2, and 1 to 3."""
    return bench.make([(1, "a"), (2, "b")]).append(frame([(3, "c")]))


@pytest.fixture
def lineage(bench: Bench) -> LineageService:
    return bench.services.lineage


def test_a_version_is_found_by_every_word_for_it(
    bench: Bench, lineage: LineageService, two: Dataset
) -> None:
    first, second = bench.find(two, "1.0.0"), bench.find(two, "1.0.1")
    lineage.tag(two._record, first, "gold", move=False)
    lineage.tag(two._record, second, "gold", move=False)
    lineage.describe(two._record, first, name="Spring  term")
    assert bench.find(two, first.id).key == first.key
    assert bench.find(two, "spring term").key == first.key
    assert bench.find(two, "gold").key == second.key, "the highest number of several"
    lineage.tag(two._record, first, "gold", move=True)
    assert bench.find(two, "gold").key == first.key
    assert bench.find(two, "1.0.1").tags == ()
    lineage.untag(two._record, bench.find(two, "gold"), "gold")
    with pytest.raises(VersionNotFound, match="no version 'gold'"):
        bench.find(two, "gold")
    with pytest.raises(BadArgument, match="no tag 'gold'"):
        lineage.untag(two._record, first, "gold")
    with pytest.raises(BadArgument, match="text of 1 to 200"):
        lineage.tag(two._record, first, "x" * 201, move=False)


def test_a_version_is_made_of_another_without_bytes(
    bench: Bench, lineage: LineageService, two: Dataset
) -> None:
    files, base = bench.files(), bench.find(two)
    made = lineage.create(two._record, base, number="spring", tags=["gold"], name="S")
    assert (made.number, made.tags, bench.files()) == ("spring", ("gold",), files)
    assert (two._record.head_key, two._record.version_count) == (made.key, 3)
    with pytest.raises(NameTaken):
        lineage.create(two._record, base, number="spring")
    branch = lineage.create(two._record, bench.find(two, "1.0.0"))
    assert branch.number == "1.0.2"
    assert two._record.head_key == made.key
    drafted = bench.drafts.begin(two._record, base)
    with pytest.raises(Refused, match="is draft, not final"):
        lineage.create(two._record, drafted)


def test_an_old_version_is_restored_as_the_new_head(
    bench: Bench, lineage: LineageService, two: Dataset
) -> None:
    old = bench.find(two, "1.0.0")
    made = lineage.create(two._record, old, change="restore", is_head=True)
    assert (two.row_count, bench.rows(two)) == (2, [(1, "a"), (2, "b")])
    assert [each.number for each in made.parents] == ["1.0.0"]
    two.append(frame([(4, "d")]))
    assert [row[0] for row in bench.rows(two)] == [1, 2, 4]


def test_only_final_versions_are_published(
    bench: Bench, lineage: LineageService, two: Dataset
) -> None:
    made = lineage.publish(two._record, bench.find(two))
    assert made.state is VersionState.PUBLISHED
    with pytest.raises(Refused, match="published and can't be published"):
        lineage.publish(two._record, made)
    drafted = bench.drafts.begin(two._record, made)
    with pytest.raises(Refused, match="Finalize"):
        lineage.publish(two._record, drafted)
    assert bench.edit(two, lambda draft: draft.remove("id = 1")).state is VersionState.FINAL


def test_versions_are_archived_before_they_are_deleted(
    bench: Bench, lineage: LineageService, two: Dataset
) -> None:
    record = two._record
    with pytest.raises(Refused, match="'reviews' stands at version"):
        lineage.archive(record, bench.find(two))
    with pytest.raises(Refused, match="is not archived"):
        lineage.delete(record, bench.find(two, "1.0.0"))
    old = lineage.archive(record, bench.find(two, "1.0.0"))
    assert old.is_archived
    assert not lineage.archive(record, old, is_archived=False).is_archived


def test_a_version_with_children_goes_only_when_forced(
    bench: Bench, lineage: LineageService, two: Dataset
) -> None:
    two.append(frame([(4, "d")]))
    middle = bench.find(two, "1.0.1")
    branch = bench.edit(two, lambda draft: draft.remove("id = 3"), base=middle)
    record, files = two._record, bench.files()
    middle = lineage.archive(record, middle)
    with pytest.raises(Refused, match=r"1\.0\.2 and 1\.0\.3 were made from version 1\.0\.1"):
        lineage.delete(record, middle)
    rows = bench.rows(two)
    lineage.delete(record, middle, force=True)
    assert [each.number for each in bench.find(two).parents] == ["1.0.0"]
    assert [each.number for each in bench.find(two, branch.id).parents] == ["1.0.0"]
    assert (bench.rows(two), bench.files(), record.version_count) == (rows, files, 4)
    assert two._record.version_count == 3


def test_bytes_that_only_a_deleted_version_had_go(
    bench: Bench, lineage: LineageService, two: Dataset
) -> None:
    files = bench.files()
    base = bench.find(two, "1.0.0")
    branch = bench.edit(two, lambda draft: draft.append(frame([(9, "z")])), base=base)
    assert len(bench.files()) == len(files) + 1
    lineage.delete(two._record, lineage.archive(two._record, branch))
    assert (bench.files(), two._record.version_count) == (files, 2)
    given_up = bench.draft(two)
    given_up.remove("id = 1")
    dead = given_up.abort()
    lineage.delete(two._record, dead)
    assert (bench.files(), two._record.version_count) == (files, 2)
    assert bench.vault.doctor().findings == []


def test_what_was_given_up_is_in_nobodys_way(
    bench: Bench, lineage: LineageService, two: Dataset
) -> None:
    base = bench.find(two)
    draft = bench.draft(two)
    draft.abort()
    two.append(frame([(4, "d")]))
    record = two._record
    lineage.delete(record, lineage.archive(record, base), force=True)
    assert [row[0] for row in bench.rows(two)] == [1, 2, 3, 4]


def test_the_only_version_stays(bench: Bench, lineage: LineageService) -> None:
    dataset = bench.make([(1, "a")])
    with pytest.raises(Refused, match="stands at"):
        lineage.archive(dataset._record, bench.find(dataset))
    bench.draft(dataset).abort()
    assert len(bench.all(dataset)) == 2
    (only,) = (each for each in bench.all(dataset) if each.state.is_finished)
    with pytest.raises(Refused):
        lineage.delete(dataset._record, only, force=True)


def test_a_read_only_dataset_keeps_its_versions(
    bench: Bench, lineage: LineageService, two: Dataset
) -> None:
    base = bench.find(two)
    assert lineage.set_read_only(two._record, is_read_only=True).is_read_only
    record = two._record
    for change in (
        lambda: lineage.create(record, base),
        lambda: lineage.tag(record, base, "x", move=False),
        lambda: lineage.delete(record, bench.find(two, "1.0.0"), force=True),
        lambda: two.append(frame([(9, "z")])),
        lambda: bench.draft(two),
    ):
        with pytest.raises(Refused):
            change()
    assert len(bench.all(two)) == 2
    lineage.set_read_only(record, is_read_only=False)
    assert lineage.create(two._record, base).number == "1.0.2"


def test_verifying_names_each_part_that_is_wrong(
    bench: Bench, lineage: LineageService, two: Dataset
) -> None:
    def found(*, has_hash: bool) -> list[str]:
        made = lineage.verify(two._record, bench.find(two), has_hash=has_hash)
        return [each.problem for each in made]

    assert found(has_hash=True) == ["", ""]
    first, second = two.files()
    data = bytearray(second.read_bytes())
    data[len(data) // 2] ^= 1
    second.write_bytes(data)
    assert found(has_hash=False) == ["", ""]
    assert found(has_hash=True) == ["", "Its checksum is another."]
    second.write_bytes(data[:-1])
    assert "bytes instead of" in found(has_hash=False)[1]
    first.unlink()
    assert found(has_hash=True)[0] == "It is missing."


def test_uses_are_noted_once_a_minute(bench: Bench, lineage: LineageService, two: Dataset) -> None:
    for _ in range(3):
        lineage.uses.note(two._record, "lesson.ipynb", "train")
    lineage.uses.note(two._record, "other.ipynb")
    assert [(each.place, each.alias) for each in lineage.uses.all(two._record)] == [
        ("other.ipynb", ""), ("lesson.ipynb", "train")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [{"at": now()}, {"x": float("nan")}, {"x": {1, 2}}, {"": 1}, {7: 1}, ["a"], {"x": "\ud800"}],
)
def test_metadata_that_json_cannot_keep_is_refused(
    bench: Bench, lineage: LineageService, two: Dataset, values: Any
) -> None:
    version = bench.find(two, "1.0.0")
    lineage.describe(two._record, version, metadata={"kept": (1, 2)})
    with pytest.raises(BadArgument):
        lineage.describe(two._record, version, metadata=values)
    assert bench.find(two, "1.0.0").metadata == {"kept": [1, 2]}


def test_each_change_is_in_the_audit_trail(
    bench: Bench, lineage: LineageService, two: Dataset
) -> None:
    record, base = two._record, bench.find(two, "1.0.0")
    lineage.tag(record, base, "x", move=False)
    lineage.describe(record, base, description="d", metadata={"a": 1})
    lineage.archive(record, base)
    lineage.delete(record, bench.find(two, "1.0.0"), force=True)
    bench.edit(two, lambda draft: draft.remove("id = 1"))
    made = [each.action for each in bench.vault.audit(two.id)][:5]
    assert made == [
        "version.edit", "version.delete", "version.archive", "version.describe", "version.tag"
    ]  # fmt: skip
