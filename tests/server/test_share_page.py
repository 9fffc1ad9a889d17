"""The page of a link in a real browser, which nobody signed in with: read, filter, export, end."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
from playwright.sync_api import Browser, Page, expect

import datavault_jupyter as dv
from tests.server.conftest import BASE, running

SHOTS = Path(__file__).parents[2] / "test-results"


def shared(vault: dv.Vault) -> dv.Share:
    """A public link to rows of which one column is hidden, with a chart that needs it."""
    vault.settings.share_imported = True
    rows = pd.DataFrame(
        {
            "team": ["red", "blue", "green"] * 40,
            "score": [each / 7 for each in range(120)],
            "salary": range(120),
        }
    )
    ds = vault.import_frame(rows, name="Helpfulness", description="Who helped whom.")
    ds.charts.save("Teams", ds.chart(x="team"))
    ds.charts.save("Pay", ds.chart(x="team", y="mean(salary)"))
    return ds.share().public(confirm=True).change(hidden=["salary"])


def is_whole(page: Page) -> None:
    """All is there that is shown, and nothing that is hidden, in either theme."""
    expect(page.get_by_role("heading", name="Helpfulness")).to_be_visible()
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", "121")
    expect(page.get_by_role("columnheader", name="salary")).to_have_count(0)
    expect(page.get_by_text("Teams", exact=True)).to_be_visible()
    drawn = page.locator(".dv-shared-charts svg, .dv-shared-charts canvas").first
    expect(drawn).to_be_visible()
    expect(page.get_by_text("Pay", exact=True)).to_have_count(0)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        expect(page.locator(".dv-sharedpage")).to_have_attribute("data-theme", scheme)
        page.screenshot(path=SHOTS / f"server-share-{scheme}.png", full_page=True)


def test_who_has_a_link_reads_and_exports_until_it_is_switched_off(
    team: Path, tmp_path: Path, browser: Browser
) -> None:
    path = shutil.copytree(team, tmp_path / "team")
    wrong: list[str] = []
    with dv.Vault(path) as vault, browser.new_context() as context:
        share = shared(vault)
        for server in running(tmp_path / "home", path, has_names=True):
            page = context.new_page()
            page.set_viewport_size({"width": 1280, "height": 900})
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on(
                "console", lambda said: wrong.append(said.text) if said.type == "error" else None
            )
            page.goto(f"http://127.0.0.1:{server.port}{BASE}{share.path}")
            is_whole(page)
            page.get_by_role("button", name="Export", exact=True).click()
            page.get_by_role("dialog").get_by_role("button", name="Export 120 rows").click()
            with page.expect_download() as download:
                page.get_by_role("button", name="Download").first.click()
            lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
            assert (len(lines), lines[0]) == (121, "team,score")
            page.screenshot(path=SHOTS / "server-share-exported.png")
            # On a phone the same page fits.
            page.set_viewport_size({"width": 390, "height": 800})
            page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
            expect(page.get_by_role("dialog")).to_have_count(0)
            # Grid and charts take their new size a moment after the window has it.
            page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
            page.screenshot(path=SHOTS / "server-share-phone.png")
            assert wrong == []
            share.revoke()
            # An open page learns it with its next question, which it asks when it is looked at.
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
            expect(page.get_by_text("This link opens nothing")).to_be_visible()
            expect(page.get_by_role("grid")).to_have_count(0)
            page.screenshot(path=SHOTS / "server-share-dead.png")
