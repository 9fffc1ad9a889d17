"""The settings of the Hub panel: what is chosen of a dataset, what it would take, what is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.component.conftest import Panels, until
from tests.component.hub.conftest import (
    COLUMNS,
    CONFIGURATION,
    SHA,
    answers,
    asked,
    column,
    estimated,
    problem,
    split,
)
from tests.component.kernel_page import Scripted

Show = Callable[..., tuple[Page, Scripted]]
IMDB = {"repo_id": "stanfordnlp/imdb"}


def configured(**facts: Any) -> dict[str, Any]:
    return {"configuration": {**CONFIGURATION, **facts}, "problem": None}


@pytest.mark.parametrize("is_dark", [False, True])
def test_all_of_a_dataset_is_there(panels: Panels, hub_page: Show, *, is_dark: bool) -> None:
    page, side = hub_page(is_dark=is_dark, **IMDB)
    expect(page.get_by_role("button", name="Import 25,000 rows")).to_be_visible()
    expect(page.get_by_text("25,000 rows, 2 columns, about 21 MB to fetch")).to_be_visible()
    expect(page.get_by_text("resolved from main, 4 Jan 2024")).to_be_visible()
    expect(page.get_by_role("checkbox", name="train")).to_be_checked()
    expect(page.get_by_role("checkbox", name="test")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="label neg, pos")).to_be_checked()
    expect(page.get_by_role("textbox", name="Name in the vault")).to_have_value("imdb")
    cell = page.get_by_role("cell", name="1 pos").first
    expect(cell).to_be_attached()
    expect(page.get_by_role("option", name="stanfordnlp/imdb")).to_have_attribute(
        "aria-selected", "true"
    )
    assert asked(side, "hub.configure") == [
        {"repo_id": "stanfordnlp/imdb", "revision": None, "subset": None}
    ]
    (estimate,) = asked(side, "hub.estimate")
    assert estimate["selection"] == {
        "repo_id": "stanfordnlp/imdb",
        "subset": "plain_text",
        "splits": ["train"],
        "columns": None,
        "where": None,
        "limit": None,
        "revision": SHA,
    }
    assert panels.axe(page) == []
    panels.shot(page, f"hub-configure-{'dark' if is_dark else 'light'}")


def test_what_is_chosen_is_what_is_imported(hub_page: Show) -> None:
    page, side = hub_page(**IMDB)
    page.get_by_role("checkbox", name="test").click()
    page.get_by_role("checkbox", name="text").click()
    expect(page.get_by_text("1 of 2")).to_be_visible()
    expect(page.get_by_role("button", name="Import 50,000 rows")).to_be_visible()
    page.get_by_role("textbox", name="Row limit").fill("1,000")
    expect(page.get_by_role("button", name="Import 1,000 rows")).to_be_visible()
    page.get_by_role("textbox", name="Condition").fill("label = 'pos'")
    expect(
        page.get_by_text("The rows that match, 1 column, at most 42 MB to fetch")
    ).to_be_visible()
    page.get_by_role("textbox", name="Name in the vault").fill("imdb small")
    page.get_by_role("combobox", name="Project").click()
    page.get_by_role("option", name="Benchmarks").click()
    page.get_by_role("button", name="Import rows").click()
    expect(page.get_by_role("heading", name="Importing imdb")).to_be_visible()
    (start,) = asked(side, "hub.start")
    assert start == {
        "selection": {
            "repo_id": "stanfordnlp/imdb",
            "subset": "plain_text",
            "splits": ["train", "test"],
            "columns": ["label"],
            "where": "label = 'pos'",
            "limit": 1000,
            "revision": SHA,
        },
        "name": "imdb small",
        "asked_revision": "main",
        "project_id": "prj_1",
        "description": "",
        "byte_count": 42_000_000,
        "total_rows": None,
    }


def test_nothing_chosen_can_not_be_imported(panels: Panels, hub_page: Show) -> None:
    page, _ = hub_page(**IMDB)
    page.get_by_role("checkbox", name="train").click()
    expect(page.get_by_text("Choose a split first.").first).to_be_visible()
    expect(page.get_by_role("button", name="Import rows")).to_have_attribute(
        "aria-disabled", "true"
    )
    page.get_by_role("checkbox", name="unsupervised").click()
    page.get_by_role("textbox", name="Row limit").fill("many")
    expect(page.locator(".dv-hint.is-bad")).to_contain_text("A whole number from 1.")
    assert panels.axe(page) == []


def test_the_name_is_checked_while_it_is_typed(hub_page: Show) -> None:
    def name(args: dict[str, Any]) -> dict[str, str]:
        if args["name"] == "taken":
            return {"message": "'taken' exists already.", "hint": "Try taken-2."}
        return {"message": "", "hint": ""}

    page, _ = hub_page(answers(imports_name=name), **IMDB)
    field = page.get_by_role("textbox", name="Name in the vault")
    field.fill("taken")
    expect(page.locator(".dv-hint.is-bad")).to_contain_text("'taken' exists already. Try taken-2.")
    button = page.get_by_role("button", name="Import 25,000 rows")
    expect(button).to_have_attribute("aria-disabled", "true")
    field.fill("free")
    expect(button).not_to_have_attribute("aria-disabled", "true")


def test_another_revision_and_one_that_is_not_there(panels: Panels, hub_page: Show) -> None:
    def configure(args: dict[str, Any]) -> dict[str, Any]:
        if args["revision"] == "v9":
            told = problem("hub_revision_not_found", "stanfordnlp/imdb has no revision 'v9'.")
            return {"configuration": None, "problem": told}
        if args["revision"] == "v1.0":
            return configured(revision="v1.0", sha="b" * 40, splits=[split("train", 3)])
        return configured()

    page, side = hub_page(answers(hub_configure=configure), **IMDB)
    field = page.get_by_role("textbox", name="Revision")
    expect(field).to_have_value("main")
    field.fill("v9")
    field.press("Enter")
    expect(page.locator(".dv-hint.is-bad")).to_contain_text(
        "has no revision 'v9'. Leave the field empty for the default branch."
    )
    # What is known of the other one stays.
    expect(page.get_by_role("checkbox", name="train")).to_be_visible()
    assert panels.axe(page) == []
    field.fill("v1.0")
    field.press("Enter")
    expect(page.get_by_text("resolved from v1.0")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(3)
    until(page, lambda: asked(side, "hub.estimate")[-1]["selection"]["revision"] == "b" * 40)
    assert asked(side, "hub.estimate")[-1]["selection"]["splits"] is None
    field.fill("")
    field.press("Enter")
    expect(field).to_have_value("main")


def test_a_subset_has_to_be_chosen_first(panels: Panels, hub_page: Show) -> None:
    subsets = [{"name": name, "is_default": False} for name in ("de", "en")]

    def configure(args: dict[str, Any]) -> dict[str, Any]:
        if args["subset"]:
            return configured(subsets=subsets, subset=args["subset"])
        return configured(subsets=subsets, subset=None, splits=[], columns=[])

    page, side = hub_page(answers(hub_configure=configure), **IMDB)
    expect(page.get_by_text("Choose a subset first.").first).to_be_visible()
    assert asked(side, "hub.estimate") == []
    assert panels.axe(page) == []
    panels.shot(page, "hub-subset")
    page.get_by_role("combobox", name="Subset").click()
    page.get_by_role("option", name="en", exact=True).click()
    expect(page.get_by_role("button", name="Import 25,000 rows")).to_be_visible()
    assert asked(side, "hub.estimate")[-1]["selection"]["subset"] == "en"


MANY = [
    *(column(f"feature_{i:02}", "DOUBLE") for i in range(40)),
    column("species", feature="ClassLabel", labels=[f"class {i}" for i in range(12)]),
    column("photo", "BLOB", media="image", is_default=False, byte_count=1_200_000_000),
    column("call", "BLOB", media="audio", is_default=False),
    column("n" * 300),
]


@pytest.mark.parametrize("width", [352, 1072])
def test_many_columns_have_a_search(panels: Panels, hub_page: Show, width: int) -> None:
    row = [*(f"{i}.25" for i in range(40)), "class 3", None, None, "a\nb"]

    def preview(args: dict[str, Any]) -> dict[str, Any]:
        names = args["selection"]["columns"]
        at = [
            i
            for i, each in enumerate(MANY)
            if (each["is_default"] if names is None else each["name"] in names)
        ]
        shown = {"columns": [MANY[i] for i in at], "rows": [[row[i] for i in at]]}
        return {"preview": shown, "problem": None}

    facts = {
        "columns": MANY,
        "description": "Birds and what they sound like. " * 12,
        "licence": "cc-by-4.0",
        "gate": "auto",
        "is_private": True,
        "is_converted": True,
        "notes": ["Two files were left out: their names fit no split."],
        "splits": [
            split("train", None, is_partial=True, byte_count=4_200_000_000, file_count=12),
            split("a" * 120, 4),
        ],
    }
    given = answers(hub_configure=configured(**facts), hub_preview=preview)
    page, side = hub_page(given, width=width, **IMDB)
    expect(page.get_by_text("42 of 44")).to_be_visible()
    expect(page.get_by_text("First part only")).to_be_visible()
    expect(page.get_by_role("checkbox", name="photo image, 1.2 GB")).not_to_be_checked()
    expect(
        page.get_by_role("checkbox", name="species class 0, class 1, class 2 and")
    ).to_be_checked()
    expect(page.get_by_role("cell", name="a ⏎ b")).to_be_attached()
    assert panels.axe(page) == []
    panels.shot(page, f"hub-many-columns-{width}")
    page.get_by_role("textbox", name="Search columns").fill("feature_1")
    page.get_by_role("button", name="Leave these out").click()
    expect(page.get_by_text("32 of 44")).to_be_visible()
    page.get_by_role("textbox", name="Search columns").press("Escape")
    page.get_by_role("button", name="Choose none").click()
    expect(page.get_by_text("Choose a column first.").first).to_be_visible()
    page.get_by_role("checkbox", name="photo").click()
    until(page, lambda: asked(side, "hub.preview")[-1]["selection"]["columns"] == ["photo"])
    expect(page.get_by_text("NULL", exact=True)).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_many_splits_are_chosen_at_once(panels: Panels, hub_page: Show) -> None:
    splits = [split(f"lang_{i:02}", 10) for i in range(24)]
    counted = {"estimate": None, "problem": None}
    given = answers(hub_configure=configured(splits=splits), hub_estimate=counted)
    page, side = hub_page(given, **IMDB)
    expect(page.get_by_text("24 of 24")).to_be_visible()
    page.get_by_role("button", name="Choose none").click()
    expect(page.get_by_text("Choose a split first.").first).to_be_visible()
    page.get_by_role("checkbox", name="lang_03").click()
    until(page, lambda: asked(side, "hub.estimate")[-1]["selection"]["splits"] == ["lang_03"])
    page.get_by_role("button", name="Choose all splits").click()
    until(page, lambda: asked(side, "hub.estimate")[-1]["selection"]["splits"] is None)
    assert panels.axe(page) == []


def test_no_number_of_another_choice_is_on_the_button(hub_page: Show) -> None:
    def estimate(args: dict[str, Any]) -> Any:
        return estimated(args) if args["selection"]["splits"] == ["train"] else None

    page, _ = hub_page(answers(hub_estimate=estimate), **IMDB)
    expect(page.get_by_role("button", name="Import 25,000 rows")).to_be_visible()
    page.get_by_role("checkbox", name="test").click()
    expect(page.get_by_role("button", name="Import rows")).to_be_visible()
    expect(page.get_by_text("Counting rows")).to_be_visible()


def test_arrows_go_from_column_to_column(hub_page: Show) -> None:
    page, _ = hub_page(**IMDB)
    page.get_by_role("checkbox", name="text").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("checkbox", name="label")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="label")).not_to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("checkbox", name="text")).to_be_focused()


def test_a_condition_that_is_no_condition_is_said_under_it(panels: Panels, hub_page: Show) -> None:
    told = problem("bad_query", 'There is no column "lable".\nLINE 2: lable = 1', "Mend where=.")

    def preview(args: dict[str, Any]) -> dict[str, Any]:
        if args["selection"]["where"]:
            return {"preview": None, "problem": told}
        return {"preview": {"columns": COLUMNS, "rows": []}, "problem": None}

    page, _ = hub_page(answers(hub_preview=preview), **IMDB)
    expect(page.get_by_text("No row matches.")).to_be_attached()
    page.get_by_role("textbox", name="Condition").fill("lable = 'pos'")
    expect(page.locator(".dv-hint.is-bad")).to_contain_text(
        'There is no column "lable". A condition looks like label'
    )
    expect(page.get_by_role("button", name="Import rows")).to_have_attribute(
        "aria-disabled", "true"
    )
    assert panels.axe(page) == []
    panels.shot(page, "hub-condition")


def test_first_rows_that_can_not_be_had_are_asked_again(panels: Panels, hub_page: Show) -> None:
    told = problem("hub_timeout", "The Hub was silent for 10 s.", "Try again.", is_retryable=True)
    good = {"preview": {"columns": COLUMNS, "rows": [["A film", None]]}, "problem": None}
    page, side = hub_page(answers(hub_preview={"preview": None, "problem": told}), **IMDB)
    expect(page.get_by_text("The Hub was silent for 10 s. Try again.")).to_be_attached()
    assert panels.axe(page) == []
    side.answers["hub.preview"] = good
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("cell", name="A film")).to_be_attached()


def test_a_dataset_set_from_python_takes_the_place_of_a_job(hub_page: Show) -> None:
    page, side = hub_page(**IMDB)
    page.get_by_role("button", name="Import 25,000 rows").click()
    expect(page.get_by_role("heading", name="Importing imdb")).to_be_visible()
    side.set(repo_id="class-notes/imdb-mini")
    expect(page.get_by_role("textbox", name="Row limit")).to_be_visible()


def test_repo_can_be_set_from_python(hub_page: Show) -> None:
    page, side = hub_page()
    expect(page.get_by_role("heading", name="Choose a dataset")).to_be_visible()
    side.set(repo_id="stanfordnlp/imdb")
    expect(page.get_by_role("heading", name="stanfordnlp/imdb")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Import 25,000"))).to_be_visible()
