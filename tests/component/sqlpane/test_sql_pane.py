"""The SQL pane in a real browser: by mouse and by keys, in both themes, and what goes wrong."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from palmerpenguins import load_penguins
from playwright.sync_api import Locator, Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels, until

SLOWLY = 30_000


@pytest.fixture
def penguins(vault: Vault) -> dv.Dataset:
    vault.import_frame(duckdb.sql("SELECT * FROM range(3) t(n)"), name="my numbers")
    return vault.import_frame(load_penguins(), name="penguins")


def pane(panels: Panels, dataset: dv.Dataset, **options: Any) -> Page:
    return opened(panels.show(dv.DatasetView(dataset, tab="studio"), **options))


def opened(page: Page) -> Page:
    page.get_by_role("button", name="SQL pane").click()
    expect(editor(page)).to_be_focused()
    return page


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="SQL", exact=True)


def offers(page: Page) -> Locator:
    return page.get_by_role("listbox", name="What can stand here")


def facts(page: Page) -> Locator:
    return page.locator(".dv-sql-facts .dv-facts-line")


def run(page: Page, text: str) -> None:
    editor(page).fill(text)
    page.get_by_role("button", name="Run", exact=True).click()


def test_a_query_by_mouse_its_rows_chart_cell_and_dataset(
    panels: Panels, vault: Vault, penguins: dv.Dataset
) -> None:
    page = opened(panels.show(dv.Studio(penguins)))
    run(page, "SELECT species, island, body_mass_g FROM this WHERE year = 2008")
    expect(facts(page)).to_contain_text("114 rows")
    expect(facts(page)).to_contain_text("3 columns")
    grid = page.get_by_role("grid", name="Rows")
    expect(grid).to_have_attribute("aria-rowcount", "115")
    page.locator(".dv-sql").get_by_role("button", name="Open in notebook").click()
    expect(page.get_by_text("Copied a cell that gives these rows")).to_be_visible()
    given: dict[str, Any] = {"vault": vault}
    exec(page.evaluate("navigator.clipboard.readText()"), given)  # noqa: S102 - the cell they get
    assert len(given["df"]) == 114

    page.get_by_role("button", name="Save as dataset").click()
    dialog = page.get_by_role("dialog", name="Save as dataset")
    dialog.get_by_role("textbox", name="Name").fill("of 2008")
    dialog.get_by_role("button", name="Save 114 rows").click()
    expect(page.get_by_text("Saved 114 rows as of 2008.")).to_be_visible()
    assert vault["of 2008"].source == "export"

    page.get_by_role("tab", name="Chart").click()
    page.get_by_role("tabpanel").get_by_role("button", name="island", exact=True).click()
    chart = page.locator(".dv-sql .dv-chart")
    expect(chart).to_contain_text("Biscoe", timeout=SLOWLY)
    panels.shot(page, "sql-light-chart")
    assert panels.axe(page) == []

    page.get_by_role("button", name="Back to the chart").click()
    expect(page.get_by_role("button", name="SQL pane")).to_be_focused()
    results = vault._services.results
    until(page, lambda: not results._known)


def typed_with_offers(page: Page) -> str:
    """A query written by keys with the help of the list; the text it is in the end."""
    page.keyboard.type("SELECT count(*) AS birds, spec")
    expect(offers(page).get_by_role("option", name="species")).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("Tab")
    expect(editor(page)).to_have_value("SELECT count(*) AS birds, species")
    expect(offers(page)).to_have_count(0)
    page.keyboard.type(" FROM my")
    expect(offers(page).get_by_role("option", name='"my numbers"')).to_be_visible()
    # Esc closes the list alone.
    page.keyboard.press("Escape")
    expect(offers(page)).to_have_count(0)
    expect(editor(page)).to_be_focused()
    for _ in "my":
        page.keyboard.press("Backspace")
    page.keyboard.type("pe")
    option = offers(page).get_by_role("option", name="penguins")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(editor(page)).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    page.keyboard.press("Enter")
    expect(offers(page)).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("GROUP BY ALL ORDER BY 1 DESC ")
    return "SELECT count(*) AS birds, species FROM penguins\n  GROUP BY ALL ORDER BY 1 DESC "


def test_a_query_by_keys_alone(panels: Panels, penguins: dv.Dataset) -> None:
    page = panels.show(dv.DatasetView(penguins, tab="studio"))
    page.get_by_role("button", name="SQL pane").focus()
    page.keyboard.press("Enter")
    expect(editor(page)).to_be_focused()
    text = typed_with_offers(page)
    expect(editor(page)).to_have_value(text)
    page.keyboard.press("Control+Enter")
    expect(facts(page)).to_contain_text("3 rows")
    expect(page.get_by_role("gridcell").filter(has_text="152")).to_have_count(1)

    # What ran is brought back.
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("ArrowUp")
    expect(editor(page)).to_have_value(text)
    page.keyboard.press("ArrowDown")
    expect(editor(page)).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("menu", name="Earlier queries")).to_be_visible()
    page.keyboard.press("Enter")
    expect(editor(page)).to_have_value(text)
    expect(editor(page)).to_be_focused()


def test_it_looks_well_in_both_themes_and_says_what_goes_wrong(
    panels: Panels, penguins: dv.Dataset
) -> None:
    page = pane(panels, penguins)
    panels.shot(page, "sql-light-fresh")
    page.keyboard.type("SELECT species, avg(body_mass_g) AS mass\nFROM this\nWHERE fl")
    expect(offers(page)).to_contain_text("flipper_length_mm")
    panels.shot(page, "sql-light-offers")
    page.keyboard.press("Escape")
    run(page, "SELECT species,\n  weight\nFROM this")
    expect(page.locator(".dv-sql pre")).to_contain_text("LINE 2:   weight")
    panels.shot(page, "sql-light-mistake")
    run(page, "DROP TABLE this")
    expect(page.get_by_role("alert")).to_contain_text("Only SELECT can be run here, not DROP.")
    run(page, "SELECT species, year FROM this WHERE false")
    expect(page.get_by_role("heading", name="The query gave no rows")).to_be_visible()
    expect(page.get_by_text("species VARCHAR, year")).to_be_visible()
    panels.shot(page, "sql-light-empty")
    run(page, "SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000000) c")
    expect(page.get_by_text("Running,")).to_be_visible()
    panels.shot(page, "sql-light-running")
    page.get_by_role("button", name="Cancel").press("Enter")
    expect(page.get_by_text("No rows were kept.")).to_be_visible()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_focused()
    run(page, "SELECT * FROM this")
    expect(facts(page)).to_contain_text("344 rows")
    expect(page.get_by_role("gridcell").filter(has_text="Adelie").first).to_be_visible()
    panels.shot(page, "sql-light-rows")
    assert panels.axe(page) == []
    page = pane(panels, penguins, is_dark=True, width=352)
    page.keyboard.type("SELECT isl")
    expect(offers(page)).to_contain_text("island")
    panels.shot(page, "sql-dark-offers")
    offers(page).get_by_role("option", name="island").click()
    expect(editor(page)).to_have_value("SELECT island")
    expect(editor(page)).to_be_focused()
    run(page, "SELECT island, species, count(*) AS birds FROM this GROUP BY ALL ORDER BY ALL")
    expect(facts(page)).to_contain_text("5 rows")
    expect(page.get_by_role("gridcell").filter(has_text="Adelie").first).to_be_visible()
    panels.shot(page, "sql-dark-rows")
    assert panels.axe(page) == []
    assert page.evaluate(
        "[...document.querySelectorAll('.dv, .dv-sql')]"
        ".every((each) => each.scrollWidth <= each.clientWidth + 1)"
    )
