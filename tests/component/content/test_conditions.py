"""Conditions: the sentence, an editor for each kind of column, and what each would leave."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.component.content.conftest import Show, Shown
from tests.looking import settle

FINISHED = {"op": "in", "column": "status", "values": ["Finished"]}
HELPFUL = {"op": "ge", "column": "helpfulness", "values": ["4"]}
BOTH = {"op": "and", "parts": [FINISHED, HELPFUL]}
NEWEST = [{"column": "created", "is_descending": True}]


def kept(shown: Shown) -> int:
    """How many rows the kernel's side keeps under the view that the page made."""
    return len(shown.widget.rows().df())


def says(shown: Shown, words: str) -> None:
    pattern = re.escape(words).replace(r"\ ", r"\s*")
    expect(shown.page.locator(".dv-words")).to_have_text(re.compile(pattern))


def test_the_sentence_says_the_view(show: Show) -> None:
    shown = show(view={"filters": BOTH, "sorts": NEWEST})
    expect(shown.page.locator(".dv-words")).to_have_text(
        "Rows where status is Finished and helpfulness is at least 4 "
        "Condition sorted by created newest first Clear all",
        use_inner_text=True,
    )
    shown.widget.view = {"sorts": NEWEST}
    says(shown, "All rows Condition in the order of created newest first")


def test_and_switches_to_or(show: Show) -> None:
    shown = show(view={"filters": BOTH})
    expect(shown.foot).to_contain_text("0 of 600 rows")
    shown.page.get_by_role("button", name="and", exact=True).click()
    expect(shown.page.get_by_role("button", name="or", exact=True)).to_be_visible()
    shown.until(lambda view: view["filters"]["op"] == "or")
    expect(shown.foot).to_contain_text("300 of 600 rows")
    assert kept(shown) == 300


@pytest.mark.parametrize("how", ["button", "Delete", "Clear all"])
def test_parts_are_removed(show: Show, how: str) -> None:
    shown = show(view={"filters": BOTH, "sorts": NEWEST})
    if how == "Clear all":
        shown.page.get_by_role("button", name="Clear all").click()
        expect(shown.page.locator(".dv-words")).to_contain_text("All rows")
        shown.until(lambda view: view["sorts"] == [] and view["filters"] is None)
        return
    if how == "button":
        shown.page.get_by_role("button", name="Remove status is Finished").click()
    else:
        shown.page.get_by_role("button", name="status is Finished", exact=True).press("Delete")
    expect(shown.page.get_by_text("status is")).to_have_count(0)
    shown.until(lambda view: view["filters"]["column"] == "helpfulness")


def test_a_deep_tree_is_one_clause_that_can_only_go(show: Show) -> None:
    tree: dict[str, Any] = {"op": "not", "parts": [BOTH]}
    shown = show(view={"filters": tree})
    clause = "not (status is Finished and helpfulness is at least 4)"
    expect(shown.page.get_by_text(clause)).to_be_visible()
    shown.page.get_by_role("button", name=f"Remove {clause}").click()
    expect(shown.page.locator(".dv-words")).to_contain_text("All rows")


def test_a_number_is_chosen_by_bounds(show: Show) -> None:
    shown = show()
    shown.condition("helpfulness")
    shown.page.get_by_role("textbox", name="From").fill("4")
    expect(shown.outcome).to_have_text("180 of 600 rows")
    shown.page.get_by_text("and rows without a value").click()
    expect(shown.outcome).to_have_text("330 of 600 rows")
    shown.take()
    expect(shown.foot).to_contain_text("330 of 600 rows")
    says(shown, "is at least 4, or no value")
    shown.until(lambda _: kept(shown) == 330)


def test_a_number_is_chosen_by_handles(show: Show) -> None:
    shown = show()
    shown.condition("score")
    slider = shown.page.get_by_role("slider", name="score, from")
    for _ in range(3):
        slider.press("ArrowRight")
    start = shown.page.get_by_role("textbox", name="From")
    expect(start).not_to_have_value("")
    expect(shown.outcome).not_to_contain_text("600 of 600")
    settle(shown.page)
    box = shown.page.locator(".dv-brush").bounding_box()
    assert box
    shown.page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 30)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 30, steps=4)
    shown.page.mouse.up()
    shown.take()
    says(shown, "is between")
    shown.until(lambda view: view["filters"] is not None)
    low, high = (float(each) for each in shown.widget.view["filters"]["values"])
    assert 20 < low < 60 < high < 110
    expected = sum(low <= i / 4 <= high for i in range(600))
    expect(shown.foot).to_contain_text(f"{expected} of 600 rows")


def test_what_is_no_number_is_marked_and_not_taken(show: Show) -> None:
    shown = show()
    shown.condition("score")
    field = shown.page.get_by_role("textbox", name="From")
    field.fill("ten")
    expect(field).to_have_attribute("aria-invalid", "true")
    shown.take()
    assert shown.widget.view.get("filters") is None


def test_values_are_chosen_with_their_counts(show: Show) -> None:
    shown = show()
    shown.condition("status")
    values = shown.page.get_by_role("group", name="Values of status")
    expect(values).to_contain_text("In review360Finished120Pending120")
    values.get_by_text("Finished").click()
    expect(shown.outcome).to_have_text("120 of 600 rows")
    values.get_by_text("Pending").click()
    expect(shown.outcome).to_have_text("240 of 600 rows")
    shown.take()
    says(shown, "is one of")
    says(shown, "Finished, Pending")
    shown.until(lambda _: kept(shown) == 240)


def test_texts_are_searched_in(show: Show) -> None:
    shown = show()
    shown.condition("answer")
    shown.page.get_by_role("textbox", name="Text", exact=True).fill("answer 59")
    expect(shown.outcome).to_have_text("11 of 600 rows")
    shown.page.get_by_role("combobox", name="Condition").click()
    shown.page.get_by_role("option", name="ends with").click()
    expect(shown.outcome).to_have_text("1 of 600 rows")
    shown.page.get_by_role("textbox", name="Text", exact=True).press("Enter")
    says(shown, "ends with")
    shown.until(lambda _: kept(shown) == 1)


def test_days_are_chosen(show: Show) -> None:
    shown = show()
    shown.condition("created")
    shown.page.get_by_label("From", exact=True).fill("2026-10-27")
    shown.page.get_by_label("To", exact=True).fill("2026-10-28")
    expect(shown.outcome).to_have_text("48 of 600 rows")
    shown.take()
    says(shown, "27 Oct 2026 and 28 Oct 2026")
    shown.until(lambda _: kept(shown) == 48)


def test_yes_and_no(show: Show) -> None:
    shown = show()
    shown.condition("is_accurate")
    values = shown.page.get_by_role("group", name="Values of is_accurate")
    values.get_by_text("yes").click()
    expect(shown.outcome).to_have_text("300 of 600 rows")
    values.get_by_text("NULL").click()
    expect(shown.outcome).to_have_text("360 of 600 rows")
    shown.take()
    says(shown, "yes, no value")


def test_nested_values_can_be_searched_and_missed(show: Show) -> None:
    shown = show()
    shown.condition("meta")
    choice = shown.page.get_by_role("combobox", name="Condition")
    choice.click()
    expect(shown.page.get_by_role("option")).to_have_text(
        ["contains", "doesn't contain", "has no value", "has a value"]
    )
    shown.page.get_by_role("option", name="has a value").click()
    expect(shown.outcome).to_have_text("600 of 600 rows")


def test_escape_leaves_the_condition_as_it_was(show: Show) -> None:
    shown = show(view={"filters": HELPFUL})
    part = shown.page.get_by_role("button", name="helpfulness is at least 4", exact=True)
    part.click()
    field = shown.page.get_by_role("textbox", name="From")
    field.fill("2")
    expect(shown.outcome).to_have_text("360 of 600 rows")
    field.press("Escape")
    expect(field).to_have_count(0)
    expect(part).to_be_focused()
    assert shown.widget.view["filters"]["values"] == ["4"]


def test_a_press_elsewhere_takes_the_condition(show: Show) -> None:
    shown = show(view={"filters": HELPFUL})
    shown.page.get_by_role("button", name="helpfulness is at least 4", exact=True).click()
    shown.page.get_by_role("textbox", name="From").fill("2")
    expect(shown.outcome).to_have_text("360 of 600 rows")
    shown.foot.click(position={"x": 4, "y": 4})
    says(shown, "is at least 2")


def test_orders_have_words_and_follow_one_another(show: Show) -> None:
    shown = show(view={"sorts": NEWEST})
    shown.page.get_by_role("button", name="created, newest first", exact=True).click()
    shown.page.get_by_role("menuitem", name="oldest first").click()
    says(shown, "oldest first")
    shown.page.get_by_role("button", name="created, oldest first", exact=True).click()
    shown.page.get_by_role("menuitem", name="Then sort by another column").click()
    field = shown.page.get_by_role("textbox", name="Search columns")
    field.fill("status")
    field.press("Enter")
    says(shown, "A to Z")
    shown.until(lambda view: [sort["column"] for sort in view["sorts"]] == ["created", "status"])


def test_headers_filter_by_a_value_and_by_a_brush(show: Show) -> None:
    shown = show()
    shown.page.get_by_title("Show rows where status is In review").click()
    expect(shown.foot).to_contain_text("360 of 600 rows")
    # Bars that are still counted anew would be drawn anew under the drag.
    expect(shown.page.locator(".dv-sum[aria-busy]")).to_have_count(0)
    bars = shown.page.get_by_role("columnheader").nth(3).locator(".dv-bars")
    box = bars.bounding_box()
    assert box
    shown.page.mouse.move(box["x"] + 2, box["y"] + 12)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 12, steps=4)
    shown.page.mouse.up()
    says(shown, "is until")
    shown.until(
        lambda view: {part["column"] for part in view["filters"]["parts"]} == {"status", "created"}
    )
    assert shown.widget.view.get("sorts", []) == []


def test_the_value_under_the_cursor_filters(show: Show) -> None:
    shown = show()
    shown.go(2, 2)
    shown.page.keyboard.press("f")
    says(shown, "Pending")
    expect(shown.foot).to_contain_text("120 of 600 rows")
