"""A dashboard in JupyterLab: by mouse, by keys alone, and again from another kernel."""

from pathlib import Path

import nbformat
from playwright.sync_api import Locator, expect

from tests.e2e.lab import Lab

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
SLOW = 60_000

MAKE = """
import datavault_jupyter as dv
vault = dv.Vault({path!r})
if "reviews" not in vault.names():
    csv = b"city,rating\\nRome,4\\nBern,2\\nRome,5\\nBonn,3\\n"
    ds = vault.import_file(csv, format="csv", name="reviews")
    ds.charts.save("Cities", ds.chart("bar", x="city"))
    ds.charts.save("Ratings", ds.chart("histogram", x="rating"))
ds = vault["reviews"]
"""
SHOW = """
board = ds.dashboards["All"] if "All" in ds.dashboards.names() else \\
    ds.dashboards.create("All", charts=["Cities", "Ratings"])
board
"""
TOLD = "print(board.charts)"


def _focus_by_keys(lab: Lab, target: Locator) -> None:
    for _ in range(40):
        if target.evaluate("(each) => each === document.activeElement"):
            return
        lab.page.keyboard.press("Tab")
    expect(target).to_be_focused()


def test_a_dashboard_by_mouse_by_keys_and_from_another_kernel(lab: Lab, tmp_path: Path) -> None:
    code = [MAKE.format(path=str(tmp_path / "vault")), SHOW, TOLD]
    cells = [nbformat.v4.new_code_cell(each) for each in code]
    whole = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    name = f"{lab.workspace}.ipynb"
    nbformat.write(whole, lab.server.root / name)
    lab.open(name)
    lab.use_theme("light")
    lab.run_all()
    assert lab.errors() == []
    view = lab.page.locator(".jp-OutputArea-output .dv").first
    notes = view.get_by_role("region", name="Ratings", exact=True).locator(".dv-board-notes")
    expect(notes).to_have_text("4 rows", timeout=SLOW)

    # By mouse: a mark filters the other chart, and a chart changes its place.
    view.get_by_role("button", name="city: Rome").click()
    expect(notes).to_have_text("2 rows")
    view.get_by_role("button", name="Clear what is picked").click()
    expect(notes).to_have_text("4 rows")
    view.get_by_role("button", name="Actions for Cities").click()
    lab.page.get_by_role("menuitem", name="Move back").click()
    expect(view.locator(".dv-board-tile h3").first).to_have_text("Ratings")

    # By keys alone: from the filter's button on to a mark, and back with Escape.
    view.get_by_role("button", name="Filter the other charts by Cities").focus()
    first = view.get_by_role("button", name="city: Bern")
    _focus_by_keys(lab, first)
    lab.page.keyboard.press("End")
    lab.page.keyboard.press("Enter")
    expect(notes).to_have_text("2 rows")
    lab.page.keyboard.press("Escape")
    expect(notes).to_have_text("4 rows")
    # The styles of the still copy beside it are those of the whole page.
    board = view.locator(".dv-board")
    assert board.evaluate("(each) => getComputedStyle(each).display") == "block"
    lab.screenshot("board-journey")
    lab.run_cell(2)
    (output,) = lab.cells()[2]["outputs"]
    assert output["text"] == "['Ratings', 'Cities']\n"

    # Another kernel opens it as it was left.
    lab.shut_down_kernel()
    lab.open(name)
    lab.run_all()
    assert lab.errors() == []
    expect(notes).to_have_text("4 rows", timeout=SLOW)
    expect(view.locator(".dv-board-tile h3").first).to_have_text("Ratings")
    assert lab.cells()[2]["outputs"][0]["text"] == "['Ratings', 'Cities']\n"
