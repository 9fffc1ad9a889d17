"""The export dialog, and the whole view on the real core, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

import datavault_jupyter as dv
from datavault_jupyter import Dataset, Vault
from datavault_jupyter.features.datasets import queries
from tests.component.conftest import Panels, until
from tests.component.detail.conftest import ID, JOB, Open, asked, export_as


def test_an_export_is_chosen_followed_and_told(opened: Open, panels: Panels) -> None:
    page, side = opened()
    page.emulate_media(reduced_motion="reduce")
    dialog = export_as(page, "CSV")
    field = dialog.get_by_role("combobox", name="File")
    expect(field).to_have_value("~/x.csv")
    dialog.get_by_role("radio", name="Parquet").click()
    expect(field).to_have_value("~/x.parquet")
    dialog.get_by_role("button", name="Choose columns").click()
    dialog.get_by_role("checkbox", name="b").click()
    start = dialog.get_by_role("button", name="Export 336,776 rows")
    expect(start).to_be_enabled()
    assert panels.axe(page) == []
    start.click()
    expect(dialog.get_by_role("progressbar")).to_be_attached()
    (args,) = asked(side, "exports.start")
    assert args == {
        "dataset_id": ID,
        "format": "parquet",
        "path": "~/x.parquet",
        "rows": None,
        "columns": ["a", "c"],
        "overwrite": False,
        "guard_formulas": False,
    }
    expect(dialog).to_contain_text("Writing rows")
    half = {**JOB, "share": 0.5}
    side.answers["exports.job"] = half  # which is also asked for, now and then
    side.tell("exports.progress", half)
    expect(dialog).to_contain_text("168,388 of 336,776 rows")
    made = {"path": "/data/ana/x.parquet", "row_count": 336_776, "byte_count": 31_000_000}
    done = {**JOB, **made, "state": "done", "column_count": 2}
    side.answers["exports.job"] = done
    side.tell("exports.progress", done, seq=2)
    expect(dialog).to_contain_text("/data/ana/x.parquet")
    expect(dialog).to_contain_text("31 MB")
    dialog.get_by_role("button", name="Copy path").click()
    expect(dialog).to_contain_text("Copied the path.")
    assert page.evaluate("navigator.clipboard.readText()") == "/data/ana/x.parquet"


def test_what_would_be_replaced_and_what_cannot_be_are_said_before(opened: Open) -> None:
    page, side = opened()
    dialog = export_as(page, "CSV")
    field = dialog.get_by_role("combobox", name="File")
    field.fill("/locked/x.csv")
    expect(dialog).to_contain_text("You may not write to /locked. Choose another folder.")
    button = dialog.get_by_role("button", name="Export 336,776 rows")
    expect(button).to_have_attribute("aria-disabled", "true")
    field.fill("~/old.csv")
    expect(dialog).to_contain_text("A file of this name exists (4.1 MB) and would be replaced.")
    button.click()
    expect(dialog.get_by_role("progressbar")).to_be_attached()
    assert asked(side, "exports.start")[0]["overwrite"] is True


def test_a_cancelled_export_and_one_that_failed_come_back_to_the_form(opened: Open) -> None:
    page, side = opened()
    dialog = export_as(page, "NDJSON")
    start = dialog.get_by_role("button", name="Export 336,776 rows")
    start.click()
    dialog.get_by_role("button", name="Cancel export").click()
    # The word of its end would overtake the question.
    until(page, lambda: asked(side, "exports.cancel") == [{"job_id": "exp_1"}])
    side.tell("exports.progress", {**JOB, "state": "cancelled"})
    expect(dialog).to_contain_text("The export was cancelled. Nothing was written.")
    start.click()
    expect(dialog.get_by_role("progressbar")).to_be_attached()
    trouble = {"code": "disk_full", "message": "The disk is full; nothing was kept."}
    failed = {**JOB, **trouble, "state": "failed"}
    # News that come along with the answer that named the job are missed; then it is asked for.
    side.answers["exports.job"] = failed
    side.tell("exports.progress", failed, seq=2)
    expect(dialog).to_contain_text("The export stopped. The disk is full; nothing was kept.")
    expect(start).to_be_visible()


def test_an_export_whose_dialog_is_closed_tells_its_end(opened: Open) -> None:
    page, side = opened()
    dialog = export_as(page, "CSV")
    dialog.get_by_role("button", name="Export 336,776 rows").click()
    dialog.get_by_role("button", name="Hide").click()
    expect(dialog).to_have_count(0)
    made = {"path": "/data/ana/x.csv", "row_count": 3, "byte_count": 12, "column_count": 2}
    done = {**JOB, **made, "state": "done"}
    side.answers["exports.job"] = done  # which is also asked for, now and then
    side.tell("exports.progress", done)
    expect(page.get_by_text("Exported 3 rows, 12 bytes: /data/ana/x.csv")).to_be_visible()


def test_the_real_kernel_answers(
    panels: Panels, vault: Vault, reviews: Dataset, tmp_path: Path
) -> None:
    page = panels.show(dv.DatasetView(reviews))
    main = page.locator("main")
    expect(main).to_contain_text("16.7% of cells most in text, 33.3%")
    expect(main).to_contain_text("imported 3 rows")
    page.get_by_role("button", name="reviews", exact=True).click()
    page.get_by_role("textbox", name="Dataset name").fill("judged")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="judged", exact=True)).to_be_visible()
    assert reviews.name == "judged"
    dialog = export_as(page, "JSON")
    dialog.get_by_role("combobox", name="File").fill(str(tmp_path / "out.json"))
    dialog.get_by_role("button", name="Export 3 rows").click()
    expect(dialog).to_contain_text("out.json")
    expect(dialog.get_by_role("button", name="Copy path")).to_be_visible()
    assert [each["id"] for each in json.loads((tmp_path / "out.json").read_text())] == [1, 2, 3]


def test_a_refusal_of_the_core_reaches_the_view(
    panels: Panels, vault: Vault, reviews: Dataset
) -> None:
    store = vault._services.store
    with store.catalog.write() as connection:
        queries.update(connection, reviews.known.key, is_read_only=True)
    page = panels.show(dv.DatasetView(reviews))
    delete = page.get_by_role("button", name="Delete")
    expect(delete).to_have_accessible_description("Read-only. Make it writable first")
