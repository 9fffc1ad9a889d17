"""An import from the Hub: under way, done, refused; and the ways from one panel to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from datavault_jupyter import Vault
from datavault_jupyter.widgets.import_panel import ImportPanel
from datavault_jupyter.widgets.listing import Listing
from tests.component.conftest import Panels, until
from tests.component.hub.conftest import JOB, answers, asked
from tests.component.kernel_page import Scripted

Show = Callable[..., tuple[Page, Scripted]]
IMDB = {"repo_id": "stanfordnlp/imdb"}
DONE: dict[str, Any] = {
    **JOB,
    "state": "done",
    "share": None,
    "done_rows": 25_000,
    "column_count": 2,
    "dataset_id": "dst_1",
}


def started(hub_page: Show, given: dict[str, Any] | None = None, **traits: Any) -> Any:
    page, side = hub_page(given, **IMDB, **traits)
    page.get_by_role("button", name="Import 25,000 rows").click()
    expect(page.get_by_role("heading", name="Importing imdb")).to_be_visible()
    return page, side


@pytest.mark.parametrize("is_dark", [False, True])
def test_it_runs_and_is_opened(panels: Panels, hub_page: Show, *, is_dark: bool) -> None:
    page, side = started(hub_page, is_dark=is_dark)
    tone = "dark" if is_dark else "light"
    expect(page.get_by_role("region", name="Import of imdb")).to_be_focused()
    bar = page.get_by_role("progressbar", name="Import of imdb")
    expect(bar).to_have_attribute("aria-valuenow", "62")
    expect(page.get_by_text("About 15,500 of 25,000 rows, 2,800 a second")).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, f"hub-running-{tone}")
    further = {**JOB, "share": 0.9}
    side.answers["imports.job"] = further  # which is also asked for, now and then
    side.tell("imports.progress", further)
    expect(bar).to_have_attribute("aria-valuenow", "90")
    side.tell("imports.progress", DONE, seq=2)
    expect(page.get_by_role("heading", name="imdb is in the vault")).to_be_visible()
    expect(page.get_by_text("25,000 rows, 2 columns", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Open dataset")).to_be_focused()
    assert panels.axe(page) == []
    panels.shot(page, f"hub-done-{tone}")
    page.keyboard.press("Enter")
    until(page, lambda: side.traits.get("dataset_id") == "dst_1")


def test_another_one_begins_at_the_list(hub_page: Show) -> None:
    page, side = started(hub_page)
    side.tell("imports.progress", DONE)
    page.get_by_role("button", name="Import another dataset").click()
    expect(page.get_by_role("heading", name="Choose a dataset")).to_be_visible()
    expect(page.get_by_role("listbox")).to_be_focused()


def test_cancelled_leads_back_to_the_same_settings(panels: Panels, hub_page: Show) -> None:
    page, side = hub_page(**IMDB)
    page.get_by_role("textbox", name="Row limit").fill("500")
    page.get_by_role("button", name="Import 500 rows").click()
    page.get_by_role("button", name="Cancel").click()
    until(page, lambda: asked(side, "imports.cancel") == [{"job_id": "job_1"}])
    side.tell("imports.progress", {**JOB, "state": "cancelled"})
    expect(page.get_by_text("Nothing of it was kept.")).to_be_visible()
    assert panels.axe(page) == []
    page.get_by_role("button", name="Back to the preview").click()
    expect(page.get_by_role("textbox", name="Row limit")).to_have_value("500")


def test_a_failure_says_why_and_leads_back(panels: Panels, hub_page: Show) -> None:
    page, side = started(hub_page)
    told = {
        "message": "The Hub broke off in the middle of data/train.parquet.",
        "hint": "Try again; what has arrived whole is kept.",
        "code": "hub_truncated",
        "line": None,
        "column": None,
        "text": None,
    }
    side.tell("imports.progress", {**JOB, "state": "error", "problem": told})
    expect(
        page.get_by_text("The Hub broke off in the middle of data/train.parquet.")
    ).to_be_visible()
    expect(page.get_by_text("Try again; what has arrived whole is kept.")).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, "hub-broken-off")
    page.get_by_role("button", name="Change settings").click()
    expect(page.get_by_role("button", name="Import 25,000 rows")).to_be_visible()


def test_it_goes_on_while_another_dataset_is_looked_at(panels: Panels, hub_page: Show) -> None:
    running: list[dict[str, Any]] = []
    pending = {"imports_pending": lambda _args: {"jobs": list(running), "uploads": []}}
    page, side = started(hub_page, answers(**pending))
    running.append(JOB)
    page.get_by_role("option", name="class-notes/imdb-mini").click()
    expect(page.get_by_text("imdb is being imported, 62%")).to_be_visible()
    expect(page.get_by_role("textbox", name="Row limit")).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, "hub-elsewhere")
    page.get_by_role("button", name="Show import").click()
    expect(page.get_by_role("heading", name="Importing imdb")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox", name="Row limit")).to_be_visible()
    running.clear()
    side.tell("imports.progress", DONE)
    expect(page.get_by_text("imdb is in the vault")).to_be_visible()
    expect(page.get_by_text("is being imported")).to_have_count(0)
    page.get_by_role("button", name="Open dataset").click()
    until(page, lambda: side.traits.get("dataset_id") == "dst_1")


def test_narrow_there_is_a_way_back_from_the_job(panels: Panels, hub_page: Show) -> None:
    page, _ = started(hub_page, width=452)
    assert panels.axe(page) == []
    panels.shot(page, "hub-narrow-running")
    page.get_by_role("button", name="Back to the results").click()
    expect(page.get_by_role("option", name="stanfordnlp/imdb")).to_be_visible()


def test_a_busy_kernel_is_named(hub_page: Show) -> None:
    page, side = hub_page()
    expect(page.get_by_role("option", name="stanfordnlp/imdb")).to_be_visible()
    side.is_silent = True
    page.get_by_role("option", name="stanfordnlp/imdb").click()
    expect(page.get_by_text("The kernel is busy with a cell.")).to_be_visible()


def test_the_listing_leads_to_the_hub(panels: Panels, vault: Vault, monkeypatch: Any) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    page = panels.show(Listing(vault))
    page.get_by_role("button", name="Search the Hub").click()
    expect(page.get_by_role("heading", name="Hugging Face Hub")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("heading", name="No datasets yet")).to_be_visible()


def test_the_import_panel_leads_to_the_hub_and_back(
    panels: Panels, vault: Vault, monkeypatch: Any
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    page = panels.show(ImportPanel(vault))
    page.get_by_role("button", name="Import from the Hub").click()
    expect(page.get_by_role("heading", name="Hugging Face Hub")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Choose file")).to_be_visible()
