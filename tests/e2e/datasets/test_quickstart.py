import shutil
from pathlib import Path

from playwright.sync_api import Locator, expect

from datavault_jupyter import Vault
from tests.e2e.lab import Lab

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


def views_of(lab: Lab) -> Locator:
    """The live views in the notebook's outputs."""
    return lab.page.locator(".jp-OutputArea-output .dv")


def test_quickstart_runs_and_its_displays_show_in_both_themes(lab: Lab) -> None:
    folder = lab.server.root / "quickstart"
    shutil.copytree(NOTEBOOKS, folder)

    lab.open("quickstart/quickstart.ipynb")
    lab.run_all()

    assert lab.errors() == []
    names = [dataset.name for dataset in Vault(lab.server.vault).datasets()]
    assert names == ["cities", "penguins", "flights"]
    listing = views_of(lab).filter(has_text="Show archived")
    for name in names:
        listing = listing.filter(has_text=name)
    listing = listing.last
    expect(listing).to_be_visible()
    # JupyterLab sets tables in outputs to the right; ours puts words left and numbers right.
    row = listing.locator("tbody tr").filter(has_text="penguins").locator("td")
    expect(row.filter(has_text="penguins").last).to_have_css("text-align", "left")
    expect(row.filter(has_text="344")).to_have_css("text-align", "right")
    flights = views_of(lab).filter(has=lab.page.get_by_role("tab", name="Content"))
    flights = flights.filter(has_text="flights").last

    for theme in ("light", "dark"):
        lab.use_theme(theme)
        for what, view in (("listing", listing), ("dataset", flights)):
            view.scroll_into_view_if_needed()
            expect(view).to_be_visible()
            lab.screenshot(f"quickstart-{what}-{theme}")
