"""The Studio in a real browser: fields onto shelves by mouse and by keys, and what is kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from palmerpenguins import load_penguins
from playwright.sync_api import Locator, Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels, until


@pytest.fixture
def penguins(vault: Vault) -> dv.Dataset:
    return vault.import_frame(load_penguins(), name="penguins")


def studio(panels: Panels, dataset: dv.Dataset, **options: Any) -> Page:
    page = panels.show(dv.DatasetView(dataset, tab="studio"), **options)
    expect(page.get_by_role("button", name="species", exact=True)).to_be_visible()
    return page


def field(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def picture(page: Page) -> Locator:
    return page.locator(".dv-chart svg")


@pytest.mark.parametrize(
    ("width", "is_dark"), [(1072, False), (1072, True), (672, False), (520, True), (352, False)]
)
def test_it_fits_every_place(
    panels: Panels,
    penguins: dv.Dataset,
    width: int,
    is_dark: bool,  # noqa: FBT001
) -> None:
    page = studio(panels, penguins, width=width, is_dark=is_dark)
    for name in ("flipper_length_mm", "body_mass_g", "species"):
        field(page, name).click()
    expect(picture(page)).to_be_visible(timeout=30_000)
    expect(picture(page)).to_have_attribute("aria-label", "Scatter chart of penguins: "
        "flipper_length_mm, body_mass_g and species.")  # fmt: skip
    expect(page.locator(".dv-chart.is-stale")).to_have_count(0)
    panels.shot(page, f"studio-{width}-{'dark' if is_dark else 'light'}")
    assert page.evaluate(
        "[...document.querySelectorAll('.dv, .dv-studio-body, .dv-studio-canvas')]"
        ".every((each) => each.scrollWidth <= each.clientWidth + 1)"
    )


def shelf(page: Page, name: str) -> Locator:
    return page.locator(".dv-shelf").filter(has_text=name).locator(".dv-pill > button").first


def test_a_chart_by_keys_alone(panels: Panels, penguins: dv.Dataset) -> None:
    page = studio(panels, penguins)
    keys = page.keyboard
    expect(page.get_by_role("heading", name="Put a field on a shelf")).to_be_visible()
    # One stop for all fields; arrows go on from there, and Enter asks for the shelf.
    page.get_by_role("button", name="New chart").focus()
    tab_to(page, field(page, "species"))
    expect(field(page, "species")).to_have_accessible_description("3 values")
    keys.press("End")
    expect(field(page, "year")).to_be_focused()
    keys.press("Home")
    keys.press("Enter")
    expect(page.get_by_role("menuitem", name="X", exact=True)).to_be_focused()
    keys.press("Enter")
    expect(picture(page)).to_be_visible(timeout=30_000)
    expect(page.locator(".dv-chart-notes")).to_have_text("344 rows")
    expect(field(page, "species")).to_be_focused()
    # What the kind fills in by itself is there to be seen, and to be changed.
    keys.press("Tab")
    expect(page.get_by_role("radio", name="Bar", exact=True)).to_be_focused()
    for name in ("X: species", "Remove species from X", "Y: count of rows"):
        keys.press("Tab")
        expect(page.get_by_role("button", name=name)).to_be_focused()
    keys.press("Enter")
    choose(page, "Field", "body")
    choose(page, "Number", "median")
    keys.press("Escape")
    expect(picture(page)).to_have_attribute(
        "aria-label", "Bar chart of penguins: median of body_mass_g by species."
    )
    expect(page.get_by_role("button", name="Y: median body_mass_g")).to_be_focused()
    for _ in range(3):
        keys.press("Shift+Tab")
    keys.press("ArrowRight")
    expect(page.get_by_role("radio", name="Line", exact=True)).to_be_checked()
    expect(picture(page)).to_have_attribute(
        "aria-label", "Line chart of penguins: median of body_mass_g by species."
    )
    # Kept, and its numbers as text: the way goes on by Tab alone.
    page.get_by_role("button", name="Save", exact=True).focus()
    keys.press("Enter")
    expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    keys.type("Masses")
    keys.press("Enter")
    expect(page.get_by_role("combobox", name="Kept charts")).to_have_text("Masses")
    assert penguins.charts["Masses"].kind.value == "line"
    page.get_by_role("button", name="Data").focus()
    keys.press("Enter")
    expect(page.get_by_role("row", name="Gentoo 5,000 123 124")).to_be_visible()


def tab_to(page: Page, element: Locator) -> None:
    for _ in range(8):
        if element.evaluate("(each) => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(element).to_be_focused()


def choose(page: Page, label: str, text: str) -> None:
    """A choice in the open dialog, by its first letters."""
    box = page.get_by_role("dialog").get_by_role("combobox", name=label)
    tab_to(page, box)
    page.keyboard.press("Enter")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_a_field_is_dragged_onto_a_shelf(panels: Panels, penguins: dv.Dataset) -> None:
    page = studio(panels, penguins)
    field(page, "island").drag_to(shelf(page, "X"))
    expect(page.get_by_role("button", name="X: island")).to_be_visible()
    # What the kind fills in by itself moves the shelves, once the kernel has said it.
    expect(page.get_by_role("button", name="Y: count of rows")).to_be_visible()
    field(page, "sex").drag_to(shelf(page, "Colour"))
    expect(picture(page)).to_have_attribute(
        "aria-label",
        "Bar chart of penguins: count of rows by island and sex.",
        timeout=30_000,
    )
    page.get_by_role("button", name="Remove sex from Colour").click()
    expect(picture(page)).to_have_attribute(
        "aria-label", "Bar chart of penguins: count of rows by island."
    )


def test_what_is_missing_is_said_and_the_shelf_is_marked(
    panels: Panels, penguins: dv.Dataset
) -> None:
    page = studio(panels, penguins)
    field(page, "island").click()
    page.get_by_role("radio", name="Heatmap").click()
    expect(page.get_by_role("heading", name="A heatmap needs a field on Y")).to_be_visible(
        timeout=30_000
    )
    expect(page.locator(".dv-pill.is-wanted")).to_have_text("Needs a field")
    panels.shot(page, "studio-lack")
    page.get_by_role("button", name="Put species on").click()
    page.get_by_role("menuitem", name="Y", exact=True).click()
    expect(picture(page)).to_be_visible()
    assert panels.axe(page) == []


def test_a_mark_tells_its_numbers_and_the_code_is_the_kernels(
    panels: Panels, penguins: dv.Dataset
) -> None:
    page = studio(panels, penguins)
    field(page, "species").click()
    # The picture of the kernel, which stands there at first, goes away under the pointer.
    page.locator(".dv-chart-live [aria-roledescription=bar]").first.hover()
    expect(page.locator(".dv-chart-tip")).to_contain_text("Adelie")
    expect(page.locator(".dv-chart-tip")).to_contain_text("152")
    panels.shot(page, "studio-tip")
    page.get_by_role("button", name="SQL", exact=True).click()
    expect(page.locator(".dv-behind-chart pre")).to_contain_text("FROM this GROUP BY 1")
    page.get_by_role("tab", name="Altair code").click()
    expect(page.locator(".dv-behind-chart pre")).to_contain_text("import altair as alt")
    page.get_by_role("button", name="Copy code").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    panels.shot(page, "studio-code")


def test_a_chart_is_kept_reopened_renamed_and_deleted(panels: Panels, penguins: dv.Dataset) -> None:
    page = studio(panels, penguins)
    field(page, "body_mass_g").click()
    expect(picture(page)).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("textbox", name="Name").fill("Masses")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Kept charts")).to_have_text("Masses")
    assert penguins.charts["Masses"].kind.value == "histogram"
    page.get_by_role("button", name="New chart").click()
    expect(page.get_by_role("heading", name="Put a field on a shelf")).to_be_visible()
    penguins.charts.save("Islands", penguins.chart(x="island", where="body_mass_g > 4000"))
    page = studio(panels, penguins)
    page.get_by_role("combobox", name="Kept charts").click()
    page.get_by_role("option", name="Islands").click()
    expect(page.locator(".dv-chart-notes")).to_have_text("172 rows", timeout=30_000)
    page.get_by_role("button", name="Actions for Islands").click()
    page.get_by_role("menuitem", name="Rename…").click()
    page.get_by_role("textbox", name="Name").fill("Masses")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("has a chart 'Masses' already")
    page.get_by_role("textbox", name="Name").fill("Heavy ones by island")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Kept charts")).to_have_text("Heavy ones by island")
    page.get_by_role("button", name="Actions for Heavy ones by island").click()
    page.get_by_role("menuitem", name="Delete…").click()
    page.get_by_role("button", name="Delete the chart").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert penguins.charts.names() == ["Masses"]


def test_the_grids_filter_is_the_charts(panels: Panels, penguins: dv.Dataset) -> None:
    view = dv.DatasetView(penguins, tab="studio")
    view.view = {"filters": {"op": "eq", "column": "island", "values": ["Dream"]}}
    page = panels.show(view)
    field(page, "species").click()
    expect(page.locator(".dv-chart-notes")).to_have_text("124 rows", timeout=30_000)
    expect(page.locator(".dv-which")).to_contain_text("Rows where")
    # What is searched for is part of it, is said, and goes with a press.
    view.view = {"search": "gentoo"}
    expect(page.locator(".dv-which")).to_contain_text("Rows that contain")
    expect(page.locator(".dv-chart-notes")).to_have_text("124 rows")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("textbox", name="Name").fill("Gentoos")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Kept charts")).to_have_text("Gentoos")
    assert penguins.charts["Gentoos"].notes == ("124 rows",)
    page.get_by_role("button", name=re.compile("^Remove .*gentoo")).click()
    expect(page.locator(".dv-chart-notes")).to_have_text("344 rows")
    until(page, lambda: view.view["search"] == "")


def test_a_pipelines_tasks_are_the_finished_ones_at_first(panels: Panels, vault: Vault) -> None:
    node = dv.Subtask("rate", fields=[dv.Field("score", "rating")])
    pipeline = vault.pipelines.create("Scores", nodes=[node]).activate()
    pipeline.add_tasks([{}, {}, {}])
    pipeline.claim()[0].submit({"score": 4})
    page = panels.show(dv.DatasetView(pipeline.dataset, tab="studio"))
    field(page, "status").click()
    expect(page.locator(".dv-chart-notes")).to_contain_text("1 row", timeout=30_000)
    expect(page.locator(".dv-which")).to_contain_text("All finished tasks")
    page.get_by_role("button", name="Show all tasks").click()
    expect(page.locator(".dv-chart-notes")).to_contain_text("3 rows")
    pipeline.add_tasks([{}])
    expect(page.locator(".dv-chart-notes")).to_contain_text("4 rows")


def test_a_chart_is_saved_as_a_file(panels: Panels, penguins: dv.Dataset, tmp_path: Path) -> None:
    page = studio(panels, penguins)
    field(page, "species").click()
    expect(picture(page)).to_be_visible(timeout=30_000)
    for entry, head in {"Picture (PNG)": b"\x89PNG", "Numbers (CSV)": b'"x","y","rows"'}.items():
        page.get_by_role("button", name="Save the chart as a file").click()
        with page.expect_download(timeout=30_000) as download:
            page.get_by_role("menuitem", name=entry).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        assert path.stem == "penguins bar"
        assert path.read_bytes().startswith(head)
