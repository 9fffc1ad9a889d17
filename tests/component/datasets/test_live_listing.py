"""A listing in which a pipeline's dataset fills: counts and badges move without a click."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels

FIELDS = [dv.Field("prompt", "short_text", source="given"), dv.Field("score", "rating")]


@pytest.fixture
def pipeline(vault: Vault) -> dv.Pipeline:
    made = vault.pipelines.create("Helpfulness eval", nodes=[dv.Subtask("rate", fields=FIELDS)])
    made.activate().add_tasks([{"prompt": f"Question {at}"} for at in range(3)])
    return made


def row(page: Page, name: str) -> Locator:
    return page.locator("tbody tr", has=page.get_by_role("button", name=name, exact=True))


def shown(panels: Panels, vault: Vault, **options: Any) -> Page:
    page = panels.show(dv.Listing(vault), **options)
    page.wait_for_selector("tbody tr")
    return page


def test_rows_and_status_of_a_live_dataset_move(
    panels: Panels, vault: Vault, pipeline: dv.Pipeline
) -> None:
    page = shown(panels, vault)
    live = row(page, "Helpfulness eval")
    expect(live.locator(".dv-badge")).to_have_text("Collecting")
    expect(live.locator("td.dv-num").first).to_have_text("3")
    with dv.Vault(vault.path) as elsewhere:
        other = elsewhere.pipelines["Helpfulness eval"]
        other.add_tasks([{"prompt": "one more"}, {"prompt": "and another"}])
        expect(live.locator("td.dv-num").first).to_have_text("5")
        other.pause()
        expect(live.locator(".dv-badge")).to_have_text("Collecting · paused")
        other.activate()
        expect(live.locator(".dv-badge")).to_have_text("Collecting")
        other.complete()
        expect(live.locator(".dv-badge")).to_have_text("Complete")
        other.delete(confirm="delete")
        expect(live.locator(".dv-badge")).to_have_text("Orphaned")


@pytest.mark.parametrize(("width", "is_dark"), [(1072, False), (672, True), (352, False)])
def test_a_paused_one_can_be_read_at_every_width(
    panels: Panels, vault: Vault, pipeline: dv.Pipeline, width: int, *, is_dark: bool
) -> None:
    pipeline.pause()
    page = shown(panels, vault, width=width, is_dark=is_dark)
    expect(row(page, "Helpfulness eval")).to_contain_text("Collecting · paused")
    panels.shot(page, f"live-listing-{width}")
    assert panels.axe(page) == []
