"""Clones and merges share parts; what they were made from may go."""

from __future__ import annotations

import pytest

from datavault_jupyter import Dataset
from datavault_jupyter.base.errors import (
    BadArgument,
    BadQuery,
    ColumnsDiffer,
    NameTaken,
    Refused,
    VersionNotFound,
)
from datavault_jupyter.features.datasets.records import DatasetKind, DatasetRecord
from datavault_jupyter.features.lineage.cloning import CloneService
from datavault_jupyter.features.lineage.made import Joining, Naming, Source
from datavault_jupyter.features.lineage.merging import Duplicates
from datavault_jupyter.features.versions.records import Version
from tests.unit.lineage.conftest import Bench, frame


@pytest.fixture
def master(bench: Bench) -> Dataset:
    """Two parts: ids 1 to 2, 3 to 4."""
    made = bench.make([(1, "a"), (2, "b")], name="master")
    return made.append(frame([(3, "c"), (4, "d")]))


@pytest.fixture
def clones(bench: Bench) -> CloneService:
    return bench.services.clones


def source(bench: Bench, dataset: Dataset, word: str = "") -> Source:
    return Source(dataset._record, bench.find(dataset, word))


def handle(bench: Bench, record: DatasetRecord) -> Dataset:
    return bench.vault[record.id]


def test_a_clone_is_a_list(bench: Bench, clones: CloneService, master: Dataset) -> None:
    before = bench.files()
    record = clones.clone(source(bench, master), "copy")
    copy = handle(bench, record)
    assert bench.files() == before
    assert (copy.kind, copy.row_count, copy.columns) == (DatasetKind.CLONE, 4, ["id", "text"])
    assert bench.rows(copy) == bench.rows(master)
    (first,) = bench.all(copy)
    assert (first.number, first.new_byte_count) == ("1.0.0", 0)
    assert [(each.number, each.dataset) for each in first.parents] == [("1.0.1", "master")]
    assert bench.vault.audit(copy.id)[0].action == "dataset.clone"
    copy.append(frame([(5, "e")]))
    bench.edit(copy, lambda draft: draft.remove("id = 1"))
    assert [row[0] for row in bench.rows(copy)] == [2, 3, 4, 5]
    assert [row[0] for row in bench.rows(master)] == [1, 2, 3, 4]
    with pytest.raises(NameTaken):
        clones.clone(source(bench, master), "COPY")


def test_a_clone_of_an_older_version_or_of_some_rows(
    bench: Bench, clones: CloneService, master: Dataset
) -> None:
    old = handle(bench, clones.clone(source(bench, master, "1.0.0"), "old"))
    assert [row[0] for row in bench.rows(old)] == [1, 2]
    some = handle(bench, clones.clone(source(bench, master), "some", where="id % 2 = 0"))
    assert (bench.rows(some), some.row_count) == ([(2, "b"), (4, "d")], 2)
    before = bench.files()
    none = handle(bench, clones.clone(source(bench, master), "none", where="id > 9"))
    assert (bench.rows(none), none.columns, bench.files()) == ([], ["id", "text"], before)
    with pytest.raises(BadQuery):
        clones.clone(source(bench, master), "bad", where="nothing = 1")
    assert bench.files() == before
    assert "bad" not in bench.vault
    # The name that a failed clone had reserved is free again.
    clones.clone(source(bench, master), "bad", where="id = 1")
    assert bench.vault.doctor().findings == []


def test_cloned_into_a_dataset_rows_are_added(
    bench: Bench, clones: CloneService, master: Dataset
) -> None:
    copy = handle(bench, clones.clone(source(bench, master), "copy"))
    bench.edit(copy, lambda draft: draft.remove("id = 1"))
    copy.append(frame([(5, "e")]))
    master.append(frame([(6, "f")]))
    files = bench.files()
    made = clones.clone_into(source(bench, copy), master._record, naming=Naming("2.0.0"))
    assert (made.number, bench.files()) == ("2.0.0", files)
    assert sorted(row[0] for row in bench.rows(master)) == [2, 3, 4, 5, 6]
    assert [each.dataset for each in made.parents] == ["master", "copy"]
    other = bench.make([(1, "a"), (9, "z")], name="other")
    made = clones.clone_into(source(bench, other), master._record, where="id = 9")
    assert sorted(row[0] for row in bench.rows(master)) == [2, 3, 4, 5, 6, 9]
    assert made.row_count == master.row_count == 6
    third = bench.make([(1, "a", 5)], name="third", columns=("id", "text", "stars"))
    with pytest.raises(ColumnsDiffer, match="lacks 'stars'"):
        clones.clone_into(source(bench, third), master._record)


def test_clones_of_one_master_combine(bench: Bench, clones: CloneService, master: Dataset) -> None:
    one = handle(bench, clones.clone(source(bench, master), "one"))
    two = handle(bench, clones.clone(source(bench, master), "two"))
    bench.edit(one, lambda draft: draft.set({"text": "'A'"}, "id = 1"))
    bench.edit(two, lambda draft: draft.set({"text": "'B'"}, "id = 2"))
    bench.edit(two, lambda draft: draft.remove("id = 4"))
    sources = [source(bench, one), source(bench, two)]
    joined = handle(bench, clones.merge(sources, "joined", joining=Joining(("id",))))
    assert sorted(bench.rows(joined)) == [(1, "A"), (2, "B"), (3, "c")]
    assert joined.kind is DatasetKind.MERGE
    (version,) = bench.all(joined)
    info = version.source_info
    assert (info["conflict_count"], info["removed_count"], info["key"]) == (0, 1, ["id"])
    assert [each.dataset for each in version.parents] == ["one", "two"]
    bench.edit(one, lambda draft: draft.set({"text": "'x'"}, "id = 2"))
    sources = [source(bench, one), source(bench, two)]
    again = handle(bench, clones.merge(sources, "again", joining=Joining(("id",))))
    assert (2, "B") in bench.rows(again)
    assert "1 row changed on both sides" in again.notes[0]


def test_unrelated_datasets_add_up(bench: Bench, clones: CloneService, master: Dataset) -> None:
    other = bench.make([(4, "d"), (5, "e")], name="other")
    before = bench.files()
    sources = [source(bench, master), source(bench, other)]
    kept = handle(bench, clones.merge(sources, "kept"))
    assert (kept.row_count, bench.files()) == (6, before)
    assert kept.notes == [
        '1 row was added on both sides and is there twice; duplicates="drop" keeps one.'
    ]
    dropped = handle(
        bench, clones.merge(sources, "dropped", joining=Joining(duplicates=Duplicates.DROP))
    )
    assert sorted(bench.rows(dropped)) == [(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "e")]
    with pytest.raises(BadArgument, match="two versions or more"):
        clones.merge(sources[:1], "alone")


def test_a_version_with_several_parents(
    bench: Bench, clones: CloneService, master: Dataset
) -> None:
    base = bench.find(master)
    left = bench.edit(master, lambda draft: draft.append(frame([(5, "e")])), base=base)
    right = bench.edit(master, lambda draft: draft.remove("id = 2"), base=base)
    assert (bench.find(master).number, right.number) == (left.number, "1.0.3")
    files = bench.files()
    record = master._record
    sources = [Source(record, left), Source(record, right)]
    naming = Naming("1.1.0", "both", "Left and right.", ("gold",))
    made: Version = clones.merge_into(record, sources, naming=naming)
    assert (made.number, made.name, made.tags) == ("1.1.0", "both", ("gold",))
    assert [each.number for each in made.parents] == ["1.0.2", "1.0.3"]
    assert bench.files() == files
    assert [row[0] for row in bench.rows(master)] == [1, 3, 4, 5]
    assert master._record.head_key == made.key
    # The diamond is closed: what was removed stays so.
    late = bench.edit(master, lambda draft: draft.append(frame([(6, "f")])), base=left)
    again = clones.merge_into(record, [Source(record, made), Source(record, late)])
    assert [row[0] for row in bench.rows(master, again)] == [1, 3, 4, 5, 6]
    drafted = bench.drafts.begin(record, again)
    with pytest.raises(Refused, match="is draft; only from final ones"):
        clones.merge_into(record, [Source(record, made), Source(record, drafted)])


def test_a_master_goes_only_when_forced_and_clones_stay(
    bench: Bench, clones: CloneService, master: Dataset
) -> None:
    copy = handle(bench, clones.clone(source(bench, master), "copy"))
    second = handle(bench, clones.clone(source(bench, copy), "second"))
    other = bench.make([(9, "z")], name="other")
    sources = [source(bench, master), source(bench, other)]
    joined = handle(bench, clones.merge(sources, "joined"))
    with pytest.raises(Refused, match="'master' can't be deleted: 'copy' and 'joined' were made"):
        master.delete(confirm="delete")
    rows = bench.rows(master)
    master.delete(confirm="delete", force=True)
    assert bench.rows(copy) == bench.rows(second) == rows
    assert sorted(bench.rows(joined)) == sorted([*rows, (9, "z")])
    assert bench.all(copy)[0].parents == ()
    assert [each.dataset for each in bench.all(joined)[0].parents] == ["other"]
    bench.edit(copy, lambda draft: draft.remove("id < 3"))
    copy.delete(confirm="delete", force=True)
    assert bench.rows(second) == rows
    joined.delete(confirm="delete")
    second.delete(confirm="delete")
    other.delete(confirm="delete")
    assert bench.files() == set()
    assert bench.vault.doctor().findings == []


def test_children_hang_on_what_lies_above_a_dataset_that_goes(
    bench: Bench, clones: CloneService, master: Dataset
) -> None:
    copy = handle(bench, clones.clone(source(bench, master), "copy"))
    bench.edit(copy, lambda draft: draft.remove("id = 1"))
    third = handle(bench, clones.clone(source(bench, copy), "third"))
    copy.delete(confirm="delete", force=True)
    (version,) = bench.all(third)
    assert [(each.dataset, each.number) for each in version.parents] == [("master", "1.0.1")]
    # So the two still meet in their ancestor.
    master.append(frame([(5, "e")]))
    sources = [source(bench, master), source(bench, third)]
    joined = handle(bench, clones.merge(sources, "joined"))
    assert sorted(row[0] for row in bench.rows(joined)) == [2, 3, 4, 5]


def test_a_version_deleted_during_a_clone_is_no_harm(
    bench: Bench, clones: CloneService, master: Dataset
) -> None:
    gone = source(bench, master, "1.0.0")
    bench.services.lineage.archive(master._record, gone.version)
    bench.services.lineage.delete(master._record, bench.find(master, "1.0.0"), force=True)
    with pytest.raises(VersionNotFound):
        bench.find(master, "1.0.0")
    before = bench.files()
    with pytest.raises((Refused, KeyError), match="deleted"):
        clones.clone(gone, "late")
    assert ("late" in bench.vault, bench.files()) == (False, before)


def test_squashing_makes_one_version_of_a_line(
    bench: Bench, clones: CloneService, master: Dataset
) -> None:
    bench.edit(master, lambda draft: draft.rename_column("text", "words"))
    first, last = bench.find(master, "1.0.1"), bench.find(master)
    branch = bench.edit(
        master, lambda draft: draft.remove("id = 1"), base=bench.find(master, "1.0.0")
    )
    rows, files = bench.rows(master), bench.files()
    made = clones.squash(master._record, first, last, naming=Naming("2.0.0"))
    assert (made.number, [each.number for each in made.parents]) == ("2.0.0", ["1.0.0"])
    assert (bench.rows(master), master._record.head_key) == (rows, made.key)
    assert (len(bench.parts(made)), len(bench.files() - files)) == (1, 1)
    assert bench.rows(master, bench.find(master, "1.0.2")) == rows, "the line stays"
    again = clones.squash(master._record, bench.find(master, "1.0.0"), made)
    assert bench.parts(again) == bench.parts(made), "one part is as few as it gets"
    with pytest.raises(BadArgument, match="doesn't descend from"):
        clones.squash(master._record, branch, last)
