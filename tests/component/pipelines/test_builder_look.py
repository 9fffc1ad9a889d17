"""The builder as it looks and is gone through by keys: widths, themes, every type of field."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.access import OrgRole
from tests.component.conftest import Panels
from tests.component.pipelines.building import button, cards, compared, preview, textbox
from tests.component.pipelines.conftest import Make
from tests.unit.pipelines.test_permissions import lose_role


def test_the_focus_is_never_lost(panels: Panels, make: Make) -> None:
    pipeline = make(dv.Field("kind", "boolean"), dv.Field("why", "long_text"))
    page = panels.show(pipeline.edit())
    heads = cards(page).locator(".dv-field-head")
    heads.nth(1).focus()
    page.keyboard.press("Enter")
    # The same for all: chosen by keys, as in the work form.
    page.get_by_role("radio", name="Filled in").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("radio", name="Same for all")).to_be_checked()
    value = page.locator(".dv-static")
    value.get_by_role("radio", name="Yes").focus()
    page.keyboard.press("n")
    expect(value.get_by_role("radio", name="No")).to_be_checked()
    expect(value.get_by_role("radio", name="No")).to_be_focused()
    page.keyboard.press("Escape")
    expect(heads.nth(1)).to_be_focused()
    expect(heads.nth(1)).to_have_attribute("aria-expanded", "false")
    expect(preview(page).get_by_text("No", exact=True)).to_be_visible()
    button(page, "Duplicate kind").press("Enter")
    expect(textbox(page, "Title")).to_be_focused()
    button(page, "Remove kind 2").press("Enter")
    expect(heads.nth(2)).to_be_focused()
    button(page, "Remove why").press("Enter")
    expect(heads.nth(1)).to_be_focused()
    button(page, "Remove Rate the answers").press("Enter")
    expect(button(page, "Add a subtask")).to_be_focused()
    button(page, "Undo").last.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("To be mended")).to_have_count(0)


def test_the_preview_is_tried_out_by_keys(panels: Panels, make: Make) -> None:
    score = dv.Field("score", "rating", repeat=(2, 3))
    pipeline = make(score, dv.Field("kind", "select", options=["a", "b"]))
    page = panels.show(pipeline.edit())
    first = preview(page).get_by_role("group", name="score, 1").get_by_role("radio")
    first.nth(0).focus()
    page.keyboard.press("4")
    expect(first.nth(3)).to_be_checked()
    expect(first.nth(3)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("2")
    expect(preview(page).get_by_role("radio", name="b")).to_be_checked()
    # Nothing of it is a change.
    expect(page.get_by_text("Form 1 is published")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1072, 850, 672, 352])
def test_it_fits_and_axe_is_content(panels: Panels, vault: Vault, width: int, theme: str) -> None:
    builder = compared(vault, dv.Review("Check")).edit(height=2000)
    page = panels.show(builder, width=width, is_dark=theme == "dark")
    expect(preview(page)).to_be_visible()
    cards(page).nth(4).get_by_role("button").first.click()
    textbox(page, "The highest point of the scale").fill("0")
    page.get_by_role("button", name="Who and how often").first.click()
    expect(page.get_by_role("region", name="To be mended")).to_be_visible()
    assert page.evaluate(
        "[...document.querySelectorAll('.dv, .dv-build-main, .dv-preview')]"
        ".every((each) => each.scrollWidth <= each.clientWidth + 2)"
    )
    assert panels.axe(page) == []
    panels.shot(page, f"builder-{width}-{theme}")
    page.get_by_role("radio", name="YAML").check()
    expect(textbox(page, "The pipeline as YAML")).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, f"builder-yaml-{width}-{theme}")


def test_a_new_one_and_what_may_not_be(panels: Panels, vault: Vault) -> None:
    page = panels.show(vault.pipelines.build())
    expect(page.get_by_text("No steps yet")).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, "builder-new-light")
    page = panels.show(dv.PipelineBuilder(compared(vault)), is_saved=True)
    expect(page.get_by_text("This is a saved copy")).to_be_visible()
    lose_role(vault, OrgRole.CONTRIBUTOR)
    page = panels.show(vault.pipelines.build())
    expect(page.get_by_text("The pipeline can't be shown")).to_be_visible()
    expect(page.get_by_text("Ask an admin of this vault for the role you need.")).to_be_visible()


def test_every_type_has_its_settings(panels: Panels, make: Make) -> None:
    pipeline = make(dv.Field("x", "boolean"))
    page = panels.show(pipeline.edit(height=2000))
    cards(page).nth(1).get_by_role("button").first.click()
    for label, setting in (
        ("Code", "Which language it is in"),
        ("Datetime", "A moment; otherwise a day"),
        ("Ranking", "What can be chosen"),
        ("Pairwise", "The name of the one on the left"),
        ("File", "How large a file may be"),
        ("Criteria", "What it gives"),
    ):
        page.get_by_role("combobox", name="Type").click()
        page.get_by_role("option", name=label, exact=True).click()
        expect(page.locator(".dv-field-body").get_by_text(setting, exact=True)).to_be_visible()
    # A criterion has the settings of what it gives.
    expect(page.get_by_text("The smallest value")).to_be_visible()
    page.get_by_role("combobox", name="What it gives").click()
    page.get_by_role("option", name="Boolean").click()
    expect(page.get_by_text("The smallest value")).to_have_count(0)
    expect(preview(page).get_by_role("radio", name="Yes")).to_be_visible()
