"""Earlier exports beside the dialog: fetched, done again, deleted; and what else of a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from playwright.sync_api import Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.base.errors import VaultError
from tests.component.conftest import Panels, until
from tests.component.detail.conftest import JOB, Open, answers, asked, export_as


def look_back(page: Page) -> Any:
    page.get_by_role("dialog").get_by_role("button", name="Earlier exports").click()
    return page.get_by_role("dialog", name="Exports of")


def test_changes_are_exported_fetched_done_again_and_deleted(
    panels: Panels, vault: Vault, tmp_path: Path
) -> None:
    grown = vault.import_frame(pd.DataFrame({"id": [1, 2, 3], "t": ["a", "b", "c"]}), name="grown")
    grown.replace(pd.DataFrame({"id": [1, 2, 4], "t": ["a", "B", "d"]}))
    page = panels.show(dv.DatasetView(grown))
    dialog = export_as(page, "CSV")
    expect(dialog.get_by_text("3 rows, about")).to_be_visible()
    dialog.get_by_role("radio", name="What changed since a version").check()
    expect(dialog.get_by_text("4 rows, about")).to_be_visible()
    dialog.get_by_role("combobox", name="Rows are the same by").click()
    page.get_by_role("option", name="id").click()
    expect(dialog.get_by_role("combobox", name="Since version")).to_contain_text("1.0.0")
    target = tmp_path / "changes.csv"
    dialog.get_by_role("combobox", name="File").fill(str(target))
    dialog.get_by_role("button", name="Export 3 rows").click()
    expect(dialog.get_by_role("button", name="Copy path")).to_be_visible()
    assert target.read_text() == "change,id,t\nchanged,2,B\nremoved,3,c\nadded,4,d\n"

    dialog = look_back(page)
    entry = dialog.get_by_role("listitem")
    expect(entry).to_contain_text("changes since 1.0.0")
    expect(entry).to_contain_text("3 rows, 46 bytes")
    with page.expect_download() as coming:
        entry.get_by_role("button", name="Download").click()
    assert coming.value.suggested_filename == "changes.csv"
    assert Path(coming.value.path()).read_bytes() == target.read_bytes()

    entry.get_by_role("button", name="Export again").click()
    expect(entry).to_contain_text("changes.csv (46 bytes) would be replaced.")
    expect(entry.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    first, second = dialog.get_by_role("listitem").all()
    expect(first).to_contain_text("3 rows, 46 bytes")
    expect(second).to_contain_text("the file is gone or was changed")

    first.get_by_role("button", name="Delete the file…").click()
    expect(first).to_contain_text("Delete changes.csv for good?")
    first.get_by_role("button", name="Delete the file", exact=True).click()
    expect(first).to_contain_text("the file is gone or was changed")
    assert not target.exists()
    second.get_by_role("button", name="Remove from the list").click()
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    assert len(grown.exports) == 1
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def history(page: Page, side: Any, *jobs: dict[str, Any]) -> Any:
    made = [{**JOB, **job, "job_id": f"exp_{number}"} for number, job in enumerate(jobs)]
    side.answers["exports.list"] = {"exports": made}
    export_as(page, "CSV")
    return look_back(page)


ENDED = {"ended_at": "2026-11-22T12:01:00Z", "share": 1.0}
FULL = {**ENDED, "row_count": 336_776, "column_count": 19, "byte_count": 31_000_000}
ABOUT = JOB["about"]
MANY = (
    {"share": 0.4, "eta_s": 83.0, "path": "/data/ana/flights-2013-with-weather.parquet"},
    {**FULL, "state": "done", "is_there": True, "path": "/data/ana/flights.csv"},
    {
        **FULL,
        "state": "partial",
        "path": "/data/ana/scans.zip",
        "is_there": True,
        "file_count": 412,
        "started_by": "Bo",
        "is_mine": False,
        "about": {**ABOUT, "is_filtered": True, "column_count": 3},
    },
    {**ENDED, "state": "failed", "message": "The disk is full.", "path": "/mnt/x.json"},
    {**ENDED, "state": "interrupted", "path": "/data/ana/" + "long-" * 30 + "name.csv"},
    {**ENDED, "state": "cancelled", "about": {**ABOUT, "subject": "answers"}},
)


def test_each_end_says_what_it_means_and_what_can_be_done(opened: Open, panels: Panels) -> None:
    page, side = opened()
    page.emulate_media(reduced_motion="reduce")
    dialog = history(page, side, *MANY)
    entries = dialog.get_by_role("listitem")
    expect(entries).to_have_count(len(MANY))
    expect(entries.nth(0)).to_contain_text("Being written, about 1:23 left")
    expect(entries.nth(2)).to_contain_text("336,776 rows, 412 files, 31 MB, not all of its files")
    expect(entries.nth(2)).to_contain_text("filtered, 3 columns")
    expect(entries.nth(3)).to_contain_text("Failed: The disk is full.")
    expect(entries.nth(4)).to_contain_text("No unfinished file is left.")
    expect(entries.nth(5)).to_contain_text("single answers")
    assert panels.axe(page) == []
    panels.shot(page, "export-history-light")
    page.evaluate("document.documentElement.dataset.dark = 'yes'")
    panels.shot(page, "export-history-dark")
    entries.nth(0).get_by_role("button", name="Cancel export").click()
    until(page, lambda: asked(side, "exports.cancel"))
    assert asked(side, "exports.cancel") == [{"job_id": "exp_0"}]
    side.answers["exports.forget"] = VaultError("It can't be taken off.")
    entries.nth(3).get_by_role("button", name="Remove from the list").click()
    expect(dialog.get_by_role("alert")).to_contain_text("It can't be taken off.")
    side.answers["exports.file"] = VaultError("The file is not there any more.")
    entries.nth(1).get_by_role("button", name="Download").click()
    expect(entries.nth(1).get_by_role("alert")).to_have_text("The file is not there any more.")
    dialog.get_by_role("button", name="Back to the export").click()
    expect(page.get_by_role("dialog", name="Export nyc")).to_be_visible()


def test_no_export_and_no_answer_are_said(opened: Open) -> None:
    page, side = opened()
    dialog = history(page, side)
    expect(dialog).to_contain_text("Nothing was exported yet")
    dialog.get_by_role("button", name="Back to the export").click()
    side.answers["exports.list"] = VaultError("The catalogue is busy.")
    dialog = look_back(page)
    expect(dialog.get_by_role("alert")).to_contain_text("The catalogue is busy.")
    side.answers["exports.list"] = {"exports": []}
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog).to_contain_text("Nothing was exported yet")


def test_what_a_pipelines_dataset_offers(opened: Open, panels: Panels) -> None:
    page, side = opened()
    page.emulate_media(reduced_motion="reduce")
    versions = [
        {"number": number, "name": "", "row_count": rows, "created_at": "2026-11-22T12:00:00Z"}
        for number, rows in (("1.1.0", 300_000), ("1.0.0", 200_000))
    ]
    more = {"versions": versions, "is_live": True, "has_answers": True, "file_columns": ["scan"]}
    side.answers["exports.options"] = {**answers()["exports.options"], **more}
    estimate = {"row_count": 412, "byte_count": 1_200_000, "file_count": 7}
    side.answers["exports.estimate"] = lambda args: (
        VaultError("Several rows of 1.0.0 have the key 1.") if args.get("key") else estimate
    )
    dialog = export_as(page, "CSV")
    dialog.get_by_role("radio", name="ZIP").check()
    dialog.get_by_role("radio", name="Single answers").check()
    expect(dialog.get_by_text("412 rows and 7 files, about 1.2 MB")).to_be_visible()
    panels.shot(page, "export-form-light")
    page.evaluate("document.documentElement.dataset.dark = 'yes'")
    panels.shot(page, "export-form-dark")
    dialog.get_by_role("checkbox", name="The files that rows refer to").click()
    dialog.get_by_role("radio", name="A version", exact=True).check()
    expect(dialog.get_by_role("combobox", name="Version")).to_contain_text("1.1.0")
    start = dialog.get_by_role("button", name="Export 412 rows")
    dialog.get_by_role("radio", name="What changed").check()
    dialog.get_by_role("combobox", name="Rows are the same by").click()
    page.get_by_role("option", name="b", exact=True).click()
    expect(dialog.get_by_role("status").get_by_text("Several rows of 1.0.0")).to_be_visible()
    dialog.get_by_role("radio", name="Single answers").check()
    expect(start).to_be_enabled()
    start.click()
    expect(dialog.get_by_role("progressbar")).to_be_attached()
    (args,) = asked(side, "exports.start")
    assert (args["subject"], args["has_files"], args["columns"]) == ("answers", False, None)
    assert "since" not in args
