"""Files in the work form: chosen, dropped, sent in pieces, refused, downloaded."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import FileChooser, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.conftest import Panels, until
from tests.component.pipelines.conftest import Make, finished, question, start

# Three pieces.
DATA = bytes(range(256)) * 36_000
DOC = dv.Field("doc", "file", title="The scan")
VALUE = {"name": "scan.bin", "sha256": hashlib.sha256(DATA).hexdigest(), "byte_count": len(DATA)}


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.bin"
    path.write_bytes(DATA)
    return path


def test_a_chosen_file_is_handed_in_and_downloaded(
    panels: Panels, vault: Vault, scan: Path, tmp_path: Path
) -> None:
    nodes = dv.Subtask("read", fields=[DOC]), dv.Review("check")
    pipeline = vault.pipelines.create("p", nodes=nodes).activate()
    pipeline.add_tasks([{}])
    page = panels.show(dv.WorkForm(pipeline, height=900))
    choosers: list[FileChooser] = []
    page.on("filechooser", lambda opened: choosers.append(opened))
    start(page)
    choose = question(page, "doc").get_by_role("button", name="Choose file")
    expect(choose).to_be_focused()
    page.keyboard.press("Enter")
    until(page, lambda: choosers)
    choosers[0].set_files(scan)
    expect(question(page, "doc")).to_contain_text("scan.bin")
    page.get_by_role("button", name="Remove scan.bin").click()
    expect(choose).to_be_visible()
    page.get_by_label("File for The scan").set_input_files(scan)
    expect(page.get_by_role("button", name="Remove scan.bin")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    panels.shot(page, "work-file")
    page.keyboard.press("Control+Enter")
    # Whoever reviews it looks into it.
    expect(page.get_by_role("button", name="Pass")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download scan.bin").first.click()
    assert Path(download.value.path()).read_bytes() == DATA
    assert download.value.suggested_filename == "scan.bin"
    assert panels.axe(page) == []
    page.get_by_role("button", name="Pass").click()
    expect(page.get_by_text("All tasks are finished")).to_be_visible()
    assert pipeline.dataset.sql("SELECT doc FROM this").fetchall() == [(VALUE,)]


def test_a_dropped_file_that_is_too_large_is_refused(panels: Panels, make: Make) -> None:
    pipeline = make(dv.Field("doc", "file", max_bytes=10), rows=[{"prompt": "?"}])
    page = panels.show(dv.WorkForm(pipeline, height=900))
    start(page)
    place = page.locator(".dv-file-drop")
    expect(place).to_contain_text("up to 10 bytes")
    for name, data in (("large.txt", "0123456789x"), ("<b>.txt", "0123456789")):
        dropped = page.evaluate_handle(
            """([name, data]) => {
              const made = new DataTransfer();
              made.items.add(new File([data], name));
              return made;
            }""",
            [name, data],
        )
        for event in ("dragenter", "dragover"):
            place.dispatch_event(event, {"dataTransfer": dropped})
        expect(place).to_contain_text("Release to hand it in")
        place.dispatch_event("drop", {"dataTransfer": dropped})
        if name == "large.txt":
            expect(place).to_contain_text("The file has 11 bytes; 'doc' takes 10 bytes at most.")
    expect(page.get_by_role("button", name="Remove <b>.txt")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("All tasks are finished")).to_be_visible()
    assert finished(pipeline, "doc")[0][0]["name"] == "<b>.txt"
