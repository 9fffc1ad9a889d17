"""An export that the server writes, asked for in a kernel's view; and all of one's exports."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
from playwright.sync_api import Page, Route, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.access import identify
from datavault_jupyter.protocol.framing import CONTENT_TYPE, framed, unframed
from datavault_jupyter.protocol.operations import Call
from datavault_jupyter.server.desk import Desk, envelope
from datavault_jupyter.server.shelf import Shelf
from datavault_jupyter.server.visitors import Visitor
from tests.component.conftest import Panels
from tests.component.detail.conftest import export_as

CODE = Path(dv.__file__).parent / "widgets" / "static" / "http.js"


def stand_beside(page: Page, vault: Vault) -> Desk:
    """A server beside the kernel, as JupyterLab's page knows one."""
    shelf = Shelf({"team": vault.path}, has_own=False, memory_limit="", threads=1)
    desk = Desk(shelf)
    owner = Visitor(identify(), is_owner=True)

    def answer(route: Route) -> None:
        message, parts = unframed(route.request.post_data_buffer or b"")
        got = desk.answer(envelope(message), owner, Call(buffers=parts))
        route.fulfill(body=framed(*got), content_type=CONTENT_TYPE)

    vaults = [{"id": each.id, "name": each.name, "is_own": False} for each in shelf.offered(owner)]
    told = json.dumps({"vaults": vaults, "is_owner": True, "knows_names": False})
    page.route("**/datavault/api/vaults", lambda route: route.fulfill(body=told))
    code = CODE.read_text(encoding="utf-8")
    javascript = "text/javascript"
    page.route(
        "**/datavault/static/http.js",
        lambda route: route.fulfill(body=code, content_type=javascript),
    )
    page.route("**/datavault/api/ask", answer)
    page.evaluate(
        """() => {
          const told = document.createElement("script");
          told.id = "jupyter-config-data";
          told.type = "application/json";
          told.textContent = JSON.stringify({ baseUrl: "/" });
          document.head.append(told);
        }"""
    )
    return desk


def test_the_server_writes_it_and_all_exports_are_listed(
    panels: Panels, vault: Vault, tmp_path: Path
) -> None:
    other = vault.import_frame(pd.DataFrame({"n": [1]}), name="other")
    other.export(tmp_path / "other.csv")
    words = vault.import_frame(pd.DataFrame({"t": ["a", "b", "c"]}), name="words")
    page = panels.show(dv.DatasetView(words))
    stand_beside(page, vault)
    dialog = export_as(page, "CSV")
    file = dialog.get_by_role("combobox", name="File")
    box = dialog.get_by_role("checkbox", name="Let Jupyter’s server write it")
    box.check()
    # It takes a name, and a path is cut down to one.
    expect(file).to_have_value("words.csv")
    file.fill(str(tmp_path / "of it.csv"))
    expect(file).to_have_value("of it.csv")
    assert panels.axe(page) == []
    panels.shot(page, "export-in-server-light")
    dialog.get_by_role("button", name="Export 3 rows").click()
    expect(dialog.get_by_text("In the vault for a week")).to_be_visible()
    (job,) = words.exports
    assert Path(job.path).parent.parent == vault.path / "exports"
    assert not (tmp_path / "of it.csv").exists()

    dialog.get_by_role("button", name="Earlier exports").click()
    dialog = page.get_by_role("dialog", name="Exports of")
    entries = dialog.get_by_role("listitem")
    expect(entries).to_have_count(1)
    expect(entries).to_contain_text("3 rows, 8 bytes, in the vault")
    with page.expect_download() as coming:
        entries.get_by_role("button", name="Download").click()
    assert Path(coming.value.path()).read_text() == "t\na\nb\nc\n"
    # The other list is one's own, of the whole vault.
    dialog.get_by_role("radio", name="All you exported").check()
    entries = page.get_by_role("dialog", name="All your exports").get_by_role("listitem")
    expect(entries).to_have_count(2)
    expect(entries.nth(1)).to_contain_text("of other")
    assert panels.axe(page) == []
    panels.shot(page, "export-all-light")
    page.evaluate("document.documentElement.dataset.dark = 'yes'")
    panels.shot(page, "export-all-dark")
    # Done again it gets a place of its own there.
    entries.nth(0).get_by_role("button", name="Export again").click()
    expect(entries).to_have_count(3)
    expect(entries.nth(0)).to_contain_text("of it.csv")
    expect(entries.nth(0)).to_contain_text("in the vault")
    expect(entries.nth(1)).to_contain_text("in the vault")


def test_the_listing_leads_to_all_of_them(panels: Panels, vault: Vault, tmp_path: Path) -> None:
    page = panels.show(dv.Listing(vault), width=360)
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Your exports").press("Enter")
    expect(page.get_by_text("Nothing was exported yet")).to_be_visible()
    page.get_by_role("button", name="Data Vault").click()
    words = vault.import_frame(pd.DataFrame({"t": ["a"]}), name="words")
    words.export(tmp_path / "words.csv")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Your exports").press("Enter")
    entry = page.get_by_role("listitem")
    expect(entry).to_contain_text("of words")
    assert panels.axe(page) == []
    panels.shot(page, "exports-panel-360")
    entry.get_by_role("button", name="Delete the file…").click()
    entry.get_by_role("button", name="Delete the file", exact=True).click()
    entry.get_by_role("button", name="Remove from the list").click()
    expect(page.get_by_text("Nothing was exported yet")).to_be_visible()
    assert not (tmp_path / "words.csv").exists()
