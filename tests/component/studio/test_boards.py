"""Dashboards in a real browser: made, arranged, filtered by marks, by mouse and by keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from palmerpenguins import load_penguins
from playwright.sync_api import Locator, Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels, until

SLOW = 60_000


@pytest.fixture
def penguins(vault: Vault) -> dv.Dataset:
    ds = vault.import_frame(load_penguins(), name="penguins")
    ds.charts.save("Masses", ds.chart(x="body_mass_g"))
    ds.charts.save("Islands", ds.chart("bar", x="island", y="count()"))
    ds.charts.save("Species", ds.chart("bar", x="island", y="count()", color="species"))
    return ds


def region(page: Page, chart: str) -> Locator:
    return page.get_by_role("region", name=chart, exact=True)


def notes(page: Page, name: str) -> Locator:
    return region(page, name).locator(".dv-board-notes")


def mark(page: Page, chart: str, words: str) -> Locator:
    return region(page, chart).get_by_role("button", name=words)


def at_rest(page: Page) -> None:
    """Nothing is drawn anew: what is measured stays where it is."""
    expect(page.locator(".dv-marks.is-stale")).to_have_count(0)


def test_by_mouse_it_is_made_and_filtered(panels: Panels, penguins: dv.Dataset) -> None:
    page = panels.show(dv.DatasetView(penguins, tab="studio"))
    page.get_by_role("button", name="Dashboards").click(timeout=SLOW)
    page.get_by_role("menuitem", name="New dashboard…").click()
    page.get_by_role("textbox", name="Name").fill("All about penguins")
    page.get_by_role("button", name="Make the dashboard").click()
    expect(page.get_by_role("heading", name="No charts on it yet")).to_be_visible()
    for name in ("Masses", "Islands", "Species"):
        page.get_by_role("button", name="Add chart", exact=True).click()
        page.get_by_role("menuitem", name=name).click()
        expect(notes(page, name)).to_be_visible(timeout=SLOW)
    board = penguins.dashboards["All about penguins"]
    until(page, lambda: board.charts == ["Masses", "Islands", "Species"])

    # A mark filters the others; Shift adds another; a second press takes it back.
    mark(page, "Islands", "island: Dream").click()
    expect(notes(page, "Masses")).to_have_text("124 rows")
    expect(notes(page, "Islands")).to_have_text("344 rows")
    mark(page, "Islands", "island: Torgersen").click(modifiers=["Shift"])
    expect(notes(page, "Masses")).to_have_text("175 of 176 rows · 1 have no body_mass_g")
    picked = page.get_by_role("group", name="Picked in charts")
    expect(picked).to_contain_text("island is Dream")
    page.get_by_role("button", name="Remove island is Torgersen").click()
    expect(notes(page, "Masses")).to_have_text("124 rows")
    # What the legend says is a mark, too, and another chart's pick is added to it.
    region(page, "Species").get_by_role("button", name="Adelie", exact=True).click()
    expect(notes(page, "Masses")).to_have_text("56 rows")
    page.get_by_role("button", name="Clear what is picked").click()
    expect(notes(page, "Masses")).to_contain_text("342 of 344 rows")
    page.get_by_role("button", name="Back to the Studio").click()
    expect(page.get_by_role("heading", name="Put a field on a shelf")).to_be_visible()


def test_by_mouse_a_range_is_drawn_and_charts_are_moved(
    panels: Panels, penguins: dv.Dataset, tmp_path: Path
) -> None:
    board = penguins.dashboards.create("All", charts=["Masses", "Islands", "Species"])
    page = panels.show(board.show())
    for name in board.charts:
        expect(notes(page, name)).to_be_visible(timeout=SLOW)
    picked = page.get_by_role("group", name="Picked in charts")
    at_rest(page)
    # A range on the axis takes whole bins.
    frame = page.get_by_role("region", name="Masses").locator("[data-frame]").bounding_box()
    assert frame is not None
    high = frame["y"] + 4
    page.mouse.move(frame["x"] + frame["width"] * 0.02, high)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.2, high, steps=4)
    page.mouse.up()
    expect(picked).to_contain_text("body_mass_g is 2,600 up to")
    masses = load_penguins()["body_mass_g"]
    words = picked.inner_text()
    end = float(words.split("up to ")[1].split()[0].replace(",", ""))
    inside = int(((masses >= 2600) & (masses < end)).sum())
    expect(notes(page, "Islands")).to_have_text(f"{inside} rows")
    expect(notes(page, "Masses")).to_contain_text("342 of 344 rows")
    page.keyboard.press("Escape")

    # Dragged to another place, another width by its menu, removed and brought back.
    handle = page.get_by_role("button", name="Move Species")
    handle.drag_to(page.get_by_role("region", name="Masses"), target_position={"x": 20, "y": 60})
    expect(page.locator(".dv-board-tile h3").first).to_have_text("Species")
    page.get_by_role("button", name="Actions for Masses").click()
    page.get_by_role("menuitem", name="Width").click()
    page.get_by_role("menuitem", name="Full width").click()
    page.get_by_role("button", name="Actions for Islands").click()
    page.get_by_role("menuitem", name="Remove from the dashboard").click()
    expect(page.get_by_role("region", name="Islands")).to_have_count(0)
    undo = page.get_by_role("button", name="Undo")
    undo.hover()  # and it stays
    # The order in the end is that of before: it tells nothing unless this was kept, too.
    until(page, lambda: board.charts == ["Species", "Masses"])
    undo.click()
    until(page, lambda: board.charts == ["Species", "Masses", "Islands"])
    assert [each.width for each in board._state().tiles] == ["half", "full", "half"]

    with page.expect_download(timeout=SLOW) as download:
        page.get_by_role("button", name="Save as a page").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == "All.html"
    assert path.read_text(encoding="utf-8").count("<svg") == 3


def test_a_range_is_drawn_in_any_plot_of_a_faceted_chart(
    panels: Panels, penguins: dv.Dataset
) -> None:
    chart = penguins.chart("histogram", x="body_mass_g", column="species")
    penguins.charts.save("By species", chart)
    board = penguins.dashboards.create(
        "Facets", charts=[{"chart": "By species", "width": "full"}, "Islands"]
    )
    page = panels.show(board.show())
    for name in board.charts:
        expect(notes(page, name)).to_be_visible(timeout=SLOW)
    frames = region(page, "By species").locator("[data-frame]")
    expect(frames).to_have_count(3)
    at_rest(page)
    frame = frames.nth(1).bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + frame["width"] * 0.02, frame["y"] + 4)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.2, frame["y"] + 4, steps=4)
    page.mouse.up()
    picked = page.get_by_role("group", name="Picked in charts")
    expect(picked).to_contain_text("body_mass_g is 2,600 up to")
    end = float(picked.inner_text().split("up to ")[1].split()[0].replace(",", ""))
    masses = load_penguins()["body_mass_g"]
    inside = int(((masses >= 2600) & (masses < end)).sum())
    expect(notes(page, "Islands")).to_have_text(f"{inside} rows")
    # The range stands in each plot, since their axes are the same.
    expect(region(page, "By species").locator("[data-span]")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(region(page, "By species").locator("[data-span]")).to_have_count(0)


def press_until_focused(page: Page, target: Locator, most: int = 60) -> None:
    for _ in range(most):
        if target.evaluate("(each) => each === each.getRootNode().activeElement"):
            return
        page.keyboard.press("Tab")
    expect(target).to_be_focused()


def test_by_keys_alone_it_is_filtered_and_arranged(panels: Panels, penguins: dv.Dataset) -> None:
    board = penguins.dashboards.create("Keys", charts=["Islands", "Masses"])
    page = panels.show(board.show())
    expect(notes(page, "Masses")).to_be_visible(timeout=SLOW)
    expect(notes(page, "Islands")).to_be_visible(timeout=SLOW)
    first = mark(page, "Islands", "island: Biscoe")
    press_until_focused(page, first)
    page.keyboard.press("ArrowRight")
    expect(mark(page, "Islands", "island: Dream")).to_be_focused()
    page.keyboard.press("Enter")
    expect(notes(page, "Masses")).to_have_text("124 rows")
    expect(mark(page, "Islands", "island: Dream")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("End")
    page.keyboard.press("Shift+Space")
    expect(notes(page, "Masses")).to_contain_text("175 of 176 rows")
    expect(mark(page, "Islands", "island: Torgersen")).to_be_focused()
    page.keyboard.press("Escape")
    expect(notes(page, "Masses")).to_contain_text("342 of 344 rows")

    # A range by its ends, out of the list of values.
    opens = page.get_by_role("button", name="Filter the other charts by Masses")
    press_until_focused(page, opens)
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="From").press("Enter")
    page.keyboard.type("5,000")
    page.keyboard.press("Enter")
    apply = page.get_by_role("button", name="Filter by this range")
    press_until_focused(page, apply)
    page.keyboard.press("Enter")
    masses = load_penguins()["body_mass_g"]
    expect(notes(page, "Islands")).to_have_text(f"{int((masses >= 5000).sum())} rows")
    page.keyboard.press("Escape")
    expect(opens).to_be_focused()

    # The handle moves it, and sizes it with Shift.
    handle = page.get_by_role("button", name="Move Masses")
    handle.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("Masses is at place 1 of 2")).to_be_attached()
    expect(handle).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    until(page, lambda: board.charts == ["Masses", "Islands"])
    until(page, lambda: board._state().tiles[0].height == "tall")
    assert board._state().tiles[0].width == "full"
    assert panels.axe(page) == []


def test_what_is_gone_is_named_and_a_refusal_says_why(panels: Panels, penguins: dv.Dataset) -> None:
    board = penguins.dashboards.create("Some", charts=["Masses", "Islands", "Species"])
    penguins.charts.delete("Islands")
    frame = load_penguins().drop(columns="body_mass_g")
    penguins.replace(frame, differing="take")
    page = panels.show(board.show())
    expect(page.get_by_role("heading", name="‘Islands’ was deleted")).to_be_visible()
    lack = page.get_by_role("heading", name="There is no column 'body_mass_g', which x shows")
    expect(lack).to_be_visible(timeout=SLOW)
    expect(notes(page, "Species")).to_have_text("344 rows", timeout=SLOW)
    page.get_by_role("button", name="Actions for Some").click()
    page.get_by_role("menuitem", name="Delete…").click()
    page.get_by_role("button", name="Delete the dashboard").click()
    expect(page.get_by_role("heading", name="The dashboard was deleted")).to_be_visible()
    assert penguins.dashboards.names() == []


def test_it_follows_a_pipeline_at_work(panels: Panels, vault: Vault) -> None:
    node = dv.Subtask("rate", fields=[dv.Field("score", "rating")])
    pipeline = vault.pipelines.create("Scores", nodes=[node]).activate()
    pipeline.add_tasks([{}, {}, {}])
    pipeline.claim()[0].submit({"score": 4})
    live = pipeline.dataset
    live.charts.save("Scores", live.chart("bar", x={"field": "score", "bins": 0}, y="count()"))
    live.charts.save("Rows", live.chart("number", y="count()"))
    page = panels.show(live.dashboards.create("Live", charts=["Scores", "Rows"]).show())
    expect(notes(page, "Scores")).to_contain_text("1 row", timeout=SLOW)
    stop = page.get_by_role("region", name="Scores").locator("[data-index][role=button]").first
    stop.focus()
    # What is drawn anew neither pales nor takes the focus.
    page.evaluate(
        "window.paled = 0; new MutationObserver(() => {"
        "  window.paled += document.querySelectorAll('.dv-marks.is-stale').length"
        "}).observe(document.body, {subtree: true, attributes: true})"
    )
    pipeline.claim()[0].submit({"score": 5})
    expect(notes(page, "Scores")).to_contain_text("2 rows", timeout=SLOW)
    expect(notes(page, "Rows")).to_contain_text("2 rows", timeout=SLOW)
    expect(stop).to_be_focused()
    assert page.evaluate("window.paled") == 0


def test_a_shared_filter_is_all_charts_and_is_kept(panels: Panels, vault: Vault) -> None:
    ds = vault.import_frame(pd.DataFrame({"kind": ["a", "b", "a"], "n": [1, 2, 3]}), name="few")
    ds.charts.save("Kinds", ds.chart(x="kind"))
    ds.charts.save("Large", ds.chart("number", y="count()", where="n > 1"))
    board = ds.dashboards.create("Few", charts=["Kinds", "Large"])
    page = panels.show(board.show())
    expect(notes(page, "Large")).to_have_text("2 rows", timeout=SLOW)
    page.get_by_role("button", name="Condition", exact=True).click()
    page.get_by_role("textbox", name="Search columns").fill("kind")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Condition on kind")
    dialog.get_by_role("checkbox", name="a").check()
    dialog.get_by_text("2 of 3 rows").wait_for()
    dialog.get_by_role("button", name="Show rows").click()
    expect(notes(page, "Kinds")).to_have_text("2 rows")
    expect(notes(page, "Large")).to_have_text("1 row")
    until(page, lambda: board.filter is not None)


STAND_IN = """
document.addEventListener("DOMContentLoaded", () => {
  const still = document.body.appendChild(document.createElement("div"));
  still.dataset.dvStill = %r;
  still.innerHTML = %r;
});
"""


def test_a_saved_notebook_keeps_the_copy_in_sight(panels: Panels, penguins: dv.Dataset) -> None:
    board = penguins.dashboards.create("Kept", charts=["Islands", "Masses"])
    view = board.show()
    page = panels.show(view, is_saved=True)
    page.add_init_script(STAND_IN % (view._still_id, view._still()["text/html"]))
    page.reload()
    page.wait_for_selector("body[data-ready]")
    picture = page.get_by_role("img", name="Bar chart of penguins: count of rows by island.")
    expect(picture).to_be_visible()
    # Its place is there before the picture is read.
    until(page, lambda: picture.evaluate("(each) => each.complete && each.naturalWidth > 200"))
    # Nothing is put over it: no view, no sentence about a kernel.
    expect(page.locator("main .dv")).to_have_count(0)
    panels.shot(page, "board-saved")


def test_two_who_arrange_it_at_once_choose_whose_stands(
    panels: Panels, penguins: dv.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = penguins.dashboards.create("Both", charts=["Masses", "Islands"])
    page = panels.show(board.show())
    first = page.locator(".dv-board-tile h3").first
    keeper = penguins._services.boards
    was = keeper.change
    theirs: list[Any] = []

    def change(record: Any, name: str, layout: Any, *, edition: int | None = None) -> Any:
        if edition is not None and theirs:
            # Just before this page saves, somebody else does.
            was(record, name, replace(layout, tiles=theirs.pop()))
        return was(record, name, layout, edition=edition)

    monkeypatch.setattr(keeper, "change", change)
    both = penguins._services.boards.get(penguins._record, "Both").layout.tiles

    def swapped(now: str, then: str) -> None:
        expect(first).to_have_text(now)
        page.get_by_role("button", name=f"Move {now}").focus()
        page.keyboard.press("ArrowRight")
        expect(first).to_have_text(then)

    for name in ("Masses", "Islands"):
        expect(notes(page, name)).to_be_visible(timeout=SLOW)
    # Theirs: one chart. Nothing of it is lost, and mine stays in sight until one is chosen.
    theirs.append(both[:1])
    swapped("Masses", "Islands")
    conflict = page.get_by_text("Somebody else saved this dashboard")
    expect(conflict).to_be_visible()
    assert board.charts == ["Masses"]
    page.get_by_role("button", name="Save mine in its place").click()
    until(page, lambda: board.charts == ["Islands", "Masses"])
    expect(conflict).to_have_count(0)
    theirs.append(both[:1])
    swapped("Islands", "Masses")
    page.get_by_role("button", name="Show theirs").click()
    expect(page.get_by_role("region", name="Islands")).to_have_count(0)
    board.set(charts=["Islands", "Masses"])
    expect(notes(page, "Islands")).to_be_visible(timeout=SLOW)
    theirs.append(both[:1])
    swapped("Islands", "Masses")
    page.get_by_role("button", name="Save mine as a copy").click()
    expect(page.get_by_role("heading", name="Both 2")).to_be_visible()
    until(page, lambda: penguins.dashboards["Both 2"].charts == ["Masses", "Islands"])
    assert board.charts == ["Masses"]
