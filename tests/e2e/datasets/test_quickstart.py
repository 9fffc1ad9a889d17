import shutil
from pathlib import Path

from playwright.sync_api import Locator, expect

from datavault_jupyter import Vault
from tests.e2e.lab import Lab

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


def listing_of(lab: Lab, names: list[str]) -> Locator:
    """The first table in the notebook that shows every one of these names."""
    tables = lab.output_tables()
    for name in names:
        tables = tables.filter(has_text=name)
    return tables.first


def test_quickstart_runs_and_its_listing_shows_in_both_themes(lab: Lab) -> None:
    folder = lab.server.root / "quickstart"
    shutil.copytree(NOTEBOOKS, folder)

    lab.open("quickstart/quickstart.ipynb")
    lab.run_all()

    assert lab.errors() == []
    names = [dataset.name for dataset in Vault(lab.server.vault).datasets()]
    assert names
    listing = listing_of(lab, names)
    expect(listing).to_be_visible()

    for theme in ("light", "dark"):
        lab.use_theme(theme)
        listing.scroll_into_view_if_needed()
        expect(listing).to_be_visible()
        lab.screenshot(f"quickstart-{theme}")
