"""The Hub panel where there is little room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.component.conftest import Panels, until
from tests.component.kernel_page import Scripted

Show = Callable[..., tuple[Page, Scripted]]
IMDB = {"repo_id": "stanfordnlp/imdb"}


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("width", [352, 480])
def test_narrow_the_panes_follow_each_other(
    panels: Panels, hub_page: Show, width: int, *, is_dark: bool
) -> None:
    page, side = hub_page(width=width, is_dark=is_dark)
    tone = "dark" if is_dark else "light"
    option = page.get_by_role("option", name="stanfordnlp/imdb")
    expect(option).to_be_visible()
    expect(page.get_by_role("heading", name="Choose a dataset")).not_to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, f"hub-narrow-{width}-results-{tone}")
    page.get_by_label("Search the Hub").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="stanfordnlp/imdb")
    expect(heading).to_be_focused()
    expect(option).not_to_be_visible()
    expect(page.get_by_role("button", name="Import 25,000 rows")).to_be_in_viewport()
    assert panels.axe(page) == []
    panels.shot(page, f"hub-narrow-{width}-configure-{tone}")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_focused()
    until(page, lambda: side.traits["repo_id"] == "")
    option.click()
    page.get_by_role("button", name="Back to the results").click()
    expect(option).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_between_narrow_and_wide_both_panes_have_room(panels: Panels, hub_page: Show) -> None:
    page, _ = hub_page(width=704, **IMDB)
    expect(page.get_by_role("button", name="Import 25,000 rows")).to_be_in_viewport()
    expect(page.get_by_role("option", name="stanfordnlp/imdb")).to_be_in_viewport()
    assert panels.axe(page) == []
    panels.shot(page, "hub-middle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
