"""The Content tab on a real widget: what is on screen is what the dataset holds."""

from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pytest
from playwright.sync_api import Locator, Page, expect

from datavault_jupyter import Dataset, DatasetView, Vault
from tests.component.conftest import Panels
from tests.component.content.conftest import Shown

LONG = "A sentence that goes on. " * 40


@pytest.fixture
def kinds(vault: Vault) -> Dataset:
    table = pa.table(
        {
            "big": pa.array([2**53 + 1, None, -1], pa.int64()),
            "price": pa.array([Decimal("1234567890123456789.01"), None, Decimal("0.10")]),
            "share": pa.array([float("nan"), None, 0.5]),
            "word": pa.array(["<b>bold</b>", "", None]),
            "long": pa.array([LONG, "short", None]),
            "is_new": pa.array([True, False, None]),
            "raw": pa.array([b"hello", b"", None]),
            "meta": pa.array([{"a": 1}, None, {"a": 2}]),
        }
    )
    return vault.import_frame(table, name="kinds")


@pytest.fixture
def numbers(vault: Vault) -> Dataset:
    words = ["odd" if n % 2 else "even" for n in range(1000)]
    return vault.import_frame(pd.DataFrame({"n": range(1000), "word": words}), name="numbers")


def cell(page: Page, row: int, column: int) -> Locator:
    """A cell by its place, rows and columns counted from 1."""
    line = page.locator(f"[role=row][aria-rowindex='{row + 1}']")
    return line.locator(f"[role=gridcell][aria-colindex='{column + 1}']")


def go(page: Page, row: int, column: int) -> None:
    """Make a cell the current one; keys reach it only once it has the focus."""
    cell(page, row, column).click()
    expect(cell(page, row, column)).to_be_focused()


def test_every_kind_of_value_is_shown_as_it_is(panels: Panels, kinds: Dataset) -> None:
    page = panels.show(DatasetView(kinds, tab="content"), width=1600)
    expect(cell(page, 1, 1)).to_have_text("9,007,199,254,740,993")
    expect(cell(page, 2, 1)).to_have_text("NULL")
    expect(cell(page, 1, 2)).to_have_text("1,234,567,890,123,456,789.01")
    expect(cell(page, 1, 3)).to_have_text("NaN")
    expect(cell(page, 2, 3)).to_have_text("NULL")
    expect(cell(page, 1, 4)).to_have_text("<b>bold</b>")
    expect(cell(page, 2, 4)).to_have_text("empty text")
    expect(cell(page, 3, 4)).to_have_text("NULL")
    expect(cell(page, 1, 5)).to_contain_text("A sentence that goes on.")
    expect(cell(page, 1, 8)).to_have_text('{"a":1}')
    assert page.locator("b", has_text="bold").count() == 0
    assert panels.axe(page) == []


def test_traits_set_in_python_change_what_is_on_screen(panels: Panels, numbers: Dataset) -> None:
    view = DatasetView(numbers, tab="content")
    page = panels.show(view)
    expect(cell(page, 1, 1)).to_have_text("0")
    view.view = {
        "filters": {"op": "eq", "column": "word", "values": ["odd"]},
        "sorts": [{"column": "n", "is_descending": True}],
    }
    expect(cell(page, 1, 1)).to_have_text("999")
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", "501")
    expect(page.get_by_text("500 of 1,000 rows").first).to_be_visible()
    view.view = {}
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", "1001")


def test_a_click_on_a_name_sorts_and_python_knows(panels: Panels, numbers: Dataset) -> None:
    view = DatasetView(numbers, tab="content")
    page = panels.show(view)
    head = page.get_by_role("columnheader").get_by_text("n", exact=True)
    head.click()
    expect(cell(page, 1, 1)).to_have_text("999")
    head.click()
    expect(cell(page, 1, 1)).to_have_text("0")
    expect(page.locator("[role=columnheader][aria-sort=ascending]")).to_have_count(1)
    Shown(page, view).until(lambda _: view.rows().df()["n"].tolist()[0] == 0)


def test_a_selection_is_rows_in_python(panels: Panels, numbers: Dataset) -> None:
    view = DatasetView(numbers, tab="content")
    page = panels.show(view)
    go(page, 3, 1)
    page.keyboard.press("Space")
    expect(page.get_by_text("1 selected").first).to_be_visible()
    expect(page.get_by_role("button", name="Selection to notebook")).to_be_visible()
    Shown(page, view).until(lambda _: view.selection.df()["n"].tolist() == [2])


def test_a_row_opens_beside_and_follows(panels: Panels, kinds: Dataset) -> None:
    page = panels.show(DatasetView(kinds, tab="content"))
    go(page, 1, 1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Show all 1,000 characters")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Show all 1,000 characters")).to_have_count(0)


def test_two_views_of_one_widget_stay_in_step(panels: Panels, numbers: Dataset) -> None:
    page = panels.show(DatasetView(numbers, tab="content"), views=2)
    grids = page.get_by_role("grid")
    expect(grids).to_have_count(2)
    grids.first.get_by_role("columnheader").get_by_text("n", exact=True).click()
    expect(page.locator("[role=columnheader][aria-sort=descending]")).to_have_count(2)


def test_a_saved_page_shows_the_rows_it_has_and_says_so(panels: Panels, numbers: Dataset) -> None:
    page = panels.show(DatasetView(numbers, tab="content"), is_saved=True)
    expect(cell(page, 1, 1)).to_have_text("0")
    expect(page.get_by_text("saved copy").first).to_be_visible()


def test_it_is_clean_in_the_dark_and_narrow(panels: Panels, numbers: Dataset) -> None:
    for options in ({"is_dark": True}, {"width": 672}, {"width": 420}):
        page = panels.show(DatasetView(numbers, tab="content"), **options)
        expect(cell(page, 1, 1)).to_have_text("0")
        assert panels.axe(page) == []


def test_a_thousand_columns_cost_what_fits_on_screen(panels: Panels, vault: Vault) -> None:
    wide = pa.table({f"c{n}": pa.array([n, -n]) for n in range(1000)})
    page = panels.show(DatasetView(vault.import_frame(wide, name="wide"), tab="content"))
    expect(cell(page, 1, 1)).to_have_text("0")
    expect(page.get_by_role("grid")).to_have_attribute("aria-colcount", "1001")
    go(page, 1, 1)
    page.keyboard.press("End")
    expect(cell(page, 1, 1000)).to_have_text("999")
    assert page.locator("[role=row][aria-rowindex='2'] [role=gridcell]").count() < 60
