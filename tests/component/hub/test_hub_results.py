"""The results of the Hub panel: search, list, keyboard, what stands in their place."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.conftest import Panels, until
from tests.component.hub.conftest import ACCOUNT, FINDS, answers, asked, found, problem
from tests.component.kernel_page import Scripted

Show = Callable[..., tuple[Page, Scripted]]
# Letters that nothing comes between, however slow the machine is.
TYPE = """(field, text) => {
  for (const letter of text) {
    field.value += letter;
    field.dispatchEvent(new InputEvent("input", { data: letter, bubbles: true }));
  }
}"""


@pytest.mark.parametrize("is_dark", [False, True])
def test_finds_say_what_they_are(panels: Panels, hub_page: Show, *, is_dark: bool) -> None:
    page, side = hub_page(is_dark=is_dark)
    expect(page.get_by_text("Signed in as ana-ruiz")).to_be_visible()
    expect(page.get_by_text("5 datasets", exact=True).first).to_be_visible()
    first = page.get_by_role("option", name="stanfordnlp/imdb")
    expect(first).to_contain_text("Large movie review dataset for binary sentiment classification")
    expect(first).to_contain_text(re.compile(r"162,480 downloads.*341 likes.*100K rows"))
    gated = page.get_by_role("option", name="example-lab/imdb-multilingual")
    expect(gated).to_contain_text("Gated")
    expect(gated).to_contain_text("100K–1M rows")
    expect(page.get_by_role("option", name="class-notes/imdb-mini")).to_contain_text("1 like")
    expect(page.get_by_role("heading", name="Choose a dataset")).to_be_visible()
    assert asked(side, "hub.search") == [{"text": "imdb", "sort": "downloads", "limit": 20}]
    assert panels.axe(page) == []
    panels.shot(page, f"hub-results-{'dark' if is_dark else 'light'}")


def test_typing_asks_once_and_tells_python(hub_page: Show) -> None:
    page, side = hub_page(text="")
    expect(page.get_by_role("option")).to_have_count(5)
    page.get_by_label("Search the Hub").evaluate(TYPE, "birds")
    expect(page.get_by_role("button", name="Clear")).to_be_visible()
    until(page, lambda: len(asked(side, "hub.search")) > 1)
    assert [each["text"] for each in asked(side, "hub.search")] == ["", "birds"]
    until(page, lambda: side.traits["text"] == "birds")
    expect(page.get_by_label("Search the Hub")).to_have_value("birds")
    side.set(text="fish")
    expect(page.get_by_label("Search the Hub")).to_have_value("fish")


def test_another_order_and_more_of_it(hub_page: Show) -> None:
    def search(args: dict[str, Any]) -> dict[str, Any]:
        finds = [found(f"pond/frogs-{i}", "", i, i, "n<1K") for i in range(args["limit"])]
        return {"datasets": finds, "has_more": True, "problem": None}

    page, side = hub_page(answers(hub_search=search))
    expect(page.get_by_text("First 20 datasets")).to_be_visible()
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_role("option")).to_have_count(40)
    page.get_by_role("combobox", name="Sort by").click()
    page.get_by_role("option", name="Trending").click()
    expect(page.get_by_text("First 20 datasets")).to_be_visible()
    assert asked(side, "hub.search")[-1] == {"text": "imdb", "sort": "trending", "limit": 20}
    for n in range(2, 11):
        page.get_by_role("button", name="Show more").click()
        expect(page.get_by_text(f"First {n * 20} datasets")).to_be_visible()
    expect(page.get_by_text("There are more. Type on to find them.")).to_be_visible()
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)


def test_keys_alone_find_and_choose(hub_page: Show) -> None:
    page, side = hub_page()
    field = page.get_by_label("Search the Hub")
    expect(page.get_by_role("option")).to_have_count(5)
    field.focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    second = page.get_by_role("option", name="example-lab/imdb-deduplicated")
    expect(second).to_have_class(re.compile("is-at"))
    expect(field).to_have_attribute("aria-activedescendant", second.get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Import 25,000 rows")).to_be_visible()
    until(page, lambda: side.traits["repo_id"] == "example-lab/imdb-deduplicated")
    # Where both panes are in sight the focus stays.
    expect(field).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    options = page.get_by_role("listbox", name="Datasets of the Hub")
    expect(options).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option", name="imdb-mini")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    # Every dataset is answered with the same facts; until then there is nothing to tab to.
    until(page, lambda: asked(side, "hub.configure")[-1]["repo_id"] == "stanfordnlp/imdb")
    expect(page.get_by_role("heading", name="stanfordnlp/imdb")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the id")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy the id")).to_be_focused()
    page.keyboard.press("Escape")
    expect(options).to_be_focused()
    field.focus()
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    until(page, lambda: side.traits["text"] == "")


def test_an_id_or_an_address_is_looked_into_directly(hub_page: Show) -> None:
    page, side = hub_page(text="")
    field = page.get_by_label("Search the Hub")
    field.fill("https://huggingface.co/datasets/my-team/secret-set/tree/main")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="stanfordnlp/imdb")).to_be_visible()
    assert asked(side, "hub.configure")[-1]["repo_id"] == "my-team/secret-set"
    until(page, lambda: asked(side, "hub.search")[-1]["text"] == "my-team/secret-set")
    named = page.get_by_role("option", name="my-team/secret-set")
    expect(named).to_contain_text("Look into the dataset of this id")
    expect(named).to_have_attribute("aria-selected", "true")


def test_text_of_the_hub_is_never_markup(hub_page: Show) -> None:
    evil = found("a/b", "<img src=x onerror=alert(1)><b>bold</b>", 1, 1, "")
    page, _ = hub_page(answers(hub_search={"datasets": [evil], "has_more": False, "problem": None}))
    expect(page.get_by_text("<img src=x onerror=alert(1)><b>bold</b>")).to_be_visible()
    assert page.locator(".dv-hub img, .dv-hub-find b").count() == 0


def test_no_match_says_what_was_searched(panels: Panels, hub_page: Show) -> None:
    page, _ = hub_page(answers(hub_search={"datasets": [], "has_more": False, "problem": None}))
    expect(page.get_by_role("heading", name="No dataset matches “imdb”")).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, "hub-no-match")
    page.get_by_role("button", name="Clear search").click()
    expect(page.get_by_label("Search the Hub")).to_have_value("")


def test_a_search_that_is_under_way_keeps_its_place(panels: Panels, hub_page: Show) -> None:
    page, _ = hub_page(answers(hub_search=None))
    expect(page.get_by_text("Searching the Hub")).to_be_attached()
    assert panels.axe(page) == []
    panels.shot(page, "hub-searching")


FAILURES = [
    (
        problem(
            "hub_unreachable",
            "There is no connection to the Hub.",
            "Check the network, then try again; datasets in the vault work as before.",
            is_retryable=True,
        ),
        "The Hub can't be reached",
        ["Try again", "Import a file instead"],
    ),
    (
        problem(
            "hub_timeout",
            "The Hub did not answer within 10 seconds.",
            "Try again; datasets in the vault work as before.",
            is_retryable=True,
        ),
        "The Hub did not answer",
        ["Try again", "Import a file instead"],
    ),
    (
        problem(
            "hub_offline",
            "The network was switched off with HF_HUB_OFFLINE.",
            "Unset HF_HUB_OFFLINE and restart the kernel.",
        ),
        "The network is switched off",
        ["Import a file instead"],
    ),
    (
        problem("hub_failed", "The Hub failed with 500.", "Try again later.", is_retryable=True),
        "The Hub failed",
        ["Try again", "Import a file instead"],
    ),
    (
        problem(
            "hub_bad_token",
            "The Hub doesn't know the token.",
            "Sign in again with: hf auth login",
        ),
        "The Hub refused the token",
        ["Sign in", "Try again"],
    ),
    (
        problem("new_code", "Something new.", "Do this.", is_retryable=True),
        "The Hub gave nothing",
        ["Try again"],
    ),
]


@pytest.mark.parametrize(
    ("told", "title", "ways"), FAILURES, ids=[each[0]["code"] for each in FAILURES]
)
def test_each_failure_has_its_card(
    panels: Panels, hub_page: Show, told: dict[str, Any], title: str, ways: list[str]
) -> None:
    bad = {"datasets": [], "has_more": False, "problem": told}
    page, side = hub_page(answers(hub_search=bad))
    card = page.get_by_role("alert")
    expect(card.get_by_role("heading", name=title)).to_be_visible()
    # What the title says isn't said twice.
    said = re.sub(rf"^{title}[.:]? *", "", told["message"])
    expect(card).to_contain_text(f"{said} {told['hint']}", ignore_case=True)
    expect(card.get_by_role("button")).to_have_text(ways, use_inner_text=True)
    assert panels.axe(page) == []
    panels.shot(page, f"hub-{told['code']}")
    side.answers["hub.search"] = {"datasets": FINDS, "has_more": False, "problem": None}
    if "Try again" in ways:
        card.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("option", name="stanfordnlp/imdb")).to_be_visible()
    else:
        card.get_by_role("button", name="Import a file instead").click()
        expect(page.get_by_role("heading", name="Import file")).to_be_visible()
        page.get_by_role("button", name="Close").click()
        expect(page.get_by_role("heading", name="Hugging Face Hub")).to_be_visible()


def test_a_pause_is_counted_down(panels: Panels, hub_page: Show) -> None:
    told = problem(
        "hub_rate_limited",
        "The Hub takes no more questions for a while.",
        "Wait, then try again.",
        retry_after_s=8,
        is_retryable=True,
    )
    page, side = hub_page(answers(hub_search={"datasets": [], "has_more": False, "problem": told}))
    expect(page.get_by_role("heading", name="The Hub asks to wait")).to_be_visible()
    expect(page.get_by_text(re.compile(r"again in [1-8] s\.")).first).to_be_visible()
    again = page.get_by_role("button", name="Try again")
    expect(again).to_have_attribute("aria-disabled", "true")
    panels.shot(page, "hub-rate-limited")
    assert panels.axe(page) == []
    expect(again).not_to_have_attribute("aria-disabled", "true")
    again.click()
    until(page, lambda: len(asked(side, "hub.search")) == 2)
    expect(page.get_by_role("heading", name="The Hub asks to wait")).to_be_visible()


def test_signing_in_is_explained_and_asks_again(panels: Panels, hub_page: Show) -> None:
    page, side = hub_page(answers(hub_status={**ACCOUNT, "has_token": False, "name": None}))
    expect(page.get_by_text("Not signed in")).to_be_visible()
    page.get_by_role("button", name="How to sign in").click()
    steps = page.get_by_role("dialog", name="How to sign in")
    expect(steps).to_contain_text("hf auth login")
    link = steps.get_by_role("link")
    expect(link).to_have_attribute("href", "https://huggingface.co/settings/tokens")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    steps.get_by_role("button", name="Copy the command").click()
    expect(steps.get_by_text("Copied")).to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()") == "hf auth login"
    assert panels.axe(page) == []
    panels.shot(page, "hub-sign-in")
    side.answers["hub.status"] = ACCOUNT
    steps.get_by_role("button", name="I have signed in").click()
    expect(page.get_by_text("Signed in as ana-ruiz")).to_be_visible()
    until(page, lambda: len(asked(side, "hub.search")) == 2)


def test_a_token_that_is_no_good_is_told_first(panels: Panels, hub_page: Show) -> None:
    told = problem("hub_bad_token", "The Hub doesn't know the token.", "Sign in again.")
    page, _ = hub_page(answers(hub_status={**ACCOUNT, "name": None, "problem": told}))
    expect(page.get_by_text("The Hub doesn't know the token. Sign in again.")).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, "hub-bad-token-banner")


def test_another_hub_is_named(hub_page: Show) -> None:
    page, _ = hub_page(answers(hub_status={**ACCOUNT, "endpoint": "http://127.0.0.1:8080"}))
    expect(page.get_by_text("Signed in as ana-ruiz at 127.0.0.1:8080")).to_be_visible()


def test_a_saved_copy_says_what_it_is(panels: Panels, hub_page: Show) -> None:
    page, side = hub_page(is_saved=True)
    expect(page.get_by_text("This is a saved copy")).to_be_visible()
    assert side.asked == []
    assert panels.axe(page) == []
