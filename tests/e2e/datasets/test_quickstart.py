import shutil
from pathlib import Path

from playwright.sync_api import Locator, expect

from datavault_jupyter import Vault
from tests.e2e.lab import Lab

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


def listing_of(lab: Lab, names: list[str]) -> Locator:
    """The last table in the notebook that shows every one of these names."""
    tables = lab.output_tables()
    for name in names:
        tables = tables.filter(has_text=name)
    return tables.last


def test_quickstart_runs_and_its_displays_show_in_both_themes(lab: Lab) -> None:
    folder = lab.server.root / "quickstart"
    shutil.copytree(NOTEBOOKS, folder)

    lab.open("quickstart/quickstart.ipynb")
    lab.run_all()

    assert lab.errors() == []
    names = [dataset.name for dataset in Vault(lab.server.vault).datasets()]
    assert names == ["penguins", "flights"]
    listing = listing_of(lab, names)
    expect(listing).to_be_visible()
    # JupyterLab sets tables in outputs to the right; ours puts words left and numbers right.
    first_row = listing.locator("tbody tr").first.locator("td")
    expect(first_row.nth(0)).to_have_css("text-align", "left")
    expect(first_row.nth(2)).to_have_css("text-align", "right")
    flights = lab.page.get_by_role("table", name="First rows of flights")

    for theme in ("light", "dark"):
        lab.use_theme(theme)
        for what, table in (("listing", listing), ("dataset", flights)):
            table.scroll_into_view_if_needed()
            expect(table).to_be_visible()
            lab.screenshot(f"quickstart-{what}-{theme}")
