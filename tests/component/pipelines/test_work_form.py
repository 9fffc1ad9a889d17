"""The work form in a browser, before the real services of a vault."""

from __future__ import annotations

from playwright.sync_api import expect

import datavault_jupyter as dv
from tests.component.conftest import Panels, until
from tests.component.pipelines.conftest import Make, finished, question

RATING = dv.Field(
    "score", "rating", title="How helpful is it?", labels={1: "not at all", 5: "fully"}
)
SELECT = dv.Field("tone", "select", title="Which tone?", options=["warm", "plain", "cold"])
TEXT = dv.Field("why", "long_text", title="Why?", is_optional=True)


def test_by_keys_alone_from_start_to_the_end(panels: Panels, make: Make) -> None:
    pipeline = make(RATING, SELECT, TEXT)
    page = panels.show(dv.WorkForm(pipeline))
    begin = page.get_by_role("button", name="Start")
    expect(begin).to_be_visible()
    # Looking at the form claims nothing.
    assert pipeline.counts["pending"] == 3
    begin.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Question 1")).to_be_visible()
    expect(question(page, "score").get_by_role("radio", name="1")).to_be_focused()
    page.keyboard.press("4")
    expect(question(page, "score").get_by_role("radio", name="4")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("2")
    expect(question(page, "tone").get_by_role("radio", name="plain")).to_be_checked()
    # Past the last option to the next question.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    area = page.get_by_role("textbox", name="Why?")
    expect(area).to_be_focused()
    page.keyboard.type("Short.\nAnd right.")
    assert pipeline.counts["finished"] == 0
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Question 2")).to_be_visible()
    expect(question(page, "score").get_by_role("radio", name="1")).to_be_focused()
    page.keyboard.press("1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("3")
    # In a text Enter is a line; elsewhere it hands in.
    page.keyboard.press("Enter")
    expect(page.get_by_text("Question 3")).to_be_visible()
    assert finished(pipeline, "score", "tone", "why") == [
        (4, "plain", "Short.\nAnd right."),
        (1, "cold", None),
    ]
    expect(page.get_by_text("2 of 3", exact=True)).to_be_visible()
    until(page, lambda: pipeline.counts["in_progress"] == 1)


SPEED = """() => {
  const root = document.querySelector(".dv-work");
  // In the same turn of the page's loop, before any key can arrive: what a fast typist's meets.
  window.wentTo = new Promise((tell) => {
    const watch = new MutationObserver(async () => {
      if (!document.querySelector(".dv-work-task textarea")) return;
      watch.disconnect();
      for (let step = 0; step < 100; step++) await null;
      tell(document.activeElement.tagName);
    });
    watch.observe(root, { childList: true, subtree: true });
  });
}"""


def test_the_first_question_has_the_focus_when_it_appears(panels: Panels, make: Make) -> None:
    pipeline = make(dv.Field("why", "long_text"))
    page = panels.show(dv.WorkForm(pipeline))
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    page.evaluate(SPEED)
    page.get_by_role("button", name="Start").click()
    assert page.evaluate("window.wentTo") == "TEXTAREA"
    expect(page.get_by_role("textbox", name="why")).to_be_focused()


AT_ONCE = """async () => {
  const press = async (key) => {
    const told = { key, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", told));
    // No frame is drawn in between: as fast as keys can come.
    for (let step = 0; step < 100; step++) await null;
  };
  for (const key of ["4", "ArrowDown", "3", "ArrowDown"]) await press(key);
  return document.activeElement.tagName;
}"""


def test_keys_within_one_frame_go_on_from_each_other(panels: Panels, make: Make) -> None:
    page = panels.show(dv.WorkForm(make(RATING, SELECT, TEXT)))
    page.get_by_role("button", name="Start").click()
    expect(question(page, "score").get_by_role("radio", name="1")).to_be_focused()
    assert page.evaluate(AT_ONCE) == "TEXTAREA"
    expect(question(page, "score").get_by_role("radio", name="4")).to_be_checked()
    expect(question(page, "tone").get_by_role("radio", name="cold")).to_be_checked()
