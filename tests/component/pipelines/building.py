"""What tests of the builder look for, and pipelines to open in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.pipelines.test_look import ASKED, GIVEN, INSTRUCTIONS

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def textbox(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def preview(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Preview of the form")


def cards(page: Page) -> Locator:
    return page.locator(".dv-field-card")


def compared(vault: Vault, *more: Any) -> dv.Pipeline:
    subtask = dv.Subtask(
        "Rate the answers", instructions=INSTRUCTIONS, fields=[*GIVEN, *ASKED], overlap=3
    )
    return vault.pipelines.create("Helpfulness eval", nodes=[subtask, *more])
