"""Two notebooks, two kernels, one vault: what is answered in one appears in the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.conftest import SHOTS
from tests.e2e.lab import START_MILLISECONDS, Lab
from tests.e2e.server import LabServer

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
SLOW = 30_000
# A quiet machine needs less than a second; one that is busy has two kernels to serve besides.
SOON = 60_000

MAKE = """
import datavault_jupyter as dv
vault = dv.Vault({path!r})
p = vault.pipelines.create("Helpfulness", nodes=[
    dv.Subtask("rate", fields=[
        dv.Field("reply", "long_text", source="given"), dv.Field("score", "rating"),
    ]),
]).activate()
p.add_tasks([{{"reply": f"Reply {{at}}"}} for at in range(400)])
"""
GRID = 'p.dataset.show(tab="content")'
LISTING = "vault"
OPEN = """
import datavault_jupyter as dv
p = dv.Vault({path!r}).pipelines["Helpfulness"]

def answer():
    for work in p.claim(3):
        work.submit({{"score": 5}})
    p.add_tasks([{{"reply": "One more"}}])

steps = iter([lambda: None, answer, p.pause])
"""
# The cell is run three times: a run of all cells does nothing yet.
STEP = "next(steps)()"


@pytest.fixture
def other(browser: Browser, lab_server: LabServer, lab: Lab) -> Iterator[Lab]:
    """A second notebook, in a page of its own."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.set_default_navigation_timeout(START_MILLISECONDS)
        made = Lab(context.new_page(), lab_server, f"{lab.workspace}-other", SHOTS)
        yield made
        made.close()


def opened(lab: Lab, code: list[str]) -> None:
    cells = [nbformat.v4.new_code_cell(each) for each in code]
    whole = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(whole, lab.server.root / f"{lab.workspace}.ipynb")
    lab.open(f"{lab.workspace}.ipynb")


def cell(grid: Locator, row: int, column: int) -> Locator:
    return grid.locator(f"[aria-rowindex='{row + 1}'] [aria-colindex='{column + 1}']")


def test_answers_of_one_notebook_appear_in_the_other(lab: Lab, other: Lab, tmp_path: Path) -> None:
    path = str(tmp_path / "team-vault")
    opened(lab, [MAKE.format(path=path), GRID, LISTING])
    lab.use_theme("light")
    lab.run_all()
    assert lab.errors() == []
    views = lab.page.locator(".jp-OutputArea-output .dv")
    grid, listing = views.nth(0), views.nth(1)
    expect(grid.locator(".dv-foot")).to_contain_text("400 rows", timeout=SLOW)
    counted = listing.locator("tbody tr", has_text="Helpfulness")
    expect(counted).to_contain_text("400", timeout=SLOW)
    cell(grid, 5, 0).click()
    cell(grid, 2, 5).click()
    expect(cell(grid, 2, 5)).to_be_focused()
    grid.locator(".dv-grid").evaluate("grid => { grid.scrollTop = 14 }")

    opened(other, [OPEN.format(path=path), STEP])
    other.run_all()
    other.run_cell(1)
    assert other.errors() == []

    expect(cell(grid, 3, 5)).to_have_text("5", timeout=SOON)
    expect(cell(grid, 3, 2)).to_have_text("finished")
    expect(grid.locator(".dv-foot")).to_contain_text("401 rows", timeout=SOON)
    expect(counted).to_contain_text("401", timeout=SOON)
    lab.screenshot("live-journey")
    # Nothing under the eyes has moved: the place, the current cell and the chosen row.
    expect(cell(grid, 2, 5)).to_be_focused()
    expect(cell(grid, 2, 5)).to_have_text("5")
    assert grid.locator(".dv-grid").evaluate("grid => grid.scrollTop") == 14
    expect(grid.locator(".dv-tr.is-sel")).to_have_count(1)
    expect(grid.get_by_role("button", name="Show the new rows")).to_have_count(0)

    other.run_cell(1)
    expect(counted).to_contain_text("Collecting · paused", timeout=SOON)
    expect(grid.locator(".dv-named .dv-badge")).to_have_text("Collecting · paused", timeout=SOON)
