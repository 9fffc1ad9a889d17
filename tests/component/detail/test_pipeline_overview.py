"""The overview of a dataset that a pipeline fills: numbers that move, a form, who works in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.base.errors import NotAllowed
from tests.component.conftest import Panels
from tests.component.detail.conftest import Open, answers

FIELDS = [
    dv.Field("prompt", "short_text", source="given"),
    dv.Field("preference", "pairwise", first="A", second="B"),
    dv.Field("helpfulness", "rating"),
    dv.Field("accurate", "criteria", output="boolean", is_optional=True),
    dv.Field("issue", "select", options=["style", "facts", "tone"], is_multiple=True),
]
ANSWER = {"preference": "A", "helpfulness": 4, "accurate": True, "issue": ["tone"]}
Make = Callable[..., dv.Pipeline]


@pytest.fixture
def make(vault: Vault) -> Make:
    def made(*more: Any, tasks: int = 12, overlap: int = 1) -> dv.Pipeline:
        rate = dv.Subtask("Rate the answers", fields=FIELDS, overlap=overlap)
        pipeline = vault.pipelines.create("Helpfulness eval", nodes=[rate, *more]).activate()
        pipeline.add_tasks([{"prompt": f"Question {at}"} for at in range(tasks)])
        return pipeline

    return made


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def rows(found: Locator) -> list[str]:
    return [" ".join(text.split()) for text in found.get_by_role("row").all_inner_texts()]


def answer(pipeline: dv.Pipeline, count: int, **who: Any) -> None:
    for work in pipeline.claim(count, **who):
        work.submit(ANSWER)


def test_progress_and_contributors_move_by_themselves(panels: Panels, make: Make) -> None:
    pipeline = make(dv.Review("Check"))
    page = panels.show(dv.DatasetView(pipeline.dataset))
    progress = card(page, "Progress")
    expect(progress.get_by_role("row")).to_have_count(1)
    assert rows(progress) == ["Pending 12 100.0%"]
    expect(card(page, "Contributors")).to_contain_text("Nobody has answered yet")
    answer(pipeline, 4)
    expect(progress.get_by_role("row")).to_have_text(["In review433.3%", "Pending866.7%"])
    pipeline.claim(1, node="Check")[0].approve()
    expect(progress.get_by_role("row").first).to_have_text("Finished18.3%")
    expect(page.locator(".dv-stats li").nth(1)).to_have_text("1 finished, 8%")
    people = card(page, "Contributors").get_by_role("row")
    expect(people.first).to_contain_text("100.0%")
    pipeline.run(lambda _task: ANSWER, contributor="judge-v2", limit=3)
    expect(people.nth(1)).to_contain_text("function")
    expect(people.nth(1)).to_contain_text("judge-v2")
    # The contributor is there after the first of the three answers.
    told = f"1 finished, 6 in review, {pipeline.counts['pending']} pending"
    expect(progress.get_by_role("img")).to_have_attribute("aria-label", told)


def test_what_finished_tasks_came_to_stands_at_their_fields(panels: Panels, make: Make) -> None:
    pipeline = make()
    page = panels.show(dv.DatasetView(pipeline.dataset))
    form = card(page, "Form")
    expect(form.get_by_role("row").nth(2)).to_have_text("helpfulness1 to 5Rating")
    for score in (4, 5):
        pipeline.claim()[0].submit({**ANSWER, "helpfulness": score})
    expect(form.get_by_role("row").nth(2)).to_have_text("helpfulness1 to 5mean 4.50")
    expect(form.get_by_role("row").nth(1)).to_contain_text("A 100%")
    expect(form.get_by_role("row").nth(3)).to_contain_text("100.0% yes")
    # What comes with a task is no result.
    expect(form.get_by_role("row").nth(0)).to_contain_text("Short text")


def test_the_form_is_told_field_by_field(panels: Panels, make: Make) -> None:
    page = panels.show(dv.DatasetView(make(overlap=3).dataset))
    form = card(page, "Form")
    expect(form).to_contain_text("version 1, 5 fields")
    assert rows(form) == [
        "prompt comes with the task Short text",
        "preference one of A, tie and B Pairwise",
        "helpfulness 1 to 5 Rating",
        "accurate yes or no, with reasoning, optional Criteria",
        "issue any of style, facts and tone Select",
    ]
    expect(page.locator(".dv-stats")).to_contain_text("3 answers each")
    # What a table of rows on disk has, and what is still being collected hasn't.
    expect(card(page, "Shape")).to_have_count(0)


def test_its_badge_and_banner_say_where_it_is(panels: Panels, make: Make) -> None:
    pipeline = make()
    page = panels.show(dv.DatasetView(pipeline.dataset))
    badge, banner = page.locator(".dv-named .dv-badge"), page.locator(".dv-note-bar")
    expect(badge).to_have_text("Collecting")
    expect(banner).to_have_count(0)
    pipeline.pause()
    expect(badge).to_have_text("Collecting · paused")
    expect(banner).to_have_text(
        "Its pipeline is paused: nobody gets new tasks, and what was begun waits."
    )
    pipeline.activate()
    expect(banner).to_have_count(0)
    pipeline.complete()
    expect(badge).to_have_text("Complete")
    expect(banner).to_have_text("Its pipeline is completed. You see version 1.0.0, frozen now.")
    expect(card(page, "Progress")).to_be_visible()
    pipeline.delete(confirm="delete")
    expect(badge).to_have_text("Orphaned")
    expect(banner).to_contain_text("Its pipeline was deleted, so it is read-only.")
    expect(banner).to_contain_text("version 1.0.0")
    expect(card(page, "Progress")).to_have_count(0)
    expect(card(page, "Shape")).to_be_visible()


def test_a_version_that_was_frozen_meanwhile_is_named(panels: Panels, make: Make) -> None:
    pipeline = make()
    pipeline.freeze()
    page = panels.show(dv.DatasetView(pipeline.dataset))
    expect(card(page, "Dataset")).to_contain_text("1.0.0")
    expect(page.locator(".dv-named .dv-badge")).to_have_text("Collecting")


def test_who_may_not_see_the_pipeline_sees_the_dataset_alone(opened: Open) -> None:
    given = {"source": "pipeline", "pipeline": "Helpfulness eval", "pipeline_state": "active"}
    page, side = opened(**given, is_live=True, state="collecting", status="Collecting")
    side.answers["pipelines.overview"] = NotAllowed("You may not see this pipeline.")
    expect(card(page, "Dataset")).to_be_visible()
    expect(card(page, "Progress")).to_have_count(0)
    assert "may not" not in page.inner_text("main")
    assert "datasets.describe" in answers()


@pytest.mark.parametrize(
    ("width", "is_dark"), [(1072, False), (1072, True), (672, False), (352, True)]
)
def test_it_is_fit_to_be_seen(
    panels: Panels, make: Make, width: int, *, is_dark: bool
) -> None:  # fmt: skip
    pipeline = make(dv.Review("Check"), tasks=120, overlap=2)
    answer(pipeline, 10)
    pipeline.run(lambda _task: ANSWER, contributor="judge-v2", limit=60)
    for work in pipeline.claim(6, node="Check"):
        work.approve()
    for task in pipeline.tasks("pending")[:3]:
        pipeline.quarantine(task.id, note="odd")
    page = panels.show(dv.DatasetView(pipeline.dataset), width=width, is_dark=is_dark)
    expect(card(page, "Contributors").get_by_role("row")).to_have_count(2)
    panels.shot(page, f"live-overview-{width}-{'dark' if is_dark else 'light'}")
    assert panels.axe(page) == []
    wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
