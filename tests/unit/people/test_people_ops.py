"""People, roles and the audit trail, as a view asks for them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter import OrgRole, Vault
from datavault_jupyter.base.errors import BadArgument, NotAllowed, Refused
from datavault_jupyter.protocol.coding import decoded, encoded
from datavault_jupyter.protocol.operations import Call

Act = Callable[[str], Vault]


def ask(vault: Vault, op: str, **args: Any) -> Any:
    operation = vault._services.operations[op]
    return encoded(operation.run(decoded(operation.args, args), Call()))


def outcomes(told: Any) -> list[tuple[str, str, str]]:
    return [(each["name"], each["outcome"], each["role"]) for each in told["people"]]


def test_a_list_of_people_is_taken_name_by_name(vault: Vault) -> None:
    vault.people.add("ana", "contributor")
    told = ask(vault, "people.invite", people="ana, ben;chen@example\nben", role="org_admin")
    assert outcomes(told) == [
        ("ana", "known", "Contributor"),
        ("ben", "added", "Org admin"),
        ("chen@example", "refused", ""),
    ]
    assert "no address" in told["people"][2]["reason"]
    roles = {each.identity: each.role for each in vault.people.list()}
    assert (roles["ana"], roles["ben"]) == (OrgRole.CONTRIBUTOR, OrgRole.ORG_ADMIN)
    assert "chen@example" not in roles
    assert ask(vault, "people.invite", people=" ,\n", role="org_admin") == {"people": []}
    with pytest.raises(BadArgument, match="no role 'king'"):
        ask(vault, "people.invite", people="dan", role="king")


def test_a_role_is_changed_and_taken_away_but_not_the_last_admins(vault: Vault) -> None:
    vault.people.add("ana", "contributor")
    ask(vault, "people.set_role", identity="ana", role="project_admin")
    ask(vault, "people.set_role", identity="ana", role="")
    listed = {each["identity"]: each for each in ask(vault, "people.list")["people"]}
    assert listed["ana"]["role"] == ""
    with pytest.raises(Refused, match="only Sys Admin"):
        ask(vault, "people.set_role", identity=vault.whoami, role="")
    texts = [each["text"] for each in ask(vault, "people.audit", search="ana")["entries"]]
    assert texts[:2] == ["took the role away", "gave the role Project admin"]


def test_everybody_sees_who_they_are_and_only_admins_see_the_others(
    vault: Vault, act_as: Act
) -> None:
    vault.projects.create("Teaching")
    vault.projects.add_member("Teaching", "eve", "owner")
    me = ask(vault, "people.me")
    assert (me["role"], me["may_edit_people"], me["may_make_admins"]) == ("Sys admin", True, True)
    eve = act_as("eve")
    assert ask(eve, "people.me") == {
        "identity": "eve",
        "name": "eve",
        "role": "Project admin",
        "may_see_people": False,
        "may_edit_people": False,
        "may_see_audit": False,
        "may_create_projects": False,
        "may_make_admins": False,
    }
    for op, args in {
        "people.list": {},
        "people.invite": {"people": "x", "role": "contributor"},
        "people.set_role": {"identity": "eve", "role": "sys_admin"},
        "people.audit": {},
    }.items():
        with pytest.raises(NotAllowed):
            ask(eve, op, **args)
    listed = {each["identity"]: each for each in ask(vault, "people.list")["people"]}
    assert listed["eve"]["projects"] == [{"project": "Teaching", "role": "Owner"}]


def test_an_org_admin_makes_no_sys_admin(vault: Vault, act_as: Act) -> None:
    vault.people.add("olga", "org_admin")
    olga = act_as("olga")
    assert ask(olga, "people.me")["may_make_admins"] is False
    with pytest.raises(NotAllowed, match="Only a Sys Admin"):
        ask(olga, "people.invite", people="ben", role="sys_admin")


def test_the_trail_is_filtered_and_paged(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n")
    for name in ("first", "second", "100% third"):
        vault.import_file(path, name=name)
    vault["second"].rename("other")
    vault.projects.create("first project")

    def names(**args: Any) -> list[tuple[str, str]]:
        found = ask(vault, "people.audit", **args)["entries"]
        return [(each["kind"], each["name"]) for each in found]

    assert names(search="FIRST") == [("project", "first project"), ("dataset", "first")]
    assert names(search="0%") == [("dataset", "100% third")]
    assert names(kind="project") == [("project", "first project")]
    assert names(actor="nobody") == []
    later = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    assert names(since=later) == []
    assert names(until=later) == names()
    page = ask(vault, "people.audit", kind="dataset", limit=2)
    assert page["total_count"] == 4
    assert page["actors"] == [vault.whoami]
    rest = ask(vault, "people.audit", kind="dataset", limit=9, before=page["entries"][-1]["key"])
    whole = ask(vault, "people.audit", kind="dataset")["entries"]
    assert page["entries"] + rest["entries"] == whole
