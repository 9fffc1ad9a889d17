"""A notebook that was passed on: nobody runs it, nothing is behind it, and it shows its tables."""

from pathlib import Path

import nbformat
import pandas as pd
import pytest
from playwright.sync_api import expect

from datavault_jupyter import Vault
from tests.e2e.lab import START_MILLISECONDS, Lab


@pytest.mark.parametrize("place", ["lab/tree", "notebooks"], ids=["JupyterLab", "Notebook 7"])
def test_a_saved_display_is_read_without_a_kernel(lab: Lab, tmp_path: Path, place: str) -> None:
    with Vault(tmp_path / "vault") as vault:
        frame = pd.DataFrame({"who": ["Ada", "<b>Bob</b>"], "points": [2**53 + 1, 2]})
        dataset = vault.import_frame(frame, name="scores")
        cells = []
        for shown in (vault, dataset):
            data = shown._repr_mimebundle_()
            output = nbformat.v4.new_output("display_data", data=data)
            cells.append(nbformat.v4.new_code_cell("…", outputs=[output]))
    name = f"saved-{place.partition('/')[0]}.ipynb"
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbformat.write(notebook, lab.server.root / name)

    lab.page.goto(lab.server.url(f"{place}/{name}?token={lab.server.token}"))

    listing = lab.page.get_by_role("table", name="Datasets").or_(lab.output_tables().first)
    # The page, and all of JupyterLab with it, is loaded anew.
    expect(listing.first).to_contain_text("scores", timeout=START_MILLISECONDS)
    rows = lab.output_tables().nth(1)
    expect(rows).to_contain_text("9007199254740993")
    expect(rows).to_contain_text("<b>Bob</b>")  # text, never markup
    lab.screenshot(f"saved-{place.partition('/')[0]}")
