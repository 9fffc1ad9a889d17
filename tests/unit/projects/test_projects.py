"""Projects and people: who may work where."""

from collections.abc import Callable
from pathlib import Path

import pytest

from datavault_jupyter import OrgRole, Vault
from datavault_jupyter.base.errors import (
    BadArgument,
    BadName,
    NameTaken,
    NotAllowed,
    NotConfirmed,
    PersonNotFound,
    ProjectNotFound,
    Refused,
)

Act = Callable[[str], Vault]


def test_a_project_is_made_renamed_and_deleted(vault: Vault) -> None:
    made = vault.projects.create("Teaching", description="courses")
    inner = vault.projects.create("Statistics", parent="teaching")
    assert inner.parent_key == made.key
    assert [each.name for each in vault.projects.list()] == ["Statistics", "Teaching"]
    assert vault.projects.rename("Teaching", "Lectures").id == made.id
    assert vault.projects.describe(made.id, "more").description == "more"
    with pytest.raises(NotConfirmed):
        vault.projects.delete("Statistics")
    with pytest.raises(Refused, match="holds 1 project"):
        vault.projects.delete("Lectures", confirm="delete")
    vault.projects.delete("Statistics", confirm="delete")
    vault.projects.delete("Lectures", confirm="delete")
    assert vault.projects.list() == []


def test_a_project_with_datasets_is_not_deleted(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n")
    vault.projects.create("Teaching")
    vault.import_file(path, project="Teaching").archive()
    with pytest.raises(Refused, match="holds 1 dataset"):
        vault.projects.delete("Teaching", confirm="delete")


def test_names_of_projects_are_unique_and_hold_no_slash(vault: Vault) -> None:
    vault.projects.create("Teaching")
    with pytest.raises(NameTaken):
        vault.projects.create("teaching")
    with pytest.raises(BadName, match="slash"):
        vault.projects.create("a/b")
    vault.projects.create("Other")
    with pytest.raises(NameTaken):
        vault.projects.rename("Other", "TEACHING")
    with pytest.raises(ProjectNotFound, match="Did you mean 'Teaching'"):
        vault.projects.get("Teachin")


def test_the_first_person_is_sys_admin_and_the_last_one_stays(vault: Vault, act_as: Act) -> None:
    (me,) = vault.people.list()
    assert me.role is OrgRole.SYS_ADMIN
    assert me.identity == vault.whoami
    with pytest.raises(Refused, match="only Sys Admin"):
        vault.people.set_role(me.identity, "org_admin")
    vault.people.add("ada", "sys_admin")
    vault.people.set_role(me.identity, "org_admin")
    with pytest.raises(NotAllowed, match="Only a Sys Admin"):
        vault.people.set_role("ada", None)
    with pytest.raises(NotAllowed, match="Only a Sys Admin"):
        vault.people.add("eve", "sys_admin")
    act_as("ada").people.set_role(me.identity, "sys_admin")


def test_adding_somebody_known_leaves_their_role(vault: Vault) -> None:
    vault.people.add("ada", "org_admin")
    assert vault.people.add("ada", "contributor").role is OrgRole.ORG_ADMIN
    with pytest.raises(BadArgument, match="no role 'king'"):
        vault.people.add("bob", "king")
    with pytest.raises(PersonNotFound, match="Did you mean 'ada'"):
        vault.people.set_role("adda", "contributor")


def test_a_stranger_gets_no_role(vault: Vault, act_as: Act) -> None:
    act_as("eve")
    assert {each.identity: each.role for each in vault.people.list()}["eve"] is None


def test_members_come_and_go(vault: Vault, act_as: Act) -> None:
    vault.projects.create("Teaching")
    vault.projects.add_member("Teaching", "ada", "owner")
    vault.projects.add_member("Teaching", "bob")
    assert [(each.identity, str(each.role)) for each in vault.projects.members("Teaching")] == [
        ("ada", "owner"),
        ("bob", "viewer"),
    ]
    ada, bob = act_as("ada"), act_as("bob")
    with pytest.raises(NotAllowed):
        bob.projects.add_member("Teaching", "eve")
    ada.projects.add_member("Teaching", "eve", "viewer")
    with pytest.raises(Refused, match="last owner"):
        ada.projects.remove_member("Teaching", "ada")
    ada.projects.remove_member("Teaching", "bob")
    with pytest.raises(PersonNotFound):
        ada.projects.remove_member("Teaching", "bob")
    with pytest.raises(ProjectNotFound):
        bob.projects.get("Teaching")
    with pytest.raises(BadArgument, match="no project role"):
        vault.projects.add_member("Teaching", "bob", "boss")


def test_what_was_done_is_written_down(vault: Vault, act_as: Act) -> None:
    vault.people.add("ada", "org_admin")
    act_as("ada").projects.create("Teaching")
    entry = vault.audit()[0]
    assert (entry.actor, entry.action, entry.resource_name) == ("ada", "project.create", "Teaching")
    with pytest.raises(NotAllowed):
        act_as("eve").audit()


def test_jupyterhub_names_the_actor(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "grace")
    other = Vault(vault.path)
    assert other.whoami == "grace"
    with pytest.raises(NotAllowed, match="grace has no role"):
        other.datasets()


def test_an_owner_does_not_bring_back_somebody_an_admin_removed(vault: Vault, act_as: Act) -> None:
    vault.projects.create("Teaching")
    vault.projects.add_member("Teaching", "ada", "owner")
    vault.people.add("bob", "project_admin")
    vault.people.set_role("bob", None)
    ada = act_as("ada")
    with pytest.raises(NotAllowed):
        ada.projects.add_member("Teaching", "bob")
    vault.projects.add_member("Teaching", "bob")
    act_as("eve")  # known by name only: she never had a role
    ada.projects.add_member("Teaching", "eve")
