"""The work form when not all goes smoothly: nothing to do, paused, lost, refused, saved."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.base.errors import NotAllowed, Refused
from tests.component.conftest import Panels, until
from tests.component.kernel_page import Scripted
from tests.component.pipelines.conftest import Make, question, start

RATING = dv.Field("score", "rating")
TEXT = dv.Field("why", "long_text", is_optional=True)


def answered(page: Page, key: str, following: str) -> None:
    page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.get_by_text(following)).to_be_visible()


def test_what_was_handed_in_is_taken_back(panels: Panels, make: Make) -> None:
    pipeline = make(RATING)
    page = panels.show(dv.WorkForm(pipeline))
    start(page)
    answered(page, "2", "Question 2")
    expect(page.get_by_text("Handed in")).to_be_visible()
    assert pipeline.counts["finished"] == 1
    page.keyboard.press("u")
    expect(page.get_by_text("Question 1")).to_be_visible()
    expect(page.get_by_role("radio", name="2")).to_be_checked()
    until(page, lambda: pipeline.counts["finished"] == 0)
    answered(page, "4", "Question 2")
    # By the button of the message too.
    page.get_by_role("button", name="Undo", exact=True).last.click()
    expect(page.get_by_role("radio", name="4")).to_be_checked()


def test_what_others_went_on_from_is_not_taken_back(panels: Panels, make: Make) -> None:
    prompt = dv.Field("prompt", "short_text", source="given")
    pipeline = make(dv.Subtask("rate", fields=[prompt, RATING]), dv.Review("check"))
    page = panels.show(dv.WorkForm(pipeline, node="rate"))
    start(page)
    answered(page, "2", "Question 2")
    assert pipeline.claim(node="check", contributor="ana")
    page.get_by_role("button", name="Undo last").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody has gone on from this answer.")
    expect(page.get_by_text("Question 2")).to_be_visible()
    expect(page.get_by_role("button", name="Undo last")).to_have_count(0)


def test_also_the_very_last_answer_is_taken_back(panels: Panels, make: Make) -> None:
    pipeline = make(RATING, rows=[{"prompt": "Question 1"}])
    page = panels.show(dv.WorkForm(pipeline))
    start(page)
    answered(page, "2", "All tasks are finished")
    page.get_by_role("button", name="Undo last").click()
    expect(page.get_by_role("radio", name="2")).to_be_checked()
    assert pipeline.counts["in_progress"] == 1


def test_who_is_only_named_at_a_node_works_all_the_same(
    panels: Panels, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes = [dv.Subtask("rate", fields=[RATING], people=["eve"])]
    pipeline = vault.pipelines.create("P", nodes=nodes).activate()
    pipeline.add_tasks([{}])
    monkeypatch.setenv("DATAVAULT_DEMO", "1")
    monkeypatch.setenv("DATAVAULT_ACT_AS", "eve")
    page = panels.show(Vault(vault.path).pipelines["P"].work())
    start(page)
    expect(page.get_by_text("as eve", exact=False)).to_be_visible()
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing for you right now")).to_be_visible()
    (task,) = pipeline.tasks("finished")
    assert [each.contributor for each in pipeline.answers(task.id)] == ["eve"]


def test_skipped_tasks_wait_until_they_are_asked_for(panels: Panels, make: Make) -> None:
    pipeline = make(RATING, claim_limit=1)
    page = panels.show(dv.WorkForm(pipeline))
    start(page)
    page.keyboard.press("s")
    expect(page.get_by_text("Question 2")).to_be_visible()
    page.get_by_role("button", name="Skip").click()
    expect(page.get_by_text("Question 3")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Only skipped tasks are left")).to_be_visible()
    assert pipeline.counts["pending"] == 2
    page.get_by_role("button", name="Go through the 2 skipped tasks").click()
    expect(page.get_by_text("Question 1")).to_be_visible()


def test_a_task_is_escalated_with_a_note(panels: Panels, make: Make) -> None:
    pipeline = make(RATING)
    page = panels.show(dv.WorkForm(pipeline))
    start(page)
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog", name="Escalate this task")
    expect(dialog.get_by_role("button", name="Escalate")).to_have_attribute("aria-disabled", "true")
    dialog.get_by_role("textbox", name="Why").fill("Which of the two?")
    assert panels.axe(page) == []
    dialog.get_by_role("button", name="Escalate").click()
    expect(page.get_by_text("Question 2")).to_be_visible()
    (task,) = pipeline.tasks("escalated")
    assert "Which of the two?" in [each.note for each in pipeline.history(task.id)]


def test_a_draft_is_kept_and_found_again(panels: Panels, make: Make) -> None:
    pipeline = make(RATING, TEXT)
    page = panels.show(dv.WorkForm(pipeline))
    start(page)
    page.keyboard.press("3")
    page.get_by_role("textbox", name="why").fill("half a sen")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    again = panels.show(dv.WorkForm(pipeline))
    expect(again.get_by_text("You hold 1 task; drafts are kept.")).to_be_visible()
    again.get_by_role("button", name="Go on").click()
    expect(again.get_by_role("textbox", name="why")).to_have_value("half a sen")
    expect(again.get_by_role("radio", name="3")).to_be_checked()


def test_what_is_missing_is_named_and_led_to(panels: Panels, make: Make) -> None:
    page = panels.show(dv.WorkForm(make(RATING, dv.Field("ok", "boolean"), TEXT)))
    start(page)
    foot = page.locator(".dv-work-foot")
    expect(foot).to_contain_text("2 questions left: score")
    expect(page.get_by_role("button", name="Submit and next")).to_have_attribute(
        "aria-disabled", "true"
    )
    page.get_by_role("textbox", name="why").focus()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="1", exact=True)).to_be_focused()
    expect(question(page, "score")).to_contain_text("An answer is needed here.")
    page.keyboard.press("5")
    expect(question(page, "score")).not_to_contain_text("An answer is needed here.")
    foot.get_by_role("button", name="ok").click()
    expect(page.get_by_role("radio", name="Yes")).to_be_focused()


def test_a_lost_claim_keeps_what_was_typed(panels: Panels, make: Make) -> None:
    pipeline = make(RATING, TEXT)
    page = panels.show(dv.WorkForm(pipeline))
    start(page)
    page.get_by_role("textbox", name="why").fill("all this work")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    # Taken away from elsewhere.
    for work in pipeline.held():
        work.release()
    page.get_by_role("radio", name="4").click()
    expect(page.get_by_role("alert")).to_contain_text("The claim has ended.")
    expect(page.get_by_role("textbox", name="why")).to_have_value("all this work")
    assert panels.axe(page) == []
    page.get_by_role("button", name="Copy it").click()
    # Nothing on the page says when the clipboard has it.
    until(page, lambda: "all this work" in page.evaluate("navigator.clipboard.readText()"))
    copied = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert copied == {"score": 4, "why": "all this work"}
    page.get_by_role("button", name="Claim again").click()
    # It was free still: what was typed is in it.
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert pipeline.held()[0].draft == {"score": 4, "why": "all this work"}


def test_a_pause_is_said_and_nothing_is_lost(panels: Panels, make: Make) -> None:
    pipeline = make(RATING)
    page = panels.show(dv.WorkForm(pipeline))
    start(page)
    pipeline.pause()
    expect(page.get_by_text("The pipeline is paused:", exact=False)).to_be_visible()
    page.keyboard.press("4")
    expect(page.get_by_text("Not saved", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Submit and next")).to_have_attribute(
        "aria-disabled", "true"
    )
    pipeline.activate()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert pipeline.held()[0].draft == {"score": 4}
    page.keyboard.press("Enter")
    expect(page.get_by_text("Question 2")).to_be_visible()


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (lambda p: p.pause(), "Paused"),
        (lambda p: p.complete(), "Completed"),
        (lambda p: p.complete().archive(), "Archived"),
        (lambda p: p.complete().delete(confirm="delete"), "The pipeline is gone"),
    ],
)
def test_a_pipeline_at_rest_says_so(
    panels: Panels, make: Make, deed: Callable[[dv.Pipeline], Any], words: str
) -> None:
    pipeline = make(RATING)
    page = panels.show(dv.WorkForm(pipeline))
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    deed(pipeline)
    expect(page.get_by_role("heading", name=words)).to_be_visible()
    expect(page.get_by_role("button", name="Start")).to_have_count(0)
    assert panels.axe(page) == []


def test_a_draft_pipeline_and_one_without_tasks(panels: Panels, vault: Vault) -> None:
    pipeline = vault.pipelines.create("P", nodes=[dv.Subtask("rate", fields=[RATING])])
    page = panels.show(dv.WorkForm(pipeline))
    expect(page.get_by_role("heading", name="Not active yet")).to_be_visible()
    pipeline.activate()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Nothing for you right now")).to_be_visible()


def test_when_others_hold_the_rest(panels: Panels, make: Make) -> None:
    pipeline = make(RATING)
    works = pipeline.claim(3, contributor="ana")
    page = panels.show(dv.WorkForm(pipeline))
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("What is left is with others", exact=False)).to_be_visible()
    works[0].release()
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("Question 1")).to_be_visible()


def place(**changes: Any) -> dict[str, Any]:
    return {
        "pipeline_id": "pip_1",
        "name": "Helpfulness eval",
        "description": "",
        "project": None,
        "status": "active",
        "contributor": "ana",
        "refused": "",
        "held_count": 0,
        "counts": {"pending": 2, "finished": 1},
        **changes,
    }


def scripted(panels: Panels, answers: dict[str, Any], **options: Any) -> tuple[Page, Scripted]:
    from datavault_jupyter.widgets.ops import built

    code = {"views.part": lambda _: (None, {"code": built("more.js").encode()})}
    traits = {"pipeline_id": "pip_1", "node": "", "contributor": "", "task_id": "", "height": 640}
    return panels.scripted("work", {**code, **answers}, **traits, **options)


def test_who_may_not_work_is_told_why(panels: Panels) -> None:
    why = "ana may not work on the tasks of this pipeline."
    page, _ = scripted(panels, {"pipelines.work": place(refused=why)})
    expect(page.get_by_text(f"{why} Ask an owner of the project.")).to_be_visible()
    expect(page.get_by_role("button", name="Start")).to_have_count(0)
    assert panels.axe(page) == []


def test_a_refused_claim_is_said_and_tried_again(panels: Panels) -> None:
    refusals = [Refused("You hold 10 tasks already, of 10 at most.", hint="Submit one first.")]

    def claim(_: Any) -> Any:
        if refusals:
            raise refusals.pop()
        return {"place": place(counts={"finished": 3}), "item": None}

    page, _ = scripted(panels, {"pipelines.work": place(), "pipelines.claim": claim})
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("of 10 at most. Submit one first.")).to_be_visible()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("All tasks are finished")).to_be_visible()


def test_a_pipeline_nobody_may_see(panels: Panels) -> None:
    error = NotAllowed("mallory may not see this pipeline.")
    page, _ = scripted(panels, {"pipelines.work": error})
    expect(page.get_by_text("mallory may not see this pipeline.")).to_be_visible()


def test_a_busy_kernel_is_said(panels: Panels) -> None:
    page, side = scripted(panels, {"pipelines.work": place(), "pipelines.claim": None})
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    side.is_silent = True
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("The kernel is busy")).to_be_visible()


def test_two_views_of_one_form_show_the_same(panels: Panels, make: Make) -> None:
    pipeline = make(RATING)
    form = dv.WorkForm(pipeline)
    page = panels.show(form, views=2)
    first, second = page.locator(".dv-work").nth(0), page.locator(".dv-work").nth(1)
    first.get_by_role("button", name="Start").click()
    expect(second.get_by_text("Question 1")).to_be_visible()
    first.get_by_role("radio", name="3").click()
    expect(second.get_by_role("radio", name="3")).to_be_checked()
    page.keyboard.press("Enter")
    expect(second.get_by_text("Question 2")).to_be_visible()
    assert pipeline.counts["finished"] == 1
    until(page, lambda: form.task_id == pipeline.held()[0].task_id)


def test_python_leads_the_form_elsewhere(panels: Panels, vault: Vault, make: Make) -> None:
    form = dv.WorkForm(make(RATING))
    page = panels.show(form)
    start(page)
    other = make(TEXT, name="Another")
    form.pipeline_id = other.id
    expect(page.get_by_role("heading", name="Another")).to_be_visible()
    until(page, lambda: form.task_id == "")
    assert form.pipeline.name == "Another"


def test_escape_leads_out_and_the_keys_are_listed(panels: Panels, make: Make) -> None:
    page = panels.show(dv.WorkForm(make(TEXT)))
    form = start(page)
    expect(page.get_by_role("textbox", name="why")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("textbox", name="why")).to_have_value("?")
    page.keyboard.press("Escape")
    expect(form).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert panels.axe(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_have_count(0)


def test_a_saved_notebook_says_that_it_is_one(panels: Panels, make: Make) -> None:
    page = panels.show(dv.WorkForm(make(RATING)), is_saved=True)
    expect(page.get_by_text("This is a saved copy", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="Start")).to_have_count(0)
