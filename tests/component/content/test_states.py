"""What stands in the place of rows, and what is said about them."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from playwright.sync_api import expect

from datavault_jupyter.base.errors import BadArgument, VaultBusy
from tests.component.conftest import Panels, until
from tests.component.content.conftest import (
    Scripting,
    Show,
    answers,
    asked,
    described,
    frame,
)
from tests.component.detail.conftest import ID

FILTER = {"op": "ge", "column": "n", "values": ["40"]}


def test_loading_keeps_the_place(scripted: Scripting) -> None:
    page, _ = scripted(answers(content__describe=None))
    expect(page.get_by_text("Loading rows")).to_be_attached()
    box = page.locator(".dv-loading").bounding_box()
    assert box
    assert box["height"] == 400


def test_no_rows_at_all(scripted: Scripting) -> None:
    page, _ = scripted(answers(0))
    expect(page.get_by_role("heading", name="No rows yet")).to_be_visible()
    expect(page.locator(".dv-content")).to_contain_text("2 columns and no rows")


def test_no_match_says_what_was_searched(show: Show) -> None:
    shown = show(view={"search": "nowhere", "filters": {
        "op": "in", "column": "status", "values": ["Finished"]}})  # fmt: skip
    expect(shown.page.get_by_role("heading", name="No row matches")).to_be_visible()
    expect(shown.page.locator(".dv-empty-state")).to_contain_text(
        "Rows that contain nowhere where status is Finished"
    )
    shown.page.get_by_role("button", name="Clear the filter").click()
    expect(shown.foot).to_contain_text("600 rows")
    expect(shown.cell(1, 1)).to_have_text("tsk_0000")


def test_a_refusal_before_any_row_can_be_tried_again(scripted: Scripting) -> None:
    refusal = VaultBusy("Another process holds the vault.", hint="Wait for it.")
    page, side = scripted(answers(content__page=refusal))
    expect(page.get_by_role("heading", name="The rows can't be shown")).to_be_visible()
    expect(page.locator(".dv-empty-state")).to_contain_text("Another process holds the vault. Wait")
    side.answers |= answers()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("word 0", exact=True)).to_be_visible()


def test_a_refusal_later_keeps_the_rows(scripted: Scripting) -> None:
    page, side = scripted(answers())
    expect(page.get_by_text("word 0", exact=True)).to_be_visible()
    side.answers["content.page"] = BadArgument("There is no column n.")
    side.set(view={"filters": FILTER})
    expect(page.get_by_role("alert").filter(has_text="There is no column n.")).to_be_visible()
    expect(page.get_by_text("word 0", exact=True)).to_be_visible()
    side.answers |= answers(10)
    page.get_by_role("button", name="Retry").click()
    expect(page.get_by_role("alert").filter(has_text="no column")).to_have_count(0)
    expect(page.locator(".dv-foot").last).to_contain_text("10 of 50 rows")


def test_a_dataset_that_cannot_be_described(scripted: Scripting) -> None:
    page, side = scripted(answers(content__describe=VaultBusy("The vault is busy.")))
    expect(page.get_by_text("The vault is busy.")).to_be_visible()
    side.answers |= answers()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("word 0", exact=True)).to_be_visible()


def test_counting_is_said_and_the_count_is_spoken(scripted: Scripting) -> None:
    # A full page leaves the number of rows open.
    page, side = scripted(answers(900, content__count=None), view={"filters": FILTER})
    expect(page.locator(".dv-foot").get_by_text("Counting rows")).to_be_visible()
    side.answers["content.count"] = {"matching_count": 700, "row_count": 900}
    side.set(view={"filters": {**FILTER, "values": ["41"]}})
    expect(page.locator(".dv-foot").last).to_contain_text("700 of 900 rows")
    spoken = page.locator(".dv-content > span[role=status]")
    expect(spoken).to_have_text("700 of 900 rows")


def test_a_busy_kernel_is_named(scripted: Scripting) -> None:
    page, side = scripted(answers())
    expect(page.get_by_text("word 0", exact=True)).to_be_visible()
    side.is_silent = True
    page.get_by_role("button", name="Search all columns").click()
    page.get_by_role("textbox", name="Search all columns").fill("x")
    busy = page.get_by_text("The kernel is busy with a cell; this waits for it")
    expect(busy).to_be_visible()
    expect(page.locator(".dv-content.is-stale")).to_be_visible()
    expect(page.get_by_text("word 0", exact=True)).to_be_visible()


def test_new_rows_wait_until_they_are_asked_for(scripted: Scripting) -> None:
    page, side = scripted(answers(50), view={"search": ""})
    expect(page.locator(".dv-foot").last).to_contain_text("50 rows")
    # What is still on its way would be answered with the new rows.
    expect(page.get_by_text("word 0", exact=True)).to_be_visible()
    until(page, lambda: asked(side, "content.summary"))
    side.answers |= answers(54)
    side.answers["content.describe"] = described(54, "two")
    side.tell("datasets.changed", {"ids": [ID], "revision": 2})
    expect(page.get_by_text("The dataset changed")).to_be_visible()
    expect(page.locator(".dv-foot").last).to_contain_text("50 rows")
    page.get_by_role("button", name="Show the new rows").click()
    expect(page.locator(".dv-foot").last).to_contain_text("54 rows")
    expect(page.get_by_text("The dataset changed")).to_have_count(0)


def test_a_refused_summary_is_a_dash_with_its_reason(scripted: Scripting) -> None:
    page, _ = scripted(answers(content__summary=BadArgument("This can't be counted.")))
    mark = page.get_by_role("img", name="No summary. This can't be counted.")
    expect(mark.first).to_have_text("–")


@pytest.mark.parametrize("row_count", [50, 900])
def test_a_saved_copy_shows_what_it_has(
    scripted: Scripting, panels: Panels, row_count: int
) -> None:
    given: dict[str, Any] = answers(row_count)
    page_data, _ = given["content.page"]({"columns": ["n", "word"], "limit": 50})
    boot = {
        "datasets.describe": given["datasets.describe"],
        "content.describe": described(row_count),
        "content.page": {"columns": ["n", "word"], "query": {}, "page": page_data},
    }
    page, side = scripted(
        {}, is_saved=True, _boot=boot, _frames={"rows": frame(["n", "word"], 0, 50)}
    )
    words = "all its rows." if row_count == 50 else "the first 50 of 900 rows."
    expect(page.get_by_text(f"A saved copy: {words}")).to_be_visible()
    expect(page.get_by_text("word 0", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Condition")).to_have_count(0)
    assert asked(side, "content.page") == []
    assert panels.axe(page) == []


def test_the_first_picture_needs_no_question(show: Show) -> None:
    shown = show()
    expect(shown.cell(1, 1)).to_have_text("tsk_0000")
    assert shown.page.evaluate("document.querySelector('.dv-loading')") is None


# Effects wait for these two: what a component does first can so be put off.
HOLD = """() => {
  const own = [window.requestAnimationFrame, window.setTimeout];
  const held = [];
  window.requestAnimationFrame = window.setTimeout = (fn) => held.push(fn);
  window.goOn = () => {
    [window.requestAnimationFrame, window.setTimeout] = own;
    for (const fn of held) setTimeout(fn);
  };
}"""


def test_a_part_that_comes_while_it_is_asked_for_is_shown(scripted: Scripting) -> None:
    may_come = threading.Event()

    def part(args: dict[str, Any]) -> Any:
        assert may_come.wait(50)
        return built(args)

    built = answers()["views.part"]
    page, _ = scripted(answers(views__part=part))
    cell = page.get_by_role("gridcell", name="word 0", exact=True)
    cell.click()
    # Keys reach it only once it has the focus, and nothing gives it that while effects wait.
    expect(cell).to_be_focused()
    styles = page.locator("style").count()
    page.evaluate(HOLD)
    page.keyboard.press("?")
    page.get_by_text("Loading", exact=True).wait_for(state="attached")
    may_come.set()
    expect(page.locator("style")).to_have_count(styles + 1)
    page.evaluate("goOn()")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
