"""Archive, unarchive, delete: what the state of a dataset allows."""

import itertools
from pathlib import Path

import pytest
import sqlalchemy as sa

from datavault_jupyter import Dataset, DatasetSource, DatasetStatus, Vault
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import NameTaken, NotConfirmed, Refused
from datavault_jupyter.storage import tables

PIPELINE = ["draft", "active", "paused", "completed", "archived"]


def test_archiving_hides_and_unarchiving_brings_back(vault: Vault, reviews: Dataset) -> None:
    assert reviews.archive().is_archived
    assert vault.datasets() == []
    assert [ds.name for ds in vault.datasets(archived=True)] == ["reviews"]
    assert vault["reviews"].df().shape == (3, 3)
    assert not reviews.unarchive().is_archived
    assert vault.datasets() == [reviews]
    actions = [entry.action for entry in vault.audit(reviews.id)]
    assert actions == ["dataset.unarchive", "dataset.archive", "dataset.import"]


def test_archiving_twice_changes_nothing(vault: Vault, reviews: Dataset) -> None:
    reviews.archive()
    before = reviews.updated_at
    reviews.archive()
    assert reviews.updated_at == before


@pytest.mark.parametrize("word", ["", "yes", "DELETE", "Delete "])
def test_deleting_wants_the_word(vault: Vault, reviews: Dataset, word: str) -> None:
    with pytest.raises(NotConfirmed, match="3 rows, 1 version. can't be undone"):
        reviews.delete(confirm=word)
    assert reviews.row_count == 3


def test_deleting_takes_everything_with_it(vault: Vault, reviews: Dataset) -> None:
    store = vault._services.store
    reviews.delete(confirm="delete")
    with store.catalog.read() as connection:
        for table in (tables.dataset, tables.version, tables.version_part, tables.part,
                      tables.trash, tables.pending, tables.reserved_name):  # fmt: skip
            assert connection.execute(sa.select(table)).all() == [], table.name
    assert vault.audit()[0].action == "dataset.delete"
    assert vault.audit()[0].resource_name == "reviews"


def test_a_name_is_free_again_after_deleting_but_not_after_archiving(
    vault: Vault, reviews: Dataset, tmp_path: Path
) -> None:
    reviews.archive()
    with pytest.raises(NameTaken):
        vault.import_file(tmp_path / "reviews.csv")
    reviews.delete(confirm="delete")
    assert vault.import_file(tmp_path / "reviews.csv").id != reviews.id


def with_pipeline(vault: Vault, dataset: Dataset, badge: str, pipeline: str | None) -> None:
    store = vault._services.store
    with store.catalog.write() as connection:
        key = None
        if pipeline is not None:
            made = connection.execute(
                sa.insert(tables.pipeline).values(
                    uid=f"pip_{badge}{pipeline}",
                    name="Helpfulness",
                    name_key="helpfulness",
                    status=pipeline,
                    created_at=now(),
                    updated_at=now(),
                )
            )
            key = made.inserted_primary_key[0]  # type: ignore[index]
        connection.execute(
            sa.update(tables.dataset).values(
                status=badge, source=DatasetSource.PIPELINE, pipeline_id=key
            )
        )


@pytest.mark.parametrize(
    ("badge", "pipeline"),
    list(itertools.product(list(DatasetStatus), [*PIPELINE, None])),
)
@pytest.mark.parametrize("action", ["archive", "delete"])
def test_every_cell_of_badge_and_pipeline(
    vault: Vault, reviews: Dataset, badge: DatasetStatus, pipeline: str | None, action: str
) -> None:
    with_pipeline(vault, reviews, badge, pipeline)
    refused = badge is DatasetStatus.COLLECTING and pipeline == "active"
    work = reviews.archive if action == "archive" else lambda: reviews.delete(confirm="delete")
    if refused:
        with pytest.raises(Refused, match="'Helpfulness' is collecting") as caught:
            work()
        assert caught.value.hint == "Pause or complete it first."
        assert reviews.row_count == 3
        assert not reviews.is_archived
    else:
        work()


def test_a_pipeline_owns_the_name_of_its_dataset(vault: Vault, reviews: Dataset) -> None:
    with_pipeline(vault, reviews, "complete", "completed")
    with pytest.raises(Refused, match="takes its name from its pipeline"):
        reviews.rename("mine")


def test_an_orphaned_dataset_is_read_only(vault: Vault, reviews: Dataset, tmp_path: Path) -> None:
    with_pipeline(vault, reviews, "orphaned", None)
    for change in (lambda: reviews.rename("x"), lambda: setattr(reviews, "description", "x")):
        with pytest.raises(Refused, match="orphaned"):
            change()
    assert reviews.df().shape == (3, 3)
    assert reviews.export(tmp_path / "out.csv").row_count == 3


def test_a_read_only_dataset_is_not_deleted(vault: Vault, reviews: Dataset) -> None:
    with vault._services.store.catalog.write() as connection:
        connection.execute(sa.update(tables.dataset).values(is_read_only=True))
    with pytest.raises(Refused, match="read-only"):
        reviews.delete(confirm="delete")
    with pytest.raises(Refused, match="read-only"):
        reviews.rename("x")
