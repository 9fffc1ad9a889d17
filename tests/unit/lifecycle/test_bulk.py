"""Many at once: the outcome of each, and nothing fails silently."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from datavault_jupyter import OrgRole, Vault
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import (
    BadArgument,
    Cancelled,
    DatasetDeleted,
    NotConfirmed,
    Refused,
)
from datavault_jupyter.features.lifecycle.actions import RowJudge
from datavault_jupyter.features.lifecycle.ops import BulkArgs, BulkDeleteArgs, LifecycleOps
from datavault_jupyter.protocol.operations import Call
from datavault_jupyter.storage.tables import dataset, pipeline

Act = Callable[[str], Vault]


def ops_of(vault: Vault) -> LifecycleOps:
    services = vault._services
    return LifecycleOps(services.lifecycle, services.datasets, lambda: RowJudge(services.roles))


@pytest.fixture
def three(vault: Vault, tmp_path: Path) -> tuple[str, ...]:
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n2\n")
    vault.projects.create("Teaching")
    return tuple(vault.import_file(path, name=n, project="Teaching").id for n in "abc")


@pytest.fixture
def collecting(vault: Vault, three: tuple[str, ...]) -> str:
    """The first of the three, fed by an active pipeline."""
    given = {"uid": "pip_1", "name": "Feed", "status": "active", "created_at": now()}
    project_key = vault.projects.get("Teaching").key
    for column in pipeline.columns:
        if column.nullable or column.server_default is not None or column.name in {"id", *given}:
            continue
        is_text = isinstance(column.type, sa.String)
        given[column.name] = now() if column.name.endswith("_at") else "feed" if is_text else 1
        if column.name == "project_id":
            given[column.name] = project_key
    with vault._services.store.catalog.write() as connection:
        key = connection.execute(sa.insert(pipeline).values(**given)).inserted_primary_key[0]  # type: ignore[index]
        values = {"status": "collecting", "source": "pipeline", "pipeline_id": key}
        connection.execute(sa.update(dataset).where(dataset.c.uid == three[0]).values(**values))
    return three[0]


def test_each_outcome_is_told(vault: Vault, three: tuple[str, ...], collecting: str) -> None:
    found = ops_of(vault).archive(BulkArgs((*three, "dst_gone")), Call())
    assert found.done_count == 2
    assert [each.is_done for each in found.outcomes] == [False, True, True, False]
    assert "'Feed' is collecting" in found.outcomes[0].message
    assert found.outcomes[0].code == "refused"
    assert found.outcomes[3].code == "dataset_deleted"
    assert [ds.name for ds in vault.datasets()] == ["a"]
    assert ops_of(vault).unarchive(BulkArgs(three), Call()).done_count == 3


def test_what_fails_as_a_whole_is_refused(vault: Vault, collecting: str) -> None:
    with pytest.raises(Refused, match="'Feed' is collecting"):
        ops_of(vault).archive(BulkArgs((collecting,)), Call())
    with pytest.raises(Refused, match="None of the 2 datasets was deleted"):
        ops_of(vault).delete(BulkDeleteArgs((collecting, "dst_gone"), "delete"), Call())
    with pytest.raises(DatasetDeleted):
        ops_of(vault).archive(BulkArgs(("dst_gone",)), Call())


def test_deleting_needs_the_word(vault: Vault, three: tuple[str, ...]) -> None:
    with pytest.raises(NotConfirmed, match="Deleting 3 datasets can't be undone"):
        ops_of(vault).delete(BulkDeleteArgs(three), Call())
    assert len(vault.datasets()) == 3
    assert ops_of(vault).delete(BulkDeleteArgs(three[:2], "delete"), Call()).done_count == 2
    assert [ds.name for ds in vault.datasets()] == ["c"]


def test_a_selection_is_told_what_it_can_take(
    vault: Vault, three: tuple[str, ...], collecting: str
) -> None:
    vault["b"].archive()
    found = ops_of(vault).check(BulkArgs((*three, "dst_gone")), Call())
    assert (found.found_count, found.archive_count, found.unarchive_count) == (3, 1, 1)
    assert (found.delete_count, found.row_count) == (2, 4)
    assert [(each.subject, each.reason) for each in found.held] == [
        ("a", "is collecting: pause or complete its pipeline before you archive or delete it.")
    ]


def test_a_viewer_is_told_and_refused(vault: Vault, three: tuple[str, ...], act_as: Act) -> None:
    vault.people.add("vic", OrgRole.PROJECT_ADMIN)
    vault.people.add("eve", OrgRole.PROJECT_ADMIN)
    vault.projects.add_member("Teaching", "vic", "viewer")
    viewer = ops_of(act_as("vic"))
    found = viewer.check(BulkArgs(three), Call())
    assert (found.archive_count, found.delete_count) == (0, 0)
    assert found.held[0].subject == "a, b and 1 other"
    with pytest.raises(Refused, match="None of the 3 datasets was archived.*may not archive"):
        viewer.archive(BulkArgs(three), Call())
    with pytest.raises(Refused, match="may not delete"):
        viewer.delete(BulkDeleteArgs(three, "delete"), Call())
    stranger = ops_of(act_as("eve"))
    assert stranger.check(BulkArgs(three), Call()).found_count == 0
    with pytest.raises(Refused, match="any more"):
        stranger.archive(BulkArgs(three), Call())


@pytest.mark.parametrize("ids", [(), tuple(f"dst_{n}" for n in range(10_001))])
def test_there_are_some_and_not_too_many(vault: Vault, ids: tuple[str, ...]) -> None:
    with pytest.raises(BadArgument, match="1 to 10,000"):
        ops_of(vault).check(BulkArgs(ids), Call())


def test_a_withdrawn_question_leaves_the_rest(vault: Vault, three: tuple[str, ...]) -> None:
    call = Call()
    call.cancel()
    with pytest.raises(Cancelled):
        ops_of(vault).archive(BulkArgs(three), call)
    assert len(vault.datasets()) == 3
