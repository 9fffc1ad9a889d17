"""People and projects in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels, until


@pytest.fixture
def filled(vault: Vault, tmp_path: Path) -> Vault:
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n2\n")
    vault.projects.create("Teaching", description="Courses and their exercises")
    vault.projects.create("Support")
    vault.import_file(path, name="penguins", project="Teaching")
    vault.import_file(path, name="flights", project="Teaching")
    vault.import_file(path, name="flights", project="Support")
    vault.pipelines.create(
        "Helpfulness",
        project="Teaching",
        nodes=[
            {
                "type": "subtask",
                "name": "rate",
                "fields": [{"name": "good", "type": "boolean"}],
            }
        ],
    ).activate()
    vault.projects.add_member("Teaching", "olga", "owner")
    vault.people.add("carl", "contributor")
    return vault


def in_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_a_project_is_made_filled_and_deleted(panels: Panels, filled: Vault) -> None:
    page = panels.show(dv.PeoplePanel(filled))
    rows = page.get_by_role("table", name="Projects").get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(2)).to_contain_text("Teaching")
    page.get_by_role("button", name="New project").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("teaching")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog).to_contain_text("A project named 'teaching' exists already")
    dialog.get_by_label("Name").fill("Archive")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Archive")).to_be_visible()
    page.get_by_role("button", name="All projects").click()
    page.get_by_role("button", name="Teaching").click()
    table = page.get_by_role("table", name="Datasets")
    table.get_by_label("Choose penguins").check()
    table.get_by_label("Choose flights").check()
    page.get_by_role("button", name="Move to…").click()
    choose(page, "To", "Support")
    dialog.get_by_role("button", name="Move").click()
    expect(dialog).to_contain_text("flights stayed: A dataset named 'flights' exists already.")
    expect(table.locator("tr")).to_have_count(2)
    assert filled["penguins"].project == "Support"
    # A message stands over the dialog that stays open.
    page.get_by_role("button", name="Undo").click()
    dialog.get_by_role("button", name="Cancel").click()
    expect(table.get_by_role("row")).to_have_count(3)
    assert filled["penguins"].project == "Teaching"
    page.get_by_role("button", name="Delete the project").click()
    warning = page.get_by_role("alertdialog")
    warning.get_by_role("button", name="Delete the project").click()
    expect(warning).to_contain_text("holds 3 datasets")
    warning.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="All projects").click()
    page.get_by_role("button", name="Archive").click()
    page.get_by_role("button", name="Delete the project").click()
    warning.get_by_role("button", name="Delete the project").click()
    expect(rows).to_have_count(3)
    assert filled.projects.find("Archive") is None


def test_members_come_change_and_go_with_a_way_back(panels: Panels, filled: Vault) -> None:
    widget = dv.PeoplePanel(filled, project="Teaching")
    page = panels.show(widget)
    members = page.get_by_role("region", name="Members")

    def held() -> dict[str, str]:
        return {each.identity: each.role for each in filled.projects.members("Teaching")}

    members.get_by_role("button", name="Add people").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("People").fill("ana, olga, ben@nowhere")
    dialog.get_by_role("button", name="Add").click()
    fates = dialog.get_by_role("list", name="What became of each")
    expect(fates).to_contain_text("ana is Viewer now.")
    expect(fates).to_contain_text("olga stays Owner, as before.")
    expect(fates).to_contain_text("'ben@nowhere' is no address")
    expect(dialog.get_by_label("People")).to_have_value("ben@nowhere")
    dialog.locator("footer").get_by_role("button", name="Close").click()
    choose(page, "Role of ana", "Owner")
    expect(page.locator(".dv-toast")).to_contain_text("ana is owner now")
    assert held() == {"ana": "owner", "olga": "owner"}
    members.get_by_role("button", name="Take olga out").click()
    expect(members.get_by_role("row")).to_have_count(1)
    page.locator(".dv-toast", has_text="olga").get_by_role("button", name="Undo").click()
    expect(members.get_by_role("row")).to_have_count(2)
    assert held() == {"ana": "owner", "olga": "owner"}
    page.get_by_role("button", name="All projects").click()
    until(page, lambda: widget.project_id == "")


def test_people_get_roles_and_the_trail_tells_it(panels: Panels, filled: Vault) -> None:
    widget = dv.PeoplePanel(filled, tab="people")
    page = panels.show(widget)
    rows = page.get_by_role("table", name="People").get_by_role("row")
    expect(rows).to_have_count(4)
    expect(rows.filter(has_text="olga")).to_contain_text("Teaching, owner")
    choose(page, "Role of carl", "Org admin")
    expect(page.locator(".dv-toast")).to_contain_text("carl is Org admin now")
    choose(page, f"Role of {filled.whoami}", "No role")
    expect(page.get_by_role("alert")).to_contain_text("is the only Sys Admin of this vault")
    in_tab(page, "Audit trail")
    until(page, lambda: widget.tab == "audit")
    trail = page.get_by_role("table", name="Audit trail").get_by_role("row")
    expect(trail.nth(1)).to_contain_text("Gave the role Org adminpeople carl")
    page.get_by_label("Search names").fill("penguins")
    expect(trail).to_have_count(2)
    expect(trail.nth(1)).to_contain_text("Imported 2 rowsdataset penguins")
    choose(page, "On", "project")
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_role("status").first).to_contain_text(" of ")


def test_an_owner_sees_their_project_alone(
    panels: Panels, filled: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATAVAULT_DEMO", "1")
    monkeypatch.setenv("DATAVAULT_ACT_AS", "olga")
    with Vault(tmp_path / "vault") as theirs:
        page = panels.show(dv.PeoplePanel(theirs))
        expect(page.get_by_role("tab")).to_have_count(1)
        expect(page.locator(".dv-people-head")).to_contain_text("You are olga, Project admin")
        expect(page.get_by_role("table", name="Projects").get_by_role("row")).to_have_count(2)
        page.get_by_role("button", name="Teaching").press("Enter")
        expect(page.get_by_role("button", name="Add people")).to_be_enabled()
        gone = page.get_by_role("button", name="Delete the project")
        expect(gone).to_have_attribute("aria-disabled", "true")
        panels.close()


def test_the_listing_leads_there_and_back(panels: Panels, filled: Vault) -> None:
    page = panels.show(dv.Listing(filled))
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="People and projects").click()
    page.get_by_role("button", name="Teaching").click()
    page.get_by_role("region", name="Datasets").get_by_role("button", name="penguins").click()
    expect(page.get_by_role("tab", name="Content")).to_be_visible()


@pytest.mark.parametrize("is_dark", [False, True])
def test_it_can_be_read(panels: Panels, filled: Vault, *, is_dark: bool) -> None:
    theme = "dark" if is_dark else "light"
    width = 420 if is_dark else 1072
    page = panels.show(dv.PeoplePanel(filled), is_dark=is_dark, width=width)
    expect(page.get_by_role("table", name="Projects")).to_be_visible()
    panels.shot(page, f"people-projects-{theme}")
    assert panels.axe(page) == []
    page.get_by_role("button", name="Teaching").click()
    expect(page.get_by_role("table", name="Datasets")).to_be_visible()
    panels.shot(page, f"people-project-{theme}")
    assert panels.axe(page) == []
    page.get_by_role("button", name="Add people").click()
    page.get_by_label("People", exact=True).fill("ana")
    panels.shot(page, f"people-add-{theme}")
    page.keyboard.press("Escape")
    for tab, name in {"People": "people", "Audit trail": "audit"}.items():
        in_tab(page, tab)
        expect(page.get_by_role("table", name=tab)).to_be_visible()
        panels.shot(page, f"people-{name}-{theme}")
        assert panels.axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
