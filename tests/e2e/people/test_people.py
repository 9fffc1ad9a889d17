"""People and projects in a real JupyterLab."""

from pathlib import Path

import nbformat
import pandas as pd
from playwright.sync_api import expect

from datavault_jupyter import Vault
from tests.e2e.lab import Lab
from tests.e2e.pipelines.test_work_form import KERNEL

OPEN = "import datavault_jupyter as dv\nvault = dv.Vault({path!r})\ndv.PeoplePanel(vault)"
AFTER = """
found = vault.projects.find("Teaching")
found and [(each.identity, each.role.value) for each in vault.projects.members("Teaching")]
"""


def test_from_a_new_project_to_its_members_and_datasets(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "team-vault"
    with Vault(path) as vault:
        vault.import_frame(pd.DataFrame({"who": ["Ada", "Bob"]}), name="people")
    cells = [nbformat.v4.new_code_cell(code) for code in (OPEN.format(path=str(path)), AFTER)]
    name = f"{lab.workspace}.ipynb"
    whole = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(whole, lab.server.root / name)
    lab.open(name)
    lab.use_theme("light")
    lab.run_all()
    view = lab.page.locator(".jp-OutputArea-output .dv").first
    view.get_by_role("button", name="New project").press("Enter")
    # Letters that mean something to the notebook stay in the view.
    view.get_by_label("Name").type("Teaching")
    lab.page.keyboard.press("Enter")
    expect(view.get_by_role("heading", name="Teaching")).to_be_visible()
    view.get_by_role("button", name="Add people").press("Enter")
    expect(view.get_by_role("textbox", name="People")).to_be_focused()
    lab.page.keyboard.type("olga dd")
    view.get_by_role("dialog").get_by_role("button", name="Add").press("Enter")
    expect(view.get_by_role("list", name="What became of each")).to_contain_text("olga is Viewer")
    lab.page.keyboard.press("Escape")
    expect(view.get_by_role("table", name="Members").get_by_role("row")).to_have_count(2)
    lab.screenshot("people-project-light")
    lab.run_cell(1)
    said = lab.cells()[1]["outputs"][0]["data"]["text/plain"]
    assert said == "[('dd', 'viewer'), ('olga', 'viewer')]"
    view.get_by_role("tab", name="Audit trail").click()
    expect(view.get_by_role("table", name="Audit trail")).to_contain_text("Made olga Viewer")
    lab.use_theme("dark")
    expect(view).to_have_attribute("data-theme", "dark")
    lab.screenshot("people-audit-dark")
    assert lab.errors() == []
