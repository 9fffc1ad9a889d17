"""New tasks in a browser: columns beside fields, nothing added before one has looked."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels, until

NODE = dv.Subtask(
    "rate",
    fields=[
        dv.Field("prompt", "long_text", source="given", title="Prompt"),
        dv.Field("model", "select", source="given", title="Model", options=["a", "b"]),
        dv.Field("tokens", "numeric", source="given", title="Tokens", is_optional=True),
        dv.Field("score", "rating"),
    ],
)
ROWS = [
    {"id": f"q{at}", "question": f"What is {at} + {at}?", "Model": "ab"[at % 2], "tokens": at * 10}
    for at in range(1, 9)
]


@pytest.fixture
def pipeline(vault: Vault) -> dv.Pipeline:
    return vault.pipelines.create("Sums", nodes=[NODE]).activate()


def test_from_a_dataset_to_tasks_by_keyboard(
    panels: Panels, vault: Vault, pipeline: dv.Pipeline
) -> None:
    import pandas as pd

    vault.import_frame(pd.DataFrame(ROWS), name="questions")
    panel = dv.SeedPanel(pipeline)
    page = panels.show(panel)
    source = page.get_by_role("combobox", name="Rows of")
    source.focus()
    page.keyboard.press("Enter")
    page.get_by_role("option", name="questions").wait_for()
    page.keyboard.type("q")
    page.keyboard.press("Enter")
    # Two columns are found by their names, the third is chosen.
    prompt = page.get_by_role("combobox", name="Column of Prompt")
    expect(page.get_by_role("combobox", name="Column of Model")).to_contain_text("Model")
    expect(page.get_by_text("needs a value, and has no column").first).to_be_visible()
    add = page.get_by_role("button", name="Add 8 tasks")
    expect(add).to_have_attribute("aria-disabled", "true")
    prompt.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("que")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="What is 1 + 1?", exact=True)).to_be_visible()
    expect(page.get_by_role("combobox", name="Column that says which row is which")).to_have_text(
        "id"
    )
    assert pipeline.task_count == 0
    expect(add).not_to_have_attribute("aria-disabled", "true")
    add.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="8 tasks added")).to_be_visible()
    assert pipeline.task_count == 8
    until(page, lambda: panel.added_count == 8)
    # The same rows once more: all of them have a task.
    page.get_by_role("button", name="Add others").click()
    until(page, lambda: (panel.source_kind, panel.source) == ("", ""))
    panel.source_kind, panel.source = "dataset", vault["questions"].id
    page.get_by_role("combobox", name="Column of Prompt").click()
    page.get_by_role("option", name="question", exact=True).click()
    expect(page.get_by_text("8 rows of these have a task already.")).to_be_visible()
    none = page.get_by_role("button", name="Add 0 tasks")
    expect(none).to_have_accessible_description("Every row has a task already.")


@pytest.mark.parametrize("width", [1072, 352])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_and_says_what_is_wrong(
    panels: Panels, pipeline: dv.Pipeline, theme: str, width: int
) -> None:
    rows = [*ROWS, {"id": "q9", "question": "?", "Model": "c", "tokens": "many"}]
    mapping = {"prompt": "question", "model": "Model", "tokens": "tokens"}
    page = panels.show(pipeline.seed(rows, mapping=mapping), is_dark=theme == "dark", width=width)
    expect(page.get_by_text("1 of 9 rows makes no task")).to_be_visible()
    expect(page.get_by_text("Row 9: ")).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, f"seeding-{theme}-{width}")


def test_a_file_that_is_not_there_is_said_and_left(
    panels: Panels, pipeline: dv.Pipeline, tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    page = panels.show(pipeline.seed(path))
    expect(page.get_by_role("alert")).to_contain_text("rows.csv")
    path.write_text("prompt,model\n<b>x</b>,a\n")
    page.get_by_role("button", name="Try again").click()
    # Once among the first values, once as a task; text both times.
    expect(page.get_by_role("cell", name="<b>x</b>", exact=True)).to_have_count(2)
    page.get_by_role("button", name="Add 1 task").click()
    expect(page.get_by_role("heading", name="1 task added")).to_be_visible()
