"""Files with something wrong in them: what is shown, what can be done, what is told afterwards."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels

SIZES = [(1072, False), (1072, True), (672, False), (452, True), (352, False)]


def show(panels: Panels, vault: Vault, path: Path, **options: Any) -> Page:
    return panels.show(dv.ImportPanel(vault, path), **options)


def name_of(width: int, *, is_dark: bool) -> str:
    return f"{width}-{'dark' if is_dark else 'light'}"


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    """Nine columns, 18,204 rows; two of them are no rows of the table."""
    path = tmp_path / "support-tickets-q3.csv"
    head = "ticket_id,opened_at,channel,priority,subject,body,first_reply_min,resolved,meta\n"
    kinds = ("email", "chat", "phone")
    rows = [
        f"{418 + i:06},2026-07-{1 + i % 30:02} 06:12:00,{kinds[i % 3]},{1 + i % 3},"
        f'"Invoice shows the wrong rate, part {i}",Gerät {i},{i / 4},'
        f'{"true" if i % 2 else "false"},"{{""plan"": ""team""}}"\n'
        for i in range(18_204)
    ]
    rows[4_115] = '004534,2026-08-02 09:10:00,email,2,"Refund, part 2",x,1.5,true,{},more\n'
    rows[9_020] = rows[9_020].replace("Gerät", "Ger\udce4t")
    path.write_bytes((head + "".join(rows)).encode("utf-8", errors="surrogateescape"))
    return path


@pytest.mark.parametrize(("width", "is_dark"), SIZES)
def test_rows_with_problems_are_listed_and_left_out(
    panels: Panels, vault: Vault, tickets: Path, width: int, *, is_dark: bool
) -> None:
    vault.projects.create("Support")
    page = show(panels, vault, tickets, width=width, is_dark=is_dark)
    card = page.get_by_role("region", name="Problems")
    expect(card.get_by_role("heading", name="2 rows have a problem")).to_be_visible(timeout=30_000)
    expect(card.get_by_text("18,202 rows are fine")).to_be_visible()
    expect(card.locator("tbody tr")).to_have_count(2)
    first, second = card.locator("tbody tr").all()
    expect(first.locator("td").nth(0)).to_have_text("4,117")
    expect(first.locator("td").nth(1)).to_have_text("whole row")
    expect(first.locator("td").nth(2)).to_contain_text("10 cells")
    expect(first.locator("td").nth(3)).to_contain_text('"Refund, part 2"')
    expect(second.locator("td").nth(0)).to_have_text("9,022")
    expect(second.locator("td").nth(3)).to_contain_text(r"Ger\xe4t")
    # Nothing is left out unless somebody says so.
    start = page.get_by_role("button", name="Import 18,202 rows")
    expect(start).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("2 rows have a problem: nothing would be stored.")).to_be_visible()
    assert panels.axe(page) == []
    page.get_by_role("button", name="Show problems").click()
    expect(card).to_be_focused()
    expect(card.locator("tbody tr").last).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    expect(card.get_by_role("radio", name="Leave them out")).to_be_checked()
    expect(start).not_to_have_attribute("aria-disabled", "true")
    page.get_by_role("combobox", name="Project").click()
    page.get_by_role("option", name="Support").click()
    name = page.get_by_role("textbox", name="Name")
    name.fill("support-tickets")
    expect(
        page.get_by_text("Will store 18,202 rows, 9 columns in Support / support-tickets")
    ).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    card.scroll_into_view_if_needed()
    panels.shot(page, f"import-problems-{name_of(width, is_dark=is_dark)}")
    start.click()
    expect(page.get_by_text("support-tickets is in the vault").first).to_be_visible()
    # The keys are not the notebook's now.
    expect(page.locator(".dv-import :focus, .dv-import:focus")).to_have_count(1)
    expect(page.get_by_text("18,204 read, 18,202 imported, 2 left out")).to_be_visible()
    expect(page.get_by_role("heading", name="2 rows were left out")).to_be_visible()
    assert panels.axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panels.shot(page, f"import-report-{name_of(width, is_dark=is_dark)}")
    assert vault["Support/support-tickets"].row_count == 18_202


def test_rows_left_out_are_downloaded_as_a_file_to_mend(
    panels: Panels, vault: Vault, tmp_path: Path
) -> None:
    path = tmp_path / "ragged.csv"
    path.write_text("id,x\n1,a\n2,b,c\n3,d\n")
    page = show(panels, vault, path)
    page.get_by_role("radio", name="Leave them out").check()
    page.get_by_role("button", name="Import 2 rows").click()
    with page.expect_download() as told:
        page.get_by_role("button", name="Download rows left out").click()
    assert told.value.suggested_filename == "ragged-left-out.csv"
    assert Path(told.value.path()).read_text() == "id,x\n2,b,c\n"
    page.get_by_role("button", name="Copy SHA-256").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    digest = vault["ragged"].import_report()
    assert digest is not None
    assert page.evaluate("navigator.clipboard.readText()") == digest.sha256


def test_how_a_file_is_read_is_changed_and_reset(
    panels: Panels, vault: Vault, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("made by a machine\nid~x\n1~'a b'\n2~-\n")
    page = show(panels, vault, path)
    page.get_by_role("combobox", name="Delimiter").click()
    page.get_by_role("option", name="Another character").click()
    field = page.get_by_role("textbox", name="Delimiter")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Delimiter")).to_be_focused()
    page.get_by_role("combobox", name="Delimiter").click()
    page.get_by_role("option", name="Another character").click()
    expect(field).to_be_focused()
    page.keyboard.type("~")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Delimiter")).to_be_focused()
    more = page.get_by_role("button", name="More settings")
    expect(more).to_have_attribute("aria-expanded", "false")
    more.press("Enter")
    page.get_by_role("textbox", name="Lines before the table").fill("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("gridcell", name="'a b'")).to_be_visible()
    page.get_by_role("combobox", name="Quotes").click()
    page.get_by_role("option", name="Single quotes").click()
    expect(page.get_by_role("gridcell", name="a b", exact=True)).to_be_visible()
    page.get_by_role("combobox", name="Missing values").click()
    page.get_by_role("option", name="These words").click()
    page.get_by_role("textbox", name="Words that mean missing").fill("-, n. a.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 settings changed")).to_be_visible()
    expect(page.locator(".dv-label", has_text="Quotes chosen")).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, "import-settings-1072-light")
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_text("is in the vault").first).to_be_visible()
    expect(page.get_by_text("~ chosen")).to_be_visible()
    assert vault["odd"].relation().order("id").fetchall() == [(1, "a b"), (2, None)]
    page.get_by_role("button", name="Import again with other settings").click()
    # What was chosen before is chosen still.
    expect(page.get_by_text("4 settings changed")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_text("settings changed")).to_have_count(0)
    expect(page.get_by_text("as a new version of odd")).to_be_visible()


def test_dates_get_an_order_where_it_cannot_be_seen(
    panels: Panels, vault: Vault, tmp_path: Path
) -> None:
    path = tmp_path / "dates.csv"
    path.write_text("id,day\n1,3/4/2026\n2,5/6/2026\n")
    page = show(panels, vault, path)
    note = page.get_by_text("an order that can't be seen")
    expect(note).to_be_visible()
    page.get_by_role("combobox", name="Dates such as 3/4/2026").click()
    page.get_by_role("option", name="Day first").click()
    expect(page.get_by_role("gridcell", name="3 Apr")).to_be_visible()
    expect(note).to_have_count(0)
    # The way back is not gone with the note.
    expect(page.get_by_role("combobox", name="Dates such as 3/4/2026")).to_be_visible()
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_text("is in the vault").first).to_be_visible()
    assert str(vault["dates"].df()["day"][0])[:10] == "2026-04-03"


@pytest.mark.parametrize(("width", "is_dark"), [(1072, False), (352, True)])
def test_an_archive_asks_for_its_table(
    panels: Panels, vault: Vault, tmp_path: Path, width: int, *, is_dark: bool
) -> None:
    path = tmp_path / "support 2026.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(1, 4):
            archive.writestr(f"2026/q{number}.csv", f"quarter,tickets\n{number},{number * 100}\n")
    page = show(panels, vault, path, width=width, is_dark=is_dark)
    expect(page.get_by_role("heading", name="The archive holds 3 tables")).to_be_visible()
    expect(page.get_by_role("button", name="Import")).to_have_attribute("aria-disabled", "true")
    assert panels.axe(page) == []
    panels.shot(page, f"import-tables-{name_of(width, is_dark=is_dark)}")
    page.get_by_role("button", name="2026/q2.csv").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("gridcell", name="200")).to_be_visible()
    expect(page.get_by_role("textbox", name="Name")).to_have_value("q2")
    page.get_by_role("combobox", name="Table of the archive").click()
    page.get_by_role("option", name="2026/q3.csv").click()
    expect(page.get_by_role("gridcell", name="300")).to_be_visible()
    panels.shot(page, f"import-table-{name_of(width, is_dark=is_dark)}")
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.get_by_text("q3 is in the vault").first).to_be_visible()
    assert vault["q3"].df()["tickets"].tolist() == [300]


def test_an_archive_can_be_uploaded(panels: Panels, vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "one.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.csv", "id,zip\n1,01067\n")
        archive.writestr("read me.txt", "nothing to import")
    page = panels.show(dv.ImportPanel(vault))
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_role("gridcell", name="01067")).to_be_visible()
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.get_by_text("inner is in the vault").first).to_be_visible()
    assert vault["inner"].row_count == 1


def test_the_encoding_is_the_way_out_where_text_cannot_be_read(
    panels: Panels, vault: Vault, tmp_path: Path
) -> None:
    path = tmp_path / "greek.csv"
    path.write_bytes("id,x\n1,καλημέρα\n".encode("iso8859-7"))
    page = show(panels, vault, path)
    expect(page.get_by_role("region", name="Problems")).to_contain_text("Choose the encoding")
    assert panels.axe(page) == []
    panels.shot(page, "import-encoding-1072-light")
    page.get_by_role("combobox", name="Encoding").click()
    page.get_by_role("textbox", name="Search Encoding").or_(
        page.get_by_role("combobox", name="Search Encoding")
    ).fill("greek")
    page.get_by_role("option", name="Windows-1253 (Greek)").click()
    expect(page.get_by_role("gridcell", name="καλημέρα")).to_be_visible()
    expect(page.locator(".dv-label", has_text="Encoding chosen")).to_be_visible()
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.get_by_text("Windows-1253 (Greek) chosen")).to_be_visible()


def test_an_uploaded_file_is_imported_again_as_a_new_version(panels: Panels, vault: Vault) -> None:
    page = panels.show(dv.ImportPanel(vault))
    page.locator("input[type=file]").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": b"id,zip\n1,01067\n2,10115\n"}
    )
    page.get_by_role("button", name="Import 2 rows").click()
    page.get_by_role("button", name="Import again with other settings").click()
    # The kernel let go of it: the browser sends it once more.
    expect(page.get_by_role("combobox", name="Becomes")).to_have_text(
        re.compile("A new version of a")
    )
    page.get_by_role("combobox", name="Type of zip").click()
    page.get_by_role("option", name="Integer").click()
    expect(page.get_by_text("Will store 2 rows, 2 columns as a new version of a")).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, "import-again-1072-light")
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_text("zip: Text → Integer")).to_be_visible()
    expect(page.get_by_text("1.0.1")).to_be_visible()
    assert len(vault["a"].versions) == 2
    assert vault["a"].df()["zip"].tolist() == [1067, 10115]
    page.get_by_role("button", name="Import again with other settings").click()
    page.get_by_role("combobox", name="Becomes").click()
    page.get_by_role("option", name="A dataset of its own").click()
    expect(page.get_by_role("textbox", name="Name")).to_have_value("a-2")


OTHER_KERNEL = """
import dataclasses, sys, threading
from pathlib import Path
from datavault_jupyter import Vault
from datavault_jupyter.features.imports import reading
from datavault_jupyter.features.imports.readers import Wish
reading.load_file = lambda *args, **options: threading.Event().wait()
imports = Vault(sys.argv[1])._services.imports
made = imports.wish_for(Wish(Path(sys.argv[2])), "from another kernel")
again = {"path": sys.argv[2], "name": "from another kernel", "settings": {"types": {"id": "text"}}}
imports.jobs.start(dataclasses.replace(made, again=again))
print("running", flush=True)
threading.Event().wait()
"""


def test_an_import_of_another_kernel_is_seen_interrupted_and_begun_again(
    panels: Panels, vault: Vault, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,x\n1,a\n")
    command = [sys.executable, "-c", OTHER_KERNEL, str(vault.path), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == "running\n"
            page = panels.show(dv.ImportPanel(vault))
            expect(page.get_by_text("from another kernel is being imported")).to_be_visible()
            page.get_by_role("button", name="Show import").click()
            expect(
                page.get_by_role("heading", name="Importing from another kernel")
            ).to_be_visible()
        finally:
            other.kill()
    expect(page.get_by_text("The kernel ended before the import did.")).to_be_visible(
        timeout=30_000
    )
    page.get_by_role("button", name="Import another file").click()
    expect(page.get_by_text("The import of a.csv was interrupted")).to_be_visible()
    page.get_by_role("button", name="Import again").click()
    expect(page.get_by_text("1 type changed")).to_be_visible()
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.get_by_text("a is in the vault").first).to_be_visible()
    assert vault["a"].df()["id"].tolist() == ["1"]
    page.get_by_role("button", name="Import another file").click()
    expect(page.get_by_role("button", name="Choose file")).to_be_visible()
    expect(page.get_by_text("was interrupted")).to_have_count(0)
