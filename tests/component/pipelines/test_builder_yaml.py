"""Every graph as YAML: kept as it was written, problems by line, one with the form."""

from __future__ import annotations

import re

from playwright.sync_api import expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels
from tests.component.pipelines.building import button, compared, textbox
from tests.unit.pipelines.conftest import GATED


def test_a_graph_with_a_gate_is_saved_as_it_was_written(panels: Panels, vault: Vault) -> None:
    pipeline = vault.pipelines.from_yaml(GATED)
    nodes = pipeline.nodes
    builder = pipeline.edit()
    page = panels.show(builder)
    area = textbox(page, "The pipeline as YAML")
    expect(page.get_by_text("Saved unchanged, it stays as it is.")).to_be_visible()
    expect(page.get_by_role("radio", name="Form")).to_be_disabled()
    # With comments it is another text and the same graph.
    area.fill(GATED)
    expect(page.get_by_text("Changes not saved")).to_be_visible()
    button(page, "Save draft").click()
    expect(page.get_by_text("Draft saved")).to_be_visible()
    assert pipeline.nodes == nodes
    again = panels.show(pipeline.edit())
    expect(textbox(again, "The pipeline as YAML")).to_have_value(GATED)
    # What is wrong is said with its line, which is one press away.
    area.fill(GATED.replace("then: End", "then: Nowhere"))
    expect(button(page, "Line 8")).to_be_visible()
    expect(page.get_by_text("'good?' leads to 'Nowhere', which isn't there.")).to_be_visible()
    area.fill(GATED.replace("type: gate", "type: gat"))
    button(page, "Line 9").click()
    chosen = "[this.selectionStart, this.selectionEnd]"
    assert area.evaluate(f"function (area) {{ return {chosen.replace('this', 'area')} }}") != [0, 0]
    area.fill(GATED.replace("then: End}", "then: End"))
    expect(page.get_by_text(re.compile(r"This is no YAML: .* in line 12\."))).to_be_visible()
    expect(button(page, "Line 12")).to_be_visible()
    assert pipeline.nodes == nodes


def test_yaml_and_form_are_one(panels: Panels, vault: Vault) -> None:
    pipeline = compared(vault, dv.Review("Check"))
    page = panels.show(pipeline.edit())
    page.get_by_role("radio", name="YAML").check()
    area = textbox(page, "The pipeline as YAML")
    expect(area).to_have_value(pipeline.to_yaml())
    area.fill(area.input_value().replace("overlap: 3", "overlap: 5  # as agreed"))
    expect(page.get_by_role("radio", name="Form")).to_be_enabled()
    page.get_by_role("radio", name="Form").check()
    expect(page.get_by_text("5 answers a task")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    assert pipeline.nodes[1].overlap == 5
    # The comment is still there: nothing was changed in the form since.
    page.get_by_role("radio", name="YAML").check()
    expect(area).to_have_value(re.compile("# as agreed"))
