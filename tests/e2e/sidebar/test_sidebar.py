"""The vault in JupyterLab's sidebar and in Notebook 7, with no kernel behind it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import nbformat
import pandas as pd
from playwright.sync_api import Locator, Request, Route, expect

from datavault_jupyter import Vault
from tests.e2e.lab import START_MILLISECONDS, Lab
from tests.e2e.pipelines.test_work_form import KERNEL


@contextmanager
def filled(lab: Lab) -> Iterator[Vault]:
    """The vault of whom the server belongs to; other tests find it as it was."""
    frame = pd.DataFrame({"carrier": ["UA", "AA", "B6"], "delay": [2, 33, -4]})
    with Vault(lab.server.vault) as vault:
        vault.import_frame(frame, name="sidebar-flights")
        try:
            yield vault
        finally:
            for name in ("sidebar-flights", "sidebar-later"):
                if left := vault.find(name):
                    left.delete(confirm="delete")


def opened(lab: Lab) -> Locator:
    """The sidebar, shown by its command."""
    lab.page.wait_for_function("() => window.jupyterapp?.shell", timeout=START_MILLISECONDS)
    lab.page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=START_MILLISECONDS)
    # What is asked before the layout is back is undone by it.
    lab.page.evaluate("() => window.jupyterapp.restored.then(() => null)")
    lab.command("datavault:show")
    side = lab.page.locator("#datavault-sidebar")
    expect(side.get_by_role("button", name="sidebar-flights", exact=True)).to_be_visible()
    return side


USE = """%load_ext datavault_jupyter
import datavault_jupyter as dv
vault = dv.Vault()
len(vault["sidebar-flights"].df())"""


def shown(lab: Lab, name: str) -> Locator:
    """The tab of this name, once it is in front."""
    return lab.page.locator(".lm-DockPanel-tabBar .lm-mod-current", has_text=name)


def draw_into_the_notebook(lab: Lab, side: Locator) -> None:
    """Drawn out of the listing, a dataset becomes the cell that loads it."""
    cells = lab.page.locator(".jp-Notebook .jp-Cell")
    expect(cells).to_have_count(2)
    mouse, drawn = lab.page.mouse, side.get_by_role("button", name="sidebar-flights", exact=True)
    # Which waits until it stands still: what is told above it comes a moment later.
    drawn.hover(position={"x": 5, "y": 5})
    start = drawn.bounding_box()
    assert start is not None
    mouse.down()
    mouse.move(start["x"] + 20, start["y"] + 15, steps=3)
    # The code that loads it was asked for.
    expect(lab.page.locator(".lm-mod-drag-image")).to_be_visible()
    end = cells.nth(1).bounding_box()
    assert end is not None
    mouse.move(end["x"] + 200, end["y"] + 5, steps=5)
    mouse.up()
    expect(cells).to_have_count(3)
    expect(cells.nth(1)).to_contain_text('vault["sidebar-flights"].df()')
    # It was no press.
    expect(lab.page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab")).to_have_count(1)


def to_notebook(lab: Lab) -> None:
    """The notebook's tab comes to the front."""
    lab.page.locator(".lm-TabBar-tab", has_text="sidebar.ipynb").click()
    at = "() => window.jupyterapp.shell.currentWidget?.title.label === 'sidebar.ipynb'"
    lab.page.wait_for_function(at)


def complete_a_name(lab: Lab) -> None:
    """JupyterLab offers names of datasets in a line of the magic."""
    lab.page.locator(".jp-Notebook .jp-Cell .cm-content").nth(2).click()
    lab.page.keyboard.press("Control+A")
    lab.page.keyboard.type("%vault show side")
    lab.page.keyboard.press("Tab")
    offered = lab.page.locator(".jp-Completer-item", has_text="sidebar-flights")
    # With one offer alone JupyterLab writes it down by itself.
    cell = lab.page.locator(".jp-Notebook .jp-Cell .cm-content").nth(2)
    whole = cell.filter(has_text="%vault show sidebar-flights")
    expect(offered.or_(whole).first).to_be_visible()
    lab.page.keyboard.press("Escape")


def test_from_the_sidebar_to_a_tab_and_into_a_notebook(lab: Lab) -> None:
    with filled(lab) as vault:
        cells = [nbformat.v4.new_code_cell(USE), nbformat.v4.new_code_cell("1 + 1")]
        whole = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
        nbformat.write(whole, lab.server.root / "sidebar.ipynb")
        lab.open("sidebar.ipynb")
        lab.use_theme("light")
        lab.run_all()
        side = opened(lab)
        draw_into_the_notebook(lab, side)
        complete_a_name(lab)
        # It hears of what comes in while it is open.
        vault.import_frame(pd.DataFrame({"a": [1]}), name="sidebar-later")
        side.get_by_role("button", name="Show it").click()
        expect(side.get_by_role("button", name="sidebar-later", exact=True)).to_be_visible()
        side.get_by_label("Search datasets").fill("later")
        expect(side.get_by_role("button", name="sidebar-flights", exact=True)).to_have_count(0)
        lab.page.keyboard.press("Escape")
        lab.screenshot("sidebar-listing-light")
        side.get_by_role("button", name="sidebar-flights", exact=True).click()
        tab = lab.page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab", has_text="sidebar-flights")
        expect(tab).to_be_visible()
        view = lab.page.locator(".lm-DockPanel .dv-lab").last
        # The notebook that uses it is told there and in the sidebar, each a way to it.
        side.get_by_role("button", name="Notebooks").click()
        for place in (view, side):
            place.get_by_role("button", name="sidebar.ipynb").click()
            expect(shown(lab, "sidebar.ipynb")).to_be_visible()
            lab.page.locator(".lm-TabBar-tab", has_text="sidebar-flights").click()
            expect(shown(lab, "sidebar-flights")).to_be_visible()
        view.get_by_role("tab", name="Content").click()
        expect(view.get_by_role("gridcell", name="33", exact=True)).to_be_visible()
        lab.screenshot("sidebar-tab-light")
        # A second press goes to the tab that is there.
        lab.page.locator(".lm-TabBar-tab", has_text="sidebar.ipynb").click()
        side.get_by_role("button", name="sidebar-flights", exact=True).click()
        expect(tab).to_have_count(1)
        # The code that loads it goes into a cell of the notebook one was at.
        view.get_by_role("button", name="Open in notebook").click()
        expect(view.get_by_text("Inserted a cell")).to_be_visible()
        to_notebook(lab)
        sources = [cell["source"] for cell in lab.cells()]
        assert sum('["sidebar-flights"].df()' in source for source in sources) == 3
        lab.page.locator(".lm-TabBar-tab", has_text="sidebar-flights").click()
        lab.use_theme("dark")
        expect(view.locator(".dv")).to_have_attribute("data-theme", "dark")
        lab.screenshot("sidebar-tab-dark")
        vault["sidebar-later"].delete(confirm="delete")
        expect(side.get_by_role("button", name="sidebar-later", exact=True)).to_have_count(0)


def is_layout_with_tab(request: Request) -> bool:
    """Whether it saves a layout in which a dataset's tab lies."""
    if request.method != "PUT" or "api/workspaces" not in request.url:
        return False
    data = json.loads(request.post_data or "{}").get("data", {})
    layout = json.dumps(data.get("layout-restorer:data", {}))
    tabs = [name for name in data if name.startswith("datavault:")]
    return any(name in layout and data[name]["data"]["name"] != "Dataset" for name in tabs)


@contextmanager
def settings(lab: Lab, **values: object) -> Iterator[None]:
    """What somebody set in JupyterLab."""
    place = lab.server.home / "settings" / "datavault-jupyter" / "vault.jupyterlab-settings"
    place.parent.mkdir(exist_ok=True)
    place.write_text(json.dumps(values), encoding="utf-8")
    try:
        yield
    finally:
        place.unlink()


def offer_two_vaults(lab: Lab) -> None:
    """Let the server seem to offer its vault under two names."""

    def answer(route: Route) -> None:
        told = route.fetch().json()
        told["vaults"].append({**told["vaults"][0], "name": "team"})
        route.fulfill(json=told)

    lab.page.route("**/datavault/api/vaults", answer)


def test_what_was_open_is_open_again_after_a_reload(lab: Lab) -> None:
    offer_two_vaults(lab)
    with filled(lab), settings(lab, vault="team", pageSize=10, theme="dark"):
        lab.page.goto(
            lab.server.url(f"lab/workspaces/{lab.workspace}?reset&token={lab.server.token}")
        )
        with lab.page.expect_request(lambda each: b'"limit":10}' in (each.post_data_buffer or b"")):
            side = opened(lab)
        expect(side.get_by_text("team", exact=True).last).to_be_visible()
        # Dark in a light JupyterLab.
        expect(side.locator(".dv").first).to_have_attribute("data-theme", "dark")
        lab.screenshot("sidebar-settings-dark")
        tab = lab.page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab", has_text="sidebar-flights")
        # JupyterLab writes its layout down a moment after it changed.
        with lab.page.expect_response(lambda each: is_layout_with_tab(each.request)):
            side.get_by_role("button", name="sidebar-flights", exact=True).click()
            expect(tab).to_be_visible()
        lab.page.goto(lab.server.url(f"lab/workspaces/{lab.workspace}"))
        # All of JupyterLab is loaded anew.
        expect(tab).to_be_visible(timeout=START_MILLISECONDS)
        expect(lab.page.locator("#datavault-sidebar")).to_be_visible()
        view = lab.page.locator(".lm-DockPanel .dv-lab").last
        expect(view.get_by_role("heading", name="sidebar-flights")).to_be_visible()


def test_notebook_7_loads_it_without_an_error(lab: Lab) -> None:
    with filled(lab):
        whole = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL})
        nbformat.write(whole, lab.server.root / "seven.ipynb")
        errors: list[str] = []
        lab.page.on("pageerror", lambda error: errors.append(str(error)))
        lab.page.goto(lab.server.url(f"notebooks/seven.ipynb?token={lab.server.token}"))
        idle = ".jp-Notebook-ExecutionIndicator[data-status='idle']"
        lab.page.wait_for_selector(idle, state="attached", timeout=START_MILLISECONDS)
        expect(lab.page.locator("#datavault-sidebar")).to_be_attached()
        assert not [each for each in errors if "datavault" in each.lower()]
