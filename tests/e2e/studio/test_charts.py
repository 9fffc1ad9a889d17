"""Charts in JupyterLab: one drawn by a cell, one made in the Studio and kept for the next cell."""

from pathlib import Path

import nbformat
from playwright.sync_api import expect

from tests.e2e.lab import Lab

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
SLOW = 60_000

MAKE = """
import datavault_jupyter as dv
vault = dv.Vault({path!r})
ds = vault.import_file(
    b"city,rating\\nRome,4\\nBern,2\\nRome,5\\n", format="csv", name="reviews"
)
ds.chart("bar", x="city", y="mean(rating)", errors="interval", title="Ratings")
"""
SHOW = "ds.studio"
AFTER = "print([(each.name, each.spec['kind']) for each in ds.charts])"


def _edited_in_place(lab: Lab) -> None:
    """The button below the chart brings the Studio in its place, with the same chart."""
    drawn = lab.page.locator(".jp-RenderedVegaCommon5").first
    view = lab.page.locator(".jp-OutputArea-output .dv").first
    lab.screenshot("studio-edit-button")
    view.get_by_role("button", name="Edit in the Studio").click(timeout=SLOW)
    picture = view.locator(".dv-chart svg")
    expect(picture).to_have_attribute(
        "aria-label", "Ratings. Bar chart of reviews: mean of rating by city.", timeout=SLOW
    )
    expect(drawn).to_be_hidden()
    view.get_by_role("button", name="city", exact=True).focus()
    lab.screenshot("studio-edit-open")


def test_a_chart_from_a_cell_and_one_from_the_studio(lab: Lab, tmp_path: Path) -> None:
    code = [MAKE.format(path=str(tmp_path / "vault")), SHOW, AFTER]
    cells = [nbformat.v4.new_code_cell(each) for each in code]
    whole = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(whole, lab.server.root / f"{lab.workspace}.ipynb")
    lab.open(f"{lab.workspace}.ipynb")
    lab.use_theme("light")
    lab.run_all()
    assert lab.errors() == []
    # JupyterLab's own Vega draws it, without a network.
    drawn = lab.page.locator(".jp-RenderedVegaCommon5").first
    expect(drawn.locator(":is(canvas, svg)").first).to_be_visible(timeout=SLOW)
    _edited_in_place(lab)
    view = lab.page.locator(".jp-OutputArea-output .dv").last
    view.get_by_role("button", name="city", exact=True).click(timeout=SLOW)
    picture = view.locator(".dv-chart svg")
    expect(picture).to_have_attribute(
        "aria-label", "Bar chart of reviews: count of rows by city.", timeout=SLOW
    )
    view.get_by_role("button", name="Save", exact=True).click()
    view.get_by_role("textbox", name="Name").fill("Cities")
    lab.page.keyboard.press("Enter")
    expect(view.get_by_role("combobox", name="Kept charts")).to_have_text("Cities")
    lab.screenshot("studio-journey")
    lab.run_cell(2)
    (output,) = lab.cells()[2]["outputs"]
    assert output["text"] == "[('Cities', 'bar')]\n"
