"""A grid whose rows a pipeline fills: it follows by itself, and nothing under the eyes moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels, until
from tests.component.content.conftest import Shown

FIELDS = [
    dv.Field("prompt", "short_text", source="given"),
    dv.Field("helpfulness", "rating"),
    dv.Field("reasoning", "long_text", is_optional=True),
]
STATUS, PROMPT, SCORE = 2, 4, 5
# A page that gives up animations shows marks without them; timers are the same.
MARK = ".dv-td.is-new0, .dv-td.is-new1"


@dataclass
class Filling:
    """A pipeline, and the grid of its dataset on a page."""

    pipeline: dv.Pipeline
    shown: Shown

    @property
    def page(self) -> Page:
        return self.shown.page

    def answer(self, score: int, count: int = 1) -> None:
        """Hand in what somebody else would, in another notebook."""
        for work in self.pipeline.claim(count):
            work.submit({"helpfulness": score})

    def ask(self, count: int) -> None:
        """Add tasks."""
        start = self.pipeline.task_count
        self.pipeline.add_tasks([{"prompt": f"Question {start + at}"} for at in range(count)])


Fill = Callable[..., Filling]


@pytest.fixture
def fill(panels: Panels, vault: Vault) -> Fill:
    def opened(
        tasks: int = 60, *, view: Mapping[str, Any] | None = None, **options: Any
    ) -> Filling:
        node = dv.Subtask("Rate the answers", fields=FIELDS)
        pipeline = vault.pipelines.create("Helpfulness eval", nodes=[node]).activate()
        pipeline.add_tasks([{"prompt": f"Question {at}"} for at in range(tasks)])
        widget = dv.DatasetView(pipeline.dataset, tab="content", view=dict(view or {}))
        page = panels.show(widget, **options)
        page.get_by_role("grid").first.wait_for()
        return Filling(pipeline, Shown(page, widget))

    return opened


# A mark is gone after a moment: what is to be known of it is noted as it comes.
WATCH = """([cell, marks]) => {
  const watching = new MutationObserver(() => {
    const found = document.querySelector(cell);
    if (!found?.matches(marks)) return;
    watching.disconnect();
    window.marked = {
      name: found.className,
      count: document.querySelectorAll(marks).length,
      moving: found.getAnimations().length,
      colour: getComputedStyle(found).backgroundColor,
    };
  });
  watching.observe(document.body, { subtree: true, childList: true, attributes: true });
}"""


def watch(it: Filling, column: int) -> Callable[[], dict[str, Any]]:
    """Look out for a mark on a cell of the first row; the answer waits for what was seen."""
    cell = f"[aria-rowindex='2'] [aria-colindex='{column + 1}']"
    it.page.evaluate(WATCH, [cell, MARK])
    return lambda: it.page.wait_for_function("() => window.marked").json_value()


def scroll(page: Page) -> int:
    made: int = page.locator(".dv-grid").evaluate("grid => grid.scrollTop")
    return made


def test_answers_appear_where_one_stands_without_a_click(fill: Fill) -> None:
    it = fill(600)
    shown, page = it.shown, it.page
    expect(shown.foot).to_contain_text("600 rows")
    expect(shown.foot).to_contain_text("Live")
    page.locator(".dv-grid").evaluate("grid => { grid.scrollTop = 20 }")
    shown.cell(5, 0).click()
    shown.until(lambda _: shown.widget.selection.chosen.ids == (4,))
    shown.go(4, SCORE)
    before = scroll(page)
    it.answer(4)
    expect(shown.cell(1, SCORE)).to_have_text("4")
    expect(shown.cell(1, STATUS)).to_have_text("finished")
    it.ask(3)
    expect(shown.foot).to_contain_text("603 rows")
    it.answer(2, 4)
    expect(shown.cell(4, SCORE)).to_have_text("2")
    expect(shown.cell(4, SCORE)).to_be_focused()
    assert scroll(page) == before > 0
    assert shown.widget.selection.chosen.ids == (4,)
    expect(page.locator(".dv-tr.is-sel")).to_have_count(1)
    expect(page.get_by_role("button", name="Show the new rows")).to_have_count(0)
    expect(page.locator(".dv-content")).not_to_have_class("is-stale")


def test_what_changed_is_marked_for_a_moment_and_nothing_else(fill: Fill) -> None:
    it = fill()
    expect(it.shown.cell(1, PROMPT)).to_have_text("Question 0")
    expect(it.page.locator(MARK)).to_have_count(0)
    marked = watch(it, SCORE)
    it.answer(5)
    seen = marked()
    assert seen["name"] in ("dv-td dv-num is-new0", "dv-td dv-num is-new1")
    assert seen["count"] <= 2
    assert seen["moving"] == 1
    expect(it.page.locator(MARK)).to_have_count(0)


def test_with_less_motion_the_mark_stands_still(fill: Fill) -> None:
    it = fill()
    it.page.emulate_media(reduced_motion="reduce")
    plain = "cell => getComputedStyle(cell).backgroundColor"
    before = it.shown.cell(1, SCORE).evaluate(plain)
    marked = watch(it, SCORE)
    it.answer(5)
    seen = marked()
    assert seen["moving"] == 0
    assert seen["colour"] != before
    expect(it.page.locator(MARK)).to_have_count(0)
    assert it.shown.cell(1, SCORE).evaluate(plain) == before


def test_a_filter_and_a_sort_are_kept_and_their_count_moves(fill: Fill) -> None:
    view = {
        "filters": {"op": "eq", "column": "status", "values": ["finished"]},
        "sorts": [{"column": "helpfulness", "is_descending": True}],
    }
    it = fill(view=view)
    expect(it.page.get_by_text("No row matches")).to_be_visible()
    it.answer(2)
    expect(it.shown.foot).to_contain_text("1 of 60 rows")
    expect(it.shown.cell(1, SCORE)).to_have_text("2")
    it.shown.go(1, SCORE)
    it.answer(5)
    expect(it.shown.foot).to_contain_text("2 of 60 rows")
    expect(it.shown.cell(1, SCORE)).to_have_text("5")
    # The focus stays on the row it was on, which has moved.
    expect(it.shown.cell(2, SCORE)).to_be_focused()
    assert it.shown.widget.view["sorts"] == view["sorts"]


def test_rows_in_sight_stay_when_others_come_before_them(fill: Fill) -> None:
    it = fill(300, view={"sorts": [{"column": "created_at", "is_descending": True}]})
    it.page.locator(".dv-grid").evaluate("grid => { grid.scrollTop = 28 * 40 }")
    row = it.page.locator("[role=row]", has=it.page.get_by_text("Question 41", exact=True))
    row.wait_for()
    # The heads are as high as they get.
    expect(it.page.locator(".dv-sum[aria-busy]")).to_have_count(0)
    top = row.bounding_box()
    place = int(row.get_attribute("aria-rowindex") or 0)
    it.ask(1)
    it.page.locator(".dv-foot", has_text="301 rows").wait_for()
    expect(row).to_have_attribute("aria-rowindex", str(place + 1))
    now = row.bounding_box()
    assert top is not None
    assert now is not None
    assert abs(top["y"] - now["y"]) < 2


def test_an_open_row_shows_what_it_is_now(fill: Fill) -> None:
    it = fill()
    it.shown.go(1, PROMPT)
    it.page.keyboard.press("Enter")
    drawer = it.page.get_by_role("complementary")
    expect(drawer).to_contain_text("pending")
    it.answer(3)
    expect(drawer).to_contain_text("finished")
    expect(drawer.get_by_role("heading")).to_have_text("Row 1")


def test_nothing_is_asked_while_the_page_is_hidden(fill: Fill) -> None:
    it = fill()
    expect(it.shown.foot).to_contain_text("60 rows")
    # What was asked before is answered.
    expect(it.page.locator(".dv-capwords").nth(5)).to_be_attached()
    expect(it.page.locator(".dv-sum[aria-busy]")).to_have_count(0)
    turn = """() => {
      const value = !document.hidden;
      Object.defineProperty(document, "hidden", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    it.page.evaluate(turn)
    told: list[str] = []
    it.page.on("request", lambda request: told.append(request.post_data or ""))
    it.ask(1)
    until(it.page, lambda: it.shown.page.locator(".dv-meta", has_text="61 rows").count())
    assert not [each for each in told if '"content.' in each]
    expect(it.shown.foot).to_contain_text("60 rows")
    it.page.evaluate(turn)
    expect(it.shown.foot).to_contain_text("61 rows")


def test_completing_leaves_the_rows_and_the_choice_where_they_are(fill: Fill) -> None:
    it = fill()
    it.shown.cell(2, 0).click()
    it.shown.until(lambda _: it.shown.widget.selection.chosen.ids == (1,))
    it.answer(5)
    it.pipeline.complete()
    expect(it.page.locator(".dv-badge").first).to_have_text("Complete")
    expect(it.shown.foot).not_to_contain_text("Live")
    expect(it.shown.foot).not_to_contain_text("changed")
    expect(it.shown.cell(1, SCORE)).to_have_text("5")
    expect(it.page.locator(".dv-tr.is-sel")).to_have_count(1)


@pytest.mark.parametrize("is_dark", [False, True])
def test_it_can_be_read_in_both_themes(fill: Fill, panels: Panels, *, is_dark: bool) -> None:
    it = fill(is_dark=is_dark)
    it.page.emulate_media(reduced_motion="reduce")
    it.answer(4, 3)
    it.page.locator(MARK).first.wait_for()
    panels.shot(it.page, f"live-grid-{'dark' if is_dark else 'light'}")
    assert panels.axe(it.page) == []
