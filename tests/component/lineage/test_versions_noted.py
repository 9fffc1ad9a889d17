"""What people say about a version, edited where it stands: name, description, metadata."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from datavault_jupyter.base.errors import BadArgument, VaultBusy
from tests.component.conftest import Panels
from tests.component.detail.conftest import ID
from tests.component.lineage.conftest import HISTORY, Open, asked, item, page_of

WANTED = {"dataset_id": ID, "version_id": "ver_1.2.1"}
TOLD = {"ticket": '"QA-17"', "epochs": "3"}


def shown(page: Page) -> Locator:
    page.locator('[data-version="ver_1.2.1"]').click()
    return page.get_by_role("complementary", name="Version 1.2.1", exact=True)


def noted(page: Page) -> Locator:
    return shown(page).get_by_role("region", name="Metadata")


def edit(page: Page) -> Locator:
    region = noted(page)
    region.get_by_role("button", name="Edit metadata").click()
    return region


@pytest.mark.parametrize("what", ["name", "description"])
def test_a_text_is_edited_where_it_stands(opened: Open, what: str) -> None:
    page, side = opened()
    facts = shown(page)
    before = "1.2.0 without the duplicates" if what == "description" else "No name"
    button = facts.get_by_role("button", name=f"Edit {what}")
    button.click()
    field = facts.get_by_role("textbox", name=what)
    expect(field).to_be_focused()
    field.fill("thrown away")
    field.press("Escape")
    expect(facts).to_contain_text(before)
    expect(button).to_be_focused()
    button.press("Enter")
    field.fill("Without what was there twice")
    field.press("Enter")
    expect(field).to_have_count(0)
    expect(button).to_be_focused()
    assert asked(side, "lineage.describe") == [WANTED | {what: "Without what was there twice"}]


def test_a_text_that_is_refused_stays_to_be_mended(opened: Open) -> None:
    page, side = opened(replies={"lineage.describe": VaultBusy("Another kernel writes.")})
    facts = shown(page)
    facts.get_by_role("button", name="Edit name").click()
    field = facts.get_by_role("textbox", name="name")
    field.fill("Cleaned")
    field.press("Enter")
    expect(facts.get_by_text("Another kernel writes.")).to_be_visible()
    expect(field).to_have_value("Cleaned")
    side.answers["lineage.describe"] = HISTORY[1]
    field.press("Enter")
    expect(field).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1072, 352])
def test_entries_are_added_changed_and_removed(
    opened: Open, panels: Panels, width: int, theme: str
) -> None:
    page, side = opened(width=width, is_dark=theme == "dark")
    region = edit(page)
    expect(region.get_by_role("textbox", name="Value of ticket")).to_be_focused()
    region.get_by_role("textbox", name="Value of epochs").fill("12345678901234567890123")
    region.get_by_role("button", name="Remove ticket").click()
    expect(region.get_by_role("button", name="Add an entry")).to_be_focused()
    page.keyboard.press("Enter")
    expect(region.get_by_role("textbox", name="Name", exact=True)).to_be_focused()
    page.keyboard.type("ids")
    page.keyboard.press("Tab")
    page.keyboard.type('["007", 7')
    page.keyboard.press("Enter")
    value = region.get_by_role("textbox", name="Value of ids")
    expect(value).to_have_accessible_description("This begins as a list, and is no complete JSON.")
    assert asked(side, "lineage.describe") == []
    assert panels.axe(page) == []
    value.scroll_into_view_if_needed()
    panels.shot(page, f"versions-metadata-{width}-{theme}")
    value.press("End")
    page.keyboard.type("]")
    expect(region.get_by_text("list", exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(region.get_by_role("button", name="Edit metadata")).to_be_focused()
    made = {"epochs": "12345678901234567890123", "ids": '["007", 7]'}
    assert asked(side, "lineage.describe") == [WANTED | {"metadata": made}]


def test_what_is_wrong_is_said_at_its_field(opened: Open) -> None:
    page, side = opened()
    region = edit(page)
    region.get_by_role("button", name="Add an entry").click()
    region.get_by_role("textbox", name="Value of it").fill("x")
    page.keyboard.press("Enter")
    expect(region.get_by_text("Give this value a name.")).to_be_visible()
    region.get_by_role("textbox", name="Name", exact=True).fill("ticket")
    page.keyboard.press("Enter")
    expect(region.get_by_text("There is another “ticket”.")).to_be_visible()
    assert asked(side, "lineage.describe") == []
    side.answers["lineage.describe"] = BadArgument("It is refused.", field="owner")
    region.get_by_role("textbox", name="Name of ticket").last.fill("owner")
    page.keyboard.press("Enter")
    expect(region.get_by_role("textbox", name="Value of owner")).to_have_accessible_description(
        "It is refused."
    )
    side.answers["lineage.describe"] = VaultBusy("Another kernel writes.")
    page.keyboard.press("Enter")
    expect(region.get_by_role("alert")).to_contain_text("Another kernel writes.")
    page.keyboard.press("Escape")
    expect(region).to_contain_text("QA-17")


def test_what_others_note_meanwhile_stays(opened: Open) -> None:
    page, side = opened()
    region = edit(page)
    region.get_by_role("textbox", name="Value of epochs").fill("4")
    theirs: dict[str, Any] = HISTORY[1] | {"metadata": TOLD | {"by": '"Chen"'}}
    newer = item("1.4.0", "1.3.0")
    side.answers["lineage.versions"] = page_of(newer, HISTORY[0], theirs, *HISTORY[2:])
    side.tell("datasets.changed", {"revision": 2})
    expect(page.locator('[data-version="ver_1.4.0"]')).to_be_visible()
    region.get_by_role("button", name="Save metadata").click()
    expect(region.get_by_role("button", name="Edit metadata")).to_be_focused()
    made = {"ticket": '"QA-17"', "epochs": "4", "by": '"Chen"'}
    assert asked(side, "lineage.describe") == [WANTED | {"metadata": made}]


def test_who_may_not_change_it_is_told_why(opened: Open) -> None:
    page, _ = opened(refused="Read-only. Make it writable first")
    button = noted(page).get_by_role("button", name="Edit metadata")
    expect(button).to_have_accessible_description("Read-only. Make it writable first")
    expect(noted(page)).to_contain_text("ticketQA-17epochs3")
