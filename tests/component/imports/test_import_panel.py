"""The import panel in a browser, before the real services of a vault."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels, until
from tests.gates import LONG_S, Gate

HOLD = """(names) => {
  const held = new DataTransfer();
  for (const [name, text] of Object.entries(names)) held.items.add(new File([text], name));
  const send = (kind) => document.querySelector(".dv-import").dispatchEvent(
    new DragEvent(kind, { dataTransfer: held, bubbles: true, cancelable: true }));
  send("dragenter");
  window.release = () => send("drop");
}"""


def hold(page: Page, files: dict[str, str]) -> None:
    """Hold files over the panel; `release()` in the page drops them."""
    expect(page.get_by_role("button", name="Choose file")).to_be_visible()
    page.evaluate(HOLD, files)


def show(panels: Panels, vault: Vault, path: Path | None = None, **options: object) -> Page:
    return panels.show(dv.ImportPanel(vault, path), **options)


def test_a_dropped_file_becomes_a_dataset(panels: Panels, vault: Vault, tickets: Path) -> None:
    page = show(panels, vault)
    hold(page, {"tickets.csv": tickets.read_text()})
    expect(page.get_by_text("Release to preview")).to_be_visible()
    page.evaluate("release()")
    expect(page.get_by_text("Will store 1,200 rows, 3 columns in tickets")).to_be_visible()
    expect(page.get_by_role("gridcell", name="000418")).to_be_visible()
    assert list(vault.datasets()) == []
    page.get_by_role("button", name="Import 1,200 rows").click()
    expect(page.get_by_text("tickets is in the vault").first).to_be_visible()
    expect(page.get_by_text("1,200 read and imported")).to_be_visible()
    assert vault["tickets"].df()["ticket_id"][0] == "000418"
    # What was sent goes when the job has been told to have ended.
    until(page, lambda: not list((vault.path / "processes" / "imports").glob("*/*")))
    page.get_by_role("button", name="Open dataset").click()
    expect(page.get_by_role("heading", name="tickets")).to_be_visible()


def test_a_chosen_file_goes_the_same_way(panels: Panels, vault: Vault, tickets: Path) -> None:
    page = show(panels, vault)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose file").click()
    chooser.value.set_files(tickets)
    expect(page.get_by_role("button", name="Import 1,200 rows")).to_be_visible()
    assert panels.axe(page) == []


def test_a_path_is_completed_by_keys_alone(panels: Panels, vault: Vault, tickets: Path) -> None:
    page = show(panels, vault)
    page.get_by_role("button", name="Type a path").focus()
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Path of a file").or_(
        page.get_by_role("combobox", name="Path of a file")
    )
    expect(field).to_be_focused()
    page.keyboard.insert_text(f"{tickets.parent}/t")
    expect(page.get_by_role("option", name=re.compile("tickets.csv"))).to_be_visible()
    assert panels.axe(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Will store 1,200 rows")).to_be_visible()


def test_a_path_begins_at_the_folder_of_the_kernel(
    panels: Panels, vault: Vault, tickets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tickets.parent)
    page = show(panels, vault)
    page.get_by_role("button", name="Type a path").click()
    field = page.get_by_role("textbox", name="Path of a file").or_(
        page.get_by_role("combobox", name="Path of a file")
    )
    expect(field).to_be_focused()
    page.keyboard.type("tickets.csv")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Import 1,200 rows").click()
    expect(page.get_by_text("tickets is in the vault").first).to_be_visible()
    assert vault["tickets"].df()["ticket_id"][1] == "000419"


def test_types_and_names_are_changed_and_reset(panels: Panels, vault: Vault, tickets: Path) -> None:
    page = show(panels, vault, tickets)
    page.get_by_role("combobox", name="Type of ticket_id").click()
    page.get_by_role("option", name="Integer").click()
    expect(page.get_by_text("1 type changed")).to_be_visible()
    expect(page.get_by_role("gridcell", name="418", exact=True)).to_be_visible()
    page.locator(".dv-th", has_text="subject").click()
    field = page.get_by_role("textbox", name="Name of subject")
    expect(field).to_be_focused()
    field.fill("topic")
    field.press("Enter")
    expect(page.get_by_text("1 type, 1 name changed")).to_be_visible()
    expect(page.locator(".dv-th", has_text="topic")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".dv-th", has_text="subject")).to_be_visible()
    page.locator(".dv-th", has_text="subject").click()
    expect(field).to_be_focused()
    page.keyboard.insert_text("unwanted")
    page.keyboard.press("Escape")
    expect(page.get_by_text("changed", exact=False)).to_have_count(0)
    page.get_by_role("combobox", name="Type of minutes").click()
    page.get_by_role("option", name="Text").click()
    expect(page.get_by_text("1 type changed")).to_be_visible()
    page.get_by_role("button", name="Import 1,200 rows").click()
    expect(page.get_by_text("is in the vault").first).to_be_visible()
    assert [str(kind) for kind in vault["tickets"].relation().types] == ["VARCHAR"] * 3


def test_the_name_is_checked_while_it_is_typed(panels: Panels, vault: Vault, tickets: Path) -> None:
    vault.import_file(tickets)
    project = vault.projects.create("Support")
    page = show(panels, vault, tickets)
    name = page.get_by_role("textbox", name="Name")
    expect(name).to_have_value("tickets-2")
    name.fill("tickets")
    expect(page.locator(".dv-hint.is-bad")).to_contain_text("'tickets' exists already.")
    start = page.get_by_role("button", name="Import 1,200 rows")
    expect(start).to_have_attribute("aria-disabled", "true")
    page.get_by_role("combobox", name="Project").click()
    page.get_by_role("option", name="Support").click()
    expect(page.get_by_text("Support / tickets")).to_be_visible()
    expect(start).not_to_have_attribute("aria-disabled", "true")
    start.click()
    expect(page.get_by_text("is in the vault").first).to_be_visible()
    assert vault["Support/tickets"].project == project.name


def test_another_delimiter_reads_the_file_anew(
    panels: Panels, vault: Vault, tmp_path: Path
) -> None:
    path = tmp_path / "semi.csv"
    path.write_text("a,b;c\n1,2;3\n4,5;6\n")
    page = show(panels, vault, path)
    page.get_by_role("combobox", name="Delimiter").click()
    page.get_by_role("option", name="Semicolon").click()
    expect(page.locator(".dv-th", has_text="a,b")).to_be_visible()
    page.get_by_role("combobox", name="First row").click()
    page.get_by_role("option", name="Data").click()
    expect(page.get_by_text("Will store 3 rows, 2 columns")).to_be_visible()


def test_cancelled_keeps_nothing_and_leads_back(
    panels: Panels, vault: Vault, tickets: Path, gate: Gate
) -> None:
    page = show(panels, vault, tickets)
    page.get_by_role("button", name="Import 1,200 rows").click()
    expect(page.get_by_role("heading", name="Importing tickets")).to_be_visible()
    expect(page.get_by_role("progressbar", name="Import of tickets")).to_be_attached()
    assert panels.axe(page) == []
    assert gate.reached.wait(LONG_S)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Cancelling")).to_be_visible()
    # The button says so before the kernel has heard of it.
    (run,) = vault._services.imports.jobs._runs.values()
    until(page, lambda: run.brake.is_pulled)
    gate.opened.set()
    expect(page.get_by_text("Nothing of it was kept.")).to_be_visible()
    assert list(vault.datasets()) == []
    page.get_by_role("button", name="Back to the preview").click()
    expect(page.get_by_role("button", name="Import 1,200 rows")).to_be_visible()


def test_a_refusal_says_where_and_leads_back(
    panels: Panels, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A file too large to be searched at once: its problem is met by the import alone.
    monkeypatch.setattr("datavault_jupyter.features.imports.delimited.previewing._COUNTED_BYTES", 1)
    monkeypatch.setattr("datavault_jupyter.features.imports.searching.MOST_BYTES", 100_000)
    monkeypatch.setattr("datavault_jupyter.features.imports.searching._EDGE_BYTES", 1_000)
    path = tmp_path / "ragged.csv"
    path.write_text("id,x\n" + "".join(f"{i},a\n" for i in range(60_000)) + "7,b,c\n")
    page = show(panels, vault, path)
    expect(page.get_by_text("Will store all rows, 2 columns in ragged")).to_be_visible()
    page.get_by_role("button", name="Import ragged").click()
    expect(page.get_by_text("ragged.csv, line 60,002 has 3 cells")).to_be_visible()
    expect(page.get_by_text("Nothing was stored.")).to_be_visible()
    expect(page.get_by_text("7,b,c")).to_be_visible()
    assert panels.axe(page) == []
    page.get_by_role("button", name="Change settings").click()
    expect(page.get_by_role("button", name="Import ragged")).to_be_visible()
    assert list(vault.datasets()) == []
    # What was not found beforehand can be left out all the same.
    page.get_by_role("button", name="More settings").click()
    page.get_by_role("combobox", name="Rows with a problem").click()
    page.get_by_role("option", name="Leave them out").click()
    page.get_by_role("button", name="Import ragged").click()
    expect(page.get_by_text("60,001 read, 60,000 imported, 1 left out")).to_be_visible()


def test_a_job_is_found_again_after_a_reload(
    panels: Panels, vault: Vault, tickets: Path, gate: Gate
) -> None:
    page = show(panels, vault, tickets)
    page.get_by_role("button", name="Import 1,200 rows").click()
    assert gate.reached.wait(LONG_S)
    again = show(panels, vault)
    expect(again.get_by_text("tickets is being imported")).to_be_visible()
    again.get_by_role("button", name="Show import").click()
    expect(again.get_by_role("heading", name="Importing tickets")).to_be_visible()
    gate.opened.set()
    for each in (page, again):
        expect(each.get_by_text("tickets is in the vault").first).to_be_visible()


def test_an_upload_goes_on_after_a_reload(panels: Panels, vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("id,x\n" + "".join(f"{i},{'y' * 90}\n" for i in range(200_000)))
    uploads = vault._services.imports.uploads
    page = show(panels, vault)
    # The second piece is never read, as if the page had gone in between.
    page.evaluate("""() => {
      const real = Blob.prototype.arrayBuffer;
      let n = 0;
      Blob.prototype.arrayBuffer = function () {
        n += this.size > 1e6 ? 1 : 0;
        return n > 2 ? new Promise(() => {}) : real.call(this);
      };
    }""")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text(re.compile(r"^8 MB of 19 MB$"))).to_be_visible(timeout=30_000)
    assert panels.axe(page) == []
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    page.close()
    page = show(panels, vault)
    expect(page.get_by_text("Choose the same file again to go on.")).to_be_visible()
    (half,) = uploads.unfinished()
    assert half.offset == 8_000_000
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text("long.csv").first).to_be_visible()
    expect(page.get_by_role("button", name="Import 200,000 rows")).to_be_visible(timeout=30_000)
    assert uploads.unfinished() == ()
    assert uploads.path(half.upload_id).read_bytes() == path.read_bytes()


def test_several_files_come_one_after_another(panels: Panels, vault: Vault) -> None:
    page = show(panels, vault)
    hold(page, {"one.csv": "a,b\n1,x\n", "two.csv": "c,d\n2,y\n"})
    expect(page.get_by_text("2 files, one after another")).to_be_visible()
    page.evaluate("release()")
    expect(page.get_by_text("1 file to follow")).to_be_visible()
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.get_by_text("one is in the vault").first).to_be_visible()
    page.get_by_role("button", name="Preview two.csv").click()
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.get_by_text("two is in the vault").first).to_be_visible()
    assert sorted(ds.name for ds in vault.datasets()) == ["one", "two"]


def test_a_file_of_no_known_kind_is_refused_with_a_way_out(panels: Panels, vault: Vault) -> None:
    page = show(panels, vault)
    hold(page, {"book.xlsx": "PK\x03\x04 and more"})
    page.evaluate("release()")
    expect(page.get_by_text("book.xlsx is a ZIP archive or an Excel workbook.")).to_be_visible()
    page.get_by_role("button", name="Cancel upload").click()
    expect(page.get_by_role("button", name="Choose file")).to_be_visible()


def test_the_path_can_be_set_from_python(panels: Panels, vault: Vault, tickets: Path) -> None:
    widget = dv.ImportPanel(vault)
    page = panels.show(widget)
    expect(page.get_by_role("button", name="Choose file")).to_be_visible()
    widget.path = str(tickets)
    expect(page.get_by_text("Will store 1,200 rows")).to_be_visible()
    widget.path = str(tickets.parent / "gone.csv")
    expect(page.get_by_role("heading", name="There is no preview")).to_be_visible()
    expect(page.get_by_role("button", name="Choose another")).to_be_visible()


@pytest.mark.parametrize("width", [352, 672, 1072])
def test_nothing_scrolls_sideways_but_the_grid(
    panels: Panels, vault: Vault, tickets: Path, width: int
) -> None:
    page = show(panels, vault, tickets, width=width)
    expect(page.get_by_text("Will store 1,200 rows")).to_be_visible()
    name = page.get_by_role("textbox", name="Name")
    name.fill("n" * 300)
    expect(page.locator(".dv-foot b").last).to_have_text("n" * 300)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("button", name="Import 1,200 rows")).to_be_in_viewport()
