"""What can be done with versions in the tab, by pointer and by keyboard alone."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from datavault_jupyter.base.errors import Refused, VaultBusy
from tests.component.conftest import Panels, until
from tests.component.detail.conftest import ID
from tests.component.lineage.conftest import (
    FAILED,
    FIRST_TRY,
    HISTORY,
    Open,
    asked,
    done,
    item,
    page_of,
)

CHILDREN = Refused(
    "1.2.1 was made from version 1.2.0.",
    hint="Pass force=True to delete it all the same: it keeps its rows.",
    field="force",
)


def box(page: Page, number: str) -> Locator:
    return page.locator(f'[data-version="ver_{number}"]')


def row(page: Page, number: str) -> Locator:
    return page.locator(f'tr[data-id="ver_{number}"]')


def info(page: Page, number: str) -> Locator:
    return page.get_by_role("complementary", name=f"Version {number}", exact=True)


def press(page: Page, entry: str) -> None:
    page.get_by_role("button", name="What can be done with it").click()
    page.get_by_role("menuitem", name=entry).click()


def test_a_version_tells_all_that_is_known(opened: Open) -> None:
    page, _ = opened()
    box(page, "1.2.1").click()
    facts = info(page, "1.2.1")
    for words in (
        "1.2.0 without the duplicates",
        "1.2.0 then 1.1.1-clean",
        "413",
        "165 KB 0 bytes of it new",
        "Left out3 rows",
        "Chen Wei",
        "ticketQA-17",
        "ver_1.2.1",
        "7 rows that were there twice were left out.",
        'ds.at("1.2.1").df()',
        "Ana Ruiz loaded it in notebooks/train.ipynb as train",
    ):
        expect(facts).to_contain_text(words)
    page.get_by_role("button", name="Copy the id").click()
    expect(page.get_by_text("Copied the id")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "ver_1.2.1"
    page.get_by_role("button", name="Copy the line that loads it").click()
    expect(page.get_by_text("paste it into a cell")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == 'ds.at("1.2.1").df()'
    facts.get_by_role("button", name="1.1.1-clean").click()
    expect(info(page, "1.1.1-clean")).to_be_visible()


def test_the_lines_are_walked_by_the_keyboard(opened: Open) -> None:
    page, _ = opened()
    box(page, "1.3.0").focus()
    for key, number in (
        ("ArrowLeft", "1.2.0"),
        ("ArrowDown", "1.1.1-clean"),
        ("ArrowRight", "1.2.1"),
        ("ArrowLeft", "1.2.0"),
        ("Home", "1.0.0"),
        ("ArrowLeft", "1.0.0"),
    ):
        page.keyboard.press(key)
        expect(info(page, number)).to_be_visible()
        expect(box(page, number)).to_be_focused()
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("menu", name="Version 1.0.0")).to_be_visible()
    page.keyboard.press("Escape")
    expect(box(page, "1.0.0")).to_be_focused()


def test_the_list_is_walked_chosen_and_left_by_the_keyboard(opened: Open) -> None:
    page, side = opened()
    row(page, "1.3.0").focus()
    page.keyboard.press("ArrowDown")
    expect(info(page, "1.2.1")).to_be_visible()
    expect(row(page, "1.2.1")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("toolbar", name="1 chosen")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")  # and all between
    expect(page.get_by_role("toolbar", name="3 chosen")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("toolbar")).to_have_count(0)
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="Publish").click()
    expect(page.get_by_text("Published 1 version")).to_be_visible()
    assert asked(side, "lineage.publish") == [
        {"dataset_id": ID, "version_ids": ["ver_1.1.1-clean"]}
    ]


def test_the_list_is_sorted_searched_and_filtered(opened: Open) -> None:
    page, _ = opened(*HISTORY, FIRST_TRY, FAILED)
    numbers = page.locator("tbody .is-number b")

    expect(numbers).to_have_count(7)
    page.get_by_role("button", name="Version", exact=True).click()
    expect(numbers).to_have_text(
        ["1.0.0", "1.1.0", "1.1.1-clean", "1.2.0", "1.2.1", "1.3.0", "1.4.0"]
    )
    page.get_by_role("button", name="Rows", exact=True).click()
    expect(numbers.first).to_have_text("1.3.0")
    expect(page.get_by_role("columnheader", name="Rows")).to_have_attribute(
        "aria-sort", "descending"
    )
    page.get_by_role("textbox", name="Search versions").fill("chen gold")
    expect(numbers).to_have_text(["1.2.1"])
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="State").click()
    page.get_by_role("option", name="Published").click()
    expect(numbers).to_have_text(["1.2.0", "1.0.0"])
    expect(page.locator("[data-version]")).to_have_count(2)
    page.get_by_role("combobox", name="State").click()
    page.get_by_role("option", name="Any state").click()
    page.get_by_role("switch", name="Show archived").click()
    expect(numbers).to_have_count(8)


def test_several_are_chosen_and_each_action_says_what_it_takes(
    opened: Open, panels: Panels
) -> None:
    page, side = opened(*HISTORY, FIRST_TRY)
    page.get_by_role("switch", name="Show archived").click()
    page.get_by_role("checkbox", name="Choose the versions shown").click()
    bar = page.get_by_role("toolbar", name="7 chosen")
    expect(bar.get_by_role("button", name="Archive 5 of 7", exact=True)).to_be_visible()
    expect(bar.get_by_role("button", name="Unarchive 1 of 7", exact=True)).to_be_visible()
    expect(bar.get_by_role("button", name="Delete 1 of 7…")).to_be_visible()
    expect(page.locator("main")).to_contain_text("The dataset stands at 1.3.0, which stays.")
    assert panels.axe(page) == []
    panels.shot(page, "versions-bulk-light")
    bar.get_by_role("button", name="7 chosen").click()
    page.get_by_role("menuitem", name="None").click()
    page.get_by_role("textbox", name="Search versions").fill("form version")
    page.get_by_role("checkbox", name="Choose 1.2.0").click()
    page.get_by_role("button", name="1 chosen").click()
    page.get_by_role("menuitem", name="Filtered").click()
    bar = page.get_by_role("toolbar", name="2 chosen")
    bar.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("Archived 2 versions")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Brought back 2 versions")).to_be_visible()
    both = {"dataset_id": ID, "version_ids": ["ver_1.2.0", "ver_1.1.0"]}
    assert asked(side, "lineage.archive") == asked(side, "lineage.unarchive") == [both]


def test_a_tag_is_put_on_and_taken_off(opened: Open) -> None:
    page, side = opened()
    page.get_by_role("checkbox", name="Choose 1.2.0").click()
    page.get_by_role("checkbox", name="Choose 1.0.0").click()
    page.get_by_role("toolbar").get_by_role("button", name="Add a tag").click()
    dialog = page.get_by_role("dialog", name="Tag 2 versions")
    button = dialog.get_by_role("button", name="Add tag")
    expect(button).to_have_accessible_description("Write a word first")
    dialog.get_by_role("textbox").fill("good")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    box(page, "1.2.1").click()
    info(page, "1.2.1").get_by_role("button", name="Remove gold").focus()
    page.keyboard.press("Delete")
    expect(page.get_by_text("Took “gold” off 1 version")).to_be_visible()
    common = {"dataset_id": ID}
    assert asked(side, "lineage.tag") == [
        common | {"version_ids": ["ver_1.2.0", "ver_1.0.0"], "tag": "good", "is_off": False},
        common | {"version_ids": ["ver_1.2.1"], "tag": "gold", "is_off": True},
    ]


def test_two_versions_are_compared(opened: Open) -> None:
    page, side = opened()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="to compare 1.3.0 with")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Compare", exact=True).click()
    box(page, "1.0.0").click()
    expect(page.get_by_role("region", name="Compared with 1.0.0")).to_be_visible()
    expect(info(page, "1.3.0")).to_be_visible()
    page.get_by_role("checkbox", name="Choose 1.2.1").click()
    page.get_by_role("checkbox", name="Choose 1.1.0").click()
    page.get_by_role("button", name="Compare the two").click()
    expect(info(page, "1.2.1")).to_be_visible()
    expect(page.get_by_role("region", name="Compared with 1.1.0")).to_be_visible()

    def pairs() -> list[tuple[str, str]]:
        compared = asked(side, "lineage.compare")
        return [(each["after_id"], each["before_id"]) for each in compared if "before_id" in each]

    until(page, lambda: ("ver_1.2.1", "ver_1.1.0") in pairs())
    assert ("ver_1.3.0", "ver_1.0.0") in pairs()


def test_what_cant_be_compared_says_why(opened: Open) -> None:
    error = VaultBusy("The column city is not unique in 1.2.0: Bern is there 2 times.")
    page, _ = opened(replies={"lineage.compare": error})
    card = page.get_by_role("region", name="Compared with 1.2.0")
    expect(card.get_by_role("alert")).to_contain_text("Bern is there 2 times.")
    expect(row(page, "1.3.0").locator(".is-change")).to_have_text("–")


def test_an_older_state_is_restored_after_a_question(opened: Open) -> None:
    page, side = opened()
    box(page, "1.0.0").click()
    press(page, "Restore as the present state")
    dialog = page.get_by_role("dialog", name="Restore version 1.0.0?")
    expect(dialog).to_contain_text("The dataset will hold 60 rows again")
    dialog.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("Restored 1.0.0 as 1.3.1")).to_be_visible()
    assert asked(side, "lineage.create") == [
        {"dataset_id": ID, "base_id": "ver_1.0.0", "is_restore": True}
    ]


def test_a_new_version_is_made(opened: Open) -> None:
    page, side = opened()
    page.get_by_role("button", name="New version").click()
    dialog = page.get_by_role("dialog", name="New version")
    dialog.get_by_role("textbox", name="Number").fill("2.0.0")
    dialog.get_by_role("textbox", name="Name").fill("Paper")
    dialog.get_by_role("textbox", name="Description").fill("As in the paper")
    dialog.get_by_role("button", name="Make version").click()
    expect(page.get_by_text("Made version 1.3.1")).to_be_visible()
    wanted = {"dataset_id": ID, "number": "2.0.0", "name": "Paper"}
    assert asked(side, "lineage.create") == [wanted | {"description": "As in the paper"}]


def test_deleting_takes_the_word_and_names_what_hangs_on_it(opened: Open) -> None:
    gone = HISTORY[2] | {"archived_at": HISTORY[2]["created_at"]}

    def delete(args: dict[str, Any]) -> Any:
        return done(args) if args["force"] else CHILDREN

    page, side = opened(*HISTORY[:2], gone, *HISTORY[3:], replies={"lineage.delete": delete})
    page.get_by_role("switch", name="Show archived").click()
    box(page, "1.2.0").click(button="right")
    page.get_by_role("menuitem", name="Delete…").click()
    dialog = page.get_by_role("alertdialog", name="Delete version 1.2.0?")
    button = dialog.get_by_role("button", name="Delete for good")
    expect(button).to_have_accessible_description("Type delete first")
    dialog.get_by_role("textbox").fill("delete")
    page.keyboard.press("Enter")  # Enter never destroys
    assert asked(side, "lineage.delete") == []
    button.click()
    expect(dialog.get_by_role("alert")).to_have_text("1.2.01.2.1 was made from version 1.2.0.")
    dialog.get_by_role("checkbox", name="Delete it all the same").check()
    button.click()
    expect(page.get_by_text("Deleted version 1.2.0")).to_be_visible()
    assert [args["force"] for args in asked(side, "lineage.delete")] == [False, True]


def outcome(version_id: str, **problem: str) -> dict[str, str]:
    return {"version_id": version_id, "problem": "", "hint": "", "field": "", **problem}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1072, 352])
def test_deleting_several_tells_what_came_of_each(
    opened: Open, panels: Panels, width: int, theme: str
) -> None:
    gone = [each | {"archived_at": each["created_at"]} for each in HISTORY[1:5]]
    rest = ["ver_1.2.0", "ver_1.1.1-clean"]

    def delete(args: dict[str, Any]) -> Any:
        if args["force"]:
            return done(args)
        first, second, third, fourth = args["version_ids"]
        busy = {"problem": "Another kernel wrote at the same time.", "hint": "Try again."}
        held = {"problem": CHILDREN.message, "hint": CHILDREN.hint or "", "field": "force"}
        return {"outcomes": [outcome(first), outcome(second, **held), outcome(third, **busy),
                             outcome(fourth)]}  # fmt: skip

    page, side = opened(
        HISTORY[0], *gone, HISTORY[5], width=width, is_dark=theme == "dark",
        replies={"lineage.delete": delete},
    )  # fmt: skip
    page.get_by_role("switch", name="Show archived").click()
    page.get_by_role("checkbox", name="Choose the versions shown").click()
    page.get_by_role("button", name="Delete 4 of 6…").click()
    dialog = page.get_by_role("alertdialog", name="Delete 4 versions?")
    dialog.get_by_role("textbox").fill("delete")
    side.answers["lineage.versions"] = page_of(HISTORY[0], gone[1], gone[2], HISTORY[5])
    dialog.get_by_role("button", name="Delete for good").click()
    dialog = page.get_by_role("alertdialog", name="2 deleted, 2 refused")
    expect(dialog.get_by_role("listitem")).to_have_text(
        [
            "1.2.01.2.1 was made from version 1.2.0.",
            "1.1.1-cleanAnother kernel wrote at the same time. Try again.",
            "1.2.1Deleted",
            "1.1.0Deleted",
        ]
    )
    # The list behind has heard of it.
    expect(row(page, "1.1.0")).to_have_count(0)
    assert panels.axe(page) == []
    panels.shot(page, f"versions-deleted-{width}-{theme}")
    dialog.get_by_role("checkbox", name="Delete them all the same").check()
    dialog.get_by_role("button", name="Try 2 versions again").click()
    expect(page.get_by_text("Deleted 4 versions")).to_be_visible()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert [args["version_ids"] for args in asked(side, "lineage.delete")][1] == rest


def test_what_came_of_each_is_told_of_other_deeds_as_well(opened: Open) -> None:
    def archive(args: dict[str, Any]) -> dict[str, Any]:
        refused = outcome("ver_1.1.0", problem="Version 1.1.0 is published already.")
        return {"outcomes": [outcome("ver_1.3.0"), refused]}

    page, _ = opened(replies={"lineage.archive": archive})
    page.get_by_role("checkbox", name="Choose 1.2.0").click()
    page.get_by_role("checkbox", name="Choose 1.1.0").click()
    page.get_by_role("toolbar").get_by_role("button", name="Archive").click()
    words = "1 archived, 1 refused. 1.1.0: Version 1.1.0 is published already."
    expect(page.get_by_text(words)).to_be_visible()
    page.get_by_role("button", name="Show", exact=True).click()
    dialog = page.get_by_role("dialog", name="1 archived, 1 refused")
    expect(dialog.get_by_role("listitem")).to_have_text(
        ["1.1.0Version 1.1.0 is published already.", "1.3.0Archived"]
    )


def test_what_is_not_possible_says_why(opened: Open, panels: Panels) -> None:
    reason = "Read-only. Make it writable first"
    page, _ = opened(refused=reason, delete_refused=reason)
    button = page.get_by_role("button", name="New version")
    button.focus()
    expect(button).to_have_accessible_description(reason)
    page.get_by_role("button", name="What can be done with it").click()
    expect(page.get_by_role("menuitem", name=reason)).to_have_count(5)
    assert panels.axe(page) == []


@pytest.mark.parametrize("which", ["All", "Shown"])
def test_the_list_is_a_file_too(opened: Open, which: str) -> None:
    page, _ = opened(*HISTORY, item("=1+1", days=50) | {"archived_at": "2026-01-01T00:00:00Z"})
    page.get_by_role("button", name="Download the list").click()
    with page.expect_download() as waited:
        page.get_by_role("menuitem", name=f"{which}:").click()
    text = waited.value.path().read_text(encoding="utf-8-sig")
    lines = list(csv.DictReader(text.splitlines()))
    wanted = [each["number"] for each in HISTORY]
    assert [line["Version"] for line in lines] == ([*wanted, "'=1+1"] if which == "All" else wanted)
    assert lines[1]["Tags"] == "gold"
    assert lines[1]["Rows"] == "413"


def test_changes_from_elsewhere_are_followed(opened: Open) -> None:
    page, side = opened()
    expect(box(page, "1.3.0")).to_be_visible()
    newer = item("1.4.0", "1.3.0", rows=700, is_head=True)
    side.answers["lineage.versions"] = page_of(newer, HISTORY[0] | {"is_head": False}, *HISTORY[1:])
    side.tell("datasets.changed", {"revision": 2})
    expect(box(page, "1.4.0")).to_contain_text("Head")
    # What somebody looks at stays.
    expect(info(page, "1.3.0")).to_be_visible()
