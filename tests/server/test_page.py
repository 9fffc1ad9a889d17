"""The vault as a page of its own, in a real browser, with Jupyter's cookie."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.server.conftest import BASE, VaultServer

SHOTS = Path(__file__).parents[2] / "test-results"


def test_a_vault_is_read_and_written_from_a_page(
    own_server: VaultServer, browser: Browser, tmp_path: Path
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        # The token becomes a cookie, as on the first visit; from then on XSRF guards what is sent.
        root = f"http://127.0.0.1:{own_server.port}{BASE}"
        page.goto(f"{root}datavault?token={own_server.token}")
        expect(page.get_by_role("button", name="numbers", exact=True)).to_be_visible()
        page.goto(f"{root}datavault")
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            expect(page.locator(".dv-view")).to_have_attribute("data-theme", scheme)
            page.screenshot(path=SHOTS / f"server-page-{scheme}.png")
        # What others do is seen without a question: another browser gives a dataset another name.
        words = next(
            each["id"]
            for each in own_server.ask("datasets.list").message["data"]["rows"]
            if each["name"] == "words"
        )
        own_server.ask("datasets.rename", {"dataset_id": words, "name": "two words"})
        expect(page.get_by_role("button", name="two words", exact=True)).to_be_visible()
        own_server.ask("datasets.rename", {"dataset_id": words, "name": "words"})
        page.get_by_role("button", name="numbers", exact=True).click()
        page.get_by_role("tab", name="Content").click()
        expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", "1001")
        page.screenshot(path=SHOTS / "server-page-content.png")
        # An export takes a name here, and its file comes into the browser.
        page.get_by_role("button", name="Export", exact=True).click()
        page.get_by_role("menuitem", name="CSV", exact=True).click()
        file = page.get_by_label("File", exact=True)
        expect(file).to_have_value("numbers.csv")
        page.screenshot(path=SHOTS / "server-page-export.png")
        page.get_by_role("button", name="Export 1,000 rows", exact=True).click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download").first.click()
        rows = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
        assert (len(rows), rows[:2]) == (1001, ["n", "0"])
        page.screenshot(path=SHOTS / "server-page-exported.png")
        assert wrong == []


def test_who_is_not_signed_in_comes_to_jupyters_login(server: VaultServer) -> None:
    there = server.request("GET", "datavault")
    assert there.status == 302
    assert "/login?next=" in (there.headers["Location"] or "")
    page = server.get("datavault?vault=team", "vera")
    assert "script-src 'self' blob:" in page.headers["Content-Security-Policy"]
    assert b'"vault": "vlt_' in page.body
    missing = server.get("datavault?vault=%3Cscript%3E", "vera")
    assert (missing.status, b"<script>" in missing.body) == (404, False)
