"""The work form as it looks: widths, themes, a task sent back, a review."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels
from tests.component.pipelines.conftest import Make, start

INSTRUCTIONS = """Read the prompt first, then both answers to the end. Judge what helps the person
who asked.

- A short, right answer beats a long one.
- A wrong fact caps the rating at **2**.
- Choose a tie only when you would accept either.

[Three rated examples](https://example.org/rated) <img src=x onerror=alert(1)>
"""
GIVEN = [
    dv.Field("prompt", "long_text", source="given", title="Prompt"),
    dv.Field("a", "long_text", source="given", title="Answer A"),
    dv.Field("b", "long_text", source="given", title="Answer B"),
]
ASKED = [
    dv.Field(
        "better", "pairwise", title="Which is more helpful?", first="Answer A", second="Answer B"
    ),
    dv.Field(
        "score", "rating", title="How helpful is it?", helper="The one you prefer",
        labels={1: "not at all", 5: "fully"},
    ),
    dv.Field("accurate", "boolean", title="Is it accurate?"),
    dv.Field("why", "long_text", title="Why?", helper="Up to 500 characters", max_length=500,
             is_optional=True),
]  # fmt: skip
ROW = {
    "prompt": "Explain why my regression has a negative R² on the test set.",
    "a": "A negative R² means that the model predicts the test set worse than its mean would. R² "
    "compares your squared error with the error of a constant guess; below zero, the constant "
    "wins.\n\nUsual causes: overfitting, a test set from another period, or a leak that only "
    "helped in training.",
    "b": "R² lies between 0 and 1, so a negative value is a bug in how it is computed. Check that "
    "you pass the true values first and the predictions second.\n\nIf the order is right, "
    "normalise the target and fit again.",
}
EVERY = [
    dv.Field("line", "short_text", title="One line", pattern="[a-z]+"),
    dv.Field("code", "code", title="Some code", language="python"),
    dv.Field("count", "numeric", title="How many?", min=0, max=100, is_integer=True, unit="kg"),
    dv.Field("at", "datetime", title="When was it?"),
    dv.Field("tags", "select", title="What applies?", options=["warm", "plain", "cold"],
             is_multiple=True, has_other=True),
    dv.Field("one", "select", title="Which model?", options=[f"model {at}" for at in range(12)]),
    dv.Field("order", "ranking", title="In which order?", options=["red", "green", "blue"]),
    dv.Field("judged", "criteria", title="How faithful?", output="rating", min=1, max=5),
    dv.Field("lines", "short_text", title="Further lines", repeat=(0, 3)),
    dv.Field("file", "file", title="A file", is_optional=True),
]  # fmt: skip


def compared(vault: Vault, *more: Any, **settings: Any) -> dv.Pipeline:
    subtask = dv.Subtask(
        "Rate the answers", instructions=INSTRUCTIONS, fields=[*GIVEN, *ASKED], **settings
    )
    made = vault.pipelines.create("Helpfulness eval", nodes=[subtask, *more]).activate()
    made.add_tasks([ROW] * 25)
    return made


def fits(page: Page) -> bool:
    return bool(
        page.evaluate(
            "[...document.querySelectorAll('.dv, .dv-work-main')]"
            ".every((each) => each.scrollWidth <= each.clientWidth + 2)"
        )
    )


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("width", [1072, 672, 352])
def test_it_fits_and_axe_is_content(panels: Panels, vault: Vault, width: int, theme: str) -> None:
    form = dv.WorkForm(compared(vault), height=900)
    page = panels.show(form, width=width, is_dark=theme == "dark")
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, f"work-start-{width}-{theme}")
    start(page)
    page.keyboard.press("a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("4")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert fits(page)
    assert panels.axe(page) == []
    # Instructions stand beside where there is room, else they are one press away.
    guide = page.get_by_role("complementary", name="Instructions")
    expect(guide).to_have_count(1 if width == 1072 else 0)
    panels.shot(page, f"work-form-{width}-{theme}")
    if width != 1072:
        page.get_by_role("button", name="Instructions").click()
    expect(guide.get_by_role("listitem")).to_have_count(3)
    expect(guide.get_by_role("link", name="Three rated examples")).to_be_visible()
    # What looks like markup is text.
    expect(guide).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("img").count() == 0
    assert panels.axe(page) == []


@pytest.mark.parametrize("width", [1072, 352])
def test_every_type_fits(panels: Panels, make: Make, width: int, theme: str) -> None:
    form = dv.WorkForm(make(*EVERY), height=2000)
    page = panels.show(form, width=width, is_dark=theme == "dark")
    start(page)
    page.keyboard.type("Q1")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Must match '[a-z]+'.")).to_be_visible()
    expect(page.get_by_text("Saved but for what is marked")).to_be_visible()
    assert fits(page)
    assert panels.axe(page) == []
    panels.shot(page, f"work-types-{width}-{theme}")


def test_a_task_sent_back_says_why(panels: Panels, vault: Vault) -> None:
    pipeline = compared(vault, dv.Review("check"))
    content = {"better": "Answer A", "score": 4, "accurate": True, "why": "Shorter"}
    pipeline.claim(node="Rate the answers")[0].submit(content)
    pipeline.claim(node="check")[0].send_back("Please say which fact is wrong.")
    page = panels.show(dv.WorkForm(pipeline, node="Rate the answers", height=900))
    start(page)
    expect(page.get_by_role("note")).to_contain_text("Sent back, round 2")
    expect(page.get_by_role("note")).to_contain_text("Please say which fact is wrong.")
    expect(page.get_by_role("textbox", name="Why?")).to_have_value("Shorter")
    expect(page.get_by_role("radio", name="4")).to_be_checked()
    assert panels.axe(page) == []
    panels.shot(page, "work-returned-light")


def reviewed(vault: Vault) -> dv.Pipeline:
    pipeline = compared(vault, dv.Review("Review"), overlap=3)
    for at, who in enumerate(("Ben Okafor", "Dana Levi", "Emil Novak")):
        is_last = at == 2
        for work in pipeline.claim(2, contributor=who):
            work.submit(
                {
                    "better": "Answer B" if is_last else "Answer A",
                    "score": 2 if is_last else 4,
                    "accurate": not is_last,
                    **({} if is_last else {"why": "Keeps the terms"}),
                }
            )
    return pipeline


def test_a_review_corrects_and_passes_by_keys(panels: Panels, vault: Vault, theme: str) -> None:
    pipeline = reviewed(vault)
    form = dv.WorkForm(pipeline, node="Review", height=1100)
    page = panels.show(form, is_dark=theme == "dark")
    start(page)
    table = page.get_by_role("table", name="Answers")
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table.locator("td.is-other").first).to_contain_text("Answer B")
    # What the answers came to stands in the form, to be corrected.
    expect(page.get_by_role("radio", name="4")).to_be_checked()
    page.get_by_role("radio", name="4").focus()
    page.keyboard.press("5")
    expect(page.get_by_text("1 corrected")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert fits(page)
    assert panels.axe(page) == []
    panels.shot(page, f"work-review-{theme}")
    page.keyboard.press("p")
    expect(page.get_by_text("Passed")).to_be_visible()
    (task,) = pipeline.tasks("finished")
    assert (task.answer["score"], task.answer["better"]) == (5, "Answer A")


def test_a_review_is_returned_with_a_note(panels: Panels, vault: Vault) -> None:
    pipeline = reviewed(vault)
    page = panels.show(dv.WorkForm(pipeline, node="Review", height=1100))
    start(page)
    page.keyboard.press("r")
    note = page.get_by_role("textbox", name="Note to the contributor")
    expect(note).to_be_focused()
    expect(page.get_by_text("Say what is to be mended.")).to_be_visible()
    page.keyboard.type("Which fact is wrong?")
    page.get_by_role("button", name="Return with note").click()
    expect(page.get_by_text("Returned")).to_be_visible()
    expect(page.get_by_role("textbox", name="Note to the contributor")).to_have_value("")
    again = pipeline.claim(contributor="Ben Okafor", node="Rate the answers")[0]
    assert (again.note, again.round) == ("Which fact is wrong?", 2)
