"""Charts that the page draws by itself: loaded once, over the kernel's picture, and alive."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.features.studio.drawing import still
from datavault_jupyter.widgets import ops
from tests.component.conftest import Panels, until

SLOW = 30_000
NASTY = "<img src=x onerror=alert(1)>"


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which parts of the code were asked for."""
    asked: list[str] = []
    was = ops.built

    def built(name: str) -> str:
        asked.append(name)
        return was(name)

    monkeypatch.setattr(ops, "built", built)
    return asked


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each chart that was asked for: whether the kernel drew it, too."""
    asked: list[bool] = []
    was = still.drawing

    def drawing(drawn: Any, origin: Any, place: still.Place) -> Any:
        asked.append(not place.is_live)
        return was(drawn, origin, place)

    monkeypatch.setattr(still, "drawing", drawing)
    return asked


@pytest.fixture
def towns(vault: Vault) -> dv.Dataset:
    frame = pd.DataFrame(
        {
            "town": ["Bern", "Rome", "Rome", NASTY],
            "land": ["CH", "IT", "IT", "CH"],
            "rating": [2.0, 4.0, 5.0, 3.0],
            "noise": [1.0, 2.0, 2.5, 4.0],
        }
    )
    return vault.import_frame(frame, name="towns")


def live(page: Page) -> Locator:
    """The chart as the page draws it: the kernel's picture is no child of an element of its own."""
    return page.locator(".dv-chart-live svg")


def bar(page: Page, name: str) -> Locator:
    return live(page).get_by_label(re.compile(re.escape(name))).first


def test_what_draws_is_loaded_once_and_only_for_a_chart(
    panels: Panels, vault: Vault, towns: dv.Dataset, parts: list[str], pictures: list[bool]
) -> None:
    page = panels.show(dv.Listing(vault))
    page.locator(".dv").hover()
    until(page, lambda: "more.js" in parts)
    page = panels.show(dv.Studio(towns))
    expect(page.get_by_role("heading", name="Put a field on a shelf")).to_be_visible()
    assert "chart.js" not in parts
    studio = dv.Studio(towns, towns.chart(x="town"))
    pictures.clear()
    page = panels.show(studio, views=2)
    expect(live(page)).to_have_count(2, timeout=SLOW)
    assert parts.count("chart.js") == 1
    # The kernel drew what was shown meanwhile, and nothing after that.
    studio.spec = {"x": {"field": "land"}}
    for at in (0, 1):
        expect(live(page).nth(at)).to_have_attribute(
            "aria-label", "Bar chart of towns: count of rows by land.", timeout=SLOW
        )
    assert pictures[-2:] == [False, False]


def test_the_kernels_picture_stands_where_it_can_not_be_loaded(
    panels: Panels, towns: dv.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = ops.built

    def built(name: str) -> str:
        return "throw new Error('a page that takes none')" if name == "chart.js" else was(name)

    monkeypatch.setattr(ops, "built", built)
    studio = dv.Studio(towns, towns.chart(x="town"))
    page = panels.show(studio)
    picture = page.locator(".dv-chart svg")
    expect(picture).to_be_visible(timeout=SLOW)
    studio.spec = {"x": {"field": "land"}}
    expect(picture).to_have_attribute(
        "aria-label", "Bar chart of towns: count of rows by land.", timeout=SLOW
    )
    page.locator(".dv-chart [aria-roledescription=bar]").first.hover()
    expect(page.locator(".dv-chart-tip")).to_contain_text("CH")
    expect(live(page)).to_have_count(0)


STAND_IN = """
document.addEventListener("DOMContentLoaded", () => {
  const still = document.body.appendChild(document.createElement("div"));
  still.dataset.dvStill = %r;
  still.innerHTML = %r;
});
"""


def test_a_saved_notebook_shows_the_kernels_picture(
    panels: Panels, towns: dv.Dataset, parts: list[str]
) -> None:
    studio = dv.Studio(towns, towns.chart(x="town"))
    page = panels.show(studio, is_saved=True)
    still = studio._still()["text/html"]
    page.add_init_script(STAND_IN % (studio._still_id, still))
    page.reload()
    page.wait_for_selector("body[data-ready]")
    picture = page.get_by_role("img", name="Bar chart of towns: count of rows by town.")
    expect(picture).to_be_visible()
    # Its place is there before the picture is read.
    until(page, lambda: picture.evaluate("(each) => each.complete && each.naturalWidth > 200"))
    expect(page.get_by_role("alert")).to_have_count(0)
    assert "chart.js" not in parts
    panels.shot(page, "studio-saved")


def test_it_follows_theme_and_room_without_the_kernel(
    panels: Panels, towns: dv.Dataset, pictures: list[bool]
) -> None:
    page = panels.show(dv.Studio(towns, towns.chart(x="noise", y="rating")))
    expect(live(page)).to_be_visible(timeout=SLOW)
    symbol = live(page).locator(".mark-symbol.role-mark path").first
    expect(symbol).to_have_attribute("fill", "#204494")
    asked = len(pictures)
    wide = live(page).bounding_box()
    go_dark(page)
    expect(symbol).to_have_attribute("fill", "#7da0fa")
    page.set_viewport_size({"width": 700, "height": 900})

    def is_narrower() -> bool:
        now = live(page).bounding_box()
        return bool(now and wide and now["width"] < wide["width"] - 40)

    until(page, is_narrower)
    # It is laid out anew, not left scaled, as the page's style has it at first: letters keep
    # their size.
    scale = "(svg) => svg.viewBox.baseVal.width / svg.clientWidth"
    until(page, lambda: abs(live(page).evaluate(scale) - 1) < 0.02)
    assert len(pictures) == asked


def go_dark(page: Page) -> None:
    page.evaluate("document.querySelector('.dv').dataset.theme = 'dark'")


def test_a_mark_tells_its_row_as_text(panels: Panels, towns: dv.Dataset) -> None:
    page = panels.show(dv.Studio(towns, towns.chart(x="town", y="mean(rating)")))
    expect(live(page)).to_be_visible(timeout=SLOW)
    bar(page, "town: <img").hover()
    tip = page.locator(".dv-chart-tip")
    expect(tip).to_contain_text(NASTY)
    expect(tip).to_contain_text("Mean of rating")
    assert page.locator(".dv-chart img").count() == 0
    page.mouse.move(5, 5)
    expect(tip).to_have_count(0)
    assert panels.axe(page) == []


def test_one_series_stands_out(panels: Panels, towns: dv.Dataset) -> None:
    page = panels.show(dv.Studio(towns, towns.chart(x="noise", y="rating", color="land")))
    expect(live(page)).to_be_visible(timeout=SLOW)
    others = live(page).locator(".is-other")
    entry = live(page).locator(".role-legend-label text").filter(has_text="IT")
    entry.hover()
    expect(others).to_have_count(2)
    page.mouse.move(5, 5)
    expect(others).to_have_count(0)
    entry.click()
    page.mouse.move(5, 5)
    expect(others).to_have_count(2)
    entry.click()
    page.mouse.move(5, 5)
    expect(others).to_have_count(0)


def test_several_views_and_python_make_one_chart(panels: Panels, towns: dv.Dataset) -> None:
    studio = dv.Studio(towns)
    page = panels.show(studio, views=2)
    first, second = (page.locator(".dv-studio").nth(at) for at in (0, 1))
    first.get_by_role("button", name="rating", exact=True).click()
    until(page, lambda: studio.spec.get("x") == {"field": "rating"})
    expect(second.get_by_role("button", name="X: rating")).to_be_visible()
    assert "kind" not in studio.spec
    second.get_by_role("radio", name="Density").click()
    until(page, lambda: studio.spec.get("kind") == "density")
    expect(first.get_by_role("radio", name="Density")).to_be_checked()
    assert studio.chart is not None
    assert studio.chart.kind.value == "density"
    studio.filters = {"op": "ge", "column": "rating", "values": ["3"]}
    for each in (first, second):
        expect(each.locator(".dv-chart-notes")).to_contain_text("3 rows", timeout=SLOW)
    first.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("textbox", name="Name").fill("Ratings")
    page.keyboard.press("Enter")
    expect(second.get_by_role("button", name="Actions for Ratings")).to_be_visible()
    assert studio.chart_id == towns.charts.list()[0].id
    assert studio.spec["x"] == {"field": "rating"}
    studio.spec = {}
    expect(first.get_by_role("heading", name="Put a field on a shelf")).to_be_visible()
