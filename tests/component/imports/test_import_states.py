"""States of the import panel that a real vault passes too quickly."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from datavault_jupyter.widgets.ops import built
from tests.component.conftest import Panels

JOB: dict[str, Any] = {
    "job_id": "job_1",
    "name": "support-tickets",
    "project_name": "Support",
    "file_name": "support-tickets.csv",
    "state": "running",
    "stage": "store",
    "byte_count": 4_100_000,
    "started_at": "2026-11-22T12:00:00Z",
    "share": 0.62,
    "done_rows": 11_285,
    "total_rows": 18_202,
    "rate": 2_800.4,
    "eta_s": 4.2,
    "ended_at": None,
    "dataset_id": None,
    "column_count": None,
    "notes": [],
    "problem": None,
}
HALF = {
    "upload_id": "upl_1",
    "name": "big.csv",
    "byte_count": 2_000_000_000,
    "offset": 1_200_000_000,
    "fingerprint": "f",
    "tail_offset": 0,
    "tail_sha256": "",
}


def answers(job: dict[str, Any]) -> dict[str, Any]:
    return {
        "imports.pending": {"jobs": [job], "uploads": [HALF]},
        "imports.job": job,
        "imports.cancel": job,
        "imports.upload_discard": {},
        "views.part": lambda _args: (None, {"code": built("more.js").encode()}),
    }


@pytest.mark.parametrize("is_dark", [False, True])
def test_a_running_job_says_how_far_it_is(panels: Panels, *, is_dark: bool) -> None:
    page, side = panels.scripted("import", answers(JOB), path="", is_dark=is_dark, width=452)
    expect(page.get_by_text("1.2 GB of 2 GB of big.csv are here.")).to_be_visible()
    expect(page.get_by_text("support-tickets is being imported, 62%")).to_be_visible()
    page.get_by_role("button", name="Show import").click()
    bar = page.get_by_role("progressbar", name="Import of support-tickets")
    expect(bar).to_have_attribute("aria-valuenow", "62")
    expect(page.get_by_text("About 11,285 of 18,202 rows, 2,800 a second")).to_be_visible()
    expect(page.get_by_text("62%, about 4 s left")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_have_text("Store rows")
    assert panels.axe(page) == []
    panels.shot(page, f"import-job-{'dark' if is_dark else 'light'}")
    side.tell("imports.progress", {**JOB, "job_id": "job_2", "share": 0.9})
    side.tell("imports.progress", {**JOB, "share": 0.75, "total_rows": None, "rate": 2e6}, seq=2)
    expect(page.get_by_text("3.1 MB of 4.1 MB, 2 MB a second")).to_be_visible()
    expect(bar).to_have_attribute("aria-valuenow", "75")
    side.tell("imports.progress", {**JOB, "stage": "add", "share": None}, seq=3)
    expect(page.locator("[aria-current=step]")).to_have_text("Add to the vault")
    expect(bar).not_to_have_attribute("aria-valuenow", "75")
    ended = {**JOB, "state": "done", "share": None, "dataset_id": "dst_1", "column_count": 9}
    side.tell("imports.progress", {**ended, "done_rows": 18_202}, seq=4)
    expect(page.get_by_text("18,202 rows, 9 columns, in Support")).to_be_visible()


def test_a_job_whose_kernel_ended_says_so(panels: Panels) -> None:
    gone = {
        **JOB,
        "state": "interrupted",
        "problem": {
            "message": "The kernel ended before the import did. Nothing of it was kept.",
            "hint": "Import the file again.",
            "code": "interrupted",
            "line": None,
            "column": None,
            "text": None,
        },
    }
    page, _ = panels.scripted("import", {**answers(JOB), "imports.job": gone}, path="")
    page.get_by_role("button", name="Show import").click()
    expect(page.get_by_text("The kernel ended before the import did.")).to_be_visible()
    expect(page.get_by_role("button", name="Import another file")).to_be_visible()
    assert panels.axe(page) == []


def test_an_upload_that_waits_is_discarded(panels: Panels) -> None:
    left = iter([HALF])
    pending = {"imports.pending": lambda _args: {"jobs": [], "uploads": list(left)}}
    page, side = panels.scripted("import", {**answers(JOB), **pending}, path="")
    page.get_by_role("button", name="Discard upload").click()
    # The list is asked for anew when it is gone.
    expect(page.get_by_text("are here.")).to_have_count(0)
    assert ("imports.upload_discard", {"upload_id": "upl_1"}) in side.asked


def test_a_saved_copy_says_what_it_is(panels: Panels) -> None:
    page, side = panels.scripted("import", {}, path="", is_saved=True)
    expect(page.get_by_text("This is a saved copy")).to_be_visible()
    assert side.asked == []
    assert panels.axe(page) == []


def test_a_busy_kernel_is_named(panels: Panels) -> None:
    page, side = panels.scripted("import", answers(JOB), path="")
    # All that the panel asks at first is answered: what is asked in silence never is.
    expect(page.get_by_role("button", name="Discard upload")).to_be_visible()
    side.is_silent = True
    page.get_by_role("button", name="Type a path").click()
    busy = page.get_by_text("The kernel is busy with a cell.")
    expect(busy).to_be_visible(timeout=10_000)
    side.is_silent = False
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Discard upload").click()
    expect(busy).to_have_count(0)
