"""From the owner's page to whoever is given the link: three people, one server."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

import datavault_jupyter as dv
from tests.server.conftest import BASE, VaultServer, running

ROWS = pd.DataFrame({"team": ["red", "blue"] * 20, "salary": range(40)})


def come(browser: Browser, server: VaultServer, user: str = "") -> tuple[BrowserContext, Page]:
    """A browser of somebody who is signed in, or of nobody."""
    headers = server.signed(user) if user else {}
    context = browser.new_context(extra_http_headers=headers)
    return context, context.new_page()


def opened(page: Page, server: VaultServer) -> Locator:
    """The Share dialog, from the menu of the listing."""
    page.goto(f"http://127.0.0.1:{server.port}{BASE}datavault?vault=team")
    page.get_by_role("button", name="Actions for Helpfulness").click()
    page.get_by_role("menuitem", name="Share…").click()
    return page.get_by_role("dialog", name="Share Helpfulness")


def reads(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name="Helpfulness")).to_be_visible()
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", "41")
    expect(page.get_by_role("columnheader", name="salary")).to_have_count(0)


def finds_nothing(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name="This link opens nothing")).to_be_visible()


def test_a_link_lets_in_whom_its_owner_says_and_nobody_after(
    team: Path, tmp_path: Path, browser: Browser
) -> None:
    path = shutil.copytree(team, tmp_path / "team")
    with dv.Vault(path) as vault:
        vault.settings.share_imported = True
        vault.import_frame(ROWS, name="Helpfulness", project="Teaching")
    for server in running(tmp_path / "home", path, has_names=True):
        owners, owner = come(browser, server, "olga")
        listed, vera = come(browser, server, "vera")
        others, carl = come(browser, server, "carl")
        nobodies, nobody = come(browser, server)
        dialog = opened(owner, server)
        dialog.get_by_role("button", name="Make the link").click()
        field = dialog.get_by_label("Link", exact=True)
        expect(field).to_have_value(re.compile(f"^http://127.0.0.1:{server.port}{BASE}datavault/s"))
        link = field.input_value()
        expect(dialog.get_by_text("It opens on this machine only")).to_be_visible()
        dialog.get_by_role("button", name="Choose columns").click()
        dialog.get_by_label("salary").uncheck()
        expect(dialog.get_by_text("Nobody with the link sees 1 column.")).to_be_visible()
        dialog.get_by_label("Add people").fill("vera")
        dialog.get_by_label("Add people").press("Enter")
        expect(dialog.get_by_role("listitem").filter(has_text="vera")).to_be_visible()
        reads(vera, link)
        finds_nothing(carl, link)
        nobody.goto(link)
        expect(nobody).to_have_url(re.compile("/login"))
        # Anybody, once it is confirmed; and only by the link that is made for that.
        dialog.get_by_role("radio", name="Anyone with the link").click()
        owner.get_by_role("button", name="Open to anyone").click()
        expect(field).not_to_have_value(link)
        public = field.input_value()
        reads(nobody, public)
        # The owner learns who came.
        owner.reload()
        dialog = opened(owner, server)
        dialog.get_by_text("Opened 2 times").click()
        seen = dialog.get_by_role("table", name="Who opened it").get_by_role("row")
        expect(seen.filter(has_text="vera")).to_have_count(1)
        expect(seen.filter(has_text="Someone without sign-in")).to_have_count(1)
        dialog.get_by_role("button", name="Switch the link off").click()
        owner.get_by_role("alertdialog").get_by_role("button", name="Switch the link off").click()
        expect(dialog.get_by_text("There is no link now.")).to_be_visible()
        finds_nothing(nobody, public)
        finds_nothing(vera, link)
        for context in (owners, listed, others, nobodies):
            context.close()
