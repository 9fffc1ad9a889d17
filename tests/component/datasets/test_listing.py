"""The listing in a real browser with a real vault behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.base.errors import VaultBusy
from datavault_jupyter.features.preferences.service import PreferenceService
from tests.component.conftest import Panels, until

NAMES = ("penguins", "imdb", "flights", "support-tickets")
ORDER = ["support-tickets", "flights", "imdb", "penguins"]
WIDTHS = [1072, 692, 452, 352]


@pytest.fixture
def several(vault: Vault, tmp_path: Path) -> Vault:
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n2\n")
    vault.projects.create("Teaching")
    for name in NAMES:
        vault.import_file(path, name=name, project="Teaching" if name == "flights" else None)
    vault.import_file(path, name="interviews").archive()
    return vault


@pytest.fixture
def shown(panels: Panels, several: Vault) -> Callable[..., tuple[Page, dv.Listing]]:
    def show(traits: dict[str, Any] | None = None, **options: Any) -> tuple[Page, dv.Listing]:
        listing = dv.Listing(several, **(traits or {}))
        page = panels.show(listing, **options)
        page.wait_for_selector("tbody tr")
        return page, listing

    return show


Show = Callable[..., tuple[Page, dv.Listing]]


def row(page: Page, name: str) -> Any:
    return page.locator("tbody tr", has=page.get_by_role("button", name=name, exact=True))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("is_dark", [False, True])
def test_it_is_accessible_at_every_width(
    shown: Show, panels: Panels, width: int, *, is_dark: bool
) -> None:
    page, _ = shown(width=width, is_dark=is_dark)
    assert panels.axe(page) == []
    expect(page.locator("tbody .dv-name")).to_have_text(ORDER, use_inner_text=True)
    expect(page.locator(".dv-foot")).to_contain_text("1–4 of 4 datasets")
    inside = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert inside


def test_search_is_a_trait_on_both_sides(shown: Show) -> None:
    page, listing = shown()
    page.keyboard.press("Tab")
    row(page, "imdb").focus()
    page.keyboard.press("/")
    expect(page.get_by_label("Search datasets")).to_be_focused()
    page.keyboard.type("PENG")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator(".dv-foot")).to_contain_text("3 hidden by the filter")
    until(page, lambda: listing.search == "PENG")
    page.keyboard.press("Escape")
    expect(page.locator("tbody tr")).to_have_count(4)
    until(page, lambda: listing.search == "")
    listing.search = "fl"
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_label("Search datasets")).to_have_value("fl")


def test_no_match_says_what_was_searched(shown: Show, panels: Panels) -> None:
    page, _ = shown({"search": "penguins"})
    page.get_by_label("Search datasets").fill("zzz")
    expect(page.get_by_text("No dataset matches “zzz”")).to_be_visible()
    expect(page.get_by_text("1 archived dataset is not searched.")).to_be_visible()
    assert panels.axe(page) == []
    page.get_by_role("button", name="Clear search").click()
    expect(page.locator("tbody tr")).to_have_count(4)


def test_filters_count_and_join(shown: Show) -> None:
    page, listing = shown()
    page.get_by_role("button", name="Project", exact=True).first.click()
    expect(page.locator(".dv-facet li")).to_have_text(["Teaching1", "No project3"])
    page.get_by_label("Teaching").check()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Project is Teaching")).to_be_visible()
    until(page, lambda: listing.filters["projects"] == ["Teaching"])
    page.get_by_role("button", name="Clear Project").click()
    page.get_by_role("switch", name="Show archived").check()
    expect(page.locator("tbody tr")).to_have_count(5)
    until(page, lambda: listing.filters["has_archived"])
    listing.filters = {"sources": ["export"]}
    expect(page.get_by_text("No dataset matches the filters")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("is_dark", [False, True])
def test_clones_and_merges_are_marked_and_filtered(
    shown: Show, several: Vault, panels: Panels, width: int, *, is_dark: bool
) -> None:
    several["penguins"].clone("penguins, cleaned by hand and by eye in spring")
    several.merge([several["penguins"], several["imdb"]], "both")
    page, listing = shown(width=width, is_dark=is_dark)
    marks = page.locator("tbody tr .dv-tag")
    expect(marks).to_have_text(["Merge", "Clone"])
    assert panels.axe(page) == []
    panels.shot(page, f"listing-kinds-{width}-{'dark' if is_dark else 'light'}")
    page.get_by_role("button", name="Kind", exact=True).click()
    expect(page.locator(".dv-facet li")).to_have_text(["Master4", "Clone1", "Merge1"])
    page.get_by_label("Clone").check()
    expect(marks).to_have_text(["Clone"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Kind is Clone")).to_be_visible()
    until(page, lambda: listing.filters["kinds"] == ["clone"])
    panels.shot(page, f"listing-kind-on-{width}-{'dark' if is_dark else 'light'}")
    listing.filters = {"kinds": ["merge"]}
    expect(marks).to_have_text(["Merge"])
    page.get_by_role("button", name="Clear filter").click()
    expect(page.locator("tbody tr")).to_have_count(6)
    until(page, lambda: listing.filters["kinds"] == [])


def test_headers_sort_and_say_so(shown: Show) -> None:
    page, _ = shown()
    page.get_by_role("button", name="Name", exact=True).click()
    expect(page.locator("tbody .dv-name").first).to_have_text("flights")
    expect(page.get_by_role("columnheader", name="Name")).to_have_attribute(
        "aria-sort", "ascending"
    )
    page.get_by_role("button", name="Name", exact=True).click()
    expect(page.locator("tbody .dv-name").first).to_have_text("support-tickets")


def test_the_keyboard_reaches_everything(shown: Show) -> None:
    page, listing = shown()
    first = page.locator("tbody tr").first
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(row(page, "flights")).to_be_focused()
    page.keyboard.press("End")
    expect(row(page, "penguins")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("toolbar", name="1 selected")).to_be_visible()
    page.keyboard.press("Home")
    expect(row(page, "support-tickets")).to_be_focused()
    page.keyboard.press("Shift+Space")
    expect(page.get_by_role("toolbar", name="4 selected")).to_be_visible()
    until(page, lambda: len(listing.selected) == 4)
    page.keyboard.press("Escape")
    expect(page.locator(".dv-bulk")).to_have_count(0)
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("menuitem", name="Open", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(row(page, "support-tickets")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Name", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr .dv-name")).to_have_count(0)
    until(page, lambda: listing.dataset_id)


def test_a_name_is_changed_in_its_place(shown: Show, several: Vault) -> None:
    page, _ = shown()
    row(page, "imdb").focus()
    page.keyboard.press("F2")
    field = page.get_by_label("New name of imdb")
    field.fill("penguins")
    page.keyboard.press("Enter")
    expect(page.get_by_text("A dataset named 'penguins' exists already.")).to_be_visible()
    expect(field).to_have_value("penguins")
    field.fill("films")
    page.keyboard.press("Enter")
    expect(page.locator("tbody .dv-name").nth(2)).to_have_text("films")
    expect(row(page, "films")).to_be_focused()
    assert several.find("films")


def test_archive_has_a_way_back(shown: Show, several: Vault) -> None:
    page, _ = shown()
    for chosen, name in enumerate(("imdb", "flights"), 1):
        page.get_by_label(f"Select {name}").check()
        # The bar that comes with the first one moves the rows, once.
        expect(page.get_by_text(f"{chosen} selected")).to_be_visible()
    page.get_by_role("button", name="Archive", exact=True).click()
    # What is pointed at stays.
    page.get_by_text("Archived 2 datasets").hover()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("tbody tr")).to_have_count(4)
    assert not several["imdb"].is_archived


def test_deleting_waits_for_the_word(shown: Show, several: Vault, panels: Panels) -> None:
    page, _ = shown()
    row(page, "imdb").focus()
    page.keyboard.press("Delete")
    dialog = page.get_by_role("alertdialog", name="Delete imdb?")
    button = dialog.get_by_role("button", name="Delete dataset")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(dialog).to_contain_text("2 rows")
    assert panels.axe(page) == []
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("delete")
    button.click()
    expect(page.get_by_text("Deleted imdb")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(3)
    assert several.find("imdb") is None


def test_all_that_match_are_selected_and_another_kernel_hears(shown: Show, several: Vault) -> None:
    page, listing = shown()
    page.get_by_label("Select the datasets on screen").check()
    page.get_by_role("button", name="4 selected").click()
    page.get_by_role("menuitem", name="All that match").click()
    expect(page.get_by_role("toolbar", name="4 selected")).to_be_visible()
    until(page, lambda: {ds.name for ds in listing.datasets} == set(NAMES))
    listing.selected = [several["imdb"].id]
    expect(page.get_by_role("toolbar", name="1 selected")).to_be_visible()
    expect(page.get_by_label("Select imdb")).to_be_checked()


def test_columns_and_widths_are_remembered(shown: Show, several: Vault) -> None:
    page, _ = shown()
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("menuitemcheckbox", name="Owner").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menuitemcheckbox")).to_have_count(0)
    expect(page.get_by_role("columnheader", name="Owner")).to_be_visible()
    page.get_by_role("button", name="Name", exact=True).focus()
    before = page.evaluate("document.querySelectorAll('th')[1].offsetWidth")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function(
        "width => document.querySelectorAll('th')[1].offsetWidth > width",
        arg=before,
    )
    # Kept a moment after the last change.
    store, person = several._services.store, several._services.person
    kept = PreferenceService(store, several._services.policy, person)
    until(page, lambda: (kept.get("listing") or {}).get("widths"))
    other, _ = shown()
    expect(other.get_by_role("columnheader", name="Owner")).to_be_visible()


def test_the_list_is_downloaded(shown: Show) -> None:
    page, _ = shown()
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Download list").click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name="All that match, CSV").click()
    text = Path(waiting.value.path()).read_text()
    assert text.splitlines()[0] == "Name,Status,Rows,Source,Project,Last updated"
    assert "flights,Complete,2,File upload,Teaching," in text
    assert len(text.splitlines()) == 5


def test_nothing_moves_when_another_kernel_changes_the_vault(
    shown: Show, several: Vault, tmp_path: Path
) -> None:
    page, _ = shown()
    row(page, "imdb").focus()
    several["penguins"].rename("birds")
    expect(page.locator("tbody .dv-name").nth(3)).to_have_text("birds")
    several.import_file(tmp_path / "a.csv", name="new one")
    expect(page.get_by_text("1 new dataset")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(4)
    expect(row(page, "imdb")).to_be_focused()
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("tbody .dv-name").first).to_have_text("new one")


def test_an_empty_vault_says_how_to_begin(panels: Panels, vault: Vault) -> None:
    page = panels.show(dv.Listing(vault))
    expect(page.get_by_text("No datasets yet")).to_be_visible()
    expect(page.get_by_role("button", name="Import file")).to_have_count(1)
    assert panels.axe(page) == []


def test_an_error_has_a_way_out(panels: Panels) -> None:
    answers: dict[str, Any] = {
        "preferences.get": {"name": "listing", "value": None},
        "datasets.list": VaultBusy("Another process holds the catalogue."),
    }
    page, side = panels.scripted("listing", answers, search="", filters={}, selected=[])
    expect(page.get_by_text("The list could not be read")).to_be_visible()
    expect(page.get_by_text("holds the catalogue. Try again, or close")).to_be_visible()
    assert panels.axe(page) == []
    side.answers["datasets.list"] = VaultBusy("Still.")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Still. Try again")).to_be_visible()


def test_a_saved_copy_offers_nothing_that_needs_a_kernel(shown: Show, panels: Panels) -> None:
    page, _ = shown(is_saved=True)
    expect(page.get_by_text("Saved copy of 4 datasets")).to_be_visible()
    expect(page.locator("tbody .dv-name")).to_have_text(ORDER, use_inner_text=True)
    assert page.get_by_role("checkbox").count() == 0
    assert page.locator("button:not([disabled])").count() == 0
    assert panels.axe(page) == []
