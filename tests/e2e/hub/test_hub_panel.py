"""From a search on the Hub to rows in the grid, in a real JupyterLab before a Hub of the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, expect

from datavault_jupyter import Vault
from tests.e2e.lab import Lab
from tests.e2e.server import free_port
from tests.hub.given import Hub, running, subprocess_settings

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
FIRST = """import os
os.environ.update({settings!r})
import datavault_jupyter as dv
vault = dv.Vault({path!r})
"""


@pytest.fixture
def hub() -> Iterator[Hub]:
    with running() as made:
        yield made


def shown(lab: Lab, hub: Hub, home: Path, *cells: str, token: str = "") -> Locator:
    """Run a notebook whose kernel knows this Hub alone; the view of its first cell."""
    settings = subprocess_settings(home / "hf", hub)
    settings["DATAVAULT_HUB_CACHE"] = str(home / "cache")
    if token:
        settings["HF_TOKEN"] = hub.token_of(token)
    first = FIRST.format(settings=settings, path=str(home / "vault")) + cells[0]
    code = [nbformat.v4.new_code_cell(each) for each in (first, *cells[1:])]
    whole = nbformat.v4.new_notebook(cells=code, metadata={"kernelspec": KERNEL})
    name = f"{lab.workspace}.ipynb"
    nbformat.write(whole, lab.server.root / name)
    lab.open(name)
    lab.use_theme("light")
    lab.run_all()
    assert lab.errors() == []
    return lab.page.locator(".jp-OutputArea-output .dv").first


def test_from_a_search_to_rows_in_the_grid(lab: Lab, hub: Hub, tmp_path: Path) -> None:
    view = shown(lab, hub, tmp_path, 'panel = vault.hub_panel("multi"); panel', "panel.dataset_id")
    expect(view.get_by_text("Not signed in at 127.0.0.1")).to_be_visible()
    find = view.get_by_role("option", name="birds/multi")
    expect(find).to_contain_text("32 rows")
    lab.screenshot("hub-journey-results")

    # Keys alone: what means something to the notebook ("dd" deletes a cell) stays in the view.
    view.get_by_label("Search the Hub").click()
    lab.page.keyboard.press("ArrowDown")
    lab.page.keyboard.press("Enter")
    expect(view.get_by_role("heading", name="birds/multi")).to_be_visible()
    expect(view.get_by_role("button", name="Import 12 rows")).to_be_visible()
    expect(view.get_by_role("region", name="First rows of birds/multi")).to_be_visible()
    assert len(lab.cells()) == 2
    lab.screenshot("hub-journey-configure")

    view.get_by_role("checkbox", name="test").click()
    view.get_by_role("button", name="Choose none").click()
    for name in ("id", "species"):
        view.get_by_role("textbox", name="Search columns").fill(name)
        column = view.locator(".dv-hub-columns").get_by_role("checkbox")
        # The list is searched by then: before that the first one is another.
        expect(column.first).to_have_accessible_name(re.compile(f"^{name}"))
        column.first.click()
    expect(view.get_by_role("button", name="Import 16 rows")).to_be_visible()
    view.get_by_role("textbox", name="Condition").fill("id >= 2")
    view.get_by_role("textbox", name="Name in the vault").fill("birds")
    expect(view.get_by_text("The rows that match, 3 columns")).to_be_visible()
    view.get_by_role("button", name="Import rows").click()
    expect(view.get_by_role("heading", name="birds is in the vault")).to_be_visible(timeout=30_000)
    lab.screenshot("hub-journey-done")

    view.get_by_role("button", name="Open dataset").click()
    expect(view.get_by_text("Hugging Face").first).to_be_visible()
    lab.use_theme("dark")
    view.get_by_role("tab", name="Content").click()
    grid = view.get_by_role("grid")
    with Vault(tmp_path / "vault") as vault:
        made = vault["birds"]
        rows = made.row_count
        # With more than one split a column says of which a row is.
        assert made.columns == ["id", "species", "split"]
        assert made.df()["id"].min() == 2
        assert made.source == "huggingface"
    expect(grid).to_have_attribute("aria-rowcount", str(rows + 1))
    expect(grid.get_by_role("columnheader").get_by_text("species")).to_be_visible()
    lab.screenshot("hub-journey-rows")
    lab.run_cell(1)
    expect(lab.page.locator(".jp-OutputArea-output pre").last).to_contain_text("dst_")


def test_what_is_gated_says_so_and_a_token_opens_it(lab: Lab, hub: Hub, tmp_path: Path) -> None:
    take = f"os.environ['HF_TOKEN'] = {hub.token_of('owner')!r}"
    view = shown(lab, hub, tmp_path, 'vault.hub_panel(repo_id="birds/gated")', "1", "2")
    expect(view.get_by_role("heading", name="birds/gated is gated")).to_be_visible()
    link = view.get_by_role("alert").get_by_role("link")
    expect(link).to_have_attribute("href", f"{hub.url}/datasets/birds/gated")
    lab.screenshot("hub-journey-gated")
    lab.page.evaluate(
        """text => window.jupyterapp.shell.currentWidget.content.widgets[1].model.sharedModel
             .setSource(text)""",
        take,
    )
    lab.run_cell(1)
    assert lab.errors() == []
    view.get_by_role("button", name="Sign in", exact=True).click()
    steps = view.get_by_role("dialog", name="How to sign in")
    steps.get_by_role("button", name="I have signed in").click()
    expect(view.get_by_text("Signed in as owner")).to_be_visible()
    expect(view.get_by_role("button", name="Import 6 rows")).to_be_visible()
    # Nothing of a token is in what the notebook would keep of the panel.
    lab.save()
    saved = (lab.server.root / f"{lab.workspace}.ipynb").read_text()
    assert saved.count(hub.token_of("owner")) == 1  # the cell that the test wrote


def test_a_hub_that_is_gone_is_said_and_tried_again(lab: Lab, tmp_path: Path) -> None:
    # One that nobody is given while nobody answers there.
    port = free_port()
    with running(port=port) as gone:
        pass
    view = shown(lab, gone, tmp_path, 'vault.hub_panel("birds/")')
    expect(view.get_by_role("heading", name="The Hub can't be reached")).to_be_visible()
    lab.screenshot("hub-journey-unreachable")
    with running(port=port):
        view.get_by_role("button", name="Try again").click()
        expect(view.get_by_role("option", name="birds/multi")).to_be_visible()
