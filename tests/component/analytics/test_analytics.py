"""The Analytics tab in a real browser: which answers, a block a field, and how it follows."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels, until

RATED = pd.DataFrame(
    {
        "text_id": [f"t{at}" for at in range(6) for _ in range(2)],
        "annotator": ["ana", "bo"] * 6,
        "quality": [4, 5, 3, 3, 2, 4, 5, 5, 1, 2, 4, 4],
        "label": ["low", "high", "medium", "medium"] * 3,
        "language": ["de", "de", "en"] * 4,
        "rated_at": pd.date_range("2026-01-01", periods=12, freq="12h"),
    }
)


def tab(panels: Panels, dataset: dv.Dataset, **options: Any) -> Page:
    page = panels.show(dv.DatasetView(dataset, tab="analytics"), **options)
    expect(page.locator(".dv-block h2, .dv-empty-state").first).to_be_visible()
    return page


def block(page: Page, name: str) -> Locator:
    return page.locator(f'.dv-block[data-field="{name}"]')


def more(page: Page, name: str, *entries: str) -> None:
    """Choose in a block's menu."""
    page.get_by_role("button", name=f"More about {name}").click()
    for entry in entries:
        page.get_by_role("menuitem", name=entry).click()


@pytest.mark.parametrize(
    ("width", "is_dark"), [(1072, False), (1072, True), (672, False), (520, False), (352, True)]
)
def test_it_fits_every_place(
    panels: Panels,
    pipeline: dv.Pipeline,
    width: int,
    is_dark: bool,  # noqa: FBT001
) -> None:
    page = tab(panels, pipeline.dataset, width=width, is_dark=is_dark)
    expect(block(page, "helpfulness").locator("b")).not_to_be_empty()
    # The sections come after the blocks, in any order; tables wider than the view are in some.
    for section in ("Agreement", "Who agrees with whom", "Contributors"):
        expect(page.get_by_role("region", name=section).get_by_role("table")).to_be_visible()
    if width == 1072:
        assert panels.axe(page) == []
    panels.shot(page, f"analytics-{width}-{'dark' if is_dark else 'light'}")
    assert page.evaluate(
        "[...document.querySelectorAll('.dv, .dv-block')]"
        ".every((each) => each.scrollWidth <= each.clientWidth + 1)"
    )


def test_finished_tasks_only_is_said_and_can_be_taken_away(
    panels: Panels, vault: Vault, pipeline: dv.Pipeline
) -> None:
    pipeline.add_tasks([{"prompt": "More", "model_a": "x", "model_b": "y"}])
    pipeline.claim(contributor="Ana Ruiz")[0].submit(
        {"helpfulness": 1, "accurate": True, "preference": "tie"}
    )
    page = tab(panels, pipeline.dataset)
    said = page.locator(".dv-which")
    expect(said).to_contain_text("Answers where")
    expect(said).to_contain_text("120 answers to 40 tasks by 6 people")
    page.get_by_role("button", name="Remove task status is finished").click()
    expect(said).to_contain_text("All answers")
    expect(said).to_contain_text("121 answers to 41 tasks by 6 people")
    page.get_by_role("button", name="Finished tasks only").click()
    expect(said).to_contain_text("120 answers")


def test_the_filter_is_that_of_the_grid(panels: Panels, pipeline: dv.Pipeline) -> None:
    widget = dv.DatasetView(pipeline.dataset, tab="analytics")
    page = panels.show(widget)
    said = page.locator(".dv-which")
    expect(said).to_contain_text("120 answers")
    page.get_by_role("button", name="Condition", exact=True).click()
    page.get_by_role("textbox", name="Search columns").fill("model_a")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_text("atlas-2-mini").click()
    page.get_by_role("button", name="Show rows").click()
    expected = pipeline.dataset.analytics.summary(
        where="status = 'finished' AND model_a = 'atlas-2-mini'"
    )
    expect(said).to_contain_text(f"{expected.answer_count} answers")
    mean = expected["helpfulness"].block.mean
    expect(block(page, "helpfulness").locator("b")).to_have_text(f"{mean:.2f}")
    until(page, lambda: widget.view.get("filters") is not None)
    page.get_by_role("tab", name="Content").click()
    expect(page.locator(".dv-say")).to_contain_text("model_a")
    assert widget.rows().df()["model_a"].unique().tolist() == ["atlas-2-mini"]


def test_blocks_tell_what_python_tells(panels: Panels, pipeline: dv.Pipeline) -> None:
    made = pipeline.dataset.analytics.summary()
    page = tab(panels, pipeline.dataset)
    rating, accurate = made["helpfulness"].block, made["accurate"].block
    assert rating.mean is not None
    assert accurate.rate is not None
    assert rating.median is not None
    first = block(page, "helpfulness")
    expect(first).to_contain_text(f"{rating.mean:.2f}")
    expect(first).to_contain_text(f"median {rating.median:g}")
    expect(first.get_by_role("img")).to_have_accessible_name(
        ", ".join(f"{each.label}: {each.count}" for each in rating.categories)
    )
    expect(block(page, "accurate")).to_contain_text(f"{accurate.rate * 100:.1f}%")
    issues = block(page, "issue").get_by_role("listitem")
    named = [f"{each.label}{each.count}" for each in made["issue"].block.categories]
    expect(issues).to_have_text(named)
    expect(block(page, "preference")).to_contain_text("of decided pairs")
    expect(block(page, "order")).to_contain_text("mean rank")


def test_a_block_is_broken_down_and_back(panels: Panels, pipeline: dv.Pipeline) -> None:
    page = tab(panels, pipeline.dataset)
    more(page, "helpfulness", "By column", "model_a")
    rating = block(page, "helpfulness")
    expect(rating).to_contain_text("mean by model_a")
    table = pipeline.dataset.analytics.summary("helpfulness", by="model_a")["helpfulness"]
    expect(rating.get_by_role("listitem")).to_have_count(len(table))
    expect(rating.get_by_role("listitem").first).to_contain_text(f"{table[0]['mean']:.2f}")
    more(page, "issue", "By column", "contributor")
    expect(block(page, "issue").locator(".dv-legend")).to_contain_text("Incomplete")
    more(page, "accurate", "Over time")
    expect(block(page, "accurate")).to_contain_text("share of yes by hour")
    panels.shot(page, "analytics-broken-down")
    rating.get_by_role("button", name="Distribution").click()
    expect(rating.locator("b")).to_be_visible()


def test_it_follows_and_loses_nothing_that_is_open(panels: Panels, pipeline: dv.Pipeline) -> None:
    pipeline.add_tasks([{"prompt": f"New {at}", "model_a": "a", "model_b": "b"} for at in range(3)])
    page = tab(panels, pipeline.dataset)
    expect(page.locator(".dv-counted")).to_have_text("120 answers to 40 tasks by 6 people")
    more(page, "accurate", "By column", "model_a")
    page.get_by_role("button", name="More about issue").click()
    menu = page.get_by_role("menu")
    expect(menu).to_be_visible()
    for name in ("Ana Ruiz", "Ben Okafor", "Chen Wei"):
        pipeline.claim(contributor=name)[0].submit(
            {"helpfulness": 1, "accurate": False, "preference": "tie"}
        )
    expect(page.locator(".dv-counted")).to_have_text("123 answers to 41 tasks by 6 people")
    mean = pipeline.dataset.analytics.summary()["helpfulness"].block.mean
    expect(block(page, "helpfulness").locator("b")).to_have_text(f"{mean:.2f}")
    expect(menu).to_be_visible()
    expect(block(page, "accurate").get_by_role("listitem")).to_have_count(5)


def test_sql_is_shown_and_gives_the_numbers(panels: Panels, pipeline: dv.Pipeline) -> None:
    page = tab(panels, pipeline.dataset)
    page.get_by_role("button", name="SQL", exact=True).click()
    text = page.get_by_role("dialog").locator("pre").inner_text()
    assert "tasks where 'status' is finished" in text
    for statement in text.split(";"):
        if "SELECT" in statement:
            asked = statement[statement.index("SELECT") :]
            assert pipeline.dataset.analytics.sql(asked).fetchall()
    page.get_by_role("button", name="Copy SQL").click()
    expect(page.get_by_role("dialog")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == text
    page.keyboard.press("Escape")
    more(page, "accurate", "SQL behind it")
    expect(page.get_by_role("dialog", name="SQL behind accurate")).not_to_contain_text("helpful")


def test_a_clipboard_that_stays_closed_is_said(panels: Panels, pipeline: dv.Pipeline) -> None:
    page = tab(panels, pipeline.dataset)
    page.evaluate("""() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error("closed"));
      document.execCommand = () => false;
    }""")
    page.get_by_role("button", name="SQL", exact=True).click()
    page.get_by_role("button", name="Copy SQL").click()
    expect(page.get_by_role("dialog")).to_contain_text("The browser keeps its clipboard closed")


def test_a_dialog_stays_where_it_is_while_the_view_beneath_it_grows(
    panels: Panels, pipeline: dv.Pipeline
) -> None:
    page = tab(panels, pipeline.dataset)
    page.get_by_role("button", name="SQL", exact=True).click()
    dialog = page.get_by_role("dialog")
    place = dialog.bounding_box()
    resize = """height => new Promise(done => {
      const root = document.querySelector(".dv"), first = root.firstElementChild;
      first.style.height = `${height}px`;
      first.style.overflow = "hidden";
      requestAnimationFrame(() => requestAnimationFrame(done));
    })"""
    page.evaluate(resize, 4000)
    assert dialog.bounding_box() == place
    # Where the view gets too short for that place, the dialog comes along.
    page.evaluate(resize, 300)
    ends = "([dialog, root]) => [dialog, root].map(one => one.getBoundingClientRect().bottom)"
    inner, outer = page.evaluate(ends, [dialog.element_handle(), page.query_selector(".dv")])
    assert inner < outer


def test_the_numbers_go_into_a_file(panels: Panels, pipeline: dv.Pipeline) -> None:
    page = tab(panels, pipeline.dataset)
    with page.expect_download() as found:
        page.locator(".dv-which").get_by_role("button", name="Export").click()
    assert found.value.suggested_filename == "Helpfulness eval analytics.csv"
    text = Path(found.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    mean = pipeline.dataset.analytics.summary()["helpfulness"].block.mean
    assert next(float(row["value"]) for row in rows if row["number"] == "mean") == mean


def test_imported_ratings_are_guessed_and_mapped_anew(panels: Panels, vault: Vault) -> None:
    dataset = vault.import_frame(RATED, name="ratings")
    page = tab(panels, dataset)
    expect(page.locator(".dv-mapped")).to_contain_text(
        "Guessed from names and values: item is text_id, rater is annotator, "
        "ratings are quality, label"
    )
    expect(page.locator(".dv-counted")).to_have_text("12 answers to 6 items by 2 people")
    page.get_by_role("button", name="Change").click()
    dialog = page.get_by_role("dialog", name="Where the ratings are")
    dialog.get_by_role("combobox", name="Who rated it").click()
    page.get_by_role("option", name="language").click()
    expect(dialog).to_contain_text("12 answers to 6 items by 2 people")
    dialog.get_by_text("label select").click()
    expect(dialog.get_by_role("status").last).to_contain_text("quality (rating)")
    panels.shot(page, "analytics-mapping")
    assert panels.axe(page) == []
    dialog.get_by_role("button", name="Save for everybody").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".dv-mapped")).to_contain_text("Set: item is text_id, rater is language")
    expect(page.locator(".dv-block")).to_have_count(1)
    assert dataset.analytics.mapping.rater == "language"
    page.get_by_role("button", name="Change").click()
    dialog.get_by_role("button", name="Guess again").click()
    expect(page.locator(".dv-mapped")).to_contain_text("rater is annotator")
    assert dataset.analytics.mapping.is_guessed


def test_the_order_of_a_scale_is_set_by_hand(panels: Panels, vault: Vault) -> None:
    dataset = vault.import_frame(RATED, name="ratings")
    page = tab(panels, dataset)
    expect(block(page, "label").get_by_role("listitem")).to_have_text(["low3", "medium6", "high3"])
    more(page, "label", "How it is read")
    dialog = page.get_by_role("dialog", name="How label is read")
    dialog.get_by_role("button", name="Move low down").click()
    dialog.get_by_role("button", name="Move low down").click()
    dialog.get_by_role("button", name="Save for everybody").click()
    expect(block(page, "label").get_by_role("listitem")).to_have_text(["medium6", "high3", "low3"])
    assert dataset.analytics.mapping.fields[0].order == ("medium", "high", "low")


def test_over_time_is_a_line(panels: Panels, vault: Vault) -> None:
    dataset = vault.import_frame(RATED, name="ratings")
    page = tab(panels, dataset)
    more(page, "quality", "Over time")
    line = block(page, "quality").get_by_role("img")
    expect(line).to_have_accessible_name(
        "2026-01-01: 4.50, 2026-01-02: 3, 2026-01-03: 3, 2026-01-04: 5, 2026-01-05: 1.50, "
        "2026-01-06: 4"
    )


def test_empty_places_say_what_to_do(panels: Panels, vault: Vault) -> None:
    texts = vault.import_frame(
        pd.DataFrame({"remark": ["so long a text", "and another one"]}), name="texts"
    )
    page = tab(panels, texts)
    expect(page.get_by_role("heading", name="Nothing to evaluate")).to_be_visible()
    page.get_by_role("button", name="Choose columns").click()
    page.get_by_role("dialog").get_by_text("remark text").click()
    page.get_by_role("button", name="Save for everybody").click()
    expect(block(page, "remark")).to_contain_text("characters on average")
    node = dv.Subtask("rate", fields=[dv.Field("score", "rating")])
    waiting = vault.pipelines.create("Waiting", nodes=[node]).activate()
    waiting.add_tasks([{}])
    page = tab(panels, waiting.dataset)
    expect(page.get_by_role("heading", name="No answers yet")).to_be_visible()
    waiting.claim(contributor="ana")[0].submit({"score": 4})
    expect(block(page, "score").locator("b")).to_have_text("4")


def test_names_are_text_and_never_markup(panels: Panels, vault: Vault) -> None:
    name = "<img src=x onerror=alert(1)>"
    frame = pd.DataFrame({"item": ["a", "b"], "rater": [name, "bo"], name: [1, 2]})
    dataset = vault.import_frame(frame, name="odd")
    dataset.analytics.map(values=[name])
    page = tab(panels, dataset)
    expect(page.locator(".dv-block h2")).to_have_text(name)
    assert page.locator("img").count() == 0


def test_a_filter_that_fails_is_told_with_a_way_out(panels: Panels, vault: Vault) -> None:
    dataset = vault.import_frame(RATED, name="ratings")
    widget = dv.DatasetView(dataset, tab="analytics")
    widget.view = {"filters": {"op": "ge", "column": "quality", "values": ["9"]}}
    page = panels.show(widget)
    expect(page.get_by_role("heading", name="No answers yet")).to_be_visible()
    page.get_by_role("button", name="Clear the filter").click()
    expect(page.locator(".dv-block")).to_have_count(2)
