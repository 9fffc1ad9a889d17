"""A dashboard as it looks: wide and narrow, light and dark, whole and with a chart that is gone."""

from __future__ import annotations

import pytest
from palmerpenguins import load_penguins
from playwright.sync_api import Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels


@pytest.fixture
def board(vault: Vault) -> dv.Dashboard:
    ds = vault.import_frame(load_penguins(), name="penguins")
    ds.charts.save("Body mass", ds.chart(x="body_mass_g", color="species"))
    ds.charts.save("Islands", ds.chart("bar", y="island", x="count()", color="species"))
    flippers = ds.chart("box", x="species", y="flipper_length_mm", color="species")
    ds.charts.save("Flippers by species", flippers)
    ds.charts.save(
        "Bills", ds.chart("scatter", x="bill_length_mm", y="bill_depth_mm", color="species")
    )
    ds.charts.save("Penguins", ds.chart("number", y="count()"))
    ds.charts.save("By year", ds.chart("line", x="year", y="mean(body_mass_g)", color="sex"))
    names = ["Body mass", "Islands", "Flippers by species", "Bills", "Penguins"]
    year = {"chart": "By year", "width": "full", "height": "low"}
    return ds.dashboards.create("Penguin dashboard", charts=[*names, year])


def drawn(page: Page, count: int) -> None:
    expect(page.locator(".dv-marks svg")).to_have_count(count, timeout=60_000)
    expect(page.locator(".dv-marks.is-stale")).to_have_count(0, timeout=30_000)


def test_it_looks_well_in_every_place(panels: Panels, board: dv.Dashboard) -> None:
    page = panels.show(board.show())
    drawn(page, 6)
    assert panels.axe(page) == []
    panels.shot(page, "board-1072-light")
    page.locator("[data-tile]").nth(1).locator("[data-index][role=button]").first.click()
    expect(page.locator(".dv-board-picked")).to_contain_text("island is Biscoe")
    drawn(page, 6)
    panels.shot(page, "board-picked-light")
    page.get_by_role("button", name="Filter the other charts by Body mass").click()
    expect(page.get_by_role("group", name="Range of body_mass_g")).to_be_visible()
    panels.shot(page, "board-values-light")
    assert panels.axe(page) == []
    page = panels.show(board.show(), is_dark=True)
    drawn(page, 6)
    panels.shot(page, "board-1072-dark")
    page = panels.show(board.show(), width=520, is_dark=True)
    drawn(page, 6)
    assert page.evaluate(
        "[...document.querySelectorAll('.dv, .dv-board-canvas')]"
        ".every((each) => each.scrollWidth <= each.clientWidth + 2)"
    )
    assert panels.axe(page) == []
    panels.shot(page, "board-520-dark")
