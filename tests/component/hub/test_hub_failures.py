"""What the Hub refuses of a dataset, and what the panel makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from datavault_jupyter.base.errors import BadName
from tests.component.conftest import Panels
from tests.component.hub.conftest import ACCOUNT, answers, problem
from tests.component.kernel_page import Scripted

Show = Callable[..., tuple[Page, Scripted]]
IMDB = {"repo_id": "stanfordnlp/imdb"}


FAILURES = [
    (
        problem(
            "hub_gated",
            "stanfordnlp/imdb is gated: its owner asks you to accept terms first.",
            "Accept them on the Hub, then sign in here with your token.",
            url="https://huggingface.co/datasets/stanfordnlp/imdb",
        ),
        "stanfordnlp/imdb is gated",
        ["Sign in", "Copy the address", "Try again"],
    ),
    (
        problem(
            "hub_repo_not_found",
            "stanfordnlp/imdb is not on the Hub, or is private.",
            "Check the id; if it is private, sign in here with: hf auth login",
        ),
        "stanfordnlp/imdb was not found",
        ["Try again", "Sign in"],
    ),
    (
        problem("hub_no_data", "It has no files that can be imported.", "Parquet can be imported."),
        "stanfordnlp/imdb has nothing to import",
        ["Copy the address", "Import a file instead"],
    ),
    (
        problem("hub_bad_card", "Its card has two defaults.", "Tell its owner."),
        "The card of stanfordnlp/imdb can't be read",
        ["Copy the address"],
    ),
]


@pytest.mark.parametrize(
    ("told", "title", "ways"), FAILURES, ids=[each[0]["code"] for each in FAILURES]
)
@pytest.mark.parametrize("is_dark", [False, True])
def test_each_failure_has_its_card(
    panels: Panels,
    hub_page: Show,
    told: dict[str, Any],
    title: str,
    ways: list[str],
    *,
    is_dark: bool,
) -> None:
    given = answers(
        hub_configure={"configuration": None, "problem": told},
        hub_status={**ACCOUNT, "has_token": False, "name": None},
    )
    page, _ = hub_page(given, is_dark=is_dark, **IMDB)
    card = page.get_by_role("alert")
    expect(card.get_by_role("heading", name=title)).to_be_visible()
    expect(card.get_by_role("button")).to_have_text(ways, use_inner_text=True)
    assert panels.axe(page) == []
    panels.shot(page, f"hub-{told['code']}-{'dark' if is_dark else 'light'}")
    if "Copy the address" in ways:
        card.get_by_role("button", name="Copy the address").click()
        expect(card.get_by_role("button", name="Copied")).to_be_visible()
        address = "https://huggingface.co/datasets/stanfordnlp/imdb"
        assert page.evaluate("navigator.clipboard.readText()") == address
        expect(card.get_by_role("link")).to_have_attribute("href", address)
    if "Sign in" in ways:
        card.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("dialog", name="How to sign in")).to_be_visible()
        page.keyboard.press("Escape")
        expect(card.get_by_role("button", name="Sign in")).to_be_focused()


def test_an_address_that_is_no_web_address_is_no_link(hub_page: Show) -> None:
    told = problem("hub_gated", "It is gated.", url="javascript:alert(1)")
    page, _ = hub_page(answers(hub_configure={"configuration": None, "problem": told}), **IMDB)
    expect(page.get_by_role("heading", name="stanfordnlp/imdb is gated")).to_be_visible()
    assert page.get_by_role("link").count() == 0


def test_a_refused_start_is_said_and_leaves_the_settings(panels: Panels, hub_page: Show) -> None:
    refusal = BadName("'imdb' exists already.", hint="Choose another name.")
    page, _ = hub_page(answers(hub_start=lambda _args: refusal), **IMDB)
    page.get_by_role("button", name="Import 25,000 rows").click()
    expect(page.get_by_role("alert")).to_contain_text("'imdb' exists already. Choose another name.")
    assert panels.axe(page) == []
    page.get_by_role("textbox", name="Name in the vault").fill("other")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_waiting_says_for_what(panels: Panels, hub_page: Show) -> None:
    page, _ = hub_page(answers(hub_configure=None), **IMDB)
    expect(page.get_by_text("Looking into stanfordnlp/imdb")).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, "hub-looking")
