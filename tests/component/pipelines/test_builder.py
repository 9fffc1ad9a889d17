"""The builder: a pipeline from nothing by keys alone, problems at their places, nothing lost."""

from __future__ import annotations

from playwright.sync_api import Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels, until
from tests.component.pipelines.building import button, cards, compared, preview, textbox
from tests.component.pipelines.conftest import Make


def test_from_nothing_to_active_by_keys_alone(panels: Panels, vault: Vault) -> None:
    builder = vault.pipelines.build()
    page = panels.show(builder)
    expect(page.get_by_text("Nothing is stored yet")).to_be_visible()
    keys = page.keyboard
    textbox(page, "Name").focus()
    keys.type("Tone")
    button(page, "Add a subtask").focus()
    keys.press("Enter")
    expect(textbox(page, "Name of the subtask")).to_be_focused()
    keys.type("Rate the tone")
    # Its first field is open already, and the preview has it.
    textbox(page, "Title").focus()
    keys.type("How warm is it?")
    expect(textbox(page, "Column")).to_have_value("how_warm_is_it")
    expect(preview(page).get_by_text("How warm is it?")).to_be_visible()
    page.get_by_role("combobox", name="Type").focus()
    keys.press("Enter")
    keys.type("rating")
    keys.press("Enter")
    expect(preview(page).get_by_role("radio", name="5")).to_be_visible()
    textbox(page, "The highest point of the scale").fill("3")
    expect(preview(page).get_by_role("radio")).to_have_count(3)
    textbox(page, "What 3 means").fill("very")
    expect(preview(page).get_by_role("radio", name="3, very")).to_be_visible()
    # A second field, before the first.
    button(page, "Add a field").focus()
    keys.press("Enter")
    expect(textbox(page, "Title")).to_be_focused()
    keys.type("Reply")
    page.get_by_role("radio", name="Filled in").focus()
    keys.press("ArrowRight")
    expect(page.get_by_role("radio", name="Comes with the task")).to_be_checked()
    keys.press("Alt+ArrowUp")
    expect(cards(page).locator(".dv-m")).to_have_text(["Reply", "How warm is it?"])
    expect(page.get_by_role("radio", name="Comes with the task")).to_be_focused()
    publish_by_keys(page, vault, builder)


def publish_by_keys(page: Page, vault: Vault, builder: dv.PipelineBuilder) -> None:
    keys = page.keyboard
    keys.press("Control+s")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    # Two traits, told one after the other.
    until(page, lambda: builder.pipeline_id and not builder.is_changed)
    made = vault.pipelines["Tone"]
    assert (made.status, builder.pipeline_id, builder.is_changed) == ("draft", made.id, False)
    button(page, "Publish form 1").focus()
    keys.press("Enter")
    dialog = page.get_by_role("dialog", name="Publish form 1?")
    expect(dialog).to_contain_text("with 2 columns of its own: reply, how_warm_is_it.")
    button(dialog, "Publish form 1 and activate").focus()
    keys.press("Enter")
    expect(page.get_by_text("Form 1 is published, and the pipeline is active")).to_be_visible()
    assert made.status == "active"
    assert made.nodes[1].name == "Rate the tone"
    made.add_tasks([{"reply": "Hello there"}])
    made.claim()[0].submit({"how_warm_is_it": 3})
    assert vault["Tone"].df()["how_warm_is_it"].tolist() == [3]


def test_a_new_form_says_first_what_it_does(panels: Panels, make: Make) -> None:
    pipeline = make(dv.Field("score", "rating"))
    pipeline.claim()
    page = panels.show(pipeline.edit())
    button(page, "Remove score").click()
    button(page, "Add a field").click()
    textbox(page, "Title").fill("Why")
    button(page, "Publish form 2").click()
    dialog = page.get_by_role("dialog", name="Publish form 2?")
    for sentence in (
        "New column: why. NULL in the 3 rows there are, until somebody fills it in.",
        "Retired: score. What was collected stays in the data; it gets no more values.",
        "2 tasks that nobody has begun follow the new form.",
        "1 task under way goes on with the form it was begun with.",
    ):
        expect(dialog.get_by_text(sentence)).to_be_visible()
    button(dialog, "Publish form 2").click()
    expect(page.get_by_text("Form 2 is published", exact=True).first).to_be_visible()
    assert pipeline.form_number == 2
    assert pipeline.dataset.columns[-2:] == ["score", "why"]


def test_what_is_published_already_is_activated(panels: Panels, vault: Vault) -> None:
    pipeline = compared(vault).publish()
    page = panels.show(pipeline.edit())
    button(page, "Activate").click()
    dialog = page.get_by_role("dialog", name="Activate the pipeline?")
    expect(dialog).to_contain_text("Its dataset is made")
    button(dialog, "Activate the pipeline").click()
    expect(page.get_by_text("The pipeline is active", exact=True)).to_be_visible()
    assert (pipeline.status, pipeline.form_number) == ("active", 1)
    publish = button(page, "Publish form 2")
    expect(publish).to_have_attribute("aria-disabled", "true")
    expect(publish).to_contain_text("The published form says the same")


def test_problems_stand_at_their_places(panels: Panels, vault: Vault) -> None:
    page = panels.show(vault.pipelines.build(name="Tone"))
    button(page, "Add a subtask").click()
    # Nobody has been there yet: it is listed, and not marked.
    mending = page.get_by_role("region", name="To be mended")
    expect(mending).to_contain_text("Subtask, field 1: It needs a name.")
    expect(mending).to_contain_text("1 thing to mend")
    expect(page.locator(".dv-step.is-bad")).to_have_count(0)
    mending.get_by_role("button").click()
    expect(textbox(page, "Column")).to_be_focused()
    page.get_by_role("combobox", name="Type").click()
    page.get_by_role("option", name="Numeric").click()
    textbox(page, "Column").fill("score")
    lowest = textbox(page, "The smallest value")
    lowest.fill("5")
    textbox(page, "The largest value").fill("5")
    problem = page.get_by_text("This is not below the largest value.")
    expect(page.locator('[data-place$="/min"]').get_by_text("This is not below")).to_be_visible()
    expect(lowest).to_have_attribute("aria-invalid", "true")
    expect(button(page, "Publish form 1")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Control+s")
    assert vault.pipelines.list() == []
    lowest.fill("four")
    expect(page.locator('[data-place$="/min"]').get_by_text("This is no number.")).to_be_visible()
    lowest.fill("-5")
    expect(problem).to_have_count(0)
    expect(mending).to_have_count(0)
    button(page, "Save draft").click()
    expect(page.get_by_text("Draft saved")).to_be_visible()
    (field,) = vault.pipelines["Tone"].nodes[1].fields
    assert field.settings == {"min": -5, "max": 5}


def test_parts_are_doubled_removed_and_come_back(panels: Panels, make: Make) -> None:
    pipeline = make(dv.Field("tags", "select", options=["a", "b"]))
    page = panels.show(pipeline.edit())
    names = cards(page).locator(".dv-m")
    button(page, "Duplicate tags").click()
    expect(names).to_have_text(["Prompt", "tags", "tags 2"])
    button(page, "Remove tags").click()
    expect(names).to_have_text(["Prompt", "tags 2"])
    button(page, "Undo").click()
    expect(names).to_have_text(["Prompt", "tags", "tags 2"])
    cards(page).nth(1).get_by_role("button", name="tags", exact=False).first.click()
    # Enter begins the next option; lines that are pasted are options.
    textbox(page, "Option 2").focus()
    page.keyboard.press("Enter")
    expect(textbox(page, "Option 3")).to_be_focused()
    page.keyboard.type("c")
    page.keyboard.press("Alt+ArrowUp")
    expect(textbox(page, "Option 2")).to_have_value("c")
    expect(textbox(page, "Option 2")).to_be_focused()
    button(page, "Duplicate Rate the answers").click()
    expect(page.locator(".dv-step")).to_have_count(2)
    button(page, "Add a review").click()
    expect(button(page, "Add a review")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    kinds = [node.type.value for node in pipeline.nodes]
    assert kinds == ["start", "subtask", "subtask", "review", "end"]
    assert pipeline.nodes[1].fields[1].settings["options"] == ["a", "c", "b"]
    assert [each.name for each in pipeline.nodes[2].fields] == ["prompt 2", "tags 3", "tags 2 2"]


def test_changes_are_not_lost_to_others_nor_unasked(
    panels: Panels, vault: Vault, make: Make
) -> None:
    pipeline, other = compared(vault), make(dv.Field("x", "boolean"), name="Other")
    builder = pipeline.edit()
    page = panels.show(builder)
    name = textbox(page, "Name")
    name.fill("Mine")
    until(page, lambda: builder.is_changed)
    # Another pipeline is asked for from Python.
    builder.pipeline_id = other.id
    dialog = page.get_by_role("alertdialog", name="Leave your changes?")
    button(dialog, "Keep writing").click()
    expect(name).to_have_value("Mine")
    until(page, lambda: builder.pipeline_id == pipeline.id)
    # Somebody else was quicker.
    pipeline.describe("Theirs")
    button(page, "Save draft").click()
    expect(page.get_by_role("alert")).to_contain_text("changed by somebody else meanwhile")
    expect(name).to_have_value("Mine")
    assert pipeline.name == "Helpfulness eval"
    button(page, "Load it as it is now").click()
    expect(page.get_by_role("textbox", name="What it is for")).to_have_value("Theirs")
    # Nothing is lost by looking at theirs.
    button(page, "Go back to mine").click()
    expect(name).to_have_value("Mine")
    name.fill("Again mine")
    button(page, "More").click()
    page.get_by_role("menuitem", name="Discard the changes").click()
    expect(name).to_have_value("Helpfulness eval")
    button(page, "Undo").click()
    expect(name).to_have_value("Again mine")
    button(page, "Save draft").click()
    expect(page.get_by_text("Draft saved")).to_be_visible()
    assert pipeline.name == "Again mine"


def test_a_template_is_saved_and_begun_with(panels: Panels, vault: Vault) -> None:
    page = panels.show(compared(vault).edit())
    button(page, "More").click()
    page.get_by_role("menuitem", name="Save as a template").click()
    dialog = page.get_by_role("dialog", name="Save as a template")
    textbox(dialog, "Name").fill("Pairs")
    button(dialog, "Save the template").click()
    expect(page.get_by_text("Saved as the template Pairs")).to_be_visible()
    page = panels.show(vault.pipelines.build(name="Second"))
    button(page, "More").click()
    page.get_by_role("menuitem", name="Begin with a template").click()
    page.get_by_role("menuitem", name="Pairs").click()
    expect(cards(page)).to_have_count(7)
    expect(textbox(page, "Name")).to_have_value("Second")
