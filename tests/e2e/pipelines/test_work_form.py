"""From a pipeline made in a cell to two tasks worked by keys alone, in a real JupyterLab."""

from __future__ import annotations

from pathlib import Path

import nbformat
from playwright.sync_api import Locator, expect

from tests.e2e.lab import Lab

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
SLOW = 30_000

MAKE = """
import datavault_jupyter as dv
vault = dv.Vault({path!r})
p = vault.pipelines.create("Helpfulness", nodes=[
    dv.Subtask("rate", instructions="Read **all** of it.", fields=[
        dv.Field("reply", "long_text", source="given"),
        dv.Field("helpfulness", "rating"),
        dv.Field("tone", "select", options=["warm", "plain", "cold"]),
        dv.Field("why", "long_text", is_optional=True),
    ]),
]).activate()
p.add_tasks([{{"reply": "Paris."}}, {{"reply": "No idea."}}, {{"reply": "Rome?"}}])
"""
WORK = "p.work()"
ROWS = """
print(p.counts["finished"], p.dataset.sql(
    "SELECT helpfulness, tone, why FROM this WHERE status = 'finished' ORDER BY reply").fetchall())
"""


def printed(lab: Lab, cell: int) -> str:
    outputs = lab.cells()[cell]["outputs"]
    return "".join("".join(each.get("text", "")) for each in outputs).strip()


def shown(lab: Lab, home: Path) -> Locator:
    """Run the notebook; the form in it."""
    code = [MAKE.format(path=str(home / "team-vault")), WORK, ROWS]
    cells = [nbformat.v4.new_code_cell(each) for each in code]
    whole = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    name = f"{lab.workspace}.ipynb"
    nbformat.write(whole, lab.server.root / name)
    lab.open(name)
    lab.use_theme("light")
    lab.run_all()
    assert lab.errors() == []
    assert printed(lab, 2) == "0 []"
    return lab.page.locator(".jp-OutputArea-output .dv").first


def saved_form(lab: Lab) -> str:
    """What the saved notebook keeps of the form's cell."""
    lab.save()
    saved = nbformat.read(lab.server.root / f"{lab.workspace}.ipynb", as_version=4)
    assert "Paris." not in str(saved.cells[1]) + str(saved.metadata)
    return "".join(each["data"].get("text/html", "") for each in saved.cells[1]["outputs"])


def test_two_tasks_by_keys_alone(lab: Lab, tmp_path: Path) -> None:
    view, press = shown(lab, tmp_path), lab.page.keyboard.press

    # To look at the form claims nothing.
    begin = view.get_by_role("button", name="Start")
    expect(begin).to_be_visible(timeout=SLOW)
    begin.focus()
    press("Enter")
    expect(view.get_by_text("Paris.")).to_be_visible(timeout=SLOW)
    expect(view.get_by_role("radio", name="1", exact=True)).to_be_focused()
    press("5")
    press("ArrowDown")
    press("1")
    expect(view.get_by_role("radio", name="warm")).to_be_checked()
    expect(view.get_by_text("Saved", exact=True)).to_be_visible(timeout=SLOW)
    lab.screenshot("work-journey")
    # Keys that mean something to the notebook ("s" saves, "d" deletes) stay in the form.
    before = len(lab.cells())
    press("Enter")
    expect(view.get_by_text("No idea.")).to_be_visible(timeout=SLOW)
    expect(view.get_by_role("radio", name="1", exact=True)).to_be_focused()
    press("2")
    press("ArrowDown")
    press("3")
    press("ArrowDown")
    expect(view.get_by_role("textbox", name="why")).to_be_focused()
    lab.page.keyboard.type("dd, no answer")
    press("Control+Enter")
    expect(view.get_by_text("Rome?")).to_be_visible(timeout=SLOW)
    expect(view.get_by_text("2 of 3", exact=True)).to_be_visible()
    lab.use_theme("dark")
    expect(view).to_have_attribute("data-theme", "dark")
    lab.screenshot("work-journey-dark")
    assert len(lab.cells()) == before

    lab.run_cell(2)
    assert lab.errors() == []
    assert printed(lab, 2) == "2 [(2, 'cold', 'dd, no answer'), (5, 'warm', None)]"

    # Without its kernel the notebook still says what the form was, and of no answer.
    still = saved_form(lab)
    assert "helpfulness" in still
    assert "0 of 3 tasks finished" in still
    assert "<script" not in still
