"""The Share dialog as it looks, beside the mock-up: over its dataset, alone, widths and themes."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.conftest import Panels
from tests.component.detail.conftest import ID
from tests.component.detail.conftest import answers as of_dataset
from tests.component.sharing.scripts import answers


def opened(panels: Panels, *, can_share: bool = True, **options: Any) -> Page:
    """The view of a dataset, whose name the share has, too."""
    refused = {} if can_share else {"share": "Only admins of its project share it"}
    given = {**of_dataset(name="Helpfulness eval", refused=refused), **answers()}
    traits: dict[str, Any] = {
        "dataset_id": ID,
        "tab": "overview",
        "view": {},
        "selection": None,
        "height": 560,
    }
    page, _ = panels.scripted("dataset", given, **traits, **options)
    expect(page.get_by_role("heading", name="Helpfulness eval")).to_be_visible()
    return page


def fits(page: Page) -> bool:
    return bool(
        page.evaluate(
            "[...document.querySelectorAll('.dv, .dv-dialog, .dv-body')]"
            ".every((each) => each.scrollWidth <= each.clientWidth + 2)"
        )
    )


@pytest.mark.parametrize(("width", "theme"), [(1072, "light"), (360, "dark")])
def test_the_dialog_fits_and_axe_is_content(panels: Panels, width: int, theme: str) -> None:
    page = opened(panels, width=width, is_dark=theme == "dark")
    share = page.get_by_role("button", name="Share", exact=True)
    share.click()
    dialog = page.get_by_role("dialog", name="Share Helpfulness eval")
    expect(dialog.get_by_label("Add people")).to_be_visible()
    panels.shot(page, f"share-{width}-{theme}-plain")
    dialog.get_by_label("Add people").fill("jo.lind@partner.example, no body")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_role("button", name="Add anyway")).to_be_visible()
    dialog.get_by_text("Opened 4 times").click()
    assert panels.axe(page) == []
    assert fits(page)
    panels.shot(page, f"share-{width}-{theme}")
    dialog.get_by_role("radio", name="Anyone with the link").click()
    asking = page.get_by_role("dialog", name="Let anyone with the link read this?")
    expect(asking).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, f"share-{width}-{theme}-public")
    page.keyboard.press("Escape")
    expect(asking).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(share).to_be_focused()


def test_the_panel_fits(panels: Panels) -> None:
    traits = {"dataset_id": "dset_1", "_name": "Helpfulness eval"}
    page, _ = panels.scripted("share", answers(), **traits, width=360, is_dark=True)
    expect(page.get_by_label("Add people")).to_be_visible()
    assert panels.axe(page) == []
    assert fits(page)


def test_whoever_may_not_share_sees_no_button(panels: Panels) -> None:
    page = opened(panels, can_share=False)
    expect(page.get_by_role("button", name="Export", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Share", exact=True)).to_have_count(0)
