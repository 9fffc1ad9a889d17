"""The Versions tab, as it looks in every size and state."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from datavault_jupyter.base.errors import VaultBusy
from tests.component.conftest import Panels
from tests.component.lineage.conftest import DRAFT, FAILED, FIRST_TRY, HISTORY, Open, item, page_of


def select(page: Page, number: str) -> None:
    page.locator(f'[data-version="ver_{number}"]').click()
    expect(page.get_by_role("complementary")).to_have_accessible_name(f"Version {number}")


def settled(page: Page) -> None:
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    expect(page.get_by_text("+204")).to_be_visible()


@pytest.mark.parametrize("width", [1072, 672, 452, 352])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_and_axe_is_content(opened: Open, panels: Panels, width: int, theme: str) -> None:
    page, _ = opened(*HISTORY, FIRST_TRY, width=width, is_dark=theme == "dark")
    select(page, "1.2.1")
    expect(page.get_by_text("Show the 7 removed rows")).to_be_visible()
    if width == 1072:
        settled(page)
    assert page.evaluate(
        "[...document.querySelectorAll('.dv')].every((each) => each.scrollWidth <= innerWidth)"
    )
    assert panels.axe(page) == []
    panels.shot(page, f"versions-{width}-{theme}")


def test_the_rows_that_differ_are_shown_in_place(opened: Open, panels: Panels) -> None:
    page, _ = opened()
    select(page, "1.3.0")
    page.get_by_role("combobox", name="Which row is which").click()
    page.get_by_role("option", name="id").click()
    page.get_by_role("button", name="Show the 24 changed rows").click()
    rows = page.get_by_role("table", name="Rows changed")
    expect(rows.get_by_role("columnheader")).to_have_text(["id", "city", "rating"])
    expect(rows.locator("td.is-changed")).to_have_text(["5 1", "Nice Nizza", "NULL 4"])
    assert panels.axe(page) == []
    panels.shot(page, "versions-rows-light")
    page.keyboard.press("Escape")
    expect(page.get_by_role("grid", name="Versions")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_changed_is_told_as_it_was_counted(opened: Open, panels: Panels, theme: str) -> None:
    page, _ = opened(is_dark=theme == "dark")
    cell = page.locator('tr[data-id="ver_1.3.0"] .is-change')
    head = page.get_by_role("columnheader", name="Change")
    # Without a key a changed row is another row, and that is said.
    expect(cell).to_have_text("+204 added−24 removed")
    whole = "a changed row counts as one removed and one added"
    expect(cell.get_by_text("+204")).to_have_attribute(
        "title",
        f"204 rows added. Compared with the first parent as whole rows: {whole}",
    )
    head.get_by_text("Change").hover()
    expect(page.locator(".dv-tip")).to_contain_text(whole)
    panels.shot(page, f"versions-change-{theme}")
    select(page, "1.3.0")
    card = page.get_by_role("region", name="Compared with 1.2.0")
    expect(card).to_contain_text(whole)
    page.get_by_role("combobox", name="Which row is which").click()
    page.get_by_role("option", name="id").click()
    expect(cell).to_have_text("+180 added~24 changed")
    expect(cell.get_by_text("~24")).to_have_attribute(
        "title", "24 rows changed. Compared with the first parent, rows matched by id"
    )
    expect(card.get_by_text(whole)).to_have_count(0)
    first = page.locator('tr[data-id="ver_1.0.0"] .is-change').get_by_text("+60")
    expect(first).to_have_attribute("title", "60 rows added. It was made from no other")
    assert panels.axe(page) == []


def test_every_state_has_its_sign_and_its_word(opened: Open, panels: Panels) -> None:
    page, _ = opened(DRAFT, FAILED, *HISTORY, FIRST_TRY)
    page.get_by_role("switch", name="Show archived").click()
    grid = page.get_by_role("grid", name="Versions")
    for words in ("Draft", "Failed", "Final", "Published", "Archived"):
        expect(grid.get_by_text(words).first).to_be_attached()
    assert panels.axe(page) == []
    panels.shot(page, "versions-states-light")


def test_the_panel_can_fill_the_view(opened: Open, panels: Panels) -> None:
    page, _ = opened()
    select(page, "1.2.1")
    page.get_by_role("button", name="Show over the whole view").click()
    expect(page.get_by_role("grid", name="Versions")).to_be_hidden()
    expect(page.get_by_text("in notebooks/train.ipynb as train")).to_be_visible()
    expect(page.locator("main")).to_contain_text("QA-17")
    assert panels.axe(page) == []
    panels.shot(page, "versions-full-light")
    page.get_by_role("button", name="Show beside the list").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("grid", name="Versions")).to_be_visible()


def long_history(count: int) -> list[dict[str, Any]]:
    """A line with a branch and a merge in every ten versions; newest first."""
    made = [item("1.0.0", days=count)]
    for i in range(1, count):
        parents = [f"1.0.{i - 1}"]
        if i % 10 == 5:
            parents = [f"1.0.{i - 3}"]
        if i % 10 == 8:
            parents = [f"1.0.{i - 1}", f"1.0.{i - 4}"]
        made.append(item(f"1.0.{i}", *parents, rows=100 + i, days=count - i))
    made[-1]["is_head"] = True
    return made[::-1]


def test_two_hundred_versions_are_drawn_and_walked(opened: Open, panels: Panels) -> None:
    page, _ = opened(*long_history(200))
    boxes = page.locator("[data-version]")
    expect(boxes).to_have_count(40)
    box = page.locator('[data-version="ver_1.0.199"]')
    expect(box).to_be_in_viewport()
    box.focus()
    for _ in range(60):  # out of the part that is drawn, which follows
        page.keyboard.press("ArrowLeft")
    info = page.get_by_role("complementary")
    expect(info).not_to_have_accessible_name("Version 1.0.199")
    focused = page.locator("[data-version]:focus")
    expect(focused).to_have_attribute("aria-pressed", "true")
    expect(focused).to_be_in_viewport()
    page.get_by_role("button", name="Show all").click()
    expect(boxes).to_have_count(200)
    assert panels.axe(page) == []
    panels.shot(page, "versions-200-light")


def test_only_versions_in_sight_are_counted(opened: Open) -> None:
    page, side = opened(*long_history(200))
    expect(page.locator(".is-change").get_by_text("+1").first).to_be_visible()
    page.locator(".dv-version-scroll").evaluate("each => each.scrollTo(0, 400)")
    expect(page.locator('tr[data-id="ver_1.0.185"] .is-change')).to_contain_text("+1")
    counted = [args for op, args in side.asked if op == "lineage.compare"]
    assert len(counted) < 60


def test_one_version_says_what_makes_the_next(opened: Open, panels: Panels) -> None:
    page, _ = opened(HISTORY[-1] | {"is_head": True})
    expect(page.get_by_text("One version so far.")).to_be_visible()
    compare = page.get_by_role("button", name="Compare")
    expect(compare).to_have_accessible_description("There is only one version")
    assert panels.axe(page) == []
    panels.shot(page, "versions-one-light")


def test_waiting_keeps_quiet_and_trouble_is_told(opened: Open) -> None:
    page, _ = opened(replies={"lineage.versions": None})
    expect(page.get_by_text("Loading the versions")).to_be_attached()
    busy = VaultBusy("Another kernel is writing to the vault.")
    page, side = opened(replies={"lineage.versions": busy})
    expect(page.get_by_text("The versions can’t be shown")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Another kernel is writing to the vault.")
    side.answers["lineage.versions"] = page_of(*HISTORY)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("grid", name="Versions")).to_be_visible()


def test_nothing_matches(opened: Open, panels: Panels) -> None:
    page, _ = opened()
    page.get_by_role("textbox", name="Search versions").fill("no such thing")
    expect(page.get_by_text("No version matches")).to_be_visible()
    assert panels.axe(page) == []
    page.get_by_role("button", name="Show all versions").click()
    expect(page.get_by_role("grid", name="Versions")).to_be_visible()
