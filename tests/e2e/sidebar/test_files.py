"""Files of JupyterLab's file browser: into the vault from its menu, and looked at in a tab."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, Locator, expect

from datavault_jupyter import Vault, VaultError
from datavault_jupyter.base.brake import Brake
from datavault_jupyter.features.imports import reading
from tests.e2e.lab import Lab
from tests.e2e.sidebar.test_sidebar import filled, opened


@contextmanager
def folder_of_files(lab: Lab) -> Iterator[str]:
    """A table in two formats, and something that is none."""
    frame = pd.DataFrame({"city": ["Oslo", "Lima"], "people": [700, 10_000]})
    folder = lab.server.root / "files"
    folder.mkdir()
    frame.to_csv(folder / "harbours.csv", index=False)
    frame.to_parquet(folder / "towns.parquet")
    (folder / "notes.md").write_text("# Notes")
    yield "files"
    # What only was looked at has no second copy.
    assert not list(folder.glob(".ipynb_checkpoints/*"))


def free_when_pulled(brake: Brake, free: threading.Event) -> None:
    ends = time.monotonic() + 120
    while not brake.is_pulled and time.monotonic() < ends:
        free.wait(0.02)
    free.set()


@contextmanager
def slow_import(vault: Vault, path: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """An import begun in another process than the server's; it waits until it is asked to end."""
    free, load = threading.Event(), reading.load_file

    def wait(*args: Any, **options: Any) -> Any:
        free.wait(120)
        return load(*args, **options)

    patch.setattr(reading, "load_file", wait)
    jobs = vault._services.imports.jobs
    run = vault.import_file(path, name="slow", background=True)
    brake = jobs._runs[run.id].brake
    threading.Thread(target=free_when_pulled, args=(brake, free)).start()
    try:
        yield
    finally:
        brake.pull()
        with suppress(VaultError):
            run.wait(60)


def row(lab: Lab, name: str) -> Locator:
    return lab.page.locator(".jp-DirListing-item", has_text=name)


def view(lab: Lab) -> Locator:
    return lab.page.locator(".lm-DockPanel .dv-lab:visible")


def see_it_run_and_stop_it(lab: Lab, vault: Vault, patch: pytest.MonkeyPatch) -> None:
    """What runs in a kernel is told in the sidebar and the status bar, and stopped from there."""
    side = lab.page.locator("#datavault-sidebar")
    path = lab.server.root / "files" / "harbours.csv"
    with slow_import(vault, path, patch):
        told = side.get_by_role("region", name="Imports and exports")
        expect(told.get_by_text("Importing slow", exact=True)).to_be_visible()
        expect(lab.page.get_by_role("button", name="Data Vault: importing slow")).to_be_visible()
        lab.screenshot("sidebar-jobs-light")
        told.get_by_role("button", name="Cancel").click()
        expect(told.get_by_text("Cancelled. Nothing of it was kept.")).to_be_visible()
        expect(lab.page.get_by_text("Data Vault: importing")).to_have_count(0)
        told.get_by_role("button", name="Dismiss slow").click()
        expect(told).to_have_count(0)
    assert vault.find("slow") is None


def import_from_the_menu(lab: Lab, vault: Vault) -> None:
    side = lab.page.locator("#datavault-sidebar")
    lab.command("filebrowser:activate")
    item = lab.page.get_by_role("menu").get_by_text("Import into Data Vault")
    row(lab, "notes.md").click(button="right")
    expect(lab.page.get_by_role("menu").get_by_text("Rename")).to_be_visible()
    expect(item).to_be_hidden()
    lab.page.keyboard.press("Escape")
    row(lab, "harbours.csv").click(button="right")
    item.click()
    expect(view(lab).get_by_role("gridcell", name="Oslo")).to_be_visible()
    lab.screenshot("files-import-light")
    view(lab).get_by_role("button", name="Import 2 rows").click()
    view(lab).get_by_role("button", name="Open dataset").click()
    expect(view(lab).get_by_role("heading", name="harbours")).to_be_visible()
    assert vault["harbours"].row_count == 2
    lab.command("datavault:show")
    expect(side.get_by_text("2 rows imported")).to_be_visible()


def share_with_anybody(lab: Lab, vault: Vault, browser: Browser) -> None:
    """From the tab of the dataset that was imported; somebody without a token opens the link."""
    vault.settings.share_imported = True
    harbours = vault["harbours"]
    view(lab).get_by_role("button", name="Share", exact=True).click()
    dialog = lab.page.get_by_role("dialog", name="Share harbours")
    dialog.get_by_role("radio", name="Anyone with the link").click()
    dialog.get_by_role("button", name="Make the link").click()
    lab.page.get_by_role("button", name="Open to anyone").click()
    expect(dialog.get_by_role("button", name="Copy link")).to_be_visible()
    lab.screenshot("sidebar-share-light")
    link = lab.server.url(harbours.share().path)
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(link)
        expect(page.get_by_role("gridcell", name="Oslo")).to_be_visible()
        expect(page.get_by_text("sidebar-flights")).to_have_count(0)
        dialog.get_by_role("button", name="Switch the link off").click()
        sure = lab.page.get_by_role("alertdialog", name="Switch the link off?")
        sure.get_by_role("button", name="Switch the link off").click()
        expect(dialog.get_by_role("button", name="Copy link")).to_have_count(0)
        page.goto(link)
        expect(page.get_by_text("This link opens nothing")).to_be_visible()
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_have_count(0)


def look_at_a_file(lab: Lab, vault: Vault) -> None:
    """With "Open With": a preview, from which it is imported or not; never what opens it alone."""
    opens = {"path": "files/towns.parquet", "factory": "Data Vault"}
    lab.command("docmanager:open", opens)
    expect(view(lab).get_by_role("gridcell", name="Lima")).to_be_visible()
    expect(view(lab).get_by_role("button", name="Import 2 rows")).to_be_visible()
    view(lab).get_by_role("button", name="Cancel").click()
    tab = lab.page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab", has_text="towns.parquet")
    expect(tab).to_have_count(0)
    assert vault.find("towns") is None
    (lab.server.root / "files" / "towns.parquet").unlink()
    lab.command("datavault:import-file", {"path": opens["path"], "name": "Import towns.parquet"})
    expect(view(lab).get_by_text("It is not there any more")).to_be_visible()
    lab.page.route("**/files/files/harbours.csv*", lambda route: route.abort())
    lab.command("docmanager:open", {"path": "files/harbours.csv", "factory": "Data Vault"})
    expect(view(lab).get_by_text("The server does not answer.")).to_be_visible()
    offered = """end => window.jupyterapp.docRegistry
        .preferredWidgetFactories(`a.${end}`).map(each => each.name)"""
    for end in ("csv", "tsv", "json", "jsonl", "ndjson", "parquet"):
        names = lab.page.evaluate(offered, end)
        assert "Data Vault" in names[1:]
    assert "Data Vault" not in lab.page.evaluate(offered, "ipynb")


def test_files_come_into_the_vault_from_the_file_browser(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    with filled(lab) as vault, folder_of_files(lab) as folder:
        try:
            query = f"reset&token={lab.server.token}"
            lab.page.goto(lab.server.url(f"lab/workspaces/{lab.workspace}/tree/{folder}?{query}"))
            opened(lab)
            see_it_run_and_stop_it(lab, vault, monkeypatch)
            import_from_the_menu(lab, vault)
            share_with_anybody(lab, vault, browser)
            look_at_a_file(lab, vault)
        finally:
            vault.settings.share_imported = False
            if made := vault.find("harbours"):
                made.delete(confirm="delete")
