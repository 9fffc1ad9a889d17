"""Each type of field in the work form: how it is filled in, and what arrives."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import datavault_jupyter as dv
from tests.component.conftest import Panels
from tests.component.pipelines.conftest import Make, finished, question, start

ONE = [{"prompt": "Question 1"}]
MANY = [f"option {at}" for at in range(1, 13)]


def shown(panels: Panels, make: Make, *fields: dv.Field) -> tuple[dv.Pipeline, Page]:
    pipeline = make(*fields, rows=ONE)
    page = panels.show(dv.WorkForm(pipeline, height=1200))
    start(page)
    return pipeline, page


def handed_in(page: Page, pipeline: dv.Pipeline, name: str = "x") -> Any:
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("All tasks are finished")).to_be_visible()
    return finished(pipeline, name)[0][0]


def test_short_text_enter_hands_in(panels: Panels, make: Make) -> None:
    pipeline, page = shown(panels, make, dv.Field("x", "short_text", pattern="[a-z]+"))
    field = page.get_by_role("textbox", name="x")
    expect(field).to_be_focused()
    page.keyboard.type("Q1")
    # What doesn't fit is said at the field and stays there.
    problem = question(page, "x").locator(".dv-hint.is-bad")
    expect(problem).to_have_text("Must match '[a-z]+'.")
    expect(field).to_have_value("Q1")
    page.keyboard.press("Enter")
    expect(problem).to_be_visible()
    assert pipeline.counts["finished"] == 0
    field.fill("abc")
    page.keyboard.press("Enter")
    expect(page.get_by_text("All tasks are finished")).to_be_visible()
    assert finished(pipeline, "x") == [("abc",)]


def test_long_text_and_its_room(panels: Panels, make: Make) -> None:
    pipeline, page = shown(panels, make, dv.Field("x", "long_text", max_length=10))
    page.keyboard.type("123456789")
    expect(page.get_by_text("9 of 10 characters")).to_be_visible()
    page.keyboard.press("Enter")
    assert handed_in(page, pipeline) == "123456789\n"


def test_code_is_monospace_and_keeps_its_spaces(panels: Panels, make: Make) -> None:
    pipeline, page = shown(panels, make, dv.Field("x", "code", language="python"))
    area = page.get_by_role("textbox", name="x")
    assert "mono" in area.evaluate("each => getComputedStyle(each).fontFamily")
    page.keyboard.insert_text("if a:\n    b = '<b>'\n")
    assert handed_in(page, pipeline) == "if a:\n    b = '<b>'\n"


def test_boolean_by_letter_and_by_press(panels: Panels, make: Make) -> None:
    pipeline, page = shown(panels, make, dv.Field("x", "boolean", yes="Right", no="Wrong"))
    page.keyboard.press("n")
    expect(page.get_by_role("radio", name="Wrong")).to_be_checked()
    page.get_by_role("radio", name="Right").click()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Wrong")).to_be_focused()
    assert handed_in(page, pipeline) is False


def test_numeric_steps_within_its_bounds(panels: Panels, make: Make) -> None:
    pipeline, page = shown(
        panels, make, dv.Field("x", "numeric", min=0, max=1, step=0.1, unit="kg")
    )
    expect(page.get_by_text("0 to 1, in steps of 0.1")).to_be_visible()
    expect(page.get_by_text("kg")).to_be_visible()
    field = page.get_by_role("textbox", name="x")
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    expect(field).to_have_value("0.2")
    page.get_by_role("button", name="More x").click()
    expect(field).to_have_value("0.3")
    field.fill("0.35")
    expect(question(page, "x").locator(".dv-hint.is-bad")).to_have_text("Goes in steps of 0.1.")
    field.fill("0.4")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert handed_in(page, pipeline) == 0.4


def test_whole_numbers_keep_all_their_digits(panels: Panels, make: Make) -> None:
    pipeline, page = shown(panels, make, dv.Field("x", "numeric", is_integer=True))
    page.keyboard.type(str(2**63 - 2))
    page.keyboard.press("ArrowUp")
    assert handed_in(page, pipeline) == 2**63 - 1


def test_datetime_is_local_and_kept_in_utc(panels: Panels, make: Make) -> None:
    fields = dv.Field("x", "datetime"), dv.Field("day", "datetime", has_time=False)
    pipeline, page = shown(panels, make, *fields)
    question(page, "x").locator("input").fill("2026-11-28T14:30")
    question(page, "day").locator("input").fill("2026-02-28")
    utc = page.evaluate("new Date('2026-11-28T14:30').toISOString().slice(0, 16)")
    assert handed_in(page, pipeline).astimezone(UTC).isoformat()[:16] == utc
    assert str(finished(pipeline, "day")[0][0])[:10] == "2026-02-28"


def test_select_one_or_something_else(panels: Panels, make: Make) -> None:
    field = dv.Field("x", "select", options=["good", "bad"], has_other=True)
    pipeline, page = shown(panels, make, field)
    page.keyboard.press("2")
    expect(page.get_by_role("radio", name="bad")).to_be_checked()
    page.get_by_role("textbox", name="Other answer to x").fill("odd")
    expect(page.get_by_role("radio", name="bad")).not_to_be_checked()
    assert handed_in(page, pipeline) == "odd"


def test_select_among_many_opens_and_searches(panels: Panels, make: Make) -> None:
    pipeline, page = shown(panels, make, dv.Field("x", "select", options=MANY))
    page.keyboard.press("Enter")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="x")).to_contain_text("option 12")
    assert handed_in(page, pipeline) == "option 12"


def test_select_several_in_the_order_of_the_form(panels: Panels, make: Make) -> None:
    field = dv.Field("x", "select", options=["a", "b", "c"], is_multiple=True)
    pipeline, page = shown(panels, make, field)
    for key in ("3", "2", "1", "2"):
        page.keyboard.press(key)
    expect(page.get_by_role("checkbox", name="b")).not_to_be_checked()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="b")).to_be_checked()
    assert handed_in(page, pipeline) == ["a", "b", "c"]


def test_rating_says_what_its_points_mean(panels: Panels, make: Make) -> None:
    labels = {0: "none", 5: "half", 10: "all"}
    field = dv.Field("x", "rating", min=0, max=10, labels=labels)
    pipeline, page = shown(panels, make, field)
    page.keyboard.press("5")
    expect(page.get_by_role("radio", name="5, half")).to_be_checked()
    expect(question(page, "x").locator(".dv-scale-ends")).to_have_text("nonehalfall")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="6")).to_be_focused()
    page.keyboard.press("0")
    assert handed_in(page, pipeline) == 0


def test_ranking_by_keys_and_by_dragging(panels: Panels, make: Make) -> None:
    field = dv.Field("x", "ranking", options=["red", "green", "blue"])
    pipeline, page = shown(panels, make, field)
    # Nothing is ranked before somebody says so.
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("An answer is needed here.")).to_be_visible()
    places = question(page, "x").locator("li")
    places.filter(has_text="blue").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(places).to_have_text(["1red", "2blue", "3green"])
    expect(places.filter(has_text="blue")).to_be_focused()
    page.keyboard.press("1")
    expect(places).to_have_text(["1blue", "2red", "3green"])
    box = places.nth(2).locator(".dv-handle").bounding_box()
    top = places.nth(0).bounding_box()
    assert box is not None
    assert top is not None
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(top["x"] + 40, top["y"] + 4, steps=8)
    page.mouse.up()
    expect(places).to_have_text(["1green", "2blue", "3red"])
    assert handed_in(page, pipeline) == ["green", "blue", "red"]


def test_pairwise_beside_its_texts(panels: Panels, make: Make) -> None:
    texts = [dv.Field(name, "long_text", source="given", title=name) for name in ("m-1", "m-2")]
    field = dv.Field("x", "pairwise", first="m-1", second="m-2")
    pipeline = make(*texts, field, rows=[{**ONE[0], "m-1": "<b>one</b>\ntwo", "m-2": "three"}])
    page = panels.show(dv.WorkForm(pipeline))
    start(page)
    left, right = page.get_by_role("region", name="m-1"), page.get_by_role("region", name="m-2")
    # As it was written: line breaks, and no markup.
    assert left.locator("p").inner_text() == "<b>one</b>\ntwo"
    first, second = left.bounding_box(), right.bounding_box()
    assert first is not None
    assert second is not None
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] < second["x"]
    page.keyboard.press("t")
    expect(page.get_by_role("radio", name="Tie")).to_be_checked()
    page.keyboard.press("b")
    expect(right.get_by_text("Preferred")).to_be_visible()
    assert handed_in(page, pipeline) == "m-2"


@pytest.mark.parametrize(
    ("settings", "key", "value"),
    [
        ({"output": "rating", "min": 1, "max": 3}, "2", 2),
        ({"output": "boolean"}, "y", True),
        ({"output": "select", "options": ["p", "q"]}, "2", "q"),
    ],
)
def test_criteria_take_a_value_and_why(
    panels: Panels, make: Make, settings: Any, key: str, value: Any
) -> None:
    field = dv.Field("x", "criteria", **settings)
    pipeline, page = shown(panels, make, field)
    page.keyboard.press(key)
    page.get_by_role("textbox", name="Reasoning for x").fill("because")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("All tasks are finished")).to_be_visible()
    (answer,) = pipeline.answers(pipeline.tasks()[0].id)
    assert answer.content == {"x": {"value": value, "reasoning": "because"}}


def test_repeated_values_are_added_and_removed(panels: Panels, make: Make) -> None:
    pipeline, page = shown(panels, make, dv.Field("x", "short_text", repeat=(2, 3)))
    page.get_by_role("textbox", name="x, 1").fill("a")
    page.get_by_role("textbox", name="x, 2").fill("b")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("textbox", name="x, 3").fill("c")
    expect(page.get_by_role("button", name="Add")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Remove x, 2").click()
    expect(page.get_by_role("textbox", name="x, 2")).to_have_value("c")
    page.get_by_role("button", name="Remove x, 2").click()
    expect(question(page, "x").locator(".dv-hint.is-bad")).to_have_text(
        "Takes 2 to 3 values, not 1."
    )
    page.get_by_role("textbox", name="x, 2").fill("z")
    assert handed_in(page, pipeline) == ["a", "z"]


def test_repeated_scales_take_their_keys_line_by_line(panels: Panels, make: Make) -> None:
    pipeline, page = shown(panels, make, dv.Field("x", "rating", repeat=(2, 2)))
    page.keyboard.press("3")
    page.get_by_role("group", name="x, 2").get_by_role("radio", name="1").focus()
    page.keyboard.press("5")
    assert handed_in(page, pipeline) == [3, 5]
