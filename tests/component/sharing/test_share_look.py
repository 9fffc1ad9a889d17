"""The Share dialog as it looks, beside the mock-up: widths, themes, states."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.component.conftest import Panels
from tests.component.sharing.scripts import answers


@pytest.mark.parametrize("width", [1072, 360])
def test_the_sheet_fits_and_axe_is_content(panels: Panels, width: int) -> None:
    for theme in ("light", "dark"):
        page, _ = panels.scripted(
            "share",
            answers(),
            dataset_id="dset_1",
            _name="Helpfulness eval",
            width=width,
            is_dark=theme == "dark",
        )
        field = page.get_by_label("Add people")
        field.fill("jo.lind@partner.example, no body")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("button", name="Add anyway")).to_be_visible()
        page.locator(".dv-sharing").get_by_text("Opened 4 times").click()
        assert panels.axe(page) == []
        panels.shot(page, f"share-{width}-{theme}")
