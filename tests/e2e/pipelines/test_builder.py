"""A pipeline built by keys alone in a real JupyterLab, and opened again after that."""

from __future__ import annotations

from pathlib import Path

import nbformat
from playwright.sync_api import Locator, expect

from tests.e2e.lab import Lab
from tests.e2e.pipelines.test_work_form import KERNEL, SLOW, printed

MAKE = """
import datavault_jupyter as dv
vault = dv.Vault({path!r})
builder = vault.pipelines.build()
builder
"""
FOUND = """
print(builder.pipeline and [builder.pipeline.status.value, builder.is_changed,
    [(node.name, [field.name for field in node.fields]) for node in builder.pipeline.nodes]])
"""


def shown(lab: Lab, home: Path) -> Locator:
    """Run the notebook; the builder in it."""
    code = [MAKE.format(path=str(home / "team-vault")), FOUND, "None"]
    cells = [nbformat.v4.new_code_cell(each) for each in code]
    whole = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(whole, lab.server.root / f"{lab.workspace}.ipynb")
    lab.open(f"{lab.workspace}.ipynb")
    lab.use_theme("light")
    lab.run_all()
    assert lab.errors() == []
    assert printed(lab, 1) == "None"
    return lab.page.locator(".jp-OutputArea-output .dv").first


def test_a_pipeline_is_built_by_keys_alone(lab: Lab, tmp_path: Path) -> None:
    view, keys = shown(lab, tmp_path), lab.page.keyboard
    name = view.get_by_role("textbox", name="Name", exact=True)
    expect(name).to_be_visible(timeout=SLOW)
    cells = len(lab.cells())
    name.focus()
    # Keys that mean something to the notebook stay in the builder.
    keys.type("Baddy")
    view.get_by_role("button", name="Add a subtask").focus()
    keys.press("Enter")
    expect(view.get_by_role("textbox", name="Name of the subtask")).to_be_focused()
    keys.type("rate")
    view.get_by_role("textbox", name="Title", exact=True).focus()
    keys.type("added b")
    view.get_by_role("combobox", name="Type").focus()
    keys.press("Enter")
    keys.type("bool")
    keys.press("Enter")
    preview = view.get_by_role("complementary", name="Preview of the form")
    preview.get_by_role("radio", name="Yes").focus()
    keys.press("n")
    expect(preview.get_by_role("radio", name="No")).to_be_checked()
    lab.screenshot("builder-journey")
    keys.press("Control+s")
    expect(view.get_by_text("Draft saved")).to_be_visible(timeout=SLOW)
    view.get_by_role("button", name="Publish form 1").focus()
    keys.press("Enter")
    dialog = view.get_by_role("dialog", name="Publish form 1?")
    dialog.get_by_role("button", name="Publish form 1 and activate").focus()
    keys.press("Enter")
    expect(view.get_by_text("Form 1 is published, and the pipeline is active")).to_be_visible(
        timeout=SLOW
    )
    lab.use_theme("dark")
    expect(view).to_have_attribute("data-theme", "dark")
    lab.screenshot("builder-journey-dark")
    assert len(lab.cells()) == cells
    lab.run_cell(1)
    assert lab.errors() == []
    nodes = "[('Start', []), ('rate', ['added_b']), ('End', [])]"
    assert printed(lab, 1) == f"['active', False, {nodes}]"
