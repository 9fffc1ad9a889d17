"""Drafts: only parts that a step touches are written, and nothing is seen before the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.errors import (
    BadArgument,
    BadQuery,
    ColumnsDiffer,
    DatasetDeleted,
    NameTaken,
    Refused,
    ValueDoesNotFit,
    VersionConflict,
)
from datavault_jupyter.features.content.records import ContentQuery
from datavault_jupyter.features.imports.fitting import Differing
from datavault_jupyter.features.lineage.edits import editing
from datavault_jupyter.features.versions.records import VersionState
from datavault_jupyter.storage.filters import Filter, Op, Sort
from datavault_jupyter.storage.nulls import null_counts
from tests.unit.content.conftest import rows_of
from tests.unit.lineage.conftest import Bench, frame


@pytest.fixture
def three(bench: Bench) -> Dataset:
    """Three parts: ids 1 to 2, 3 to 4, 5 to 6."""
    made = bench.make([(1, "a"), (2, "b")])
    made.append(frame([(3, "c"), (4, "d")]))
    return made.append(frame([(5, "e"), (6, None)]))


def test_removing_writes_only_the_parts_that_have_such_rows(bench: Bench, three: Dataset) -> None:
    before = bench.find(three)
    draft = bench.draft(three)
    step = draft.remove("id IN (3, 5, 6)")
    assert (step.row_count, step.draft.row_count) == (3, 3)
    was, now = bench.parts(before), bench.parts(draft.version)
    assert (len(now), now[0] == was[0], now[1] in was) == (2, True, False)
    assert three.row_count == 6, "a draft is not the dataset"
    done = draft.finalize()
    assert done.version is not None
    assert (done.is_head, done.note, done.version.number) == (True, "", "1.0.3")
    assert bench.rows(three) == [(1, "a"), (2, "b"), (4, "d")]
    assert bench.rows(three, before)[-1] == (6, None), "the version before stays"
    assert (three.row_count, len(bench.all(three))) == (3, 4)
    assert bench.vault.audit(three.id)[0].action == "version.edit"


def test_setting_counts_the_rows_that_really_change(bench: Bench, three: Dataset) -> None:
    draft = bench.draft(three)
    before = bench.parts(draft.version)
    step = draft.set({"text": "CASE WHEN id = 4 THEN 'D' ELSE text END"})
    assert step.row_count == 1
    now = bench.parts(draft.version)
    assert (now[0], now[2]) == (before[0], before[2])
    assert now[1] != before[1]
    step = draft.set({"text": "NULL", "id": "id + 100"}, "id > 4")
    assert step.row_count == 2
    expected = [(1, "a"), (2, "b"), (3, "c"), (4, "D"), (105, None), (106, None)]
    assert draft.rows() == expected
    info = draft.finalize().version
    assert info is not None
    assert [each["step"] for each in info.source_info["steps"]] == ["set", "set"]
    assert info.source_info["steps"][1]["text"] == "text = NULL, id = id + 100 where id > 4"


def test_expressions_may_look_at_the_other_rows_of_the_dataset(
    bench: Bench, three: Dataset
) -> None:
    draft = bench.draft(three)
    draft.set({"id": "id + (SELECT max(id) FROM this)"}, "id = (SELECT min(id) FROM this)")
    assert draft.rows()[0] == (7, "a")
    draft.remove("id > (SELECT avg(id) FROM this)")
    assert [row[0] for row in draft.rows()] == [2, 3, 4]


def test_an_edit_that_changes_nothing_makes_no_version(bench: Bench, three: Dataset) -> None:
    draft = bench.draft(three)
    assert draft.remove("id > 100").row_count == 0
    assert draft.set({"text": "text"}).row_count == 0
    done = draft.finalize()
    assert (done.version, done.note) == (None, "Nothing changed, so no version was made.")
    assert [each.number for each in bench.all(three)] == ["1.0.2", "1.0.1", "1.0.0"]
    assert bench.edit(three, lambda draft: draft.remove("id = 1")).number == "1.0.3"


@pytest.mark.parametrize("value", ["1.5", "'x'", "CAST('9223372036854775808' AS HUGEINT)"])
def test_a_value_must_fit_its_column_exactly(bench: Bench, three: Dataset, value: str) -> None:
    draft, before = bench.draft(three), bench.files()
    with pytest.raises(ValueDoesNotFit, match=r"reviews'?, row 4: .* in column 'id' is not exact"):
        draft.set({"id": value}, "id = 4")
    assert (draft.rows()[3], bench.files()) == ((4, "d"), before)


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("id = 1) OR (true", BadQuery),
        ("", BadArgument),
        ("nothing = 1", BadQuery),
        ("id = 1; DELETE FROM x", BadQuery),
        ("id IN (SELECT id FROM other)", BadQuery),
        ("id IN (SELECT id FROM 'rows/x.parquet')", BadQuery),
        ("id IN (SELECT id FROM read_csv('/etc/passwd'))", BadQuery),
        ("id = 1) UNION SELECT * FROM this WHERE (true", BadQuery),
        ("max(id) = 1", BadQuery),
        ("row_number() OVER () = 1", BadQuery),
        ("unnest([true, false])", BadQuery),
        ("'neither'", BadQuery),
        ("id = 1 -- and so on", None),
    ],
)
def test_conditions_pass_the_gate(
    bench: Bench, three: Dataset, where: str, error: type[Exception] | None
) -> None:
    bench.make([(1, "x")], name="other")
    draft = bench.draft(three)
    if error is None:
        assert draft.remove(where).row_count == 1
        return
    with pytest.raises(error):
        draft.remove(where)
    with pytest.raises(error):
        draft.set({"text": "'z'"}, where)
    assert len(draft.rows()) == 6


@pytest.mark.parametrize("value", ["sum(id)", "COLUMNS(*)", "unnest([1, 2])", "id, id", "*"])
def test_an_expression_gives_one_value_for_each_row(
    bench: Bench, three: Dataset, value: str
) -> None:
    draft = bench.draft(three)
    with pytest.raises(BadQuery):
        draft.add_column("more", value)
    assert bench.names(three, draft.version) == ["id", "text"]


def test_a_column_is_added_renamed_and_dropped(bench: Bench, three: Dataset) -> None:
    draft = bench.draft(three)
    draft.add_column("twice", "id * 2")
    files = bench.files()
    draft.rename_column("text", "words")
    draft.drop_column("id")
    assert bench.files() == files, "neither renaming nor dropping writes a byte"
    assert bench.names(three, draft.version) == ["words", "twice"]
    assert draft.rows()[:2] == [("a", 2), ("b", 4)]
    with pytest.raises(BadArgument, match="There is no column 'id'"):
        draft.drop_column("id")
    with pytest.raises(BadArgument, match="There is a column 'twice' already"):
        draft.rename_column("words", "TWICE")
    draft.rename_column("words", "WORDS")
    draft.drop_column("twice")
    with pytest.raises(BadArgument, match="the only column"):
        draft.drop_column("WORDS")
    assert draft.finalize().version is not None
    assert three.columns == ["WORDS"]
    assert bench.vault["reviews"]._record.column_count == 1


def test_what_reads_parts_copes_with_fewer_and_renamed_columns(
    bench: Bench, three: Dataset
) -> None:
    """The Parquet of old parts has more columns, and other names, than that of new ones."""
    bench.edit(
        three, lambda draft: draft.drop_column("text"), lambda draft: draft.rename_column("id", "n")
    )
    three.append(frame([(7,)], ["n"]))
    assert bench.rows(three) == [(1,), (2,), (3,), (4,), (5,), (6,), (7,)]
    assert three.sql("SELECT sum(n) FROM this WHERE n > 4").fetchall() == [(18,)]
    bench.edit(three, lambda draft: draft.add_column("text", "'new ' || n"))
    assert bench.rows(three)[0] == (1, "new 1"), "not the values of the column that was dropped"
    bench.edit(three, lambda draft: draft.drop_column("n"))
    bench.edit(three, lambda draft: draft.rename_column("text", "n"))
    three.append(frame([("x",)], ["n"]))
    assert bench.rows(three)[-2:] == [("new 7",), ("x",)]


def test_the_grid_and_what_counts_cope_with_fewer_and_renamed_columns(
    bench: Bench, three: Dataset, tmp_path: Path
) -> None:
    bench.edit(
        three, lambda draft: draft.drop_column("id"), lambda draft: draft.rename_column("text", "t")
    )
    three.append(frame([("x",), (None,)], ["t"]))
    content = bench.services.content
    pages = [row[1:] for row in rows_of(content, three)]
    assert pages == [("a",), ("b",), ("c",), ("d",), ("e",), (None,), ("x",), (None,)]
    backwards = ContentQuery(Filter(Op.GT, "t", ("c",)), sorts=(Sort("t", is_descending=True),))
    assert [row[1:] for row in rows_of(content, three, backwards)] == [("x",), ("e",), ("d",)]
    read = bench.services.datasets.content(three._record)
    cursor = bench.services.store.engine.answering()
    assert null_counts(cursor, read.columns, list(read.paths)) == (8, [2])
    three.export(tmp_path / "t.csv", where="t >= 'e'")
    assert (tmp_path / "t.csv").read_text().split() == ["t", "e", "x"]


def test_a_type_is_changed_exactly_or_not_at_all(bench: Bench, three: Dataset) -> None:
    draft = bench.draft(three)
    draft.retype("id", "text")
    assert draft.rows()[5] == ("6", None)
    draft.retype("id", "DECIMAL(9,2)")
    assert str(draft.rows()[0][0]) == "1.00"
    draft.retype("id", "integer")
    kept = bench.parts(draft.version)
    assert draft.retype("id", "integer").note.startswith("It is")
    with pytest.raises(ValueDoesNotFit, match="row 1: 'a' in column 'text'"):
        draft.retype("text", "integer")
    with pytest.raises(BadArgument, match="no type"):
        draft.retype("text", "something")
    assert bench.parts(draft.version) == kept
    done = draft.finalize().version
    assert done is not None
    assert [each["step"] for each in done.source_info["steps"]] == ["retype"] * 3


def test_appended_rows_fit_the_draft(bench: Bench, three: Dataset) -> None:
    draft = bench.draft(three)
    assert draft.append(frame([(7, "g")])).row_count == 1
    with pytest.raises(ColumnsDiffer, match="stars"):
        draft.append(frame([(8, "h", 5)], ["id", "text", "stars"]))
    step = draft.append(frame([(8, "h", 5)], ["id", "text", "stars"]), differing=Differing.FILL)
    assert "stars" in step.note
    assert draft.rows()[-2:] == [(7, "g", None), (8, "h", 5)]
    with pytest.raises(ValueDoesNotFit):
        draft.append(frame([(1.5, "x", 1)], ["id", "text", "stars"]))
    assert draft.finalize().version is not None
    assert three.row_count == 8


def test_an_aborted_draft_leaves_no_bytes(bench: Bench, three: Dataset) -> None:
    before = bench.files()
    draft = bench.draft(three)
    draft.append(frame([(7, "g")]))
    draft.set({"text": "'x'"})
    given_up = draft.abort()
    assert (given_up.state, bench.files()) == (VersionState.ABORTED, before)
    for again in (draft.abort, draft.finalize, lambda: draft.remove("true")):
        with pytest.raises(Refused, match="is aborted and can't be"):
            again()
    failed = bench.draft(three).abort(error="The disk is full.")
    assert (failed.state, failed.source_info["error"]) == (
        VersionState.FAILED, "The disk is full."
    )  # fmt: skip
    assert three._record.version_count == 3
    assert bench.edit(three, lambda draft: draft.remove("id = 1")).number == "1.0.5"


def test_a_draft_outlives_its_kernel(bench: Bench, three: Dataset) -> None:
    draft = bench.draft(three)
    draft.remove("id < 4")
    path = bench.vault.path
    bench.vault.close()
    with Vault(path) as later:
        again = Bench(later)
        dataset = later["reviews"]
        found = again.drafts.take_up(dataset._record, "1.0.3")
        assert found.state is VersionState.DRAFT
        assert again.rows(dataset, found) == [(4, "d"), (5, "e"), (6, None)]
        assert later.doctor().findings == []
        again.drafts.remove(dataset._record, found, "id = 4")
        done = again.drafts.finalize(dataset._record, found)
        assert done.is_head
        assert dataset.row_count == 2
        with pytest.raises(Refused, match="final and can't be changed"):
            again.drafts.take_up(dataset._record, "1.0.3")


def test_a_draft_of_two_hands_is_changed_by_one(bench: Bench, three: Dataset) -> None:
    draft = bench.draft(three)
    ask = editing.Editor._asked

    def slowly(self: Any, *given: Any) -> Any:
        patch.undo()
        bench.drafts.rename_column(three._record, draft.version, "text", "other")
        return ask(self, *given)

    before = bench.files()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editing.Editor, "_asked", slowly)
        with pytest.raises(VersionConflict, match="Another kernel changed the draft"):
            draft.remove("id = 1")
    assert bench.files() == before
    assert bench.names(three, draft.version) == ["id", "other"]


def test_a_draft_of_an_older_version_becomes_a_branch(bench: Bench, three: Dataset) -> None:
    draft = bench.draft(three, bench.find(three, "1.0.0"))
    draft.remove("id = 1")
    done = draft.finalize()
    assert done.version is not None
    assert (done.is_head, done.note) == (
        False, "'reviews' went on meanwhile; version 1.0.3 is a branch."
    )  # fmt: skip
    assert (three.row_count, three._record.version_count) == (6, 4)
    assert bench.rows(three, done.version) == [(2, "b")]


def test_versions_stand_in_the_order_in_which_they_were_finished(
    bench: Bench, three: Dataset
) -> None:
    draft = bench.draft(three)
    draft.remove("id = 1")
    three.append(frame([(9, "z")]))
    assert three.versions[0].number == "1.0.4"
    draft.finalize()
    assert [each.number for each in bench.all(three)][:2] == ["1.0.3", "1.0.4"]


def test_numbers_are_taken_from_the_beginning(bench: Bench, three: Dataset) -> None:
    record, base = three._record, bench.find(three)
    assert bench.drafts.begin(record, base, number="spring").number == "spring"
    with pytest.raises(NameTaken, match="'spring' already"):
        bench.drafts.begin(record, base, number="spring")
    assert bench.drafts.begin(record, base, number="1.0.3").number == "1.0.3"
    three.append(frame([(9, "z")]))
    assert three._record.version_count == 4


def test_drafts_are_refused_where_nothing_may_change(bench: Bench, three: Dataset) -> None:
    draft = bench.draft(three)
    with pytest.raises(Refused, match="only from a final one"):
        bench.drafts.begin(three._record, draft.version)
    bench.services.lineage.set_read_only(three._record, is_read_only=True)
    for change in (lambda: draft.remove("id = 1"), draft.finalize, lambda: bench.draft(three)):
        with pytest.raises(Refused, match="read-only"):
            change()
    bench.services.lineage.set_read_only(three._record, is_read_only=False)
    record = three._record
    three.delete(confirm="delete")
    with pytest.raises(DatasetDeleted):
        bench.drafts.remove(record, draft.version, "id = 1")


def test_odd_names_and_types_survive_an_edit(bench: Bench, vault: Vault) -> None:
    made = vault.sql(
        'SELECT 1 AS "a b", 2 AS "filename", 3 AS "c0", INTERVAL 1 MONTH AS i, '
        "170141183460469231731687303715884105727::HUGEINT AS h, "
        "'12:00:00+02'::TIMETZ AS z, [{'a': INTERVAL 30 DAY}] AS n "
        "UNION ALL SELECT 2, 3, 4, INTERVAL 30 DAY, -1, '12:00:00-02', NULL"
    )
    dataset = vault.import_frame(made, name="odd")
    before = bench.rows(dataset)
    draft = bench.draft(dataset)
    draft.set({"c0": "c0 + 1"}, "c0 = 3")
    after = draft.rows()
    assert [row[:2] + row[3:] for row in after] == [row[:2] + row[3:] for row in before]
    assert draft.set({"i": "INTERVAL 30 DAY"}, "c0 = 4 AND filename = 2").row_count == 1
    draft.add_column("column0", "'new'")
    assert draft.rows()[0][0] == 1
    draft.rename_column("filename", "id")
    assert [row[1] for row in draft.rows()] == [2, 3]


def test_a_condition_that_is_another_each_time_counts_what_is_gone(bench: Bench) -> None:
    dataset = bench.vault.import_frame(pd.DataFrame({"n": range(1000)}), name="many")
    draft = bench.draft(dataset)
    step = draft.remove("random() < 0.5")
    assert step.row_count == 1000 - step.draft.row_count > 0
