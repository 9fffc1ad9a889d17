"""Rows added to a dataset, or put in the place of its rows: each a new version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from datavault_jupyter import Dataset, OrgRole, Vault
from datavault_jupyter.base.errors import (
    BadArgument,
    ColumnsDiffer,
    NotAllowed,
    Refused,
    ValueDoesNotFit,
    VaultError,
    VersionConflict,
)
from datavault_jupyter.features.imports.adding import Adder
from datavault_jupyter.storage import tables


@pytest.fixture
def more(tmp_path: Path) -> Path:
    path = tmp_path / "more.csv"
    path.write_text("id,text,day\n4,new,2026-03-01\n")
    return path


def rows(dataset: Dataset) -> list[tuple[Any, ...]]:
    return list(dataset.rows().fetchall())


def files(vault: Vault) -> set[Path]:
    return set((vault.path / "rows").rglob("*.parquet"))


def test_appending_is_a_new_version_that_shares_the_old_rows(
    vault: Vault, reviews: Dataset, more: Path
) -> None:
    before, was = rows(reviews), files(vault)
    assert reviews.append(more) is reviews
    assert [row[0] for row in rows(reviews)] == [1, 2, 3, 4]
    assert rows(reviews)[:3] == before
    assert [version.number for version in reviews.versions] == ["1.0.1", "1.0.0"]
    assert len(files(vault) - was) == 1
    assert reviews.row_count == 4
    assert reviews.source_info["change"] == "append"
    assert vault.audit(reviews.id)[0].action == "dataset.append"


@pytest.mark.parametrize("pack", [lambda table: table, lambda table: table.to_batches()[0]])
def test_arrow_tables_grow_a_dataset_by_their_names(
    vault: Vault, pack: Callable[[pa.Table], object]
) -> None:
    table = pa.table({"id": [1, 2], "word": ["a", "b"]})
    dataset = vault.import_frame(table, name="words")
    assert dataset.append(pack(table)).columns == ["id", "word"]
    assert rows(dataset) == [(1, "a"), (2, "b")] * 2


def test_values_must_fit_the_types_that_are_there(
    vault: Vault, reviews: Dataset, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text("id,text,day\n5,a,2026-03-01\n5.5,b,2026-03-01\n")
    before = files(vault)
    with pytest.raises(ValueDoesNotFit, match="line 3.*'5.5' in column 'id'") as caught:
        reviews.append(path)
    assert caught.value.field == "id"
    assert (reviews.row_count, len(reviews.versions), files(vault)) == (3, 1, before)


def test_a_number_goes_into_a_text_column_as_it_is_written(vault: Vault, tmp_path: Path) -> None:
    words, numbers = tmp_path / "w.csv", tmp_path / "n.csv"
    words.write_text("n,x\n1,word\n")
    numbers.write_text("n,x\n2,0070\n")
    dataset = vault.import_file(words).append(numbers)
    assert rows(dataset) == [(1, "word"), (2, "0070")]


@pytest.mark.parametrize("verb", ["append", "replace"])
def test_differing_columns_are_named_before_anything_is_written(
    vault: Vault, reviews: Dataset, tmp_path: Path, verb: str
) -> None:
    path = tmp_path / "other.csv"
    path.write_text("id,stars\n4,5\n")
    before = files(vault)
    with pytest.raises(ColumnsDiffer) as caught:
        getattr(reviews, verb)(path)
    assert caught.value.message == (
        "other.csv lacks 2 columns 'text' and 'day' of 'reviews' and brings the column 'stars', "
        "which 'reviews' does not have; nothing was written."
    )
    assert 'differing="fill"' in caught.value.hint
    assert (len(reviews.versions), files(vault)) == (1, before)


def test_filling_puts_null_on_both_sides(reviews: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("ID,stars\n4,5\n")
    reviews.append(path, differing="fill")
    assert reviews.columns == ["id", "text", "day", "stars"]
    assert [(row[0], row[3]) for row in rows(reviews)] == [(1, None), (2, None), (3, None), (4, 5)]
    assert rows(reviews)[3][1:3] == (None, None)
    assert reviews.types["stars"] == "BIGINT"
    assert len(reviews.notes) >= 2


def test_filling_keeps_wide_and_nested_values(vault: Vault, tmp_path: Path) -> None:
    old, new = tmp_path / "old.ndjson", tmp_path / "new.ndjson"
    old.write_text('{"n": 340282366920938463463, "x": {"a": [1, null]}}\n')
    new.write_text('{"n": 1, "y": 170141183460469231731687303715884105727}\n')
    dataset = vault.import_file(old)
    before = dataset.sql("SELECT CAST(n AS VARCHAR), CAST(x AS VARCHAR) FROM this").fetchall()
    dataset.append(new, differing="fill")
    found = dataset.sql(
        "SELECT CAST(n AS VARCHAR), CAST(x AS VARCHAR), CAST(y AS VARCHAR) FROM this"
    ).fetchall()
    assert [row[:2] for row in found[:1]] == before
    assert found[1] == ("1", None, "170141183460469231731687303715884105727")


def test_replacing_decides_types_anew_and_keeps_the_version_before(
    vault: Vault, reviews: Dataset, tmp_path: Path
) -> None:
    path = tmp_path / "new.csv"
    path.write_text("id,text,day\nA7,x,2026-01-01\n")
    reviews.replace(path)
    assert rows(reviews)[0][0] == "A7"
    assert reviews.types["id"] == "VARCHAR"
    assert [version.row_count for version in reviews.versions] == [1, 3]
    assert len(files(vault)) == 2


def test_replacing_can_take_other_columns(reviews: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_text("id,stars\n9,5\n")
    reviews.replace(path, differing="take")
    assert reviews.columns == ["id", "stars"]
    with pytest.raises(BadArgument, match="for replace"):
        reviews.append(path, differing="take")


def test_replacing_can_fill(reviews: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_text("day,id,stars\n2026-05-05,9,5\n")
    reviews.replace(path, differing="fill")
    assert reviews.columns == ["id", "text", "day", "stars"]
    assert [str(value) for value in rows(reviews)[0]] == ["9", "None", "2026-05-05", "5"]


def test_a_frame_can_be_appended(reviews: Dataset) -> None:
    frame = pd.DataFrame({"id": [7], "text": ["x"], "day": [pd.Timestamp("2026-01-01").date()]})
    reviews.append(frame)
    assert rows(reviews)[-1][:2] == (7, "x")
    with pytest.raises(VaultError):
        reviews.append(frame.assign(id=[0.5]))
    assert reviews.row_count == 4


def test_refreshing_reads_the_source_again(
    vault: Vault, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "live.csv"
    path.write_text("id,zip\n1,01234\n")
    dataset = vault.import_file(path, types={"zip": "text"})
    dataset.refresh()
    assert "has not changed" in capsys.readouterr().out
    assert len(dataset.versions) == 1
    path.write_text("id,zip\n1,01234\n2,5\n")
    dataset.refresh()
    assert rows(dataset) == [(1, "01234"), (2, "5")]
    dataset.refresh(types={"zip": "integer"})
    assert rows(dataset) == [(1, 1234), (2, 5)]
    assert [version.number for version in dataset.versions] == ["1.0.2", "1.0.1", "1.0.0"]
    dataset.append(path)
    with pytest.raises(BadArgument, match="not kept anywhere"):
        dataset.refresh()


def test_rows_of_a_frame_have_no_source_to_refresh_from(vault: Vault) -> None:
    made = vault.import_frame(pd.DataFrame({"a": [1]}), name="frame")
    with pytest.raises(BadArgument, match="not kept anywhere"):
        made.refresh()


def test_read_only_and_orphaned_datasets_refuse(vault: Vault, reviews: Dataset, more: Path) -> None:
    store = vault._services.store
    for values, word in (
        ({"is_read_only": True}, "read-only"),
        ({"is_read_only": False, "status": "orphaned"}, "orphaned"),
        ({"status": "collecting", "source": "pipeline"}, "pipeline"),
    ):
        with store.catalog.write() as connection:
            connection.execute(tables.dataset.update().values(**values))
        fresh = vault.get(reviews.id)
        with pytest.raises(Refused, match=word):
            fresh.append(more)
    assert len(files(vault)) == 1


def test_a_viewer_may_not_add_rows(
    vault: Vault, reviews: Dataset, more: Path, act_as: Callable[[str], Vault]
) -> None:
    vault.projects.create("Support")
    vault.people.add("vera", role=OrgRole.PROJECT_ADMIN)
    vault.projects.add_member("Support", "vera", role="viewer")
    made = vault.import_file(more, project="Support")
    theirs = act_as("vera")
    with pytest.raises(NotAllowed):
        theirs.get(made.id).append(more)
    theirs.close()


def test_another_kernels_rows_stay_when_both_append(
    vault: Vault, reviews: Dataset, more: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Adder.load

    def late(self: Adder, uid: str, load: Any, register: Any, **options: Any) -> Any:
        """Between reading and registering, another kernel adds a row."""

        def after(loaded: Any, watching: Any) -> None:
            monkeypatch.setattr(Adder, "load", real)
            vault.get(uid).append(more)
            register(loaded, watching)

        return real(self, uid, load, after, **options)

    monkeypatch.setattr(Adder, "load", late)
    reviews.append(more)
    assert reviews.row_count == 5
    assert [version.row_count for version in reviews.versions] == [5, 4, 3]

    monkeypatch.setattr(Adder, "load", late)
    with pytest.raises(VersionConflict):
        reviews.replace(more)
    assert reviews.row_count == 6
