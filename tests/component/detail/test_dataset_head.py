"""The head and the overview of one dataset, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

import datavault_jupyter as dv
from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.errors import DatasetDeleted, NameTaken, VaultBusy
from tests.component.conftest import Panels, until
from tests.component.detail.conftest import ID, Open, asked, facts

LONG = "A very long name " * 17 + "end of it"


def test_the_overview_tells_what_is_known(opened: Open) -> None:
    page, _ = opened()
    main = page.locator("main")
    for words in (
        "nyc-flights-2013",
        "Complete",
        "336,776 rows, updated now",
        "flights.csv 31 MB",
        "19 14 number, 5 text",
        "0.73% of cells most in air_time, 2.8%",
        "5.8 MB",
        "Ana Ruiz imported 336,776 rows",
        "Column tailnum: 2,512 empty cells became NULL.",
    ):
        expect(main).to_contain_text(words)
    expect(page.get_by_role("tab")).to_have_text(
        ["Overview", "Content", "Analytics", "Studio", "Versions1"]
    )
    # What isn't known is left out, not dashed.
    expect(page.locator("dt", has_text="Repository")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1072, 352])
def test_a_clone_leads_to_its_master_and_back(
    panels: Panels, vault: Vault, reviews: Dataset, theme: str, width: int
) -> None:
    copy = reviews.clone("copy" if width > 400 else LONG.strip())
    view = dv.DatasetView(copy, view={"search": "good"})
    page = panels.show(view, width=width, is_dark=theme == "dark")
    source = page.get_by_role("region", name="Source")
    expect(source.locator("dt", has_text="Clone of")).to_be_visible()
    expect(source).to_contain_text("reviews 1.0.0")
    expect(source.locator("dt", has_text="Cloned")).to_be_visible()
    panels.shot(page, f"overview-clone-{width}-{theme}")
    assert panels.axe(page) == []
    source.get_by_role("button", name="reviews").click()
    expect(page.get_by_role("button", name="reviews", exact=True)).to_be_visible()
    expect(source.locator("dt", has_text="Clone of")).to_have_count(0)
    until(page, lambda: view.dataset_id == reviews.id)
    # What was looked for in the clone is not looked for in its master.
    until(page, lambda: view.view["search"] == "")
    assert panels.axe(page) == []
    panels.shot(page, f"overview-master-{width}-{theme}")
    page.get_by_role("button", name=f"Back to {copy.name}").click()
    expect(source.locator("dt", has_text="Clone of")).to_be_visible()
    expect(page.get_by_role("button", name="Back to")).to_have_count(0)
    until(page, lambda: view.dataset_id == copy.id)


def test_a_merge_names_what_it_came_from_and_says_what_it_cannot(opened: Open) -> None:
    link = {"dataset_id": "dst_a", "path": "Teaching/a", "version": "1.0.1"}
    page, _ = opened(kind="merge", made_from=[link, link | {"dataset_id": "dst_b", "path": "b"}])
    source = page.get_by_role("region", name="Source")
    expect(source).to_contain_text("Merge ofTeaching/a 1.0.1 then b 1.0.1")
    page, _ = opened(kind="merge")
    expect(page.get_by_role("region", name="Source")).to_contain_text(
        "Merge ofwhat is gone, or you may not see"
    )
    page, _ = opened(kind="merge", made_from=[link], saved=True)
    expect(page.get_by_role("button", name="Teaching/a")).to_be_disabled()


@pytest.mark.parametrize("width", [1072, 672, 452, 352])
@pytest.mark.parametrize("name", ["nyc-flights-2013", LONG])
def test_nothing_scrolls_sideways_and_axe_is_content(
    opened: Open, panels: Panels, width: int, name: str
) -> None:
    page, _ = opened(width, name=name)
    page.get_by_text("0.73% of cells").wait_for()
    assert page.evaluate(
        "[...document.querySelectorAll('.dv')].every((each) => each.scrollWidth <= innerWidth)"
    )
    assert panels.axe(page) == []
    page.evaluate("document.documentElement.dataset.dark = 'yes'")
    page.locator(".dv[data-theme=dark]").wait_for()
    assert panels.axe(page) == []


@pytest.mark.parametrize("how", ["click", "F2", "pencil"])
def test_a_name_is_edited_where_it_stands(opened: Open, how: str) -> None:
    page, side = opened()
    side.answers["datasets.rename"] = {}
    title = page.get_by_role("button", name="nyc-flights-2013", exact=True)
    if how == "F2":
        title.press("F2")
    else:
        (title if how == "click" else page.get_by_role("button", name="Rename")).click()
    field = page.get_by_role("textbox", name="Dataset name")
    expect(field).to_be_focused()
    field.fill("flights")
    field.press("Enter")
    expect(field).to_have_count(0)
    assert asked(side, "datasets.rename") == [{"dataset_id": ID, "name": "flights"}]
    expect(title).to_be_focused()


TYPED_AT_ONCE = """async (button) => {
  button.click();
  // No frame is drawn in between: as fast as a key can come.
  for (let step = 0; step < 100; step++) await null;
  const field = document.activeElement;
  field.setRangeText("a", field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  field.setRangeText("b", field.selectionStart, field.selectionEnd, "end");
  return field.value;
}"""


def test_what_is_typed_at_once_is_not_typed_over(opened: Open) -> None:
    page, _ = opened()
    title = page.get_by_role("button", name="nyc-flights-2013", exact=True)
    assert title.evaluate(TYPED_AT_ONCE) == "ab"


def test_a_name_that_is_refused_stays_to_be_mended(opened: Open) -> None:
    page, side = opened()
    side.answers["datasets.rename"] = NameTaken("A dataset named 'penguins' exists already.")
    page.get_by_role("button", name="nyc-flights-2013", exact=True).click()
    field = page.get_by_role("textbox", name="Dataset name")
    field.fill("penguins")
    field.press("Enter")
    sentence = page.get_by_text("A dataset named 'penguins' exists already. Choose another name.")
    expect(sentence).to_be_visible()
    expect(field).to_have_value("penguins")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("   ")
    field.press("Enter")
    expect(page.get_by_text("The name of a dataset can’t be blank.")).to_be_visible()
    assert len(asked(side, "datasets.rename")) == 1
    field.press("Escape")
    expect(page.get_by_role("button", name="nyc-flights-2013", exact=True)).to_be_focused()


def test_a_name_that_is_its_pipelines_says_so(opened: Open) -> None:
    page, _ = opened(refused={"rename": "It takes its name from its pipeline"})
    title = page.get_by_role("button", name="nyc-flights-2013", exact=True)
    title.focus()
    expect(title).to_have_accessible_description("It takes its name from its pipeline")
    page.keyboard.press("Enter")
    page.keyboard.press("F2")
    expect(page.get_by_role("textbox")).to_have_count(0)


def test_a_description_is_written_and_reverted(opened: Open) -> None:
    page, side = opened()
    side.answers["datasets.set_description"] = facts(description="New words")
    page.get_by_role("button", name="Edit description").click()
    field = page.get_by_role("textbox", name="Description")
    field.fill("thrown away")
    field.press("Escape")
    expect(page.get_by_text("Flights that left New York.")).to_be_visible()
    page.get_by_role("button", name="Edit description").click()
    field.fill("New words")
    field.press("Control+Enter")
    expect(field).to_have_count(0)
    wanted = {"dataset_id": ID, "description": "New words"}
    assert asked(side, "datasets.set_description") == [wanted]


def test_archiving_can_be_undone(opened: Open) -> None:
    page, side = opened()
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("Archived nyc-flights-2013")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Brought back nyc-flights-2013")).to_be_visible()
    assert asked(side, "lifecycle.archive") == [{"ids": [ID]}]
    assert asked(side, "lifecycle.unarchive") == [{"ids": [ID]}]


def test_deleting_takes_the_word(opened: Open) -> None:
    page, side = opened()
    page.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("alertdialog", name="Delete nyc-flights-2013?")
    expect(dialog).to_contain_text("336,776 rows and 1 version from disk. It can’t be undone.")
    button = dialog.get_by_role("button", name="Delete dataset")
    expect(button).to_have_attribute("aria-disabled", "true")
    dialog.get_by_role("textbox").fill("delete")
    page.keyboard.press("Enter")  # Enter never destroys
    assert asked(side, "lifecycle.delete") == []
    side.answers["datasets.describe"] = DatasetDeleted("It was deleted.")
    button.click()
    expect(page.get_by_text("nyc-flights-2013 was deleted.")).to_be_visible()
    assert asked(side, "lifecycle.delete") == [{"ids": [ID], "confirm": "delete"}]


def test_what_is_not_possible_keeps_focus_and_says_why(opened: Open) -> None:
    reason = "Collecting. Pause or complete the pipeline first"
    page, side = opened(refused={"archive": reason, "delete": reason}, state="collecting")
    for name in ("Archive", "Delete"):
        button = page.get_by_role("button", name=name)
        button.focus()
        expect(button).to_have_accessible_description(reason)
        button.press("Enter")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert asked(side, "lifecycle.archive") == []


def test_the_load_code_is_copied(opened: Open) -> None:
    page, _ = opened()
    page.get_by_role("button", name="Open in notebook").click()
    expect(page.get_by_text('Copied vault["nyc-flights-2013"].df()')).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == 'vault["nyc-flights-2013"].df()'


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"state": "orphaned", "status": "Orphaned"}, "so it is read-only. You can read"),
        ({"is_read_only": True}, "Read-only. You can read and export"),
        ({"is_archived": True, "archived_at": "2026-01-01T00:00:00Z"}, "It is left out of the"),
    ],
)
def test_what_must_be_known_first_is_a_banner(
    opened: Open, panels: Panels, changes: dict[str, Any], sentence: str
) -> None:
    page, _ = opened(**changes)
    expect(page.locator(".dv-note-bar")).to_contain_text(sentence)
    assert panels.axe(page) == []


def test_a_dataset_that_is_deleted_meanwhile_says_so(opened: Open) -> None:
    page, side = opened()
    page.get_by_text("flights.csv").wait_for()
    side.answers["datasets.describe"] = DatasetDeleted("It was deleted.")
    side.tell("datasets.changed", {"revision": 2})
    expect(page.get_by_role("alert")).to_contain_text("nyc-flights-2013 was deleted.")
    expect(page.get_by_role("tab")).to_have_count(0)


def test_changes_from_elsewhere_are_followed_and_trouble_is_told(opened: Open) -> None:
    page, side = opened()
    page.get_by_text("flights.csv").wait_for()
    side.answers["datasets.describe"] = facts(name="renamed")
    side.tell("datasets.changed", {"revision": 2})
    expect(page.get_by_role("heading", level=1)).to_contain_text("renamed")
    side.answers["datasets.describe"] = VaultBusy("Another kernel is writing to the vault.")
    side.tell("datasets.changed", {"revision": 3}, seq=2)
    expect(page.get_by_role("alert")).to_contain_text("Another kernel is writing to the vault.")
    expect(page.get_by_role("heading", level=1)).to_contain_text("renamed")
    side.answers["datasets.describe"] = facts()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_saved_copy_is_read_and_not_changed(opened: Open) -> None:
    page, side = opened(saved=True)
    expect(page.locator("main")).to_contain_text("Saved copy. Run the cell to use it.")
    expect(page.locator("main")).to_contain_text("flights.csv")
    archive = page.get_by_role("button", name="Archive")
    expect(archive).to_have_accessible_description("A saved copy. Run the cell to use it")
    assert asked(side, "datasets.describe") == []
