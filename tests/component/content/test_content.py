"""Around the rows: selection, drawer, columns, foot, search, keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.component.conftest import Panels, until
from tests.component.content.conftest import LONG, Show


def copied(page: Page) -> str:
    """What the clipboard holds, which is written a moment after the click."""
    made: str = page.evaluate("navigator.clipboard.readText()")
    return made


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("width", [1072, 672, 452, 332])
def test_axe_is_content_at_every_size(
    show: Show, panels: Panels, width: int, *, is_dark: bool
) -> None:
    shown = show(width=width, is_dark=is_dark)
    expect(shown.cell(1, 1)).to_have_text("tsk_0000")
    shown.go(1, 1)
    shown.page.keyboard.press("Enter")
    shown.page.get_by_role("complementary").get_by_text("Finished").wait_for()
    assert panels.axe(shown.page) == []
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_chosen_rows_reach_python_and_the_foot(show: Show) -> None:
    shown = show()
    shown.go(2, 1)
    shown.page.keyboard.press("Space")
    shown.go(4, 1)
    shown.page.keyboard.press("Space")
    expect(shown.foot).to_contain_text("2 selected")
    shown.until(lambda _: shown.widget.selection.df()["task"].tolist() == ["tsk_0001", "tsk_0003"])
    shown.page.get_by_role("button", name="Selection to notebook").click()
    shown.page.get_by_role("button", name="Copy code").click()
    until(shown.page, lambda: copied(shown.page) == "view.selection")
    shown.page.get_by_role("button", name="Select none").click()
    expect(shown.foot).not_to_contain_text("selected")


def test_chosen_rows_are_copied_as_text_and_as_markdown(show: Show) -> None:
    shown = show(view={"columns": ["task", "status"]})
    expect(shown.foot).to_contain_text("600 rows · 8 columns, 6 hidden".replace(" · ", ""))
    shown.go(2, 1)
    shown.page.keyboard.press("Space")
    shown.page.keyboard.press("Control+c")
    expect(shown.page.get_by_text("Copied 1 row.")).to_be_visible()
    assert copied(shown.page).split("\n")[:2] == ["task\tstatus", "tsk_0001\tPending"]
    # The word of the first copy goes by itself, sooner or later.
    shown.page.get_by_role("button", name="Dismiss").click()
    expect(shown.page.get_by_text("Copied 1 row.")).to_have_count(0)
    shown.page.get_by_role("button", name="Copy", exact=True).click()
    shown.page.get_by_role("menuitem", name="Copy selection as Markdown").click()
    expect(shown.page.get_by_text("Copied 1 row.")).to_be_visible()
    assert "| task" in copied(shown.page)


def test_the_drawer_follows_the_row_and_gives_the_focus_back(show: Show) -> None:
    shown = show()
    shown.go(3, 1)
    shown.page.keyboard.press("Enter")
    drawer = shown.page.get_by_role("complementary")
    expect(drawer.get_by_role("heading")).to_have_text("Row 3")
    expect(drawer).to_contain_text("answer 2")
    shown.page.keyboard.press("ArrowDown")
    expect(drawer.get_by_role("heading")).to_have_text("Row 4")
    expect(drawer).to_contain_text("NULL")
    drawer.get_by_role("button", name="Previous row").click()
    expect(drawer.get_by_role("heading")).to_have_text("Row 3")
    drawer.get_by_role("button", name="Close").press("Escape")
    expect(drawer).to_have_count(0)
    expect(shown.cell(3, 1)).to_be_focused()


def test_a_long_text_comes_by_pieces(show: Show) -> None:
    shown = show()
    shown.go(1, 1)
    shown.page.keyboard.press("Enter")
    drawer = shown.page.get_by_role("complementary")
    text = drawer.locator(".dv-long", has_text="All work")
    drawer.get_by_role("button", name="Show all 28,000 characters").click()
    expect(
        drawer.get_by_role("button", name="Show more, 6,000 characters are left")
    ).to_be_visible()
    drawer.get_by_role("button", name="Show more").click()
    expect(drawer.get_by_role("button", name="Show more")).to_have_count(0)
    until(shown.page, lambda: text.text_content() == LONG)


def test_nested_values_are_a_tree_of_keys(show: Show) -> None:
    shown = show()
    shown.go(8, 1)
    shown.page.keyboard.press("Enter")
    tree = shown.page.get_by_role("tree", name="meta")
    expect(tree).to_contain_text('"tokens": 7')
    top = tree.get_by_role("treeitem").first
    top.focus()
    top.press("ArrowLeft")
    expect(tree.get_by_role("treeitem")).to_have_count(1)
    top.press("ArrowRight")
    expect(top).to_have_attribute("aria-expanded", "true")
    shown.page.keyboard.press("ArrowDown")
    expect(tree.get_by_role("treeitem").nth(1)).to_be_focused()
    shown.page.get_by_role("button", name="Copy meta").click()
    until(shown.page, lambda: '"tokens"' in copied(shown.page))


def test_columns_are_hidden_found_and_moved(show: Show) -> None:
    shown = show()
    shown.page.get_by_role("button", name="Columns", exact=True).click()
    panel = shown.page.get_by_role("dialog", name="Columns")
    panel.get_by_text("status", exact=True).click()
    expect(panel).to_contain_text("1 hidden")
    panel.get_by_role("checkbox", name="created").press("Alt+ArrowUp")
    names = ["created", "task", "helpfulness", "score", "is_accurate", "answer", "meta"]
    heads = shown.page.get_by_role("columnheader").locator(".dv-th b")
    expect(heads.first).to_have_text("created")
    shown.until(lambda view: view["columns"] == names)
    panel.get_by_role("textbox", name="Search columns").fill("STAT")
    expect(panel.get_by_role("checkbox")).to_have_count(1)
    panel.get_by_role("button", name="All", exact=True).click()
    expect(panel).to_contain_text("All on screen")
    shown.until(lambda view: view["columns"] is None)


def test_the_menu_of_a_column(show: Show) -> None:
    shown = show()
    head = shown.page.get_by_role("columnheader").filter(has_text="helpfulness")

    def choose(name: str) -> None:
        head.click(button="right", position={"x": 60, "y": 10})
        shown.page.get_by_role("menuitem", name=name).or_(
            shown.page.get_by_role("menuitemcheckbox", name=name)
        ).click()

    choose("Sort, highest first")
    expect(head).to_have_attribute("aria-sort", "descending")
    choose("Keep at the left")
    expect(shown.page.get_by_role("columnheader").nth(1)).to_contain_text("helpfulness")
    shown.until(lambda view: view["pinned"] == 1)
    choose("Move right")
    expect(shown.page.get_by_role("columnheader").nth(2)).to_contain_text("helpfulness")
    choose("Copy name")
    expect(shown.page.get_by_text("Copied the name.")).to_be_visible()
    assert copied(shown.page) == "helpfulness"
    choose("Filter")
    shown.page.get_by_role("dialog", name="Condition on helpfulness").wait_for()
    shown.page.keyboard.press("Escape")
    choose("Hide column")
    expect(head).to_have_count(0)


def test_search_marks_and_keeps_what_it_finds(show: Show) -> None:
    shown = show()
    shown.go(1, 1)
    shown.page.keyboard.press("/")
    field = shown.page.get_by_role("textbox", name="Search all columns")
    expect(field).to_be_focused()
    field.fill("tsk_0012")
    expect(shown.foot).to_contain_text("1 of 600 rows")
    expect(shown.cell(1, 1).locator("mark")).to_have_text("tsk_0012")
    expect(shown.page.locator(".dv-words")).to_contain_text("Rows that contain")
    shown.until(lambda view: view["search"] == "tsk_0012")
    field.press("Escape")
    expect(shown.foot).to_contain_text("600 rows")


def test_a_row_is_reached_by_its_number(show: Show) -> None:
    shown = show()
    shown.go(1, 1)
    shown.page.keyboard.press("Control+g")
    field = shown.page.get_by_role("textbox", name=re.compile("Go to row"))
    expect(field).to_be_focused()
    field.fill("601")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("501")
    field.press("Enter")
    expect(shown.cell(501, 1)).to_have_text("tsk_0500")
    expect(shown.cell(501, 1)).to_be_focused()


def test_rows_are_saved_as_a_dataset(show: Show) -> None:
    shown = show(view={"columns": ["task", "score"], "search": "answer 5"})
    expect(shown.foot).to_contain_text("111 of 600 rows")
    shown.page.get_by_role("button", name="Save as dataset").click()
    dialog = shown.page.get_by_role("dialog", name="Save as dataset")
    dialog.get_by_role("textbox", name="Name").fill("Helpfulness eval")
    dialog.get_by_text("Columns on screen").click()
    dialog.get_by_role("button", name="Save 111 rows").click()
    expect(dialog.locator(".dv-hint.is-bad")).to_be_visible()
    dialog.get_by_role("textbox", name="Name").fill("Fives")
    dialog.get_by_role("button", name="Save 111 rows").click()
    expect(shown.page.get_by_text("Saved 111 rows as Fives.")).to_be_visible()


def test_the_keys_are_listed(show: Show, panels: Panels) -> None:
    shown = show()
    shown.go(1, 1)
    shown.page.keyboard.press("?")
    dialog = shown.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("Go to a row by its number")
    assert panels.axe(shown.page) == []
    shown.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_wrapping_and_several_views_stay_in_step(show: Show) -> None:
    shown = show(views=2)
    buttons = shown.page.get_by_role("button", name="Wrap text")
    buttons.first.click()
    expect(buttons.nth(1)).to_have_attribute("aria-pressed", "true")
    shown.until(lambda view: view["is_wrapping"] is True)
