"""Nobody without a role may do anything, through any method a user can call."""

from collections.abc import Callable
from pathlib import Path

import pytest

from datavault_jupyter import Dataset, OrgRole, Vault
from datavault_jupyter.base.errors import NotAllowed, NotFound

Act = Callable[[str], Vault]


def calls(vault: Vault, dataset: Dataset, tmp_path: Path) -> dict[str, Callable[[], object]]:
    path = tmp_path / "more.csv"
    path.write_text("a\n1\n")
    return {
        "listing": lambda: vault.datasets(),
        "display": lambda: repr(vault),
        "get": lambda: vault["reviews"],
        "find": lambda: vault.find("reviews"),
        "contains": lambda: "reviews" in vault,
        "key completion": vault._ipython_key_completions_,
        "sql": lambda: vault.sql("SELECT * FROM reviews"),
        "preview": lambda: vault.preview_file(path),
        "import file": lambda: vault.import_file(path),
        "import frame": lambda: vault.import_frame({"a": [1]}, name="x"),
        "doctor": lambda: vault.doctor(),
        "audit": lambda: vault.audit(),
        "projects": lambda: vault.projects.list(),
        "make project": lambda: vault.projects.create("p"),
        "project": lambda: vault.projects.get("Teaching"),
        "rename project": lambda: vault.projects.rename("Teaching", "q"),
        "describe project": lambda: vault.projects.describe("Teaching", "q"),
        "delete project": lambda: vault.projects.delete("Teaching", confirm="delete"),
        "members": lambda: vault.projects.members("Teaching"),
        "add member": lambda: vault.projects.add_member("Teaching", "eve", "owner"),
        "remove member": lambda: vault.projects.remove_member("Teaching", "eve"),
        "people": lambda: vault.people.list(),
        "add person": lambda: vault.people.add("eve", "sys_admin"),
        "set role": lambda: vault.people.set_role("eve", "sys_admin"),
        "name": lambda: dataset.name,
        "columns": lambda: dataset.columns,
        "versions": lambda: dataset.versions,
        "df": lambda: dataset.df(),
        "dataset sql": lambda: dataset.sql("SELECT 1 FROM this"),
        "describe": lambda: setattr(dataset, "description", "x"),
        "rename": lambda: dataset.rename("x"),
        "archive": lambda: dataset.archive(),
        "unarchive": lambda: dataset.unarchive(),
        "delete": lambda: dataset.delete(confirm="delete"),
        "export": lambda: dataset.export(tmp_path / "x.csv"),
    }


@pytest.mark.parametrize("role", [None, OrgRole.CONTRIBUTOR, OrgRole.PROJECT_ADMIN])
def test_nobody_without_a_place_may_do_anything(
    vault: Vault, reviews: Dataset, act_as: Act, tmp_path: Path, role: OrgRole | None
) -> None:
    vault.projects.create("Teaching")
    other = act_as("eve")
    if role is not None:
        vault.people.add("eve", role)
    seen = Dataset(other._services, reviews.known)
    # A Project Admin without projects opens an empty vault; all else is refused to them, too.
    empty = {"listing", "display", "find", "contains", "key completion", "preview", "projects"}
    got_in = []
    for name, call in calls(other, seen, tmp_path).items():
        if role is OrgRole.PROJECT_ADMIN and name in empty:
            assert "reviews" not in repr(call()).replace("reviews.csv", "")
            continue
        try:
            call()
        except (NotAllowed, NotFound):
            continue
        got_in.append(name)
    assert got_in == []
    assert [each.name for each in vault.datasets()] == ["reviews"]
    assert not (tmp_path / "x.csv").exists()


def test_a_viewer_reads_and_changes_nothing(vault: Vault, act_as: Act, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("a\n1\n")
    vault.projects.create("Teaching")
    vault.projects.create("Secret")
    vault.import_file(path, project="Teaching")
    vault.import_file(path, project="Secret", name="hidden")
    vault.projects.add_member("Teaching", "eve", "viewer")
    other = act_as("eve")
    assert [ds.name for ds in other.datasets()] == ["r"]
    dataset = other["r"]
    assert dataset.df()["a"].tolist() == [1]
    assert dataset.export(tmp_path / "out.csv").row_count == 1
    for change in (
        lambda: dataset.rename("x"),
        lambda: dataset.archive(),
        lambda: dataset.delete(confirm="delete"),
        lambda: other.import_file(path, name="y", project="Teaching"),
        lambda: other.import_file(path, name="y"),
        lambda: setattr(dataset, "description", "x"),
    ):
        with pytest.raises(NotAllowed):
            change()


def test_sql_reaches_only_what_one_may_see(vault: Vault, act_as: Act, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("a\n1\n")
    vault.projects.create("Teaching")
    vault.import_file(path, project="Teaching", name="open")
    hidden = vault.import_file(path, name="hidden")
    vault.projects.add_member("Teaching", "eve", "viewer")
    other = act_as("eve")
    assert other.sql("SELECT * FROM open").fetchall() == [(1,)]
    for text in (
        "SELECT * FROM hidden",
        f"SELECT * FROM '{hidden.files()[0]}'",
        f"SELECT * FROM read_parquet('{hidden.files()[0]}')",
        f"""WITH "{hidden.files()[0]}" AS (SELECT 1) SELECT * FROM '{hidden.files()[0]}'""",
    ):
        with pytest.raises(Exception, match="no dataset|can't be used|isn't|is not"):
            other.sql(text).fetchall()


def test_an_owner_of_one_project_does_not_reach_another(
    vault: Vault, act_as: Act, tmp_path: Path
) -> None:
    path = tmp_path / "r.csv"
    path.write_text("a\n1\n")
    vault.projects.create("Teaching")
    vault.projects.create("Secret")
    hidden = vault.import_file(path, project="Secret")
    vault.projects.add_member("Teaching", "eve", "owner")
    other = act_as("eve")
    mine = other.import_file(path, project="Teaching")
    mine.rename("renamed").archive().unarchive().delete(confirm="delete")
    with pytest.raises(NotFound):
        other["r"]
    with pytest.raises(NotFound):
        other[hidden.id]
    with pytest.raises(NotAllowed):
        Dataset(other._services, hidden.known).delete(confirm="delete")
    with pytest.raises(NotFound):
        other.import_file(path, project="Secret", name="x")
